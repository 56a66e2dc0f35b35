//! What the codes of failed writes mean and what follows (administration 6.11, contracts 2.2).

use jiff::SignedDuration;

use crate::codes::codes;

codes! {
    /// The documented codes.
    Trouble {
        ApiCurrentlyDisabled => "API_CURRENTLY_DISABLED",
        AuthenticationFailure => "AUTHENTICATION_FAILURE",
        CannotInsertUpdateActivateEntity => "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        CannotUpdateConvertedLead => "CANNOT_UPDATE_CONVERTED_LEAD",
        EntityIsLocked => "ENTITY_IS_LOCKED",
        ExpiredAccess => "EXPIRED_ACCESS",
        FailedWrite => "FAILED_WRITE",
        FieldCustomValidation => "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        FieldFilterValidation => "FIELD_FILTER_VALIDATION_EXCEPTION",
        FieldIntegrity => "FIELD_INTEGRITY_EXCEPTION",
        InactiveOrganization => "INACTIVE_ORGANIZATION",
        InactiveUser => "INACTIVE_USER",
        Maintenance => "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
        InsufficientAccessOnCrossReference => "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        InsufficientAccessOrReadonly => "INSUFFICIENT_ACCESS_OR_READONLY",
        InvalidField => "INVALID_FIELD",
        InvalidFieldForInsertUpdate => "INVALID_FIELD_FOR_INSERT_UPDATE",
        InvalidGrant => "INVALID_GRANT",
        InvalidType => "INVALID_TYPE",
        QueryTimeout => "QUERY_TIMEOUT",
        RequestLimitExceeded => "REQUEST_LIMIT_EXCEEDED",
        RequiredFieldMissing => "REQUIRED_FIELD_MISSING",
        ServerUnavailable => "SERVER_UNAVAILABLE",
        TxnSecurityNoAccess => "TXN_SECURITY_NO_ACCESS",
        UnableToLockRow => "UNABLE_TO_LOCK_ROW",
        UnknownException => "UNKNOWN_EXCEPTION",
    }
}

codes! {
    /// Who can do something about it.
    TroubleClass {
        /// The user connects again.
        Authentication => "authentication",
        /// An admin changes a permission, a setting or the data.
        Access => "access",
        /// It passes by itself.
        Intermittent => "intermittent",
        Other => "other",
    }
}

/// Our own words beside the documented ones, for the code column.
pub mod ours {
    /// No record has the address.
    pub const NO_MATCH: &str = "NO_MATCH";
    /// Our own calls of the day are used up.
    pub const DAILY_CAP: &str = "DAILY_CAP";
    /// Fields the user may not write, or that are not there.
    pub const FIELDS_LEFT_OUT: &str = "FIELDS_LEFT_OUT";
    /// The owner of the write has no connection.
    pub const NOT_CONNECTED: &str = "NOT_CONNECTED";
}

/// The key of the words for a code: its own, one of ours, or `other`.
pub fn words_of(code: &str) -> String {
    let is_known = Trouble::from_code(code).is_some()
        || matches!(
            code,
            ours::NO_MATCH | ours::DAILY_CAP | ours::FIELDS_LEFT_OUT | ours::NOT_CONNECTED
        );
    if is_known {
        code.to_lowercase().replace('_', "-")
    } else {
        "other".to_owned()
    }
}

/// Every key [`words_of`] may give.
pub fn all_words() -> Vec<String> {
    let codes = Trouble::ALL.iter().map(|one| one.code());
    codes
        .chain([ours::NO_MATCH, ours::DAILY_CAP, ours::FIELDS_LEFT_OUT, ours::NOT_CONNECTED, "OTHER"])
        .map(words_of)
        .collect()
}

/// The class of any code.
pub fn class_of(code: &str) -> TroubleClass {
    use TroubleClass::{Access, Authentication, Intermittent, Other};
    match code {
        "AUTHENTICATION_FAILURE" | "EXPIRED_ACCESS" | "INACTIVE_ORGANIZATION" | "INACTIVE_USER" | "INVALID_GRANT"
        | "INVALID_SESSION_ID" | ours::NOT_CONNECTED => Authentication,
        "FAILED_WRITE" | "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE" | "INVALID_FIELD" | "QUERY_TIMEOUT"
        | "REQUEST_LIMIT_EXCEEDED" | "SERVER_UNAVAILABLE" | "UNABLE_TO_LOCK_ROW" | ours::DAILY_CAP => Intermittent,
        "CANNOT_UPDATE_CONVERTED_LEAD" | "UNKNOWN_EXCEPTION" | ours::NO_MATCH => Other,
        _ if Trouble::from_code(code).is_some() => Access,
        ours::FIELDS_LEFT_OUT => Access,
        _ if code.starts_with("INSUFFICIENT_") || code.starts_with("FIELD_") => Access,
        _ => Other,
    }
}

/// What is done about a refused write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    /// Again after this long; `jitter` spreads those who collided.
    Again { wait: SignedDuration, jitter: bool },
    /// Again when its owner has connected anew.
    Reconnect,
    /// Again when there are calls left.
    Limit,
    /// Again at once without the fields named.
    WithoutFields,
    /// Again at once with the contact the lead became.
    FollowLead,
    /// Somebody must look.
    Never,
}

/// Waits between tries of what passes by itself.
const WAITS: [SignedDuration; 6] = [
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(10),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(6),
    SignedDuration::from_hours(24),
];
/// A record in somebody's hands is soon free.
const LOCKED_WAITS: [SignedDuration; 8] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_secs(10),
    SignedDuration::from_secs(20),
    SignedDuration::from_secs(40),
    SignedDuration::from_secs(80),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
];
/// An approval is waited for so many days.
const APPROVAL_DAYS: u32 = 14;

/// What follows from a code. `tries` counts this one.
pub fn reaction(code: &str, tries: u32) -> Reaction {
    let tried = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
    let after = |waits: &[SignedDuration], jitter| {
        waits
            .get(tried)
            .map_or(Reaction::Never, |wait| Reaction::Again { wait: *wait, jitter })
    };
    match code {
        "UNABLE_TO_LOCK_ROW" => after(&LOCKED_WAITS, true),
        "ENTITY_IS_LOCKED" if tries <= APPROVAL_DAYS => Reaction::Again {
            wait: SignedDuration::from_hours(24),
            jitter: false,
        },
        "REQUEST_LIMIT_EXCEEDED" | ours::DAILY_CAP => Reaction::Limit,
        "INVALID_FIELD_FOR_INSERT_UPDATE" | "INVALID_FIELD" => Reaction::WithoutFields,
        "CANNOT_UPDATE_CONVERTED_LEAD" => Reaction::FollowLead,
        _ => match class_of(code) {
            TroubleClass::Authentication => Reaction::Reconnect,
            TroubleClass::Intermittent => after(&WAITS, false),
            TroubleClass::Other if code == "UNKNOWN_EXCEPTION" => after(&WAITS[..3], false),
            TroubleClass::Access | TroubleClass::Other => Reaction::Never,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_26_codes_have_a_class_and_words_of_their_own() {
        assert_eq!(Trouble::ALL.len(), 26);
        let of = |class| {
            let all = Trouble::ALL.iter().filter(|one| class_of(one.code()) == class);
            all.count()
        };
        assert_eq!(of(TroubleClass::Authentication), 5);
        assert_eq!(of(TroubleClass::Intermittent), 7);
        assert_eq!(of(TroubleClass::Other), 2);
        assert_eq!(of(TroubleClass::Access), 12);
        assert_eq!(words_of("INVALID_GRANT"), "invalid-grant");
        assert_eq!(words_of("ODD"), "other");
        assert_eq!(all_words().len(), 31);
    }

    #[test]
    fn what_passes_is_tried_again_and_not_for_ever() {
        let again = |code, tries| matches!(reaction(code, tries), Reaction::Again { .. });
        assert!(again("SERVER_UNAVAILABLE", 1) && !again("SERVER_UNAVAILABLE", 7));
        assert!(again("ENTITY_IS_LOCKED", 14) && !again("ENTITY_IS_LOCKED", 15));
        assert!(matches!(reaction("UNABLE_TO_LOCK_ROW", 2), Reaction::Again { jitter: true, .. }));
        assert_eq!(reaction("UNABLE_TO_LOCK_ROW", 9), Reaction::Never);
        assert_eq!(reaction("FIELD_INTEGRITY_EXCEPTION", 1), Reaction::Never);
        assert_eq!(reaction("INACTIVE_USER", 1), Reaction::Reconnect);
        assert_eq!(reaction("NEVER_HEARD_OF", 1), Reaction::Never);
    }
}
