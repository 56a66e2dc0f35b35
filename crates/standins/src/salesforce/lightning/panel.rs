//! The package's panel: what its admin entered, and the tickets its Apex class makes (contracts 2.7, 10.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use axum::body::Body;
use axum::http::Response;
use serde_json::json;

use super::{Desk, record, visualforce};
use crate::chance::unguessable_hex;
use crate::http::{Incoming, encoded, escaped, find, set};
use crate::salesforce::listener::json_reply;
use crate::salesforce::org::Org;
use crate::salesforce::pages::session;
use crate::salesforce::schema::Object;
use crate::state::State;

/// Objects whose pages may hold the panel.
pub const OBJECTS: [&str; 4] = ["Lead", "Contact", "Account", "Opportunity"];

/// What stands in the panel's place until an admin has configured the package.
pub const UNCONFIGURED: &str = "<p>The Liaison package is not configured. An administrator enters the address of Liaison and the ticket secret in its custom setting.</p>";

const ABSENT: &str = "<p>The Liaison package is not installed in this org.</p>";

/// The package's protected custom setting.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Panel {
    /// Where Liaison is: scheme, host and perhaps a port, without a slash at the end.
    pub base_url: String,
    /// Key of the tickets.
    pub secret: String,
}

/// What a ticket is about: one record, or several of one object with commas between.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// `Lead`, `Contact`, `Account` or `Opportunity`.
    pub object: &'a str,
    /// 18-character ids.
    pub record: &'a str,
}

impl Panel {
    /// The setting with its address cut down to an origin, or why it cannot be used.
    pub fn checked(self) -> Result<Self, &'static str> {
        let url = url::Url::parse(self.base_url.trim()).map_err(|_| "baseUrl is no address")?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err("baseUrl begins with http:// or https://");
        }
        if self.secret.is_empty() {
            return Err("secret is required");
        }
        Ok(Self {
            base_url: url.origin().ascii_serialization(),
            secret: self.secret,
        })
    }

    /// Where pages are posted to.
    pub fn address(&self) -> String {
        format!("{}/embed/salesforce", self.base_url)
    }

    /// The frame's address, its ticket in the fragment.
    pub fn frame(&self, about: About<'_>, ticket: &str) -> String {
        format!(
            "{}?object={}&id={}#ticket={}",
            self.address(),
            encoded(about.object),
            encoded(about.record),
            encoded(ticket)
        )
    }

    /// A fresh ticket: `base64(org|user|record|object|millis|nonce).base64(HMAC-SHA256)`, signed over
    /// the encoded text. `now` is in microseconds.
    pub fn ticket(&self, org: &Org, user: &str, about: About<'_>, now: i64) -> String {
        let payload = format!(
            "{}|{user}|{}|{}|{}|{}",
            org.id,
            about.record,
            about.object,
            now / 1_000,
            unguessable_hex(32)
        );
        let payload = STANDARD.encode(payload);
        let mac = signature(&self.secret, &payload);
        format!("{payload}.{mac}")
    }
}

/// `base64(HMAC-SHA256(secret, text))`.
pub fn signature(secret: &str, text: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The package's component on a record page; empty for objects it is not made for.
pub fn component(desk: &Desk<'_>, object: &Object, id: &str) -> String {
    if !OBJECTS.contains(&object.name) {
        return String::new();
    }
    let about = About {
        object: object.name,
        record: id,
    };
    let inside = match &desk.org.panel {
        _ if !desk.org.package.deployed => ABSENT.to_owned(),
        None => UNCONFIGURED.to_owned(),
        Some(panel) => {
            let ticket = panel.ticket(desk.org, desk.user, about, desk.now);
            let address = panel.frame(about, &ticket);
            format!(
                "{}<p class=\"soft\"><a href=\"/lightning/r/{}/{id}/canvas\">Open as a Canvas app</a></p>",
                frame(panel, about, &address, None),
                object.name
            )
        }
    };
    format!("<section class=\"card\" aria-label=\"Liaison\"><h2>Liaison</h2>{inside}</section>")
}

/// The frame, with what its script needs for fresh tickets; `session` is the mark of the Visualforce host.
pub fn frame(panel: &Panel, about: About<'_>, address: &str, session: Option<&str>) -> String {
    format!(
        "<iframe class=\"panel\" title=\"Liaison\" src=\"{}\"{}></iframe>",
        escaped(address),
        data(panel, about, session)
    )
}

/// A frame that a form is posted into as soon as the page is there.
pub fn posted(panel: &Panel, about: About<'_>, fields: &[(&str, &str)]) -> String {
    let inputs: String = fields
        .iter()
        .map(|(name, value)| {
            format!(
                "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
                escaped(value)
            )
        })
        .collect();
    format!(
        "<form method=\"post\" action=\"{}\" target=\"liaison\" data-send>{inputs}<noscript><button type=\"submit\">Open</button></noscript></form>\
         <iframe class=\"panel\" title=\"Liaison\" name=\"liaison\"{}></iframe>",
        escaped(&panel.address()),
        data(panel, about, None)
    )
}

fn data(panel: &Panel, about: About<'_>, session: Option<&str>) -> String {
    format!(
        " data-origin=\"{}\" data-object=\"{}\" data-record=\"{}\" data-session=\"{}\"",
        escaped(&panel.base_url),
        escaped(about.object),
        escaped(about.record),
        escaped(session.unwrap_or_default())
    )
}

/// `POST /panel/ticket` with `object`, `id` (several with commas) and, on the Visualforce host, `session`:
/// what the component asks its Apex class for.
pub fn fresh_ticket(state: &State, incoming: &Incoming) -> Response<Body> {
    let form = incoming.form();
    let user = session(state, incoming);
    let org = state.org();
    let user = user.or_else(|| visualforce::user(&org, find(&form, "session")?));
    let refused = |status, why: &str| json_reply(status, &json!({ "message": why }));
    let Some(user) = user else {
        return refused(401, "Session expired or invalid");
    };
    let Some(panel) = org.panel.as_ref().filter(|_| org.package.deployed) else {
        return refused(409, "The package is not configured");
    };
    let object = find(&form, "object").unwrap_or_default();
    let given = find(&form, "id").unwrap_or_default();
    let ids: Option<Vec<String>> = given
        .split(',')
        .map(|id| record::found(&org, id).filter(|(of, ..)| of.name == object))
        .map(|found| found.map(|(.., id)| id))
        .collect();
    let Some(ids) = ids else {
        return refused(404, "The record cannot be read");
    };
    let about = About {
        object,
        record: &ids.join(","),
    };
    let ticket = panel.ticket(&org, &user, about, state.clock.micros());
    let mut response = json_reply(200, &json!({ "ticket": ticket }));
    set(&mut response, "cache-control", "no-store");
    response
}
