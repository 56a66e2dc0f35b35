//! What has come into a seller's mailbox, and what follows from it (actions 3.2, 6, 18; quality "Mail").

use liaison_domain::id::ConsentEventId;
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::links::mailbox::Mailbox;
use liaison_domain::mail::inbound::{self, Bounce};
use liaison_domain::mail::pace::PAUSE;
use liaison_domain::mail::{Email, EmailState, Inbound, Incoming, reply, watch};
use liaison_domain::people::{ConsentEvent, ConsentKind, ConsentSource, SuppressionCause};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Tx;
use liaison_store::insight::events;
use liaison_store::links::mailboxes;
use liaison_store::mail::emails::{self, Counted};
use liaison_store::mail::{paces, watches};
use liaison_store::people::consent;
use sha2::{Digest, Sha256};

use super::carrier::{Carrier, Head, Hitch};
use crate::crash::point;
use crate::links::crm;
use crate::work::members;
use crate::{Engine, Outcome};

/// Of the new text of a reply, in characters.
const LONGEST_TEXT: usize = 2_000;

/// One message of a mailbox.
struct Message {
    /// By which it is known again, wherever and however often it is found.
    key: String,
    what: Incoming,
    /// The new text of a reply.
    text: String,
}

/// Reads one message as far as it matters, and takes it. `is_stuck` when the looks before were in vain: then
/// its headers must do where the rest cannot be had.
pub(super) async fn read(
    engine: &Engine,
    mailbox: &Mailbox,
    own: &[EmailAddress],
    carrier: &dyn Carrier,
    head: &Head,
    is_stuck: bool,
) -> Result<(), Hitch> {
    let what = Incoming::read(&head.bytes);
    let from = what
        .from
        .as_deref()
        .and_then(|from| EmailAddress::parse(from).ok());
    if from.is_some_and(|from| own.contains(&from)) {
        return Ok(());
    }
    let owner = mailbox.user_id;
    let answered = emails::answered(&engine.db, owner, &what.answers)
        .await
        .map_err(crate::Error::from)?;
    if answered.is_none() && !inbound::may_be_bounce(&head.bytes) {
        return Ok(());
    }
    let key = key(&what, &head.bytes);
    let is_handled = watches::is_handled(&engine.db, owner, &key).await;
    if is_handled.map_err(crate::Error::from)? {
        return Ok(());
    }
    let raw = match carrier.whole(engine, &head.place).await {
        Err(hitch) if is_stuck && !matches!(hitch, Hitch::Broken(_)) => {
            tracing::warn!(mailbox = %mailbox.id, place = head.place, ?hitch, "a message cannot be read whole");
            None
        }
        raw => raw?,
    };
    let message = match raw {
        Some(raw) => Message {
            key,
            text: reply::read(&raw),
            what: Incoming::read(&raw),
        },
        None => Message {
            key,
            text: head.preview.clone(),
            what,
        },
    };
    point("inbound-read");
    take(engine, mailbox, message).await?;
    point("inbound-taken");
    Ok(())
}

fn key(what: &Incoming, head: &[u8]) -> String {
    let digest = |bytes: &[u8]| -> String {
        let digest = Sha256::digest(bytes);
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    };
    match &what.id {
        Some(id) => id.clone(),
        None => digest(head),
    }
}

/// Everything that follows from a message, in one transaction, once.
async fn take(engine: &Engine, mailbox: &Mailbox, message: Message) -> Outcome<()> {
    let now = engine.clock.now();
    let owner = mailbox.user_id;
    let tx = engine.db.begin().await?;
    if !watches::handle(&tx, owner, &message.key, now).await? {
        return Ok(());
    }
    let Some(found) = emails::answered(&tx, owner, &message.what.answers).await? else {
        return Ok(());
    };
    let Some(mut email) = emails::hold(&tx, found.id).await? else {
        return Ok(());
    };
    let (kind, detail) = match &message.what.class {
        Inbound::Reply => {
            emails::count_event(&tx, email.id, Counted::Reply, now).await?;
            crm::email_replied(engine, &tx, &email, &message.what.subject, now).await?;
            members::replied(engine, &tx, &email).await?;
            (EventKind::EmailReplied, cut(&message.text))
        }
        Inbound::AutoReply | Inbound::OutOfOffice { .. } => {
            (EventKind::AutoReplied, cut(&message.what.subject))
        }
        Inbound::Bounce(bounce) => {
            bounced(engine, &tx, mailbox, &mut email, bounce).await?;
            (EventKind::EmailBounced, bounce.reason.clone())
        }
        Inbound::Other => return Ok(()),
    };
    watches::forget_messages(&tx, owner, now - watch::WAITS * 4).await?;
    let event = NewEvent {
        person_id: Some(email.person_id),
        email_id: Some(email.id),
        detail,
        ..NewEvent::new(kind, now, owner)
    };
    events::append(&tx, &[event]).await?;
    tx.commit().await?;
    tracing::info!(mailbox = %mailbox.id, email = %email.id, kind = kind.code(), "an e-mail was answered");
    Ok(())
}

/// Lines of text, and not too many of them.
fn cut(text: &str) -> String {
    let readable = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    text.chars().filter(readable).take(LONGEST_TEXT).collect()
}

/// What a bounce means for the e-mail, for the address, and for the mailbox.
async fn bounced(
    engine: &Engine,
    tx: &Tx,
    mailbox: &Mailbox,
    email: &mut Email,
    bounce: &Bounce,
) -> Outcome<()> {
    let now = engine.clock.now();
    if bounce.policy {
        pause(engine, tx, mailbox, &bounce.reason).await?;
    }
    let address = whom(email, bounce);
    if bounce.hard
        && let Some(address) = &address
    {
        let event = ConsentEvent {
            id: ConsentEventId(engine.dice.id(now)),
            address: address.clone(),
            person_id: (*address == email.to).then_some(email.person_id),
            at: now,
            kind: ConsentKind::Unsubscribed,
            source: ConsentSource::Bounce,
            reason: bounce.reason.clone(),
            actor: None,
            email_id: Some(email.id),
        };
        consent::record(tx, &event, SuppressionCause::Bounced).await?;
    }
    // A copy that did not arrive is no reason to think that the e-mail did not.
    let is_to_person = match &address {
        Some(address) => *address == email.to,
        None => everybody(email).count() == 1,
    };
    let has_left = matches!(email.state, EmailState::InProgress | EmailState::Delivered);
    if bounce.given_up && is_to_person && has_left {
        email.state = EmailState::Bounced;
        email.failed_at = Some(now);
        email.updated_at = now;
        email.problem = Some(Refusal::EmailBounced {
            address: email.to.to_string(),
            detail: bounce.reason.clone(),
        });
        emails::save(tx, email).await?;
        crm::email_bounced(engine, tx, email).await?;
        members::email_settled(engine, tx, email).await?;
    }
    Ok(())
}

fn everybody(email: &Email) -> impl Iterator<Item = &EmailAddress> {
    let copies = email.writing.cc.iter().chain(&email.writing.bcc);
    std::iter::once(&email.to).chain(copies)
}

/// Which of those it went to did not get it; `None` where the notice names none of them.
fn whom(email: &Email, bounce: &Bounce) -> Option<EmailAddress> {
    let named = bounce.address.as_deref();
    match named.and_then(|named| EmailAddress::parse(named).ok()) {
        Some(named) => everybody(email).find(|one| **one == named).cloned(),
        // Somebody did not get it, and there is only one.
        None if everybody(email).count() == 1 => Some(email.to.clone()),
        None => None,
    }
}

/// Others refuse the mailbox, not the person: it rests, and its owner reads why.
async fn pause(engine: &Engine, tx: &Tx, mailbox: &Mailbox, detail: &str) -> Outcome<()> {
    let now = engine.clock.now();
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    paces::pause(tx, mailbox.id, now + PAUSE, now, today).await?;
    let problem = Refusal::MailboxPaused {
        address: mailbox.address.to_string(),
        detail: detail.to_owned(),
    };
    let findings = mailbox.findings.clone().paused(problem);
    mailboxes::set_findings(tx, mailbox.id, &findings, now).await?;
    Ok(())
}
