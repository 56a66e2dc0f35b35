//! The browser's side of OAuth: authorise, log in, consent, log out (contracts 2.1).

use axum::body::Body;
use axum::http::Response;

use super::lightning::is_local;
use super::org::Org;
use super::pages::{self, COOKIE, session, words};
use crate::MARKER;
use crate::chance::unguessable;
use crate::http::{Incoming, encoded, find, redirect, see_other, set};
use crate::state::State;

const AUTHORIZE: &str = "/services/oauth2/authorize";
const SCOPES: [&str; 13] = [
    "api",
    "refresh_token",
    "id",
    "full",
    "web",
    "openid",
    "profile",
    "email",
    "offline_access",
    "visualforce",
    "lightning",
    "content",
    "custom_permissions",
];

/// What the app asks for, after the checks whose failure may be told to it.
struct Asked {
    redirect: String,
    state: Option<String>,
    scope: String,
    challenge: Option<String>,
}

/// `GET /services/oauth2/authorize`, and `POST` of the consent form to the same address.
pub fn answer(state: &State, incoming: &Incoming) -> Response<Body> {
    let user = session(state, incoming);
    let words = words(state, incoming, user.as_deref());
    let redirect_uri = incoming
        .parameter("redirect_uri")
        .unwrap_or_default()
        .to_owned();
    {
        let org = state.org();
        let known = incoming.parameter("client_id") == Some(org.client.id.as_str());
        let registered = allows(&org, &redirect_uri);
        drop(org);
        if !known {
            return pages::error(
                state,
                words,
                "invalid_client_id",
                "client identifier invalid",
            );
        }
        if !registered {
            return pages::error(
                state,
                words,
                "redirect_uri_mismatch",
                "redirect_uri must match configuration",
            );
        }
    }
    let asked = match checked(&state.org(), incoming, redirect_uri.clone()) {
        Ok(asked) => asked,
        Err((code, description)) => {
            return tell(
                &redirect_uri,
                incoming.parameter("state"),
                &[("error", code), ("error_description", description)],
            );
        }
    };
    let prompts: Vec<&str> = incoming
        .parameter("prompt")
        .unwrap_or_default()
        .split(' ')
        .collect();
    let again = prompts
        .iter()
        .any(|prompt| matches!(*prompt, "login" | "select_account"))
        && incoming.method == "GET";
    let Some(user) = user.filter(|_| !again) else {
        let hint = incoming.parameter("login_hint").unwrap_or_default();
        return pages::login(state, words, &without_login(incoming), hint, false);
    };
    if !state
        .org()
        .logins
        .get(&user)
        .is_some_and(|login| login.app_installed)
    {
        return asked.tell(&[
            ("error", "invalid_client"),
            ("error_description", "app must be installed into org"),
        ]);
    }
    let decision = if incoming.method == "POST" {
        find(&incoming.form(), "decision").map(str::to_owned)
    } else {
        None
    };
    match decision.as_deref() {
        Some("allow") => grant(state, &asked, &user),
        Some("deny") => asked.tell(&[
            ("error", "access_denied"),
            ("error_description", "end-user denied authorization"),
        ]),
        _ => {
            let org = state.org();
            let silent = org.grants.approved(&user)
                && !org.settings.consent_every_time
                && !prompts.contains(&"consent");
            let (app, name) = (org.client.name.clone(), org.username(&user).to_owned());
            drop(org);
            if silent {
                return grant(state, &asked, &user);
            }
            let action = format!("{AUTHORIZE}?{}", incoming.raw_query);
            pages::consent(state, words, &app, &name, &asked.scope, &action)
        }
    }
}

fn grant(state: &State, asked: &Asked, user: &str) -> Response<Body> {
    let now = state.clock.micros();
    let code = state.org().grants.code(
        user,
        &asked.redirect,
        asked.challenge.clone(),
        &asked.scope,
        now,
    );
    state.changed();
    asked.tell(&[("code", &code)])
}

impl Asked {
    fn tell(&self, parameters: &[(&str, &str)]) -> Response<Body> {
        tell(&self.redirect, self.state.as_deref(), parameters)
    }
}

/// Sends the browser back to the app.
fn tell(uri: &str, state: Option<&str>, parameters: &[(&str, &str)]) -> Response<Body> {
    let all = parameters
        .iter()
        .copied()
        .chain(state.map(|state| ("state", state)));
    let query: Vec<String> = all
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    let sign = if uri.contains('?') { '&' } else { '?' };
    let mut response = redirect(302, &format!("{uri}{sign}{}", query.join("&")));
    set(&mut response, "cache-control", "no-store");
    response
}

fn checked(
    org: &Org,
    incoming: &Incoming,
    redirect: String,
) -> Result<Asked, (&'static str, &'static str)> {
    match incoming.parameter("response_type") {
        Some("code") => {}
        _ => return Err(("unsupported_response_type", "response type not supported")),
    }
    let challenge = incoming
        .parameter("code_challenge")
        .filter(|challenge| !challenge.is_empty())
        .map(str::to_owned);
    if challenge.is_none() && org.settings.pkce_required {
        return Err(("invalid_request", "missing required code challenge"));
    }
    // A missing method means S256 here, unlike in the RFC: jsforce sends none.
    if incoming
        .parameter("code_challenge_method")
        .is_some_and(|method| method != "S256")
    {
        return Err(("invalid_request", "invalid code challenge method"));
    }
    let scope = incoming
        .parameter("scope")
        .unwrap_or("api refresh_token id")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if !scope.split(' ').all(|word| SCOPES.contains(&word)) {
        return Err(("invalid_scope", "the requested scope is not allowed"));
    }
    Ok(Asked {
        redirect,
        state: incoming.parameter("state").map(str::to_owned),
        scope,
        challenge,
    })
}

/// Registered exactly, or a loopback address registered with another port (RFC 8252 7.3).
fn allows(org: &Org, uri: &str) -> bool {
    if org.client.redirects.contains(uri) {
        return true;
    }
    let Some(wanted) = loopback(uri) else {
        return false;
    };
    org.client
        .redirects
        .iter()
        .filter_map(|known| loopback(known))
        .any(|known| known == wanted)
}

fn loopback(uri: &str) -> Option<String> {
    let mut parsed = url::Url::parse(uri).ok()?;
    let local = matches!(parsed.host_str()?, "localhost" | "127.0.0.1" | "[::1]")
        && parsed.scheme() == "http";
    parsed.set_port(None).ok()?;
    local.then(|| parsed.to_string())
}

/// The same request without the prompt that led to the log-in page.
fn without_login(incoming: &Incoming) -> String {
    let kept: Vec<String> = incoming
        .query
        .iter()
        .filter_map(|(name, value)| {
            if name != "prompt" {
                return Some(format!("{name}={}", encoded(value)));
            }
            let rest: Vec<&str> = value
                .split(' ')
                .filter(|prompt| !matches!(*prompt, "login" | "select_account"))
                .collect();
            (!rest.is_empty()).then(|| format!("prompt={}", encoded(&rest.join(" "))))
        })
        .collect();
    format!("{AUTHORIZE}?{}", kept.join("&"))
}

/// `GET` and `POST /login`.
pub fn login(state: &State, incoming: &Incoming) -> Response<Body> {
    let form = incoming.form();
    let next = find(&form, "next")
        .or_else(|| incoming.parameter("next"))
        .filter(|next| is_local(next))
        .unwrap_or("/");
    if incoming.method != "POST" {
        return pages::login(state, words(state, incoming, None), next, "", false);
    }
    let username = find(&form, "username").unwrap_or_default();
    let user = state
        .org()
        .sign_in(username, find(&form, "password").unwrap_or_default());
    let Some(user) = user else {
        return pages::login(state, words(state, incoming, None), next, username, true);
    };
    let cookie = format!("{MARKER}{}", unguessable(32));
    state.org().sessions.insert(cookie.clone(), user);
    state.changed();
    let mut response = see_other(next);
    set(
        &mut response,
        "set-cookie",
        &format!("{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax"),
    );
    response
}

/// `/secur/logout.jsp`, back to `retUrl` on this host.
pub fn logout(state: &State, incoming: &Incoming) -> Response<Body> {
    if let Some(cookie) = incoming.cookie(COOKIE) {
        state.org().sessions.remove(cookie);
        state.changed();
    }
    let mut response = see_other(
        incoming
            .parameter("retUrl")
            .filter(|next| is_local(next))
            .unwrap_or("/"),
    );
    set(
        &mut response,
        "set-cookie",
        &format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"),
    );
    response
}
