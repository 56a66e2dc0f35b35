//! Refusals of the Gmail API.

use std::time::Duration;

use serde::Deserialize;

use crate::{
    outbound::{OutboundError, Response},
    retry,
    text::clip,
};

/// Why a call was refused (contracts 4.2, table of errors).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// The access token is no longer valid: refresh once, then try once more.
    #[error("the access token has expired")]
    Expired,
    /// The token is valid but does not cover the call: ask for consent again.
    #[error("the person has not granted this access")]
    ScopeMissing,
    /// Too much by this person or project. `daily`: what the account may send or the project may ask
    /// in a day is used up.
    #[error("Gmail's limit is reached")]
    RateLimited {
        retry_after: Option<Duration>,
        daily: bool,
    },
    /// The Workspace admin has switched Gmail, or apps like ours, off.
    #[error("the organisation's policy does not allow this")]
    DomainPolicy,
    /// The Gmail API is not enabled in the app's project: the operator must act.
    #[error("the Gmail API is not enabled for the app")]
    ApiNotEnabled,
    /// The account has no Gmail.
    #[error("the account has no mailbox")]
    NoMailbox,
    #[error("not found")]
    NotFound,
    /// The history since that id is no longer kept: read everything again.
    #[error("the history does not reach back that far")]
    TooOld,
    /// More than Gmail takes in one message.
    #[error("the message is too large")]
    TooLarge,
    /// What we sent makes no sense to Gmail: not sent, and never will be.
    #[error("{reason}: {message}")]
    BadRequest { reason: String, message: String },
    /// The service has trouble: try later. A mail may have been taken all the same.
    #[error("Gmail is busy")]
    Busy { retry_after: Option<Duration> },
    #[error(transparent)]
    Unreachable(#[from] OutboundError),
    #[error("the answer could not be understood")]
    Unreadable,
    /// Anything else, in the vendor's words.
    #[error("{reason}: {message}")]
    Other { reason: String, message: String },
}

impl ApiError {
    /// Whether trying again later can help without anybody doing anything.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::RateLimited { .. } | Self::Busy { .. } => true,
            Self::Unreachable(cause) => cause.is_temporary(),
            _ => false,
        }
    }

    /// Whether a mail may have been accepted although no answer says so: look it up before anything
    /// is sent again.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::Busy { .. } | Self::Unreadable => true,
            Self::Unreachable(cause) => matches!(
                cause,
                OutboundError::TimedOut | OutboundError::CutOff | OutboundError::TooLarge { .. }
            ),
            _ => false,
        }
    }

    /// Reads an error answer.
    pub(super) fn from_answer(answer: &Response) -> Self {
        let status = answer.status.as_u16();
        let error = serde_json::from_slice(&answer.body).map(|body: WireBody| body.error);
        let error = error.unwrap_or_default();
        let message = clip(&error.message, 500);
        let reason = clip(error.reason(), 100);
        let words = message.to_ascii_lowercase();
        let limited = |daily| Self::RateLimited {
            retry_after: retry::after(answer).or_else(|| retry::after_words(&message, answer)),
            daily: daily || words.contains("mail sending") || words.contains("daily"),
        };
        match (status, reason.as_str()) {
            (401, _) => Self::Expired,
            (403, _) if lacks_scope(answer) => Self::ScopeMissing,
            (_, "insufficientPermissions" | "ACCESS_TOKEN_SCOPE_INSUFFICIENT") => {
                Self::ScopeMissing
            }
            (_, "dailyLimitExceeded" | "quotaExceeded") => limited(true),
            (_, "rateLimitExceeded" | "userRateLimitExceeded" | "RATE_LIMIT_EXCEEDED") => {
                limited(false)
            }
            (429, _) => limited(false),
            (_, "domainPolicy") => Self::DomainPolicy,
            (_, "accessNotConfigured" | "SERVICE_DISABLED") => Self::ApiNotEnabled,
            (400, "failedPrecondition" | "FAILED_PRECONDITION") => Self::NoMailbox,
            (404, _) => Self::NotFound,
            (413, _) | (_, "uploadTooLarge") => Self::TooLarge,
            (400, _) if words.contains("too large") => Self::TooLarge,
            (400, _) => Self::BadRequest { reason, message },
            (500..=599, _) => Self::Busy {
                retry_after: retry::after(answer),
            },
            (_, "") => Self::Unreadable,
            _ => Self::Other { reason, message },
        }
    }

    /// A request that cannot be meant; nothing was sent.
    pub(super) fn not_sent(message: &str) -> Self {
        Self::BadRequest {
            reason: "requestNotSent".into(),
            message: message.into(),
        }
    }
}

/// The standard's way to say it, beside Google's own.
fn lacks_scope(answer: &Response) -> bool {
    let header = answer.header("www-authenticate").unwrap_or_default();
    header.contains("insufficient_scope")
}

#[derive(Deserialize)]
struct WireBody {
    error: WireError,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireError {
    message: String,
    status: String,
    errors: Vec<Reason>,
    details: Vec<Reason>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reason {
    reason: String,
}

impl WireError {
    /// The most telling of the three places a reason can stand in.
    fn reason(&self) -> &str {
        let both = self.errors.iter().chain(&self.details);
        both.map(|r| r.reason.as_str())
            .find(|r| !matches!(*r, "" | "forbidden" | "badRequest"))
            .unwrap_or(&self.status)
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(status: u16, body: impl Into<bytes::Bytes>) -> ApiError {
        let mut headers = HeaderMap::new();
        headers.insert("date", "Fri, 20 Nov 2026 08:00:00 GMT".parse().unwrap());
        ApiError::from_answer(&Response {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: body.into(),
        })
    }

    fn says(status: u16, reason: &str, message: &str) -> ApiError {
        let body = json!({ "error": { "code": status, "message": message,
            "errors": [{ "message": message, "domain": "global", "reason": reason }] } });
        read(status, body.to_string())
    }

    #[test]
    fn every_row_of_the_table_has_its_variant() {
        use ApiError as E;
        let limited = |seconds: Option<u64>, daily| E::RateLimited {
            retry_after: seconds.map(Duration::from_secs),
            daily,
        };
        let busy = E::Busy { retry_after: None };
        let rows = [
            (401, "authError", "Invalid Credentials", E::Expired),
            (403, "insufficientPermissions", "no", E::ScopeMissing),
            (403, "userRateLimitExceeded", "x", limited(None, false)),
            (403, "dailyLimitExceeded", "x", limited(None, true)),
            (
                429,
                "rateLimitExceeded",
                "User-rate limit exceeded.  Retry after 2026-11-20T08:15:00.000Z",
                limited(Some(900), false),
            ),
            (
                429,
                "rateLimitExceeded",
                "User-rate limit exceeded.  Retry after 2026-11-20T09:00:00.000Z (Mail sending)",
                limited(Some(3600), true),
            ),
            (403, "domainPolicy", "x", E::DomainPolicy),
            (403, "accessNotConfigured", "x", E::ApiNotEnabled),
            (
                400,
                "failedPrecondition",
                "Mail service not enabled",
                E::NoMailbox,
            ),
            (
                404,
                "notFound",
                "Requested entity was not found.",
                E::NotFound,
            ),
            (400, "invalidArgument", "Message too large", E::TooLarge),
            (503, "backendError", "x", busy.clone()),
        ];
        for (status, reason, message, wanted) in rows {
            assert_eq!(says(status, reason, message), wanted, "{status} {reason}");
        }
        assert_eq!(read(502, "<html>"), busy);
        assert_eq!(read(302, ""), E::Unreadable);
        assert!(matches!(
            says(400, "invalidArgument", "Recipient address required"),
            E::BadRequest { .. }
        ));
    }

    #[test]
    fn the_reason_may_stand_in_the_details() {
        let body = json!({ "error": { "status": "PERMISSION_DENIED", "message": "x",
            "errors": [{ "reason": "forbidden" }],
            "details": [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT" }] } });
        assert_eq!(read(403, body.to_string()), ApiError::ScopeMissing);
    }

    #[test]
    fn only_a_clear_refusal_lets_a_mail_be_sent_again() {
        assert!(says(503, "backendError", "x").is_outcome_unknown());
        assert!(ApiError::from(OutboundError::TimedOut).is_outcome_unknown());
        assert!(!says(429, "rateLimitExceeded", "x").is_outcome_unknown());
        let host = "x".into();
        assert!(!ApiError::from(OutboundError::Refused { host }).is_outcome_unknown());
    }

    proptest! {
        #[test]
        fn any_answer_is_read(status in 300u16..600, body in ".{0,200}", reason in "[a-zA-Z]{0,20}") {
            let _any = read(status, body.clone());
            prop_assert!(says(status, &reason, &body).to_string().chars().count() <= 602);
        }
    }
}
