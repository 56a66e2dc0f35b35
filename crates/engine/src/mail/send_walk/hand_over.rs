//! A mail goes into the provider's hands, and its yes is kept.

use std::time::{Duration, Instant};

use liaison_domain::Refusal;
use liaison_domain::links::Channel;
use liaison_domain::mail::send::{Purpose, SendState};
use liaison_store::Tx;
use liaison_store::links::{mailboxes, team_server};
use liaison_store::mail::sends;

use super::{Step, Walk, no_bytes};
use crate::crash::point;
use crate::jobs::Handled;
use crate::mail::carrier::{Draft, Hitch, Parcel};
use crate::mail::purpose::News;
use crate::mail::{purpose, watch_job};
use crate::{Error, Outcome};

/// Longer than any step of our own takes.
const A_MOMENT: Duration = Duration::from_millis(100);
/// A provider's yes is known to this worker alone: while the database is away it waits for it.
const WAITS_TO_ACCEPT: [Duration; 6] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(3),
    Duration::from_secs(5),
    Duration::from_secs(10),
];

impl Walk<'_> {
    /// Intent → handed over → accepted, refused or unknown. What certainly did not leave goes back to
    /// its intent and is tried again with the same bytes.
    pub(super) async fn hand_over(&mut self) -> Outcome<Step> {
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

    pub(super) async fn accept(&mut self) -> Outcome<Step> {
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
    pub(super) async fn say_how_it_stands(
        &self,
        tx: &Tx,
        problem: Option<&Refusal>,
    ) -> Outcome<()> {
        let Channel::Team(team) = &self.channel else {
            return Ok(());
        };
        if problem != team.problem.as_ref() && problem.is_none_or(Refusal::is_about_team_server) {
            team_server::set_problem(tx, team.id, problem).await?;
        }
        Ok(())
    }
}
