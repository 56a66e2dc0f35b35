//! Connecting a mailbox by IMAP and SMTP: both lines are tried before anything is kept.

use liaison_connectors::imap::{self, Credentials, ImapError, ImapSettings};
use liaison_connectors::outbound::{OutboundError, Security as WireSecurity};
use liaison_connectors::smtp::{self, SmtpError, SmtpSettings};
use liaison_domain::Refusal;
use liaison_domain::access::{Actor, AuditAction, User};
use liaison_domain::id::MailboxId;
use liaison_domain::links::Health;
use liaison_domain::links::mailbox::{Mailbox, MailboxSettings, Security, Server};
use liaison_store::links::mailboxes;
use secrecy::{ExposeSecret, SecretString};

use crate::access::note;
use crate::vault::Place;
use crate::{Engine, Outcome};

/// Tries both servers and keeps the mailbox when both take it.
pub async fn connect(
    engine: &Engine,
    user: &User,
    settings: MailboxSettings,
    password: &SecretString,
) -> Outcome<()> {
    let sent_folder = try_both(engine, &settings, password).await?;
    let now = engine.clock.now();
    let mailbox = Mailbox {
        id: MailboxId(engine.dice.id(now)),
        user_id: user.id,
        settings,
        health: Health::Connected,
        sent_folder,
        connected_at: now,
        last_checked_at: now,
    };
    let sealed = engine
        .vault
        .seal(&engine.dice, place(mailbox.id), password.expose_secret())?;
    let tx = engine.db.begin().await?;
    mailboxes::save(&tx, &mailbox, sealed).await?;
    let actor = Actor::User {
        id: user.id,
        role: user.role,
    };
    note(
        engine,
        &tx,
        actor,
        AuditAction::MailboxConnected,
        user.id,
        mailbox.settings.address.as_str(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Tries a kept mailbox again and writes down how it stands.
pub async fn check(engine: &Engine, user: &User) -> Outcome<()> {
    let (mailbox, sealed) = mailboxes::of_user(&engine.db, user.id)
        .await?
        .ok_or(Refusal::StateChanged)?;
    let password = engine.vault.open(place(mailbox.id), &sealed)?;
    let outcome = try_both(engine, &mailbox.settings, &password).await;
    let health = if outcome.is_ok() {
        Health::Connected
    } else {
        Health::Reconnect
    };
    mailboxes::set_checked(&engine.db, mailbox.id, health, engine.clock.now()).await?;
    outcome.map(|_| ())
}

pub async fn disconnect(engine: &Engine, user: &User) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    if mailboxes::remove(&tx, user.id).await? {
        let actor = Actor::User {
            id: user.id,
            role: user.role,
        };
        note(
            engine,
            &tx,
            actor,
            AuditAction::MailboxDisconnected,
            user.id,
            "",
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

fn place(id: MailboxId) -> Place {
    Place {
        column: "mailboxes.password",
        row: id.0,
    }
}

/// Signs in to both; the folder for copies of sent mail.
async fn try_both(
    engine: &Engine,
    settings: &MailboxSettings,
    password: &SecretString,
) -> Outcome<Option<String>> {
    let Server {
        host,
        port,
        security,
    } = &settings.imap;
    let reading = ImapSettings {
        host: host.clone(),
        port: *port,
        security: wire(*security),
        username: settings.username.clone(),
        credentials: Credentials::Password(password.clone()),
    };
    let facts = imap::check(&engine.outbound, &reading)
        .await
        .map_err(|e| refusal_of_imap(host, &e))?;
    let Server {
        host,
        port,
        security,
    } = &settings.smtp;
    let sending = SmtpSettings {
        host: host.clone(),
        port: *port,
        security: wire(*security),
        credentials: Some((
            settings.username.clone(),
            Credentials::Password(password.clone()),
        )),
    };
    smtp::check(&engine.outbound, &sending)
        .await
        .map_err(|e| refusal_of_smtp(host, &e))?;
    Ok(facts.sent_folder)
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
