//! Coming in: first run, sign-in, invitations, the wizard, users, one's own profile.

pub(crate) mod first_run;
pub(crate) mod invitations;
pub(crate) mod login_mode;
pub(crate) mod onboarding;
pub(crate) mod profile;
pub(crate) mod reset;
mod routes;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod users;
pub(crate) mod welcome;

pub(crate) use routes::routes;

use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_engine::Token;
use liaison_engine::access::password::NewPassword;
use secrecy::SecretString;
use serde::Deserialize;

use crate::visitor::Visitor;
use crate::{cookies, respond};

/// The two fields of every form that sets a password.
#[derive(Deserialize)]
pub(crate) struct PasswordFields {
    password: SecretString,
    password_again: SecretString,
}

impl From<PasswordFields> for NewPassword {
    fn from(fields: PasswordFields) -> Self {
        Self {
            first: fields.password,
            again: fields.password_again,
        }
    }
}

/// The field a refusal of a new password belongs to.
fn password_field(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::PasswordsDiffer => "password_again",
        Refusal::PasswordTooShort { .. } | Refusal::PasswordCommon => "password",
        Refusal::TooLong { field, .. } if field == "password" => "password",
        _ => "",
    }
}

/// Signs the browser in and goes on.
pub(crate) fn enter(visitor: &Visitor, session: &Token, path: &str) -> Response {
    let jar = visitor
        .jar
        .clone()
        .add(cookies::session_cookie(&visitor.app, session));
    (jar, respond::go(path)).into_response()
}

/// Where to go after sign-in: only to a page of ours. Browsers drop tabs and line ends from an
/// address, so `/<tab>/evil.example` would be another host.
pub(crate) fn safe_next(next: &str) -> &str {
    let is_odd = |c: char| c == '\\' || c.is_control();
    let is_ours = next.starts_with('/') && !next.starts_with("//") && !next.contains(is_odd);
    if is_ours { next } else { "/home" }
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn coming_back_leads_to_pages_of_ours_only() {
        assert_eq!(safe_next("/settings/users"), "/settings/users");
        for foreign in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\u{1}",
            "",
            "javascript:x",
        ] {
            assert_eq!(safe_next(foreign), "/home", "{foreign}");
        }
    }
}
