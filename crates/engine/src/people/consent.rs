//! Who does not want to be written to, by whomever it was said (actions 7).

use liaison_domain::EmailAddress;
use liaison_domain::id::{ConsentEventId, EmailId};
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::people::{ConsentEvent, ConsentKind, ConsentSource, SuppressionCause};
use liaison_store::Tx;
use liaison_store::insight::events;
use liaison_store::mail::emails;
use liaison_store::people::consent;

use crate::{Engine, Outcome};

/// The longest reason we keep, in characters.
const LONGEST_REASON: usize = 500;

/// Somebody followed the link of an e-mail and does not want to be written to. Doing it again changes
/// nothing. `false` when there is no such e-mail any more.
pub async fn by_link(
    engine: &Engine,
    email_id: EmailId,
    source: ConsentSource,
    reason: &str,
) -> Outcome<bool> {
    let now = engine.clock.now();
    let tx = engine.db.begin().await?;
    let Some(email) = emails::by_id(&tx, email_id).await? else {
        return Ok(false);
    };
    let reason: String = reason.trim().chars().take(LONGEST_REASON).collect();
    let known = consent::of_address(&tx, &email.to).await?;
    let was_said = known.is_some_and(|known| known.cause == SuppressionCause::Unsubscribed);
    if was_said && reason.is_empty() {
        return Ok(true);
    }
    let said = ConsentEvent {
        id: ConsentEventId(engine.dice.id(now)),
        address: email.to.clone(),
        person_id: Some(email.person_id),
        at: now,
        kind: ConsentKind::Unsubscribed,
        source,
        reason: reason.clone(),
        actor: None,
        email_id: Some(email_id),
    };
    let is_new = consent::record(&tx, &said, SuppressionCause::Unsubscribed).await?;
    if is_new {
        changed(engine, &tx, &email.to).await?;
        let event = NewEvent {
            person_id: Some(email.person_id),
            email_id: Some(email_id),
            detail: reason,
            ..NewEvent::new(EventKind::Unsubscribed, now, email.owner_id)
        };
        events::append(&tx, &[event]).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Called in the transaction that changes whether an address may be written to.
pub async fn changed(_engine: &Engine, _tx: &Tx, _address: &EmailAddress) -> Outcome<()> {
    Ok(())
}
