//! A send survives what happens to it: every outcome is known, looked up, or put to a person.

use jiff::SignedDuration;
use liaison_domain::mail::send::Purpose;
use liaison_domain::mail::{Send, SendState};
use liaison_store::Db;
use liaison_store::mail::sends;
use liaison_testkit::on_both_engines;
use serde_json::{Value, json};

use super::mailboxes::{at_the_step, connect, mailbox, tests_in};
use liaison_engine::jobs;

use crate::support::outside::{fault, forget, mails};
use crate::support::people::{COLLEAGUE, SELLER, invite_in, user};
use crate::support::{Browser, Instance};

const SETTINGS: &str = "/settings/email/connection";

pub async fn state(instance: &Instance) -> SendState {
    let mailbox = mailbox(instance).await.unwrap();
    let send = sends::newest(&instance.engine.db, mailbox.id, Purpose::Test)
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
        let slow = sends::newest(db, id, Purpose::Test).await.unwrap().unwrap();
        let now = instance.engine.clock.now();
        let taken = sends::claim(db, slow.id, slow.fence + 1, now).await.unwrap().unwrap();
        assert_eq!(taken.state, SendState::Accepted, "a claim changes nothing but the fence");
        let write = Send { state: SendState::Unknown, ..slow.clone() };
        assert!(!sends::save(db, &write).await.unwrap());
        assert!(sends::claim(db, slow.id, slow.fence, now).await.unwrap().is_none());
        assert_eq!(sends::newest(db, id, Purpose::Test).await.unwrap().unwrap().state, SendState::Accepted);
    }
}

on_both_engines! {
    async fn what_was_called_off_does_not_leave_with_a_worker_that_had_it_in_hand(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = connected(&instance, "gmail").await;
        browser.post(&format!("{SETTINGS}/test"), &[]).await;
        let db = &instance.engine.db;
        let id = mailbox(&instance).await.unwrap().id;
        let planned = sends::newest(db, id, Purpose::Test).await.unwrap().unwrap();
        let now = instance.engine.clock.now();
        let in_hand = sends::claim(db, planned.id, 1, now).await.unwrap().unwrap();
        browser.post(&format!("{SETTINGS}/disconnect"), &[]).await;
        let leaving = Send { state: SendState::HandedOver, ..in_hand };
        assert!(!sends::save(db, &leaving).await.unwrap(), "the fence has grown");
        instance.drain().await;
        assert_eq!(tests_in(&instance).await, 1);
    }
}

on_both_engines! {
    async fn nothing_leaves_in_the_name_of_somebody_deactivated(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = connected(&instance, "gmail").await;
        browser.post(&format!("{SETTINGS}/test"), &[]).await;
        let id = user(&instance, SELLER).await.id;
        let admin = instance.admin().await;
        liaison_engine::access::users::deactivate(&instance.engine, admin, id).await.unwrap();
        instance.drain().await;
        assert_eq!(state(&instance).await, SendState::Refused);
        assert_eq!(tests_in(&instance).await, 1);
    }
}

on_both_engines! {
    async fn a_restored_backup_leaves_what_was_on_its_way_to_a_person(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = connected(&instance, "gmail").await;
        browser.post(&format!("{SETTINGS}/test"), &[]).await;
        let doubted = sends::doubt_all(&instance.engine.db).await.unwrap();
        assert_eq!(doubted.len(), 1, "what had ended is left alone");
        instance.drain().await;
        assert_eq!(state(&instance).await, SendState::PleaseCheck);
        assert_eq!(tests_in(&instance).await, 1);
    }
}

on_both_engines! {
    async fn a_slow_mailbox_holds_up_nobody_else(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = connected(&instance, "gmail").await;
        fault(&instance, json!({ "service": "google", "kind": "slow", "ms": 60_000, "path": HANDED[0].2 })).await;
        browser.post(&format!("{SETTINGS}/test"), &[]).await;
        let (stop, stopping) = tokio::sync::watch::channel(false);
        let working = tokio::spawn(jobs::work(instance.engine.clone(), stopping));
        while state(&instance).await != SendState::HandedOver {
            tokio::task::yield_now().await;
        }
        invite_in(&instance, COLLEAGUE, "en").await;
        let mail = async {
            while mails(&instance, COLLEAGUE).await.is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(30), mail).await.expect("the invitation's mail");
        working.abort();
        drop(stop);
    }
}
