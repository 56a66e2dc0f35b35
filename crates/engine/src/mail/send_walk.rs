//! One worker's walk with one send. Each arrow is one transaction under the worker's fence; before and
//! after each stands a crash point.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use liaison_domain::Refusal;
use liaison_domain::links::Channel;
use liaison_domain::links::mailbox::Findings;
use liaison_domain::mail::pace::{Turn, turn};
use liaison_domain::mail::send::{Absence, AfterLookUp, Next, Purpose, Send, SendState, not_found};
use liaison_store::jobs as queue;
use liaison_store::links::{mailboxes, team_server};
use liaison_store::mail::{emails, sends};
use liaison_store::{Sql, Tx};

use super::carrier::{Carrier, Draft, Hitch, Parcel};
use super::purpose::{self, News};
use super::watch_job;
use crate::access::onboard;
use crate::crash::point;
use crate::jobs::Handled;
use crate::{Engine, Error, Outcome};

/// How long between two looks at a provider.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(2);
/// How long a test message may take to arrive.
const ARRIVES_WITHIN: SignedDuration = SignedDuration::from_mins(2);
/// Longer than any step of our own takes.
const A_MOMENT: Duration = Duration::from_millis(100);
/// The mails behind one that waits come after it.
const BEHIND: SignedDuration = SignedDuration::from_millis(50);
/// A provider's yes is known to this worker alone: while the database is away it waits for it.
const WAITS_TO_ACCEPT: [Duration; 6] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(5),
    Duration::from_secs(10),
];

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

    /// Intent → handed over → accepted, refused or unknown. What certainly did not leave goes back to
    /// its intent and is tried again with the same bytes.
    async fn hand_over(&mut self) -> Outcome<Step> {
        let engine = self.engine;
        if !self.is_fresh {
            let tx = self.begin().await?;
            let wait = self.take_turn(&tx).await?;
            tx.commit().await?;
            if let Some(wait) = wait {
                return Ok(Step::Rest(Handled::Later(wait)));
            }
        }
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
        let tx = self.begin().await?;
        if !self.is_fresh {
            match purpose::may_still_leave(&tx, &self.send).await {
                Ok(()) => {}
                Err(Error::Refused(refusal)) => {
                    drop(tx);
                    return self.not_sent(Hitch::Never(refusal)).await;
                }
                Err(error) => return Err(error),
            }
        }
        let asked = Instant::now();
        if let Step::Rest(handled) = self.go(&tx, SendState::HandedOver).await? {
            drop(tx);
            self.tidy_unless_noted().await?;
            return Ok(Step::Rest(handled));
        }
        tx.commit().await?;
        point("send-handed-over");
        // A process that was frozen here: another may have looked this send up and sent it by now.
        if asked.elapsed() > A_MOMENT && !self.is_ours(&engine.db).await? {
            tracing::warn!(send = %self.send.id, "another worker took this send over");
            return Ok(Step::Rest(Handled::Done));
        }
        let sender = match (&self.send.sender, &self.channel) {
            (Some(sender), _) => sender.clone(),
            (None, Channel::Mailbox(mailbox)) => mailbox.address.clone(),
            (None, Channel::Team(_)) => return Err(no_bytes()),
        };
        let parcel = Parcel {
            from: &sender,
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

    /// Whoever called off or took over a send that was in hand knows nothing of the draft made meanwhile.
    async fn tidy_unless_noted(&mut self) -> Outcome<()> {
        let now = sends::by_id(&self.engine.db, self.send.id).await?;
        let is_noted = now.is_some_and(|now| {
            now.state != SendState::Refused && now.provider_id == self.send.provider_id
        });
        if !is_noted {
            self.tidy().await;
        }
        Ok(())
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
        let mut waits = WAITS_TO_ACCEPT.into_iter();
        let step = loop {
            match (self.write_acceptance().await, waits.next()) {
                (Err(error), Some(wait)) => {
                    tracing::warn!(send = %self.send.id, %error, "that a mail has left cannot be written down");
                    tokio::time::sleep(wait).await;
                }
                (outcome, _) => break outcome?,
            }
        };
        point("send-accepted");
        Ok(step)
    }

    /// Once: a commit whose answer was lost is found done.
    async fn write_acceptance(&mut self) -> Outcome<Step> {
        let tx = self.begin().await?;
        let kept = sends::by_id(&tx, self.send.id).await?;
        let is_done =
            kept.is_some_and(|k| k.fence == self.send.fence && k.state == SendState::Accepted);
        if is_done {
            self.send.state = SendState::Accepted;
            return Ok(Step::Walked);
        }
        let step = self.go(&tx, SendState::Accepted).await?;
        if let Step::Walked = step {
            if self.send.purpose == Purpose::Email {
                self.watch(&tx).await?;
            }
            self.say_how_it_stands(&tx, None).await?;
            self.tell(&tx, &News::Accepted).await?;
            tx.commit().await?;
        }
        Ok(step)
    }

    /// Answers come to the mailbox it left from, or, by the team's server, to its writer's.
    async fn watch(&self, tx: &Tx) -> Outcome<()> {
        let mailbox = match &self.channel {
            Channel::Mailbox(mailbox) => Some(mailbox.id),
            Channel::Team(_) => mailboxes::of_user(tx, self.send.user_id)
                .await?
                .map(|m| m.id),
        };
        match mailbox {
            Some(mailbox) => watch_job::sent(self.engine, tx, mailbox).await,
            None => Ok(()),
        }
    }

    /// What stands in everybody's way at the team's server is shown to the admin, until a mail gets through.
    async fn say_how_it_stands(&self, tx: &Tx, problem: Option<&Refusal>) -> Outcome<()> {
        let Channel::Team(team) = &self.channel else {
            return Ok(());
        };
        if problem != team.problem.as_ref() && problem.is_none_or(Refusal::is_about_team_server) {
            team_server::set_problem(tx, team.id, problem).await?;
        }
        Ok(())
    }

    /// It has certainly not left.
    async fn not_sent(&mut self, hitch: Hitch) -> Outcome<Step> {
        let is_away = matches!(hitch, Hitch::Away(_) | Hitch::Unknown(_));
        let (refusal, again) = match hitch {
            Hitch::Never(refusal) => (refusal, false),
            Hitch::Later(refusal) => (refusal, true),
            Hitch::Away(refusal) => (self.away(refusal), true),
            // Of what was asked before the handing over.
            Hitch::Unknown(why) => {
                tracing::info!(send = %self.send.id, why, "a mailbox did not answer to the end");
                let address = self.address();
                (self.away(Refusal::MailboxBusy { address }), true)
            }
            Hitch::Broken(error) => return Err(error),
        };
        let code = refusal.code();
        self.send.problem = Some(refusal.clone());
        let tx = self.begin().await?;
        let state = if again {
            SendState::Intent
        } else {
            self.send.mime = None;
            SendState::Refused
        };
        let step = self.go(&tx, state).await?;
        if let Step::Walked = step {
            let news = match again {
                true => News::NotYet(refusal),
                false => News::Refused(refusal),
            };
            if let News::NotYet(refusal) | News::Refused(refusal) = &news {
                self.say_how_it_stands(&tx, Some(refusal)).await?;
            }
            self.tell(&tx, &news).await?;
            if let (true, Some(problem)) = (is_away, &self.send.problem) {
                self.tell_behind(&tx, problem).await?;
            }
            tx.commit().await?;
        }
        Ok(match step {
            Step::Walked if is_away => Step::Rest(Handled::Away(code.to_owned())),
            Step::Walked if again => Step::Rest(Handled::Again(code.to_owned())),
            step => step,
        })
    }

    /// In the words for who waits; who tries a mailbox reads what there is to set right.
    fn away(&self, refusal: Refusal) -> Refusal {
        let facts = refusal.facts();
        let detail = facts.iter().find(|(name, _)| *name == "detail");
        let detail = detail.map_or(refusal.code(), |(_, said)| said);
        match (self.send.purpose, &self.channel) {
            (Purpose::Email, Channel::Mailbox(mailbox)) => Refusal::MailboxAway {
                address: mailbox.address.to_string(),
                detail: detail.to_owned(),
            },
            _ => refusal,
        }
    }

    fn address(&self) -> String {
        let address = self.channel.address(self.send.sender.as_ref());
        address.map(ToString::to_string).unwrap_or_default()
    }

    /// Whoever waits behind a mailbox that is away reads so.
    async fn tell_behind(&self, tx: &Tx, problem: &Refusal) -> Outcome<()> {
        let now = self.engine.clock.now();
        emails::say_why_they_wait(tx, self.channel.id(), problem, now).await?;
        Ok(())
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
            // What was written later does not leave before what may leave again; who is in doubt a second
            // time holds nobody up.
            AfterLookUp::LookAgain
                if self.carrier.absence() == Absence::Proves && !self.was_in_doubt() =>
            {
                Ok(Step::Rest(Handled::Hold(LOOK_AGAIN)))
            }
            AfterLookUp::LookAgain => Ok(Step::Rest(Handled::Later(LOOK_AGAIN))),
            AfterLookUp::SendAgain => {
                if let Some(draft) = self.send.provider_id.take()
                    && let Err(hitch) = self.carrier.drop_draft(engine, &draft).await
                {
                    self.send.provider_id = Some(draft);
                    return self.cannot_look(hitch).await;
                }
                self.send_again().await
            }
            AfterLookUp::PleaseCheck => {
                let refusal = purpose::unknown(&self.send);
                self.send.mime = None;
                self.send.problem = Some(refusal.clone());
                let tx = self.begin().await?;
                let step = self.go(&tx, SendState::PleaseCheck).await?;
                if let Step::Walked = step {
                    self.tell(&tx, &News::PleaseCheck(refusal)).await?;
                    tx.commit().await?;
                }
                Ok(step)
            }
        }
    }

    /// It has not left: the same bytes are handed over once more.
    async fn send_again(&mut self) -> Outcome<Step> {
        let refusal = Refusal::MailboxBusy {
            address: self.address(),
        };
        self.send.problem = Some(refusal.clone());
        let tx = self.begin().await?;
        let step = self.go(&tx, SendState::Intent).await?;
        if let Step::Walked = step {
            self.tell(&tx, &News::NotYet(refusal)).await?;
            tx.commit().await?;
        }
        Ok(step)
    }

    fn was_in_doubt(&self) -> bool {
        matches!(self.send.problem, Some(Refusal::MailboxBusy { .. }))
    }

    /// While the provider cannot be asked, nothing is decided.
    async fn cannot_look(&mut self, hitch: Hitch) -> Outcome<Step> {
        let is_never = matches!(hitch, Hitch::Never(_));
        let (mut refusal, _) = self.why_unseen(hitch)?;
        let code = refusal.code().to_owned();
        // Where sending and looking are one service, what comes after it would share its doubt.
        let is_away = !is_never && self.carrier.absence() == Absence::Proves;
        // The provider's index has its time from when it can be asked.
        self.send.changed_at = self.engine.clock.now();
        if is_away {
            refusal = self.away(refusal);
        }
        let tx = self.begin().await?;
        if self.is_ours(&tx).await? {
            if is_away {
                self.tell_behind(&tx, &refusal).await?;
            }
            self.tell(&tx, &News::Unknown(refusal)).await?;
            tx.commit().await?;
        }
        Ok(Step::Rest(match is_away {
            true => Handled::Away(code),
            false => Handled::Again(code),
        }))
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
        let address = purpose::to_whom(&self.send);
        let refusal = Refusal::MailboxTestUnseen { address };
        self.say(Findings::not_seen(refusal)).await?;
        Ok(Step::Rest(Handled::Done))
    }

    /// Why a look was in vain, and whether it may help to look again. Looking changes nothing, so an
    /// answer that was lost is as good as none.
    fn why_unseen(&self, hitch: Hitch) -> Outcome<(Refusal, bool)> {
        match hitch {
            Hitch::Never(refusal) => Ok((refusal, false)),
            Hitch::Later(refusal) | Hitch::Away(refusal) => Ok((refusal, true)),
            Hitch::Unknown(why) => {
                tracing::info!(send = %self.send.id, why, "a mailbox did not answer to the end");
                let address = self.address();
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
        purpose::tell(self.engine, tx, &self.send, news).await
    }

    async fn find(&self, sql: &impl Sql, findings: Findings) -> Outcome<bool> {
        purpose::find(self.engine, sql, &self.send, &findings).await
    }
}

fn no_bytes() -> Error {
    Error::broken("a send has lost its bytes or its Message-ID")
}
