//! Google's addresses, and the app people sign in through.

use secrecy::SecretString;
use url::Url;

use crate::{
    outbound::OutboundError,
    pretend::{base, fixed, under},
};

/// Where Google's services are (contracts 4.1, 4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    pub(super) authorize: Url,
    pub(super) token: Url,
    pub(super) revoke: Url,
    /// Above `/gmail/v1` and `/upload/gmail/v1`.
    pub(super) gmail: Url,
    /// What `iss` of an id_token may say.
    pub(super) issuers: Vec<String>,
}

impl Default for Endpoints {
    /// Google's own.
    fn default() -> Self {
        Self {
            authorize: fixed("https://accounts.google.com/o/oauth2/v2/auth"),
            token: fixed("https://oauth2.googleapis.com/token"),
            revoke: fixed("https://oauth2.googleapis.com/revoke"),
            gmail: fixed("https://gmail.googleapis.com/"),
            issuers: google_issuers(),
        }
    }
}

impl Endpoints {
    /// Everything under one base address, with Google's paths: `{base}/o/oauth2/v2/auth`,
    /// `{base}/token`, `{base}/revoke`, `{base}/gmail/v1/…`. An id_token may name Google or the base
    /// as issuer.
    ///
    /// # Errors
    /// [`OutboundError::PrivateAddress`] unless the operator allows private addresses,
    /// [`OutboundError::Invalid`] when the text is no web address.
    pub fn pretend(text: &str, allow_private: bool) -> Result<Self, OutboundError> {
        let base = base(text, allow_private)?;
        let mut issuers = google_issuers();
        issuers.push(base.as_str().trim_end_matches('/').to_owned());
        Ok(Self {
            authorize: under(&base, "/o/oauth2/v2/auth"),
            token: under(&base, "/token"),
            revoke: under(&base, "/revoke"),
            gmail: base,
            issuers,
        })
    }
}

fn google_issuers() -> Vec<String> {
    ["https://accounts.google.com", "accounts.google.com"]
        .map(str::to_owned)
        .to_vec()
}

/// The OAuth client of one installation, of the type "Web application".
#[derive(Clone, Debug)]
pub struct App {
    pub client_id: String,
    pub client_secret: SecretString,
    /// Must equal one authorised redirect URI exactly.
    pub redirect_uri: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_replaces_every_address() {
        let pretend = Endpoints::pretend("http://127.0.0.1:4000/g", true).unwrap();
        for url in [
            &pretend.authorize,
            &pretend.token,
            &pretend.revoke,
            &pretend.gmail,
        ] {
            assert!(url.as_str().starts_with("http://127.0.0.1:4000/g"), "{url}");
        }
        assert!(
            pretend
                .issuers
                .contains(&"http://127.0.0.1:4000/g".to_owned())
        );
        assert!(Endpoints::pretend("http://127.0.0.1:4000/g", false).is_err());
        assert_eq!(Endpoints::default().issuers.len(), 2);
    }
}
