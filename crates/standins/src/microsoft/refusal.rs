//! Refusals of Graph (contracts 5.2).

use axum::body::Body;
use axum::http::Response;
use serde_json::json;

use super::listener::json_reply;
use crate::chance::unguessable;
use crate::http::{Incoming, set};
use crate::provider::directory::guid;
use crate::state::State;

/// An error with its Graph code.
#[derive(Debug)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    pub message: String,
    /// Seconds of `Retry-After`.
    wait: Option<i64>,
    location: Option<String>,
}

impl Refusal {
    pub fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            wait: None,
            location: None,
        }
    }

    pub fn credentials() -> Self {
        Self::new(
            401,
            "InvalidAuthenticationToken",
            "Access token has expired or is not yet valid.",
        )
    }

    pub fn denied() -> Self {
        Self::new(
            403,
            "ErrorAccessDenied",
            "Access is denied. Check credentials and try again.",
        )
    }

    pub fn not_found() -> Self {
        Self::new(
            404,
            "ErrorItemNotFound",
            "The specified object was not found in the store.",
        )
    }

    pub fn bad_path() -> Self {
        Self::new(400, "BadRequest", "Resource not found for the segment.")
    }

    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(400, "BadRequest", message)
    }

    pub fn no_mailbox() -> Self {
        Self::new(
            404,
            "MailboxNotEnabledForRESTAPI",
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
        )
    }

    pub fn recipients() -> Self {
        Self::new(
            400,
            "ErrorInvalidRecipients",
            "At least one recipient is not valid., A message can't be sent because it contains no recipients.",
        )
    }

    pub fn send_as() -> Self {
        Self::new(
            403,
            "ErrorSendAsDenied",
            "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.",
        )
    }

    /// Too many requests; `wait` in microseconds.
    pub fn throttled(message: &str, wait: i64) -> Self {
        let mut refusal = Self::new(429, "ApplicationThrottled", message);
        refusal.wait = Some(wait.div_euclid(1_000_000) + 1);
        refusal
    }

    /// Too many calls at the same time.
    pub fn busy() -> Self {
        Self::throttled("Application is over its MailboxConcurrency limit.", 0)
    }

    /// Mails of the day are used up.
    pub fn mails() -> Self {
        Self::new(
            429,
            "ErrorExceededMessageLimit",
            "The message limit of this mailbox was exceeded.",
        )
    }

    /// The delta token is too old; `start` is where to begin again.
    pub fn forgotten(start: String) -> Self {
        let mut refusal = Self::new(
            410,
            "syncStateNotFound",
            "The sync state is not found. Start again without a token.",
        );
        refusal.location = Some(start);
        refusal
    }

    /// Any status, as tests order it.
    pub fn of(status: u16) -> Self {
        match status {
            401 => Self::credentials(),
            403 => Self::denied(),
            404 => Self::not_found(),
            410 => Self::new(410, "syncStateNotFound", "The sync state is not found."),
            412 => Self::new(
                412,
                "ErrorIrresolvableConflict",
                "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.",
            ),
            429 => Self::throttled("Application is over its MailboxConcurrency limit.", 0),
            503 => Self::new(
                503,
                "serviceNotAvailable",
                "The service is temporarily unavailable.",
            ),
            400..=499 => Self::new(status, "BadRequest", "The request is not valid."),
            _ => Self::new(
                status,
                "generalException",
                "An internal server error occurred. The operation failed.",
            ),
        }
    }

    /// The response.
    pub fn response(&self, state: &State, incoming: &Incoming) -> Response<Body> {
        let request = guid(&unguessable(20));
        let client = incoming
            .header("client-request-id")
            .map_or_else(|| request.clone(), str::to_owned);
        let date = state.clock.now().strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let body = json!({ "error": {
            "code": self.code, "message": self.message,
            "innerError": { "date": date, "request-id": request, "client-request-id": client },
        } });
        let mut response = json_reply(self.status, &body);
        set(&mut response, "request-id", &request);
        if let Some(wait) = self.wait {
            set(&mut response, "retry-after", &wait.to_string());
        }
        if let Some(location) = &self.location {
            set(&mut response, "location", location);
        }
        response
    }
}
