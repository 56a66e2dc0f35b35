//! What stands in a mail's way, in words for whom it concerns.

use liaison_domain::Refusal;
use liaison_domain::links::Channel;
use liaison_domain::mail::send::{Purpose, SendState};
use liaison_store::Tx;
use liaison_store::mail::emails;

use super::{Step, Walk};
use crate::Outcome;
use crate::jobs::Handled;
use crate::mail::carrier::Hitch;
use crate::mail::purpose::News;

impl Walk<'_> {
    /// It has certainly not left.
    pub(super) async fn not_sent(&mut self, hitch: Hitch) -> Outcome<Step> {
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
    pub(super) fn away(&self, refusal: Refusal) -> Refusal {
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

    pub(super) fn address(&self) -> String {
        let address = self.channel.address(self.send.sender.as_ref());
        address.map(ToString::to_string).unwrap_or_default()
    }

    /// Whoever waits behind a mailbox that is away reads so.
    pub(super) async fn tell_behind(&self, tx: &Tx, problem: &Refusal) -> Outcome<()> {
        let now = self.engine.clock.now();
        emails::say_why_they_wait(tx, self.channel.id(), problem, now).await?;
        Ok(())
    }

    /// Why a look was in vain, and whether it may help to look again. Looking changes nothing, so an
    /// answer that was lost is as good as none.
    pub(super) fn why_unseen(&self, hitch: Hitch) -> Outcome<(Refusal, bool)> {
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
}
