//! A mailbox on servers reached by IMAP and SMTP (contracts 6).

mod arrived;

use jiff::Timestamp;
use liaison_connectors::imap::{self, Credentials, ImapError, ImapSettings};
use liaison_connectors::outbound::{OutboundError, Security as WireSecurity};
use liaison_connectors::smtp::{self, SmtpError, SmtpSettings};
use liaison_domain::links::mailbox::Mailbox;
use liaison_domain::links::servers::{Security, Server, Servers};
use liaison_domain::mail::send::Absence;
use liaison_domain::{EmailAddress, Refusal};
use secrecy::SecretString;
use tokio::sync::Mutex;

use crate::mail::carrier::{Arrived, Carrier, Hitch, Parcel};
use crate::{Engine, Outcome};

/// The mailbox of one person.
pub(super) struct ServerMailbox {
    address: EmailAddress,
    imap: ImapSettings,
    smtp: SmtpSettings,
    sent_folder: Option<String>,
    /// Conversations kept open for the next mail.
    open: Mutex<Option<smtp::Open>>,
    reading: Mutex<Option<imap::Mailbox>>,
}

impl ServerMailbox {
    pub fn new(mailbox: &Mailbox, servers: &Servers, password: &SecretString) -> Self {
        Self {
            address: mailbox.address.clone(),
            imap: imap_settings(servers, password),
            smtp: smtp_settings(servers, password),
            sent_folder: mailbox.sent_folder.clone(),
            open: Mutex::default(),
            reading: Mutex::default(),
        }
    }

    async fn is_in(&self, engine: &Engine, folder: &str, message_id: &str) -> Result<bool, Hitch> {
        let found = async {
            let mut mailbox = imap::Mailbox::open(&engine.outbound, &self.imap).await?;
            let found = mailbox.find_by_message_id(folder, message_id).await?;
            mailbox.close().await;
            Ok::<_, ImapError>(found.is_some())
        };
        found.await.map_err(|e| self.hitch_of_imap(&e))
    }

    fn hitch_of_imap(&self, error: &ImapError) -> Hitch {
        let refusal = refusal_of_imap(&self.imap.host, error);
        if error.is_temporary() {
            Hitch::Away(refusal)
        } else {
            Hitch::Never(refusal)
        }
    }

    fn hitch_of_smtp(&self, error: &SmtpError) -> Hitch {
        let address = self.address.to_string();
        match error {
            error if error.is_outcome_unknown() => Hitch::Unknown(error.to_string()),
            SmtpError::BadCredentials { .. } => Hitch::Never(Refusal::MailboxPassword {
                host: self.smtp.host.clone(),
            }),
            SmtpError::TooManyConnections { .. } | SmtpError::DailyLimit { .. } => {
                Hitch::Away(Refusal::MailboxBusy { address })
            }
            // The service itself goes away (RFC 5321, 4.2.2).
            SmtpError::Other { code: 421, .. } => Hitch::Away(Refusal::MailboxBusy { address }),
            SmtpError::Unreachable(cause) if cause.is_temporary() => {
                Hitch::Away(refusal_of_smtp(&self.smtp.host, error))
            }
            SmtpError::RecipientRefused { .. } | SmtpError::SenderRefused { .. }
                if !error.is_temporary() =>
            {
                Hitch::Never(Refusal::MailboxSendRefused {
                    address,
                    detail: error.to_string(),
                })
            }
            error if error.is_temporary() => Hitch::Later(refusal_of_smtp(&self.smtp.host, error)),
            error => Hitch::Never(refusal_of_smtp(&self.smtp.host, error)),
        }
    }
}

#[async_trait::async_trait]
impl Carrier for ServerMailbox {
    fn absence(&self) -> Absence {
        Absence::ProvesNothing
    }

    async fn look_in(&self, engine: &Engine) -> Result<(), Hitch> {
        imap::check(&engine.outbound, &self.imap)
            .await
            .map_err(|e| self.hitch_of_imap(&e))?;
        smtp::check(&engine.outbound, &self.smtp)
            .await
            .map_err(|e| self.hitch_of_smtp(&e))?;
        Ok(())
    }

    fn takes_bcc_from_header(&self) -> bool {
        false
    }

    async fn hand_over(
        &self,
        engine: &Engine,
        parcel: &Parcel<'_>,
    ) -> Result<Option<String>, Hitch> {
        let to: Vec<&str> = parcel.to.iter().map(EmailAddress::as_str).collect();
        let from = parcel.from.as_str();
        let mut open = self.open.lock().await;
        let sent = smtp::send_on(
            &mut open,
            &engine.outbound,
            &self.smtp,
            from,
            &to,
            parcel.mime,
        );
        sent.await.map_err(|e| self.hitch_of_smtp(&e))?;
        Ok(None)
    }

    /// By our own copy, or by the mail itself where it came back to its sender.
    async fn was_sent(
        &self,
        engine: &Engine,
        message_id: &str,
        _: Option<&str>,
    ) -> Result<bool, Hitch> {
        if let Some(folder) = &self.sent_folder
            && self.is_in(engine, folder, message_id).await?
        {
            return Ok(true);
        }
        self.has_arrived(engine, message_id).await
    }

    async fn has_arrived(&self, engine: &Engine, message_id: &str) -> Result<bool, Hitch> {
        self.is_in(engine, "INBOX", message_id).await
    }

    async fn keep_copy(&self, engine: &Engine, message_id: &str, mime: &[u8]) -> Result<(), Hitch> {
        let Some(folder) = &self.sent_folder else {
            return Ok(());
        };
        let mut reading = self.reading.lock().await;
        if let Some(mut mailbox) = reading.take()
            && keep_once(&mut mailbox, folder, message_id, mime)
                .await
                .is_ok()
        {
            *reading = Some(mailbox);
            return Ok(());
        }
        // None was open, or it has been closed meanwhile.
        let kept = async {
            let mut mailbox = imap::Mailbox::open(&engine.outbound, &self.imap).await?;
            keep_once(&mut mailbox, folder, message_id, mime).await?;
            Ok::<_, ImapError>(mailbox)
        };
        *reading = Some(kept.await.map_err(|e| self.hitch_of_imap(&e))?);
        Ok(())
    }

    async fn leave(&self) {
        if let Some(open) = self.open.lock().await.take() {
            open.leave().await;
        }
        if let Some(mailbox) = self.reading.lock().await.take() {
            mailbox.close().await;
        }
    }

    async fn arrived(
        &self,
        engine: &Engine,
        position: Option<&str>,
        since: Timestamp,
    ) -> Result<Arrived, Hitch> {
        self.read_on(engine, position, since).await
    }

    async fn whole(&self, engine: &Engine, place: &str) -> Result<Option<Vec<u8>>, Hitch> {
        self.raw(engine, place).await
    }
}

/// A copy that is there already stays the only one.
async fn keep_once(
    mailbox: &mut imap::Mailbox,
    folder: &str,
    message_id: &str,
    mime: &[u8],
) -> Result<(), ImapError> {
    let there = mailbox.find_by_message_id(folder, message_id).await?;
    if there.is_none() {
        mailbox.append(folder, &["\\Seen"], mime).await?;
    }
    Ok(())
}

/// Signs in to both; the folder for copies of sent mail.
///
/// # Errors
/// The refusal of the server that failed: reading is tried first.
pub(super) async fn try_both(
    engine: &Engine,
    servers: &Servers,
    password: &SecretString,
) -> Outcome<Option<String>> {
    let facts = imap::check(&engine.outbound, &imap_settings(servers, password))
        .await
        .map_err(|e| refusal_of_imap(&servers.imap.host, &e))?;
    smtp::check(&engine.outbound, &smtp_settings(servers, password))
        .await
        .map_err(|e| refusal_of_smtp(&servers.smtp.host, &e))?;
    Ok(facts.sent_folder)
}

fn imap_settings(servers: &Servers, password: &SecretString) -> ImapSettings {
    let Server {
        host,
        port,
        security,
    } = &servers.imap;
    ImapSettings {
        host: host.clone(),
        port: *port,
        security: wire(*security),
        username: servers.username.clone(),
        credentials: Credentials::Password(password.clone()),
    }
}

fn smtp_settings(servers: &Servers, password: &SecretString) -> SmtpSettings {
    let Server {
        host,
        port,
        security,
    } = &servers.smtp;
    SmtpSettings {
        host: host.clone(),
        port: *port,
        security: wire(*security),
        credentials: Some((
            servers.username.clone(),
            Credentials::Password(password.clone()),
        )),
    }
}

fn wire(security: Security) -> WireSecurity {
    match security {
        Security::Tls => WireSecurity::Tls,
        Security::StartTls => WireSecurity::StartTls,
    }
}
fn refusal_of_imap(host: &str, error: &ImapError) -> Refusal {
    let host = host.to_owned();
    match error {
        ImapError::BadCredentials { .. } => Refusal::MailboxPassword { host },
        ImapError::AppPasswordNeeded { .. } => Refusal::MailboxAppPassword { host },
        ImapError::Busy { .. } => Refusal::MailboxBusy { address: host },
        ImapError::Certificate(_) => Refusal::MailboxCertificate { host },
        ImapError::TlsRequired => Refusal::MailboxNoTls { host },
        ImapError::Unreachable(OutboundError::PrivateAddress { .. }) => {
            Refusal::MailboxPrivate { host }
        }
        other => Refusal::MailboxUnreachable {
            host,
            detail: other.to_string(),
        },
    }
}

/// By now reading works, so what fails is sending.
fn refusal_of_smtp(host: &str, error: &SmtpError) -> Refusal {
    let host = host.to_owned();
    match error {
        SmtpError::Certificate(_) => Refusal::MailboxCertificate { host },
        SmtpError::BadCredentials { .. } => Refusal::MailboxPassword { host },
        SmtpError::TlsRequired => Refusal::MailboxNoTls { host },
        SmtpError::AppPasswordNeeded { .. } | SmtpError::BasicAuthDisabled { .. } => {
            Refusal::MailboxAppPassword { host }
        }
        SmtpError::Unreachable(OutboundError::PrivateAddress { .. }) => {
            Refusal::MailboxPrivate { host }
        }
        other => Refusal::MailboxSending {
            host,
            detail: other.to_string(),
        },
    }
}
