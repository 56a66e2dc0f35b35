//! Two processes with one expired token: whoever is first refreshes it, and nobody else.

use axum::http::StatusCode;
use futures::future::{BoxFuture, join_all};
use liaison_domain::access::User;
use liaison_engine::links::{mailboxes, salesforce};
use liaison_engine::{Engine, Outcome};
use liaison_testkit::{Fresh, on_both_engines};
use serde_json::{Value, json};

use super::mailboxes::{at_the_step, connect};
use crate::support::Instance;
use crate::support::outside::{forget, requests, tell};
use crate::support::people::{SELLER, seller, user};
use crate::times;

/// At once, on each of the two processes.
const CALLS: usize = 3;

type Call = for<'a> fn(&'a Engine, &'a User) -> BoxFuture<'a, Outcome<()>>;

/// Where a provider's tokens come from, how they expire, and a call that needs one.
struct Provider {
    name: &'static str,
    token: &'static str,
    account: Value,
    call: Call,
}

fn mail(name: &'static str, token: &'static str) -> Provider {
    Provider {
        name,
        token,
        account: json!({ "email": SELLER }),
        call: |engine, user| Box::pin(mailboxes::check(engine, user)),
    }
}

async fn refresh_once_each(fresh: &Fresh, instance: &Instance, provider: &Provider) {
    let other = instance.process(fresh.open_again().await, instance.relay());
    let user = user(instance, SELLER).await;
    let expire = format!("{}/expire", provider.name);
    for round in 0..times(10, 1_000) {
        tell(instance, &expire, provider.account.clone()).await;
        forget(instance, "requests").await;
        let engines = [&instance.engine, &other.engine].into_iter().cycle();
        let calls = engines
            .take(2 * CALLS)
            .map(|engine| (provider.call)(engine, &user));
        for outcome in join_all(calls).await {
            outcome.unwrap_or_else(|error| panic!("expiry {round}: {error}"));
        }
        let asked = requests(instance, provider.name, provider.token).await;
        assert_eq!(asked, 1, "expiry {round}");
    }
}

/// A seller whose mailbox is there; nothing is refused for being too many.
async fn connected(instance: &Instance, client: &str, limits: &str, most: Value) {
    tell(instance, limits, most).await;
    let mut browser = at_the_step(instance).await;
    let back = connect(instance, &mut browser, client).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    instance.drain().await;
}

on_both_engines! {
    async fn salesforce_is_asked_once_for_each_expiry(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        seller(&instance, SELLER).await;
        tell(&instance, "salesforce/settings", json!({ "daily_requests": 1_000_000 })).await;
        let provider = Provider {
            name: "salesforce",
            token: "/services/oauth2/token",
            account: json!({ "username": SELLER }),
            call: |engine, user| Box::pin(salesforce::check(engine, user.id)),
        };
        refresh_once_each(&fresh, &instance, &provider).await;
    }

    async fn google_is_asked_once_for_each_expiry(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        connected(&instance, "gmail", "google/settings", json!({ "units_per_minute": 1_000_000 })).await;
        refresh_once_each(&fresh, &instance, &mail("google", "/token")).await;
    }

    async fn microsoft_is_asked_once_for_each_expiry(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let most = json!({ "requests_per_ten_minutes": 1_000_000, "concurrent_requests": 100 });
        connected(&instance, "outlook", "microsoft/settings", most).await;
        let provider = mail("microsoft", "/common/oauth2/v2.0/token");
        refresh_once_each(&fresh, &instance, &provider).await;
    }
}
