//! The power goes while a test message is on its way out of a seller's mailbox, at every arrow of the
//! send protocol. Ordinarily that is told of sellers' e-mails, and here only what a test message has of its
//! own.

use serde_json::{Value, json};

use crate::home::{Home, LEASE, MAILBOX};
use crate::is_full;
use crate::support::outside::fault;
use crate::visit::view;

const SUBJECT: &str = "Liaison test message";

/// Every place of a send where the power may go.
const PLACES: [&str; 11] = [
    "send-before-claim",
    "send-claimed",
    "send-before-intent",
    "send-intent",
    "send-drafted",
    "send-handed-over",
    "send-answered",
    "send-accepted",
    "send-looked-up",
    "send-appended",
    "send-copied",
];
/// Places only this kind of mailbox knows.
fn only_of(client: &str) -> &'static [&'static str] {
    match client {
        "outlook" => &["send-drafted"],
        "imap" | "team" => &["send-appended", "send-copied"],
        _ => &[],
    }
}

/// A mail that has left, and no answer to it.
pub fn lost_answer(client: &str) -> Value {
    let (service, path, times) = match client {
        "gmail" => ("google", "/gmail/v1/users/me/messages/send", 1),
        // One may strike whoever reads what has come in.
        "outlook" => ("microsoft", "/v1.0/me/messages/", 2),
        _ => ("smtp", "TAKEN", 1),
    };
    json!({ "service": service, "kind": "cut", "path": path, "times": times })
}

/// Test messages in the folders where they may be.
async fn messages(home: &Home) -> [usize; 3] {
    let mut found = [0; 3];
    for (count, folder) in found.iter_mut().zip(["INBOX", "Sent", "Drafts"]) {
        *count = home.count(folder, SUBJECT).await;
    }
    found
}

async fn power_cut(home: &Home, client: &str, place: &str) {
    let case = format!("{client} at {place}");
    let before = messages(home).await;
    if place == "send-looked-up" {
        fault(&home.instance, lost_answer(client)).await;
    }
    let (program, mut visit) = home.start_crashing(place).await;
    home.connect(&mut visit, client).await;
    program.aborted().await;

    let (program, mut visit) = home.start().await;
    let page = visit.get(MAILBOX).await;
    assert_eq!(view(&page), "mailbox:testing", "{case}: {}", page.text());
    home.instance.pass(LEASE);
    home.settle().await;
    let page = visit.get(MAILBOX).await;
    let [inbox, sent, drafts] = messages(home).await;
    let new = [inbox - before[0], sent - before[1], drafts];
    if client == "imap" && place == "send-handed-over" {
        assert_eq!(view(&page), "mailbox:trouble", "{case}: {}", page.text());
        assert!(
            page.text().contains("mailbox-test-unknown"),
            "{case}: {}",
            page.text()
        );
        assert_eq!(
            new,
            [0, 0, 0],
            "{case}: nobody can tell, so nothing is sent again"
        );
    } else {
        assert_eq!(view(&page), "mailbox:connected", "{case}: {}", page.text());
        assert_eq!(
            new,
            [1, 1, 0],
            "{case}: once, with one copy and no draft left"
        );
    }
    visit.post(&format!("{MAILBOX}/disconnect"), &[]).await;
    assert_eq!(program.stop().await.0, 0);
}

/// Places where a mailbox of this kind may lose the power.
pub fn places_of(client: &str) -> Vec<&'static str> {
    let special = ["gmail", "outlook", "imap"].map(only_of).concat();
    let common = PLACES.into_iter().filter(|place| !special.contains(place));
    common.chain(only_of(client).iter().copied()).collect()
}

/// Every place in full; otherwise the one after which the message is looked for in the inbox.
async fn power_cuts(client: &str) {
    let home = Home::new().await;
    let of_its_own = |place: &&str| is_full() || *place == "send-accepted";
    for place in places_of(client).into_iter().filter(of_its_own) {
        power_cut(&home, client, place).await;
    }
}

#[tokio::test]
async fn a_send_from_gmail_survives_power_cuts() {
    power_cuts("gmail").await;
}

#[tokio::test]
async fn a_send_from_outlook_survives_power_cuts() {
    power_cuts("outlook").await;
}

#[tokio::test]
async fn a_send_by_smtp_survives_power_cuts() {
    power_cuts("imap").await;
}
