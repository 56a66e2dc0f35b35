const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const SCRIPT = readFileSync(join(__dirname, '../force-app/main/default/staticresources/LiaisonFrame.js'), 'utf8');
const LIAISON = 'https://liaison.example.com';
const RECORD = '00Q000000000001AAA';
const ACTION = 'LiaisonPanelExtension.freshTicket';

let frame;
let makeTicket;

function say(data, { origin = LIAISON, source = frame.contentWindow } = {}) {
    window.dispatchEvent(new MessageEvent('message', { data, origin, source }));
}

beforeEach(() => {
    document.body.innerHTML = `<iframe src="${LIAISON}/embed/salesforce?object=Lead&id=${RECORD}#ticket=t"></iframe>`;
    frame = document.querySelector('iframe');
    jest.spyOn(frame.contentWindow, 'postMessage').mockImplementation(() => {});
    makeTicket = jest.fn((action, record, done) => done('fresh', { status: true }));
    window.Visualforce = { remoting: { Manager: { invokeAction: makeTicket } } };
    window.eval(SCRIPT);
    window.liaisonFrame(RECORD, ACTION);
});

it('gives the frame the height it asks for, within bounds', () => {
    for (const [px, height] of [
        [731, '731px'],
        [1, '160px'],
        [1e9, '4000px'],
        ['tall', '4000px']
    ]) {
        say({ type: 'panel:height', px });
        expect(frame.style.height).toBe(height);
    }
});

it('gives the frame a fresh ticket, and to its origin only', () => {
    say({ type: 'panel:ticket-wanted' });

    expect(makeTicket).toHaveBeenCalledWith(ACTION, RECORD, expect.any(Function));
    expect(frame.contentWindow.postMessage.mock.calls).toEqual([[{ type: 'panel:ticket', ticket: 'fresh' }, LIAISON]]);
});

it('gives nothing when Salesforce refuses', () => {
    makeTicket.mockImplementation((action, record, done) => done(null, { status: false }));
    say({ type: 'panel:ticket-wanted' });

    expect(frame.contentWindow.postMessage).not.toHaveBeenCalled();
});

it.each([{ origin: 'https://evil.example' }, { origin: 'null' }, { source: window }])('ignores %p', (from) => {
    say({ type: 'panel:height', px: 731 }, from);
    say({ type: 'panel:ticket-wanted' }, from);

    expect(frame.style.height).toBe('');
    expect(makeTicket).not.toHaveBeenCalled();
});
