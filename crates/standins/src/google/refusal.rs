//! Refusals of Google's APIs (contracts 4.2).

use axum::body::Body;
use axum::http::Response;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::listener::json_reply;

/// An error with its three names: HTTP code, reason and status.
#[derive(Debug)]
pub struct Refusal {
    pub code: u16,
    pub reason: String,
    pub message: String,
    domain: &'static str,
    status: &'static str,
    details: Option<Value>,
}

impl Refusal {
    fn new(code: u16, reason: &str, status: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.into(),
            message: message.into(),
            domain: "global",
            status,
            details: None,
        }
    }

    /// 400 `invalidArgument`.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "invalidArgument", "INVALID_ARGUMENT", message)
    }

    /// 400 `failedPrecondition`: no mail behind the account.
    pub fn no_mail() -> Self {
        Self::new(
            400,
            "failedPrecondition",
            "FAILED_PRECONDITION",
            "Mail service not enabled",
        )
    }

    /// 401.
    pub fn credentials() -> Self {
        Self::new(
            401,
            "authError",
            "UNAUTHENTICATED",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
        )
    }

    /// 403 for a token without the scope.
    pub fn scope() -> Self {
        let mut refusal = Self::new(
            403,
            "insufficientPermissions",
            "PERMISSION_DENIED",
            "Request had insufficient authentication scopes.",
        );
        refusal.details = Some(json!([{
            "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "domain": "googleapis.com", "metadata": { "service": "gmail.googleapis.com" },
        }]));
        refusal
    }

    /// 403 for somebody else's mailbox.
    pub fn delegation() -> Self {
        Self::new(403, "forbidden", "PERMISSION_DENIED", "Delegation denied")
    }

    /// 403 when quota units of the minute are used up.
    pub fn units() -> Self {
        let mut refusal = Self::new(
            403,
            "userRateLimitExceeded",
            "PERMISSION_DENIED",
            "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service 'gmail.googleapis.com'.",
        );
        refusal.domain = "usageLimits";
        refusal
    }

    /// 429 when too many mails were sent; `until` in microseconds.
    pub fn mail_limit(until: i64) -> Self {
        let until = Timestamp::from_millisecond(until / 1_000).unwrap_or_default();
        let mut refusal = Self::new(
            429,
            "rateLimitExceeded",
            "RESOURCE_EXHAUSTED",
            format!(
                "User-rate limit exceeded.  Retry after {}",
                until.strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
            ),
        );
        refusal.domain = "usageLimits";
        refusal
    }

    /// 404.
    pub fn not_found() -> Self {
        Self::new(
            404,
            "notFound",
            "NOT_FOUND",
            "Requested entity was not found.",
        )
    }

    /// 404 of a topic Pub/Sub does not know.
    pub fn no_topic(topic: &str) -> Self {
        let name = topic.rsplit('/').next().unwrap_or(topic);
        Self::new(
            404,
            "notFound",
            "NOT_FOUND",
            format!(
                "Error sending test message to Cloud PubSub {topic} : Resource not found (resource={name})."
            ),
        )
    }

    /// A mail beyond the limit of uploads.
    pub fn too_large() -> Self {
        Self::new(
            413,
            "uploadTooLarge",
            "INVALID_ARGUMENT",
            "Request entity too large",
        )
    }

    /// Any status, as tests order it.
    pub fn of(code: u16) -> Self {
        match code {
            400 => Self::no_mail(),
            401 => Self::credentials(),
            403 => {
                let mut refusal = Self::new(
                    403,
                    "domainPolicy",
                    "PERMISSION_DENIED",
                    "The domain administrators have disabled Gmail apps.",
                );
                refusal.domain = "usageLimits";
                refusal
            }
            404 => Self::not_found(),
            429 => Self::mail_limit(0),
            503 => Self::new(
                503,
                "backendError",
                "UNAVAILABLE",
                "The service is currently unavailable.",
            ),
            _ => Self::new(
                code,
                "backendError",
                "INTERNAL",
                "Internal error encountered.",
            ),
        }
    }

    /// The response.
    pub fn response(&self) -> Response<Body> {
        let short = if self.code == 401 {
            "Invalid Credentials"
        } else {
            &self.message
        };
        let mut one = json!({ "message": short, "domain": self.domain, "reason": self.reason });
        if self.code == 401 {
            one["location"] = json!("Authorization");
            one["locationType"] = json!("header");
        }
        let mut error = json!({ "code": self.code, "message": self.message, "errors": [one], "status": self.status });
        if let Some(details) = &self.details {
            error["details"] = details.clone();
        }
        json_reply(self.code, &json!({ "error": error }))
    }
}
