//! Watches, and what Cloud Pub/Sub does with them: pushes to the addresses of topics.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::history::touches;
use crate::provider::directory::{Provider, google_sub};
use crate::provider::{jwt, post_out};
use crate::state::{State, lock};

/// A topic with its one push subscription.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Topic {
    /// `projects/p/topics/t`.
    pub topic: String,
    /// Where pushes go; nowhere when absent.
    pub push_endpoint: Option<String>,
    /// With it, pushes carry a token signed by the pretend Google.
    pub audience: Option<String>,
    /// `email` of that token.
    pub service_account: Option<String>,
}

/// A mailbox that is watched.
#[derive(Clone, Serialize, Deserialize)]
pub struct Watch {
    pub topic: String,
    pub labels: Vec<String>,
    pub excludes: bool,
    /// Microseconds.
    pub expires: i64,
    /// Newest event pushed; `None` before the first push.
    pub told: Option<u64>,
}

/// All topics and watches.
#[derive(Clone, Serialize, Deserialize)]
pub struct Watches {
    pub topics: BTreeMap<String, Topic>,
    pub watches: BTreeMap<String, Watch>,
    pushes: u64,
}

impl Default for Watches {
    fn default() -> Self {
        let mut watches = Self {
            topics: BTreeMap::new(),
            watches: BTreeMap::new(),
            pushes: 0,
        };
        watches.register(Topic {
            topic: "projects/pretend/topics/gmail".into(),
            push_endpoint: None,
            audience: None,
            service_account: None,
        });
        watches
    }
}

impl Watches {
    /// Registers a topic, or changes it.
    pub fn register(&mut self, topic: Topic) {
        self.topics.insert(topic.topic.clone(), topic);
    }
}

impl Watch {
    fn wants(&self, event: &crate::provider::ledger::Event) -> bool {
        if self.labels.is_empty() {
            return true;
        }
        self.labels.iter().any(|label| touches(event, label)) != self.excludes
    }
}

/// Pushes that are due, each ready to be sent.
pub fn due(state: &Arc<State>) -> Vec<impl Future<Output = ()> + Send + 'static> {
    let now = state.clock.micros();
    let all = lock(&state.offices.watches).watches.clone();
    let mut due = Vec::new();
    for (address, watch) in all.into_iter().filter(|(_, watch)| watch.expires > now) {
        let (last, news) = state.at_mailbox(&address, |_, book| {
            let news = match watch.told {
                None => true,
                Some(told) => book
                    .since(told)
                    .is_none_or(|events| events.iter().any(|event| watch.wants(event))),
            };
            (book.last, news)
        });
        let mut watches = lock(&state.offices.watches);
        watches.pushes += 1;
        let number = watches.pushes;
        let topic = watches.topics.get(&watch.topic).cloned();
        if let Some(kept) = watches.watches.get_mut(&address) {
            kept.told = Some(last);
        }
        drop(watches);
        let Some((topic, endpoint)) =
            topic.and_then(|topic| Some((topic.clone(), topic.push_endpoint?)))
        else {
            continue;
        };
        let copies = state.directory(Provider::Google).settings.push_copies;
        for _ in 0..if news { copies } else { 0 } {
            due.push(push(
                Arc::clone(state),
                address.clone(),
                topic.clone(),
                endpoint.clone(),
                last,
                number,
            ));
        }
    }
    due
}

async fn push(
    state: Arc<State>,
    address: String,
    topic: Topic,
    endpoint: String,
    history: u64,
    number: u64,
) {
    let now = state.clock.now();
    let data =
        STANDARD.encode(json!({ "emailAddress": address, "historyId": history }).to_string());
    let body = json!({
        "message": { "data": data, "messageId": number.to_string(), "publishTime": now.to_string() },
        "subscription": topic.topic.replace("/topics/", "/subscriptions/"),
    });
    let mut headers = HeaderMap::new();
    headers.insert(
        "content-type",
        axum::http::HeaderValue::from_static("application/json"),
    );
    if let Some(audience) = &topic.audience {
        let account = topic
            .service_account
            .clone()
            .unwrap_or_else(|| "gmail-api-push@system.gserviceaccount.com".into());
        let seconds = now.as_second();
        let issuer = state.addresses.google.clone().unwrap_or_default();
        let claims = json!({
            "iss": issuer, "aud": audience, "azp": google_sub(&account), "sub": google_sub(&account), "email": account, "email_verified": true,
            "iat": seconds, "exp": seconds + 3_600,
        });
        let key = state.directory(Provider::Google).key.clone();
        let signed = jwt::sign(&key, &claims)
            .ok()
            .and_then(|token| format!("Bearer {token}").parse().ok());
        if let Some(value) = signed {
            headers.insert("authorization", value);
        }
    }
    post_out::post(
        &state,
        "google",
        &address,
        &endpoint,
        headers,
        body.to_string(),
    )
    .await;
}
