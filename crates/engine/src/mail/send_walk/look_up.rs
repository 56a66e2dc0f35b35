//! In doubt whether a mail has left: the provider is asked before anything else.

use liaison_domain::Refusal;
use liaison_domain::mail::send::{Absence, AfterLookUp, SendState, not_found};

use super::{LOOK_AGAIN, Step, Walk, no_bytes};
use crate::Outcome;
use crate::crash::point;
use crate::jobs::Handled;
use crate::mail::carrier::Hitch;
use crate::mail::purpose;
use crate::mail::purpose::News;

impl Walk<'_> {
    /// Handed over without an answer, or unknown: the provider is asked before anything else.
    pub(super) async fn look_up(&mut self) -> Outcome<Step> {
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
}
