import { LightningElement, api } from 'lwc';
import getPanelTicket from '@salesforce/apex/LiaisonPanelController.getPanelTicket';
import badBaseUrl from '@salesforce/label/c.Liaison_Bad_Base_URL';
import noBaseUrl from '@salesforce/label/c.Liaison_No_Base_URL';
import title from '@salesforce/label/c.Liaison_Panel_Title';
import tryAgain from '@salesforce/label/c.Liaison_Try_Again';
import unreachable from '@salesforce/label/c.Liaison_Unreachable';

const LOWEST = 160;
const HIGHEST = 4000;

export default class LiaisonPanel extends LightningElement {
    @api objectApiName;

    labels = { title, tryAgain };
    problem;
    src;
    height = 480;

    wantedRecord;
    givenUrl;
    askingForFrame = false;

    @api
    get recordId() {
        return this.wantedRecord;
    }

    set recordId(value) {
        this.wantedRecord = value;
        this.reopen();
    }

    @api
    get baseUrl() {
        return this.givenUrl;
    }

    set baseUrl(value) {
        this.givenUrl = value;
        this.reopen();
    }

    get frameStyle() {
        return `border: 0; display: block; height: ${this.height}px; width: 100%`;
    }

    get origin() {
        return new URL(this.src).origin;
    }

    get frame() {
        return this.template.querySelector('iframe');
    }

    connectedCallback() {
        window.addEventListener('message', this.hear);
        this.open();
    }

    disconnectedCallback() {
        window.removeEventListener('message', this.hear);
    }

    reopen() {
        if (this.isConnected) {
            this.open();
        }
    }

    async open() {
        this.src = undefined;
        this.askingForFrame = false;
        this.problem = this.wrongAddress();
        if (this.problem) {
            return;
        }
        const ticket = await this.ask();
        if (ticket) {
            this.src = this.address(ticket);
        }
    }

    /** Nothing when the answer came too late or was a refusal, which is shown then. */
    async ask() {
        const recordId = this.wantedRecord;
        try {
            const ticket = await getPanelTicket({ recordId });
            return recordId === this.wantedRecord ? ticket : undefined;
        } catch (refusal) {
            if (recordId === this.wantedRecord) {
                this.src = undefined;
                this.problem = refusal?.body?.message ?? unreachable;
            }
            return undefined;
        }
    }

    wrongAddress() {
        if (!this.baseUrl?.trim()) {
            return noBaseUrl;
        }
        try {
            return new URL(this.baseUrl).protocol === 'https:' ? undefined : badBaseUrl;
        } catch {
            return badBaseUrl;
        }
    }

    /** The ticket stands in the fragment, which no log and no Referer header holds. */
    address(ticket) {
        const url = new URL(this.baseUrl);
        url.pathname = `${url.pathname.replace(/\/+$/, '')}/embed/salesforce`;
        url.search = new URLSearchParams({ object: this.objectApiName, id: this.wantedRecord }).toString();
        url.hash = `ticket=${encodeURIComponent(ticket)}`;
        return url.href;
    }

    hear = (event) => {
        if (!this.src || event.origin !== this.origin || event.source !== this.frame?.contentWindow) {
            return;
        }
        if (event.data?.type === 'panel:height') {
            this.resize(Number(event.data.px));
        } else if (event.data?.type === 'panel:ticket-wanted') {
            this.giveTicket();
        }
    };

    resize(px) {
        if (Number.isFinite(px) && px > 0) {
            this.height = Math.min(Math.max(px, LOWEST), HIGHEST);
        }
    }

    async giveTicket() {
        if (this.askingForFrame) {
            return;
        }
        this.askingForFrame = true;
        const ticket = await this.ask();
        this.askingForFrame = false;
        if (ticket) {
            this.frame?.contentWindow.postMessage({ type: 'panel:ticket', ticket }, this.origin);
        }
    }
}
