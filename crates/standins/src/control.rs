//! The control API: JSON on its own port, for tests and the demo, never beside a real product.
//!
//! | Route | Does |
//! |---|---|
//! | `GET /` | index of routes |
//! | `GET /accounts`, `GET /addresses`, `GET /company` | what there is |
//! | `GET /mails?to=&since=&folder=` | mails in inboxes, oldest first, or in folders of another name; `since` is a mail id or an ISO time |
//! | `GET /requests?service=`, `DELETE /requests` | every call received |
//! | `GET`, `POST`, `DELETE /faults`, `DELETE /faults/{id}` | see [`Fault`] |
//! | `GET`, `POST /clock` | `{"offset_micros"}`; post that or `{"advance_seconds"}` |
//! | `POST /salesforce/users` | create or change by `email` or `username`: see `UserChange` |
//! | `GET`, `POST /salesforce/settings` | `rotation`, `pkce_required`, `access_token_life_seconds`, `consent_every_time`, `daily_requests` |
//! | `GET /salesforce/client`, `POST /salesforce/redirects` | client id and secret; allow `{"uri"}` |
//! | `POST /salesforce/expire`, `/revoke` | `{"username"}`: end access tokens; end the whole grant |
//! | `POST /salesforce/grant` | `{"username"}`: tokens as if that user had consented |
//! | `POST /salesforce/convert` | `{"lead", "contact"}`: the lead becomes that contact |
//! | `GET`, `PUT`, `POST`, `DELETE /salesforce/panel` | `{"baseUrl", "secret"}`: what the admin entered for the package; delete forgets it |
//! | `GET`, `POST /salesforce/package` | `{"deployed"}`: whether the package and its fields are in the org |
//! | `POST`, `DELETE /salesforce/security` | see [`Security`](crate::salesforce::sight::Security): `{"username"?, "object", "fields", "access"?}`; delete lifts all |
//! | `GET`, `POST /salesforce/limits` | `{"used"?, "max"?}`: calls of the last 24 hours |
//! | `GET`, `POST /google/users`, `/microsoft/users` | create or change by `email`: see [`UserChange`](crate::provider::directory::UserChange) |
//! | `GET`, `POST /google/settings`, `/microsoft/settings` | see [`Settings`](crate::provider::directory::Settings): lives, quotas, pushes lost or doubled |
//! | `GET`, `POST /google/client`, `/microsoft/client` | `id`, `secret`, `name`; `POST …/redirects` allows `{"uri"}` |
//! | `POST /google/expire`, `/revoke`, `/forget` (and `/microsoft/…`) | `{"email"}`: end access tokens; end all grants; forget history and delta states |
//! | `POST /google/grant`, `/microsoft/grant` | `{"email", "scope"}`: tokens as if that user had consented |
//! | `POST /google/topics`, `GET /google/watches` | `{"topic", "push_endpoint", "audience", "service_account"}`; what is watched |
//! | `GET`, `POST /microsoft/subscriptions` | what is subscribed; remove `{"id"}` |
//! | `GET`, `POST`, `DELETE /mail/rules` | see [`Rule`]: `{"address", "action": "refuse", …}` |
//! | `POST /mail/submitters` | `{"user", "password", "senders"}`: an account that sends from these addresses and domains only |
//! | `POST /mail/mailboxes` | `{"address", "password"}`: make a mailbox or change its password |

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::http::{Request, Response};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::faults::{Fault, Kind};
use crate::http::{Incoming, reply};
use crate::mail::post::Submitter;
use crate::mail::rules::Rule;
use crate::mail::summary;
use crate::provider::directory::Provider;
use crate::state::State;

const ROUTES: &[&str] = &[
    "GET /",
    "GET /accounts",
    "GET /addresses",
    "GET /company",
    "GET /mails?to=&since=&folder=",
    "GET /requests?service=",
    "DELETE /requests",
    "GET /faults",
    "POST /faults",
    "DELETE /faults",
    "DELETE /faults/{id}",
    "GET /clock",
    "POST /clock",
    "POST /salesforce/users",
    "GET|POST /salesforce/settings",
    "GET /salesforce/client",
    "POST /salesforce/redirects",
    "POST /salesforce/expire",
    "POST /salesforce/revoke",
    "POST /salesforce/grant",
    "POST /salesforce/convert",
    "GET|PUT|POST|DELETE /salesforce/panel",
    "GET|POST /salesforce/package",
    "POST|DELETE /salesforce/security",
    "GET|POST /salesforce/limits",
    "GET|POST /google/users, /microsoft/users",
    "GET|POST /google/settings, /microsoft/settings",
    "GET|POST /google/client, /microsoft/client",
    "POST /google/redirects, /microsoft/redirects",
    "POST /google/expire, /microsoft/expire",
    "POST /google/revoke, /microsoft/revoke",
    "POST /google/grant, /microsoft/grant",
    "POST /google/forget, /microsoft/forget",
    "POST /google/topics, GET /google/watches",
    "GET|POST /microsoft/subscriptions",
    "GET|POST|DELETE /mail/rules",
    "POST /mail/mailboxes",
    "POST /mail/submitters",
];

/// Status and message.
pub type Refused = (u16, String);
/// A body, or why there is none.
pub type Answer = Result<Value, Refused>;

/// Answers one HTTP request.
pub async fn handle(state: Arc<State>, request: Request<Body>) -> Response<Body> {
    let answer = match Incoming::read(request).await {
        Some(incoming) => route(&state, &incoming),
        None => Err((413, "too large".into())),
    };
    let (status, body) = answer.map_or_else(
        |(status, message)| (status, json!({ "error": message })),
        |body| (200, body),
    );
    reply(status, "application/json", format!("{body}\n"))
}

fn route(state: &State, incoming: &Incoming) -> Answer {
    let parts: Vec<&str> = incoming.segments.iter().map(String::as_str).collect();
    let method = incoming.method.as_str();
    match (method, parts.as_slice()) {
        ("GET", []) => Ok(json!({ "name": "control of the pretend world", "routes": ROUTES })),
        ("GET", ["accounts"]) => Ok(json!(state.company.accounts())),
        ("GET", ["addresses"]) => Ok(json!(state.addresses)),
        ("GET", ["company"]) => Ok(json!(state.company)),
        ("GET", ["mails"]) => mails(state, incoming),
        ("GET", ["requests"]) => Ok(json!(state.journal.list(incoming.parameter("service")))),
        ("DELETE", ["requests"]) => {
            state.journal.clear();
            Ok(json!({}))
        }
        (_, ["faults", rest @ ..]) => faults(state, incoming, rest),
        (_, ["clock"]) => clock(state, incoming),
        (_, ["salesforce", what]) => crate::salesforce::control::answer(state, incoming, what),
        (_, ["google", what]) => provider(state, Provider::Google, incoming, what),
        (_, ["microsoft", what]) => provider(state, Provider::Microsoft, incoming, what),
        (_, ["mail", what]) => mail(state, incoming, what),
        _ => Err(unknown(incoming)),
    }
}

fn provider(state: &State, provider: Provider, incoming: &Incoming, what: &str) -> Answer {
    crate::provider::control::answer(state, provider, incoming, what)
        .ok_or_else(|| unknown(incoming))?
}

/// There is no such route.
pub fn unknown(incoming: &Incoming) -> Refused {
    (
        404,
        format!(
            "no route {} {}; GET / lists them",
            incoming.method, incoming.path
        ),
    )
}

/// The JSON body.
pub fn read<T: DeserializeOwned>(incoming: &Incoming) -> Result<T, Refused> {
    serde_json::from_slice(&incoming.body).map_err(|error| (400, error.to_string()))
}

/// A text of the JSON body that must be there.
pub fn text(incoming: &Incoming, name: &str) -> Result<String, Refused> {
    let body: Value = read(incoming)?;
    body[name]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| (400, format!("{name} is required")))
}

fn mails(state: &State, incoming: &Incoming) -> Answer {
    let to = incoming.parameter("to").map(str::to_lowercase);
    let since = incoming.parameter("since").unwrap_or("0");
    let folder = incoming.parameter("folder").unwrap_or("INBOX");
    let after_id: u64 = since.parse().unwrap_or(0);
    let after_time = since
        .replace(' ', "+")
        .parse::<Timestamp>()
        .map_or(i64::MIN, Timestamp::as_microsecond);
    let post = state.post();
    let mut found = Vec::new();
    for mailbox in post.boxes() {
        let address = mailbox.address.to_lowercase();
        if to.as_ref().is_some_and(|to| *to != address) {
            continue;
        }
        let folders = mailbox.folders.iter().filter(|of| of.name == folder);
        let fresh = folders
            .flat_map(|of| &of.messages)
            .filter(|message| message.id > after_id && message.received >= after_time);
        found.extend(fresh.map(|message| (mailbox.address.clone(), message.clone())));
    }
    drop(post);
    found.sort_by_key(|(_, message)| message.id);
    let shown = found.into_iter().map(|(to, message)| {
        let read = summary::read(&message.raw);
        let headers: serde_json::Map<String, Value> = read.headers.iter().rev().map(|(name, value)| (name.clone(), json!(value))).collect();
        json!({
            "id": message.id, "from": message.from, "to": to, "subject": read.subject, "text": read.text, "html": read.html, "headers": headers, "links": read.links,
            "received": Timestamp::from_microsecond(message.received).map(|at| at.to_string()).unwrap_or_default(), "size": message.raw.len(),
        })
    });
    Ok(shown.collect())
}

fn faults(state: &State, incoming: &Incoming, rest: &[&str]) -> Answer {
    match (incoming.method.as_str(), rest) {
        ("GET", []) => Ok(json!(state.faults.list())),
        ("POST", []) => {
            let fault: Fault = read(incoming)?;
            if !["salesforce", "google", "microsoft", "smtp", "imap"]
                .contains(&fault.service.as_str())
            {
                return Err((
                    400,
                    "service is salesforce, google, microsoft, smtp or imap".into(),
                ));
            }
            if fault.kind == Kind::Refuse {
                crate::salesforce::control::prepare(state, &fault)?;
            }
            Ok(json!(state.faults.add(fault)))
        }
        ("DELETE", []) => {
            state.faults.clear(None);
            Ok(json!({}))
        }
        ("DELETE", [id]) => {
            state
                .faults
                .clear(Some(id.parse().map_err(|_| unknown(incoming))?));
            Ok(json!({}))
        }
        _ => Err(unknown(incoming)),
    }
}

fn clock(state: &State, incoming: &Incoming) -> Answer {
    let offset = state.clock.offset();
    if incoming.method == "POST" {
        let body: Value = read(incoming)?;
        if let Some(seconds) = body["advance_seconds"].as_f64() {
            offset.fetch_add((seconds * 1_000_000.0) as i64, Ordering::Relaxed);
        } else if let Some(micros) = body["offset_micros"].as_i64() {
            offset.store(micros, Ordering::Relaxed);
        } else {
            return Err((400, "advance_seconds or offset_micros is required".into()));
        }
        state.changed();
    }
    Ok(
        json!({ "offset_micros": offset.load(Ordering::Relaxed), "now": state.clock.now().to_string() }),
    )
}

fn mail(state: &State, incoming: &Incoming, what: &str) -> Answer {
    let mut post = state.post();
    let answer = match (incoming.method.as_str(), what) {
        ("GET", "rules") => json!(post.rules),
        ("POST", "rules") => {
            let rule: Rule = read(incoming)?;
            json!(post.add_rule(rule))
        }
        ("DELETE", "rules") => {
            post.rules.clear();
            json!({})
        }
        ("POST", "mailboxes") => {
            let mailbox = post.mailbox_or_new(&text(incoming, "address")?);
            if let Ok(password) = text(incoming, "password") {
                mailbox.password = password;
            }
            json!({ "address": mailbox.address, "password": mailbox.password })
        }
        ("POST", "submitters") => {
            let submitter: Submitter = read(incoming)?;
            post.set_submitter(&text(incoming, "user")?, submitter);
            json!({})
        }
        _ => return Err(unknown(incoming)),
    };
    state.changed();
    Ok(answer)
}
