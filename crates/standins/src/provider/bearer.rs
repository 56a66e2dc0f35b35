//! Tokens of both providers at the doors of the mailboxes: SASL XOAUTH2 and OAUTHBEARER, and introspection for other servers.

use axum::body::Body;
use axum::http::Response;
use serde_json::{Value, json};

use super::asking::client;
use super::directory::Provider;
use crate::http::{Incoming, find, reply, set};
use crate::state::State;

/// Which mail protocol a token is shown to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Imap,
    Smtp,
}

/// Address and token in a client's first message; both mechanisms.
pub fn credentials(message: &[u8]) -> Option<(String, String)> {
    let text = std::str::from_utf8(message).ok()?;
    let mut user = None;
    let mut token = None;
    for field in text.split('\u{1}') {
        if let Some(address) = field.strip_prefix("user=") {
            user = Some(address.to_owned());
        } else if let Some(start) = field.strip_prefix("n,a=") {
            user = Some(start.trim_end_matches(',').to_owned());
        } else if let Some(value) = field.strip_prefix("auth=") {
            let (scheme, value) = value.split_once(' ')?;
            token = scheme
                .eq_ignore_ascii_case("bearer")
                .then(|| value.trim().to_owned());
        }
    }
    Some((user?, token?))
}

/// Whether a token opens this mailbox: right user, alive, with the scope for mail.
pub fn opens(state: &State, address: &str, token: &str, door: Door) -> bool {
    [Provider::Google, Provider::Microsoft]
        .iter()
        .any(|provider| {
            mail_user(state, *provider, token, Some(door))
                .is_some_and(|user| user.eq_ignore_ascii_case(address.trim()))
        })
}

/// What a client is told before it is refused; each mechanism has its own way to say it.
pub fn challenge(mechanism: &str) -> &'static str {
    if mechanism.eq_ignore_ascii_case("OAUTHBEARER") {
        r#"{"status":"invalid_token","scope":"mail"}"#
    } else {
        r#"{"status":"401","schemes":"bearer","scope":"mail"}"#
    }
}

/// The user behind a living token that is good for mail.
fn mail_user(state: &State, provider: Provider, token: &str, door: Option<Door>) -> Option<String> {
    let now = state.clock.micros();
    let directory = state.directory(provider);
    let living = directory.grants.living(token, now)?;
    let user = directory.active(&living.user)?;
    let fits = |scope: &str| {
        let scope = scope.to_lowercase();
        match provider {
            Provider::Google => scope == "https://mail.google.com/",
            Provider::Microsoft => {
                let imap = scope == "https://outlook.office.com/imap.accessasuser.all";
                let smtp = scope == "https://outlook.office.com/smtp.send";
                (imap && door != Some(Door::Smtp)) || (smtp && door != Some(Door::Imap))
            }
        }
    };
    let good = user.mail_enabled && living.scopes.iter().any(|scope| fits(scope));
    good.then(|| user.email.clone())
}

/// `POST /introspect` (RFC 7662) for a mail server that is known here as `dovecot` (contracts 6.1).
pub fn introspect(state: &State, provider: Provider, incoming: &Incoming) -> Response<Body> {
    let form = incoming.form();
    let (id, secret) = client(incoming, &form);
    if incoming.method != "POST" {
        return told(405, &json!({ "error": "invalid_request" }));
    }
    if (id.as_str(), secret.as_str()) != ("dovecot", "dovecot-secret") {
        let mut response = told(401, &json!({ "error": "invalid_client" }));
        set(
            &mut response,
            "www-authenticate",
            "Basic realm=\"introspection\"",
        );
        return response;
    }
    let Some(token) = find(&form, "token") else {
        return told(400, &json!({ "error": "invalid_request" }));
    };
    match mail_user(state, provider, token, None) {
        Some(email) => told(
            200,
            &json!({ "active": true, "email": email, "scope": "mail" }),
        ),
        None => told(200, &json!({ "active": false })),
    }
}

fn told(status: u16, answer: &Value) -> Response<Body> {
    let mut response = reply(status, "application/json", answer.to_string());
    set(&mut response, "cache-control", "no-store");
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_mechanisms_are_read() {
        let expected = Some(("a@b.example".to_owned(), "T".to_owned()));
        assert_eq!(
            credentials(b"user=a@b.example\x01auth=Bearer T\x01\x01"),
            expected
        );
        assert_eq!(
            credentials(b"n,a=a@b.example,\x01host=h\x01port=993\x01auth=Bearer T\x01\x01"),
            expected
        );
        assert_eq!(credentials(b"user=a@b.example\x01\x01"), None);
    }
}
