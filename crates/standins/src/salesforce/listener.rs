//! The Salesforce stand-in's front door: faults, sign-in of API calls, then the right room.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use serde_json::{Value, json};

use super::org::Org;
use super::refusal::Refusal;
use super::rest::{self, Call};
use super::{authorize, identity, lightning, oauth, orders, pages};
use crate::faults::{Fault, Kind};
use crate::http::{Incoming, cut, find, reply, set};
use crate::journal;
use crate::state::State;

/// Marks a response whose connection breaks off in the middle.
#[derive(Clone, Copy)]
struct BrokenOff;

const LONGEST_ADDRESS: usize = 16_384;

/// Answers one HTTP request.
pub async fn handle(state: Arc<State>, request: Request<Body>) -> Response<Body> {
    let Some(incoming) = Incoming::read(request).await else {
        return reply(413, "text/plain", "too large");
    };
    let account = account(&state, &incoming);
    let struck = state
        .faults
        .strike("salesforce", &account, &incoming.path, |fault| {
            fits(fault, &incoming)
        });
    for fault in struck.iter().filter(|fault| fault.kind == Kind::Slow) {
        tokio::time::sleep(Duration::from_millis(fault.ms.unwrap_or(1_000))).await;
    }
    for fault in &struck {
        end_tokens(&state, fault, &incoming);
    }
    let mut response = match struck.iter().find_map(refused) {
        Some(response) => response,
        None => room(&state, &incoming),
    };
    let is_cut = struck.iter().any(|fault| fault.kind == Kind::Cut)
        || response.extensions().get::<BrokenOff>().is_some();
    state.journal.add(journal::Call {
        service: "salesforce",
        method: incoming.method.clone(),
        path: incoming.full_path(),
        account,
        status: if is_cut {
            0
        } else {
            response.status().as_u16()
        },
        at: state.clock.now().to_string(),
    });
    let (used, most) = {
        let org = state.org();
        (org.meter.used(), org.settings.daily_requests)
    };
    set(
        &mut response,
        "sforce-limit-info",
        &format!("api-usage={used}/{most}"),
    );
    set(&mut response, "x-content-type-options", "nosniff");
    if !response.headers().contains_key("referrer-policy") {
        set(&mut response, "referrer-policy", "no-referrer");
    }
    if is_cut {
        cut(response).await
    } else {
        response
    }
}

/// Token faults wait for a call that uses such a token.
fn fits(fault: &Fault, incoming: &Incoming) -> bool {
    let refreshing = || find(&incoming.form(), "grant_type") == Some("refresh_token");
    match fault.kind {
        Kind::Refuse => false,
        Kind::Expired => bearer(incoming).is_some(),
        Kind::Revoked => incoming.path.starts_with("/services/oauth2/token") && refreshing(),
        // Without a path, pages people look at stay whole.
        Kind::Throttled | Kind::Status | Kind::Cut if fault.path.is_none() => {
            incoming.path.starts_with("/services/data")
                || incoming.path.starts_with("/services/oauth2/token")
        }
        _ => true,
    }
}

fn end_tokens(state: &State, fault: &Fault, incoming: &Incoming) {
    let mut org = state.org();
    match fault.kind {
        Kind::Expired => {
            if let Some(user) =
                bearer(incoming).and_then(|token| org.grants.owner(&token).map(str::to_owned))
            {
                org.grants.expire(Some(&user));
            }
        }
        Kind::Revoked => {
            let form = incoming.form();
            if let Some(user) = find(&form, "refresh_token")
                .and_then(|token| org.grants.owner(token).map(str::to_owned))
            {
                org.grants.revoke_user(&user);
            }
        }
        _ => {}
    }
}

fn refused(fault: &Fault) -> Option<Response<Body>> {
    let (status, code, message) = match (fault.kind, fault.code) {
        (Kind::Throttled, None | Some(403)) => (
            403,
            "REQUEST_LIMIT_EXCEEDED",
            "TotalRequests Limit exceeded.",
        ),
        (Kind::Throttled, Some(status)) => (status, "SERVER_UNAVAILABLE", "server too busy"),
        (Kind::Status, code) => (
            code.unwrap_or(500),
            "UNKNOWN_EXCEPTION",
            "An unexpected error occurred. Please include this ErrorId if you contact support: 1234567-123 (-123456789)",
        ),
        _ => return None,
    };
    let code = fault.text.as_deref().unwrap_or(code);
    let message = orders::wording(code).unwrap_or(message);
    let mut response = json_reply(status, &json!([{ "message": message, "errorCode": code }]));
    if let Some(seconds) = fault
        .retry_after
        .or((status == 429 || status == 503).then_some(1))
    {
        set(&mut response, "retry-after", &seconds.to_string());
    }
    Some(response)
}

/// The access token of a call: header, or `oauth_token` in the query of the identity address.
pub fn bearer(incoming: &Incoming) -> Option<String> {
    let header = incoming.header("authorization").and_then(|text| {
        let (scheme, token) = text.split_once(' ')?;
        ["bearer", "oauth"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known))
            .then(|| token.trim().to_owned())
    });
    header.or_else(|| incoming.parameter("oauth_token").map(str::to_owned))
}

fn account(state: &State, incoming: &Incoming) -> String {
    let org = state.org();
    let form;
    let token = match bearer(incoming) {
        Some(token) => Some(token),
        None if incoming.path.starts_with("/services/oauth2/") => {
            form = incoming.form();
            find(&form, "refresh_token")
                .or_else(|| find(&form, "token"))
                .map(str::to_owned)
        }
        None => None,
    };
    let user = token.and_then(|token| org.grants.owner(&token).map(str::to_owned));
    let user = user.or_else(|| {
        incoming
            .cookie(pages::COOKIE)
            .and_then(|cookie| org.sessions.get(cookie).cloned())
    });
    user.map_or(String::new(), |user| org.username(&user).to_owned())
}

fn room(state: &State, incoming: &Incoming) -> Response<Body> {
    let parts: Vec<&str> = incoming.segments.iter().map(String::as_str).collect();
    let get = matches!(incoming.method.as_str(), "GET" | "HEAD");
    match parts.as_slice() {
        ["services", "data"] if get => json_reply(200, &rest::versions()),
        ["services", "data", ..] => data(state, incoming),
        ["services", "oauth2", "authorize"] => authorize::answer(state, incoming),
        ["services", "oauth2", "token"] => oauth::token(state, incoming),
        ["services", "oauth2", "revoke"] => oauth::revoke(state, incoming),
        ["services", "oauth2", "introspect"] => oauth::introspect(state, incoming),
        ["services", "oauth2", "userinfo"] => identity::userinfo(state, incoming),
        ["id", org, user] => identity::identity(state, incoming, org, user),
        ["style.css"] => asset("text/css; charset=utf-8", pages::STYLE),
        [name] if let Some((_, text)) = pages::SCRIPTS.iter().find(|(known, _)| known == name) => {
            asset("text/javascript; charset=utf-8", text)
        }
        ["favicon.ico"] => reply(204, "image/x-icon", ""),
        ["login"] => authorize::login(state, incoming),
        ["secur", "logout.jsp"] => authorize::logout(state, incoming),
        _ => lightning::answer(state, incoming, &parts),
    }
}

fn asset(kind: &str, text: &'static str) -> Response<Body> {
    let mut response = reply(200, kind, text);
    set(&mut response, "cache-control", "public, max-age=300");
    response
}

/// A JSON response.
pub fn json_reply(status: u16, body: &Value) -> Response<Body> {
    reply(status, "application/json;charset=UTF-8", body.to_string())
}

fn data(state: &State, incoming: &Incoming) -> Response<Body> {
    match data_answer(state, incoming) {
        Ok(answer) => {
            let mut response = match answer.body {
                Some(body) => json_reply(answer.status, &body),
                None => reply(answer.status, "application/json;charset=UTF-8", ""),
            };
            if let Some(location) = answer.location {
                set(&mut response, "location", &location);
            }
            response
        }
        Err(refusal) => {
            let mut response = json_reply(refusal.status, &refusal.body());
            if refusal.status == 0 {
                response.extensions_mut().insert(BrokenOff);
            }
            if refusal.status == 401 {
                set(&mut response, "www-authenticate", "Token");
            }
            response
        }
    }
}

fn data_answer(state: &State, incoming: &Incoming) -> Result<rest::Answer, Refusal> {
    let now = state.clock.now();
    let mut org = state.org();
    let expired = || Refusal::new(401, "INVALID_SESSION_ID", "Session expired or invalid");
    if incoming.full_path().len() > LONGEST_ADDRESS {
        return Err(Refusal::new(414, "URI_TOO_LONG", "URI Too Long"));
    }
    let token = match bearer(incoming) {
        Some(token) => token,
        None if incoming.header("authorization").is_some() => {
            return Err(Refusal::new(
                401,
                "INVALID_AUTH_HEADER",
                "INVALID_HEADER_TYPE",
            ));
        }
        None => return Err(expired()),
    };
    let life = org.settings.access_token_life_seconds;
    let (user, scope) = org
        .grants
        .visit(&token, life, now.as_microsecond())
        .ok_or_else(expired)?;
    if !org.is_active(&user) {
        return Err(expired());
    }
    if !scope.split(' ').any(|word| matches!(word, "api" | "full")) {
        return Err(Refusal::new(
            403,
            "INVALID_SESSION_ID",
            "This session is not valid for use with the REST API",
        ));
    }
    if !org.logins.get(&user).is_some_and(|login| login.api_enabled) {
        return Err(Refusal::new(
            403,
            "API_CURRENTLY_DISABLED",
            "API is disabled for this User",
        ));
    }
    let most = org.settings.daily_requests;
    if !org.meter.count(most, now) {
        return Err(Refusal::new(
            403,
            "REQUEST_LIMIT_EXCEEDED",
            "TotalRequests Limit exceeded.",
        ));
    }
    let call = call(state, incoming, &org, user, now)?;
    orders::call(&state.faults, &call.username, &call)?;
    let answer = rest::answer(&mut org, &call);
    if call.method != "GET" {
        state.changed();
    }
    answer
}

fn call(
    state: &State,
    incoming: &Incoming,
    org: &Org,
    user: String,
    now: jiff::Timestamp,
) -> Result<Call, Refusal> {
    let version = incoming.segments.get(2).cloned().unwrap_or_default();
    let number: Option<u32> = version
        .strip_prefix('v')
        .and_then(|text| text.strip_suffix(".0"))
        .and_then(|text| text.parse().ok());
    match number {
        Some(number) if rest::VERSIONS.contains(&number) => {}
        Some(number) if number < *rest::VERSIONS.start() => {
            return Err(Refusal::new(
                410,
                "UNSUPPORTED_API_VERSION",
                format!("API version {number}.0 is retired"),
            ));
        }
        _ => return Err(Refusal::not_found()),
    }
    let mut method = incoming.method.clone();
    if method == "POST"
        && let Some(other) = incoming.parameter("_HttpMethod")
    {
        method = other.to_uppercase();
    }
    let batch = incoming.header("sforce-query-options").and_then(|text| {
        text.split([',', ';']).find_map(|option| {
            option
                .trim()
                .strip_prefix("batchSize=")?
                .trim()
                .parse::<usize>()
                .ok()
        })
    });
    Ok(Call {
        method,
        segments: incoming.segments[3..].to_vec(),
        query: incoming.query.clone(),
        body: body(incoming)?,
        version,
        batch: batch.unwrap_or(2_000).clamp(200, 2_000),
        username: org.username(&user).to_owned(),
        sight: Arc::new(org.package.sight(org.username(&user))),
        faults: Arc::clone(&state.faults),
        user,
        now,
    })
}

fn body(incoming: &Incoming) -> Result<Option<Value>, Refusal> {
    if incoming.body.is_empty() || matches!(incoming.method.as_str(), "GET" | "HEAD" | "DELETE") {
        return Ok(None);
    }
    let kind = incoming
        .header("content-type")
        .unwrap_or("application/json");
    if !kind.contains("json") {
        return Err(Refusal::new(
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            format!("Content type {kind} not supported"),
        ));
    }
    serde_json::from_slice(&incoming.body)
        .map(Some)
        .map_err(|error| {
            Refusal::new(
                400,
                "JSON_PARSER_ERROR",
                format!(
                    "Unexpected character at [line:{}, column:{}]",
                    error.line(),
                    error.column()
                ),
            )
        })
}
