//! From a host name to a signed-in conversation.

use async_imap::error::Error as WireError;
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::ExposeSecret;

use super::{
    ImapError, ImapSettings,
    command::{Conversation, quoted},
};
use crate::outbound::{Outbound, Security};

/// Connects, encrypts as the settings say, signs in.
pub(super) async fn open(
    outbound: &Outbound,
    settings: &ImapSettings,
) -> Result<Conversation, ImapError> {
    let host = settings.host.as_str();
    let limit = outbound.policy().max_body;
    let stream = outbound.dial_tcp(host, settings.port).await?;
    let on_loopback = stream.peer_addr().is_ok_and(|a| a.ip().is_loopback());
    let may_be_clear = on_loopback && outbound.policy().allow_private;
    let mut conversation = if settings.security == Security::Tls {
        let stream = outbound.start_tls(stream, host).await?;
        Conversation::new(Box::new(stream), limit)
    } else {
        Conversation::new(Box::new(stream), limit)
    };
    conversation.greeting().await?;
    let wants_tls = match settings.security {
        Security::Tls => false,
        Security::StartTls => true,
        Security::Plain => !may_be_clear,
    };
    if wants_tls {
        let asked = conversation.run("STARTTLS", |_| {}).await;
        asked.map_err(|error| match error {
            WireError::No(_) | WireError::Bad(_) => ImapError::TlsRequired,
            other => other.into(),
        })?;
        let stream = outbound.start_tls(conversation.into_stream(), host).await?;
        conversation = Conversation::new(Box::new(stream), limit);
    }
    sign_in(&mut conversation, settings).await?;
    Ok(conversation)
}

/// LOGIN carries printable ASCII only; anything else goes by AUTHENTICATE PLAIN.
async fn sign_in(
    conversation: &mut Conversation,
    settings: &ImapSettings,
) -> Result<(), ImapError> {
    let (user, password) = (&settings.username, settings.password.expose_secret());
    let attempt = match (quoted(user), quoted(password)) {
        (Some(user), Some(password)) => {
            let command = format!("LOGIN {user} {password}");
            conversation.run(&command, |_| {}).await
        }
        _ => {
            let proof = STANDARD.encode(format!("\0{user}\0{password}"));
            let command = "AUTHENTICATE PLAIN";
            conversation.run_in_two(command, proof.as_bytes()).await
        }
    };
    attempt.map_err(ImapError::from_sign_in)
}
