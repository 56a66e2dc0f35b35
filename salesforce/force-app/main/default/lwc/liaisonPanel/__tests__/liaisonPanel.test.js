import { createElement } from 'lwc';
import getPanelTicket from '@salesforce/apex/LiaisonPanelController.getPanelTicket';
import LiaisonPanel from 'c/liaisonPanel';

jest.mock('@salesforce/apex/LiaisonPanelController.getPanelTicket', () => ({ default: jest.fn() }), { virtual: true });

const LIAISON = 'https://liaison.example.com';
const LEAD = '00Q000000000001AAA';
const CONTACT = '003000000000001AAA';
const TICKET = 'cGF5bG9hZA==.bWFj+/4=';

/** Every promise that is settled has been heard of. */
const settled = () => new Promise(process.nextTick);

async function open(properties) {
    const panel = createElement('c-liaison-panel', { is: LiaisonPanel });
    Object.assign(panel, { recordId: LEAD, objectApiName: 'Lead', baseUrl: LIAISON }, properties);
    document.body.appendChild(panel);
    await settled();
    return panel;
}

const frameOf = (panel) => panel.shadowRoot.querySelector('iframe');
const wordsOf = (panel) => panel.shadowRoot.querySelector('[role="alert"]')?.textContent;

async function say(data, { origin = LIAISON, source }) {
    window.dispatchEvent(new MessageEvent('message', { data, origin, source }));
    await settled();
}

beforeEach(() => {
    getPanelTicket.mockReset().mockResolvedValue(TICKET);
});

afterEach(() => {
    document.body.replaceChildren();
});

describe('the frame', () => {
    it('names object and record in the query and the ticket in the fragment only', async () => {
        const src = new URL(frameOf(await open()).src);

        expect(getPanelTicket).toHaveBeenCalledWith({ recordId: LEAD });
        expect(src.origin + src.pathname).toBe(`${LIAISON}/embed/salesforce`);
        expect([...src.searchParams]).toEqual([
            ['object', 'Lead'],
            ['id', LEAD]
        ]);
        expect(decodeURIComponent(src.hash)).toBe(`#ticket=${TICKET}`);
        expect(src.href.split('#')[0]).not.toContain(encodeURIComponent(TICKET));
    });

    it('has a title', async () => {
        expect(frameOf(await open()).title).toBe('c.Liaison_Panel_Title');
    });

    it('keeps a path of the address, with or without a slash at its end', async () => {
        for (const baseUrl of [`${LIAISON}/sales`, `${LIAISON}/sales/`]) {
            // eslint-disable-next-line no-await-in-loop
            const src = new URL(frameOf(await open({ baseUrl })).src);
            expect(src.pathname).toBe('/sales/embed/salesforce');
        }
    });

    it('follows when the page shows another record', async () => {
        const panel = await open();
        panel.objectApiName = 'Contact';
        panel.recordId = CONTACT;
        await settled();

        expect(frameOf(panel).src).toContain(`?object=Contact&id=${CONTACT}#`);
    });

    it('opens when the address is corrected', async () => {
        const panel = await open({ baseUrl: 'http://liaison.example.com' });
        panel.baseUrl = LIAISON;
        await settled();

        expect(frameOf(panel).src).toContain(LIAISON);
        expect(wordsOf(panel)).toBeUndefined();
    });

    it('is never that of a record left meanwhile', async () => {
        const panel = await open();
        let late;
        getPanelTicket.mockImplementationOnce(() => new Promise((done) => (late = done)));
        panel.recordId = '00Q000000000002AAA';
        panel.recordId = LEAD;
        await settled();
        late('late');
        await settled();

        expect(frameOf(panel).src).toContain(`id=${LEAD}#`);
        expect(frameOf(panel).src).not.toContain('ticket=late');
    });
});

describe('the height', () => {
    it('is what Liaison asks for, within bounds', async () => {
        const frame = frameOf(await open());
        const source = frame.contentWindow;

        await say({ type: 'panel:height', px: 731 }, { source });
        expect(frame.style.height).toBe('731px');
        await say({ type: 'panel:height', px: 1 }, { source });
        expect(frame.style.height).toBe('160px');
        await say({ type: 'panel:height', px: 1e9 }, { source });
        expect(frame.style.height).toBe('4000px');
    });

    it.each([undefined, null, 'tall', -5, NaN, Infinity, { px: 1 }])('does not become %p', async (px) => {
        const frame = frameOf(await open());
        await say({ type: 'panel:height', px }, { source: frame.contentWindow });

        expect(frame.style.height).toBe('480px');
    });

    it.each(['https://evil.example', 'http://liaison.example.com', 'https://liaison.example.com:8443', 'null', ''])(
        'is not changed from the origin %p',
        async (origin) => {
            const frame = frameOf(await open());
            await say({ type: 'panel:height', px: 731 }, { origin, source: frame.contentWindow });

            expect(frame.style.height).toBe('480px');
        }
    );

    it('is not changed by the panel of another record', async () => {
        const one = frameOf(await open());
        const other = frameOf(await open({ recordId: CONTACT, objectApiName: 'Contact' }));
        await say({ type: 'panel:height', px: 731 }, { source: other.contentWindow });

        expect(one.style.height).toBe('480px');
        expect(other.style.height).toBe('731px');
    });

    it.each([null, undefined, 'panel:height', 7])('survives the message %p', async (data) => {
        const frame = frameOf(await open());
        await say(data, { source: frame.contentWindow });

        expect(frame.style.height).toBe('480px');
    });
});

describe('a fresh ticket', () => {
    it('is given to the frame that asks, and to its origin only', async () => {
        const frame = frameOf(await open());
        const answer = jest.spyOn(frame.contentWindow, 'postMessage').mockImplementation(() => {});
        getPanelTicket.mockResolvedValue('fresh');
        await say({ type: 'panel:ticket-wanted' }, { source: frame.contentWindow });

        expect(answer.mock.calls).toEqual([[{ type: 'panel:ticket', ticket: 'fresh' }, LIAISON]]);
    });

    it('is not made for another origin', async () => {
        const frame = frameOf(await open());
        const answer = jest.spyOn(frame.contentWindow, 'postMessage').mockImplementation(() => {});
        await say({ type: 'panel:ticket-wanted' }, { origin: 'https://evil.example', source: frame.contentWindow });

        expect(getPanelTicket).toHaveBeenCalledTimes(1);
        expect(answer).not.toHaveBeenCalled();
    });

    it('is made once while the frame repeats itself', async () => {
        const frame = frameOf(await open());
        const answer = jest.spyOn(frame.contentWindow, 'postMessage').mockImplementation(() => {});
        const ask = () => say({ type: 'panel:ticket-wanted' }, { source: frame.contentWindow });
        await Promise.all([ask(), ask(), ask()]);

        expect(getPanelTicket).toHaveBeenCalledTimes(2);
        expect(answer).toHaveBeenCalledTimes(1);
        await ask();
        expect(answer).toHaveBeenCalledTimes(2);
    });

    it('is given to the frame of the next record while the one before still waits', async () => {
        const panel = await open();
        getPanelTicket.mockImplementationOnce(() => new Promise(() => {}));
        await say({ type: 'panel:ticket-wanted' }, { source: frameOf(panel).contentWindow });
        panel.recordId = '00Q000000000002AAA';
        await settled();
        const frame = frameOf(panel);
        const answer = jest.spyOn(frame.contentWindow, 'postMessage').mockImplementation(() => {});
        await say({ type: 'panel:ticket-wanted' }, { source: frame.contentWindow });

        expect(answer).toHaveBeenCalledTimes(1);
    });

    it('that is refused is explained in place of the frame', async () => {
        const panel = await open();
        getPanelTicket.mockRejectedValue({ body: { message: 'The record is gone.' } });
        await say({ type: 'panel:ticket-wanted' }, { source: frameOf(panel).contentWindow });

        expect(wordsOf(panel)).toBe('The record is gone.');
        expect(frameOf(panel)).toBeNull();
    });
});

describe('when it cannot open it says', () => {
    it('what Apex said', async () => {
        getPanelTicket.mockRejectedValue({ body: { message: 'You cannot read this record.' } });
        const panel = await open();

        expect(wordsOf(panel)).toBe('You cannot read this record.');
        expect(frameOf(panel)).toBeNull();
    });

    it('that Salesforce was silent', async () => {
        getPanelTicket.mockRejectedValue(new Error('Network'));

        expect(wordsOf(await open())).toBe('c.Liaison_Unreachable');
    });

    it.each([undefined, null, '', '   '])('that the address is missing: %p', async (baseUrl) => {
        expect(wordsOf(await open({ baseUrl }))).toBe('c.Liaison_No_Base_URL');
        expect(getPanelTicket).not.toHaveBeenCalled();
    });

    it.each(['liaison.example.com', 'http://liaison.example.com', 'data:text/html,x', 'https://'])(
        'that the address is wrong: %p',
        async (baseUrl) => {
            expect(wordsOf(await open({ baseUrl }))).toBe('c.Liaison_Bad_Base_URL');
            expect(getPanelTicket).not.toHaveBeenCalled();
        }
    );

    it('and tries again when told to', async () => {
        getPanelTicket.mockRejectedValueOnce({ body: { message: 'Not now.' } });
        const panel = await open();
        panel.shadowRoot.querySelector('lightning-button').click();
        await settled();

        expect(wordsOf(panel)).toBeUndefined();
        expect(frameOf(panel).src).toContain(LIAISON);
    });
});

it('hears nothing any more once it has left the page', async () => {
    const added = jest.spyOn(window, 'addEventListener');
    const removed = jest.spyOn(window, 'removeEventListener');
    const panel = await open();
    const listener = added.mock.calls.find(([type]) => type === 'message');
    panel.remove();

    expect(listener).toBeDefined();
    expect(removed).toHaveBeenCalledWith(...listener);
});
