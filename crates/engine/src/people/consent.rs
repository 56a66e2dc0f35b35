//! Who does not want to be written to, by whomever it was said (actions 7).

use liaison_domain::access::Actor;
use liaison_domain::id::{ConsentEventId, EmailId, PersonId, UserId};
use liaison_domain::insight::event::{EventKind, NewEvent};
use liaison_domain::people::{ConsentEvent, ConsentKind, ConsentSource, SuppressionCause};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Tx;
use liaison_store::insight::events;
use liaison_store::mail::emails;
use liaison_store::people::{consent, persons};

use crate::links::crm;
use crate::work::members;
use crate::{Engine, Outcome};

/// Longest reason that is kept, in characters.
const LONGEST_REASON: usize = 1_000;

/// A line for the ledger.
pub(crate) struct Said<'a> {
    pub kind: ConsentKind,
    pub source: ConsentSource,
    pub address: &'a EmailAddress,
    pub person: Option<PersonId>,
    pub email: Option<EmailId>,
    pub reason: &'a str,
    /// The user who said it; `None` when the person did.
    pub actor: Option<UserId>,
    /// Whose feed it stands in.
    pub feed: Option<UserId>,
}

/// Writes the ledger and what happened in the caller's transaction, as its last step. `false` when it was so
/// already.
pub(crate) async fn record(engine: &Engine, tx: &Tx, said: Said<'_>) -> Outcome<bool> {
    let now = engine.clock.now();
    let reason: String = said.reason.trim().chars().take(LONGEST_REASON).collect();
    let event = ConsentEvent {
        id: ConsentEventId(engine.dice.id(now)),
        address: said.address.clone(),
        person_id: said.person,
        at: now,
        kind: said.kind,
        source: said.source,
        reason: reason.clone(),
        actor: said.actor,
        email_id: said.email,
    };
    let is_new = consent::record(tx, &event, SuppressionCause::Unsubscribed).await?;
    if is_new {
        if said.kind == ConsentKind::Unsubscribed {
            members::unsubscribed(engine, tx, said.address).await?;
            crm::opted_out(engine, tx, said.address).await?;
        }
        let happened = NewEvent {
            at: now,
            kind: match said.kind {
                ConsentKind::Unsubscribed => EventKind::Unsubscribed,
                ConsentKind::Resubscribed => EventKind::Resubscribed,
            },
            user_id: said.feed,
            person_id: said.person,
            email_id: said.email,
            task_id: None,
            machine: 0,
            detail: reason,
        };
        events::append(tx, &[happened]).await?;
    }
    Ok(is_new)
}

/// Somebody followed the link of an e-mail and does not want to be written to. Doing it again changes
/// nothing. `false` when there is no such e-mail any more.
pub async fn by_link(
    engine: &Engine,
    email_id: EmailId,
    source: ConsentSource,
    reason: &str,
) -> Outcome<bool> {
    let tx = engine.db.begin().await?;
    let Some(email) = emails::by_id(&tx, email_id).await? else {
        return Ok(false);
    };
    let known = consent::of_address(&tx, &email.to).await?;
    let was_said = known.is_some_and(|known| known.cause == SuppressionCause::Unsubscribed);
    if was_said && reason.trim().is_empty() {
        return Ok(true);
    }
    let said = Said {
        kind: ConsentKind::Unsubscribed,
        source,
        address: &email.to,
        person: Some(email.person_id),
        email: Some(email_id),
        reason,
        actor: None,
        feed: Some(email.owner_id),
    };
    record(engine, &tx, said).await?;
    tx.commit().await?;
    Ok(true)
}

/// A seller notes that a person does not want to be written to.
pub async fn unsubscribe(
    engine: &Engine,
    actor: Actor,
    person: PersonId,
    reason: &str,
) -> Outcome<()> {
    say(engine, actor, person, ConsentKind::Unsubscribed, reason).await
}

/// An admin who can prove that the person wants to be written to again says so, with a reason.
pub async fn resubscribe(
    engine: &Engine,
    actor: Actor,
    person: PersonId,
    reason: &str,
) -> Outcome<()> {
    actor.must_administer()?;
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    say(engine, actor, person, ConsentKind::Resubscribed, reason).await
}

async fn say(
    engine: &Engine,
    actor: Actor,
    person: PersonId,
    kind: ConsentKind,
    reason: &str,
) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let found = persons::by_id(&tx, person).await?;
    let address = found.and_then(|p| p.email).ok_or(Refusal::NotFound)?;
    let said = Said {
        kind,
        source: match kind {
            ConsentKind::Unsubscribed => ConsentSource::Manual,
            ConsentKind::Resubscribed => ConsentSource::Admin,
        },
        address: &address,
        person: Some(person),
        email: None,
        reason,
        actor: actor.user_id(),
        feed: actor.user_id(),
    };
    record(engine, &tx, said).await?;
    tx.commit().await?;
    Ok(())
}
