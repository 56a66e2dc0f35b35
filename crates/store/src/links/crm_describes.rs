//! What users may write of Salesforce's objects, and how far Salesforce was read.

use jiff::Timestamp;
use liaison_domain::id::UserId;

use crate::sql::{Fault, Sql};
use crate::values;

/// The content, and when it was asked for.
pub async fn of_user(
    sql: &impl Sql,
    user: UserId,
    object: &str,
) -> Result<Option<(String, Timestamp)>, Fault> {
    let text = "select content, seen_at from crm_describes where user_id = $1 and object = $2";
    let row = sql.row(text, values![user, object]).await?;
    row.map(|row| Ok((row.get("content")?, row.get("seen_at")?)))
        .transpose()
}

pub async fn save(
    sql: &impl Sql,
    user: UserId,
    object: &str,
    content: &str,
    at: Timestamp,
) -> Result<(), Fault> {
    let text = "insert into crm_describes (user_id, object, content, seen_at) values ($1, $2, $3, $4)
                on conflict (user_id, object) do update set content = excluded.content, seen_at = excluded.seen_at";
    sql.run(text, values![user, object, content, at]).await?;
    Ok(())
}

/// Asks anew next time.
pub async fn forget(sql: &impl Sql, user: UserId) -> Result<(), Fault> {
    sql.run(
        "delete from crm_describes where user_id = $1",
        values![user],
    )
    .await?;
    Ok(())
}

/// How far something was read, and when it was last looked at.
pub async fn cursor(sql: &impl Sql, name: &str) -> Result<Option<(String, Timestamp)>, Fault> {
    let text = "select position, looked_at from crm_cursors where name = $1";
    let row = sql.row(text, values![name]).await?;
    row.map(|row| Ok((row.get("position")?, row.get("looked_at")?)))
        .transpose()
}

pub async fn set_cursor(
    sql: &impl Sql,
    name: &str,
    position: &str,
    at: Timestamp,
) -> Result<(), Fault> {
    let text = "insert into crm_cursors (name, position, looked_at) values ($1, $2, $3)
                on conflict (name) do update set position = excluded.position, looked_at = excluded.looked_at";
    sql.run(text, values![name, position, at]).await?;
    Ok(())
}

pub async fn forget_cursors(sql: &impl Sql, beginning: &str) -> Result<(), Fault> {
    let text = "delete from crm_cursors where name like $1 escape '\\'";
    sql.run(text, values![format!("{beginning}%")]).await?;
    Ok(())
}

/// Whether a user has been here since then.
pub async fn is_here(sql: &impl Sql, user: UserId, since: Timestamp) -> Result<bool, Fault> {
    let text = "select 1 as found from sessions where user_id = $1 and last_seen_at >= $2 limit 1";
    Ok(sql.row(text, values![user, since]).await?.is_some())
}
