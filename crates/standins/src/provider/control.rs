//! The control API's part for both providers: `/google/…` and `/microsoft/…`.

use serde_json::{Value, json};

use super::directory::{Directory, Provider, Settings, UserChange};
use crate::http::Incoming;
use crate::state::{State, lock};

type Refused = (u16, String);

/// Tokens as if that user had allowed the scopes.
pub fn grant(state: &State, provider: Provider, email: &str, scopes: &[&str]) -> Option<Value> {
    let now = state.clock.micros();
    let mut directory = state.directory(provider);
    let user = directory.user(email)?.email.clone();
    let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    directory.grants.approve(&user, &scopes);
    let life = directory.settings.access_token_life_seconds;
    let place = directory.grants.begin(&user, scopes.clone(), "", now);
    let access = directory
        .grants
        .give_access(provider, place, scopes.clone(), life, now);
    let refresh = directory.grants.give_refresh(provider, place, None, now);
    drop(directory);
    state.changed();
    Some(
        json!({ "access_token": access, "refresh_token": refresh, "scope": scopes.join(" "), "expires_in": life, "token_type": "Bearer" }),
    )
}

/// The route, if there is one of that name.
pub fn answer(
    state: &State,
    provider: Provider,
    incoming: &Incoming,
    what: &str,
) -> Option<Result<Value, Refused>> {
    let post = incoming.method == "POST";
    let answer = match what {
        "users" if post => users(state, provider, incoming),
        "users" => Ok(json!(state.directory(provider).users)),
        "settings" => settings(&mut state.directory(provider), incoming),
        "client" => client(&mut state.directory(provider), incoming),
        "redirects" if post => text(incoming, "uri").map(|uri| {
            let mut directory = state.directory(provider);
            directory.app.redirects.insert(uri);
            json!({ "redirects": directory.app.redirects })
        }),
        "expire" | "revoke" | "grant" | "forget" if post => {
            account(state, provider, incoming, what)
        }
        "topics" if post && provider == Provider::Google => topics(state, incoming),
        "watches" if provider == Provider::Google => Ok(json!(*lock(&state.offices.watches))),
        "subscriptions" if provider == Provider::Microsoft => subscriptions(state, incoming),
        _ => return None,
    };
    state.changed();
    Some(answer)
}

fn body(incoming: &Incoming) -> Result<Value, Refused> {
    serde_json::from_slice(&incoming.body).map_err(|error| (400, error.to_string()))
}

fn text(incoming: &Incoming, name: &str) -> Result<String, Refused> {
    let body = body(incoming)?;
    let text = body[name].as_str().map(str::to_owned);
    text.ok_or_else(|| (400, format!("{name} is required")))
}

fn users(state: &State, provider: Provider, incoming: &Incoming) -> Result<Value, Refused> {
    let change: UserChange =
        serde_json::from_value(body(incoming)?).map_err(|error| (400, error.to_string()))?;
    if !change.email.contains('@') {
        return Err((400, "email is required".into()));
    }
    state.post().mailbox_or_new(&change.email);
    Ok(json!(state.directory(provider).change(change)))
}

fn settings(directory: &mut Directory, incoming: &Incoming) -> Result<Value, Refused> {
    if incoming.method == "POST" {
        let mut settings = json!(directory.settings);
        for (name, value) in body(incoming)?.as_object().cloned().unwrap_or_default() {
            if settings.get(&name).is_none() {
                return Err((400, format!("there is no setting {name}")));
            }
            settings[name] = value;
        }
        let settings: Settings =
            serde_json::from_value(settings).map_err(|error| (400, error.to_string()))?;
        directory.settings = settings;
    }
    Ok(json!(directory.settings))
}

fn client(directory: &mut Directory, incoming: &Incoming) -> Result<Value, Refused> {
    if incoming.method == "POST" {
        let change = body(incoming)?;
        let put = |field: &mut String, name: &str| {
            if let Some(text) = change[name].as_str() {
                *field = text.to_owned();
            }
        };
        put(&mut directory.app.id, "id");
        put(&mut directory.app.secret, "secret");
        put(&mut directory.app.name, "name");
    }
    Ok(json!(directory.app))
}

fn account(
    state: &State,
    provider: Provider,
    incoming: &Incoming,
    what: &str,
) -> Result<Value, Refused> {
    let email = text(incoming, "email")?;
    if state.directory(provider).user(&email).is_none() {
        return Err((404, format!("no {} account {email}", provider.name())));
    }
    match what {
        "expire" => state
            .directory(provider)
            .grants
            .expire(&email, state.clock.micros()),
        "revoke" => state.directory(provider).grants.revoke_user(&email),
        "forget" => state.at_mailbox(&email, |_, book| book.forget()),
        _ => {
            let scope = text(incoming, "scope")?;
            let scopes: Vec<&str> = scope.split_whitespace().collect();
            return Ok(grant(state, provider, &email, &scopes).unwrap_or_default());
        }
    }
    Ok(json!({}))
}

fn topics(state: &State, incoming: &Incoming) -> Result<Value, Refused> {
    let topic =
        serde_json::from_value(body(incoming)?).map_err(|error| (400, error.to_string()))?;
    let mut watches = lock(&state.offices.watches);
    watches.register(topic);
    Ok(json!(*watches))
}

/// `GET` lists; `POST {"id"}` removes one without telling anybody, as Graph sometimes does.
fn subscriptions(state: &State, incoming: &Incoming) -> Result<Value, Refused> {
    if incoming.method == "POST" {
        let id = text(incoming, "id")?;
        lock(&state.offices.subscriptions).retain(|subscription| subscription.id != id);
    }
    Ok(json!(*lock(&state.offices.subscriptions)))
}
