//! Subscriptions: the handshake, renewing, and notifications (contracts 5.2).

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::graph::{Answer, Graph};
use super::ids;
use super::oauth::tenant_id;
use super::refusal::Refusal;
use crate::chance::unguessable;
use crate::http::encoded;
use crate::provider::directory::{Provider, guid};
use crate::provider::ledger::Event;
use crate::provider::post_out;
use crate::state::{State, lock};

const LONGEST: SignedDuration = SignedDuration::from_mins(10_080);
const SHORTEST: SignedDuration = SignedDuration::from_mins(45);

/// A subscription to mails.
#[derive(Clone, Serialize, Deserialize)]
pub struct Subscription {
    pub id: String,
    user: String,
    resource: String,
    /// Name of the folder; all when absent.
    folder: Option<String>,
    kinds: Vec<String>,
    url: String,
    lifecycle_url: Option<String>,
    client_state: Option<String>,
    expires: Timestamp,
    immutable: bool,
    told: u64,
}

impl Subscription {
    fn resource(&self, base: &str) -> Value {
        json!({
            "@odata.context": format!("{base}/v1.0/$metadata#subscriptions/$entity"), "id": self.id, "resource": self.resource, "changeType": self.kinds.join(","),
            "notificationUrl": self.url, "lifecycleNotificationUrl": self.lifecycle_url, "clientState": self.client_state,
            "expirationDateTime": self.expires.to_string(), "creatorId": guid(&self.user), "latestSupportedTlsVersion": "v1_2",
        })
    }

    /// What an event is to this subscription, if anything.
    fn kind(&self, event: &Event) -> Option<&'static str> {
        let here = |standing: &Option<crate::provider::ledger::Standing>| {
            let folder = standing.as_ref().map(|standing| &standing.folder);
            folder.is_some_and(|folder| self.folder.as_ref().is_none_or(|wanted| wanted == folder))
        };
        let kind = match (here(&event.before), here(&event.after)) {
            (false, true) => "created",
            (true, true) => "updated",
            (true, false) => "deleted",
            (false, false) => return None,
        };
        self.kinds
            .iter()
            .any(|wanted| wanted == kind)
            .then_some(kind)
    }
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "ValidationError", message)
}

fn expiry(body: &Value, now: Timestamp) -> Result<Timestamp, Refusal> {
    let text = body["expirationDateTime"].as_str().unwrap_or_default();
    let asked: Timestamp = text.parse().map_err(|_| {
        Refusal::new(
            400,
            "BadRequest",
            "expirationDateTime is missing or malformed.",
        )
    })?;
    if asked <= now {
        return Err(invalid("Subscription expiration must be in the future."));
    }
    if asked.duration_since(now) > LONGEST {
        return Err(invalid(
            "Subscription expiration can only be 10080 minutes in the future.",
        ));
    }
    Ok(asked.max(now.checked_add(SHORTEST).unwrap_or(asked)))
}

/// Folder of `me/mailFolders('inbox')/messages`; `None` inside for all mails.
fn watched(resource: &str) -> Result<Option<String>, Refusal> {
    let plain = resource
        .trim_matches('/')
        .replace("('", "/")
        .replace("')", "");
    let parts: Vec<&str> = plain.split(['/', '?']).collect();
    let path = match parts.as_slice() {
        ["me", path @ ..] | ["users", _, path @ ..] => path,
        _ => &[],
    };
    match path {
        ["messages", ..] => Ok(None),
        ["mailFolders", folder, "messages", ..] => ids::folder_name(folder)
            .map(Some)
            .ok_or_else(Refusal::not_found),
        _ => Err(invalid(format!("Resource '{resource}' is not supported."))),
    }
}

/// `/subscriptions…`.
pub async fn answer(state: &Arc<State>, call: &Graph<'_>, method: &str, path: &[&str]) -> Answer {
    let user = call.user.email.to_lowercase();
    let now = state.clock.now();
    lock(&state.offices.subscriptions).retain(|kept| kept.expires > now);
    match (method, path) {
        ("POST", []) => create(state, call, user, now).await,
        ("GET", []) => {
            let kept = lock(&state.offices.subscriptions);
            let mine = kept.iter().filter(|kept| kept.user == user);
            Ok((
                200,
                json!({ "value": mine.map(|kept| kept.resource(call.base)).collect::<Vec<_>>() }),
            ))
        }
        (method, [id]) => {
            let expires = if method == "PATCH" {
                Some(expiry(&call.body()?, now)?)
            } else {
                None
            };
            let mut kept = lock(&state.offices.subscriptions);
            let missing = || Refusal::new(404, "ResourceNotFound", "The object was not found.");
            let at = kept
                .iter()
                .position(|kept| kept.id == *id && kept.user == user)
                .ok_or_else(missing)?;
            if method == "DELETE" {
                kept.remove(at);
                return Ok((204, Value::Null));
            }
            if let Some(expires) = expires {
                kept[at].expires = expires;
            }
            Ok((200, kept[at].resource(call.base)))
        }
        _ => Err(Refusal::bad_path()),
    }
}

async fn create(state: &Arc<State>, call: &Graph<'_>, user: String, now: Timestamp) -> Answer {
    let body = call.body()?;
    let text = |name: &str| body[name].as_str().map(str::to_owned);
    let url = text("notificationUrl")
        .filter(|url| url.starts_with("http"))
        .ok_or_else(|| invalid("notificationUrl is missing or malformed."))?;
    let resource = text("resource").unwrap_or_default();
    let kinds: Vec<String> = text("changeType")
        .unwrap_or_default()
        .split(',')
        .map(|kind| kind.trim().to_lowercase())
        .collect();
    if !kinds
        .iter()
        .all(|kind| matches!(kind.as_str(), "created" | "updated" | "deleted"))
    {
        return Err(invalid("changeType is missing or malformed."));
    }
    let client_state = text("clientState");
    if client_state
        .as_ref()
        .is_some_and(|text| text.chars().count() > 128)
    {
        return Err(invalid("clientState must not exceed 128 characters."));
    }
    let mut subscription = Subscription {
        id: guid(&unguessable(20)),
        folder: watched(&resource)?,
        user,
        resource,
        kinds,
        url,
        lifecycle_url: text("lifecycleNotificationUrl"),
        client_state,
        expires: expiry(&body, now)?,
        immutable: call.immutable,
        told: 0,
    };
    let urls = [
        Some(subscription.url.clone()),
        subscription.lifecycle_url.clone(),
    ];
    for url in urls.into_iter().flatten() {
        handshake(state, &subscription.user, &url).await?;
    }
    subscription.told = state.at_mailbox(&subscription.user, |_, book| book.last);
    let shown = subscription.resource(call.base);
    lock(&state.offices.subscriptions).push(subscription);
    state.changed();
    Ok((201, shown))
}

/// The app must send the token back within ten seconds.
async fn handshake(state: &State, user: &str, url: &str) -> Result<(), Refusal> {
    // Awkward letters on purpose: the app has to decode them.
    let token = format!(
        "Validation: Testing client application reachability + {}",
        unguessable(24)
    );
    let sign = if url.contains('?') { '&' } else { '?' };
    let mut headers = HeaderMap::new();
    headers.insert(
        "content-type",
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    let address = format!("{url}{sign}validationToken={}", encoded(&token));
    let said = post_out::post(state, "microsoft", user, &address, headers, String::new()).await;
    let said = said.ok_or_else(|| {
        invalid("Subscription validation request failed. Must respond with 200 OK to this request.")
    })?;
    if said.status != 200 || !said.kind.starts_with("text/plain") {
        return Err(invalid(format!(
            "Subscription validation request failed. Must respond with 200 OK to this request. HTTP status code is '{}'.",
            said.status
        )));
    }
    if said.body != token.as_bytes() {
        return Err(invalid(
            "Subscription validation request failed. Response must exactly match validationToken query parameter.",
        ));
    }
    Ok(())
}

/// Notifications that are due, each ready to be sent.
pub fn due(state: &Arc<State>) -> Vec<impl Future<Output = ()> + Send + 'static> {
    let now = state.clock.now();
    let all = lock(&state.offices.subscriptions).clone();
    let copies = state.directory(Provider::Microsoft).settings.push_copies;
    let mut due = Vec::new();
    for one in all.into_iter().filter(|one| one.expires > now) {
        let (last, events, numbers) = state.at_mailbox(&one.user, |post, book| {
            let mailbox = post.mailbox_or_new(&one.user);
            let numbers: Vec<(String, u32)> = mailbox
                .folders
                .iter()
                .map(|folder| (folder.name.clone(), folder.uid_validity))
                .collect();
            (book.last, book.since(one.told).unwrap_or_default(), numbers)
        });
        let values: Vec<Value> = events
            .iter()
            .filter_map(|event| Some((event, one.kind(event)?)))
            .map(|(event, kind)| notification(&one, event, kind, &numbers))
            .collect();
        if let Some(kept) = lock(&state.offices.subscriptions)
            .iter_mut()
            .find(|kept| kept.id == one.id)
        {
            kept.told = last;
        }
        if values.is_empty() {
            continue;
        }
        let body = json!({ "value": values }).to_string();
        for _ in 0..copies {
            due.push(push(
                Arc::clone(state),
                one.user.clone(),
                one.url.clone(),
                body.clone(),
            ));
        }
    }
    due
}

fn notification(one: &Subscription, event: &Event, kind: &str, numbers: &[(String, u32)]) -> Value {
    let folder = event
        .after
        .as_ref()
        .or(event.before.as_ref())
        .map(|standing| standing.folder.as_str());
    let number = numbers
        .iter()
        .find(|(name, _)| Some(name.as_str()) == folder)
        .map_or(0, |(_, number)| *number);
    let id = ids::mail(event.message, number, one.immutable);
    let resource = format!("Users/{}/Messages/{id}", guid(&one.user));
    json!({
        "subscriptionId": one.id, "subscriptionExpirationDateTime": one.expires.to_string(), "changeType": kind, "resource": resource,
        "resourceData": { "@odata.type": "#Microsoft.Graph.Message", "@odata.id": resource, "@odata.etag": format!("W/\"{:08}\"", event.number), "id": id },
        "clientState": one.client_state, "tenantId": tenant_id(),
    })
}

async fn push(state: Arc<State>, user: String, url: String, body: String) {
    let mut headers = HeaderMap::new();
    headers.insert(
        "content-type",
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    post_out::post(&state, "microsoft", &user, &url, headers, body).await;
}
