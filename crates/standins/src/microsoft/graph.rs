//! Graph's door: token, scope, limits, then the call (contracts 5.2).

use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use serde_json::{Value, json};

use super::listener::json_reply;
use super::refusal::Refusal;
use super::{delta, folders, messages, subscriptions};
use crate::http::{Incoming, reply, set};
use crate::provider::directory::{Provider, User, guid};
use crate::provider::front::bearer;
use crate::state::State;

/// Status and body; `Value::Null` is no body.
pub type Answer = Result<(u16, Value), Refusal>;

/// A call that may be answered.
pub struct Graph<'a> {
    pub state: &'a State,
    pub incoming: &'a Incoming,
    pub base: &'a str,
    pub user: User,
    pub scopes: Vec<String>,
    pub immutable: bool,
}

/// Answers a call of Graph.
pub async fn answer(state: Arc<State>, incoming: &Incoming, base: &str) -> Response<Body> {
    let answer = match enter(&state, incoming, base) {
        Ok(call) => run(&state, &call)
            .await
            .map(|answer| (answer, call.immutable)),
        Err(refusal) => Err(refusal),
    };
    match answer {
        Ok(((status, body), immutable)) => {
            let mut response = match body {
                Value::Null => reply(status, "text/plain", ""),
                // The raw mail of `$value`.
                Value::String(raw) => reply(status, "text/plain", raw),
                body => json_reply(status, &body),
            };
            set(
                &mut response,
                "request-id",
                &guid(&crate::chance::unguessable(20)),
            );
            if immutable {
                set(
                    &mut response,
                    "preference-applied",
                    "IdType=\"ImmutableId\"",
                );
            }
            response
        }
        Err(refusal) => refusal.response(&state, incoming),
    }
}

fn enter<'a>(
    state: &'a State,
    incoming: &'a Incoming,
    base: &'a str,
) -> Result<Graph<'a>, Refusal> {
    let now = state.clock.micros();
    let token = bearer(incoming)
        .ok_or_else(|| Refusal::new(401, "InvalidAuthenticationToken", "Access token is empty."))?;
    let (user, scopes, settings) = {
        let directory = state.directory(Provider::Microsoft);
        let living = directory
            .grants
            .living(&token, now)
            .ok_or_else(Refusal::credentials)?;
        let user = directory
            .active(&living.user)
            .ok_or_else(Refusal::credentials)?;
        (user.clone(), living.scopes, directory.settings.clone())
    };
    // A token for the mail protocols is not one for Graph.
    if scopes
        .iter()
        .any(|scope| scope.starts_with("https://outlook.office.com/"))
    {
        return Err(Refusal::new(
            401,
            "InvalidAuthenticationToken",
            "Access token validation failure. Invalid audience.",
        ));
    }
    let name = format!("microsoft/requests/{}", user.email);
    let most = settings.requests_per_ten_minutes;
    state
        .offices
        .meters
        .take(&name, 1, most, 600, now)
        .map_err(|wait| {
            Refusal::throttled(
                "Application is over its request limit for this mailbox.",
                wait,
            )
        })?;
    let immutable = incoming.headers.get_all("prefer").iter().any(|value| {
        let text = value
            .to_str()
            .unwrap_or_default()
            .replace('"', "")
            .to_lowercase();
        text.split([',', ';'])
            .any(|one| one.trim() == "idtype=immutableid")
    });
    Ok(Graph {
        state,
        incoming,
        base,
        user,
        scopes,
        immutable,
    })
}

/// Path segments with `name('key')` taken apart.
fn segments(incoming: &Incoming) -> Vec<String> {
    let mut parts = Vec::new();
    for part in incoming.segments.iter().skip(1) {
        match part
            .split_once("('")
            .and_then(|(name, key)| Some((name, key.strip_suffix("')")?)))
        {
            Some((name, key)) => parts.extend([name.to_owned(), key.to_owned()]),
            None => parts.push(part.clone()),
        }
    }
    parts
}

async fn run(state: &Arc<State>, call: &Graph<'_>) -> Answer {
    let parts = segments(call.incoming);
    let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let method = call.incoming.method.as_str();
    if parts.first() == Some(&"subscriptions") {
        call.needs(&["Mail.Read", "Mail.ReadWrite"])?;
        return subscriptions::answer(state, call, method, &parts[1..]).await;
    }
    if let ["users", who, ..] = parts.as_slice() {
        let mine = who.eq_ignore_ascii_case(&call.user.email) || *who == guid(&call.user.email);
        if !mine {
            return Err(Refusal::denied());
        }
        parts.splice(..2, ["me"]);
    }
    let ["me", path @ ..] = parts.as_slice() else {
        return Err(Refusal::bad_path());
    };
    if path.is_empty() && method == "GET" {
        call.needs(&["User.Read"])?;
        return Ok((200, super::query::selected(call.incoming, call.me())));
    }
    if !call.user.mail_enabled {
        return Err(Refusal::no_mailbox());
    }
    const READ: &[&str] = &["Mail.Read", "Mail.ReadWrite"];
    const WRITE: &[&str] = &["Mail.ReadWrite"];
    const SEND: &[&str] = &["Mail.Send"];
    match (method, path) {
        ("POST", ["sendMail"]) => call.needs(SEND).and_then(|()| messages::send_mail(call)),
        ("GET", ["messages"]) => call.needs(READ).and_then(|()| messages::list(call, None)),
        ("POST", ["messages"]) => call.needs(WRITE).and_then(|()| messages::create(call)),
        ("GET", ["messages", id]) => call.needs(READ).and_then(|()| messages::get(call, id)),
        ("GET", ["messages", id, "$value"]) => {
            call.needs(READ).and_then(|()| messages::mime(call, id))
        }
        ("GET", ["messages", id, "attachments"]) => call
            .needs(READ)
            .and_then(|()| messages::attachments(call, id)),
        ("PATCH", ["messages", id]) => call.needs(WRITE).and_then(|()| messages::change(call, id)),
        ("DELETE", ["messages", id]) => call.needs(WRITE).and_then(|()| messages::remove(call, id)),
        ("POST", ["messages", id, "send"]) => {
            call.needs(SEND).and_then(|()| messages::send(call, id))
        }
        ("POST", ["messages", id, "move"]) => call
            .needs(WRITE)
            .and_then(|()| messages::relocate(call, id)),
        (
            "POST",
            [
                "messages",
                id,
                how @ ("createReply" | "createReplyAll" | "createForward"),
            ],
        ) => call
            .needs(WRITE)
            .and_then(|()| messages::reply(call, id, how)),
        ("GET", ["mailFolders"]) => call.needs(READ).and_then(|()| folders::list(call)),
        ("GET", ["mailFolders", folder]) => {
            call.needs(READ).and_then(|()| folders::get(call, folder))
        }
        ("GET", ["mailFolders", folder, "messages"]) => call
            .needs(READ)
            .and_then(|()| messages::list(call, Some(folder))),
        ("GET", ["mailFolders", folder, "messages", "delta"]) => {
            call.needs(READ).and_then(|()| delta::answer(call, folder))
        }
        ("GET", ["mailboxSettings"]) => call
            .needs(&["MailboxSettings.Read", "MailboxSettings.ReadWrite"])
            .and_then(|()| folders::settings(call)),
        _ => Err(Refusal::bad_path()),
    }
}

impl Graph<'_> {
    /// Refuses tokens with none of the scopes.
    pub fn needs(&self, wanted: &[&str]) -> Result<(), Refusal> {
        let has = |scope: &String| {
            wanted
                .iter()
                .any(|wanted| scope.eq_ignore_ascii_case(wanted))
        };
        if self.scopes.iter().any(has) {
            Ok(())
        } else {
            Err(Refusal::denied())
        }
    }

    /// The JSON body.
    pub fn body(&self) -> Result<Value, Refusal> {
        if self.incoming.body.is_empty() {
            return Ok(json!({}));
        }
        serde_json::from_slice(&self.incoming.body).map_err(|_| Refusal::bad("Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."))
    }

    fn me(&self) -> Value {
        let user = &self.user;
        json!({
            "@odata.context": format!("{}/v1.0/$metadata#users/$entity", self.base), "id": guid(&user.email), "displayName": user.name(),
            "givenName": user.given_name, "surname": user.family_name, "mail": user.email, "userPrincipalName": user.email,
            "preferredLanguage": user.language, "jobTitle": null, "mobilePhone": null, "officeLocation": null, "businessPhones": [],
        })
    }
}
