//! Refusals of the REST API and the identity service.

use std::time::Duration;

use serde::Deserialize;

use crate::{
    outbound::{OutboundError, Response},
    retry,
    text::clip,
};

/// Why a call was refused (contracts 2.2, table of error codes).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// The access token is no longer valid: refresh once, then try once more.
    #[error("the session has expired")]
    SessionExpired,
    /// The token is valid, but not for this API: refreshing does not help.
    #[error("the session is not valid for the API")]
    SessionNotForApi,
    #[error("the user is inactive")]
    InactiveUser,
    #[error("the organisation is inactive")]
    InactiveOrg,
    /// The token belongs to somebody else than expected.
    #[error("the answer is about somebody else")]
    WrongIdentity,
    /// The user lacks the permission "API Enabled".
    #[error("the API is disabled for the user")]
    ApiDisabledForUser,
    /// The organisation's edition has no API.
    #[error("the API is not enabled for the organisation")]
    ApiDisabledForOrg,
    /// The organisation's calls of the last 24 hours are used up.
    #[error("the organisation's daily limit of API calls is reached")]
    DailyLimit,
    /// Too much at once, or the service has trouble: try later.
    #[error("Salesforce is busy")]
    Busy { retry_after: Option<Duration> },
    /// Too many calls of the organisation are under way at once.
    #[error("too many calls at once")]
    TooManyAtOnce,
    /// The organisation is under maintenance and takes no writes.
    #[error("Salesforce is under maintenance")]
    Maintenance,
    #[error("the query took too long")]
    QueryTimeout,
    /// Somebody else is writing the same record: try again soon.
    #[error("the record is in use")]
    RowLocked,
    /// An approval holds the record.
    #[error("the record is locked for editing")]
    RecordLocked,
    #[error("not found")]
    NotFound,
    #[error("the record is deleted")]
    Deleted,
    /// The lead became a contact.
    #[error("the lead was converted")]
    ConvertedLead,
    /// Several records carry the external id.
    #[error("several records match")]
    SeveralMatches,
    /// Another record in the way.
    #[error("{code}: {message}")]
    Duplicate { code: String, message: String },
    /// The user or the app may not do this: an admin must act.
    #[error("{code}: {message}")]
    Access { code: String, message: String },
    /// A field's value, absence or permissions: somebody must act.
    #[error("{code}: {message}")]
    Field {
        code: String,
        message: String,
        fields: Vec<String>,
    },
    /// The page's cursor is gone: start the query again.
    #[error("the query cursor is gone")]
    CursorGone,
    /// The pinned API version or the resource is retired.
    #[error("this version of the API is retired")]
    VersionRetired,
    /// Rolled back, or not begun, because of another record in the same call.
    #[error("undone because of another record")]
    RolledBack,
    /// What we sent makes no sense; our mistake.
    #[error("{code}: {message}")]
    BadRequest { code: String, message: String },
    /// Any other code. `error_id` is the number to give to Salesforce support.
    #[error("{code}: {message}")]
    Other {
        code: String,
        message: String,
        error_id: Option<String>,
    },
    #[error("the answer could not be understood")]
    Unreadable,
    #[error(transparent)]
    Unreachable(#[from] OutboundError),
}

/// Who can do something about an error (contracts 2.2, four classes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorClass {
    /// Connect again.
    Authentication,
    /// An admin must change a permission, a setting or the data.
    Access,
    /// Try again.
    Intermittent,
    Other,
}

/// One entry of an error array; records use `statusCode`, calls `errorCode`.
#[derive(Debug, Deserialize)]
pub(super) struct WireError {
    #[serde(alias = "errorCode", alias = "statusCode")]
    code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    fields: Vec<String>,
}

impl ApiError {
    /// Who can do something about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::SessionExpired
            | Self::SessionNotForApi
            | Self::InactiveUser
            | Self::InactiveOrg
            | Self::WrongIdentity => ErrorClass::Authentication,
            Self::ApiDisabledForUser
            | Self::ApiDisabledForOrg
            | Self::RecordLocked
            | Self::Duplicate { .. }
            | Self::Access { .. }
            | Self::Field { .. } => ErrorClass::Access,
            Self::DailyLimit
            | Self::Busy { .. }
            | Self::TooManyAtOnce
            | Self::Maintenance
            | Self::QueryTimeout
            | Self::RowLocked
            | Self::CursorGone
            | Self::RolledBack => ErrorClass::Intermittent,
            Self::Unreachable(cause) if cause.is_temporary() => ErrorClass::Intermittent,
            _ => ErrorClass::Other,
        }
    }

    /// The code as the vendor writes it, or as the list of administration 6.11 calls what has none.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::SessionExpired | Self::SessionNotForApi | Self::WrongIdentity => "EXPIRED_ACCESS",
            Self::InactiveUser => "INACTIVE_USER",
            Self::InactiveOrg => "INACTIVE_ORGANIZATION",
            Self::ApiDisabledForUser => "API_CURRENTLY_DISABLED",
            Self::ApiDisabledForOrg => "API_DISABLED_FOR_ORG",
            Self::DailyLimit | Self::TooManyAtOnce => "REQUEST_LIMIT_EXCEEDED",
            Self::Busy { .. } => "SERVER_UNAVAILABLE",
            Self::Maintenance => "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
            Self::QueryTimeout => "QUERY_TIMEOUT",
            Self::RowLocked => "UNABLE_TO_LOCK_ROW",
            Self::RecordLocked => "ENTITY_IS_LOCKED",
            Self::NotFound => "NOT_FOUND",
            Self::Deleted => "ENTITY_IS_DELETED",
            Self::ConvertedLead => "CANNOT_UPDATE_CONVERTED_LEAD",
            Self::SeveralMatches => "SEVERAL_MATCHES",
            Self::CursorGone => "INVALID_QUERY_LOCATOR",
            Self::VersionRetired => "UNSUPPORTED_API_VERSION",
            Self::RolledBack => "ALL_OR_NONE_OPERATION_ROLLED_BACK",
            Self::Duplicate { code, .. }
            | Self::Access { code, .. }
            | Self::Field { code, .. }
            | Self::BadRequest { code, .. }
            | Self::Other { code, .. } => code,
            Self::Unreadable | Self::Unreachable(_) => "FAILED_WRITE",
        }
    }

    /// Whether what was asked for may have been done all the same: look before asking again.
    #[must_use]
    pub fn may_have_worked(&self) -> bool {
        match self {
            Self::Unreadable | Self::Busy { .. } | Self::QueryTimeout => true,
            Self::Unreachable(cause) => {
                matches!(
                    cause,
                    OutboundError::CutOff
                        | OutboundError::TimedOut
                        | OutboundError::TooLarge { .. }
                )
            }
            Self::Other { code, .. } => code == "UNKNOWN_EXCEPTION",
            _ => false,
        }
    }

    /// Reads an error answer of the REST API: a JSON array, of which the first entry counts.
    pub(super) fn from_answer(answer: &Response) -> Self {
        let status = answer.status.as_u16();
        let busy = || Self::Busy {
            retry_after: retry::after(answer),
        };
        if status == 300 {
            return Self::SeveralMatches;
        }
        let entries: Option<Vec<WireError>> = serde_json::from_slice(&answer.body).ok();
        let Some(first) = entries.and_then(|all| all.into_iter().next()) else {
            return match status {
                401 => Self::SessionExpired,
                403 => Self::Access {
                    code: "HTTP_403".into(),
                    message: "refused without a reason".into(),
                },
                404 => Self::NotFound,
                410 => Self::VersionRetired,
                420 | 429 | 500..=599 => busy(),
                _ => Self::Unreadable,
            };
        };
        match Self::from_wire(first) {
            Self::Busy { .. } => busy(),
            Self::Other { .. } if status == 401 => Self::SessionExpired,
            Self::Other { .. } if status == 503 => busy(),
            error => error,
        }
    }

    /// Reads an error answer of the identity service: one word of text.
    pub(super) fn from_identity(answer: &Response) -> Self {
        let code = clip(&answer.text(), 100);
        match code.as_str() {
            "Missing_OAuth_Token" | "Bad_OAuth_Token" => Self::SessionExpired,
            "Wrong_Org" => Self::WrongIdentity,
            "Inactive" => Self::InactiveUser,
            "Bad_Id" => Self::NotFound,
            "No_Access" | "No_Site_Endpoint" => Self::Access {
                message: "the identity may not be read".into(),
                code,
            },
            _ if answer.status.as_u16() == 401 => Self::SessionExpired,
            _ if answer.status.is_server_error() => Self::Busy {
                retry_after: retry::after(answer),
            },
            _ => Self::Other {
                message: format!("HTTP {}", answer.status.as_u16()),
                code,
                error_id: None,
            },
        }
    }

    pub(super) fn from_wire(error: WireError) -> Self {
        let WireError {
            code,
            message,
            fields,
        } = error;
        let (code, message) = (clip(&code, 100), clip(&message, 1000));
        match code.as_str() {
            "INVALID_SESSION_ID" if message.contains("not valid for use") => Self::SessionNotForApi,
            "INVALID_SESSION_ID" | "EXPIRED_ACCESS" | "AUTHENTICATION_FAILURE" => {
                Self::SessionExpired
            }
            "INACTIVE_USER" => Self::InactiveUser,
            "INACTIVE_ORGANIZATION" => Self::InactiveOrg,
            "API_CURRENTLY_DISABLED" => Self::ApiDisabledForUser,
            "API_DISABLED_FOR_ORG" => Self::ApiDisabledForOrg,
            "REQUEST_LIMIT_EXCEEDED" if message.contains("Concurrent") => Self::TooManyAtOnce,
            "REQUEST_LIMIT_EXCEEDED" => Self::DailyLimit,
            "SERVER_UNAVAILABLE" => Self::Busy { retry_after: None },
            "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE" => Self::Maintenance,
            "QUERY_TIMEOUT" => Self::QueryTimeout,
            "UNABLE_TO_LOCK_ROW" => Self::RowLocked,
            "ENTITY_IS_LOCKED" => Self::RecordLocked,
            "NOT_FOUND" => Self::NotFound,
            "ENTITY_IS_DELETED" => Self::Deleted,
            "CANNOT_UPDATE_CONVERTED_LEAD" => Self::ConvertedLead,
            "DUPLICATE_VALUE" | "DUPLICATES_DETECTED" => Self::Duplicate { code, message },
            "INVALID_QUERY_LOCATOR" => Self::CursorGone,
            "UNSUPPORTED_API_VERSION" | "GONE" => Self::VersionRetired,
            "ALL_OR_NONE_OPERATION_ROLLED_BACK" | "PROCESSING_HALTED" => Self::RolledBack,
            "INVALID_TYPE"
            | "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
            | "FUNCTIONALITY_NOT_ENABLED"
            | "FORBIDDEN_EXCEPTION"
            | "TXN_SECURITY_NO_ACCESS" => Self::Access { code, message },
            _ if code.starts_with("INSUFFICIENT_") => Self::Access { code, message },
            "INVALID_AUTH_HEADER"
            | "MALFORMED_QUERY"
            | "MALFORMED_ID"
            | "JSON_PARSER_ERROR"
            | "METHOD_NOT_ALLOWED"
            | "UNSUPPORTED_MEDIA_TYPE"
            | "EXCEEDED_ID_LIMIT"
            | "QUERY_TOO_COMPLICATED"
            | "INVALID_QUERY_FILTER_OPERATOR" => Self::BadRequest { code, message },
            _ if concerns_a_field(&code) => Self::Field {
                code,
                message,
                fields,
            },
            _ => Self::Other {
                error_id: error_id(&message),
                code,
                message,
            },
        }
    }
}

fn concerns_a_field(code: &str) -> bool {
    code.starts_with("FIELD_")
        || matches!(
            code,
            "INVALID_FIELD"
                | "INVALID_FIELD_FOR_INSERT_UPDATE"
                | "REQUIRED_FIELD_MISSING"
                | "STRING_TOO_LONG"
                | "INVALID_EMAIL_ADDRESS"
                | "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
                | "NUMBER_OUTSIDE_VALID_RANGE"
                | "INVALID_CROSS_REFERENCE_KEY"
        )
}

/// The number in `… ErrorId: 1234567-123 (-123456789)`.
fn error_id(message: &str) -> Option<String> {
    let (_, after) = message.split_once("ErrorId: ")?;
    let id: String = after.chars().take(60).collect();
    Some(id.trim().to_owned()).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: &str, message: &str) -> ApiError {
        ApiError::from_wire(WireError {
            code: code.into(),
            message: message.into(),
            fields: vec![],
        })
    }

    #[test]
    fn codes_fall_into_the_four_classes() {
        use ErrorClass::{Access, Authentication, Intermittent, Other};
        for (class, codes) in [
            (
                Authentication,
                "AUTHENTICATION_FAILURE EXPIRED_ACCESS INACTIVE_ORGANIZATION INACTIVE_USER \
                 INVALID_SESSION_ID",
            ),
            (
                Access,
                "API_CURRENTLY_DISABLED API_DISABLED_FOR_ORG CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY \
                 ENTITY_IS_LOCKED FIELD_CUSTOM_VALIDATION_EXCEPTION FIELD_INTEGRITY_EXCEPTION \
                 INSUFFICIENT_ACCESS INSUFFICIENT_ACCESS_OR_READONLY INVALID_TYPE \
                 INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY INVALID_FIELD_FOR_INSERT_UPDATE \
                 REQUIRED_FIELD_MISSING TXN_SECURITY_NO_ACCESS DUPLICATES_DETECTED",
            ),
            (
                Intermittent,
                "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE QUERY_TIMEOUT \
                 REQUEST_LIMIT_EXCEEDED SERVER_UNAVAILABLE UNABLE_TO_LOCK_ROW",
            ),
            (
                Other,
                "CANNOT_UPDATE_CONVERTED_LEAD UNKNOWN_EXCEPTION ODD NOT_FOUND",
            ),
        ] {
            for code in codes.split_whitespace() {
                assert_eq!(read(code, "").class(), class, "{code}");
            }
        }
    }

    #[test]
    fn messages_tell_twins_apart() {
        assert_eq!(
            read(
                "INVALID_SESSION_ID",
                "This session is not valid for use with the REST API"
            ),
            ApiError::SessionNotForApi
        );
        assert_eq!(
            read(
                "REQUEST_LIMIT_EXCEEDED",
                "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
            ),
            ApiError::TooManyAtOnce
        );
        assert_eq!(
            read("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
            ApiError::DailyLimit
        );
        let unknown = read(
            "UNKNOWN_EXCEPTION",
            "An unexpected error occurred. Please include this ErrorId: 1234567-123 (-123456789)",
        );
        assert!(
            matches!(unknown, ApiError::Other { error_id: Some(id), .. } if id == "1234567-123 (-123456789)")
        );
    }
}
