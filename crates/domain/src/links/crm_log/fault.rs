//! What Salesforce answers when a write fails (administration 6.11).

/// As the diagnostics page groups them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// The connection no longer works.
    Authentication,
    /// A right is missing, or a rule of the organisation says no.
    Access,
    /// It may work later.
    Intermittent,
    Other,
}

impl Class {
    pub const ALL: [Self; 4] = [
        Self::Authentication,
        Self::Access,
        Self::Intermittent,
        Self::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Authentication => "authentication",
            Self::Access => "access",
            Self::Intermittent => "intermittent",
            Self::Other => "other",
        }
    }
}

/// When the same write is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// By itself, with growing pauses.
    Soon,
    /// By itself, after an hour at the earliest.
    Later,
    /// When its owner has connected again.
    AfterReconnect,
    /// When somebody has mended the cause and presses the button.
    ByHand,
    /// At once, on the contact the lead became.
    OnContact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    pub class: Class,
    pub retry: Retry,
    /// Of its explanation and its remedy.
    pub word: &'static str,
}

macro_rules! faults {
    ($($code:literal $class:ident $retry:ident $word:literal),+ $(,)?) => {
        impl Fault {
            /// Every code with an explanation of its own.
            pub const CODES: &'static [&'static str] = &[$($code),+];
            /// Every key of words, with the one for codes we do not know.
            pub const WORDS: &'static [&'static str] = &[$($word),+, "unknown-code"];
        }

        fn known(code: &str) -> Option<Fault> {
            Some(match code {
                $($code => Fault { class: Class::$class, retry: Retry::$retry, word: $word },)+
                _ => return None,
            })
        }
    };
}

faults! {
    "API_CURRENTLY_DISABLED" Access ByHand "api-currently-disabled",
    "AUTHENTICATION_FAILURE" Authentication AfterReconnect "authentication-failure",
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" Access ByHand "cannot-insert-update-activate-entity",
    "CANNOT_UPDATE_CONVERTED_LEAD" Other OnContact "cannot-update-converted-lead",
    "ENTITY_IS_LOCKED" Access ByHand "entity-is-locked",
    "EXPIRED_ACCESS" Authentication AfterReconnect "expired-access",
    "FAILED_WRITE" Intermittent Soon "failed-write",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION" Access ByHand "field-custom-validation-exception",
    "FIELD_FILTER_VALIDATION_EXCEPTION" Access ByHand "field-filter-validation-exception",
    "FIELD_INTEGRITY_EXCEPTION" Access ByHand "field-integrity-exception",
    "INACTIVE_ORGANIZATION" Authentication AfterReconnect "inactive-organization",
    "INACTIVE_USER" Authentication AfterReconnect "inactive-user",
    "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE" Intermittent Later "maintenance",
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" Access ByHand "insufficient-access-on-cross-reference-entity",
    "INSUFFICIENT_ACCESS_OR_READONLY" Access ByHand "insufficient-access-or-readonly",
    "INVALID_FIELD" Intermittent Soon "invalid-field",
    "INVALID_FIELD_FOR_INSERT_UPDATE" Access ByHand "invalid-field-for-insert-update",
    "INVALID_GRANT" Authentication AfterReconnect "invalid-grant",
    "INVALID_TYPE" Access ByHand "invalid-type",
    "QUERY_TIMEOUT" Intermittent Soon "query-timeout",
    "REQUEST_LIMIT_EXCEEDED" Intermittent Later "request-limit-exceeded",
    "REQUIRED_FIELD_MISSING" Access ByHand "required-field-missing",
    "SERVER_UNAVAILABLE" Intermittent Soon "server-unavailable",
    "TXN_SECURITY_NO_ACCESS" Access ByHand "txn-security-no-access",
    "UNABLE_TO_LOCK_ROW" Intermittent Soon "unable-to-lock-row",
    "UNKNOWN_EXCEPTION" Other ByHand "unknown-exception",
}

/// What a code means. `message` is what Salesforce wrote beside it: a trigger that fails may hide that
/// the session has ended. A code nobody told us of waits for a person.
pub fn fault(code: &str, message: &str) -> Fault {
    let code = code.trim().to_ascii_uppercase();
    if code == "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" && message.contains("INVALID_SESSION_ID") {
        return Fault {
            class: Class::Authentication,
            retry: Retry::AfterReconnect,
            word: "expired-access",
        };
    }
    known(&code).unwrap_or(Fault {
        class: Class::Other,
        retry: Retry::ByHand,
        word: "unknown-code",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        assert_eq!(Fault::CODES.len(), 26);
        let mut words = Fault::WORDS.to_vec();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 27);
        for code in Fault::CODES {
            let fault = fault(code, "");
            let by_itself = matches!(fault.retry, Retry::Soon | Retry::Later);
            assert_eq!(by_itself, fault.class == Class::Intermittent, "{code}");
            let reconnects = fault.retry == Retry::AfterReconnect;
            assert_eq!(reconnects, fault.class == Class::Authentication, "{code}");
        }
    }

    #[test]
    fn what_is_not_known_waits_for_a_person() {
        for code in ["", "SOMETHING_NEW", "x\r\ny"] {
            let fault = fault(code, "");
            assert_eq!((fault.class, fault.retry), (Class::Other, Retry::ByHand));
            assert_eq!(fault.word, "unknown-code");
        }
        assert_eq!(fault("invalid_grant", "").word, "invalid-grant");
        let hidden = fault(
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            "x: INVALID_SESSION_ID",
        );
        assert_eq!(hidden.class, Class::Authentication);
    }
}
