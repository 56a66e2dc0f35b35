//! Who can be started in a campaign, and how many (actions 1.1, 9.4).

use crate::codes::codes;
use crate::people::{Person, Suppression, SuppressionCause};

/// In one launch.
pub const MOST_PEOPLE: usize = 200;
/// Of one user in a day of theirs.
pub const MOST_LAUNCHES: i64 = 200;
/// With more people the first e-mails are shown and not written anew one by one.
pub const MOST_EDITED: usize = 20;

codes! {
    /// Why somebody is left out of a launch.
    LeftOut {
        NoAddress => "no-address",
        Unsubscribed => "unsubscribed",
        /// Their address takes no mail.
        Bounced => "bounced",
        Blocked => "blocked",
        /// They run in this campaign already.
        AlreadyIn => "already-in",
        /// A field of the first e-mail has no value for them, or a prompt is left in it.
        TextIncomplete => "text-incomplete",
    }
}

/// What stands in the way of writing to this person; `is_blocked` is about their address's domain.
pub fn in_the_way(
    person: &Person,
    suppression: Option<&Suppression>,
    is_blocked: bool,
) -> Option<LeftOut> {
    if person.email.is_none() {
        return Some(LeftOut::NoAddress);
    }
    if is_blocked {
        return Some(LeftOut::Blocked);
    }
    match suppression.map(|s| s.cause) {
        Some(SuppressionCause::Unsubscribed) => Some(LeftOut::Unsubscribed),
        Some(SuppressionCause::Bounced) => Some(LeftOut::Bounced),
        None if person.opted_out_in_crm => Some(LeftOut::Unsubscribed),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::EmailAddress;
    use crate::id::PersonId;
    use crate::people::PersonSource;

    fn lena() -> Person {
        Person {
            id: PersonId(uuid::Uuid::nil()),
            first_name: "Léna".into(),
            last_name: String::new(),
            email: EmailAddress::parse("lena@x.example").ok(),
            title: String::new(),
            company: String::new(),
            phone: String::new(),
            website: String::new(),
            lead_id: None,
            contact_id: None,
            company_id: None,
            owner: String::new(),
            source: PersonSource::Manual,
            added_by: None,
            opted_out_in_crm: false,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            seen_at: None,
        }
    }

    #[test]
    fn whoever_may_not_be_written_to_is_left_out() {
        assert_eq!(in_the_way(&lena(), None, false), None);
        assert_eq!(in_the_way(&lena(), None, true), Some(LeftOut::Blocked));
        let suppressed = |cause| Suppression {
            address: EmailAddress::parse("lena@x.example").unwrap(),
            cause,
            since: Timestamp::UNIX_EPOCH,
        };
        let bounced = suppressed(SuppressionCause::Bounced);
        let found = in_the_way(&lena(), Some(&bounced), false);
        assert_eq!(found, Some(LeftOut::Bounced));
        let opted_out = Person {
            opted_out_in_crm: true,
            ..lena()
        };
        let found = in_the_way(&opted_out, None, false);
        assert_eq!(found, Some(LeftOut::Unsubscribed));
        let without = Person {
            email: None,
            ..lena()
        };
        assert_eq!(in_the_way(&without, None, false), Some(LeftOut::NoAddress));
    }
}
