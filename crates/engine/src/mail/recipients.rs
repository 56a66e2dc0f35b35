//! Who may be written to, as it stands in the database at this moment.

use liaison_domain::mail::compose::Recipient;
use liaison_domain::people::{Person, Suppression, SuppressionCause};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Sql;
use liaison_store::people::consent;

use crate::Outcome;

/// Whether this person may be written to; the address when they may.
pub(crate) async fn may_be_written_to(
    sql: &impl Sql,
    person: &Person,
    is_non_commercial: bool,
) -> Outcome<EmailAddress> {
    let (suppression, is_domain_blocked) = match &person.email {
        Some(address) => look(sql, address).await?,
        None => (None, false),
    };
    let recipient = Recipient {
        person,
        suppression: suppression.as_ref(),
        is_domain_blocked,
    };
    Ok(recipient.may_be_written_to(is_non_commercial)?)
}

/// Whoever gets a copy is asked no less than the person.
pub(crate) async fn copy_may_be_sent(
    sql: &impl Sql,
    address: &EmailAddress,
    is_non_commercial: bool,
) -> Outcome<()> {
    let (suppression, is_domain_blocked) = look(sql, address).await?;
    let address = address.to_string();
    if is_domain_blocked {
        return Err(Refusal::EmailDomainBlocked { address }.into());
    }
    match suppression.map(|s| s.cause) {
        Some(SuppressionCause::Bounced) => Err(Refusal::EmailBouncedBefore { address }.into()),
        Some(SuppressionCause::Unsubscribed) if !is_non_commercial => {
            Err(Refusal::EmailUnsubscribed { address }.into())
        }
        _ => Ok(()),
    }
}

async fn look(sql: &impl Sql, address: &EmailAddress) -> Outcome<(Option<Suppression>, bool)> {
    let suppression = consent::of_address(sql, address).await?;
    let is_blocked = consent::is_blocked(sql, address).await?;
    Ok((suppression, is_blocked))
}
