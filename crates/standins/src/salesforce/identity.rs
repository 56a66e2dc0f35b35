//! Who a token belongs to: identity address and userinfo (contracts 2.1).

use axum::body::Body;
use axum::http::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::ids;
use super::listener::{bearer, json_reply};
use super::oauth::identity_url;
use super::org::Org;
use super::records::text_of;
use crate::http::{Incoming, reply};
use crate::state::State;

fn words(status: u16, text: &'static str) -> Response<Body> {
    reply(status, "text/html;charset=UTF-8", text)
}

fn caller(state: &State, incoming: &Incoming) -> Result<String, (u16, &'static str)> {
    let token = bearer(incoming).ok_or((403, "Missing_OAuth_Token"))?;
    let now = state.clock.micros();
    let mut org = state.org();
    let life = org.settings.access_token_life_seconds;
    let user = org.grants.visit(&token, life, now).map(|(user, _)| user);
    user.filter(|user| org.is_active(user))
        .ok_or((403, "Bad_OAuth_Token"))
}

/// `GET /id/{org}/{user}`.
pub fn identity(state: &State, incoming: &Incoming, org_id: &str, user_id: &str) -> Response<Body> {
    let caller = match caller(state, incoming) {
        Ok(caller) => caller,
        Err((status, text)) => return words(status, text),
    };
    let org = state.org();
    if ids::normal(org_id).as_deref() != Some(&org.id) {
        return words(403, "Wrong_Org");
    }
    let Some(user) = ids::normal(user_id).filter(|id| org.user(id).is_some()) else {
        return words(404, "Bad_Id");
    };
    if !org.is_active(&user) {
        return words(404, "Inactive");
    }
    let version = match incoming.parameter("version") {
        None => "{version}".to_owned(),
        Some("latest") => "68.0".to_owned(),
        Some(number) => number.to_owned(),
    };
    json_reply(
        200,
        &body(&org, &user, user == caller, &version, state.clock.now()),
    )
}

fn body(org: &Org, id: &str, own: bool, version: &str, now: Timestamp) -> Value {
    let empty = super::records::Record::new();
    let user = org.user(id).unwrap_or(&empty);
    let text = |field: &str| text_of(user, field);
    let short = org.id.get(..15).unwrap_or_default();
    let api = |name: &str| format!("{}/services/data/v{version}/{name}", org.url);
    let soap = |letter: &str| format!("{}/services/Soap/{letter}/{version}/{short}", org.url);
    json!({
        "id": identity_url(org, id), "asserted_user": own, "user_id": id, "organization_id": org.id, "username": text("Username"),
        "nick_name": text("CommunityNickname"), "display_name": text("Name"), "email": text("Email"), "email_verified": true,
        "first_name": user.get("FirstName"), "last_name": text("LastName"), "timezone": text("TimeZoneSidKey"), "photos": photos(org),
        "addr_street": null, "addr_city": null, "addr_state": null, "addr_country": null, "addr_zip": null,
        "mobile_phone": null, "mobile_phone_verified": false, "is_lightning_login_user": false, "status": { "created_date": null, "body": null },
        "urls": {
            "enterprise": soap("c"), "metadata": soap("m"), "partner": soap("u"), "rest": api(""), "sobjects": api("sobjects/"),
            "search": api("search/"), "query": api("query/"), "recent": api("recent/"), "profile": format!("{}/{id}", org.url), "custom_domain": org.url,
        },
        "active": true, "user_type": "STANDARD", "language": text("LanguageLocaleKey"), "locale": text("LocaleSidKey"),
        "utcOffset": utc_offset(text("TimeZoneSidKey"), now), "last_modified_date": modified(text("LastModifiedDate")), "is_app_installed": true,
    })
}

fn photos(org: &Org) -> Value {
    json!({ "picture": format!("{}/profilephoto/005/F", org.url), "thumbnail": format!("{}/profilephoto/005/T", org.url) })
}

fn modified(text: &str) -> String {
    text.replace(".000+0000", "Z").replace("+0000", "Z")
}

fn utc_offset(zone: &str, now: Timestamp) -> i64 {
    TimeZone::get(zone).map_or(0, |zone| i64::from(zone.to_offset(now).seconds()) * 1_000)
}

/// `GET /services/oauth2/userinfo`.
pub fn userinfo(state: &State, incoming: &Incoming) -> Response<Body> {
    let id = match caller(state, incoming) {
        Ok(caller) => caller,
        Err((status, text)) => return words(status, text),
    };
    let org = state.org();
    let whole = body(&org, &id, true, "{version}", state.clock.now());
    json_reply(
        200,
        &json!({
            "sub": whole["id"], "user_id": id, "organization_id": org.id, "preferred_username": whole["username"], "nickname": whole["nick_name"],
            "name": whole["display_name"], "email": whole["email"], "email_verified": true, "given_name": whole["first_name"], "family_name": whole["last_name"],
            "zoneinfo": whole["timezone"], "photos": whole["photos"], "profile": whole["urls"]["profile"], "picture": whole["photos"]["picture"],
            "address": {}, "urls": whole["urls"], "active": true, "user_type": "STANDARD", "language": whole["language"], "locale": whole["locale"],
            "utcOffset": whole["utcOffset"], "updated_at": whole["last_modified_date"], "is_app_installed": true,
        }),
    )
}
