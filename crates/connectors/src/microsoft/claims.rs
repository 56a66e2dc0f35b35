//! Who signed in, by Microsoft's word.

use serde::Deserialize;

use super::{App, Endpoints};
use crate::id_token::{self, Expected, IdTokenError};

/// The claims of a checked id_token (see [`crate::id_token`] for what is checked).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IdClaims {
    /// The tenant's id; with `oid` the only key to a person.
    pub tid: String,
    /// The person's id in that tenant; needs the scope `profile`.
    pub oid: String,
    /// How the person signs in; looks like an address, may not be one, may change hands.
    #[serde(default)]
    pub preferred_username: String,
    /// As the tenant's admin set it: not verified, proves nothing.
    pub email: Option<String>,
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
    let found: IdClaims = id_token::read(token, &expected, |issuer, claims| {
        let tid = claims.get("tid").and_then(|t| t.as_str());
        tid.is_some_and(|tid| endpoints.is_issuer(issuer, tid))
    })?;
    let plain = |id: &str| {
        let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        !id.is_empty() && id.bytes().all(good)
    };
    if !plain(&found.tid) || !plain(&found.oid) {
        return Err(IdTokenError::Unreadable);
    }
    if !app.tenant.admits(&found.tid) {
        return Err(IdTokenError::Tenant);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{super::Tenant, *};
    use crate::id_token::tests::token;

    const TID: &str = "0f0c4ad1-0000-4000-8000-0000000000aa";

    fn check(tenant: &str, claims: &Value) -> Result<IdClaims, IdTokenError> {
        let app = App {
            tenant: Tenant::parse(tenant).unwrap(),
            client_id: "ours".into(),
            client_secret: "s".into(),
            redirect_uri: "https://liaison.example/cb".into(),
        };
        read(&Endpoints::default(), &app, &token(claims), None, 1_000)
    }

    #[test]
    fn issuer_and_tenant_belong_together() {
        let good = json!({
            "iss": format!("https://login.microsoftonline.com/{TID}/v2.0"), "aud": "ours",
            "exp": 4_600, "tid": TID, "oid": "6f1d", "sub": "pairwise",
            "preferred_username": "rita@acme.example",
        });
        let found = check("common", &good).unwrap();
        assert_eq!((found.tid.as_str(), found.oid.as_str()), (TID, "6f1d"));
        assert_eq!(found.email, None);
        assert!(check(TID, &good).is_ok() && check("acme.example", &good).is_ok());
        let other = "0f0c4ad1-0000-4000-8000-0000000000bb";
        assert_eq!(check(other, &good), Err(IdTokenError::Tenant));
        assert_eq!(check("consumers", &good), Err(IdTokenError::Tenant));
        for (name, value, wanted) in [
            ("tid", json!(other), IdTokenError::Issuer),
            ("tid", json!(null), IdTokenError::Issuer),
            (
                "iss",
                json!("https://evil.example/v2.0"),
                IdTokenError::Issuer,
            ),
            ("oid", json!(""), IdTokenError::Unreadable),
            ("oid", json!(null), IdTokenError::Unreadable),
        ] {
            let mut claims = good.clone();
            claims[name] = value;
            assert_eq!(check("common", &claims), Err(wanted), "{name}");
        }
    }
}
