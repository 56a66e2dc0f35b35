//! What comes after a mail has left: its copy, and for a test its arrival.

use jiff::SignedDuration;
use liaison_domain::Refusal;
use liaison_domain::links::mailbox::Findings;

use super::{LOOK_AGAIN, Step, Walk, no_bytes};
use crate::Outcome;
use crate::access::onboard;
use crate::crash::point;
use crate::jobs::Handled;
use crate::mail::carrier::Hitch;
use crate::mail::purpose;

/// How long a test message may take to arrive.
const ARRIVES_WITHIN: SignedDuration = SignedDuration::from_mins(2);

impl Walk<'_> {
    /// It has left: our copy is kept, and a test message is looked for until it has arrived.
    pub(super) async fn follow_up(&mut self) -> Outcome<Step> {
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
}
