//! Google's rooms.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use futures::FutureExt as _;
use serde_json::Value;

use super::refusal::Refusal;
use super::{api, authorize, oauth};
use crate::faults::{Fault, Kind};
use crate::http::{Incoming, reply, set};
use crate::provider::directory::Provider;
use crate::provider::front::{Call, Front};
use crate::provider::{bearer, pages, sign_in};
use crate::state::State;

/// Google's front door.
pub static FRONT: Front = Front {
    provider: Provider::Google,
    is_api,
    is_token: |path| matches!(path, "/oauth2/token" | "/token"),
    refused,
    busy: None,
    room: |state, call| room(state, call).boxed(),
};

fn is_api(path: &str) -> bool {
    [
        "/gmail/",
        "/upload/gmail/",
        "/v1/userinfo",
        "/oauth2/v3/userinfo",
    ]
    .iter()
    .any(|start| path.starts_with(start))
}

async fn room(state: Arc<State>, call: Call) -> Response<Body> {
    let Call { incoming, base } = call;
    let state = state.as_ref();
    if is_api(&incoming.path) && incoming.path.contains("gmail/") {
        return api::answer(state, &incoming);
    }
    match incoming.path.trim_end_matches('/') {
        "/o/oauth2/v2/auth" | "/o/oauth2/auth" => authorize::answer(state, &incoming),
        "/oauth2/token" | "/token" => oauth::token(state, &incoming, &base),
        "/oauth2/revoke" | "/revoke" => oauth::revoke(state, &incoming),
        "/oauth2/tokeninfo" | "/tokeninfo" => oauth::token_info(state, &incoming),
        "/.well-known/openid-configuration" => oauth::discovery(&base),
        "/oauth2/v3/certs" => oauth::certs(state),
        "/v1/userinfo" | "/oauth2/v3/userinfo" => oauth::user_info(state, &incoming),
        "/introspect" => bearer::introspect(state, Provider::Google, &incoming),
        "/style.css" => pages::style(),
        "/favicon.ico" => reply(204, "image/x-icon", ""),
        _ => sign_in::answer(state, Provider::Google, &incoming)
            .unwrap_or_else(|| Refusal::not_found().response()),
    }
}

/// A JSON response.
pub fn json_reply(status: u16, body: &Value) -> Response<Body> {
    let mut response = reply(status, "application/json; charset=UTF-8", body.to_string());
    set(
        &mut response,
        "cache-control",
        "no-cache, no-store, max-age=0, must-revalidate",
    );
    response
}

fn refused(state: &State, fault: &Fault, incoming: &Incoming) -> Option<Response<Body>> {
    let mut refusal = match (fault.kind, fault.code) {
        (Kind::Throttled, None | Some(429)) => {
            let wait = i64::from(fault.retry_after.unwrap_or(1)) * 1_000_000;
            Refusal::mail_limit(state.clock.micros() + wait)
        }
        (Kind::Throttled, _) => Refusal::units(),
        (Kind::Scope, _) => Refusal::scope(),
        (Kind::Status, code) => Refusal::of(code.unwrap_or(503)),
        _ => return None,
    };
    if let Some(reason) = &fault.text {
        refusal.reason.clone_from(reason);
    }
    let mut response = if incoming.path.ends_with("/token") {
        let error = if refusal.code >= 500 {
            "internal_failure"
        } else {
            refusal.reason.as_str()
        };
        json_reply(
            refusal.code,
            &serde_json::json!({ "error": error, "error_description": refusal.message }),
        )
    } else {
        refusal.response()
    };
    if let Some(seconds) = fault.retry_after {
        set(&mut response, "retry-after", &seconds.to_string());
    }
    Some(response)
}
