//! Who signed in, by Google's word.

use serde::{Deserialize, Deserializer};

use super::{App, Endpoints};
use crate::id_token::{self, Expected, IdTokenError};

/// The claims of a checked id_token (see [`crate::id_token`] for what is checked).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IdClaims {
    /// The only key to a person; never changes, never reused.
    pub sub: String,
    /// Empty when the scope `email` was not granted; may change hands.
    #[serde(default)]
    pub email: String,
    #[serde(default, deserialize_with = "yes")]
    pub email_verified: bool,
    /// The Workspace domain; absent for consumer accounts.
    pub hd: Option<String>,
    pub name: Option<String>,
}

pub(super) fn read(
    endpoints: &Endpoints,
    app: &App,
    token: &str,
    nonce: Option<&str>,
    now_s: i64,
) -> Result<IdClaims, IdTokenError> {
    let expected = Expected {
        client_id: &app.client_id,
        nonce,
        now_s,
    };
    let found: IdClaims = id_token::read(token, &expected, |issuer, _| {
        endpoints.issuers.iter().any(|known| known == issuer)
    })?;
    if found.sub.is_empty() {
        return Err(IdTokenError::Unreadable);
    }
    Ok(found)
}

/// `true` or `"true"`; anything else is no.
fn yes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value == true || value == "true")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::id_token::tests::token;

    fn check(claims: &Value) -> Result<IdClaims, IdTokenError> {
        let app = App {
            client_id: "ours".into(),
            client_secret: "s".into(),
            redirect_uri: "https://liaison.example/cb".into(),
        };
        read(
            &Endpoints::default(),
            &app,
            &token(claims),
            Some("n"),
            1_000,
        )
    }

    #[test]
    fn google_speaks_in_two_forms() {
        let mut claims = json!({
            "iss": "https://accounts.google.com", "aud": "ours", "azp": "ours", "exp": 4_600,
            "nonce": "n", "sub": "1157", "email": "rita@acme.example", "email_verified": true,
            "hd": "acme.example",
        });
        let found = check(&claims).unwrap();
        assert_eq!((found.sub.as_str(), found.email_verified), ("1157", true));
        claims["iss"] = json!("accounts.google.com");
        claims["email_verified"] = json!("true");
        assert!(check(&claims).unwrap().email_verified);
        claims["email_verified"] = json!(1);
        assert!(!check(&claims).unwrap().email_verified);
        claims["iss"] = json!("https://accounts.google.com.evil.example");
        assert_eq!(check(&claims), Err(IdTokenError::Issuer));
        claims["iss"] = json!("accounts.google.com");
        claims["sub"] = json!("");
        assert_eq!(check(&claims), Err(IdTokenError::Unreadable));
    }
}
