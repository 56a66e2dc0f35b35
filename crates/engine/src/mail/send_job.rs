//! The job that walks one send through its protocol (quality "A send is a protocol"). Each arrow is one
//! transaction under the worker's fence; before and after each stands a crash point.

use jiff::{SignedDuration, Timestamp};
use liaison_domain::Refusal;
use liaison_domain::id::{JobId, MailboxId, SendId};
use liaison_domain::links::mailbox::{Findings, Mailbox};
use liaison_domain::mail::pace::{Turn, turn};
use liaison_domain::mail::send::{AfterLookUp, Next, Purpose, Send, SendState, not_found};
use liaison_store::access::users;
use liaison_store::links::mailboxes;
use liaison_store::mail::{paces, sends};
use liaison_store::{Sql, Tx};
use serde::{Deserialize, Serialize};

use super::carrier::{Carrier, Draft, Hitch, Parcel};
use super::purpose::{self, News};
use super::watch_job;
use crate::access::onboard;
use crate::crash::point;
use crate::jobs::{self, Handled};
use crate::{Engine, Error, Outcome};

pub(crate) const KIND: &str = "send";

/// How long between two looks at a provider.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(2);
/// How long a test message may take to arrive.
const ARRIVES_WITHIN: SignedDuration = SignedDuration::from_mins(2);

#[derive(Serialize, Deserialize)]
struct Payload {
    send: SendId,
}

/// Plans a send and enqueues its job in the caller's transaction. One mailbox sends one mail at a time.
pub(crate) async fn plan(engine: &Engine, tx: &Tx, send: &Send) -> Outcome<()> {
    plan_at(engine, tx, send, engine.clock.now()).await
}

/// The same, to leave not before `at`.
pub(crate) async fn plan_at(engine: &Engine, tx: &Tx, send: &Send, at: Timestamp) -> Outcome<()> {
    sends::plan(tx, send).await?;
    let lane = format!("mailbox/{}", send.mailbox_id);
    let payload = Payload { send: send.id };
    jobs::enqueue_at(engine, tx, KIND, Some(&lane), &payload, at).await
}

/// One worker's walk with one send.
struct Walk<'a> {
    engine: &'a Engine,
    mailbox: Mailbox,
    carrier: Box<dyn Carrier>,
    /// An earlier worker got so far that it may have kept a draft nobody has noted.
    may_have_draft: bool,
    send: Send,
}

/// What one arrow led to.
enum Step {
    Walked,
    Rest(Handled),
}

pub(crate) async fn handle(engine: &Engine, fence: i64, payload: &str) -> Outcome<Handled> {
    let payload: Payload = serde_json::from_str(payload).map_err(Error::broken)?;
    point("send-before-claim");
    let now = engine.clock.now();
    let Some(mut send) = sends::claim(&engine.db, payload.send, fence, now).await? else {
        return Ok(Handled::Done);
    };
    point("send-claimed");
    let Some(mailbox) = mailboxes::by_id(&engine.db, send.mailbox_id).await? else {
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
    let carrier = crate::links::mailboxes::carrier(engine, &mailbox).await?;
    let mut walk = Walk {
        engine,
        mailbox,
        carrier,
        may_have_draft: send.state == SendState::Intent,
        send,
    };
    loop {
        match walk.step().await? {
            Step::Walked => {}
            Step::Rest(handled) => return Ok(handled),
        }
    }
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
    if sends::save(&tx, &send).await? {
        super::emails::send_ended(engine, &tx, &send).await?;
    }
    tx.commit().await?;
    Ok(Handled::Done)
}

impl Walk<'_> {
    async fn step(&mut self) -> Outcome<Step> {
        match self.send.state.next() {
            Next::Write => self.write().await,
            Next::HandOver => self.hand_over().await,
            Next::LookUp => self.look_up().await,
            Next::FollowUp => self.follow_up().await,
            Next::Nothing => {
                self.tidy().await;
                Ok(Step::Rest(Handled::Done))
            }
        }
    }

    /// A draft that will not be sent does not stay with the person's own.
    async fn tidy(&mut self) {
        if let Some(draft) = self.send.provider_id.take()
            && let Err(hitch) = self.carrier.drop_draft(self.engine, &draft).await
        {
            tracing::info!(send = %self.send.id, ?hitch, "a draft could not be thrown away");
        }
    }

    /// Whether this worker may still speak for the send: its row is held until the transaction ends.
    async fn is_ours(&self, sql: &impl Sql) -> Outcome<bool> {
        Ok(sends::save(sql, &self.send).await?)
    }

    /// Says what a test message has shown, if it is this worker's to say.
    async fn say(&self, findings: Findings) -> Outcome<bool> {
        let tx = self.engine.db.begin().await?;
        let said = self.is_ours(&tx).await? && self.find(&tx, findings).await?;
        tx.commit().await?;
        Ok(said)
    }

    /// One arrow: the new state, or nothing when somebody else has claimed meanwhile.
    async fn go(&mut self, sql: &impl Sql, state: SendState) -> Outcome<Step> {
        self.send.state = state;
        self.send.changed_at = self.engine.clock.now();
        Ok(if sends::save(sql, &self.send).await? {
            Step::Walked
        } else {
            tracing::warn!(send = %self.send.id, "another worker took this send over");
            Step::Rest(Handled::Done)
        })
    }

    /// Claimed → intent: Message-ID and bytes are fixed, and whether it may leave is asked in the same
    /// transaction.
    async fn write(&mut self) -> Outcome<Step> {
        super::content::ready(self.engine).await?;
        let tx = self.engine.db.begin().await?;
        let written =
            purpose::write(self.engine, &tx, &self.send, &self.mailbox, &*self.carrier).await;
        let written = match written {
            Ok(written) => written,
            Err(Error::Refused(refusal)) => {
                drop(tx);
                return self.not_sent(Hitch::Never(refusal)).await;
            }
            Err(error) => return Err(error),
        };
        self.send.mime = Some(written.mime);
        self.send.message_id = Some(written.message_id);
        let step = self.go(&tx, SendState::Intent).await?;
        point("send-before-intent");
        if let Step::Walked = step {
            tx.commit().await?;
        }
        point("send-intent");
        Ok(step)
    }

    /// Whether the mailbox may send its next mail now; if not, when.
    async fn wait_for_turn(&self, tx: &Tx) -> Outcome<Option<SignedDuration>> {
        if self.send.purpose != Purpose::Email {
            return Ok(None);
        }
        let pace = super::pace::of(self.engine, tx, &self.mailbox, self.send.user_id).await?;
        let now = self.engine.clock.now();
        if let Some(rest) = pace.rests_until.filter(|rest| *rest > now) {
            return Ok(Some(rest.duration_since(now)));
        }
        let turn = turn(
            pace.before.as_ref(),
            pace.limits,
            pace.daily,
            now,
            pace.today,
            pace.tomorrow,
        );
        match turn {
            Turn::Now(after) => {
                paces::save(tx, self.mailbox.id, &after).await?;
                Ok(None)
            }
            Turn::Wait(wait) | Turn::Tomorrow(wait) => Ok(Some(wait)),
        }
    }

    /// Where others refuse the mailbox, whoever waits for the e-mail reads so.
    async fn say_why_it_rests(&self, tx: Tx) -> Outcome<()> {
        if let Some(refusal @ Refusal::MailboxPaused { .. }) = &self.mailbox.findings.problem
            && self.is_ours(&tx).await?
        {
            self.tell(&tx, &News::NotYet(refusal.clone())).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Intent → handed over → accepted, refused or unknown. What certainly did not leave goes back to
    /// its intent and is tried again with the same bytes.
    async fn hand_over(&mut self) -> Outcome<Step> {
        let mime = self.send.mime.clone().ok_or_else(no_bytes)?;
        if self.send.provider_id.is_none() {
            match self.prepare(&mime).await {
                Ok(None) => {}
                Ok(Some(draft)) => {
                    point("send-drafted");
                    self.send.provider_id = Some(draft.id);
                    self.send.message_id = draft.message_id.or(self.send.message_id.take());
                }
                Err(hitch) => return self.not_sent(hitch).await,
            }
        }
        let engine = self.engine;
        let tx = engine.db.begin().await?;
        if let Some(wait) = self.wait_for_turn(&tx).await? {
            self.say_why_it_rests(tx).await?;
            return Ok(Step::Rest(Handled::Later(wait)));
        }
        if let Step::Rest(handled) = self.go(&tx, SendState::HandedOver).await? {
            return Ok(Step::Rest(handled));
        }
        tx.commit().await?;
        point("send-handed-over");
        let parcel = Parcel {
            from: &self.mailbox.address,
            to: &self.send.recipients,
            mime: &mime,
            draft: self.send.provider_id.as_deref(),
        };
        let outcome = self.carrier.hand_over(engine, &parcel).await;
        point("send-answered");
        match outcome {
            Ok(id) => {
                self.send.provider_id = id.or(self.send.provider_id.take());
                self.accept().await
            }
            Err(Hitch::Unknown(why)) => {
                tracing::info!(send = %self.send.id, why, "whether a mail has left is unknown");
                self.go(&engine.db, SendState::Unknown).await
            }
            Err(hitch) => {
                self.send.state = SendState::Intent;
                self.not_sent(hitch).await
            }
        }
    }

    /// The draft to send by, where one is needed: the one that is there, or a new one.
    async fn prepare(&mut self, mime: &[u8]) -> Result<Option<Draft>, Hitch> {
        if std::mem::take(&mut self.may_have_draft)
            && let Some(message_id) = &self.send.message_id
            && let Some(draft) = self.carrier.find_draft(self.engine, message_id).await?
        {
            return Ok(Some(draft));
        }
        self.carrier.prepare(self.engine, mime).await
    }

    async fn accept(&mut self) -> Outcome<Step> {
        self.send.problem = None;
        let tx = self.engine.db.begin().await?;
        let step = self.go(&tx, SendState::Accepted).await?;
        if let Step::Walked = step {
            if self.send.purpose == Purpose::Email {
                watch_job::sent(self.engine, &tx, self.mailbox.id).await?;
            }
            self.tell(&tx, &News::Accepted).await?;
            tx.commit().await?;
        }
        point("send-accepted");
        Ok(step)
    }

    /// It has certainly not left.
    async fn not_sent(&mut self, hitch: Hitch) -> Outcome<Step> {
        let (refusal, again) = match hitch {
            Hitch::Never(refusal) => (refusal, false),
            Hitch::Later(refusal) => (refusal, true),
            Hitch::Unknown(why) => return Err(Error::broken(why)),
            Hitch::Broken(error) => return Err(error),
        };
        let code = refusal.code();
        self.send.problem = Some(refusal.clone());
        let tx = self.engine.db.begin().await?;
        let state = if again {
            SendState::Intent
        } else {
            self.send.mime = None;
            self.tidy().await;
            SendState::Refused
        };
        let step = self.go(&tx, state).await?;
        if let Step::Walked = step {
            let news = match again {
                true => News::NotYet(refusal),
                false => News::Refused(refusal),
            };
            self.tell(&tx, &news).await?;
            tx.commit().await?;
        }
        Ok(match step {
            Step::Walked if again => Step::Rest(Handled::Again(code.to_owned())),
            step => step,
        })
    }

    /// Handed over without an answer, or unknown: the provider is asked before anything else.
    async fn look_up(&mut self) -> Outcome<Step> {
        let message_id = self.send.message_id.clone().ok_or_else(no_bytes)?;
        let engine = self.engine;
        if self.send.state == SendState::HandedOver {
            // The wait for the provider's index counts from here.
            if let Step::Rest(handled) = self.go(&engine.db, SendState::Unknown).await? {
                return Ok(Step::Rest(handled));
            }
        }
        let draft = self.send.provider_id.as_deref();
        let found = self.carrier.was_sent(engine, &message_id, draft).await;
        point("send-looked-up");
        match found {
            Ok(true) => return self.accept().await,
            Ok(false) => {}
            Err(hitch) => return self.cannot_look(hitch).await,
        }
        let waited = engine.clock.now().duration_since(self.send.changed_at);
        match not_found(self.carrier.absence(), waited) {
            AfterLookUp::LookAgain => Ok(Step::Rest(Handled::Later(LOOK_AGAIN))),
            AfterLookUp::SendAgain => {
                if let Some(draft) = self.send.provider_id.take()
                    && let Err(hitch) = self.carrier.drop_draft(engine, &draft).await
                {
                    self.send.provider_id = Some(draft);
                    return self.cannot_look(hitch).await;
                }
                self.go(&engine.db, SendState::Intent).await
            }
            AfterLookUp::PleaseCheck => {
                let refusal = purpose::unknown(&self.send, &self.mailbox);
                self.send.mime = None;
                self.send.problem = Some(refusal.clone());
                let tx = engine.db.begin().await?;
                let step = self.go(&tx, SendState::PleaseCheck).await?;
                if let Step::Walked = step {
                    self.tell(&tx, &News::PleaseCheck(refusal)).await?;
                    tx.commit().await?;
                }
                Ok(step)
            }
        }
    }

    /// While the provider cannot be asked, nothing is decided.
    async fn cannot_look(&mut self, hitch: Hitch) -> Outcome<Step> {
        let (refusal, _) = self.why_unseen(hitch)?;
        let code = refusal.code().to_owned();
        let tx = self.engine.db.begin().await?;
        if self.is_ours(&tx).await? {
            self.tell(&tx, &News::Unknown(refusal)).await?;
            tx.commit().await?;
        }
        Ok(Step::Rest(Handled::Again(code)))
    }

    /// It has left: our copy is kept, and a test message is looked for until it has arrived.
    async fn follow_up(&mut self) -> Outcome<Step> {
        let message_id = self.send.message_id.clone().ok_or_else(no_bytes)?;
        let engine = self.engine;
        if let Some(mime) = self.send.mime.clone() {
            match self.carrier.keep_copy(engine, &message_id, &mime).await {
                Ok(()) => {}
                // Such as when the folder is gone: whether replies are seen is another question.
                Err(Hitch::Never(refusal)) => {
                    tracing::info!(send = %self.send.id, code = refusal.code(), "no copy is kept");
                }
                Err(hitch) => return self.not_followed(hitch).await,
            }
            point("send-appended");
            self.send.mime = None;
            if !self.is_ours(&engine.db).await? {
                return Ok(Step::Rest(Handled::Done));
            }
            point("send-copied");
        }
        if !purpose::looks_for_arrival(&self.send) {
            return Ok(Step::Rest(Handled::Done));
        }
        match self.carrier.has_arrived(engine, &message_id).await {
            Ok(true) => {
                let tx = engine.db.begin().await?;
                if self.is_ours(&tx).await? && self.find(&tx, Findings::seen()).await? {
                    onboard::mailbox_works(engine, &tx, self.send.user_id).await?;
                }
                tx.commit().await?;
                Ok(Step::Rest(Handled::Done))
            }
            Ok(false) => self.not_arrived_yet().await,
            Err(hitch) => self.not_followed(hitch).await,
        }
    }

    async fn not_arrived_yet(&self) -> Outcome<Step> {
        let waited = self.engine.clock.now().duration_since(self.send.changed_at);
        if waited < ARRIVES_WITHIN {
            return Ok(Step::Rest(Handled::Later(LOOK_AGAIN)));
        }
        let refusal = Refusal::MailboxTestUnseen {
            address: self.mailbox.address.to_string(),
        };
        self.say(Findings::not_seen(refusal)).await?;
        Ok(Step::Rest(Handled::Done))
    }

    /// Why a look was in vain, and whether it may help to look again. Looking changes nothing, so an
    /// answer that was lost is as good as none.
    fn why_unseen(&self, hitch: Hitch) -> Outcome<(Refusal, bool)> {
        match hitch {
            Hitch::Never(refusal) => Ok((refusal, false)),
            Hitch::Later(refusal) => Ok((refusal, true)),
            Hitch::Unknown(why) => {
                tracing::info!(send = %self.send.id, why, "a mailbox did not answer to the end");
                let address = self.mailbox.address.to_string();
                Ok((Refusal::MailboxBusy { address }, true))
            }
            Hitch::Broken(error) => Err(error),
        }
    }

    async fn not_followed(&self, hitch: Hitch) -> Outcome<Step> {
        let (refusal, again) = self.why_unseen(hitch)?;
        let code = refusal.code().to_owned();
        self.say(Findings::not_seen(refusal)).await?;
        Ok(Step::Rest(if again {
            Handled::Again(code)
        } else {
            Handled::Done
        }))
    }

    async fn tell(&self, tx: &Tx, news: &News) -> Outcome<()> {
        purpose::tell(self.engine, tx, &self.send, &self.mailbox, news).await
    }

    async fn find(&self, sql: &impl Sql, findings: Findings) -> Outcome<bool> {
        purpose::find(self.engine, sql, &self.send, &findings).await
    }
}

fn no_bytes() -> Error {
    Error::broken("a send has lost its bytes or its Message-ID")
}

/// After the last try.
pub(crate) async fn given_up(engine: &Engine, id: JobId, payload: &str) -> Outcome<()> {
    let payload: Payload = serde_json::from_str(payload).map_err(Error::broken)?;
    let Some(mut send) = sends::by_id(&engine.db, payload.send).await? else {
        return Ok(());
    };
    tracing::warn!(job = %id, send = %send.id, state = send.state.code(), "a send is given up");
    let problem = send.problem.take();
    end_without_mailbox(&mut send);
    send.problem = problem.or(send.problem);
    send.changed_at = engine.clock.now();
    let tx = engine.db.begin().await?;
    if sends::save(&tx, &send).await? {
        super::emails::send_ended(engine, &tx, &send).await?;
        if let Some(mailbox) = mailboxes::by_id(&tx, send.mailbox_id).await?
            && let Some(findings) = last_findings(&mailbox, &send)
        {
            purpose::find(engine, &tx, &send, &findings).await?;
        }
    }
    tx.commit().await?;
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
    for send in sends::refuse_waiting(tx, mailbox, only, &why, now).await? {
        super::emails::send_ended(engine, tx, &send).await?;
    }
    Ok(())
}

/// What a test message that is given up says; `None` where all is said.
fn last_findings(mailbox: &Mailbox, send: &Send) -> Option<Findings> {
    match send.state {
        SendState::PleaseCheck => Some(Findings::doubtful(purpose::unknown(send, mailbox))),
        SendState::Refused => send.problem.clone().map(Findings::not_sent),
        SendState::Accepted if mailbox.findings.is_testing() => {
            let address = mailbox.address.to_string();
            Some(Findings::not_seen(Refusal::MailboxTestUnseen { address }))
        }
        _ => None,
    }
}
