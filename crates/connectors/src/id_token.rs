//! Reading an OpenID Connect id_token that came straight from the token service.
//!
//! The signature is not checked, on purpose: OpenID Connect Core 3.1.3.7 (6) lets TLS server
//! validation stand in for it when the token came in the direct answer of the token service, and
//! that is the only way one gets here. A token from a browser must never be read with this. (A
//! stand-in may be reached without TLS; only the operator's setting for the demo world allows that.)

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How far the two clocks may be apart, in seconds.
const LEEWAY_S: i64 = 300;

/// Why an id_token does not tell who signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdTokenError {
    #[error("there is no id_token")]
    Missing,
    #[error("the id_token cannot be read")]
    Unreadable,
    /// Made by somebody else than the provider.
    #[error("the id_token has the wrong issuer")]
    Issuer,
    /// Made for another app.
    #[error("the id_token is for another app")]
    Audience,
    #[error("the id_token has expired")]
    Expired,
    /// Not the answer to our question: it may be replayed.
    #[error("the id_token answers another sign-in")]
    Nonce,
    /// The account is not of the kind or tenant that may sign in here.
    #[error("the id_token is of another tenant")]
    Tenant,
}

/// The claims every provider's token is held against.
pub(crate) struct Expected<'a> {
    pub(crate) client_id: &'a str,
    /// Checked only where a nonce went out; a refresh has none.
    pub(crate) nonce: Option<&'a str>,
    /// Seconds since 1970.
    pub(crate) now_s: i64,
}

/// The claims of `token`, once audience, time and nonce hold. The issuer is left to the provider's
/// room, which knows what it looks like: `issuer` gets `iss` and the claims.
pub(crate) fn read<T: DeserializeOwned>(
    token: &str,
    expected: &Expected<'_>,
    issuer: impl FnOnce(&str, &Value) -> bool,
) -> Result<T, IdTokenError> {
    let claims = claims(token).ok_or(IdTokenError::Unreadable)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if !issuer(text("iss").unwrap_or_default(), &claims) {
        return Err(IdTokenError::Issuer);
    }
    if !is_for(expected.client_id, &claims) {
        return Err(IdTokenError::Audience);
    }
    let expires = claims.get("exp").and_then(Value::as_i64);
    let expires = expires.ok_or(IdTokenError::Unreadable)?;
    if expires.saturating_add(LEEWAY_S) <= expected.now_s {
        return Err(IdTokenError::Expired);
    }
    if expected.nonce.is_some() && expected.nonce != text("nonce") {
        return Err(IdTokenError::Nonce);
    }
    serde_json::from_value(claims).map_err(|_| IdTokenError::Unreadable)
}

/// One audience, ours; of several only with `azp` naming us.
fn is_for(client_id: &str, claims: &Value) -> bool {
    let authorized = claims.get("azp").and_then(Value::as_str);
    match claims.get("aud") {
        Some(Value::String(one)) => one == client_id && authorized.is_none_or(|a| a == client_id),
        Some(Value::Array(several)) => {
            let named = several.iter().any(|a| a.as_str() == Some(client_id));
            named && (authorized == Some(client_id) || (several.len() == 1 && authorized.is_none()))
        }
        _ => false,
    }
}

fn claims(token: &str) -> Option<Value> {
    let mut parts = token.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let claims: Value = serde_json::from_slice(&base64url(payload)?).ok()?;
    claims.is_object().then_some(claims)
}

/// base64url, with or without padding.
pub(crate) fn base64url(text: &str) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&alphabet::URL_SAFE, config);
    engine.decode(text).ok()
}

#[cfg(test)]
pub(crate) mod tests {
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// A token nobody signed.
    pub(crate) fn token(claims: &Value) -> String {
        let part = |v: &Value| URL_SAFE_NO_PAD.encode(v.to_string());
        format!("{}.{}.c2ln", part(&json!({ "alg": "RS256" })), part(claims))
    }

    fn expected(nonce: Option<&str>) -> Expected<'_> {
        Expected {
            client_id: "ours",
            nonce,
            now_s: 1_000,
        }
    }

    fn check(claims: &Value) -> Result<Value, IdTokenError> {
        read(&token(claims), &expected(Some("n")), |iss, _| iss == "them")
    }

    fn good() -> Value {
        json!({ "iss": "them", "aud": "ours", "exp": 1_100, "nonce": "n", "sub": "7" })
    }

    #[test]
    fn every_claim_counts() {
        use IdTokenError as E;
        assert_eq!(check(&good()).unwrap()["sub"], "7");
        let rows = [
            ("iss", json!("others"), Err(E::Issuer)),
            ("iss", json!(null), Err(E::Issuer)),
            ("aud", json!("theirs"), Err(E::Audience)),
            ("aud", json!([]), Err(E::Audience)),
            ("aud", json!(["ours"]), Ok(())),
            ("aud", json!(["ours", "theirs"]), Err(E::Audience)),
            ("azp", json!("theirs"), Err(E::Audience)),
            ("azp", json!("ours"), Ok(())),
            ("exp", json!(701), Ok(())),
            ("exp", json!(700), Err(E::Expired)),
            ("exp", json!(i64::MIN), Err(E::Expired)),
            ("exp", json!("soon"), Err(E::Unreadable)),
            ("nonce", json!("m"), Err(E::Nonce)),
            ("nonce", json!(null), Err(E::Nonce)),
        ];
        for (name, value, wanted) in rows {
            let mut claims = good();
            claims[name] = value.clone();
            assert_eq!(check(&claims).map(drop), wanted, "{name} = {value}");
        }
    }

    #[test]
    fn a_refresh_has_no_nonce() {
        let mut claims = good();
        claims["nonce"] = Value::Null;
        let read: Result<Value, _> = read(&token(&claims), &expected(None), |_, _| true);
        assert!(read.is_ok());
    }

    #[test]
    fn base64_comes_with_and_without_padding() {
        assert_eq!(base64url("YQ").as_deref(), Some(&b"a"[..]));
        assert_eq!(base64url("YQ==").as_deref(), Some(&b"a"[..]));
        assert_eq!(base64url("-_8").as_deref(), Some(&[0xfb, 0xff][..]));
        assert_eq!(base64url("+/8"), None);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reading(text in ".*|([A-Za-z0-9_-]{0,30}\\.){0,4}[=A-Za-z0-9]{0,9}") {
            let read: Result<Value, _> = read(&text, &expected(None), |_, _| true);
            prop_assert!(read.is_err());
        }

        #[test]
        fn only_our_audience_passes(aud in "[a-z]{1,6}", iss in "[a-z]{1,6}", exp in 0i64..2_000) {
            let mut claims = good();
            (claims["aud"], claims["iss"]) = (json!(&aud), json!(&iss));
            claims["exp"] = json!(exp);
            let passes = aud == "ours" && iss == "them" && exp > 700;
            prop_assert_eq!(check(&claims).is_ok(), passes);
        }
    }
}
