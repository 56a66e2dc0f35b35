//! From a host name to a signed-in session.

use async_imap::{Authenticator, Client, Session, imap_proto};
use secrecy::ExposeSecret;

use super::{ImapError, ImapSettings, meter::Metered};
use crate::{
    outbound::{BoxedWire, Outbound, Security},
    text::clip,
};

/// Connects, encrypts as the settings say, signs in.
pub(super) async fn open(
    outbound: &Outbound,
    settings: &ImapSettings,
) -> Result<Session<Metered>, ImapError> {
    let stream = outbound.dial_tcp(&settings.host, settings.port).await?;
    let on_loopback = stream.peer_addr().is_ok_and(|a| a.ip().is_loopback());
    let clear =
        settings.security == Security::Plain && on_loopback && outbound.policy().allow_private;
    let limit = outbound.policy().max_body;
    let client = match settings.security {
        Security::Tls => {
            let stream = outbound.start_tls(stream, &settings.host).await?;
            greeted(Box::new(stream), limit).await?
        }
        _ if clear => greeted(Box::new(stream), limit).await?,
        _ => {
            let mut client = greeted(Box::new(stream), limit).await?;
            let asked = client.run_command_and_check_ok("STARTTLS", None).await;
            asked.map_err(|error| match error {
                async_imap::error::Error::No(_) | async_imap::error::Error::Bad(_) => {
                    ImapError::TlsRequired
                }
                other => other.into(),
            })?;
            let stream = client.into_inner().into_stream();
            let stream = outbound.start_tls(stream, &settings.host).await?;
            Client::new(Metered::new(Box::new(stream), limit))
        }
    };
    sign_in(client, settings).await
}

async fn greeted(stream: BoxedWire, limit: usize) -> Result<Client<Metered>, ImapError> {
    let mut client = Client::new(Metered::new(stream, limit));
    let greeting = client
        .read_response()
        .await
        .map_err(async_imap::error::Error::Io)?
        .ok_or(ImapError::CutOff)?;
    match greeting.parsed() {
        imap_proto::Response::Data {
            status: imap_proto::Status::Ok,
            ..
        } => Ok(client),
        imap_proto::Response::Data {
            status: imap_proto::Status::Bye,
            outcome,
            ..
        } => Err(ImapError::Busy {
            text: clip(outcome.information.as_deref().unwrap_or_default(), 300),
        }),
        _ => Err(ImapError::Unreadable),
    }
}

/// LOGIN carries printable ASCII only; anything else goes by AUTHENTICATE PLAIN.
async fn sign_in(
    client: Client<Metered>,
    settings: &ImapSettings,
) -> Result<Session<Metered>, ImapError> {
    let (user, password) = (&settings.username, settings.password.expose_secret());
    let printable = |text: &str| text.bytes().all(|b| (0x20..0x7f).contains(&b));
    let attempt = if printable(user) && printable(password) {
        client.login(user, password).await
    } else {
        let proof = format!("\0{user}\0{password}");
        client.authenticate("PLAIN", Plain(proof)).await
    };
    attempt.map_err(|(error, _)| ImapError::from_sign_in(error))
}

struct Plain(String);

impl Authenticator for Plain {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        std::mem::take(&mut self.0)
    }
}
