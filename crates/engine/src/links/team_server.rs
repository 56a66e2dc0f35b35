//! The team's server: trying, keeping, taking away (actions 3.2).

use liaison_connectors::outbound::Security as WireSecurity;
use liaison_connectors::smtp::{self, Credentials, SmtpSettings};
use liaison_domain::access::{Actor, AuditAction};
use liaison_domain::id::MailboxId;
use liaison_domain::links::channel::channel_of;
use liaison_domain::links::servers::{Security, Server};
use liaison_domain::links::team_server::{Senders, may_be_team_server};
use liaison_domain::links::{ChannelKind, TeamServer};
use liaison_domain::mail::Identity;
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Sql;
use liaison_store::links::{mailboxes, team_server as kept};
use liaison_store::mail::identities;
use liaison_store::settings::{self, key};
use secrecy::{ExposeSecret, SecretString};

use super::team_carrier::refusal_of;
use crate::access::note;
use crate::mail::send_job;
use crate::vault::Place;
use crate::{Engine, Outcome};

/// What an admin has typed.
pub struct Form<'a> {
    pub host: &'a str,
    pub port: &'a str,
    pub security: &'a str,
    pub username: &'a str,
    /// Empty for the one that is kept.
    pub password: &'a SecretString,
    /// Domains and addresses.
    pub senders: &'a str,
    /// The address the server is asked to send as; one of `senders`.
    pub tried_as: &'a str,
}

/// A form that can be tried.
struct Read {
    server: Server,
    username: String,
    password: Option<SecretString>,
    senders: Senders,
    tried_as: EmailAddress,
}

/// Connects, encrypts, signs in, and asks whether mail may come from the address; keeps what works.
/// Nothing is sent.
///
/// # Errors
/// What the server, or we, have against it, in words.
pub async fn save(engine: &Engine, actor: Actor, form: &Form<'_>) -> Outcome<()> {
    actor.must_administer()?;
    let read = read(engine, form).await?;
    try_out(engine, &read).await?;
    let now = engine.clock.now();
    let tx = engine.db.begin().await?;
    settings::hold(&tx, key::TEAM_SERVER).await?;
    let before = kept::get(&tx).await?;
    let id = before.map_or_else(|| MailboxId(engine.dice.id(now)), |before| before.id);
    let sealed = match &read.password {
        Some(password) => Some(engine.vault.seal(
            &engine.dice,
            place(id),
            password.expose_secret(),
        )?),
        None => None,
    };
    let team = TeamServer {
        id,
        server: read.server,
        username: read.username,
        senders: read.senders,
        problem: None,
        changed_at: now,
    };
    kept::save(&tx, &team, sealed).await?;
    let details = format!("{}: {}", team.server.host, team.senders.as_words());
    let action = AuditAction::TeamServerChanged;
    note(engine, &tx, actor, action, id, &details).await?;
    tx.commit().await?;
    Ok(())
}

/// Tries the server as it is kept, without asking for a sender.
pub async fn look(engine: &Engine, team: &TeamServer) -> Outcome<()> {
    let settings = settings_of(engine, team).await?;
    match smtp::check(&engine.outbound, &settings).await {
        Ok(_) => Ok(()),
        Err(error) => Err(refusal_of(&settings.host, &error, "").into()),
    }
}

/// Tries what is kept, and writes down what stands in the way, if anything does; whether it works.
pub async fn check(engine: &Engine, actor: Actor) -> Outcome<bool> {
    actor.must_administer()?;
    let team = kept::get(&engine.db).await?.ok_or(Refusal::StateChanged)?;
    let problem = match look(engine, &team).await {
        Ok(()) => None,
        Err(crate::Error::Refused(refusal)) => Some(refusal),
        Err(error) => return Err(error),
    };
    kept::set_problem(&engine.db, team.id, problem.as_ref()).await?;
    Ok(problem.is_none())
}

/// Whose mail leaves by the server.
pub struct Uses {
    /// Identities whose next mail would take it, and whether their owner has a mailbox to fall back on.
    pub identities: Vec<(Identity, bool)>,
    /// E-mails that wait to leave by it.
    pub waiting: i64,
}

pub async fn uses(sql: &impl Sql, team: &TeamServer) -> Outcome<Uses> {
    let mut using = Vec::new();
    for identity in identities::of_everybody(sql).await? {
        let mailbox = mailboxes::of_user(sql, identity.user_id).await?;
        let has_mailbox = mailbox.is_some();
        let way = channel_of(&identity, mailbox, Some(team.clone()));
        let is_so = way.is_ok_and(|way| {
            way.kind() == ChannelKind::Team && way.must_allow(&identity.address).is_ok()
        });
        if is_so {
            using.push((identity, has_mailbox));
        }
    }
    Ok(Uses {
        identities: using,
        waiting: kept::waiting(sql, team.id).await?,
    })
}

/// Takes the server away. What waits to leave by it fails, and can be sent again by another way; keys stay.
pub async fn remove(engine: &Engine, actor: Actor) -> Outcome<()> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    settings::hold(&tx, key::TEAM_SERVER).await?;
    let Some(team) = kept::get(&tx).await? else {
        return Ok(());
    };
    send_job::give_up_waiting(engine, &tx, team.id, None, Refusal::TeamServerGone).await?;
    kept::remove(&tx, team.id).await?;
    let action = AuditAction::TeamServerRemoved;
    note(engine, &tx, actor, action, team.id, &team.server.host).await?;
    tx.commit().await?;
    Ok(())
}

async fn read(engine: &Engine, form: &Form<'_>) -> Outcome<Read> {
    let server = Server::read(form.host, form.port, form.security)?;
    may_be_team_server(&server.host)?;
    let username = form.username.trim().to_owned();
    let senders = Senders::read(form.senders)?;
    let tried_as = EmailAddress::parse(form.tried_as).map_err(|_| Refusal::AddressMalformed {
        address: form.tried_as.trim().to_owned(),
    })?;
    if !senders.allow(&tried_as) {
        let address = tried_as.to_string();
        return Err(Refusal::TeamServerTriesOutsider { address }.into());
    }
    let password = match (username.is_empty(), form.password.expose_secret()) {
        (true, _) => None,
        (false, "") => Some(kept_password(engine, &server, &username).await?),
        (false, _) => Some(form.password.clone()),
    };
    Ok(Read {
        server,
        username,
        password,
        senders,
        tried_as,
    })
}

/// The password that is kept is shown to the server and for the user it was entered for, and to no other.
async fn kept_password(
    engine: &Engine,
    server: &Server,
    username: &str,
) -> Result<SecretString, crate::Error> {
    let Some(team) = kept::get(&engine.db).await? else {
        return Err(Refusal::TeamServerPasswordMissing.into());
    };
    if team.server.host != server.host || team.username != username {
        let host = server.host.clone();
        return Err(Refusal::TeamServerPasswordAgain { host }.into());
    }
    let sealed = kept::password(&engine.db, team.id).await?;
    let sealed = sealed.ok_or(Refusal::TeamServerPasswordMissing)?;
    engine.vault.open(place(team.id), &sealed)
}

async fn try_out(engine: &Engine, read: &Read) -> Outcome<()> {
    let settings = settings(&read.server, &read.username, read.password.as_ref());
    let asked = smtp::check_sender(&engine.outbound, &settings, read.tried_as.as_str()).await;
    asked
        .map(drop)
        .map_err(|error| refusal_of(&settings.host, &error, read.tried_as.as_str()).into())
}

/// How the kept server is reached.
pub(super) async fn settings_of(engine: &Engine, team: &TeamServer) -> Outcome<SmtpSettings> {
    let password = match kept::password(&engine.db, team.id).await? {
        Some(sealed) => Some(engine.vault.open(place(team.id), &sealed)?),
        None => None,
    };
    Ok(settings(&team.server, &team.username, password.as_ref()))
}

fn settings(server: &Server, username: &str, password: Option<&SecretString>) -> SmtpSettings {
    SmtpSettings {
        host: server.host.clone(),
        port: server.port,
        security: match server.security {
            Security::Tls => WireSecurity::Tls,
            Security::StartTls => WireSecurity::StartTls,
        },
        credentials: password
            .map(|password| (username.to_owned(), Credentials::Password(password.clone()))),
    }
}

fn place(id: MailboxId) -> Place {
    Place {
        column: "team_server.password",
        row: id.0,
    }
}
