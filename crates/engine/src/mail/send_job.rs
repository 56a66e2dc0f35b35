//! The job that has one send walked through its protocol (quality "A send is a protocol"), and what ends a
//! send outside its walk.

use jiff::Timestamp;
use liaison_domain::Refusal;
use liaison_domain::id::{JobId, MailboxId, SendId, UserId};
use liaison_domain::links::Channel;
use liaison_domain::links::mailbox::{Findings, Mailbox};
use liaison_domain::mail::send::{Next, Purpose, Send, SendState};
use liaison_store::Tx;
use liaison_store::access::users;
use liaison_store::links::mailboxes;
use liaison_store::mail::{emails, paces, sends};
use serde::{Deserialize, Serialize};

use super::carrier::Carrier;
use super::purpose;
use super::send_walk::Walk;
use crate::crash::point;
use crate::jobs::{self, Handled};
use crate::links::channels;
use crate::{Engine, Error, Outcome};

pub(crate) const KIND: &str = "send";

#[derive(Serialize, Deserialize)]
struct Payload {
    send: SendId,
}

/// Plans a send and enqueues its job in the caller's transaction. In a lane one mail leaves at a time.
pub(crate) async fn plan(engine: &Engine, tx: &Tx, send: &Send, channel: &Channel) -> Outcome<()> {
    plan_at(engine, tx, send, channel, engine.clock.now()).await
}

/// The same, to leave not before `at`.
pub(crate) async fn plan_at(
    engine: &Engine,
    tx: &Tx,
    send: &Send,
    channel: &Channel,
    at: Timestamp,
) -> Outcome<()> {
    sends::plan(tx, send).await?;
    let payload = Payload { send: send.id };
    let lane = channel.lane(send.user_id);
    jobs::enqueue_at(engine, tx, KIND, Some(&lane), &payload, at).await
}

/// The way out a worker has open, from one send to the next.
#[derive(Default)]
pub(crate) struct Kept(Option<Opened>);

struct Opened {
    what: (MailboxId, UserId),
    /// Whoever connects again may do so with another password.
    since: Timestamp,
    carrier: Box<dyn Carrier>,
}

impl Kept {
    async fn carrier(
        &mut self,
        engine: &Engine,
        channel: &Channel,
        seller: UserId,
    ) -> Outcome<&dyn Carrier> {
        let what = (channel.id(), seller);
        let fits = |opened: &Opened| opened.what == what && opened.since == channel.since();
        if !self.0.as_ref().is_some_and(fits) {
            let carrier = channels::carrier(engine, channel, seller).await?;
            std::mem::take(self).close().await;
            self.0 = Some(Opened {
                what,
                since: channel.since(),
                carrier,
            });
        }
        let opened = self.0.as_ref();
        opened
            .map(|opened| &*opened.carrier)
            .ok_or_else(|| Error::broken("a way out that was opened is gone"))
    }

    /// Says goodbye.
    pub async fn close(self) {
        if let Some(opened) = self.0 {
            opened.carrier.leave().await;
        }
    }
}

/// Walks until the send has ended or must rest.
pub(crate) async fn handle(
    engine: &Engine,
    fence: i64,
    payload: &str,
    kept: &mut Kept,
) -> Outcome<Handled> {
    let payload: Payload = serde_json::from_str(payload).map_err(Error::broken)?;
    point("send-before-claim");
    let now = engine.clock.now();
    let Some(mut send) = sends::claim(&engine.db, payload.send, fence, now).await? else {
        return Ok(Handled::Done);
    };
    point("send-claimed");
    let Some(channel) = channels::by_id(&engine.db, send.mailbox_id).await? else {
        // Disconnected meanwhile: what may have left stays to be checked, the rest is refused.
        end_without_mailbox(&mut send);
        return end(engine, send).await;
    };
    let owner = users::by_id(&engine.db, send.user_id).await?;
    if !owner.is_some_and(|owner| owner.may_enter(now)) {
        // Nothing leaves in the name of somebody who may not work here any more.
        end_without_mailbox(&mut send);
        send.problem = Some(Refusal::AccessEnded);
        return end(engine, send).await;
    }
    let carrier = kept.carrier(engine, &channel, send.user_id).await?;
    Walk::new(engine, channel, carrier, send)
        .go_all_the_way()
        .await
}

fn end_without_mailbox(send: &mut Send) {
    match send.state.next() {
        Next::Write | Next::HandOver => {
            send.state = SendState::Refused;
            send.problem = Some(Refusal::StateChanged);
        }
        Next::LookUp => send.state = SendState::PleaseCheck,
        Next::FollowUp | Next::Nothing => {}
    }
    send.mime = None;
}

/// Writes an ending down that no walk has led to, and tells whoever the send was for.
async fn end(engine: &Engine, mut send: Send) -> Outcome<Handled> {
    send.changed_at = engine.clock.now();
    let tx = engine.db.begin().await?;
    emails::hold_by_send(&tx, send.id).await?;
    if sends::save(&tx, &send).await? {
        super::emails::send_ended(engine, &tx, &send).await?;
    }
    tx.commit().await?;
    Ok(Handled::Done)
}

/// After the last try.
pub(crate) async fn given_up(engine: &Engine, tx: &Tx, id: JobId, payload: &str) -> Outcome<()> {
    let payload: Payload = serde_json::from_str(payload).map_err(Error::broken)?;
    emails::hold_by_send(tx, payload.send).await?;
    let Some(mut send) = sends::by_id(tx, payload.send).await? else {
        return Ok(());
    };
    tracing::warn!(job = %id, send = %send.id, state = send.state.code(), "a send is given up");
    let problem = send.problem.take();
    end_without_mailbox(&mut send);
    send.problem = problem.or(send.problem);
    send.changed_at = engine.clock.now();
    if sends::save(tx, &send).await? {
        super::emails::send_ended(engine, tx, &send).await?;
        if let Some(mailbox) = mailboxes::by_id(tx, send.mailbox_id).await?
            && let Some(findings) = last_findings(&mailbox, &send)
        {
            purpose::find(engine, tx, &send, &findings).await?;
        }
    }
    Ok(())
}

/// Until then no e-mail of its mailbox's leaves: what becomes due meanwhile waits behind what waits already.
pub(crate) async fn rest(engine: &Engine, tx: &Tx, payload: &str, until: Timestamp) -> Outcome<()> {
    let payload: Payload = serde_json::from_str(payload).map_err(Error::broken)?;
    if let Some(send) = sends::by_id(tx, payload.send).await? {
        let now = engine.clock.now();
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        paces::pause(tx, send.mailbox_id, until, now, today).await?;
    }
    Ok(())
}

/// Nothing of a mailbox's leaves any more that has not left: all of it, or what was sent for one purpose.
/// Whoever it was for hears of it in the same transaction.
pub(crate) async fn give_up_waiting(
    engine: &Engine,
    tx: &Tx,
    mailbox: MailboxId,
    only: Option<Purpose>,
    why: Refusal,
) -> Outcome<()> {
    let now = engine.clock.now();
    emails::hold_waiting(tx, mailbox).await?;
    for send in sends::refuse_waiting(tx, mailbox, only, &why, now).await? {
        super::emails::send_ended(engine, tx, &send).await?;
    }
    Ok(())
}

/// The same of everything a user sends, by whichever way.
pub(crate) async fn give_up_waiting_of(
    engine: &Engine,
    tx: &Tx,
    user: UserId,
    why: Refusal,
) -> Outcome<()> {
    let now = engine.clock.now();
    emails::hold_waiting_of(tx, user).await?;
    for send in sends::refuse_waiting_of(tx, user, &why, now).await? {
        super::emails::send_ended(engine, tx, &send).await?;
    }
    Ok(())
}

/// What a test message that is given up says; `None` where all is said.
fn last_findings(mailbox: &Mailbox, send: &Send) -> Option<Findings> {
    match send.state {
        SendState::PleaseCheck => Some(Findings::doubtful(purpose::unknown(send))),
        SendState::Refused => send.problem.clone().map(Findings::not_sent),
        SendState::Accepted if mailbox.findings.is_testing() => {
            let address = mailbox.address.to_string();
            Some(Findings::not_seen(Refusal::MailboxTestUnseen { address }))
        }
        _ => None,
    }
}
