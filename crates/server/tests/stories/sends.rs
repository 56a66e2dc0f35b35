//! A send survives what happens to it: every outcome is known, looked up, or put to a person.

use jiff::SignedDuration;
use liaison_domain::mail::{Send, SendState};
use liaison_store::Db;
use liaison_store::mail::sends;
use liaison_testkit::on_both_engines;
use serde_json::{Value, json};

use super::mailboxes::{at_the_step, connect, mailbox, tests_in};
use crate::support::outside::{fault, forget};
use crate::support::{Browser, Instance};

const SETTINGS: &str = "/settings/email/connection";

pub async fn state(instance: &Instance) -> SendState {
    let mailbox = mailbox(instance).await.unwrap();
    let send = sends::newest(&instance.engine.db, mailbox.id)
        .await
        .unwrap();
    send.unwrap().state
}

/// A connected mailbox whose first test message has gone through.
async fn connected(instance: &Instance, client: &str) -> Browser {
    let mut browser = at_the_step(instance).await;
    connect(instance, &mut browser, client).await;
    instance.drain().await;
    assert_eq!(state(instance).await, SendState::Accepted);
    browser
}

/// One more test message, with this fault in its way.
async fn send_into(instance: &Instance, browser: &mut Browser, order: Value) {
    fault(instance, order).await;
    browser.post(&format!("{SETTINGS}/test"), &[]).await;
    instance.drain().await;
}

/// Lets two minutes pass, as the worker sees them.
async fn wait(instance: &Instance) {
    for _ in 0..40 {
        instance.pass(SignedDuration::from_secs(3));
        instance.drain().await;
    }
}

/// What each provider is called when a mail is handed over.
const HANDED: [(&str, &str, &str); 2] = [
    ("gmail", "google", "/gmail/v1/users/me/messages/send"),
    ("outlook", "microsoft", "/v1.0/me/messages/"),
];

on_both_engines! {
    async fn an_answer_that_was_cut_is_looked_up_and_nothing_is_sent_twice(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        for (client, service, path) in HANDED {
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            let before = tests_in(&instance).await;
            send_into(&instance, &mut browser, json!({ "service": service, "kind": "cut", "path": path, "times": 1 })).await;
            wait(&instance).await;
            assert_eq!(state(&instance).await, SendState::Accepted, "{client}");
            assert_eq!(tests_in(&instance).await, before + 1, "{client}");
            assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:connected", "{client}");
            browser.post(&format!("{SETTINGS}/disconnect"), &[]).await;
        }
    }
}

on_both_engines! {
    async fn a_provider_that_breaks_before_it_takes_the_mail_gets_it_again_later(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = connected(&instance, "gmail").await;
        send_into(&instance, &mut browser, json!({ "service": "google", "kind": "status", "code": 503, "path": HANDED[0].2, "times": 1 })).await;
        assert_eq!(state(&instance).await, SendState::Unknown, "it may have left");
        assert_eq!(tests_in(&instance).await, 1);
        wait(&instance).await;
        assert_eq!(state(&instance).await, SendState::Accepted);
        assert_eq!(tests_in(&instance).await, 2, "once, and not before the index had time to know");
    }
}

on_both_engines! {
    async fn a_mailbox_that_is_busy_is_tried_again(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = connected(&instance, "gmail").await;
        send_into(&instance, &mut browser, json!({ "service": "google", "kind": "throttled", "path": HANDED[0].2 })).await;
        assert_eq!(state(&instance).await, SendState::Intent);
        let shown = browser.get(SETTINGS).await;
        assert_eq!(shown.view(), "mailbox:trouble");
        assert!(shown.body.contains("mailbox-busy"), "{}", shown.body);
        forget(&instance, "faults").await;
        instance.pass(SignedDuration::from_secs(30));
        instance.drain().await;
        assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:connected");
        assert_eq!(tests_in(&instance).await, 2);
    }
}

on_both_engines! {
    async fn a_cut_at_the_end_of_smtp_is_looked_up_in_the_mailbox(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = connected(&instance, "imap").await;
        send_into(&instance, &mut browser, json!({ "service": "smtp", "kind": "cut", "path": "TAKEN", "times": 1 })).await;
        wait(&instance).await;
        assert_eq!(state(&instance).await, SendState::Accepted);
        assert_eq!(tests_in(&instance).await, 2, "it had left; it is not sent twice");
        assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:connected");
    }
}

on_both_engines! {
    async fn where_nobody_can_tell_a_person_is_asked(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = connected(&instance, "imap").await;
        // The server has the whole mail, drops it, and breaks off.
        send_into(&instance, &mut browser, json!({ "service": "smtp", "kind": "cut", "path": "COME", "times": 1 })).await;
        let before = tests_in(&instance).await;
        wait(&instance).await;
        assert_eq!(state(&instance).await, SendState::PleaseCheck);
        assert_eq!(tests_in(&instance).await, before, "never a silent resend");
        let shown = browser.get(SETTINGS).await;
        assert_eq!(shown.view(), "mailbox:trouble");
        assert!(shown.body.contains("mailbox-test-unknown"), "{}", shown.body);
        browser.post(&format!("{SETTINGS}/test"), &[]).await;
        instance.drain().await;
        assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:connected");
    }
}

on_both_engines! {
    async fn a_worker_that_was_overtaken_touches_nothing(db: Db) {
        let instance = Instance::start(db).await;
        connected(&instance, "gmail").await;
        let db = &instance.engine.db;
        let id = mailbox(&instance).await.unwrap().id;
        let slow = sends::newest(db, id).await.unwrap().unwrap();
        let now = instance.engine.clock.now();
        let taken = sends::claim(db, slow.id, slow.fence + 1, now).await.unwrap().unwrap();
        assert_eq!(taken.state, SendState::Accepted, "a claim changes nothing but the fence");
        let write = Send { state: SendState::Unknown, ..slow.clone() };
        assert!(!sends::save(db, &write).await.unwrap());
        assert!(sends::claim(db, slow.id, slow.fence, now).await.unwrap().is_none());
        assert_eq!(sends::newest(db, id).await.unwrap().unwrap().state, SendState::Accepted);
    }
}
