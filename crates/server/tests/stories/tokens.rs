//! A connection's tokens: refreshed once, kept through storms, marked when they are worthless.

use axum::http::StatusCode;
use futures::future::join_all;
use jiff::SignedDuration;
use liaison_domain::links::Health;
use liaison_engine::links::salesforce;
use liaison_store::Db;
use liaison_store::links::salesforce as kept;
use liaison_store::links::tokens::{self, Holder};
use liaison_testkit::{Fresh, on_both_engines};
use serde_json::json;

use crate::support::outside::{Press, fault, forget, tell, there_and_back, token_requests};
use crate::support::people::{SELLER, seller, user};
use crate::support::{Answer, Browser, Instance};

const CHECK: &str = "/settings/salesforce/check";
const TOKEN: &str = "/services/oauth2/token";

async fn health(instance: &Instance) -> Health {
    let id = user(instance, SELLER).await.id;
    kept::of_user(&instance.engine.db, id)
        .await
        .unwrap()
        .unwrap()
        .health
}

/// The access token expires; from here on requests are counted.
async fn expire(instance: &Instance) {
    tell(instance, "salesforce/expire", json!({ "username": SELLER })).await;
    forget(instance, "requests").await;
}

fn works(answer: &Answer) -> bool {
    answer.status == StatusCode::SEE_OTHER
}

async fn check(browser: &mut Browser) -> Answer {
    browser.post(CHECK, &[]).await
}

on_both_engines! {
    async fn an_expired_token_is_refreshed_once_and_the_call_repeated(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        assert!(works(&check(&mut browser).await));
        for _ in 0..3 {
            expire(&instance).await;
            assert!(works(&check(&mut browser).await));
            assert_eq!(token_requests(&instance).await, 1);
            assert!(works(&check(&mut browser).await), "the new token is kept");
            assert_eq!(token_requests(&instance).await, 1);
        }
        assert_eq!(health(&instance).await, Health::Connected);
    }
}

on_both_engines! {
    async fn forty_calls_on_one_expired_token_refresh_once(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        seller(&instance, SELLER).await;
        let id = user(&instance, SELLER).await.id;
        for _ in 0..crate::times(2, 20) {
            expire(&instance).await;
            // Slow enough for all of them to find the token expired.
            fault(&instance, json!({ "service": "salesforce", "kind": "slow", "ms": 200, "path": TOKEN })).await;
            let calls = (0..40).map(|i| {
                let engine = if i % 2 == 0 { &instance.engine } else { &other.engine };
                salesforce::check(engine, id)
            });
            for outcome in join_all(calls).await {
                outcome.unwrap();
            }
            assert_eq!(token_requests(&instance).await, 1);
            forget(&instance, "faults").await;
        }
        assert_eq!(health(&instance).await, Health::Connected);
    }
}

on_both_engines! {
    async fn a_revoked_refresh_token_asks_the_owner_to_connect_again(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let mut browser = seller(&instance, SELLER).await;
        let id = user(&instance, SELLER).await.id;
        tell(&instance, "salesforce/revoke", json!({ "username": SELLER })).await;
        forget(&instance, "requests").await;
        let calls = (0..20).map(|i| {
            let engine = if i % 2 == 0 { &instance.engine } else { &other.engine };
            salesforce::check(engine, id)
        });
        for outcome in join_all(calls).await {
            assert_eq!(outcome.unwrap_err().refusal().unwrap().code(), "salesforce-reconnect");
        }
        assert_eq!(token_requests(&instance).await, 1, "one is told, the others hear of it");
        assert_eq!(health(&instance).await, Health::Reconnect);
        let page = check(&mut browser).await;
        assert_eq!(page.view(), "salesforce:refused");
        assert!(page.body.contains("salesforce-reconnect"), "the code is for support");
        assert!(browser.is_in().await, "nobody is signed out by it");

        let connect = "/settings/salesforce/connect";
        let answer = there_and_back(&instance, &mut browser, connect, SELLER, Press::Allow).await;
        assert_eq!(answer.location(), "/settings/salesforce", "{}", answer.body);
        assert_eq!(health(&instance).await, Health::Connected);
        assert!(works(&check(&mut browser).await));
    }
}

on_both_engines! {
    async fn a_storm_at_salesforce_passes(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        for order in [
            json!({ "service": "salesforce", "kind": "status", "code": 500, "path": TOKEN, "times": 1 }),
            json!({ "service": "salesforce", "kind": "status", "code": 503, "path": TOKEN, "times": 1 }),
            json!({ "service": "salesforce", "kind": "status", "code": 429, "path": TOKEN, "times": 1 }),
            json!({ "service": "salesforce", "kind": "status", "code": 500, "path": "/services/data", "times": 1 }),
            json!({ "service": "salesforce", "kind": "throttled", "path": "/services/data", "times": 1 }),
            json!({ "service": "salesforce", "kind": "cut", "path": "/services/data", "times": 1 }),
        ] {
            expire(&instance).await;
            fault(&instance, order.clone()).await;
            let during = check(&mut browser).await;
            assert!(works(&during) || during.status.is_client_error(), "{order}: {}", during.status);
            assert_eq!(health(&instance).await, Health::Connected, "{order}");
            assert!(works(&check(&mut browser).await), "it is over: {order}");
        }
        expire(&instance).await;
        fault(&instance, json!({ "service": "salesforce", "kind": "slow", "ms": 1500, "path": TOKEN, "times": 1 })).await;
        assert!(works(&check(&mut browser).await), "slow is not broken");
    }
}

on_both_engines! {
    async fn an_answer_cut_off_loses_a_connection_only_where_tokens_rotate(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        let cut = json!({ "service": "salesforce", "kind": "cut", "path": TOKEN, "times": 1 });
        tell(&instance, "salesforce/settings", json!({ "rotation": false })).await;
        expire(&instance).await;
        fault(&instance, cut.clone()).await;
        assert!(!works(&check(&mut browser).await));
        assert!(works(&check(&mut browser).await), "the old refresh token is still good");
        assert_eq!(health(&instance).await, Health::Connected);

        tell(&instance, "salesforce/settings", json!({ "rotation": true })).await;
        expire(&instance).await;
        fault(&instance, cut).await;
        assert!(!works(&check(&mut browser).await));
        let answer = check(&mut browser).await;
        assert_eq!(answer.view(), "salesforce:refused", "the owner is told what to do");
        assert_eq!(health(&instance).await, Health::Reconnect);
    }
}

on_both_engines! {
    async fn a_worker_that_died_while_refreshing_is_replaced(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        let id = user(&instance, SELLER).await.id;
        let connection = kept::of_user(&instance.engine.db, id).await.unwrap().unwrap();
        let holder = Holder::Salesforce(connection.id);
        let (pair, ..) = tokens::of(&instance.engine.db, holder).await.unwrap().unwrap();
        let now = instance.engine.clock.now();
        // It took the right, and was never heard of again.
        let until = now + SignedDuration::from_secs(60);
        assert!(tokens::begin_refresh(&instance.engine.db, holder, pair.version, now, until).await.unwrap());
        expire(&instance).await;
        instance.pass(SignedDuration::from_secs(61));
        assert!(works(&check(&mut browser).await));
        assert_eq!(token_requests(&instance).await, 1);
    }
}

on_both_engines! {
    async fn tokens_that_sign_in_leaves_behind_are_given_back(db: Db) {
        let instance = Instance::start(db).await;
        seller(&instance, SELLER).await;
        let mut browser = instance.browser();
        there_and_back(&instance, &mut browser, "/sign-in/salesforce", SELLER, Press::Allow).await;
        assert!(works(&check(&mut browser).await));
        let given = crate::support::outside::succeeded(&instance, "/services/oauth2/revoke").await;
        assert_eq!(given, 1, "the connection it takes the place of");
    }
}
