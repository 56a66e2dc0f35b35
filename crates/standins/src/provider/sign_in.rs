//! Signing in to a provider: address, then password, then on to where one wanted to go.

use axum::body::Body;
use axum::http::Response;

use super::directory::Provider;
use super::pages::{Stage, session};
use crate::MARKER;
use crate::chance::unguessable;
use crate::http::{Incoming, find, see_other, set};
use crate::state::State;

/// `/`, `/signin/…` and `/signout`; `None` for other addresses.
pub fn answer(state: &State, provider: Provider, incoming: &Incoming) -> Option<Response<Body>> {
    let parts: Vec<&str> = incoming.segments.iter().map(String::as_str).collect();
    let form = incoming.form();
    let next = find(&form, "next").or_else(|| incoming.parameter("next"));
    let next = next.filter(|next| is_local(next)).unwrap_or("/");
    let address = find(&form, "address").unwrap_or_default();
    let stage = Stage::new(state, provider, incoming);
    match (incoming.method.as_str(), parts.as_slice()) {
        ("POST", ["signin", "address"]) => {
            let known = state
                .directory(provider)
                .active(address)
                .map(|user| user.email.clone());
            Some(match known {
                Some(address) => stage.password(next, &address, false),
                None => stage.address(next, address, true),
            })
        }
        ("POST", ["signin", "password"]) => {
            let password = find(&form, "password").unwrap_or_default();
            let mut directory = state.directory(provider);
            let Some(user) = directory
                .sign_in(address, password)
                .map(|user| user.email.clone())
            else {
                drop(directory);
                return Some(stage.password(next, address, true));
            };
            let cookie = format!("{MARKER}{}", unguessable(32));
            directory.sessions.insert(cookie.clone(), user);
            drop(directory);
            state.changed();
            let mut response = see_other(next);
            set(
                &mut response,
                "set-cookie",
                &format!(
                    "{}={cookie}; Path=/; HttpOnly; SameSite=Lax",
                    provider.cookie()
                ),
            );
            Some(response)
        }
        ("GET", []) => Some(stage.home(session(state, provider, incoming).as_deref())),
        (_, ["signin", ..]) => Some(stage.address(next, "", false)),
        (_, ["signout"]) => Some(sign_out(state, provider, incoming, see_other(next))),
        _ => None,
    }
}

/// Ends the browser's session in a response.
pub fn sign_out(
    state: &State,
    provider: Provider,
    incoming: &Incoming,
    mut response: Response<Body>,
) -> Response<Body> {
    if let Some(cookie) = incoming.cookie(provider.cookie()) {
        state.directory(provider).sessions.remove(cookie);
        state.changed();
    }
    set(
        &mut response,
        "set-cookie",
        &format!(
            "{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
            provider.cookie()
        ),
    );
    response
}

fn is_local(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n'])
}
