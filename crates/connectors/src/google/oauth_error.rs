//! Refusals of the sign-in and token services.

use crate::{
    id_token::IdTokenError,
    outbound::{OutboundError, Response},
    text::clip,
};

/// Why a sign-in, a token or a refresh was refused: one variant for each case of contracts 4.1 that
/// calls for different words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OAuthError {
    /// The person pressed Cancel.
    #[error("access was denied")]
    AccessDenied,
    /// The person unticked something that is needed.
    #[error("not everything that is needed was granted")]
    ScopeMissing { scopes: Vec<String> },
    /// The project does not offer a scope we ask for, or it does not exist.
    #[error("the app does not allow the access asked for")]
    InvalidScope,
    /// Client id unknown or secret wrong: Google does not say which.
    #[error("the client id or the client secret is wrong")]
    InvalidClient,
    /// The OAuth client, or its project, was deleted or disabled.
    #[error("the app was deleted or disabled")]
    AppDisabled,
    /// The OAuth client is not of the type "Web application".
    #[error("the app is not of the kind that may do this")]
    UnauthorizedClient,
    #[error("the callback address is not registered with the app")]
    RedirectMismatch,
    /// The Workspace admin does not let people use the app, or not with these scopes.
    #[error("the organisation's policy does not allow the app")]
    AdminPolicy,
    /// The app is for its own organisation only.
    #[error("the app is for another organisation's people")]
    OrgInternal,
    /// The consent page was opened inside an embedded browser.
    #[error("the sign-in page does not open in this browser")]
    DisallowedBrowser,
    /// The person must do something on a page of Google's, but none was to be shown.
    #[error("the person must sign in again")]
    InteractionRequired,
    /// Used already, or too old.
    #[error("the authorisation code is no longer valid")]
    ExpiredCode,
    /// The verifier does not belong to the challenge.
    #[error("the code verifier does not match")]
    PkceMismatch,
    /// Revoked, idle for six months, void by a password change, one of too many, or older than seven
    /// days while the app is in testing: Google does not say which.
    #[error("the connection was revoked or has expired")]
    ExpiredRefreshToken,
    /// The Workspace's session length ran out (`invalid_rapt`).
    #[error("the organisation demands a new sign-in")]
    ReauthRequired,
    /// The account was deleted or disabled.
    #[error("the account no longer exists or is disabled")]
    AccountGone,
    #[error("too many sign-ins")]
    RateLimited,
    /// The service answered with a server error.
    #[error("Google is having trouble (HTTP {status})")]
    Unavailable { status: u16 },
    #[error(transparent)]
    Unreachable(#[from] OutboundError),
    /// Who signed in cannot be told.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    #[error("the answer could not be understood")]
    Unreadable,
    /// Anything else, in the vendor's words.
    #[error("{code}: {description}")]
    Other { code: String, description: String },
}

/// What a refused grant was: Google's words are the same for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Code,
    Refresh,
}

impl OAuthError {
    /// Reads `error` and `error_description` of the redirect back to us.
    #[must_use]
    pub fn from_callback(error: &str, description: Option<&str>) -> Self {
        Self::classify(error, description.unwrap_or_default(), "", Asked::Code)
    }

    /// Whether trying again later can help without anybody doing anything.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::RateLimited | Self::Unavailable { .. } => true,
            Self::Unreachable(cause) => cause.is_temporary(),
            _ => false,
        }
    }

    /// Whether the person must connect again: the refresh token is of no more use.
    #[must_use]
    pub fn needs_reconnect(&self) -> bool {
        matches!(
            self,
            Self::ExpiredRefreshToken
                | Self::ReauthRequired
                | Self::AccountGone
                | Self::ScopeMissing { .. }
                | Self::InteractionRequired
        )
    }

    /// Reads an error answer of the token or revoke service.
    pub(super) fn from_answer(answer: &Response, asked: Asked) -> Self {
        #[derive(serde::Deserialize)]
        struct Body {
            error: String,
            #[serde(default)]
            error_description: String,
            #[serde(default)]
            error_subtype: String,
        }
        let status = answer.status.as_u16();
        match serde_json::from_slice::<Body>(&answer.body) {
            _ if status == 429 => Self::RateLimited,
            _ if status >= 500 => Self::Unavailable { status },
            Ok(body) => Self::classify(
                &body.error,
                &body.error_description,
                &body.error_subtype,
                asked,
            ),
            Err(_) => Self::Unreadable,
        }
    }

    fn classify(code: &str, description: &str, subtype: &str, asked: Asked) -> Self {
        let words = description.to_ascii_lowercase();
        let says = |part: &str| words.contains(part);
        match code.to_ascii_lowercase().as_str() {
            "access_denied" => Self::AccessDenied,
            "invalid_scope" => Self::InvalidScope,
            "deleted_client" | "disabled_client" => Self::AppDisabled,
            "invalid_client" if says("deleted") || says("disabled") => Self::AppDisabled,
            "invalid_client" => Self::InvalidClient,
            "unauthorized_client" => Self::UnauthorizedClient,
            "redirect_uri_mismatch" => Self::RedirectMismatch,
            "invalid_request" if says("redirect_uri") => Self::RedirectMismatch,
            "admin_policy_enforced" => Self::AdminPolicy,
            "org_internal" => Self::OrgInternal,
            "disallowed_useragent" => Self::DisallowedBrowser,
            "interaction_required" | "login_required" | "consent_required" => {
                Self::InteractionRequired
            }
            "rate_limit_exceeded" | "slow_down" => Self::RateLimited,
            "server_error" | "temporarily_unavailable" | "internal_failure" => {
                Self::Unavailable { status: 503 }
            }
            "invalid_grant" if subtype == "invalid_rapt" || says("reauth related error") => {
                Self::ReauthRequired
            }
            "invalid_grant" if says("account has been deleted") || says("disabled") => {
                Self::AccountGone
            }
            "invalid_grant" if says("code verifier") => Self::PkceMismatch,
            "invalid_grant" => match asked {
                Asked::Code => Self::ExpiredCode,
                Asked::Refresh => Self::ExpiredRefreshToken,
            },
            _ => Self::Other {
                code: clip(code, 60),
                description: clip(description, 300),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_code_has_its_variant() {
        use OAuthError as E;
        let rows = [
            ("access_denied", "", E::AccessDenied),
            (
                "invalid_scope",
                "Some requested scopes were invalid",
                E::InvalidScope,
            ),
            ("invalid_client", "Unauthorized", E::InvalidClient),
            (
                "invalid_client",
                "The OAuth client was not found.",
                E::InvalidClient,
            ),
            (
                "deleted_client",
                "The OAuth client was deleted.",
                E::AppDisabled,
            ),
            ("unauthorized_client", "Unauthorized", E::UnauthorizedClient),
            ("redirect_uri_mismatch", "Bad Request", E::RedirectMismatch),
            ("admin_policy_enforced", "", E::AdminPolicy),
            ("org_internal", "", E::OrgInternal),
            ("disallowed_useragent", "", E::DisallowedBrowser),
            ("interaction_required", "", E::InteractionRequired),
            ("invalid_grant", "Malformed auth code.", E::ExpiredCode),
            ("invalid_grant", "Invalid code verifier.", E::PkceMismatch),
            ("invalid_grant", "Account has been deleted", E::AccountGone),
            (
                "temporarily_unavailable",
                "",
                E::Unavailable { status: 503 },
            ),
        ];
        for (code, description, wanted) in rows {
            let found = OAuthError::from_callback(code, Some(description));
            assert_eq!(found, wanted, "{code}: {description}");
        }
    }

    #[test]
    fn a_refused_grant_is_told_by_what_was_asked() {
        let words = "Token has been expired or revoked.";
        let read = |subtype| OAuthError::classify("invalid_grant", words, subtype, Asked::Refresh);
        assert_eq!(read(""), OAuthError::ExpiredRefreshToken);
        assert_eq!(read("invalid_rapt"), OAuthError::ReauthRequired);
        assert!(read("").needs_reconnect() && !read("").is_temporary());
    }

    proptest! {
        #[test]
        fn texts_stay_short_and_on_one_line(code in ".{0,80}", words in "(.|\n){0,400}") {
            let text = OAuthError::from_callback(&code, Some(&words)).to_string();
            prop_assert!(text.chars().count() <= 362 && !text.contains(['\n', '\r']));
        }
    }
}
