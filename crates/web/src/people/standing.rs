//! Whether somebody may be written to, as a page says it.

use std::collections::HashMap;

use liaison_domain::EmailAddress;
use liaison_domain::mail::compose::Recipient;
use liaison_domain::people::{Person, Suppression, SuppressionCause};
use liaison_store::people::consent;
use liaison_store::{Fault, Sql};

/// One word about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Open,
    NoAddress,
    Blocked,
    Bounced,
    Unsubscribed,
    OptedOut,
}

impl Standing {
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::NoAddress => "no-address",
            Self::Blocked => "blocked",
            Self::Bounced => "bounced",
            Self::Unsubscribed => "unsubscribed",
            Self::OptedOut => "opted-out",
        }
    }

    /// The mark beside the word.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Open => "ok",
            Self::NoAddress => "off",
            Self::Bounced => "warn",
            Self::Blocked | Self::Unsubscribed | Self::OptedOut => "bad",
        }
    }
}

/// The rule is the domain's; this names which part of it stands in the way.
fn of(person: &Person, suppression: Option<&Suppression>, is_domain_blocked: bool) -> Standing {
    let recipient = Recipient {
        person,
        suppression,
        is_domain_blocked,
    };
    if recipient.may_be_written_to(false).is_ok() {
        return Standing::Open;
    }
    match suppression.map(|s| s.cause) {
        _ if person.email.is_none() => Standing::NoAddress,
        _ if is_domain_blocked => Standing::Blocked,
        Some(SuppressionCause::Bounced) => Standing::Bounced,
        Some(SuppressionCause::Unsubscribed) => Standing::Unsubscribed,
        None => Standing::OptedOut,
    }
}

/// How a person stands now.
pub(crate) async fn look(sql: &impl Sql, person: &Person) -> Result<Standing, Fault> {
    let Some(address) = &person.email else {
        return Ok(Standing::NoAddress);
    };
    let suppression = consent::of_address(sql, address).await?;
    let is_blocked = consent::is_blocked(sql, address).await?;
    Ok(of(person, suppression.as_ref(), is_blocked))
}

/// How several people stand now, in their order.
pub(crate) async fn look_all(sql: &impl Sql, people: &[Person]) -> Result<Vec<Standing>, Fault> {
    let addresses: Vec<EmailAddress> = people.iter().filter_map(|p| p.email.clone()).collect();
    let suppressions = consent::among(sql, &addresses).await?;
    let mut blocked: HashMap<&str, bool> = HashMap::new();
    for address in &addresses {
        if !blocked.contains_key(address.domain()) {
            let is_blocked = consent::is_blocked(sql, address).await?;
            blocked.insert(address.domain(), is_blocked);
        }
    }
    let standing = |person: &Person| {
        let address = person.email.as_ref();
        let suppression = suppressions.iter().find(|s| Some(&s.address) == address);
        let domain = address.map_or("", EmailAddress::domain);
        of(
            person,
            suppression,
            blocked.get(domain).copied().unwrap_or(false),
        )
    };
    Ok(people.iter().map(standing).collect())
}
