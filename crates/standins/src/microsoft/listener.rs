//! Microsoft's rooms: the login host and Graph behind one address.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use futures::FutureExt as _;
use serde_json::Value;

use super::aadsts::Sts;
use super::refusal::Refusal;
use super::{authorize, graph, oauth};
use crate::faults::{Fault, Kind};
use crate::http::{Incoming, reply, set};
use crate::provider::directory::Provider;
use crate::provider::front::{Call, Front};
use crate::provider::{bearer, pages, sign_in};
use crate::state::State;

/// Microsoft's front door.
pub static FRONT: Front = Front {
    provider: Provider::Microsoft,
    is_api: |path| path.starts_with("/v1.0/"),
    is_token: |path| path.ends_with("/oauth2/v2.0/token"),
    refused,
    busy: Some(|state, incoming| Refusal::busy().response(state, incoming)),
    room: |state, call| room(state, call).boxed(),
};

async fn room(state: Arc<State>, call: Call) -> Response<Body> {
    let parts: Vec<&str> = call.incoming.segments.iter().map(String::as_str).collect();
    let (incoming, base) = (&call.incoming, &call.base);
    match parts.as_slice() {
        ["v1.0", ..] => graph::answer(state, incoming, base).await,
        [tenant, "oauth2", "v2.0", what] => match *what {
            "authorize" => authorize::answer(&state, incoming, tenant),
            "token" => oauth::token(&state, incoming, base, tenant),
            "logout" => authorize::logout(&state, incoming),
            _ => reply(404, "text/plain", ""),
        },
        [tenant, ".well-known", "openid-configuration"]
        | [tenant, "v2.0", ".well-known", "openid-configuration"] => oauth::discovery(base, tenant),
        [_, "discovery", "v2.0", "keys"] => oauth::keys(&state),
        ["introspect"] => bearer::introspect(&state, Provider::Microsoft, incoming),
        ["style.css"] => pages::style(),
        ["favicon.ico"] => reply(204, "image/x-icon", ""),
        _ => sign_in::answer(&state, Provider::Microsoft, incoming)
            .unwrap_or_else(|| Refusal::bad_path().response(&state, incoming)),
    }
}

/// A JSON response.
pub fn json_reply(status: u16, body: &Value) -> Response<Body> {
    let mut response = reply(status, "application/json; charset=utf-8", body.to_string());
    set(&mut response, "cache-control", "no-store, no-cache");
    response
}

fn refused(state: &State, fault: &Fault, incoming: &Incoming) -> Option<Response<Body>> {
    let code = match (fault.kind, fault.code) {
        (Kind::Throttled, code) => code.unwrap_or(429),
        (Kind::Scope, _) => 403,
        (Kind::Status, code) => code.unwrap_or(503),
        _ => return None,
    };
    let mut response = if (FRONT.is_token)(&incoming.path) {
        let number = fault.text.as_deref().and_then(|text| text.parse().ok());
        match number {
            Some(number) => Sts::of(number).response(state, incoming),
            None => {
                let mut response = Sts::of(90033).response(state, incoming);
                *response.status_mut() = axum::http::StatusCode::from_u16(code).unwrap_or_default();
                response
            }
        }
    } else {
        let mut refusal = Refusal::of(code);
        if let Some(text) = &fault.text {
            refusal.code.clone_from(text);
        }
        refusal.response(state, incoming)
    };
    let wait = fault
        .retry_after
        .or((fault.kind == Kind::Throttled).then_some(1));
    if let Some(seconds) = wait {
        response.headers_mut().remove("retry-after");
        set(&mut response, "retry-after", &seconds.to_string());
    }
    Some(response)
}
