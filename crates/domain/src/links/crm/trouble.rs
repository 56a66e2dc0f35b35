//! What is done about failed writes (administration 6.11, contracts 2.2). What their codes mean is in
//! [`crm_log`](crate::links::crm_log).

use jiff::SignedDuration;

use crate::links::crm_log::{Class, Fault, fault};

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

/// Codes of ours, each with words of its own.
const OURS: [&str; 4] = [
    ours::NO_MATCH,
    ours::DAILY_CAP,
    ours::FIELDS_LEFT_OUT,
    ours::NOT_CONNECTED,
];

fn word(code: &str) -> String {
    code.to_lowercase().replace('_', "-")
}

/// The key of the words for a code: what it means and what to do.
pub fn words_of(code: &str, message: &str) -> String {
    if OURS.contains(&code) {
        word(code)
    } else {
        fault(code, message).word.to_owned()
    }
}

/// Every key [`words_of`] may give.
pub fn all_words() -> Vec<String> {
    let theirs = Fault::WORDS.iter().map(|word| (*word).to_owned());
    theirs.chain(OURS.into_iter().map(word)).collect()
}

/// The class of any code.
pub fn class_of(code: &str, message: &str) -> Class {
    match code {
        ours::NOT_CONNECTED => Class::Authentication,
        ours::DAILY_CAP => Class::Intermittent,
        ours::FIELDS_LEFT_OUT => Class::Access,
        _ => fault(code, message).class,
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

/// What follows from a code and the message beside it. `tries` counts this one.
pub fn reaction(code: &str, message: &str, tries: u32) -> Reaction {
    let tried = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
    let after = |waits: &[SignedDuration], jitter| {
        waits
            .get(tried)
            .map_or(Reaction::Never, |wait| Reaction::Again {
                wait: *wait,
                jitter,
            })
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
        _ => match class_of(code, message) {
            Class::Authentication => Reaction::Reconnect,
            Class::Intermittent => after(&WAITS, false),
            Class::Other if code == "UNKNOWN_EXCEPTION" => after(&WAITS[..3], false),
            Class::Access | Class::Other => Reaction::Never,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words() {
        assert_eq!(words_of("INVALID_GRANT", ""), "invalid-grant");
        assert_eq!(words_of("NO_MATCH", ""), "no-match");
        assert!(all_words().contains(&words_of("ODD", "")));
        assert_eq!(all_words().len(), 31);
    }

    #[test]
    fn what_passes_is_tried_again_and_not_for_ever() {
        let again = |code, tries| matches!(reaction(code, "", tries), Reaction::Again { .. });
        assert!(again("SERVER_UNAVAILABLE", 1) && !again("SERVER_UNAVAILABLE", 7));
        assert!(again("ENTITY_IS_LOCKED", 14) && !again("ENTITY_IS_LOCKED", 15));
        assert!(matches!(
            reaction("UNABLE_TO_LOCK_ROW", "", 2),
            Reaction::Again { jitter: true, .. }
        ));
        assert_eq!(reaction("UNABLE_TO_LOCK_ROW", "", 9), Reaction::Never);
        assert_eq!(
            reaction("FIELD_INTEGRITY_EXCEPTION", "", 1),
            Reaction::Never
        );
        assert_eq!(reaction("INACTIVE_USER", "", 1), Reaction::Reconnect);
        assert_eq!(reaction("NEVER_HEARD_OF", "", 1), Reaction::Never);
    }
}
