//! One conversation, from the greeting to QUIT.

use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};

use super::{
    Accepted, Capabilities, Credentials, SmtpError, SmtpSettings, after_data,
    classify::{Stage, refusal},
    wire::{Lines, Reply, stuffed},
};
use crate::{
    credentials::{challenge_status, xoauth2},
    outbound::{BoxedWire, Outbound, OutboundError, Security},
    text::without_proof,
};

/// A connection that said hello, is encrypted as far as it should be, and is signed in.
#[derive(Debug)]
pub(super) struct Session {
    lines: Lines,
    hello: String,
    pub(super) capabilities: Capabilities,
}

impl Session {
    pub(super) async fn open(
        outbound: &Outbound,
        settings: &SmtpSettings,
    ) -> Result<Self, SmtpError> {
        let stream = outbound.dial_tcp(&settings.host, settings.port).await?;
        let local = stream.local_addr().map(|a| a.ip());
        let on_loopback = stream.peer_addr().is_ok_and(|a| a.ip().is_loopback());
        let hello = match local {
            Ok(std::net::IpAddr::V6(ip)) => format!("[IPv6:{ip}]"),
            Ok(std::net::IpAddr::V4(ip)) => format!("[{ip}]"),
            Err(_) => "[127.0.0.1]".to_owned(),
        };
        let implicit = settings.security == Security::Tls;
        let stream: BoxedWire = if implicit {
            Box::new(outbound.start_tls(stream, &settings.host).await?)
        } else {
            Box::new(stream)
        };
        let patience = outbound.policy().total_timeout;
        let mut session = Self {
            lines: Lines::new(stream, patience),
            hello,
            capabilities: Capabilities::default(),
        };
        session.greeting().await?;
        session.say_hello().await?;
        session.capabilities.encrypted = implicit;
        let wanted = match settings.security {
            Security::Tls => false,
            Security::StartTls => true,
            Security::Plain => session.capabilities.starttls && !on_loopback,
        };
        if wanted {
            session = session.encrypt(outbound, &settings.host).await?;
        }
        if let Some((user, credentials)) = &settings.credentials {
            let clear_is_fine = on_loopback && outbound.policy().allow_private;
            if !session.capabilities.encrypted && !clear_is_fine {
                session.leave().await;
                return Err(SmtpError::TlsRequired);
            }
            match credentials {
                Credentials::Password(password) => session.sign_in(user, password).await?,
                Credentials::OAuth(token) => session.sign_in_by_token(user, token).await?,
            }
        }
        Ok(session)
    }

    /// Sends one command line and expects it to be welcome.
    pub(super) async fn ask(&mut self, line: &str, stage: Stage<'_>) -> Result<Reply, SmtpError> {
        self.lines.line(line).await?;
        self.answer(stage).await
    }

    /// What must be added to `MAIL FROM` for this message.
    pub(super) fn mail_parameters(
        &self,
        rfc822: &[u8],
        international: bool,
    ) -> Result<String, SmtpError> {
        let mut parameters = String::new();
        if let Some(max) = self.capabilities.max_size {
            let size = rfc822.len() as u64;
            if size > max {
                return Err(SmtpError::TooLarge);
            }
            parameters.push_str(&format!(" SIZE={size}"));
        }
        if !rfc822.is_ascii() {
            if !self.capabilities.eight_bit {
                return Err(SmtpError::Unsupported {
                    feature: "8-bit content",
                });
            }
            parameters.push_str(" BODY=8BITMIME");
        }
        if international {
            if !self.capabilities.utf8_addresses {
                return Err(SmtpError::Unsupported {
                    feature: "international addresses",
                });
            }
            parameters.push_str(" SMTPUTF8");
        }
        Ok(parameters)
    }

    /// Hands over the content after `DATA` was welcomed.
    pub(super) async fn message(
        &mut self,
        rfc822: &[u8],
        only_recipient: Option<&str>,
    ) -> Result<Accepted, SmtpError> {
        self.lines.bytes(&stuffed(rfc822)).await?;
        let ended = self.lines.bytes(b".\r\n").await;
        let patience = after_data(self.lines.patience());
        let reply = match ended {
            Ok(()) => self.lines.reply(patience).await,
            Err(error) => Err(error),
        };
        match reply {
            Ok(reply) if matches!(reply.code, 200..=299) => Ok(Accepted {
                queue_text: reply.text,
            }),
            Ok(reply) if !reply.is_positive() => {
                Err(refusal(Stage::Message(only_recipient), reply))
            }
            _ => Err(SmtpError::CutOff { after_data: true }),
        }
    }

    /// Says goodbye and waits for the answer.
    pub(super) async fn quit(&mut self) {
        if self.lines.line("QUIT").await.is_ok() {
            self.lines.reply(self.lines.patience()).await.ok();
        }
    }

    /// Says goodbye without waiting.
    pub(super) async fn leave(&mut self) {
        self.lines.line("QUIT").await.ok();
    }

    async fn greeting(&mut self) -> Result<(), SmtpError> {
        match self.answer(Stage::Greeting).await {
            Err(SmtpError::CutOff { .. }) => Err(SmtpError::Unreachable(OutboundError::CutOff)),
            other => other.map(drop),
        }
    }

    async fn answer(&mut self, stage: Stage<'_>) -> Result<Reply, SmtpError> {
        let reply = self.lines.reply(self.lines.patience()).await?;
        if stage.expects(reply.code) {
            Ok(reply)
        } else if reply.is_positive() {
            Err(SmtpError::Unreadable)
        } else {
            Err(refusal(stage, reply))
        }
    }

    async fn say_hello(&mut self) -> Result<(), SmtpError> {
        let command = format!("EHLO {}", self.hello);
        let reply = self.ask(&command, Stage::Hello).await?;
        let encrypted = self.capabilities.encrypted;
        self.capabilities = Capabilities {
            encrypted,
            ..capabilities(&reply)
        };
        Ok(())
    }

    async fn encrypt(mut self, outbound: &Outbound, host: &str) -> Result<Self, SmtpError> {
        if !self.capabilities.starttls {
            self.leave().await;
            return Err(SmtpError::TlsRequired);
        }
        self.ask("STARTTLS", Stage::StartTls).await?;
        let patience = self.lines.patience();
        let stream = self.lines.into_stream().ok_or(SmtpError::Unreadable)?;
        let stream: BoxedWire = Box::new(outbound.start_tls(stream, host).await?);
        let mut session = Self {
            lines: Lines::new(stream, patience),
            hello: self.hello,
            capabilities: Capabilities {
                encrypted: true,
                ..Capabilities::default()
            },
        };
        session.say_hello().await?;
        Ok(session)
    }

    async fn sign_in(&mut self, user: &str, password: &SecretString) -> Result<(), SmtpError> {
        let password = password.expose_secret();
        if self.offers("PLAIN") {
            let proof = STANDARD.encode(format!("\0{user}\0{password}"));
            self.ask(&format!("AUTH PLAIN {proof}"), Stage::Auth)
                .await?;
        } else if self.offers("LOGIN") {
            self.ask("AUTH LOGIN", Stage::AuthStep).await?;
            self.ask(&STANDARD.encode(user), Stage::AuthStep).await?;
            self.ask(&STANDARD.encode(password), Stage::Auth).await?;
        } else {
            return Err(self.no_mechanism());
        }
        Ok(())
    }

    /// XOAUTH2: a refused token is answered by a challenge, which wants an empty line before the
    /// refusal itself comes.
    async fn sign_in_by_token(
        &mut self,
        user: &str,
        token: &SecretString,
    ) -> Result<(), SmtpError> {
        if !self.offers("XOAUTH2") {
            return Err(self.no_mechanism());
        }
        let refused = |status, text: &str| SmtpError::TokenRefused {
            status,
            text: text.to_owned(),
        };
        let proof = xoauth2(user, token)
            .ok_or_else(|| refused(None, "user name or token hold forbidden characters"))?;
        let proof = STANDARD.encode(proof.expose_secret());
        self.lines.line(&format!("AUTH XOAUTH2 {proof}")).await?;
        let mut reply = self.lines.reply(self.lines.patience()).await?;
        let mut status = None;
        if reply.code == 334 {
            status = challenge_status(&reply.text);
            self.lines.line("").await?;
            reply = self.lines.reply(self.lines.patience()).await?;
        }
        if Stage::Auth.expects(reply.code) {
            return Ok(());
        }
        if reply.is_positive() {
            return Err(SmtpError::Unreadable);
        }
        reply.text = without_proof(&reply.text, &proof);
        Err(match refusal(Stage::Auth, reply) {
            SmtpError::BadCredentials { text } => refused(status, &text),
            other => other,
        })
    }

    fn offers(&self, mechanism: &str) -> bool {
        self.capabilities.auth.iter().any(|a| a == mechanism)
    }

    fn no_mechanism(&self) -> SmtpError {
        if self.capabilities.encrypted || !self.capabilities.starttls {
            SmtpError::NoAuthMechanism
        } else {
            SmtpError::TlsRequired
        }
    }
}

fn capabilities(reply: &Reply) -> Capabilities {
    let mut found = Capabilities::default();
    for line in reply.lines.iter().skip(1) {
        let line = line.to_ascii_uppercase();
        let mut words = line.split_whitespace();
        match words.next().unwrap_or_default() {
            "STARTTLS" => found.starttls = true,
            "8BITMIME" => found.eight_bit = true,
            "SMTPUTF8" => found.utf8_addresses = true,
            "AUTH" => found.auth.extend(words.map(str::to_owned)),
            "SIZE" => {
                let size = words.next().and_then(|n| n.parse().ok());
                found.max_size = size.filter(|&n| n > 0);
            }
            _ => {}
        }
    }
    found
}

/// An address that can stand between angle brackets.
pub(super) fn address(text: &str) -> Result<String, SmtpError> {
    let refused = || SmtpError::BadAddress {
        address: crate::text::clip(text, 320),
    };
    let parsed: lettre::Address = text.trim().parse().map_err(|_| refused())?;
    let address: &str = parsed.as_ref();
    if address.contains(|c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>')) {
        return Err(refused());
    }
    Ok(address.to_owned())
}
