//! Refusals of Graph.

use std::time::Duration;

use serde::Deserialize;

use crate::{
    outbound::{OutboundError, Response},
    retry,
    text::clip,
};

/// Why a call was refused (contracts 5.2, table of errors).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// The access token is no longer valid: refresh once, then try once more.
    #[error("the access token has expired")]
    Expired,
    /// The tenant wants a new sign-in although the token is not used up.
    #[error("the person must sign in again")]
    InteractionRequired,
    /// The token is valid but does not cover the call: ask for consent again.
    #[error("the person has not granted this access")]
    ScopeMissing,
    /// The mailbox may not send as the address in From.
    #[error("the mailbox may not send as this address")]
    SendAsDenied,
    /// Too much by this mailbox or app. `daily`: what the mailbox may send in a day is used up.
    #[error("Microsoft's limit is reached")]
    RateLimited {
        retry_after: Option<Duration>,
        daily: bool,
    },
    /// Sending was stopped for this mailbox: it is full, suspended or suspected.
    #[error("the mailbox is blocked from sending: {message}")]
    SendingBlocked { message: String },
    /// On premises, or without licence: IMAP and SMTP may work.
    #[error("the account has no mailbox that Graph can reach")]
    NoMailbox,
    #[error("not found")]
    NotFound,
    /// The delta link is no longer good: read everything again.
    #[error("the folder must be read again from the beginning")]
    ResyncRequired,
    /// Somebody else changed the item: read it again, then try again.
    #[error("the item was changed meanwhile")]
    Conflict,
    #[error("the message is too large")]
    TooLarge,
    #[error("a recipient is not valid: {message}")]
    InvalidRecipients { message: String },
    /// Graph could not reach our notification address, or did not like its answer.
    #[error("the notification address was not accepted: {message}")]
    NotificationAddress { message: String },
    /// What we sent makes no sense to Graph: not done, and never will be.
    #[error("{code}: {message}")]
    BadRequest { code: String, message: String },
    /// The service has trouble: try later. A mail may have been taken all the same.
    #[error("Microsoft is busy")]
    Busy { retry_after: Option<Duration> },
    #[error(transparent)]
    Unreachable(#[from] OutboundError),
    #[error("the answer could not be understood")]
    Unreadable,
    /// Anything else, in the vendor's words. `request_id` is what its support asks for.
    #[error("{code}: {message}")]
    Other {
        code: String,
        message: String,
        request_id: Option<String>,
    },
}

impl ApiError {
    /// Whether trying again later can help without anybody doing anything.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::RateLimited { .. } | Self::Busy { .. } | Self::Conflict => true,
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
        let (code, message) = (clip(&error.code, 100), clip(&error.message, 500));
        let limited = |daily| Self::RateLimited {
            retry_after: retry::after(answer),
            daily,
        };
        let busy = || Self::Busy {
            retry_after: retry::after(answer),
        };
        match (status, code.as_str()) {
            (401, _) if wants_person(answer) => Self::InteractionRequired,
            (401, _) => Self::Expired,
            (_, "ErrorSendAsDenied") => Self::SendAsDenied,
            (_, "ErrorExceededMessageLimit") => limited(true),
            (_, "ErrorQuotaExceeded" | "ErrorMessageSubmissionBlocked" | "ErrorAccountSuspend") => {
                Self::SendingBlocked { message }
            }
            (429, _) | (_, "ApplicationThrottled" | "TooManyRequests" | "activityLimitReached") => {
                limited(false)
            }
            (_, "MailboxNotEnabledForRESTAPI" | "MailboxNotHostedInExchangeOnline") => {
                Self::NoMailbox
            }
            (410, _) => Self::ResyncRequired,
            (_, known) if is_lost_state(known) => Self::ResyncRequired,
            (403, "ErrorAccessDenied" | "Authorization_RequestDenied" | "AccessDenied" | "") => {
                Self::ScopeMissing
            }
            (404, _) => Self::NotFound,
            (409 | 412, _) | (_, "ErrorIrresolvableConflict") => Self::Conflict,
            (413, _) | (_, "ErrorMessageSizeExceeded") => Self::TooLarge,
            (_, "ErrorInvalidRecipients") => Self::InvalidRecipients { message },
            (400, "ValidationError") if message.to_ascii_lowercase().contains("validation") => {
                Self::NotificationAddress { message }
            }
            (400, _) if message.starts_with("Subscription validation request") => {
                Self::NotificationAddress { message }
            }
            (400, _) => Self::BadRequest { code, message },
            (500..=599, _) | (_, "ErrorServerBusy" | "ErrorMailboxStoreUnavailable") => busy(),
            (_, "") => Self::Unreadable,
            _ => Self::Other {
                request_id: error.inner_error.request_id.map(|id| clip(&id, 80)),
                code,
                message,
            },
        }
    }

    /// A request that cannot be meant; nothing was sent.
    pub(super) fn not_sent(message: &str) -> Self {
        Self::BadRequest {
            code: "RequestNotSent".into(),
            message: message.into(),
        }
    }
}

fn is_lost_state(code: &str) -> bool {
    ["syncStateNotFound", "resyncRequired", "SyncStateInvalid"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(code))
}

/// Continuous access evaluation: the token was taken back before its time.
fn wants_person(answer: &Response) -> bool {
    let header = answer.header("www-authenticate").unwrap_or_default();
    header.contains("insufficient_claims") || header.contains("claims=")
}

#[derive(Deserialize)]
struct WireBody {
    error: WireError,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct WireError {
    code: String,
    message: String,
    #[serde(rename = "innerError", alias = "innererror")]
    inner_error: Inner,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Inner {
    #[serde(rename = "request-id")]
    request_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, StatusCode};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(
        status: u16,
        body: impl Into<bytes::Bytes>,
        header: Option<(&'static str, &str)>,
    ) -> ApiError {
        let mut headers = HeaderMap::new();
        if let Some((name, value)) = header {
            headers.insert(name, HeaderValue::from_str(value).unwrap());
        }
        ApiError::from_answer(&Response {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: body.into(),
        })
    }

    fn says(status: u16, code: &str, message: &str) -> ApiError {
        let body = json!({ "error": { "code": code, "message": message,
            "innerError": { "date": "2026-11-20T08:00:00", "request-id": "r-1" } } });
        read(status, body.to_string(), None)
    }

    #[test]
    fn every_row_of_the_table_has_its_variant() {
        use ApiError as E;
        let limited = |daily| E::RateLimited {
            retry_after: None,
            daily,
        };
        let message = || "m".to_owned();
        let busy = E::Busy { retry_after: None };
        let rows = [
            (401, "InvalidAuthenticationToken", E::Expired),
            (403, "ErrorAccessDenied", E::ScopeMissing),
            (403, "Authorization_RequestDenied", E::ScopeMissing),
            (403, "ErrorSendAsDenied", E::SendAsDenied),
            (404, "ErrorItemNotFound", E::NotFound),
            (404, "ResourceNotFound", E::NotFound),
            (404, "MailboxNotEnabledForRESTAPI", E::NoMailbox),
            (404, "MailboxNotHostedInExchangeOnline", E::NoMailbox),
            (
                400,
                "ErrorInvalidRecipients",
                E::InvalidRecipients { message: message() },
            ),
            (
                403,
                "ErrorQuotaExceeded",
                E::SendingBlocked { message: message() },
            ),
            (
                403,
                "ErrorMessageSubmissionBlocked",
                E::SendingBlocked { message: message() },
            ),
            (429, "ErrorExceededMessageLimit", limited(true)),
            (410, "syncStateNotFound", E::ResyncRequired),
            (410, "resyncRequired", E::ResyncRequired),
            (412, "ErrorIrresolvableConflict", E::Conflict),
            (429, "ApplicationThrottled", limited(false)),
            (429, "activityLimitReached", limited(false)),
            (500, "generalException", busy.clone()),
            (503, "serviceNotAvailable", busy.clone()),
            (503, "ErrorServerBusy", busy.clone()),
        ];
        for (status, code, wanted) in rows {
            assert_eq!(says(status, code, "m"), wanted, "{status} {code}");
        }
        assert!(matches!(
            says(400, "RequestBodyRead", "m"),
            E::BadRequest { .. }
        ));
        assert!(matches!(
            says(405, "Odd", "m"),
            E::Other { request_id: Some(id), .. } if id == "r-1"
        ));
        assert_eq!(read(502, "<html>", None), busy);
        assert_eq!(read(302, "", None), E::Unreadable);
    }

    #[test]
    fn headers_count() {
        let throttled = read(429, "", Some(("retry-after", "12")));
        let wait = Some(Duration::from_secs(12));
        assert_eq!(
            throttled,
            ApiError::RateLimited {
                retry_after: wait,
                daily: false
            }
        );
        let busy = read(503, "", Some(("retry-after", "12")));
        assert_eq!(busy, ApiError::Busy { retry_after: wait });
        let taken_back = r#"Bearer error="insufficient_claims", claims="eyJ9""#;
        assert_eq!(
            read(401, "", Some(("www-authenticate", taken_back))),
            ApiError::InteractionRequired
        );
    }

    proptest! {
        #[test]
        fn any_answer_is_read(status in 300u16..600, body in ".{0,200}", code in "[a-zA-Z]{0,20}") {
            let _any = read(status, body.clone(), None);
            prop_assert!(says(status, &code, &body).to_string().chars().count() <= 700);
        }
    }
}
