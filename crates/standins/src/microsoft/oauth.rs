//! Microsoft's token address, discovery and keys (contracts 5.1).

use axum::body::Body;
use axum::http::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::aadsts::Sts;
use super::listener::json_reply;
use crate::http::{Incoming, find};
use crate::provider::asking::{client, verifies};
use crate::provider::directory::{Consent, Directory, Provider, guid};
use crate::provider::grants::{NoCode, Place};
use crate::provider::jwt;
use crate::state::State;

const MICROSOFT: Provider = Provider::Microsoft;
const GRAPH: &str = "https://graph.microsoft.com/";
const OUTLOOK: &str = "https://outlook.office.com/";
const IDENTITY: [&str; 4] = ["openid", "profile", "email", "offline_access"];

type Form = [(String, String)];

/// The company's tenant.
pub fn tenant_id() -> String {
    guid("tenant of fjordlight.example")
}

/// Whether there is such a tenant.
pub fn is_tenant(tenant: &str) -> bool {
    matches!(
        tenant,
        "common" | "organizations" | "consumers" | "fjordlight.example"
    ) || tenant == tenant_id()
}

/// A scope without the name of Graph in front.
pub fn short(scope: &str) -> String {
    scope.strip_prefix(GRAPH).unwrap_or(scope).to_owned()
}

/// Whether a scope means something here.
pub fn is_scope(scope: &str) -> bool {
    let name = scope
        .strip_prefix(OUTLOOK)
        .map_or_else(|| short(scope), str::to_owned);
    IDENTITY.contains(&scope) || (name.contains('.') && !name.contains([':', '/']))
}

fn is_outlook(scope: &str) -> bool {
    scope.starts_with(OUTLOOK)
}

/// `POST /{tenant}/oauth2/v2.0/token`.
pub fn token(state: &State, incoming: &Incoming, base: &str, tenant: &str) -> Response<Body> {
    let form = incoming.form();
    let now = state.clock.micros();
    let answer = {
        let mut directory = state.directory(MICROSOFT);
        let known = if is_tenant(tenant) {
            known_client(&directory, incoming, &form)
        } else {
            Err(Sts::of(90002))
        };
        known.and_then(|()| match find(&form, "grant_type") {
            Some("authorization_code") => exchange(&mut directory, &form, base, now),
            Some("refresh_token") => refresh(&mut directory, &form, base, now),
            _ => Err(Sts::of(70003)),
        })
    };
    state.changed();
    match answer {
        Ok(body) => json_reply(200, &body),
        Err(sts) => sts.response(state, incoming),
    }
}

fn known_client(directory: &Directory, incoming: &Incoming, form: &Form) -> Result<(), Sts> {
    let (id, secret) = client(incoming, form);
    if id != directory.app.id {
        return Err(Sts::of(700016));
    }
    if secret != directory.app.secret {
        return Err(Sts::of(7000215));
    }
    Ok(())
}

fn required<'a>(form: &'a Form, name: &str) -> Result<&'a str, Sts> {
    let value = find(form, name).filter(|value| !value.is_empty());
    value.ok_or_else(|| {
        Sts::of(900144).saying(format!(
            "The request body must contain the following parameter: '{name}'."
        ))
    })
}

fn exchange(directory: &mut Directory, form: &Form, base: &str, now: i64) -> Result<Value, Sts> {
    let value = required(form, "code")?;
    let redirect = required(form, "redirect_uri")?;
    let code = directory
        .grants
        .redeem(value, false, now)
        .map_err(|why| match why {
            NoCode::Unknown => Sts::of(70000),
            NoCode::Old => Sts::of(70008),
            NoCode::Used => Sts::of(54005),
        })?;
    if code.redirect != redirect {
        return Err(Sts::of(50011));
    }
    if !verifies(&code.challenge, find(form, "code_verifier")) {
        return Err(Sts::of(501481));
    }
    let place = directory
        .grants
        .begin(&code.user, code.scopes.clone(), value, now);
    answer(
        directory,
        place,
        form,
        code.nonce.as_deref(),
        code.lasting,
        base,
        now,
    )
}

fn refresh(directory: &mut Directory, form: &Form, base: &str, now: i64) -> Result<Value, Sts> {
    let token = required(form, "refresh_token")?;
    let known = directory.grants.knows_refresh(token);
    let settings = directory.settings.clone();
    let place = directory.grants.spend(token, &settings, now);
    let place = place.ok_or_else(|| {
        if known {
            Sts::of(50173)
        } else {
            Sts::of(70000)
        }
    })?;
    answer(directory, place, form, None, true, base, now)
}

/// Tokens for the one resource that was asked for.
fn answer(
    directory: &mut Directory,
    place: Place,
    form: &Form,
    nonce: Option<&str>,
    lasting: bool,
    base: &str,
    now: i64,
) -> Result<Value, Sts> {
    let family = directory.grants.family(place);
    let (user, allowed) = (family.user.clone(), family.scopes.clone());
    let account = directory.user(&user).ok_or_else(|| Sts::of(50034))?;
    if !account.active {
        return Err(Sts::of(50057));
    }
    if account.consent != Consent::User {
        return Err(Sts::of(65001));
    }
    let asked: Vec<String> = find(form, "scope")
        .unwrap_or_default()
        .split_whitespace()
        .map(short)
        .collect();
    let wanted: Vec<&String> = asked
        .iter()
        .filter(|scope| !IDENTITY.contains(&scope.as_str()))
        .collect();
    let outlook = match (
        wanted.iter().any(|scope| is_outlook(scope)),
        wanted.iter().all(|scope| is_outlook(scope)),
    ) {
        (true, false) => return Err(Sts::of(28000)),
        _ if wanted.is_empty() => {
            allowed
                .iter()
                .all(|scope| is_outlook(scope) || IDENTITY.contains(&scope.as_str()))
                && allowed.iter().any(|scope| is_outlook(scope))
        }
        (all, _) => all,
    };
    let missing = |scope: &&&String| {
        !scope.ends_with(".default")
            && !allowed
                .iter()
                .any(|known| known.eq_ignore_ascii_case(scope))
    };
    if wanted.iter().any(|scope| missing(&scope)) {
        return Err(Sts::of(65001));
    }
    let scopes: Vec<String> = allowed
        .iter()
        .filter(|scope| {
            scope.as_str() != "offline_access"
                && (IDENTITY.contains(&scope.as_str()) || is_outlook(scope) == outlook)
        })
        .cloned()
        .collect();
    let life = directory.settings.access_token_life_seconds;
    let access = directory
        .grants
        .give_access(MICROSOFT, place, scopes.clone(), life, now);
    let mut answer = json!({ "token_type": "Bearer", "scope": scopes.join(" "), "expires_in": life, "ext_expires_in": life, "access_token": access });
    if lasting {
        let grace = directory.settings.replaced_refresh_life_seconds;
        let spent = find(form, "refresh_token").map(|spent| (spent, grace));
        answer["refresh_token"] =
            json!(directory.grants.give_refresh(MICROSOFT, place, spent, now));
    }
    if allowed.iter().any(|scope| scope == "openid") {
        let signed = id_token(directory, &user, nonce, base, now)
            .map_err(|failed| Sts::of(90033).saying(failed.to_string()))?;
        answer["id_token"] = json!(signed);
    }
    if find(form, "client_info") == Some("1") {
        let info = json!({ "uid": guid(&user), "utid": tenant_id() });
        answer["client_info"] = json!(URL_SAFE_NO_PAD.encode(info.to_string()));
    }
    Ok(answer)
}

fn id_token(
    directory: &Directory,
    user: &str,
    nonce: Option<&str>,
    base: &str,
    now: i64,
) -> anyhow::Result<String> {
    let seconds = now / 1_000_000;
    let tenant = tenant_id();
    let account = directory.user(user);
    let email = account.map(|user| user.email.clone()).unwrap_or_default();
    let mut claims = json!({
        "aud": directory.app.id, "iss": format!("{base}/{tenant}/v2.0"), "iat": seconds, "nbf": seconds, "exp": seconds + 3_900,
        "oid": guid(user), "sub": guid(&format!("pairwise {user}")), "tid": tenant, "ver": "2.0",
        "name": account.map(crate::provider::directory::User::name), "preferred_username": email, "email": email,
    });
    if let Some(nonce) = nonce {
        claims["nonce"] = json!(nonce);
    }
    jwt::sign(&directory.key, &claims)
}

/// `/{tenant}/v2.0/.well-known/openid-configuration`.
pub fn discovery(base: &str, tenant: &str) -> Response<Body> {
    let issuer = match tenant {
        "common" | "organizations" => "{tenantid}".to_owned(),
        _ => tenant_id(),
    };
    let at = |path: &str| format!("{base}/{tenant}{path}");
    json_reply(
        200,
        &json!({
            "issuer": format!("{base}/{issuer}/v2.0"), "authorization_endpoint": at("/oauth2/v2.0/authorize"), "token_endpoint": at("/oauth2/v2.0/token"),
            "end_session_endpoint": at("/oauth2/v2.0/logout"), "jwks_uri": at("/discovery/v2.0/keys"), "userinfo_endpoint": format!("{base}/v1.0/me"),
            "response_types_supported": ["code"], "response_modes_supported": ["query"], "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["ES256"], "scopes_supported": IDENTITY, "code_challenge_methods_supported": ["plain", "S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"], "tenant_region_scope": null,
        }),
    )
}

/// `/{tenant}/discovery/v2.0/keys`.
pub fn keys(state: &State) -> Response<Body> {
    match jwt::key_set(&state.directory(MICROSOFT).key) {
        Ok(keys) => json_reply(200, &keys),
        Err(failed) => json_reply(500, &json!({ "error": failed.to_string() })),
    }
}
