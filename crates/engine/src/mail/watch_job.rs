//! The job that looks into a mailbox for answers and bounces: one for each mailbox, over all processes, in a
//! lane of its own, from the connection on until the mailbox is gone (actions 3.3, 6).

use jiff::{SignedDuration, Timestamp};
use liaison_domain::Refusal;
use liaison_domain::id::{JobId, MailboxId};
use liaison_domain::links::mailbox::{Direction, Findings, Mailbox};
use liaison_domain::mail::watch;
use liaison_store::Tx;
use liaison_store::access::users;
use liaison_store::links::mailboxes;
use liaison_store::mail::watches::{self, Watch};
use liaison_store::mail::{emails, paces};
use serde::{Deserialize, Serialize};

use super::carrier::Hitch;
use super::inbound;
use crate::crash::point;
use crate::jobs::{self, Handled};
use crate::{Engine, Error, Outcome};

pub(crate) const KIND: &str = "watch";

/// After so many looks in vain one message that cannot be had does not hold up the others.
const STUCK: u32 = 3;

#[derive(Serialize, Deserialize)]
struct Payload {
    mailbox: MailboxId,
}

/// Looks into a mailbox at once and from then on, in the caller's transaction; a job that is there already
/// is called sooner.
pub(crate) async fn begin(engine: &Engine, tx: &Tx, mailbox: MailboxId) -> Outcome<()> {
    enqueue(engine, tx, mailbox, engine.clock.now()).await
}

/// An e-mail has left: answers may come soon.
pub(crate) async fn sent(engine: &Engine, tx: &Tx, mailbox: MailboxId) -> Outcome<()> {
    let now = engine.clock.now();
    watches::sent(tx, mailbox, now).await?;
    let soon = watch::wait(now, Some(now), 0);
    enqueue(engine, tx, mailbox, now + soon).await
}

/// The job has the id of its mailbox, so that there is one.
async fn enqueue(engine: &Engine, tx: &Tx, mailbox: MailboxId, at: Timestamp) -> Outcome<()> {
    let lane = format!("watch/{mailbox}");
    let payload = Payload { mailbox };
    jobs::enqueue_the_one(engine, tx, JobId(mailbox.0), KIND, &lane, &payload, at).await
}

/// A look in vain is followed by another, ever later, and never by none: whatever came meanwhile is found.
pub(crate) async fn handle(engine: &Engine, payload: &str) -> Outcome<Handled> {
    let Payload { mailbox: id } = serde_json::from_str(payload).map_err(Error::broken)?;
    let Some(mailbox) = mailboxes::by_id(&engine.db, id).await? else {
        watches::forget(&engine.db, id).await?;
        return Ok(Handled::Done);
    };
    let now = engine.clock.now();
    let owner = users::by_id(&engine.db, mailbox.user_id).await?;
    if !owner.is_some_and(|owner| owner.may_enter(now)) {
        // Nobody reads the mailbox of somebody who may not work here any more.
        return Ok(Handled::Later(watch::wait(now, None, 0)));
    }
    let before = watches::of_mailbox(&engine.db, id).await?;
    let (failures, has_more) = match look(engine, &mailbox, &before).await {
        Ok(has_more) => {
            heal(engine, &mailbox).await?;
            (0, has_more)
        }
        Err(hitch) => {
            tracing::info!(mailbox = %id, ?hitch, "a look into a mailbox was in vain");
            let failures = before.failures.saturating_add(1);
            let position = before.position.as_deref();
            watches::save(&engine.db, id, position, failures, now).await?;
            if let Hitch::Never(refusal) = hitch {
                blind(engine, &mailbox, refusal).await?;
            }
            (failures, false)
        }
    };
    if has_more {
        return Ok(Handled::Later(SignedDuration::ZERO));
    }
    // An e-mail may have left meanwhile.
    let after = watches::of_mailbox(&engine.db, id).await?;
    let now = engine.clock.now();
    Ok(Handled::Later(watch::wait(now, after.sent_at, failures)))
}

/// Reads a part of what is new; whether there is more. What was read is read again when the end was not
/// reached: each message is taken once.
async fn look(engine: &Engine, mailbox: &Mailbox, before: &Watch) -> Result<bool, Hitch> {
    let since = since(engine, mailbox).await?;
    let carrier = crate::links::mailboxes::carrier(engine, mailbox).await?;
    let position = before.position.as_deref();
    let arrived = carrier.arrived(engine, position, since).await?;
    let own = own_addresses(engine, mailbox).await?;
    let is_stuck = before.failures >= STUCK;
    for head in &arrived.heads {
        inbound::read(engine, mailbox, &own, &*carrier, head, is_stuck).await?;
    }
    let now = engine.clock.now();
    let saved = watches::save(&engine.db, mailbox.id, Some(&arrived.position), 0, now).await;
    saved.map_err(Error::from)?;
    point("watch-saved");
    Ok(arrived.has_more)
}

async fn since(engine: &Engine, mailbox: &Mailbox) -> Outcome<Timestamp> {
    let now = engine.clock.now();
    let oldest = emails::first_sent(&engine.db, mailbox.user_id, now - watch::WAITS).await?;
    Ok(watch::begin(now, oldest))
}

async fn own_addresses(
    engine: &Engine,
    mailbox: &Mailbox,
) -> Outcome<Vec<liaison_domain::EmailAddress>> {
    let Some(owner) = users::by_id(&engine.db, mailbox.user_id).await? else {
        return Ok(vec![mailbox.address.clone()]);
    };
    let mut own = crate::links::mailboxes::own_addresses(engine, &owner).await?;
    own.push(mailbox.address.clone());
    Ok(own)
}

/// Only its owner can mend it, and reads so where the mailbox is shown.
async fn blind(engine: &Engine, mailbox: &Mailbox, refusal: Refusal) -> Outcome<()> {
    if mailbox.findings == Findings::seen() {
        let findings = mailbox.findings.clone().blind(refusal);
        let now = engine.clock.now();
        mailboxes::set_findings(&engine.db, mailbox.id, &findings, now).await?;
    }
    Ok(())
}

/// What passes by itself is no longer said once it has passed.
async fn heal(engine: &Engine, mailbox: &Mailbox) -> Outcome<()> {
    let now = engine.clock.now();
    let findings = &mailbox.findings;
    let healthy = match &findings.problem {
        Some(Refusal::MailboxPaused { .. }) => {
            let until = paces::paused_until(&engine.db, mailbox.id).await?;
            if until.is_some_and(|until| until > now) {
                return Ok(());
            }
            Findings {
                sending: Direction::Works,
                problem: None,
                ..findings.clone()
            }
        }
        Some(Refusal::MailboxTestUnseen { .. }) | None => return Ok(()),
        Some(_) if findings.sending == Direction::Works && findings.replies == Direction::Fails => {
            Findings::seen()
        }
        Some(_) => return Ok(()),
    };
    mailboxes::set_findings(&engine.db, mailbox.id, &healthy, now).await?;
    Ok(())
}
