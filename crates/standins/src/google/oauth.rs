//! Google's token, revoke, tokeninfo, discovery and userinfo (contracts 4.1).

use axum::body::Body;
use axum::http::Response;
use serde_json::{Value, json};

use super::listener::json_reply;
use super::refusal::Refusal;
use crate::http::{Incoming, find};
use crate::provider::asking::{client, verifies};
use crate::provider::directory::{Directory, Provider, google_sub};
use crate::provider::front::bearer;
use crate::provider::grants::Living;
use crate::provider::jwt;
use crate::state::State;

const GOOGLE: Provider = Provider::Google;

type Form = [(String, String)];
/// HTTP status, `error` and `error_description`.
type Error = (u16, &'static str, String);

fn error(code: &'static str, description: impl Into<String>) -> Error {
    let status = if code == "invalid_client" { 401 } else { 400 };
    (status, code, description.into())
}

fn dead() -> Error {
    error("invalid_grant", "Token has been expired or revoked.")
}

/// `POST /oauth2/token`.
pub fn token(state: &State, incoming: &Incoming, base: &str) -> Response<Body> {
    let form = incoming.form();
    let now = state.clock.micros();
    let answer = {
        let mut directory = state.directory(GOOGLE);
        known_client(&directory, incoming, &form).and_then(|()| match find(&form, "grant_type") {
            _ if incoming.method != "POST" => Err(error("invalid_request", "Use POST")),
            Some("authorization_code") => exchange(&mut directory, &form, base, now),
            Some("refresh_token") => refresh(&mut directory, &form, base, now),
            other => Err(error(
                "unsupported_grant_type",
                format!("Invalid grant_type: {}", other.unwrap_or_default()),
            )),
        })
    };
    state.changed();
    match answer {
        Ok(body) => json_reply(200, &body),
        Err((status, code, description)) => json_reply(
            status,
            &json!({ "error": code, "error_description": description }),
        ),
    }
}

fn known_client(directory: &Directory, incoming: &Incoming, form: &Form) -> Result<(), Error> {
    let (id, secret) = client(incoming, form);
    if id.is_empty() {
        return Err(error(
            "invalid_request",
            "Could not determine client ID from request.",
        ));
    }
    if id != directory.app.id {
        return Err(error("invalid_client", "The OAuth client was not found."));
    }
    if secret.is_empty() {
        return Err(error("invalid_request", "client_secret is missing."));
    }
    if secret != directory.app.secret {
        return Err(error(
            "invalid_client",
            "The provided client secret is invalid.",
        ));
    }
    Ok(())
}

fn required<'a>(form: &'a Form, name: &str) -> Result<&'a str, Error> {
    let value = find(form, name).filter(|value| !value.is_empty());
    value.ok_or_else(|| {
        error(
            "invalid_request",
            format!("Missing required parameter: {name}"),
        )
    })
}

fn exchange(directory: &mut Directory, form: &Form, base: &str, now: i64) -> Result<Value, Error> {
    let value = required(form, "code")?;
    let verifier = find(form, "code_verifier");
    let code = directory
        .grants
        .redeem(value, true, now)
        .map_err(|_| error("invalid_grant", "Bad Request"))?;
    if find(form, "redirect_uri") != Some(code.redirect.as_str()) {
        return Err(error("redirect_uri_mismatch", "Bad Request"));
    }
    if code.challenge.is_some() && verifier.is_none() {
        return Err(error("invalid_grant", "Missing code verifier."));
    }
    if !verifies(&code.challenge, verifier) {
        return Err(error("invalid_grant", "Invalid code verifier."));
    }
    if directory.active(&code.user).is_none() {
        return Err(dead());
    }
    let life = directory.settings.access_token_life_seconds;
    let place = directory
        .grants
        .begin(&code.user, code.scopes.clone(), value, now);
    let access = directory
        .grants
        .give_access(GOOGLE, place, code.scopes.clone(), life, now);
    let mut answer = answer(
        directory,
        &code.user,
        &code.scopes,
        &access,
        code.nonce.as_deref(),
        base,
        now,
    )?;
    if code.lasting {
        answer["refresh_token"] = json!(directory.grants.give_refresh(GOOGLE, place, None, now));
    }
    Ok(answer)
}

fn refresh(directory: &mut Directory, form: &Form, base: &str, now: i64) -> Result<Value, Error> {
    let token = required(form, "refresh_token")?;
    let settings = directory.settings.clone();
    let place = directory
        .grants
        .spend(token, &settings, now)
        .ok_or_else(dead)?;
    let family = directory.grants.family(place);
    let (user, scopes) = (family.user.clone(), family.scopes.clone());
    if directory.active(&user).is_none() {
        return Err(dead());
    }
    let access = directory.grants.give_access(
        GOOGLE,
        place,
        scopes.clone(),
        settings.access_token_life_seconds,
        now,
    );
    // No refresh token here: the old one goes on.
    answer(directory, &user, &scopes, &access, None, base, now)
}

fn answer(
    directory: &Directory,
    user: &str,
    scopes: &[String],
    access: &str,
    nonce: Option<&str>,
    base: &str,
    now: i64,
) -> Result<Value, Error> {
    let life = directory.settings.access_token_life_seconds;
    let mut answer = json!({ "access_token": access, "expires_in": life, "scope": scopes.join(" "), "token_type": "Bearer" });
    if scopes.iter().any(|scope| scope == "openid") {
        let now = now / 1_000_000;
        let mut claims = claims(directory, user, scopes);
        claims["iss"] = json!(base);
        claims["aud"] = json!(directory.app.id);
        claims["azp"] = json!(directory.app.id);
        claims["iat"] = json!(now);
        claims["exp"] = json!(now + 3_600);
        if let Some(nonce) = nonce {
            claims["nonce"] = json!(nonce);
        }
        let signed = jwt::sign(&directory.key, &claims)
            .map_err(|failed| (500, "internal_failure", failed.to_string()))?;
        answer["id_token"] = json!(signed);
    }
    Ok(answer)
}

/// What id token and userinfo say, as far as the scopes go.
fn claims(directory: &Directory, user: &str, scopes: &[String]) -> Value {
    let Some(user) = directory.user(user) else {
        return json!({});
    };
    let has = |name: &str| scopes.iter().any(|scope| scope.ends_with(name));
    let mut claims = json!({ "sub": google_sub(&user.email) });
    if has("userinfo.email") {
        claims["email"] = json!(user.email);
        claims["email_verified"] = json!(true);
        claims["hd"] = json!(user.email.rsplit('@').next());
    }
    if has("userinfo.profile") {
        claims["name"] = json!(user.name());
        claims["given_name"] = json!(user.given_name);
        claims["family_name"] = json!(user.family_name);
    }
    claims
}

/// `POST /oauth2/revoke`.
pub fn revoke(state: &State, incoming: &Incoming) -> Response<Body> {
    let form = incoming.form();
    let token = find(&form, "token")
        .or_else(|| incoming.parameter("token"))
        .unwrap_or_default();
    let revoked = state
        .directory(GOOGLE)
        .grants
        .revoke(token, state.clock.micros());
    state.changed();
    if revoked {
        json_reply(200, &json!({}))
    } else {
        json_reply(
            400,
            &json!({ "error": "invalid_token", "error_description": "Token expired or revoked" }),
        )
    }
}

fn living(state: &State, token: &str) -> Option<Living> {
    let directory = state.directory(GOOGLE);
    let living = directory.grants.living(token, state.clock.micros())?;
    directory.active(&living.user)?;
    Some(living)
}

/// `/oauth2/tokeninfo`.
pub fn token_info(state: &State, incoming: &Incoming) -> Response<Body> {
    let form = incoming.form();
    let token = incoming
        .parameter("access_token")
        .or_else(|| find(&form, "access_token"));
    let token = token
        .map(str::to_owned)
        .or_else(|| bearer(incoming))
        .unwrap_or_default();
    let Some(living) = living(state, &token) else {
        return json_reply(
            400,
            &json!({ "error": "invalid_token", "error_description": "Invalid Value" }),
        );
    };
    let directory = state.directory(GOOGLE);
    let mut body = claims(&directory, &living.user, &living.scopes);
    body["azp"] = json!(directory.app.id);
    body["aud"] = json!(directory.app.id);
    body["scope"] = json!(living.scopes.join(" "));
    body["exp"] = json!((living.ends / 1_000_000).to_string());
    body["expires_in"] = json!(((living.ends - state.clock.micros()) / 1_000_000).to_string());
    body["access_type"] = json!("offline");
    if body.get("email").is_some() {
        body["email_verified"] = json!("true");
    }
    json_reply(200, &body)
}

/// `/v1/userinfo`.
pub fn user_info(state: &State, incoming: &Incoming) -> Response<Body> {
    let Some(living) = bearer(incoming).and_then(|token| living(state, &token)) else {
        return json_reply(
            401,
            &json!({ "error": "invalid_request", "error_description": "Invalid Credentials" }),
        );
    };
    json_reply(
        200,
        &claims(&state.directory(GOOGLE), &living.user, &living.scopes),
    )
}

/// `/.well-known/openid-configuration`.
pub fn discovery(base: &str) -> Response<Body> {
    let at = |path: &str| format!("{base}{path}");
    json_reply(
        200,
        &json!({
            "issuer": base, "authorization_endpoint": at("/o/oauth2/v2/auth"), "token_endpoint": at("/oauth2/token"),
            "userinfo_endpoint": at("/v1/userinfo"), "revocation_endpoint": at("/oauth2/revoke"), "jwks_uri": at("/oauth2/v3/certs"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
            "scopes_supported": ["openid", "email", "profile"], "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "code_challenge_methods_supported": ["plain", "S256"], "grant_types_supported": ["authorization_code", "refresh_token"],
        }),
    )
}

/// `/oauth2/v3/certs`.
pub fn certs(state: &State) -> Response<Body> {
    let keys = jwt::key_set(&state.directory(GOOGLE).key);
    match keys {
        Ok(keys) => json_reply(200, &keys),
        Err(_) => Refusal::of(500).response(),
    }
}
