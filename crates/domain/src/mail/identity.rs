//! A name and address a seller writes from (actions 3.1, administration 5.12).

use jiff::{SignedDuration, Timestamp};

use super::signature::Signature;
use crate::access::user::tidy_name;
use crate::id::{IdentityId, UserId};
use crate::links::ChannelKind;
use crate::{EmailAddress, Refusal};

/// How many identities a user has at most, where the instance says nothing else.
pub const USUAL_LIMIT: usize = 2;
/// How long the link in a confirmation mail works.
pub const LINK_LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// One confirmation mail to an address in this time.
pub const MAIL_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// To so many addresses a user can have mails sent within an hour.
pub const ADDRESSES_AN_HOUR: usize = 10;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub id: IdentityId,
    pub user_id: UserId,
    pub name: String,
    pub address: EmailAddress,
    pub is_default: bool,
    pub signature: Signature,
    /// By which way its mail leaves; `None` while nobody has chosen (`links::channel`).
    pub channel: Option<ChannelKind>,
    /// When its owner has shown that mail to the address arrives; before that nobody writes from it.
    pub verified_at: Option<Timestamp>,
    /// When the newest confirmation mail was sent; `None` when it could not be delivered.
    pub link_sent_at: Option<Timestamp>,
}

/// Where an identity stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Confirmed,
    /// A link that still works is on its way.
    Waiting,
    /// Another mail is needed.
    Expired,
    /// No mail is out: it could not be delivered, or the confirmation was taken back.
    Unsent,
}

impl Standing {
    pub const ALL: [Self; 4] = [Self::Confirmed, Self::Waiting, Self::Expired, Self::Unsent];

    pub fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Expired => "expired",
            Self::Unsent => "unsent",
        }
    }

    /// `Ok` when the link confirms the address.
    pub fn must_be_waiting(self) -> Result<(), Refusal> {
        match self {
            Self::Waiting => Ok(()),
            Self::Confirmed => Err(Refusal::AddressLinkUsed),
            Self::Expired => Err(Refusal::AddressLinkExpired),
            Self::Unsent => Err(Refusal::AddressLinkUnknown),
        }
    }
}

impl Identity {
    pub fn standing(&self, now: Timestamp) -> Standing {
        match (self.verified_at, self.link_sent_at) {
            (Some(_), _) => Standing::Confirmed,
            (None, Some(sent_at)) if sent_at + LINK_LASTS > now => Standing::Waiting,
            (None, Some(_)) => Standing::Expired,
            (None, None) => Standing::Unsent,
        }
    }

    /// What is confirmed needs no other mail.
    pub fn may_be_sent_a_link(&self) -> Result<(), Refusal> {
        match self.verified_at {
            None => Ok(()),
            Some(_) => Err(Refusal::StateChanged),
        }
    }

    pub fn may_become_default(&self) -> Result<(), Refusal> {
        match self.verified_at {
            Some(_) => Ok(()),
            None => Err(Refusal::IdentityNotConfirmed {
                address: self.address.to_string(),
            }),
        }
    }

    /// There is always one to write from.
    pub fn may_be_removed(&self) -> Result<(), Refusal> {
        if self.is_default {
            Err(Refusal::IdentityIsDefault {
                address: self.address.to_string(),
            })
        } else {
            Ok(())
        }
    }
}

/// Whether a user with these identities may have one more.
pub fn may_add(mine: &[Identity], address: &EmailAddress, limit: usize) -> Result<(), Refusal> {
    if mine.iter().any(|identity| identity.address == *address) {
        return Err(Refusal::IdentityKnown {
            address: address.to_string(),
        });
    }
    if mine.len() >= limit {
        return Err(Refusal::IdentityLimit {
            limit: limit.to_string(),
        });
    }
    Ok(())
}

/// The limit an instance has set; what is no number of identities counts as not set.
pub fn limit(setting: Option<&str>) -> usize {
    setting
        .and_then(|text| text.trim().parse().ok())
        .filter(|limit| *limit > 0)
        .unwrap_or(USUAL_LIMIT)
}

/// The name people see beside the address.
pub fn display_name(text: &str) -> Result<String, Refusal> {
    let name = tidy_name(text, "name")?;
    if name.is_empty() {
        return Err(Refusal::IdentityNameMissing);
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(address: &str) -> Identity {
        Identity {
            id: IdentityId(uuid::Uuid::nil()),
            user_id: UserId(uuid::Uuid::nil()),
            name: "Rita Rep".into(),
            address: EmailAddress::parse(address).unwrap(),
            is_default: false,
            signature: Signature::default(),
            channel: None,
            verified_at: None,
            link_sent_at: Some(Timestamp::UNIX_EPOCH),
        }
    }

    #[test]
    fn a_link_works_for_seven_days_and_once() {
        let mut one = identity("rita@acme.example");
        let end = Timestamp::UNIX_EPOCH + LINK_LASTS;
        let last_moment = end - SignedDuration::from_micros(1);
        assert_eq!(one.standing(last_moment).must_be_waiting(), Ok(()));
        assert_eq!(
            one.standing(end).must_be_waiting(),
            Err(Refusal::AddressLinkExpired)
        );
        one.verified_at = Some(last_moment);
        assert_eq!(
            one.standing(end).must_be_waiting(),
            Err(Refusal::AddressLinkUsed),
            "used stays used after its time"
        );
        let never_sent = Identity {
            link_sent_at: None,
            ..identity("rita@acme.example")
        };
        assert_eq!(never_sent.standing(end), Standing::Unsent);
    }

    #[test]
    fn only_what_is_confirmed_becomes_the_default() {
        let open = identity("rita@acme.example");
        assert!(open.may_become_default().is_err());
        assert_eq!(open.may_be_sent_a_link(), Ok(()));
        let confirmed = Identity {
            verified_at: Some(Timestamp::UNIX_EPOCH),
            ..open
        };
        assert_eq!(confirmed.may_become_default(), Ok(()));
        assert!(confirmed.may_be_sent_a_link().is_err());
    }

    #[test]
    fn the_default_one_stays() {
        let default = Identity {
            is_default: true,
            ..identity("rita@acme.example")
        };
        assert!(default.may_be_removed().is_err());
        assert_eq!(identity("rita@acme.example").may_be_removed(), Ok(()));
    }

    #[test]
    fn a_refusal_to_add_names_the_address_or_the_limit() {
        let mine = [identity("rita@acme.example")];
        let other = EmailAddress::parse("sales@acme.example").unwrap();
        assert_eq!(may_add(&mine, &other, 2), Ok(()));
        let full = may_add(&mine, &other, 1).unwrap_err();
        assert_eq!(full.facts(), [("limit", "1")]);
        let again = EmailAddress::parse("Rita@Acme.example").unwrap();
        let known = may_add(&mine, &again, 1).unwrap_err();
        assert_eq!(known.facts(), [("address", "rita@acme.example")]);
    }

    #[test]
    fn the_limit_is_the_instances_or_the_usual_one() {
        assert_eq!(limit(Some("5")), 5);
        for unset in [None, Some(""), Some("many"), Some("0"), Some("-1")] {
            assert_eq!(limit(unset), USUAL_LIMIT, "{unset:?}");
        }
    }

    #[test]
    fn a_name_is_tidied_and_needed() {
        assert_eq!(display_name(" Rita\r\n Rep ").unwrap(), "Rita Rep");
        assert_eq!(
            display_name(" \t ").unwrap_err(),
            Refusal::IdentityNameMissing
        );
        assert!(display_name(&"x".repeat(2_000)).is_err());
    }
}
