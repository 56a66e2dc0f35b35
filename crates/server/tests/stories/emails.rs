//! A seller writes to people: drafts, sending by each kind of mailbox, taking back, many at once.

use jiff::SignedDuration;
use liaison_domain::id::EmailId;
use liaison_domain::mail::{Email, EmailState};
use liaison_domain::people::{ConsentEvent, ConsentKind, ConsentSource, Person, SuppressionCause};
use liaison_engine::Dice;
use liaison_store::Db;
use liaison_store::mail::emails;
use liaison_store::people::{consent, persons};
use liaison_testkit::{on_both_engines, sample};
use serde_json::json;

use super::mailboxes::{at_the_step, connect};
use crate::support::outside::{fault, forget, mails};
use crate::support::{Answer, Browser, Instance};

pub const NADIA: &str = "nadia@buyer.example";

/// A seller with a mailbox that has passed its test.
pub async fn at_work(instance: &Instance, client: &str) -> Browser {
    let mut browser = at_the_step(instance).await;
    connect(instance, &mut browser, client).await;
    instance.drain().await;
    browser
}

pub async fn person(instance: &Instance, number: u128, email: &str) -> Person {
    let person = sample::person(number, email);
    persons::save(&instance.engine.db, &person).await.unwrap();
    person
}

fn fresh() -> EmailId {
    EmailId(Dice::system().id(jiff::Timestamp::UNIX_EPOCH))
}

/// Presses a button of the form.
pub async fn press(
    browser: &mut Browser,
    id: EmailId,
    button: &str,
    person: &Person,
    fields: &[(&str, &str)],
) -> Answer {
    let who = person.id.to_string();
    let mut form = vec![("person", who.as_str())];
    form.extend(fields);
    browser.post(&format!("/email/{id}/{button}"), &form).await
}

pub async fn kept(instance: &Instance, id: EmailId) -> Email {
    let found = emails::by_id(&instance.engine.db, id).await.unwrap();
    found.unwrap()
}

/// Lets the time pass in which it can be taken back, and what is due be done.
pub async fn leave(instance: &Instance) {
    instance.pass(SignedDuration::from_secs(9));
    instance.drain().await;
}

const HELLO: [(&str, &str); 2] = [
    ("subject", "A word about {{company}}"),
    (
        "body",
        "<p>Hello {{first_name}},</p><p><b>shall</b> we talk?</p>",
    ),
];

on_both_engines! {
    async fn an_email_leaves_by_each_kind_of_mailbox_and_is_kept_as_it_left(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        let nadia = person(&instance, 1, NADIA).await;
        for (count, client) in ["gmail", "outlook", "imap"].into_iter().enumerate() {
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            let id = fresh();
            let sent = press(&mut browser, id, "send", &nadia, &HELLO).await;
            assert_eq!(sent.location(), format!("/email/{id}"), "{client}: {}", sent.body);
            assert_eq!(browser.get(sent.location()).await.view(), "email:scheduled");
            leave(&instance).await;
            assert_eq!(browser.get(sent.location()).await.view(), "email:delivered", "{client}");
            let email = kept(&instance, id).await;
            assert_eq!(email.sent_subject.as_deref(), Some("A word about Acme, Inc."));
            let arrived = mails(&instance, NADIA).await;
            assert_eq!(arrived.len(), count + 1, "{client}: once");
            let mail = arrived.last().unwrap();
            assert_eq!(mail["subject"], json!("A word about Acme, Inc."), "{client}");
            assert!(mail["text"].as_str().unwrap().contains("Hello Nadia,"), "{client}: {mail}");
            browser.post("/settings/email/connection/disconnect", &[]).await;
        }
    }
}

on_both_engines! {
    async fn what_is_written_stays_and_what_was_sent_can_be_taken_back(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let nadia = person(&instance, 1, NADIA).await;
        let id = fresh();
        for subject in ["A", "A word"] {
            press(&mut browser, id, "draft", &nadia, &[("subject", subject), ("body", "<p>Hi</p>")]).await;
        }
        assert_eq!(kept(&instance, id).await.writing.subject, "A word");
        assert!(browser.get("/email?folder=draft").await.body.contains("A word"));

        press(&mut browser, id, "send", &nadia, &HELLO).await;
        let back = browser.post(&format!("/email/{id}/take-back"), &[]).await;
        assert_eq!(back.location(), format!("/email/{id}/edit"));
        leave(&instance).await;
        assert_eq!(kept(&instance, id).await.state, EmailState::Draft);
        assert!(mails(&instance, NADIA).await.is_empty());

        press(&mut browser, id, "send", &nadia, &HELLO).await;
        leave(&instance).await;
        let late = browser.post(&format!("/email/{id}/take-back"), &[]).await;
        assert_eq!(late.view(), "refusal:email-has-left");
        assert_eq!(mails(&instance, NADIA).await.len(), 1);
    }
}

on_both_engines! {
    async fn a_chosen_time_is_kept_to_and_a_past_one_refused(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let nadia = person(&instance, 1, NADIA).await;
        let id = fresh();
        let mut form = HELLO.to_vec();
        form.extend([("time", "2001-01-01T09:00"), ("zone", "Europe/Paris")]);
        let refused = press(&mut browser, id, "schedule", &nadia, &form).await;
        assert_eq!(refused.view(), "compose:refused");
        assert!(refused.body.contains("email-time-past"));
        assert_eq!(kept(&instance, id).await.state, EmailState::Draft, "what was written is kept");

        let soon = instance.engine.clock.now() + SignedDuration::from_mins(90);
        let text = soon.strftime("%Y-%m-%dT%H:%M").to_string();
        let mut form = HELLO.to_vec();
        form.extend([("time", text.as_str()), ("zone", "UTC")]);
        press(&mut browser, id, "schedule", &nadia, &form).await;
        instance.pass(SignedDuration::from_mins(80));
        instance.drain().await;
        assert!(mails(&instance, NADIA).await.is_empty());
        instance.pass(SignedDuration::from_mins(11));
        instance.drain().await;
        assert_eq!(mails(&instance, NADIA).await.len(), 1);
    }
}

on_both_engines! {
    async fn whoever_may_not_be_written_to_is_named_before_and_at_the_moment_of_sending(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let nadia = person(&instance, 1, NADIA).await;
        let id = fresh();
        let empty = press(&mut browser, id, "send", &nadia, &[("subject", "Hi {{title}} {{work_website}}"), ("body", "x")]).await;
        assert!(empty.body.contains("email-field-empty") && empty.body.contains("work_website"), "{}", empty.body);

        // Unsubscribed between the pressing of the button and the sending.
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        unsubscribe(&instance, &nadia).await;
        leave(&instance).await;
        let failed = browser.get(&format!("/email/{id}")).await;
        assert_eq!(failed.view(), "email:failed");
        assert!(failed.body.contains("email-unsubscribed"), "{}", failed.body);
        assert!(mails(&instance, NADIA).await.is_empty());

        let again = press(&mut browser, fresh(), "send", &nadia, &HELLO).await;
        assert!(again.body.contains("email-unsubscribed"), "{}", again.body);
    }
}

pub async fn unsubscribe(instance: &Instance, person: &Person) {
    let tx = instance.engine.db.begin().await.unwrap();
    let event = ConsentEvent {
        id: liaison_domain::id::ConsentEventId(fresh().0),
        address: person.email.clone().unwrap(),
        person_id: Some(person.id),
        at: instance.engine.clock.now(),
        kind: ConsentKind::Unsubscribed,
        source: ConsentSource::Manual,
        reason: String::new(),
        actor: None,
        email_id: None,
    };
    consent::record(&tx, &event, SuppressionCause::Unsubscribed)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn many_get_copies_of_their_own_and_nobody_is_dropped_in_silence(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let addresses = ["a@buyer.example", "b@buyer.example", "c@buyer.example", ""];
        let mut people = Vec::new();
        for (number, address) in (1..).zip(addresses) {
            people.push(person(&instance, number, address).await);
        }
        unsubscribe(&instance, &people[2]).await;
        let ids: Vec<String> = people.iter().map(|p| p.id.to_string()).collect();
        let shown = browser.get(&format!("/email/new?people={}", ids.join(","))).await;
        assert_eq!(shown.view(), "compose-many:form");
        assert!(shown.body.contains("has unsubscribed") && shown.body.contains("no e-mail address"));

        let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("person", id.as_str())).collect();
        form.extend(HELLO);
        let address = format!("/email/copies/{}", fresh());
        let kept = browser.post(&format!("{address}/draft"), &form).await;
        assert_eq!(browser.get(kept.location()).await.view(), "compose-many:form");
        assert!(browser.get("/email?folder=draft").await.body.contains(&address));
        for _ in 0..2 {
            browser.post(&format!("{address}/made"), &form).await;
        }
        let made = browser.post(&format!("{address}/made"), &form).await;
        let review = browser.get(made.location()).await;
        assert_eq!(review.view(), "copies:review", "{}", review.body);
        assert!(review.body.contains("Hello Nadia"), "fields are filled: {}", review.body);
        let copies = copies_in(&review);
        assert_eq!(copies.len(), 2);
        let ticked: Vec<(&str, &str)> = copies.iter().map(|id| ("email", id.as_str())).collect();
        let sent = browser.post(made.location(), &ticked).await;
        assert_eq!(sent.view(), "copies:sent", "{}", sent.body);
        leave(&instance).await;
        for (address, count) in [(addresses[0], 1), (addresses[1], 1), (addresses[2], 0)] {
            assert_eq!(mails(&instance, address).await.len(), count, "{address}");
        }
    }
}

/// The copies that are ticked on the page.
fn copies_in(page: &Answer) -> Vec<String> {
    let boxes = page.body.split("name=\"email\" value=\"").skip(1);
    boxes
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

on_both_engines! {
    async fn nobody_else_sees_or_touches_an_email(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let nadia = person(&instance, 1, NADIA).await;
        let id = fresh();
        press(&mut browser, id, "draft", &nadia, &HELLO).await;
        let mut admin = instance.admin_browser().await;
        for path in [format!("/email/{id}"), format!("/email/{id}/edit")] {
            assert_eq!(admin.get(&path).await.view(), "refusal:not-found", "{path}");
        }
        for button in ["send", "draft", "delete", "take-back", "archive", "retry"] {
            let who = nadia.id.to_string();
            let form = [("person", who.as_str()), ("is", "yes"), ("subject", "x")];
            let answer = admin.post(&format!("/email/{id}/{button}"), &form).await;
            assert_eq!(answer.view(), "refusal:not-found", "{button}");
        }
        assert_eq!(kept(&instance, id).await.writing.subject, "A word about {{company}}");
        assert_eq!(browser.get(&format!("/email/{}", fresh())).await.view(), "refusal:not-found");
    }
}

on_both_engines! {
    async fn a_provider_that_is_away_holds_up_nothing_for_good(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "gmail").await;
        let nadia = person(&instance, 1, NADIA).await;
        fault(&instance, json!({ "service": "google", "kind": "status", "code": 503 })).await;
        let id = fresh();
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        leave(&instance).await;
        let waiting = browser.get(&format!("/email/{id}")).await;
        assert_eq!(waiting.view(), "email:in-progress");
        assert!(browser.get("/email?folder=in-progress").await.body.contains("A word about"));
        for _ in 0..4 {
            instance.pass(SignedDuration::from_mins(12));
            instance.drain().await;
        }
        forget(&instance, "faults").await;
        instance.pass(SignedDuration::from_hours(2));
        instance.drain().await;
        assert_eq!(browser.get(&format!("/email/{id}")).await.view(), "email:delivered");
        assert_eq!(mails(&instance, NADIA).await.len(), 1);
    }
}
