//! Google's authorisation address: checks, sign-in, granular consent (contracts 4.1).

use axum::body::Body;
use axum::http::Response;

use crate::http::{Incoming, see_other};
use crate::provider::asking::{Asked, without_sign_in};
use crate::provider::directory::{Consent, Provider};
use crate::provider::pages::{self, Stage};
use crate::state::State;

const GOOGLE: Provider = Provider::Google;
/// Scopes that come with signing in and have no box.
const IDENTITY: [&str; 3] = [
    "openid",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
];

/// `GET`, and `POST` of the consent form to the same address.
pub fn answer(state: &State, incoming: &Incoming) -> Response<Body> {
    let stage = Stage::new(state, GOOGLE, incoming);
    let mut asked = Asked::read(incoming);
    if let Err((status, code, text)) = checked(state, incoming, &asked) {
        return stage.blocked(status, &format!("Error {status}: {code}"), text);
    }
    for scope in &mut asked.scopes {
        match scope.as_str() {
            "email" => *scope = IDENTITY[1].into(),
            "profile" => *scope = IDENTITY[2].into(),
            _ => {}
        }
    }
    let again = asked.prompts("select_account") || asked.prompts("login");
    let hint = incoming.parameter("login_hint").unwrap_or_default();
    let user = pages::session(state, GOOGLE, incoming).filter(|user| {
        hint.is_empty() || user.eq_ignore_ascii_case(hint) || incoming.method == "POST"
    });
    let Some(user) = user.filter(|_| !again || incoming.method == "POST") else {
        if asked.prompts("none") {
            return asked.tell(&[("error", "login_required")]);
        }
        return stage.address(&without_sign_in(incoming), hint, false);
    };
    let consent = state.directory(GOOGLE).user(&user).map(|user| user.consent);
    if consent == Some(Consent::Admin) {
        return stage.blocked(
            400,
            "Error 400: admin_policy_enforced",
            stage.words.admin_text,
        );
    }
    let before = state.directory(GOOGLE).grants.approved(&user);
    let all_known = asked.scopes.iter().all(|scope| before.contains(scope));
    let form = incoming.form();
    let decision = if incoming.method == "POST" {
        crate::http::find(&form, "decision")
    } else {
        None
    };
    match decision {
        Some("deny") => asked.tell(&[("error", "access_denied")]),
        Some("allow") => {
            let optional = optional(&asked.scopes);
            let ticked = |scope: &String| {
                form.iter()
                    .any(|(name, value)| name == "scope" && value == scope)
            };
            let allowed: Vec<String> = asked
                .scopes
                .iter()
                .filter(|scope| !optional.contains(scope) || ticked(scope))
                .cloned()
                .collect();
            if allowed.is_empty() {
                return asked.tell(&[("error", "access_denied")]);
            }
            let first = !all_known || asked.prompts("consent");
            give(state, incoming, &asked, &user, allowed, first)
        }
        _ if all_known && !asked.prompts("consent") => {
            give(state, incoming, &asked, &user, asked.scopes.clone(), false)
        }
        _ if asked.prompts("none") => asked.tell(&[("error", "interaction_required")]),
        _ if incoming.method == "POST" => see_other(&incoming.full_path()),
        _ => {
            let optional = optional(&asked.scopes);
            let fixed: Vec<String> = asked
                .scopes
                .iter()
                .filter(|scope| !optional.contains(scope))
                .cloned()
                .collect();
            let ticked = state.directory(GOOGLE).settings.boxes_ticked;
            stage.consent(&incoming.full_path(), &user, &optional, &fixed, ticked)
        }
    }
}

fn checked(
    state: &State,
    incoming: &Incoming,
    asked: &Asked,
) -> Result<(), (u16, &'static str, &'static str)> {
    let directory = state.directory(GOOGLE);
    if incoming.parameter("client_id") != Some(directory.app.id.as_str()) {
        return Err((401, "invalid_client", "The OAuth client was not found."));
    }
    if !directory.allows(&asked.redirect) {
        return Err((
            400,
            "redirect_uri_mismatch",
            "The redirect address of this request is not registered for the app.",
        ));
    }
    if incoming.parameter("response_type") != Some("code") {
        return Err((
            400,
            "unsupported_response_type",
            "This stand-in gives codes only.",
        ));
    }
    if asked.scopes.is_empty() {
        return Err((400, "invalid_request", "Missing required parameter: scope"));
    }
    if !asked.scopes.iter().all(|scope| known(scope)) {
        return Err((400, "invalid_scope", "Some requested scopes were invalid."));
    }
    let method = asked.challenge.as_ref().map(|(method, _)| method.as_str());
    if !matches!(method, None | Some("S256" | "plain")) {
        return Err((400, "invalid_request", "Invalid code_challenge_method"));
    }
    Ok(())
}

fn known(scope: &str) -> bool {
    matches!(
        scope,
        "openid" | "email" | "profile" | "https://mail.google.com/"
    ) || scope.starts_with("https://www.googleapis.com/auth/")
}

/// Scopes that have a box: those beyond identity, if there are several scopes at all.
fn optional(scopes: &[String]) -> Vec<String> {
    if scopes.len() < 2 {
        return Vec::new();
    }
    scopes
        .iter()
        .filter(|scope| !IDENTITY.contains(&scope.as_str()))
        .cloned()
        .collect()
}

fn give(
    state: &State,
    incoming: &Incoming,
    asked: &Asked,
    user: &str,
    allowed: Vec<String>,
    first: bool,
) -> Response<Body> {
    let all = state.directory(GOOGLE).grants.approve(user, &allowed);
    let mut scopes = allowed;
    if incoming.parameter("include_granted_scopes") == Some("true") {
        let more: Vec<String> = all
            .into_iter()
            .filter(|scope| !scopes.contains(scope))
            .collect();
        scopes.extend(more);
    }
    let lasting = incoming.parameter("access_type") == Some("offline") && first;
    let scope = scopes.join(" ");
    let code = asked.code(state, GOOGLE, user, scopes, lasting);
    let prompt = if first { "consent" } else { "none" };
    asked.tell(&[
        ("code", &code),
        ("scope", &scope),
        ("authuser", "0"),
        ("prompt", prompt),
    ])
}
