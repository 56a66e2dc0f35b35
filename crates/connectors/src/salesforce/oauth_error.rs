//! Refusals of the sign-in and token services.

use crate::{
    outbound::{OutboundError, Response},
    text::clip,
};

/// Why a sign-in, a token or a refresh was refused: one variant for each row of contracts 2.1 that
/// calls for different words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OAuthError {
    /// The person pressed Deny.
    #[error("access was denied")]
    AccessDenied,
    /// The admin has not installed the app, and the person may not approve uninstalled ones.
    #[error("the app is not installed in the organisation")]
    AppNotInstalled,
    /// The app exists but this person or organisation is kept out by its policy.
    #[error("the app may not be used by this person")]
    AppNotAllowed,
    #[error("the consumer key is unknown")]
    InvalidClientId,
    #[error("the consumer secret is wrong")]
    InvalidClientSecret,
    #[error("the callback address is not registered with the app")]
    RedirectMismatch,
    /// The app does not offer a scope we need.
    #[error("the app does not allow the access asked for")]
    InvalidScope,
    /// The app demands PKCE and the challenge was missing.
    #[error("the app demands a code challenge")]
    PkceRequired,
    /// The verifier does not belong to the challenge.
    #[error("the code verifier does not match")]
    PkceMismatch,
    /// Used already, or older than 15 minutes.
    #[error("the authorisation code is no longer valid")]
    ExpiredCode,
    /// Revoked, rotated away, idle too long, or made void by a password or policy change.
    #[error("the connection was revoked or has expired")]
    ExpiredRefreshToken,
    /// The person has not approved the app, or has withdrawn the approval.
    #[error("the person has not approved the app")]
    NotApproved,
    #[error("sign-in failed at Salesforce")]
    AuthenticationFailure,
    #[error("sign-in is not allowed from this server's address")]
    IpRestricted,
    #[error("the user is inactive")]
    InactiveUser,
    #[error("the organisation is inactive")]
    InactiveOrg,
    /// Too many sign-ins by one user or app.
    #[error("too many sign-ins")]
    RateLimited,
    /// The service answered with a server error.
    #[error("Salesforce is having trouble (HTTP {status})")]
    Unavailable { status: u16 },
    #[error(transparent)]
    Unreachable(#[from] OutboundError),
    /// The token answer is not signed with the app's secret.
    #[error("the answer is not signed with the app's secret")]
    BadSignature,
    /// The token answer points to a host that is not Salesforce's.
    #[error("the answer points to a host that does not belong to Salesforce")]
    UntrustedHost,
    /// The answer could not be read.
    #[error("the answer could not be understood")]
    Unreadable,
    /// Anything else, in the vendor's words.
    #[error("{code}: {description}")]
    Other { code: String, description: String },
}

impl OAuthError {
    /// Reads `error` and `error_description` of the redirect back to us.
    #[must_use]
    pub fn from_callback(error: &str, description: Option<&str>) -> Self {
        Self::classify(error, description.unwrap_or_default())
    }

    /// The code the list of administration 6.11 has for a connection that ended; `None` for what is none.
    #[must_use]
    pub fn trouble(&self) -> Option<&'static str> {
        match self {
            Self::AuthenticationFailure => Some("AUTHENTICATION_FAILURE"),
            Self::ExpiredRefreshToken | Self::NotApproved => Some("EXPIRED_ACCESS"),
            Self::InactiveUser => Some("INACTIVE_USER"),
            Self::InactiveOrg => Some("INACTIVE_ORGANIZATION"),
            Self::IpRestricted => Some("INVALID_GRANT"),
            _ => None,
        }
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

    /// Reads an error answer of the token or revoke service.
    pub(super) fn from_answer(answer: &Response) -> Self {
        #[derive(serde::Deserialize)]
        struct Body {
            error: String,
            #[serde(default)]
            error_description: String,
        }
        match serde_json::from_slice::<Body>(&answer.body) {
            Ok(body) => Self::classify(&body.error, &body.error_description),
            Err(_) if answer.status.as_u16() == 429 => Self::RateLimited,
            Err(_) if answer.status.is_server_error() => Self::Unavailable {
                status: answer.status.as_u16(),
            },
            Err(_) => Self::Unreadable,
        }
    }

    fn classify(code: &str, description: &str) -> Self {
        let words = description.to_ascii_lowercase().replace(['+', '_'], " ");
        let says = |part: &str| words.contains(part);
        match code.to_ascii_lowercase().as_str() {
            "access_denied" | "access-denied" => Self::AccessDenied,
            "oauth_approval_error_generic" => Self::AppNotInstalled,
            _ if says("app must be installed") || says("oauth approval error generic") => {
                Self::AppNotInstalled
            }
            "invalid_app_access" => Self::AppNotAllowed,
            "invalid_client_id" => Self::InvalidClientId,
            "invalid_client" if says("identifier") => Self::InvalidClientId,
            "invalid_client" => Self::InvalidClientSecret,
            "redirect_uri_mismatch" => Self::RedirectMismatch,
            "invalid_scope" => Self::InvalidScope,
            "rate_limit_exceeded" => Self::RateLimited,
            "inactive_user" => Self::InactiveUser,
            "inactive_org" => Self::InactiveOrg,
            "invalid_request" if says("code challenge") => Self::PkceRequired,
            "server_error" | "temporarily_unavailable" => Self::Unavailable { status: 503 },
            "invalid_grant" => Self::classify_grant(code, description, says),
            _ => Self::other(code, description),
        }
    }

    fn classify_grant(code: &str, description: &str, says: impl Fn(&str) -> bool) -> Self {
        if says("authorization code") {
            Self::ExpiredCode
        } else if says("code verifier") {
            Self::PkceMismatch
        } else if says("refresh token") || says("token validity expired") {
            Self::ExpiredRefreshToken
        } else if says("ip restricted") {
            Self::IpRestricted
        } else if says("inactive user") {
            Self::InactiveUser
        } else if says("inactive org") {
            Self::InactiveOrg
        } else if says("approved this consumer") {
            Self::NotApproved
        } else if says("authentication failure") {
            Self::AuthenticationFailure
        } else {
            Self::other(code, description)
        }
    }

    fn other(code: &str, description: &str) -> Self {
        Self::Other {
            code: clip(code, 60),
            description: clip(description, 300),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_has_its_variant() {
        use OAuthError as E;
        let rows = [
            (
                "access_denied",
                "end-user denied authorization",
                E::AccessDenied,
            ),
            ("access-denied", "", E::AccessDenied),
            (
                "invalid_client",
                "app must be installed into org",
                E::AppNotInstalled,
            ),
            ("OAUTH_APPROVAL_ERROR_GENERIC", "", E::AppNotInstalled),
            (
                "invalid_grant",
                "expired authorization code",
                E::ExpiredCode,
            ),
            ("invalid_grant", "invalid code verifier", E::PkceMismatch),
            (
                "invalid_grant",
                "expired access/refresh token",
                E::ExpiredRefreshToken,
            ),
            (
                "invalid_grant",
                "token validity expired",
                E::ExpiredRefreshToken,
            ),
            (
                "invalid_grant",
                "authentication failure",
                E::AuthenticationFailure,
            ),
            ("invalid_grant", "ip restricted", E::IpRestricted),
            ("invalid_grant", "inactive user", E::InactiveUser),
            ("invalid_grant", "inactive organization", E::InactiveOrg),
            (
                "invalid_grant",
                "user hasn't approved this consumer",
                E::NotApproved,
            ),
            (
                "invalid_client_id",
                "client identifier invalid",
                E::InvalidClientId,
            ),
            (
                "invalid_client",
                "invalid client credentials",
                E::InvalidClientSecret,
            ),
            (
                "invalid_request",
                "missing required code challenge",
                E::PkceRequired,
            ),
            (
                "redirect_uri_mismatch",
                "redirect_uri must match configuration",
                E::RedirectMismatch,
            ),
            ("invalid_scope", "", E::InvalidScope),
            ("invalid_app_access", "", E::AppNotAllowed),
            ("rate_limit_exceeded", "login rate exceeded", E::RateLimited),
            ("inactive_user", "", E::InactiveUser),
            ("inactive_org", "", E::InactiveOrg),
        ];
        for (code, description, wanted) in rows {
            let found = OAuthError::from_callback(code, Some(description));
            assert_eq!(found, wanted, "{code}: {description}");
        }
    }

    #[test]
    fn unknown_texts_are_kept_on_one_short_line() {
        let found = OAuthError::from_callback("odd", Some(&"a\nb".repeat(500)));
        let OAuthError::Other { code, description } = found else {
            panic!("{found:?}")
        };
        assert_eq!(code, "odd");
        assert!(description.len() <= 300 && !description.contains('\n'));
    }
}
