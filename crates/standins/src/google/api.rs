//! The Gmail API's door: token, scope, quota, then the call (contracts 4.2).

use axum::body::Body;
use axum::http::Response;
use serde_json::{Value, json};

use super::listener::json_reply;
use super::refusal::Refusal;
use super::{history, messages};
use crate::http::{Incoming, reply};
use crate::provider::directory::{Provider, User};
use crate::provider::front::bearer;
use crate::state::State;

pub type Answer = Result<Value, Refusal>;

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// A call that may be answered.
pub struct Gmail<'a> {
    pub state: &'a State,
    pub incoming: &'a Incoming,
    pub user: User,
    pub scopes: Vec<String>,
}

/// One kind of call: method, path behind the user with `*` for ids, quota units, scopes of which one is needed.
struct Kind {
    method: &'static str,
    path: &'static [&'static str],
    units: u32,
    scopes: &'static [&'static str],
    run: fn(&Gmail, &[&str]) -> Answer,
}

const ALL: &str = "https://mail.google.com/";
const READ: &[&str] = &["gmail.readonly", "gmail.modify", ALL];
const LOOK: &[&str] = &["gmail.readonly", "gmail.modify", "gmail.metadata", ALL];
const SEND: &[&str] = &["gmail.send", "gmail.compose", "gmail.modify", ALL];
const WRITE: &[&str] = &["gmail.compose", "gmail.modify", ALL];
const MODIFY: &[&str] = &["gmail.modify", ALL];
const SETTINGS: &[&str] = &[
    "gmail.settings.basic",
    "gmail.readonly",
    "gmail.modify",
    ALL,
];

#[rustfmt::skip]
const KINDS: [Kind; 19] = [
    Kind { method: "GET", path: &["profile"], units: 1, scopes: &["gmail.readonly", "gmail.modify", "gmail.metadata", "gmail.compose", ALL], run: messages::profile },
    Kind { method: "POST", path: &["messages", "send"], units: 100, scopes: SEND, run: messages::send },
    Kind { method: "GET", path: &["messages"], units: 5, scopes: LOOK, run: messages::list },
    Kind { method: "GET", path: &["messages", "*"], units: 5, scopes: LOOK, run: messages::get },
    Kind { method: "GET", path: &["messages", "*", "attachments", "*"], units: 5, scopes: READ, run: messages::attachment },
    Kind { method: "POST", path: &["messages", "*", "modify"], units: 5, scopes: MODIFY, run: messages::modify },
    Kind { method: "POST", path: &["messages", "*", "trash"], units: 5, scopes: MODIFY, run: messages::trash },
    Kind { method: "POST", path: &["messages", "batchModify"], units: 50, scopes: MODIFY, run: messages::batch_modify },
    Kind { method: "GET", path: &["threads"], units: 10, scopes: LOOK, run: messages::threads },
    Kind { method: "GET", path: &["threads", "*"], units: 10, scopes: LOOK, run: messages::thread },
    Kind { method: "GET", path: &["labels"], units: 1, scopes: LOOK, run: messages::labels },
    Kind { method: "POST", path: &["drafts"], units: 10, scopes: WRITE, run: messages::draft },
    Kind { method: "GET", path: &["drafts"], units: 5, scopes: READ, run: messages::drafts },
    Kind { method: "POST", path: &["drafts", "send"], units: 100, scopes: WRITE, run: messages::send_draft },
    Kind { method: "GET", path: &["history"], units: 2, scopes: LOOK, run: history::list },
    Kind { method: "POST", path: &["watch"], units: 100, scopes: LOOK, run: history::watch },
    Kind { method: "POST", path: &["stop"], units: 50, scopes: LOOK, run: history::stop },
    Kind { method: "GET", path: &["settings", "sendAs"], units: 1, scopes: SETTINGS, run: messages::send_as },
    Kind { method: "GET", path: &["settings", "sendAs", "*"], units: 1, scopes: SETTINGS, run: messages::send_as },
];

/// Answers a call of the Gmail API.
pub fn answer(state: &State, incoming: &Incoming) -> Response<Body> {
    match run(state, incoming) {
        Ok(Value::Null) => reply(204, "application/json; charset=UTF-8", ""),
        Ok(body) => json_reply(200, &body),
        Err(refusal) => refusal.response(),
    }
}

fn run(state: &State, incoming: &Incoming) -> Answer {
    let now = state.clock.micros();
    let token = bearer(incoming).ok_or_else(Refusal::credentials)?;
    let (user, scopes, settings) = {
        let directory = state.directory(Provider::Google);
        let living = directory
            .grants
            .living(&token, now)
            .ok_or_else(Refusal::credentials)?;
        let user = directory
            .active(&living.user)
            .ok_or_else(Refusal::credentials)?;
        (user.clone(), living.scopes, directory.settings.clone())
    };
    let parts: Vec<&str> = incoming
        .segments
        .iter()
        .map(String::as_str)
        .skip_while(|part| *part == "upload")
        .collect();
    let ["gmail", "v1", "users", whose, path @ ..] = parts.as_slice() else {
        return Err(Refusal::not_found());
    };
    if *whose != "me" && !whose.eq_ignore_ascii_case(&user.email) {
        return Err(Refusal::delegation());
    }
    let fits = |kind: &&Kind| {
        kind.method == incoming.method
            && kind.path.len() == path.len()
            && kind
                .path
                .iter()
                .zip(path)
                .all(|(wanted, part)| *wanted == "*" || wanted == part)
    };
    let kind = KINDS.iter().find(fits).ok_or_else(Refusal::not_found)?;
    let allowed = |scope: &String| {
        kind.scopes
            .iter()
            .any(|wanted| scope == wanted || scope.ends_with(&format!("/{wanted}")))
    };
    if !scopes.iter().any(allowed) {
        return Err(Refusal::scope());
    }
    if !user.mail_enabled {
        return Err(Refusal::no_mail());
    }
    let meters = &state.offices.meters;
    let name = |what: &str| format!("google/{what}/{}", user.email);
    if kind.units == 100 && kind.path.last() == Some(&"send") {
        let limit = |wait: i64| Refusal::mail_limit(now + wait);
        meters
            .take(&name("day"), 1, settings.mails_per_day, DAY, now)
            .map_err(limit)?;
        meters
            .take(&name("mails"), 1, settings.mails_per_minute, MINUTE, now)
            .map_err(limit)?;
    }
    meters
        .take(
            &name("units"),
            kind.units,
            settings.units_per_minute,
            MINUTE,
            now,
        )
        .map_err(|_| Refusal::units())?;
    let call = Gmail {
        state,
        incoming,
        user,
        scopes,
    };
    (kind.run)(&call, path)
}

impl Gmail<'_> {
    /// The JSON body; an empty one is an empty object.
    pub fn body(&self) -> Answer {
        if self.incoming.body.is_empty() {
            return Ok(json!({}));
        }
        serde_json::from_slice(&self.incoming.body)
            .map_err(|error| Refusal::invalid(format!("Invalid JSON payload received. {error}")))
    }

    /// All values of a parameter, which may be repeated.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let query = self.incoming.query.iter();
        query
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// `maxResults` and the offset in `pageToken`.
    pub fn page(&self) -> Result<(usize, usize), Refusal> {
        let number = |name: &str, default: usize| match self.incoming.parameter(name) {
            None | Some("") => Ok(default),
            Some(text) => text
                .parse()
                .map_err(|_| Refusal::invalid(format!("Invalid {name}"))),
        };
        Ok((
            number("maxResults", 100)?.clamp(1, 500),
            number("pageToken", 0)?,
        ))
    }

    /// Whether the token may see no more than headers.
    pub fn only_metadata(&self) -> bool {
        !self
            .scopes
            .iter()
            .any(|scope| READ.iter().any(|wanted| scope.ends_with(wanted)))
    }
}
