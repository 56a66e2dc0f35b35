// On a Visualforce page: gives the frame of Liaison the height it asks for, and a fresh ticket.
window.liaisonFrame = (record, ticketAction) => {
    const LOWEST = 160;
    const HIGHEST = 4000;
    const frame = document.querySelector('iframe');
    const { origin } = new URL(frame.src);

    function resize(px) {
        const height = Number(px);
        if (Number.isFinite(height) && height > 0) {
            frame.style.height = `${Math.min(Math.max(height, LOWEST), HIGHEST)}px`;
        }
    }

    function giveTicket() {
        const { Manager } = window.Visualforce.remoting;
        Manager.invokeAction(ticketAction, record, (ticket, outcome) => {
            if (outcome.status) {
                frame.contentWindow.postMessage({ type: 'panel:ticket', ticket }, origin);
            }
        });
    }

    window.addEventListener('message', (event) => {
        if (event.origin !== origin || event.source !== frame.contentWindow) {
            return;
        }
        if (event.data?.type === 'panel:height') {
            resize(event.data.px);
        } else if (event.data?.type === 'panel:ticket-wanted') {
            giveTicket();
        }
    });
};
