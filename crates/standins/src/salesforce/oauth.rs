//! Token, revoke and introspect (contracts 2.1).

use axum::body::Body;
use axum::http::Response;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::grants::Tokens;
use super::listener::json_reply;
use super::orders;
use super::org::Org;
use crate::faults::Faults;
use crate::http::{Incoming, find, reply, set};
use crate::state::State;

const LONGEST_VERIFIER: usize = 256;

type Form = Vec<(String, String)>;

/// `error` and `error_description`.
type Error = (&'static str, String);

fn no_store(status: u16, body: &Value) -> Response<Body> {
    let mut response = json_reply(status, body);
    set(&mut response, "cache-control", "no-store");
    set(&mut response, "pragma", "no-cache");
    response
}

fn error(code: &'static str, description: impl Into<String>) -> Error {
    (code, description.into())
}

fn refused((code, description): Error) -> Response<Body> {
    no_store(
        400,
        &json!({ "error": code, "error_description": description }),
    )
}

/// `POST /services/oauth2/token`.
pub fn token(state: &State, incoming: &Incoming) -> Response<Body> {
    if incoming.method != "POST" {
        return refused(error("invalid_request", "must use HTTP POST"));
    }
    let form = incoming.form();
    let now = state.clock.micros();
    let mut org = state.org();
    let tokens = client(&org, incoming, &form).and_then(|()| match find(&form, "grant_type") {
        Some("authorization_code") => exchange(&mut org, &form, now),
        Some("refresh_token") => refresh(&mut org, &state.faults, &form, now),
        Some(_) => Err(error("unsupported_grant_type", "grant type not supported")),
        None => Err(error(
            "invalid_request",
            "missing required field: grant_type",
        )),
    });
    state.changed();
    match tokens {
        Ok(tokens) => no_store(200, &answer(&org, &tokens, now / 1_000)),
        Err(error) => refused(error),
    }
}

/// Body of a successful token call; `issued` in milliseconds.
pub fn answer(org: &Org, tokens: &Tokens, issued: i64) -> Value {
    let id = identity_url(org, &tokens.user);
    let issued = issued.to_string();
    let mut body = json!({
        "access_token": tokens.access, "signature": signature(&org.client.secret, &id, &issued), "scope": tokens.scope,
        "instance_url": org.url, "id": id, "token_type": "Bearer", "issued_at": issued,
    });
    if let Some(refresh) = &tokens.refresh {
        body["refresh_token"] = json!(refresh);
    }
    body
}

/// `{host}/id/{org}/{user}`.
pub fn identity_url(org: &Org, user: &str) -> String {
    format!("{}/id/{}/{user}", org.url, org.id)
}

fn signature(secret: &str, id: &str, issued: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(id.as_bytes());
    mac.update(issued.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn basic(incoming: &Incoming) -> Option<(String, String)> {
    let text = incoming.header("authorization")?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let plain = |part: &str| {
        crate::http::pairs(part.as_bytes())
            .into_iter()
            .next()
            .map_or(String::new(), |(key, _)| key)
    };
    Some((plain(id), plain(secret)))
}

fn client(org: &Org, incoming: &Incoming, form: &Form) -> Result<(), Error> {
    let (id, secret) = basic(incoming).unwrap_or_else(|| {
        let field = |name| find(form, name).unwrap_or_default().to_owned();
        (field("client_id"), field("client_secret"))
    });
    if id.is_empty() {
        return Err(error(
            "invalid_request",
            "missing required field: client_id",
        ));
    }
    if id != org.client.id {
        return Err(error("invalid_client_id", "client identifier invalid"));
    }
    if secret != org.client.secret {
        return Err(error("invalid_client", "invalid client credentials"));
    }
    Ok(())
}

fn required<'a>(form: &'a Form, name: &str) -> Result<&'a str, Error> {
    find(form, name)
        .filter(|value| !value.is_empty())
        .ok_or_else(|| error("invalid_request", format!("missing required field: {name}")))
}

fn exchange(org: &mut Org, form: &Form, now: i64) -> Result<Tokens, Error> {
    let value = required(form, "code")?;
    let redirect = required(form, "redirect_uri")?;
    let verifier = find(form, "code_verifier").unwrap_or_default();
    let code = org
        .grants
        .redeem(value, now)
        .ok_or_else(|| error("invalid_grant", "expired authorization code"))?;
    if code.redirect != redirect {
        return Err(error(
            "redirect_uri_mismatch",
            "redirect_uri must match configuration",
        ));
    }
    if let Some(challenge) = &code.challenge {
        let proper = (43..=LONGEST_VERIFIER).contains(&verifier.len());
        if !proper
            || URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != challenge.trim_end_matches('=')
        {
            return Err(error("invalid_grant", "invalid code verifier"));
        }
    }
    if !org.is_active(&code.user) {
        return Err(error("invalid_grant", "inactive user"));
    }
    let id = org.id.clone();
    Ok(org.grants.begin(&id, &code.user, &code.scope, value, now))
}

fn refresh(org: &mut Org, faults: &Faults, form: &Form, now: i64) -> Result<Tokens, Error> {
    let token = required(form, "refresh_token")?;
    let id = org.id.clone();
    if let Some(user) = org.grants.owner(token)
        && let Some(description) = orders::sign_in(faults, org.username(user))
    {
        return Err(error("invalid_grant", description));
    }
    if org
        .grants
        .owner(token)
        .is_some_and(|user| !org.is_active(user))
    {
        return Err(error("invalid_grant", "inactive user"));
    }
    let rotate = org.settings.rotation;
    org.grants
        .refresh(&id, token, rotate, now)
        .ok_or_else(|| error("invalid_grant", "expired access/refresh token"))
}

/// `POST /services/oauth2/revoke`: 200 without a body.
pub fn revoke(state: &State, incoming: &Incoming) -> Response<Body> {
    let form = incoming.form();
    let token = find(&form, "token")
        .or_else(|| incoming.parameter("token"))
        .unwrap_or_default();
    let revoked = state.org().grants.revoke(token);
    state.changed();
    if revoked {
        return reply(200, "text/plain", "");
    }
    refused(error(
        "unsupported_token_type",
        "this token type is not supported",
    ))
}

/// `POST /services/oauth2/introspect`.
pub fn introspect(state: &State, incoming: &Incoming) -> Response<Body> {
    let form = incoming.form();
    let org = state.org();
    if let Err(error) = client(&org, incoming, &form) {
        return refused(error);
    }
    let Some((family, kind, made)) =
        find(&form, "token").and_then(|token| org.grants.look_up(token))
    else {
        return no_store(200, &json!({ "active": false }));
    };
    let issued = made / 1_000_000;
    no_store(
        200,
        &json!({
            "active": true, "scope": family.scope, "client_id": org.client.id, "username": org.username(&family.user), "sub": identity_url(&org, &family.user),
            "token_type": kind, "iat": issued, "nbf": issued, "exp": issued + org.settings.access_token_life_seconds,
        }),
    )
}
