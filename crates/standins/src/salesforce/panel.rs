//! The package's panel: what its admin entered, and the tickets its Apex class makes (contracts 2.7, 10.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::org::Org;
use crate::chance::unguessable_hex;
use crate::http::encoded;

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
