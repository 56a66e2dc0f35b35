//! The sealed tokens of a connection, wherever it leads: one refresh in flight at a time.

use jiff::Timestamp;
use liaison_domain::id::{MailboxId, SalesforceConnectionId, UserId};
use liaison_domain::links::Health;
use uuid::Uuid;

use crate::sql::{Fault, Sql};
use crate::values;

/// The connection that holds the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Salesforce(SalesforceConnectionId),
    Mailbox(MailboxId),
}

impl Holder {
    pub fn id(self) -> Uuid {
        match self {
            Self::Salesforce(id) => id.0,
            Self::Mailbox(id) => id.0,
        }
    }

    /// Both tables name what concerns tokens alike.
    fn table(self) -> &'static str {
        match self {
            Self::Salesforce(_) => "salesforce_connections",
            Self::Mailbox(_) => "mailboxes",
        }
    }
}

/// A pair of sealed tokens and its version, which grows with each new pair.
#[derive(Debug, Clone)]
pub struct SealedTokens {
    pub access: Vec<u8>,
    pub refresh: Option<Vec<u8>>,
    pub version: i64,
}

/// What a connection has now, and how it stands. `None` when it is gone, or has a password instead.
pub async fn of(
    sql: &impl Sql,
    holder: Holder,
) -> Result<Option<(SealedTokens, Health, UserId)>, Fault> {
    let text = format!(
        "select access_sealed, refresh_sealed, version, health, user_id from {} where id = $1 and access_sealed is not null",
        holder.table()
    );
    let row = sql.row(&text, values![holder.id()]).await?;
    row.map(|r| {
        let tokens = SealedTokens {
            access: r.get("access_sealed")?,
            refresh: r.get("refresh_sealed")?,
            version: r.get("version")?,
        };
        Ok((
            tokens,
            r.code("health", Health::from_code)?,
            r.get("user_id")?,
        ))
    })
    .transpose()
}

/// Puts a new pair in the place of the pair with this version; `false` when another worker was quicker.
pub async fn replace(
    sql: &impl Sql,
    holder: Holder,
    old_version: i64,
    tokens: &SealedTokens,
) -> Result<bool, Fault> {
    let text = format!(
        "update {} set access_sealed = $3, refresh_sealed = coalesce($4, refresh_sealed), version = $5,
            refreshing_until = null, health = 'connected'
         where id = $1 and version = $2",
        holder.table()
    );
    let values = values![
        holder.id(),
        old_version,
        tokens.access.as_slice(),
        tokens.refresh.clone(),
        tokens.version
    ];
    Ok(sql.run(&text, values).await? == 1)
}

/// `false` when it stood like that already.
pub async fn set_health(sql: &impl Sql, holder: Holder, health: Health) -> Result<bool, Fault> {
    let text = format!(
        "update {} set health = $2 where id = $1 and health <> $2",
        holder.table()
    );
    Ok(sql.run(&text, values![holder.id(), health.code()]).await? == 1)
}

/// Marks that the owner must connect again, if this is still the pair the connection has; `false` when
/// it was marked before, or has a newer pair.
pub async fn give_up(sql: &impl Sql, holder: Holder, version: i64) -> Result<bool, Fault> {
    let text = format!(
        "update {} set health = 'reconnect' where id = $1 and version = $2 and health <> 'reconnect'",
        holder.table()
    );
    Ok(sql.run(&text, values![holder.id(), version]).await? == 1)
}

/// Takes the right to refresh this version until `until`: one refresh in flight per connection, over
/// all processes. `false` when another worker has it, or has already put a new pair there, or was
/// told that the owner must connect again.
pub async fn begin_refresh(
    sql: &impl Sql,
    holder: Holder,
    version: i64,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, Fault> {
    let text = format!(
        "update {} set refreshing_until = $4
         where id = $1 and version = $2 and health = 'connected'
           and (refreshing_until is null or refreshing_until <= $3)",
        holder.table()
    );
    let values = values![holder.id(), version, now, until];
    Ok(sql.run(&text, values).await? == 1)
}

/// Gives the right that was taken until `until` back without a new pair. Whoever let it run out has
/// no right to give back: by then it may be another's.
pub async fn end_refresh(sql: &impl Sql, holder: Holder, until: Timestamp) -> Result<bool, Fault> {
    let text = format!(
        "update {} set refreshing_until = null where id = $1 and refreshing_until = $2",
        holder.table()
    );
    Ok(sql.run(&text, values![holder.id(), until]).await? == 1)
}
