//! The team's server as the send protocol needs it: nobody can be asked what has left by it.

use std::collections::HashMap;

use jiff::Timestamp;
use liaison_connectors::dkim::Signer;
use liaison_connectors::outbound::OutboundError;
use liaison_connectors::smtp::{self, SmtpError, SmtpSettings};
use liaison_domain::id::UserId;
use liaison_domain::links::TeamServer;
use liaison_domain::mail::send::Absence;
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::links::mailboxes;
use tokio::sync::Mutex;

use super::team_server::settings_of;
use crate::mail::carrier::{Arrived, Carrier, Hitch, Parcel};
use crate::mail::dkim;
use crate::{Engine, Error, Outcome};

/// For the mails of one seller.
pub(super) struct TeamCarrier {
    smtp: SmtpSettings,
    /// The seller's own mailbox, where it keeps what was sent.
    own: Option<Box<dyn Carrier>>,
    /// By the domain mail is from.
    signers: Mutex<HashMap<String, Option<Signer>>>,
    /// A conversation kept open for the next mail.
    open: Mutex<Option<smtp::Open>>,
}

impl TeamCarrier {
    pub async fn open(engine: &Engine, team: &TeamServer, seller: UserId) -> Outcome<Self> {
        let own = match mailboxes::of_user(&engine.db, seller).await? {
            Some(mailbox) => Some(super::mailboxes::carrier(engine, &mailbox).await?),
            None => None,
        };
        Ok(Self {
            smtp: settings_of(engine, team).await?,
            own,
            signers: Mutex::default(),
            open: Mutex::default(),
        })
    }

    /// The mail with the signatures of its sender's domain, where there are keys for it.
    async fn signed(&self, engine: &Engine, parcel: &Parcel<'_>) -> Outcome<Vec<u8>> {
        let domain = parcel.from.domain();
        let signer = {
            let mut signers = self.signers.lock().await;
            if !signers.contains_key(domain) {
                signers.insert(domain.to_owned(), dkim::signer(engine, domain).await?);
            }
            signers.get(domain).cloned().flatten()
        };
        let mime = parcel.mime.to_vec();
        let Some(signer) = signer else {
            return Ok(mime);
        };
        let signing = tokio::task::spawn_blocking(move || signer.sign(&mime));
        signing.await.map_err(Error::broken)?.map_err(Error::broken)
    }

    fn hitch(&self, error: &SmtpError, from: &str) -> Hitch {
        if error.is_outcome_unknown() {
            return Hitch::Unknown(error.to_string());
        }
        let refusal = refusal_of(&self.smtp.host, error, from);
        match error.is_temporary() {
            true if refusal.passes_by_itself() => Hitch::Away(refusal),
            true => Hitch::Later(refusal),
            false => Hitch::Never(refusal),
        }
    }
}

#[async_trait::async_trait]
impl Carrier for TeamCarrier {
    fn absence(&self) -> Absence {
        Absence::Unseen
    }

    fn takes_bcc_from_header(&self) -> bool {
        false
    }

    async fn look_in(&self, engine: &Engine) -> Result<(), Hitch> {
        let checked = smtp::check(&engine.outbound, &self.smtp).await;
        checked.map(drop).map_err(|e| self.hitch(&e, ""))
    }

    async fn hand_over(
        &self,
        engine: &Engine,
        parcel: &Parcel<'_>,
    ) -> Result<Option<String>, Hitch> {
        let mime = self.signed(engine, parcel).await?;
        let to: Vec<&str> = parcel.to.iter().map(EmailAddress::as_str).collect();
        let from = parcel.from.as_str();
        let mut open = self.open.lock().await;
        let sent = smtp::send_on(&mut open, &engine.outbound, &self.smtp, from, &to, &mime);
        sent.await.map_err(|e| self.hitch(&e, from))?;
        Ok(None)
    }

    async fn was_sent(&self, _: &Engine, _: &str, _: Option<&str>) -> Result<bool, Hitch> {
        Ok(false)
    }

    async fn has_arrived(&self, _: &Engine, _: &str) -> Result<bool, Hitch> {
        Ok(false)
    }

    async fn leave(&self) {
        if let Some(open) = self.open.lock().await.take() {
            open.leave().await;
        }
        if let Some(own) = &self.own {
            own.leave().await;
        }
    }

    /// Nothing comes in here.
    async fn arrived(
        &self,
        _: &Engine,
        position: Option<&str>,
        _: Timestamp,
    ) -> Result<Arrived, Hitch> {
        Ok(Arrived {
            heads: vec![],
            position: position.unwrap_or_default().to_owned(),
            has_more: false,
        })
    }

    async fn whole(&self, _: &Engine, _: &str) -> Result<Option<Vec<u8>>, Hitch> {
        Ok(None)
    }

    /// In the seller's own mailbox, where we can put it there.
    async fn keep_copy(&self, engine: &Engine, message_id: &str, mime: &[u8]) -> Result<(), Hitch> {
        match &self.own {
            Some(own) => own.keep_copy(engine, message_id, mime).await,
            None => Ok(()),
        }
    }
}

/// In words of the team's server; `from` is whom it was asked to send as.
pub(super) fn refusal_of(host: &str, error: &SmtpError, from: &str) -> Refusal {
    let host = host.to_owned();
    let detail = error.to_string();
    match error {
        SmtpError::BadCredentials { .. }
        | SmtpError::TokenRefused { .. }
        | SmtpError::AppPasswordNeeded { .. }
        | SmtpError::BasicAuthDisabled { .. } => Refusal::TeamServerPassword { host },
        SmtpError::Certificate(_) => Refusal::TeamServerCertificate { host },
        SmtpError::TlsRequired => Refusal::TeamServerNoTls { host },
        SmtpError::Unreachable(OutboundError::PrivateAddress { .. }) => {
            Refusal::TeamServerPrivate { host }
        }
        SmtpError::Unreachable(_) => Refusal::TeamServerUnreachable { host, detail },
        SmtpError::TooManyConnections { .. } | SmtpError::DailyLimit { .. } => {
            Refusal::TeamServerBusy { host }
        }
        SmtpError::SenderRefused { .. } => Refusal::TeamServerSenderRefused {
            host,
            address: from.to_owned(),
            detail,
        },
        SmtpError::RecipientRefused { .. } | SmtpError::TooLarge => {
            Refusal::TeamServerMailRefused { host, detail }
        }
        _ => Refusal::TeamServerTrouble { host, detail },
    }
}
