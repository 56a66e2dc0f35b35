//! How far each mailbox was read, and which messages have had their effects.

use jiff::Timestamp;
use liaison_domain::id::{MailboxId, UserId};

use crate::sql::{Fault, Sql, Tx};
use crate::values;

/// Where the reading of a mailbox stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watch {
    /// In the words of the provider; `None` before the first look.
    pub position: Option<String>,
    /// When an e-mail last left.
    pub sent_at: Option<Timestamp>,
    /// Looks in vain since the last good one.
    pub failures: u32,
}

/// A mailbox that was never looked into stands at the beginning.
pub async fn of_mailbox(sql: &impl Sql, id: MailboxId) -> Result<Watch, Fault> {
    let text = "select * from mailbox_watches where mailbox_id = $1";
    let Some(row) = sql.row(text, values![id]).await? else {
        return Ok(Watch::default());
    };
    let position: String = row.get("position")?;
    Ok(Watch {
        position: Some(position).filter(|position| !position.is_empty()),
        sent_at: row.get("sent_at")?,
        failures: u32::try_from(row.get::<i64>("failures")?).unwrap_or(u32::MAX),
    })
}

/// Writes down how far a look came, `failures` being 0 after a good one. What has left meanwhile stays.
pub async fn save(
    sql: &impl Sql,
    id: MailboxId,
    position: Option<&str>,
    failures: u32,
    now: Timestamp,
) -> Result<(), Fault> {
    let text = "insert into mailbox_watches (mailbox_id, position, looked_at, failures) values ($1, $2, $3, $4)
                on conflict (mailbox_id) do update set position = excluded.position,
                    looked_at = excluded.looked_at, failures = excluded.failures";
    let values = values![id, position.unwrap_or_default(), now, i64::from(failures)];
    sql.run(text, values).await?;
    Ok(())
}

/// An e-mail has left.
pub async fn sent(tx: &Tx, id: MailboxId, now: Timestamp) -> Result<(), Fault> {
    let text = "insert into mailbox_watches (mailbox_id, position, looked_at, sent_at, failures)
                values ($1, '', $2, $2, 0)
                on conflict (mailbox_id) do update set sent_at = excluded.sent_at";
    tx.run(text, values![id, now]).await?;
    Ok(())
}

/// What was known of a mailbox that is no more.
pub async fn forget(sql: &impl Sql, id: MailboxId) -> Result<(), Fault> {
    let text = "delete from mailbox_watches where mailbox_id = $1";
    sql.run(text, values![id]).await?;
    Ok(())
}

/// Remembers that a message has its effects, in the transaction that writes them; `false` when it had them
/// before.
pub async fn handle(
    tx: &Tx,
    user: UserId,
    message_id: &str,
    now: Timestamp,
) -> Result<bool, Fault> {
    let text = "insert into inbound_messages (user_id, message_id, handled_at) values ($1, $2, $3)
                on conflict (user_id, message_id) do nothing";
    Ok(tx.run(text, values![user, message_id, now]).await? == 1)
}

/// Whether a message has had its effects.
pub async fn is_handled(sql: &impl Sql, user: UserId, message_id: &str) -> Result<bool, Fault> {
    let text = "select 1 as one from inbound_messages where user_id = $1 and message_id = $2";
    Ok(sql.row(text, values![user, message_id]).await?.is_some())
}

/// Forgets messages that nothing leads back to any more.
pub async fn forget_messages(sql: &impl Sql, user: UserId, before: Timestamp) -> Result<(), Fault> {
    let text = "delete from inbound_messages where user_id = $1 and handled_at < $2";
    sql.run(text, values![user, before]).await?;
    Ok(())
}
