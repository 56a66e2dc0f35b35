//! One worker's walk with one send. Each arrow is one transaction under the worker's fence; before and
//! after each stands a crash point.

mod follow_up;
mod hand_over;
mod hitch;
mod look_up;

use jiff::SignedDuration;
use liaison_domain::Refusal;
use liaison_domain::links::Channel;
use liaison_domain::links::mailbox::Findings;
use liaison_domain::mail::pace::{Turn, turn};
use liaison_domain::mail::send::{Next, Purpose, Send, SendState};
use liaison_store::jobs as queue;
use liaison_store::mail::sends;
use liaison_store::{Sql, Tx};

use super::carrier::{Carrier, Hitch};
use super::purpose::{self, News};
use crate::crash::point;
use crate::jobs::Handled;
use crate::{Engine, Error, Outcome};

/// How long between two looks at a provider.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(2);
/// The mails behind one that waits come after it.
const BEHIND: SignedDuration = SignedDuration::from_millis(50);

/// One worker's walk with one send.
pub(super) struct Walk<'a> {
    engine: &'a Engine,
    channel: Channel,
    carrier: &'a dyn Carrier,
    /// An earlier worker got so far that it may have kept a draft nobody has noted.
    may_have_draft: bool,
    /// It was this worker's turn, and whether the mail may leave was asked, when it was written just now.
    is_fresh: bool,
    send: Send,
}

/// What one arrow led to.
enum Step {
    Walked,
    Rest(Handled),
}

impl<'a> Walk<'a> {
    /// `send` is claimed.
    pub fn new(engine: &'a Engine, channel: Channel, carrier: &'a dyn Carrier, send: Send) -> Self {
        Self {
            engine,
            channel,
            carrier,
            may_have_draft: send.state == SendState::Intent,
            is_fresh: false,
            send,
        }
    }

    pub async fn go_all_the_way(mut self) -> Outcome<Handled> {
        loop {
            match self.step().await? {
                Step::Walked => {}
                Step::Rest(handled) => return Ok(handled),
            }
        }
    }

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

    /// Begins an arrow's transaction. What a send is for is held before the send itself, as everybody does
    /// who changes both.
    async fn begin(&self) -> Outcome<Tx> {
        let tx = self.engine.db.begin().await?;
        purpose::hold(&tx, &self.send).await?;
        Ok(tx)
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
    /// transaction. Until it is its turn it stays as it was written.
    async fn write(&mut self) -> Outcome<Step> {
        super::content::ready(self.engine).await?;
        let tx = self.begin().await?;
        if let Some(wait) = self.take_turn(&tx).await? {
            tx.commit().await?;
            return Ok(Step::Rest(Handled::Later(wait)));
        }
        let written =
            purpose::write(self.engine, &tx, &self.send, &self.channel, self.carrier).await;
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
        self.send.recipients = written.recipients;
        self.send.sender = Some(written.sender);
        let step = self.go(&tx, SendState::Intent).await?;
        point("send-before-intent");
        if let Step::Walked = step {
            tx.commit().await?;
            self.is_fresh = true;
        }
        point("send-intent");
        Ok(step)
    }

    /// Counts the mailbox's next mail, or tells how long it must wait. While it waits for its provider's
    /// distance, the mails behind it do so too.
    async fn take_turn(&self, tx: &Tx) -> Outcome<Option<SignedDuration>> {
        if self.send.purpose != Purpose::Email {
            return Ok(None);
        }
        let pace = super::pace::of(self.engine, tx, &self.channel, self.send.user_id).await?;
        let now = self.engine.clock.now();
        if let Some(rest) = pace.rests_until.filter(|rest| *rest > now) {
            self.say_why_it_rests(tx).await?;
            // Behind what has waited for the same.
            return Ok(Some(rest.duration_since(now) + BEHIND));
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
                super::pace::save(tx, &self.channel, self.send.user_id, &after).await?;
                Ok(None)
            }
            Turn::Wait(wait) => {
                let lane = self.channel.lane(self.send.user_id);
                queue::hold_up(tx, &lane, now + wait + BEHIND, false).await?;
                Ok(Some(wait))
            }
            Turn::Tomorrow(wait) => Ok(Some(wait)),
        }
    }

    /// Where others refuse the mailbox, whoever waits for the e-mail reads so.
    async fn say_why_it_rests(&self, tx: &Tx) -> Outcome<()> {
        if let Some(refusal @ Refusal::MailboxPaused { .. }) = self.channel.problem()
            && self.is_ours(tx).await?
        {
            self.tell(tx, &News::NotYet(refusal.clone())).await?;
        }
        Ok(())
    }

    async fn tell(&self, tx: &Tx, news: &News) -> Outcome<()> {
        purpose::tell(self.engine, tx, &self.send, news).await
    }

    async fn find(&self, sql: &impl Sql, findings: Findings) -> Outcome<bool> {
        purpose::find(self.engine, sql, &self.send, &findings).await
    }
}

fn no_bytes() -> Error {
    Error::broken("a send has lost its bytes or its Message-ID")
}
