//! The Salesforce part of the control API.

use serde_json::{Map, Value, json};

use super::lightning::Panel;
use super::orders::{self, Level};
use super::org::{Org, UserChange};
use super::records::text_of;
use super::sight::Security;
use crate::control::{Answer, Refused, read, text, unknown};
use crate::faults::Fault;
use crate::http::Incoming;
use crate::state::State;
use crate::world::grant;

/// Answers `/salesforce/{what}`; the routes stand in the crate's `control.rs`.
pub fn answer(state: &State, incoming: &Incoming, what: &str) -> Answer {
    let mut org = state.org();
    let answer = match (incoming.method.as_str(), what) {
        ("POST", "users") => user(state, &mut org, incoming)?,
        ("GET", "settings") => json!(org.settings),
        ("POST", "settings") => {
            let mut settings = json!(org.settings);
            let change: Map<String, Value> = read(incoming)?;
            for (name, value) in change {
                if settings.get(&name).is_none() {
                    return Err((400, format!("there is no setting {name}")));
                }
                settings[name] = value;
            }
            org.settings =
                serde_json::from_value(settings).map_err(|error| (400, error.to_string()))?;
            json!(org.settings)
        }
        ("GET", "client") => json!(org.client),
        ("POST", "redirects") => {
            org.client.redirects.insert(text(incoming, "uri")?);
            json!({ "redirects": org.client.redirects })
        }
        ("POST", "expire" | "revoke" | "grant") => {
            let username = text(incoming, "username")?;
            let user = org
                .user_by_name(&username)
                .ok_or_else(|| (404, format!("no user {username}")))?;
            match what {
                "expire" => org.grants.expire(Some(&user)),
                "revoke" => org.grants.revoke_user(&user),
                _ => return Ok(grant(&mut org, &user, state.clock.micros())),
            }
            json!({})
        }
        ("POST", "convert") => convert(state, &mut org, incoming)?,
        ("GET", "panel") => json!(org.panel),
        ("PUT" | "POST", "panel") => {
            let panel: Panel = read(incoming)?;
            org.panel = Some(panel.checked().map_err(|why| (400, why.to_owned()))?);
            json!(org.panel)
        }
        ("DELETE", "panel") => {
            org.panel = None;
            json!({})
        }
        ("GET", "package") => json!(org.package),
        ("POST", "package") => {
            let change: Value = read(incoming)?;
            org.package.deployed = change["deployed"]
                .as_bool()
                .ok_or_else(|| (400, "deployed is true or false".to_owned()))?;
            json!(org.package)
        }
        ("POST", "security") => {
            let rule: Security = read(incoming)?;
            rule.check().map_err(|why| (400, why))?;
            org.package.security.push(rule);
            json!(org.package)
        }
        ("DELETE", "security") => {
            org.package.security.clear();
            json!(org.package)
        }
        ("GET", "limits") => limits(&org),
        ("POST", "limits") => {
            let change: Value = read(incoming)?;
            if let Some(used) = change["used"].as_u64() {
                org.meter.set(used, state.clock.now());
            }
            if let Some(most) = change["max"].as_u64() {
                org.settings.daily_requests = most;
            }
            limits(&org)
        }
        _ => return Err(unknown(incoming)),
    };
    state.changed();
    Ok(answer)
}

/// Turns a lead into a contact that is there already, as a seller does with a button.
fn convert(state: &State, org: &mut Org, incoming: &Incoming) -> Answer {
    let (lead, contact) = (text(incoming, "lead")?, text(incoming, "contact")?);
    if org.records.get(&lead).is_none() || org.records.get(&contact).is_none() {
        return Err((404, "no such lead or contact".into()));
    }
    let fields = json!({ "IsConverted": true, "ConvertedContactId": contact, "Status": "Closed - Converted" });
    let fields: Map<String, Value> = fields.as_object().cloned().unwrap_or_default();
    let by = lead_owner(org, &lead);
    org.records.change(&lead, fields, &by, state.clock.now());
    Ok(json!({ "lead": lead, "contact": contact }))
}

fn lead_owner(org: &Org, lead: &str) -> String {
    let record = org.records.get(lead);
    record
        .map(|lead| text_of(lead, "OwnerId").to_owned())
        .unwrap_or_default()
}

fn limits(org: &Org) -> Value {
    json!({ "used": org.meter.used(), "max": org.settings.daily_requests })
}

fn user(state: &State, org: &mut Org, incoming: &Incoming) -> Answer {
    let change: UserChange = read(incoming)?;
    if change.email.is_empty() && change.username.is_none() {
        return Err((400, "email or username is required".into()));
    }
    let id = org.change_user(&change, state.clock.now());
    Ok(
        json!({ "id": id, "username": org.username(&id), "password": org.logins.get(&id).map(|login| login.password.clone()) }),
    )
}

/// Checks an order to refuse writes. One about signing in ends the access tokens too, so that the next
/// call needs the refresh that will be refused.
pub fn prepare(state: &State, fault: &Fault) -> Result<(), Refused> {
    let level = orders::level(fault).filter(|_| fault.service == "salesforce");
    let level = level.ok_or_else(|| {
        let why = "refuse is for salesforce and needs one of its codes as text";
        (400, why.to_owned())
    })?;
    if level == Level::SignIn {
        let mut org = state.org();
        let user = match &fault.account {
            None => None,
            Some(name) => {
                let user = org.user_by_name(name);
                Some(user.ok_or_else(|| (404, format!("no user {name}")))?)
            }
        };
        org.grants.expire(user.as_deref());
    }
    Ok(())
}
