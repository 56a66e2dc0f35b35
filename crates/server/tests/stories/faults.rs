//! Whatever goes wrong at a provider, at every moment of an e-mail's way: it arrives once, or a person is asked
//! where nobody can tell. Nothing is lost, nothing leaves twice.

use jiff::SignedDuration;
use liaison_domain::id::EmailId;
use liaison_domain::mail::EmailState;
use liaison_engine::Dice;
use liaison_store::Db;
use liaison_testkit::on_both_engines;
use serde_json::{Value, json};

use super::emails::{at_work, kept, leave, person, press};
use crate::support::outside::{control, fault, forget, mails};
use crate::support::people::SELLER;
use crate::support::{Browser, Instance};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// A busy or silent mailbox is asked again well within this time.
const MINUTES: usize = 15;

/// What a web service may do to one call.
const OF_THE_WEB: [(&str, u16); 6] = [
    ("expired", 401),
    ("throttled", 429),
    ("status", 500),
    ("status", 502),
    ("status", 503),
    ("cut", 0),
];
/// What a mail server may do at one command, and for the moment only.
const OF_SERVERS: [(&str, u16); 3] = [("throttled", 421), ("status", 451), ("cut", 0)];

fn order(service: &str, path: &str, (kind, code): (&str, u16)) -> Value {
    let mut order = json!({ "service": service, "path": path, "kind": kind, "times": 1 });
    if kind == "status" {
        order["code"] = code.into();
    }
    order
}

/// Sends an e-mail with `first` in its way, and then `second`; how it ended, and how often it arrived.
async fn send_into(
    instance: &Instance,
    browser: &mut Browser,
    number: u128,
    first: Value,
    second: Option<Value>,
) -> (EmailState, usize) {
    let case = format!("{first} {second:?}");
    let address = format!("b{number}@buyer.example");
    let subject = format!("Word {number}.");
    let somebody = person(instance, number, &address).await;
    let id = EmailId(Dice::system().id(instance.engine.clock.now()));
    let form = [("subject", subject.as_str()), ("body", "<p>Hello</p>")];
    let sent = press(browser, id, "send", &somebody, &form).await;
    assert_eq!(sent.location(), format!("/email/{id}"), "{case}");
    fault(instance, first).await;
    leave(instance).await;
    if let Some(second) = second {
        fault(instance, second).await;
    }
    for _ in 0..MINUTES {
        instance.pass(MINUTE);
        instance.drain().await;
    }
    forget(instance, "faults").await;
    let state = kept(instance, id).await.state;
    let arrived = mails(instance, &address).await.len();
    let copies = async |folder: &str| {
        let path = format!("mails?to={SELLER}&folder={folder}");
        let all = control(instance, &path).await;
        let all = all.as_array().unwrap().iter();
        all.filter(|mail| mail["subject"] == subject).count()
    };
    assert_eq!(copies("Drafts").await, 0, "{case}");
    let expected = usize::from(state == EmailState::Delivered);
    assert_eq!(copies("Sent").await, expected, "{case}: {state:?}");
    (state, arrived)
}

/// Everything at every call, and at the question that follows when nobody knows what became of the call.
async fn by_the_web(db: Db, client: &str, service: &str, calls: &[&str], look: &str) {
    let instance = Instance::start(db).await;
    let mut browser = at_work(&instance, client).await;
    let silence = order(service, calls[calls.len() - 1], ("status", 503));
    let mut cases = Vec::new();
    for what in OF_THE_WEB {
        cases.extend(calls.iter().map(|call| (order(service, call, what), None)));
        cases.push((silence.clone(), Some(order(service, look, what))));
    }
    for (number, (first, second)) in (1..).zip(cases) {
        let case = format!("{first} {second:?}");
        let ended = send_into(&instance, &mut browser, number, first, second).await;
        assert_eq!(ended, (EmailState::Delivered, 1), "{case}");
    }
}

on_both_engines! {
    async fn whatever_google_does_an_email_arrives_once(db: Db) {
        let calls = ["/gmail/v1/users/me/messages/send"];
        by_the_web(db, "gmail", "google", &calls, "/gmail/v1/users/me/messages").await;
    }

    async fn whatever_microsoft_does_an_email_arrives_once(db: Db) {
        let calls = ["/v1.0/me/messages", "/v1.0/me/messages/"];
        by_the_web(db, "outlook", "microsoft", &calls, "/v1.0/me/").await;
    }

    async fn whatever_a_mail_server_does_an_email_arrives_once_or_a_person_is_asked(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let places = ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "COME", "TAKEN"].map(|place| ("smtp", place));
        let copies = ["LOGIN", "SELECT", "SEARCH", "APPEND"].map(|place| ("imap", place));
        let mut number = 0;
        for (service, place) in places.into_iter().chain(copies) {
            // A server that has taken it may fall silent; one that says it has not is believed.
            for what in OF_SERVERS.into_iter().filter(|what| place != "TAKEN" || what.0 == "cut") {
                number += 1;
                let case = format!("{service} {what:?} at {place}");
                let ended = send_into(&instance, &mut browser, number, order(service, place, what), None).await;
                // From the moment the whole mail is there, only an answer tells whether it was taken.
                let expected = match (place, what.0) {
                    ("COME", "cut") => (EmailState::PleaseCheck, 0),
                    ("TAKEN", "cut") => (EmailState::PleaseCheck, 1),
                    _ => (EmailState::Delivered, 1),
                };
                assert_eq!(ended, expected, "{case}");
            }
        }
    }
}
