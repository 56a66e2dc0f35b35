//! Refusals of the sign-in and token services.

use super::aadsts;
use crate::{
    id_token::IdTokenError,
    outbound::{OutboundError, Response},
    text::clip,
};

/// Why a sign-in, a token or a refresh was refused: one variant for each case of contracts 5.1 that
/// calls for different words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OAuthError {
    /// The person pressed Cancel or declined.
    #[error("access was denied")]
    AccessDenied,
    /// The person has not agreed to what the app asks for, or has withdrawn it.
    #[error("the person has not agreed to the access asked for")]
    ConsentRequired,
    /// Only an admin of the tenant can agree.
    #[error("an admin must agree to the access asked for")]
    AdminConsentRequired,
    #[error("not everything that is needed was granted")]
    ScopeMissing { scopes: Vec<String> },
    #[error("the app does not allow the access asked for")]
    InvalidScope,
    /// A second factor, a new password or the like; `claims` goes into the next sign-in.
    #[error("the person must sign in again")]
    InteractionRequired { claims: Option<String> },
    /// The tenant's conditional access does not let the person in from here.
    #[error("the organisation's access rules do not allow this sign-in")]
    ConditionalAccess { claims: Option<String> },
    #[error("the client id is unknown")]
    InvalidClientId,
    #[error("the client secret is wrong")]
    InvalidClientSecret,
    /// The operator must make a new secret.
    #[error("the client secret has expired")]
    ExpiredClientSecret,
    #[error("the app is disabled")]
    AppDisabled,
    /// The app is for one tenant, and the sign-in went to all.
    #[error("the app is for one organisation only")]
    SingleTenant,
    #[error("the callback address is not registered with the app")]
    RedirectMismatch,
    #[error("the organisation is unknown to Microsoft")]
    TenantUnknown,
    /// One of the two organisations does not let its people cross over.
    #[error("the organisation does not allow sign-in here")]
    TenantBlocked,
    /// The account is not in this tenant, or nowhere.
    #[error("the account is unknown in the organisation")]
    AccountUnknown,
    #[error("the account is disabled")]
    AccountDisabled,
    /// The tenant lets only assigned people use the app, and this is none.
    #[error("the person is not assigned to the app")]
    NotAssigned,
    /// Used already, or too old.
    #[error("the authorisation code is no longer valid")]
    ExpiredCode,
    /// The verifier does not belong to the challenge.
    #[error("the code verifier does not match")]
    PkceMismatch,
    /// Revoked, idle for 90 days, or void by a password change.
    #[error("the connection was revoked or has expired")]
    ExpiredRefreshToken,
    /// Too many sign-ins, or the same one over and over.
    #[error("too many sign-ins")]
    RateLimited,
    /// The service answered with a server error.
    #[error("Microsoft is having trouble (HTTP {status})")]
    Unavailable { status: u16 },
    #[error(transparent)]
    Unreachable(#[from] OutboundError),
    /// Who signed in cannot be told.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    #[error("the answer could not be understood")]
    Unreadable,
    /// Anything else, in the vendor's words, which hold the number to give to its support.
    #[error("{code}: {description}")]
    Other { code: String, description: String },
}

/// What a refused grant was: some codes are the same for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Code,
    Refresh,
}

/// The body of a refusal; the redirect carries the first two.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Body {
    error: String,
    error_description: String,
    error_codes: Vec<u32>,
    claims: Option<String>,
}

impl OAuthError {
    /// Reads `error` and `error_description` of the redirect back to us.
    #[must_use]
    pub fn from_callback(error: &str, description: Option<&str>) -> Self {
        let body = Body {
            error: error.to_owned(),
            error_description: description.unwrap_or_default().to_owned(),
            ..Body::default()
        };
        Self::classify(body, Asked::Code)
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

    /// Whether the person must connect again: the refresh token is of no more use as it is.
    #[must_use]
    pub fn needs_reconnect(&self) -> bool {
        matches!(
            self,
            Self::ExpiredRefreshToken
                | Self::InteractionRequired { .. }
                | Self::ConditionalAccess { .. }
                | Self::ConsentRequired
                | Self::ScopeMissing { .. }
        )
    }

    /// Reads an error answer of the token service.
    pub(super) fn from_answer(answer: &Response, asked: Asked) -> Self {
        let status = answer.status.as_u16();
        match serde_json::from_slice::<Body>(&answer.body) {
            _ if status == 429 => Self::RateLimited,
            _ if status >= 500 => Self::Unavailable { status },
            Ok(body) if !body.error.is_empty() => Self::classify(body, asked),
            _ => Self::Unreadable,
        }
    }

    fn classify(body: Body, asked: Asked) -> Self {
        let in_words = aadsts::number(&body.error_description);
        let mut numbers = body.error_codes.iter().copied().chain(in_words);
        let claims = body.claims.filter(|c| c.len() <= 2000);
        if let Some(known) = numbers.find_map(|n| aadsts::meaning(n, asked, claims.as_ref())) {
            return known;
        }
        match body.error.to_ascii_lowercase().as_str() {
            "access_denied" => Self::AccessDenied,
            "consent_required" => Self::ConsentRequired,
            "interaction_required" | "login_required" => Self::InteractionRequired { claims },
            "invalid_scope" => Self::InvalidScope,
            "invalid_client" => Self::InvalidClientSecret,
            "unauthorized_client" => Self::InvalidClientId,
            "server_error" | "temporarily_unavailable" => Self::Unavailable { status: 503 },
            "invalid_grant" if asked == Asked::Code => Self::ExpiredCode,
            "invalid_grant" => Self::ExpiredRefreshToken,
            code => Self::Other {
                code: clip(code, 60),
                description: clip(&body.error_description, 400),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn refused(error: &str, number: u32, asked: Asked) -> OAuthError {
        let body = json!({ "error": error, "error_codes": [number], "suberror": "bad_token",
            "error_description": format!("AADSTS{number}: words.\r\nTrace ID: 1"),
            "timestamp": "2026-11-20 08:00:00Z", "claims": "{\"a\":1}" });
        let answer = Response {
            status: StatusCode::BAD_REQUEST,
            headers: HeaderMap::new(),
            body: body.to_string().into(),
        };
        OAuthError::from_answer(&answer, asked)
    }

    #[test]
    fn numbers_win_over_names() {
        use OAuthError as E;
        let claims = Some("{\"a\":1}".to_owned());
        let rows = [
            ("invalid_grant", 700_082, E::ExpiredRefreshToken),
            ("invalid_grant", 50_173, E::ExpiredRefreshToken),
            ("invalid_grant", 65_001, E::ConsentRequired),
            (
                "interaction_required",
                50_076,
                E::InteractionRequired { claims },
            ),
            ("invalid_client", 7_000_222, E::ExpiredClientSecret),
            ("invalid_grant", 1, E::ExpiredRefreshToken),
        ];
        for (error, number, wanted) in rows {
            assert_eq!(refused(error, number, Asked::Refresh), wanted, "{number}");
        }
        assert_eq!(
            refused("invalid_grant", 70_008, Asked::Code),
            E::ExpiredCode
        );
    }

    #[test]
    fn the_redirect_carries_the_number_in_words() {
        let read = |error, words: &str| OAuthError::from_callback(error, Some(words));
        assert_eq!(
            read("access_denied", "AADSTS65004: User declined to consent."),
            OAuthError::AccessDenied
        );
        assert_eq!(
            read("invalid_client", "AADSTS90094: admin permission"),
            OAuthError::AdminConsentRequired
        );
        assert_eq!(read("access_denied", ""), OAuthError::AccessDenied);
        let odd = read("odd", "AADSTS1: a\r\nTrace ID: 7").to_string();
        assert_eq!(odd, "odd: AADSTS1: a  Trace ID: 7");
    }

    proptest! {
        #[test]
        fn texts_stay_short_and_on_one_line(code in ".{0,80}", words in "(AADSTS[0-9]{0,12}:)?(.|\n){0,500}") {
            let text = OAuthError::from_callback(&code, Some(&words)).to_string();
            prop_assert!(text.chars().count() <= 462 && !text.contains(['\n', '\r']));
        }
    }
}
