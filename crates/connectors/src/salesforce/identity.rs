//! Who signed in (contracts 2.1, identity URL).

use serde::Deserialize;

use super::{ApiError, Tokens, long_id};
use crate::outbound::{Outbound, Request};

/// The person behind an access token, by Salesforce's word.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Identity {
    /// 18 characters; with `user_id` the only key to a person.
    pub organization_id: String,
    /// 18 characters.
    pub user_id: String,
    pub username: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub email_verified: bool,
    #[serde(default)]
    pub display_name: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// IANA name, such as `Europe/Berlin`.
    #[serde(rename = "timezone")]
    pub time_zone: Option<String>,
    /// Such as `en_US`.
    pub language: Option<String>,
    pub locale: Option<String>,
    #[serde(default)]
    pub active: bool,
    /// `STANDARD` for a person with a licence.
    pub user_type: Option<String>,
    #[serde(default)]
    pub is_app_installed: bool,
}

/// Asks who the tokens belong to. An answer about somebody else than the tokens name is refused.
///
/// # Errors
/// [`ApiError::SessionExpired`], [`ApiError::InactiveUser`] and others: this service answers errors
/// in plain text.
pub async fn identity(outbound: &Outbound, tokens: &Tokens) -> Result<Identity, ApiError> {
    let mut url = tokens.identity_url.clone();
    url.set_query(Some("format=json"));
    let request = Request::get(url).bearer(&tokens.access_token)?;
    let answer = outbound.http(request).await?;
    if !answer.status.is_success() {
        return Err(ApiError::from_identity(&answer));
    }
    let mut found: Identity =
        serde_json::from_slice(&answer.body).map_err(|_| ApiError::Unreadable)?;
    let normal = |id: &str| long_id(id).ok_or(ApiError::Unreadable);
    found.organization_id = normal(&found.organization_id)?;
    found.user_id = normal(&found.user_id)?;
    if found.organization_id != tokens.organization_id || found.user_id != tokens.user_id {
        return Err(ApiError::WrongIdentity);
    }
    Ok(found)
}
