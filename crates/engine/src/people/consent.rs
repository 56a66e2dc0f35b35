//! What sellers and admins write down about whether somebody may be written to (actions 7.2).

use liaison_domain::access::Actor;
use liaison_domain::id::{ConsentEventId, EmailId, PersonId};
use liaison_domain::insight::event::{EventKind, NewEvent};
use liaison_domain::people::{ConsentEvent, ConsentKind, ConsentSource, SuppressionCause};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Tx;
use liaison_store::insight::events;
use liaison_store::people::{consent, persons};

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
    pub actor: Actor,
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
        actor: said.actor.user_id(),
        email_id: said.email,
    };
    let is_new = consent::record(tx, &event, SuppressionCause::Unsubscribed).await?;
    if is_new {
        if said.kind == ConsentKind::Unsubscribed {
            members::unsubscribed(engine, tx, said.address).await?;
        }
        let happened = NewEvent {
            at: now,
            kind: match said.kind {
                ConsentKind::Unsubscribed => EventKind::Unsubscribed,
                ConsentKind::Resubscribed => EventKind::Resubscribed,
            },
            user_id: said.actor.user_id(),
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
        actor,
    };
    record(engine, &tx, said).await?;
    tx.commit().await?;
    Ok(())
}
