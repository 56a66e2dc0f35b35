//! A forgotten password.

use axum::http::StatusCode;
use futures::future::{join, join_all};
use jiff::SignedDuration;
use liaison_engine::access::users as acts;
use liaison_store::Db;
use liaison_testkit::{Fresh, on_both_engines};

use crate::support::outside::{link_in, mails};
use crate::support::people::{SELLER, path_of, user, with_password};
use crate::support::{Instance, PASSWORD};

const NEW: &str = "höstlöven dansar över torget";

/// Asks for a reset and takes the path of the link in the mail.
async fn link(instance: &Instance) -> String {
    let answer = instance
        .browser()
        .post("/forgot", &[("email", SELLER)])
        .await;
    assert_eq!(answer.view(), "forgot:sent");
    instance.drain().await;
    path_of(&link_in(mails(instance, SELLER).await.last().unwrap()))
}

fn form(password: &str) -> [(&str, &str); 2] {
    [("password", password), ("password_again", password)]
}

async fn opens(instance: &Instance, password: &str) -> bool {
    instance.browser().sign_in(SELLER, password).await.status == StatusCode::SEE_OTHER
}

on_both_engines! {
    async fn a_reset_sets_ends_and_unlocks(db: Db) {
        let instance = Instance::start(db).await;
        let mut before = with_password(&instance, SELLER).await;
        for _ in 0..6 {
            instance.browser().sign_in(SELLER, "guessing and guessing").await;
        }
        assert!(!opens(&instance, PASSWORD).await);
        let path = link(&instance).await;
        for _ in 0..3 {
            assert_eq!(instance.browser().get(&path).await.view(), "reset:form", "looking uses nothing up");
        }
        let mut browser = instance.browser();
        for bad in ["kort", "passwordpassword", SELLER] {
            assert_eq!(browser.post(&path, &form(bad)).await.view(), "reset:refused", "{bad}");
        }
        let answer = browser.post(&path, &form(NEW)).await;
        assert_eq!(answer.location(), "/home", "{}", answer.body);
        assert!(browser.is_in().await);
        assert!(!before.is_in().await, "every other session ended");
        assert!(opens(&instance, NEW).await, "the lock is lifted");
        assert!(!opens(&instance, PASSWORD).await);
        let again = instance.browser().get(&path).await;
        assert_eq!((again.status, again.view()), (StatusCode::GONE, "refusal:link-used"));
        assert_eq!(instance.browser().post(&path, &form(NEW)).await.status, StatusCode::GONE);
    }
}

on_both_engines! {
    async fn a_reset_link_runs_out_and_the_newest_counts(db: Db) {
        let instance = Instance::start(db).await;
        with_password(&instance, SELLER).await;
        let first = link(&instance).await;
        let had = mails(&instance, SELLER).await.len();
        link(&instance).await;
        assert_eq!(mails(&instance, SELLER).await.len(), had, "one mail a minute at most");
        instance.pass(SignedDuration::from_secs(61));
        let second = link(&instance).await;
        assert_ne!(first, second);
        assert_eq!(instance.browser().get(&first).await.view(), "refusal:link-unknown");
        instance.pass(SignedDuration::from_mins(61));
        let late = instance.browser().get(&second).await;
        assert_eq!((late.status, late.view()), (StatusCode::GONE, "refusal:link-expired"));
        assert_eq!(instance.browser().post(&second, &form(NEW)).await.status, StatusCode::GONE);
        assert!(!opens(&instance, NEW).await && opens(&instance, PASSWORD).await);
        let third = link(&instance).await;
        assert_eq!(instance.browser().post(&third, &form(NEW)).await.location(), "/home");
    }
}

on_both_engines! {
    async fn requests_in_two_hands_at_once_send_one_link(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        with_password(&instance, SELLER).await;
        let before = mails(&instance, SELLER).await.len();
        for round in 1..=crate::times(5, 50) {
            for _ in 0..8 {
                instance.browser().post("/forgot", &[("email", SELLER)]).await;
            }
            join(instance.drain(), other.drain()).await;
            assert_eq!(mails(&instance, SELLER).await.len(), before + round);
            instance.pass(SignedDuration::from_mins(10));
        }
    }
}

on_both_engines! {
    async fn ten_resets_at_once_set_one_password(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        with_password(&instance, SELLER).await;
        let path = link(&instance).await;
        let tries = (0..10).map(|i| {
            let (mut browser, path) = (instance.browser(), path.clone());
            async move { browser.post(&path, &form(&format!("{NEW} {i}"))).await.location() == "/home" }
        });
        let done = join_all(tries).await;
        assert_eq!(done.iter().filter(|done| **done).count(), 1);
        let winner = done.iter().position(|done| *done).unwrap();
        assert!(opens(&instance, &format!("{NEW} {winner}")).await);
    }
}

on_both_engines! {
    async fn the_deactivated_reset_nothing(db: Db) {
        let instance = Instance::start(db).await;
        with_password(&instance, SELLER).await;
        let path = link(&instance).await;
        let id = user(&instance, SELLER).await.id;
        acts::deactivate(&instance.engine, instance.admin().await, id).await.unwrap();
        let answer = instance.browser().post(&path, &form(NEW)).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        let had = mails(&instance, SELLER).await.len();
        instance.browser().post("/forgot", &[("email", SELLER)]).await;
        instance.drain().await;
        assert_eq!(mails(&instance, SELLER).await.len(), had);
    }
}

on_both_engines! {
    async fn a_reset_mail_that_is_too_late_is_not_sent(db: Db) {
        let instance = Instance::start(db).await;
        with_password(&instance, SELLER).await;
        let had = mails(&instance, SELLER).await.len();
        crate::support::outside::fault(&instance, serde_json::json!({ "service": "smtp", "kind": "throttled" })).await;
        instance.browser().post("/forgot", &[("email", SELLER)]).await;
        instance.drain().await;
        crate::support::outside::forget(&instance, "faults").await;
        instance.pass(SignedDuration::from_mins(90));
        instance.drain().await;
        assert_eq!(mails(&instance, SELLER).await.len(), had, "a link that no longer works");
    }
}
