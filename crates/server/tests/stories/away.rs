//! A seller's provider gives no answer for an hour, or is exchanged for another: what waits is seen, and leaves
//! once and in its order.

use jiff::SignedDuration;
use liaison_domain::id::EmailId;
use liaison_domain::mail::EmailState;
use liaison_domain::people::Person;
use liaison_engine::Dice;
use liaison_store::Db;
use liaison_testkit::on_both_engines;
use serde_json::{Value, json};

use super::emails::{NADIA, at_work, kept, leave, person, press};
use super::mailboxes::connect;
use crate::support::outside::{control, fault, forget, mails};
use crate::support::people::SELLER;
use crate::support::tables::count;
use crate::support::{Browser, Instance};

const HELLO: [(&str, &str); 2] = [("subject", "A word"), ("body", "<p>Hello</p>")];
const PROBE: SignedDuration = SignedDuration::from_mins(5);

async fn send(instance: &Instance, browser: &mut Browser, to: &Person) -> EmailId {
    let id = EmailId(Dice::system().id(instance.engine.clock.now()));
    let sent = press(browser, id, "send", to, &HELLO).await;
    assert_eq!(sent.location(), format!("/email/{id}"), "{}", sent.body);
    id
}

async fn an_hour_away(db: Db, client: &str, silence: Value) {
    let instance = Instance::start(db).await;
    let mut browser = at_work(&instance, client).await;
    let mut ids = Vec::new();
    for number in 1..=3 {
        let somebody = person(&instance, number, &format!("b{number}@buyer.example")).await;
        ids.push(send(&instance, &mut browser, &somebody).await);
    }
    fault(&instance, silence).await;
    leave(&instance).await;
    for _ in 0..12 {
        instance.pass(PROBE);
        instance.drain().await;
    }
    assert_eq!(kept(&instance, ids[0]).await.state, EmailState::InProgress);
    let backlog = browser.get("/email?folder=scheduled").await.body;
    assert_eq!(
        backlog.matches("Waits for your mailbox").count(),
        2,
        "{client}: {backlog}"
    );
    let head = browser.get("/email?folder=in-progress").await.body;
    assert_eq!(
        head.matches("Waits for your mailbox").count(),
        1,
        "{client}: {head}"
    );
    let page = browser.get(&format!("/email/{}", ids[1])).await.body;
    assert!(page.contains("in its order"), "what to do is said: {page}");
    assert_eq!(
        count(
            &instance.engine.db,
            "select count(*) as n from emails where state = 'failed'"
        )
        .await,
        0
    );

    // It is back, and nobody has noticed yet: whoever writes now does not get before the others.
    forget(&instance, "faults").await;
    let last = person(&instance, 4, "b4@buyer.example").await;
    ids.push(send(&instance, &mut browser, &last).await);
    leave(&instance).await;
    assert_eq!(
        kept(&instance, ids[3]).await.state,
        EmailState::Scheduled,
        "{client}"
    );
    instance.pass(PROBE);
    for _ in 0..20 {
        instance.drain().await;
        instance.pass(SignedDuration::from_secs(7));
    }
    let mut left = Vec::new();
    for (number, id) in (1..).zip(&ids) {
        let email = kept(&instance, *id).await;
        assert_eq!(
            (email.state, email.problem),
            (EmailState::Delivered, None),
            "{client} {number}"
        );
        assert_eq!(
            mails(&instance, &format!("b{number}@buyer.example"))
                .await
                .len(),
            1,
            "{client} {number}"
        );
        left.push(email.sent_at.unwrap());
    }
    assert!(
        left.is_sorted(),
        "{client}: in the order they were sent in: {left:?}"
    );
    let drafts = control(&instance, &format!("mails?to={SELLER}&folder=Drafts")).await;
    assert_eq!(drafts, json!([]), "{client}");
}

on_both_engines! {
    async fn an_smtp_server_that_was_away_for_an_hour_gets_the_backlog_in_order(db: Db) {
        an_hour_away(db, "imap", json!({ "service": "smtp", "kind": "throttled", "account": SELLER })).await;
    }

    async fn gmail_that_was_away_for_an_hour_gets_the_backlog_in_order(db: Db) {
        an_hour_away(db, "gmail", json!({ "service": "google", "kind": "status", "code": 503 })).await;
    }

    async fn outlook_that_was_away_for_an_hour_gets_the_backlog_in_order(db: Db) {
        an_hour_away(db, "outlook", json!({ "service": "microsoft", "kind": "status", "code": 503 })).await;
    }
}

async fn schedule(instance: &Instance, browser: &mut Browser, to: &Person) -> EmailId {
    let id = EmailId(Dice::system().id(instance.engine.clock.now()));
    let at = instance.engine.clock.now() + SignedDuration::from_mins(90);
    let at = at.strftime("%Y-%m-%dT%H:%M").to_string();
    let form = [HELLO[0], HELLO[1], ("time", at.as_str()), ("zone", "UTC")];
    press(browser, id, "schedule", to, &form).await;
    assert_eq!(kept(instance, id).await.state, EmailState::Scheduled);
    id
}

on_both_engines! {
    async fn what_waits_leaves_at_its_time_by_the_mailbox_there_is_then(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "gmail").await;
        let nadia = person(&instance, 1, NADIA).await;
        let id = schedule(&instance, &mut browser, &nadia).await;
        connect(&instance, &mut browser, "imap").await;
        instance.drain().await;
        assert_eq!(kept(&instance, id).await.state, EmailState::Scheduled);
        instance.pass(SignedDuration::from_mins(80));
        instance.drain().await;
        assert!(mails(&instance, NADIA).await.is_empty(), "not before its time");
        instance.pass(SignedDuration::from_mins(11));
        instance.drain().await;
        assert_eq!(kept(&instance, id).await.state, EmailState::Delivered);
        assert_eq!(mails(&instance, NADIA).await.len(), 1);

        let late = schedule(&instance, &mut browser, &nadia).await;
        browser.post("/settings/email/connection/disconnect", &[]).await;
        let email = kept(&instance, late).await;
        assert_eq!(email.state, EmailState::Failed);
        assert_eq!(email.problem.unwrap().code(), "email-mailbox-gone", "with what to do next");
    }
}
