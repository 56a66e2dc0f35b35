//! Sellers' mailboxes.

use jiff::Timestamp;
use liaison_domain::id::{MailboxId, UserId};
use liaison_domain::links::Health;
use liaison_domain::links::mailbox::{Mailbox, MailboxSettings, Security, Server};

use crate::sql::{Fault, Record, Sql};
use crate::values;

fn read(row: &Record) -> Result<Mailbox, Fault> {
    let server = |which: &str| {
        Ok::<_, Fault>(Server {
            host: row.get(&format!("{which}_host"))?,
            port: row.get(&format!("{which}_port"))?,
            security: row.code(&format!("{which}_security"), Security::from_code)?,
        })
    };
    Ok(Mailbox {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        settings: MailboxSettings {
            address: row.get("address")?,
            username: row.get("username")?,
            imap: server("imap")?,
            smtp: server("smtp")?,
        },
        health: row.code("health", Health::from_code)?,
        sent_folder: row.get("sent_folder")?,
        connected_at: row.get("connected_at")?,
        last_checked_at: row.get("last_checked_at")?,
    })
}

/// A user's mailbox with its sealed password.
pub async fn of_user(sql: &impl Sql, user: UserId) -> Result<Option<(Mailbox, Vec<u8>)>, Fault> {
    let row = sql
        .row("select * from mailboxes where user_id = $1", values![user])
        .await?;
    row.map(|r| Ok((read(&r)?, r.get("password_sealed")?)))
        .transpose()
}

/// Takes the place of the user's earlier mailbox.
pub async fn save(
    sql: &impl Sql,
    mailbox: &Mailbox,
    password_sealed: Vec<u8>,
) -> Result<(), Fault> {
    remove(sql, mailbox.user_id).await?;
    let text = "insert into mailboxes (id, user_id, address, username, imap_host, imap_port, imap_security,
                    smtp_host, smtp_port, smtp_security, password_sealed, sent_folder, health, connected_at, last_checked_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let MailboxSettings {
        address,
        username,
        imap,
        smtp,
    } = &mailbox.settings;
    let values = values![
        mailbox.id,
        mailbox.user_id,
        address,
        username,
        &imap.host,
        imap.port,
        imap.security.code(),
        &smtp.host,
        smtp.port,
        smtp.security.code(),
        password_sealed,
        mailbox.sent_folder.as_deref(),
        mailbox.health.code(),
        mailbox.connected_at,
        mailbox.last_checked_at,
    ];
    sql.run(text, values).await?;
    Ok(())
}

pub async fn set_checked(
    sql: &impl Sql,
    id: MailboxId,
    health: Health,
    at: Timestamp,
) -> Result<(), Fault> {
    let text = "update mailboxes set health = $2, last_checked_at = $3 where id = $1";
    sql.run(text, values![id, health.code(), at]).await?;
    Ok(())
}

pub async fn remove(sql: &impl Sql, user: UserId) -> Result<bool, Fault> {
    Ok(sql
        .run("delete from mailboxes where user_id = $1", values![user])
        .await?
        == 1)
}
