//! Salesforce as we know it: ids, identities, a seller's connection (contracts 2.1, 2.2).

use std::fmt;

use jiff::Timestamp;

use super::health::Health;
use crate::id::{SalesforceConnectionId, UserId};

/// Makes 18 characters of 15 by the published suffix rule, so that both spellings compare equal.
pub(crate) fn eighteen(id: &str) -> Option<String> {
    if !id.chars().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    match id.len() {
        15 | 18 => {
            let base = &id[..15];
            let suffix = base.as_bytes().chunks(5).map(|five| {
                let bits = five
                    .iter()
                    .enumerate()
                    .filter(|(_, c)| c.is_ascii_uppercase());
                let value = bits.fold(0_u8, |sum, (i, _)| sum | (1 << i));
                char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[usize::from(value)])
            });
            Some(base.chars().chain(suffix).collect())
        }
        _ => None,
    }
}

macro_rules! salesforce_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// Reads a 15 or 18 character id with the right prefix.
            pub fn parse(id: &str) -> Option<Self> {
                id.starts_with($prefix).then(|| eighteen(id)).flatten().map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

salesforce_id! {
    /// A Salesforce organisation, 18 characters.
    OrganisationId, "00D"
}
salesforce_id! {
    /// A user within an organisation, 18 characters.
    SalesforceUserId, "005"
}

/// Who signed in at Salesforce, as its identity service says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesforceIdentity {
    pub organisation_id: OrganisationId,
    pub user_id: SalesforceUserId,
    pub username: String,
    /// As written there; compare only after parsing.
    pub email: String,
    pub email_verified: bool,
    pub first_name: String,
    pub last_name: String,
    /// IANA name.
    pub time_zone: Option<String>,
}

/// A seller's own connection (administration 2.8), without its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesforceConnection {
    pub id: SalesforceConnectionId,
    pub user_id: UserId,
    pub organisation_id: OrganisationId,
    pub salesforce_user_id: SalesforceUserId,
    pub username: String,
    pub instance_url: String,
    pub health: Health,
    pub connected_at: Timestamp,
    pub last_ok_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_an_id_are_one() {
        let short = SalesforceUserId::parse("005D0000001KyRi").unwrap();
        let long = SalesforceUserId::parse(short.as_str()).unwrap();
        assert_eq!(short.as_str().len(), 18);
        assert_eq!(short, long);
    }

    #[test]
    fn the_suffix_follows_the_published_rule() {
        let id = SalesforceUserId::parse("005000000000001").unwrap();
        assert_eq!(id.as_str(), "005000000000001AAA");
        let id = OrganisationId::parse("00DA0000000ABCD").unwrap();
        assert_eq!(
            id.as_str(),
            "00DA0000000ABCDMA4",
            "DA are bits 2 and 3: M; none: A; ABCD are bits 1 to 4: 4"
        );
    }

    #[test]
    fn ids_of_other_things_are_refused() {
        assert_eq!(OrganisationId::parse("005000000000001"), None);
        assert_eq!(SalesforceUserId::parse("005"), None);
        assert_eq!(SalesforceUserId::parse("005000000000é1"), None);
    }
}
