//! Microsoft's authorisation address and sign-out (contracts 5.1).

use axum::body::Body;
use axum::http::Response;

use super::aadsts::Sts;
use super::oauth::{is_scope, is_tenant, short};
use crate::http::{Incoming, find, see_other};
use crate::provider::asking::{Asked, without_sign_in};
use crate::provider::directory::{Consent, Provider};
use crate::provider::pages::{self, Stage};
use crate::provider::sign_in;
use crate::state::State;

const MICROSOFT: Provider = Provider::Microsoft;

/// `GET`, and `POST` of the consent form to the same address.
pub fn answer(state: &State, incoming: &Incoming, tenant: &str) -> Response<Body> {
    let stage = Stage::new(state, MICROSOFT, incoming);
    let asked = Asked::read(incoming);
    if let Err(sts) = for_the_page(state, incoming, &asked, tenant) {
        return stage.blocked(400, &sts.line(), "");
    }
    let tell = |sts: &Sts, error: &str| {
        let subcode = if sts.number == 65004 { "cancel" } else { "" };
        let description = sts.line();
        let mut parameters = vec![
            ("error", error),
            ("error_description", description.as_str()),
        ];
        if !subcode.is_empty() {
            parameters.push(("error_subcode", subcode));
        }
        asked.tell(&parameters)
    };
    if let Err(sts) = for_the_app(incoming, &asked) {
        return tell(&sts, sts.error);
    }
    let again = asked.prompts("select_account") || asked.prompts("login");
    let hint = incoming.parameter("login_hint").unwrap_or_default();
    let posted = incoming.method == "POST";
    let user = pages::session(state, MICROSOFT, incoming)
        .filter(|user| posted || hint.is_empty() || user.eq_ignore_ascii_case(hint));
    let Some(user) = user.filter(|_| posted || !again) else {
        if asked.prompts("none") {
            return tell(&Sts::of(50058), "login_required");
        }
        return stage.address(&without_sign_in(incoming), hint, false);
    };
    let (consent, before) = {
        let directory = state.directory(MICROSOFT);
        let consent = directory
            .user(&user)
            .map(|user| user.consent)
            .unwrap_or_default();
        (consent, directory.grants.approved(&user))
    };
    let scopes: Vec<String> = asked.scopes.iter().map(|scope| short(scope)).collect();
    if consent == Consent::Admin {
        let sts = Sts::of(90094);
        if asked.prompts("none") {
            return tell(&sts, "interaction_required");
        }
        let back = tell(&sts, "access_denied");
        let back = back
            .headers()
            .get("location")
            .and_then(|value| value.to_str().ok())
            .unwrap_or("/");
        return stage.admin_needed(&sts.line(), back);
    }
    let known = consent == Consent::User && scopes.iter().all(|scope| before.contains(scope));
    let give = || {
        let mut directory = state.directory(MICROSOFT);
        let all = directory.grants.approve(&user, &scopes);
        if let Some(user) = directory.users.get_mut(&user.to_lowercase()) {
            user.consent = Consent::User;
        }
        drop(directory);
        // Consent adds up: a token is worth everything allowed so far; only a refresh token has to be asked for.
        let lasting = scopes.iter().any(|scope| scope == "offline_access");
        let code = asked.code(state, MICROSOFT, &user, all.into_iter().collect(), lasting);
        asked.tell(&[("code", &code), ("session_state", "pretend")])
    };
    let form = incoming.form();
    match find(&form, "decision").filter(|_| posted) {
        Some("allow") => give(),
        Some("deny") => tell(&Sts::of(65004), "access_denied"),
        _ if known && !asked.prompts("consent") => give(),
        _ if asked.prompts("none") => tell(&Sts::of(65001), "consent_required"),
        _ => stage.consent(&incoming.full_path(), &user, &[], &asked.scopes, true),
    }
}

/// What must not be told to an unknown app.
fn for_the_page(
    state: &State,
    incoming: &Incoming,
    asked: &Asked,
    tenant: &str,
) -> Result<(), Sts> {
    if !is_tenant(tenant) {
        return Err(Sts::of(90002));
    }
    let directory = state.directory(MICROSOFT);
    if incoming.parameter("client_id") != Some(directory.app.id.as_str()) {
        return Err(Sts::of(700016));
    }
    if !directory.allows(&asked.redirect) {
        return Err(Sts::of(50011));
    }
    Ok(())
}

fn for_the_app(incoming: &Incoming, asked: &Asked) -> Result<(), Sts> {
    if incoming.parameter("response_type") != Some("code")
        || incoming
            .parameter("response_mode")
            .is_some_and(|mode| mode != "query")
    {
        return Err(Sts::of(900144)
            .saying("This stand-in answers response_type=code with response_mode=query only."));
    }
    if asked.scopes.is_empty() {
        return Err(Sts::of(900144)
            .saying("The request body must contain the following parameter: 'scope'."));
    }
    if !asked.scopes.iter().all(|scope| is_scope(scope)) {
        return Err(Sts::of(70011));
    }
    let method = asked.challenge.as_ref().map(|(method, _)| method.as_str());
    if !matches!(method, None | Some("S256" | "plain")) {
        return Err(Sts::of(501481).saying("Unsupported code_challenge_method."));
    }
    Ok(())
}

/// `/{tenant}/oauth2/v2.0/logout`.
pub fn logout(state: &State, incoming: &Incoming) -> Response<Body> {
    let back = incoming
        .parameter("post_logout_redirect_uri")
        .unwrap_or_default();
    let allowed = state.directory(MICROSOFT).allows(back);
    let stage = Stage::new(state, MICROSOFT, incoming);
    let response = if allowed {
        see_other(back)
    } else {
        stage.page(200, stage.words.signed_out, "")
    };
    sign_in::sign_out(state, MICROSOFT, incoming, response)
}
