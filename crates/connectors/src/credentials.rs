//! What a mail server takes as proof.

use secrecy::{ExposeSecret, SecretString};

/// The proof that goes with a user name (contracts 6).
#[derive(Clone, Debug)]
pub enum Credentials {
    /// PLAIN or LOGIN.
    Password(SecretString),
    /// An access token, by XOAUTH2. Who calls refreshes it first when it is about to expire.
    OAuth(SecretString),
}

impl From<SecretString> for Credentials {
    fn from(password: SecretString) -> Self {
        Self::Password(password)
    }
}

/// The one message of XOAUTH2, not yet base64; `None` when user or token hold its separator or
/// anything else that cannot be meant.
pub(crate) fn xoauth2(user: &str, token: &SecretString) -> Option<SecretString> {
    let token = token.expose_secret();
    let plain = !user.contains(char::is_control) && token.bytes().all(|b| b.is_ascii_graphic());
    (plain && !user.is_empty() && !token.is_empty())
        .then(|| format!("user={user}\x01auth=Bearer {token}\x01\x01").into())
}

/// What the other side says about a refused token: the `status` of its JSON challenge, such as
/// `401`, from base64. The rest of the challenge is of no use to anybody.
pub(crate) fn challenge_status(coded: &str) -> Option<String> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let bytes = STANDARD.decode(coded.trim()).ok()?;
    let challenge: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    let status = match challenge.get("status")? {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(crate::text::clip(&status, 40))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_message_is_the_documented_one() {
        let made = xoauth2("rita@seller.test", &"ya29.x".into()).unwrap();
        assert_eq!(
            made.expose_secret(),
            "user=rita@seller.test\x01auth=Bearer ya29.x\x01\x01"
        );
        for (user, token) in [("a\x01b", "t"), ("a", "t\x01auth=x"), ("a", ""), ("", "t")] {
            assert!(xoauth2(user, &token.into()).is_none());
        }
    }

    #[test]
    fn the_status_is_found_in_the_challenge() {
        let documented = "eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIiwic2NvcGUiOiJtYWlsIn0=";
        assert_eq!(challenge_status(documented).as_deref(), Some("401"));
        assert_eq!(challenge_status("bm8="), None);
    }

    proptest! {
        #[test]
        fn no_challenge_breaks_the_reading(coded in ".*|[A-Za-z0-9+/]{0,40}={0,2}") {
            let _any = challenge_status(&coded);
        }
    }
}
