//! Looking for a mail whose fate is unknown, at a provider that answers badly.

use jiff::SignedDuration;
use liaison_domain::mail::SendState;
use liaison_store::{Db, Sql, values};
use liaison_testkit::on_both_engines;
use serde_json::json;

use super::mailboxes::{at_the_step, connect, mailbox, tests_in};
use super::sends::state;
use crate::support::Instance;
use crate::support::outside::{fault, forget};

const MESSAGES: &str = "/gmail/v1/users/me/messages";

async fn problem(instance: &Instance) -> Option<&'static str> {
    let findings = mailbox(instance).await.unwrap().findings;
    assert!(!findings.is_testing(), "nobody waits for ever");
    findings.problem.map(|refusal| refusal.code())
}

async fn wait(instance: &Instance, times: usize, each: SignedDuration) {
    for _ in 0..times {
        instance.pass(each);
        instance.drain().await;
    }
}

on_both_engines! {
    async fn one_bad_answer_after_many_looks_gives_nothing_up(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        let send = format!("{MESSAGES}/send");
        fault(&instance, json!({ "service": "google", "kind": "status", "code": 503, "path": send, "times": 1 })).await;
        connect(&instance, &mut browser, "gmail").await;
        instance.drain().await;
        wait(&instance, 12, SignedDuration::from_secs(3)).await;
        assert_eq!(state(&instance).await, SendState::Unknown);
        fault(&instance, json!({ "service": "google", "kind": "throttled", "path": MESSAGES, "times": 1 })).await;
        wait(&instance, 1, SignedDuration::from_secs(3)).await;
        assert_eq!(state(&instance).await, SendState::Unknown);
        assert_eq!(problem(&instance).await, Some("mailbox-busy"));
        wait(&instance, 30, SignedDuration::from_secs(3)).await;
        assert_eq!((state(&instance).await, tests_in(&instance).await), (SendState::Accepted, 1));
        assert_eq!(problem(&instance).await, None);
    }

    async fn a_provider_that_never_answers_to_the_end_is_named_and_then_a_person_asked(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        let cut = json!({ "service": "google", "kind": "cut", "path": MESSAGES });
        fault(&instance, cut.clone()).await;
        connect(&instance, &mut browser, "gmail").await;
        instance.drain().await;
        assert_eq!(state(&instance).await, SendState::Unknown);
        assert_eq!(problem(&instance).await, Some("mailbox-busy"));
        forget(&instance, "faults").await;
        wait(&instance, 2, SignedDuration::from_secs(30)).await;
        assert_eq!((state(&instance).await, tests_in(&instance).await), (SendState::Accepted, 1));
        assert_eq!(problem(&instance).await, None);

        fault(&instance, cut).await;
        browser.post("/settings/email/connection/test", &[]).await;
        instance.drain().await;
        let day = "update jobs set attempts = 287 where kind = 'send'";
        instance.engine.db.run(day, values![]).await.unwrap();
        wait(&instance, 2, SignedDuration::from_hours(2)).await;
        assert_eq!(state(&instance).await, SendState::PleaseCheck);
        assert_eq!(problem(&instance).await, Some("mailbox-test-unknown"));
    }
}
