//! Handing mail to a submission server (contracts 6).
//!
//! The conversation is our own rather than lettre's: lettre's connection writes every line it sends,
//! credentials included, to the log; its TLS brings a second set of trusted roots; and it does not
//! tell whether a cut came before or after the message was handed over, which decides whether a mail
//! may be sent again. Addresses are lettre's.

mod classify;
mod error;
mod session;
mod settings;
mod wire;

use std::time::Duration;

use self::{classify::Stage, session::Session};
pub use self::{error::SmtpError, settings::SettingsError};
pub use crate::credentials::Credentials;
use crate::outbound::Outbound;
pub use crate::outbound::Security;

/// How to reach one submission server.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// User name and proof.
    pub credentials: Option<(String, Credentials)>,
}

/// What a server offers, as far as it concerns us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Whether the conversation was encrypted.
    pub encrypted: bool,
    /// Upper-case names, such as `PLAIN` or `XOAUTH2`, as offered after encryption.
    pub auth: Vec<String>,
    /// Largest message in bytes; `None` when the server names no limit.
    pub max_size: Option<u64>,
    pub eight_bit: bool,
    pub utf8_addresses: bool,
    pub(crate) starttls: bool,
}

/// The server has taken responsibility for the mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The server's words, which often hold its queue id.
    pub queue_text: String,
}

/// Connects, encrypts, signs in and leaves, without sending anything.
///
/// # Errors
/// [`SmtpError`].
pub async fn check(
    outbound: &Outbound,
    settings: &SmtpSettings,
) -> Result<Capabilities, SmtpError> {
    let mut session = Session::open(outbound, settings).await?;
    session.quit().await;
    Ok(session.capabilities)
}

/// The same, and asks whether it would take mail from an address; nothing is sent.
///
/// # Errors
/// [`SmtpError`]; [`SmtpError::SenderRefused`] when it would not.
pub async fn check_sender(
    outbound: &Outbound,
    settings: &SmtpSettings,
    envelope_from: &str,
) -> Result<Capabilities, SmtpError> {
    let from = session::address(envelope_from)?;
    let mut session = Session::open(outbound, settings).await?;
    let begun = begin(&mut session, &from, !from.is_ascii(), b"").await;
    left_if_refused(&mut session, begun).await?;
    session.quit().await;
    Ok(session.capabilities)
}

/// A signed-in conversation between two mails (RFC 5321 3.3 allows any number in one session).
#[derive(Debug)]
pub struct Open(Session);

impl Open {
    /// Says goodbye without waiting.
    pub async fn leave(mut self) {
        self.0.leave().await;
    }
}

/// Sends one mail, CRLF line ends, to all recipients or to none: the first refused recipient ends
/// the attempt before any content is handed over. An empty `envelope_from` is the null sender.
///
/// # Errors
/// [`SmtpError`]. With [`SmtpError::CutOff`] `after_data: true` the outcome is unknown and the mail
/// must not simply be sent again; every other error means it was not accepted.
pub async fn send(
    outbound: &Outbound,
    settings: &SmtpSettings,
    envelope_from: &str,
    recipients: &[&str],
    rfc822: &[u8],
) -> Result<Accepted, SmtpError> {
    let mut open = None;
    let result = send_on(
        &mut open,
        outbound,
        settings,
        envelope_from,
        recipients,
        rfc822,
    )
    .await;
    if let Some(open) = open {
        open.leave().await;
    }
    result
}

/// The same, in the conversation that is open, or a new one, which stays open after a success. One that
/// the server has meanwhile closed is replaced: it has not been told of this mail yet.
///
/// # Errors
/// As [`send`].
pub async fn send_on(
    open: &mut Option<Open>,
    outbound: &Outbound,
    settings: &SmtpSettings,
    envelope_from: &str,
    recipients: &[&str],
    rfc822: &[u8],
) -> Result<Accepted, SmtpError> {
    let from = match envelope_from {
        "" => String::new(),
        address => session::address(address)?,
    };
    let recipients: Vec<_> = recipients
        .iter()
        .map(|r| session::address(r))
        .collect::<Result<_, _>>()?;
    if recipients.is_empty() {
        return Err(SmtpError::BadAddress {
            address: String::new(),
        });
    }
    let international = !from.is_ascii() || recipients.iter().any(|r| !r.is_ascii());
    let mut begun = None;
    if let Some(Open(mut session)) = open.take() {
        match begin(&mut session, &from, international, rfc822).await {
            Ok(()) => begun = Some(session),
            Err(SmtpError::CutOff { .. }) => {}
            Err(_) => session.leave().await,
        }
    }
    let mut session = match begun {
        Some(session) => session,
        None => {
            let mut session = Session::open(outbound, settings).await?;
            let begun = begin(&mut session, &from, international, rfc822).await;
            left_if_refused(&mut session, begun).await?;
            session
        }
    };
    let delivered = deliver(&mut session, &recipients, rfc822).await;
    let accepted = left_if_refused(&mut session, delivered).await?;
    *open = Some(Open(session));
    Ok(accepted)
}

/// A server that has refused is left; one that was cut off is not there any more.
async fn left_if_refused<T>(
    session: &mut Session,
    result: Result<T, SmtpError>,
) -> Result<T, SmtpError> {
    if let Err(error) = &result
        && !matches!(error, SmtpError::CutOff { .. })
    {
        session.leave().await;
    }
    result
}

async fn begin(
    session: &mut Session,
    from: &str,
    international: bool,
    rfc822: &[u8],
) -> Result<(), SmtpError> {
    let parameters = session.mail_parameters(rfc822, international)?;
    let mail = format!("MAIL FROM:<{from}>{parameters}");
    session.ask(&mail, Stage::Mail).await?;
    Ok(())
}

async fn deliver(
    session: &mut Session,
    recipients: &[String],
    rfc822: &[u8],
) -> Result<Accepted, SmtpError> {
    for recipient in recipients {
        let stage = Stage::Recipient(recipient);
        session
            .ask(&format!("RCPT TO:<{recipient}>"), stage)
            .await?;
    }
    session.ask("DATA", Stage::Data).await?;
    let only = match recipients {
        [one] => Some(one.as_str()),
        _ => None,
    };
    session.message(rfc822, only).await
}

/// How much longer than other steps the server may think about a complete message: giving up there
/// leaves the outcome unknown.
const PATIENCE_AFTER_DATA: u32 = 10;

fn after_data(step: Duration) -> Duration {
    step * PATIENCE_AFTER_DATA
}
