//! From a host name to a signed-in conversation.

use async_imap::error::Error as WireError;
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};

use super::{
    Credentials, ImapError, ImapSettings,
    command::{Conversation, quoted},
};
use crate::{
    credentials::{challenge_status, xoauth2},
    outbound::{Outbound, Security},
    text::without_proof,
};

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

async fn sign_in(
    conversation: &mut Conversation,
    settings: &ImapSettings,
) -> Result<(), ImapError> {
    let user = &settings.username;
    match &settings.credentials {
        Credentials::Password(password) => by_password(conversation, user, password).await,
        Credentials::OAuth(token) => by_token(conversation, user, token).await,
    }
}

/// XOAUTH2 in steps, which needs no SASL-IR. A refused token is answered by a challenge, which wants
/// an empty line before the refusal itself comes.
async fn by_token(
    conversation: &mut Conversation,
    user: &str,
    token: &SecretString,
) -> Result<(), ImapError> {
    let proof = xoauth2(user, token).ok_or_else(|| ImapError::TokenRefused {
        status: None,
        text: "user name or token hold forbidden characters".into(),
    })?;
    let proof = STANDARD.encode(proof.expose_secret());
    let (mut asked, mut status) = (false, None);
    let attempt = conversation
        .run_in_steps("AUTHENTICATE XOAUTH2", &[proof.as_bytes(), b""], |words| {
            status = challenge_status(words);
            asked = true;
        })
        .await;
    attempt.map_err(|error| match error {
        WireError::Bad(_) if !asked => ImapError::NoAuthMechanism,
        WireError::No(raw) if !asked && raw.to_ascii_lowercase().contains("mechanism") => {
            ImapError::NoAuthMechanism
        }
        error => match ImapError::from_sign_in(error) {
            ImapError::BadCredentials { text } => ImapError::TokenRefused {
                status,
                text: without_proof(&text, &proof),
            },
            ImapError::Other { text } => ImapError::Other {
                text: without_proof(&text, &proof),
            },
            other => other,
        },
    })
}

/// LOGIN carries printable ASCII only; anything else goes by AUTHENTICATE PLAIN.
async fn by_password(
    conversation: &mut Conversation,
    user: &str,
    password: &SecretString,
) -> Result<(), ImapError> {
    let password = password.expose_secret();
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
