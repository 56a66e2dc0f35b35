//! Sellers' mailboxes: at Google, at Microsoft, or on servers of their own choice.

use jiff::Timestamp;
use liaison_domain::id::{MailboxId, UserId};
use liaison_domain::links::mailbox::{
    Access, Direction, Findings, Mailbox, MailboxKind, OutsideId,
};
use liaison_domain::links::servers::{Security, Server, Servers};
use liaison_domain::{Refusal, links::Health};

use super::tokens::SealedTokens;
use crate::sql::{Fault, Record, Sql};
use crate::values;

const SELECT: &str = "select m.id, m.user_id, m.kind, m.address, m.outside_id, m.health, m.sending, m.replies, m.problem,
    m.sent_folder, m.connected_at, m.last_checked_at, s.username, s.imap_host, s.imap_port, s.imap_security,
    s.smtp_host, s.smtp_port, s.smtp_security
    from mailboxes m left join mailbox_servers s on s.mailbox_id = m.id";

/// What opens a mailbox, sealed.
pub enum Keys {
    Password(Vec<u8>),
    Tokens(SealedTokens),
}

fn read(row: &Record) -> Result<Mailbox, Fault> {
    let outside = || Ok::<_, Fault>(OutsideId(row.get("outside_id")?));
    let access = match row.code("kind", MailboxKind::from_code)? {
        MailboxKind::Gmail => Access::Gmail {
            subject: outside()?,
        },
        MailboxKind::Outlook => Access::Outlook {
            subject: outside()?,
        },
        MailboxKind::Imap => Access::Imap(servers(row)?),
    };
    Ok(Mailbox {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        address: row.get("address")?,
        access,
        health: row.code("health", Health::from_code)?,
        findings: Findings {
            sending: row.code("sending", Direction::from_code)?,
            replies: row.code("replies", Direction::from_code)?,
            problem: read_problem(row)?,
        },
        sent_folder: row.get("sent_folder")?,
        connected_at: row.get("connected_at")?,
        last_checked_at: row.get("last_checked_at")?,
    })
}

fn servers(row: &Record) -> Result<Servers, Fault> {
    let server = |which: &str| {
        Ok::<_, Fault>(Server {
            host: row.get(&format!("{which}_host"))?,
            port: row.get(&format!("{which}_port"))?,
            security: row.code(&format!("{which}_security"), Security::from_code)?,
        })
    };
    Ok(Servers {
        username: row.get("username")?,
        imap: server("imap")?,
        smtp: server("smtp")?,
    })
}

/// A refusal that was kept as JSON.
pub(crate) fn read_problem(row: &Record) -> Result<Option<Refusal>, Fault> {
    let text: Option<String> = row.get("problem")?;
    // What an older version wrote and this one no longer knows is no longer a problem to name.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

pub(crate) fn write_problem(problem: Option<&Refusal>) -> Option<String> {
    problem.and_then(|p| serde_json::to_string(p).ok())
}

pub async fn of_user(sql: &impl Sql, user: UserId) -> Result<Option<Mailbox>, Fault> {
    let text = format!("{SELECT} where m.user_id = $1");
    let row = sql.row(&text, values![user]).await?;
    row.as_ref().map(read).transpose()
}

pub async fn by_id(sql: &impl Sql, id: MailboxId) -> Result<Option<Mailbox>, Fault> {
    let text = format!("{SELECT} where m.id = $1");
    let row = sql.row(&text, values![id]).await?;
    row.as_ref().map(read).transpose()
}

/// The sealed password of a mailbox by IMAP and SMTP.
pub async fn password(sql: &impl Sql, id: MailboxId) -> Result<Option<Vec<u8>>, Fault> {
    let text = "select password_sealed from mailbox_servers where mailbox_id = $1";
    let row = sql.row(text, values![id]).await?;
    row.map(|r| r.get("password_sealed")).transpose()
}

/// Takes the place of the user's earlier mailbox. Call it within a transaction.
pub async fn save(sql: &impl Sql, mailbox: &Mailbox, keys: Keys) -> Result<(), Fault> {
    remove(sql, mailbox.user_id).await?;
    let (password, tokens) = match keys {
        Keys::Password(sealed) => (Some(sealed), None),
        Keys::Tokens(tokens) => (None, Some(tokens)),
    };
    let outside = match &mailbox.access {
        Access::Gmail { subject } | Access::Outlook { subject } => Some(subject.0.as_str()),
        Access::Imap(_) => None,
    };
    let text = "insert into mailboxes (id, user_id, kind, address, outside_id, access_sealed, refresh_sealed, version,
                    health, sending, replies, problem, sent_folder, connected_at, last_checked_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let values = values![
        mailbox.id,
        mailbox.user_id,
        mailbox.access.kind().code(),
        &mailbox.address,
        outside,
        tokens.as_ref().map(|t| t.access.clone()),
        tokens.as_ref().and_then(|t| t.refresh.clone()),
        tokens.as_ref().map_or(1, |t| t.version),
        mailbox.health.code(),
        mailbox.findings.sending.code(),
        mailbox.findings.replies.code(),
        write_problem(mailbox.findings.problem.as_ref()),
        mailbox.sent_folder.as_deref(),
        mailbox.connected_at,
        mailbox.last_checked_at,
    ];
    sql.run(text, values).await?;
    if let (Access::Imap(servers), Some(password)) = (&mailbox.access, password) {
        save_servers(sql, mailbox.id, servers, password).await?;
    }
    Ok(())
}

async fn save_servers(
    sql: &impl Sql,
    id: MailboxId,
    servers: &Servers,
    password: Vec<u8>,
) -> Result<(), Fault> {
    let text =
        "insert into mailbox_servers (mailbox_id, username, imap_host, imap_port, imap_security,
                    smtp_host, smtp_port, smtp_security, password_sealed)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let Servers {
        username,
        imap,
        smtp,
    } = servers;
    let values = values![
        id,
        username,
        &imap.host,
        imap.port,
        imap.security.code(),
        &smtp.host,
        smtp.port,
        smtp.security.code(),
        password,
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// Whether anybody has connected this account of a provider.
pub async fn has(sql: &impl Sql, kind: MailboxKind, account: &OutsideId) -> Result<bool, Fault> {
    let text = "select 1 as one from mailboxes where kind = $1 and outside_id = $2 limit 1";
    let row = sql.row(text, values![kind.code(), &account.0]).await?;
    Ok(row.is_some())
}

/// Writes down what a test message has shown; `false` when the mailbox is gone.
pub async fn set_findings(
    sql: &impl Sql,
    id: MailboxId,
    findings: &Findings,
    at: Timestamp,
) -> Result<bool, Fault> {
    let text = "update mailboxes set sending = $2, replies = $3, problem = $4, last_checked_at = $5 where id = $1";
    let values = values![
        id,
        findings.sending.code(),
        findings.replies.code(),
        write_problem(findings.problem.as_ref()),
        at
    ];
    Ok(sql.run(text, values).await? == 1)
}

pub async fn remove(sql: &impl Sql, user: UserId) -> Result<bool, Fault> {
    let text = "delete from mailbox_servers where mailbox_id in (select id from mailboxes where user_id = $1)";
    sql.run(text, values![user]).await?;
    Ok(sql
        .run("delete from mailboxes where user_id = $1", values![user])
        .await?
        == 1)
}
