//! Which records of Salesforce a seller has seen with a token of their own, and when.

use std::collections::HashSet;

use jiff::Timestamp;
use liaison_domain::id::UserId;
use liaison_domain::people::RecordId;

use crate::sql::{Fault, Sql};
use crate::values;

/// A record as one seller saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight {
    pub seen_at: Timestamp,
    /// More people belong to the record than were brought.
    pub has_more: bool,
}

/// `None` for a record the seller has not seen.
pub async fn of(sql: &impl Sql, user: UserId, record: &RecordId) -> Result<Option<Sight>, Fault> {
    let text = "select seen_at, has_more from crm_sights
                where user_id = $1 and record_id = $2 and seen_at is not null";
    let row = sql.row(text, values![user, record.as_str()]).await?;
    row.map(|row| {
        Ok(Sight {
            seen_at: row.get("seen_at")?,
            has_more: row.get("has_more")?,
        })
    })
    .transpose()
}

/// Those of the records that the seller has seen.
pub async fn among(
    sql: &impl Sql,
    user: UserId,
    records: &[RecordId],
) -> Result<HashSet<RecordId>, Fault> {
    if records.is_empty() {
        return Ok(HashSet::new());
    }
    let mut values = values![user];
    values.extend(records.iter().map(|id| id.as_str().into()));
    let places: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
    let text = format!(
        "select record_id from crm_sights where user_id = $1 and seen_at is not null and record_id in ({})",
        places.join(", ")
    );
    let rows = sql.rows(&text, values).await?;
    rows.iter()
        .map(|row| row.code("record_id", RecordId::parse))
        .collect()
}

/// Notes that a seller has seen a record.
pub async fn saw(
    sql: &impl Sql,
    user: UserId,
    record: &RecordId,
    sight: Sight,
) -> Result<(), Fault> {
    let text = "insert into crm_sights (user_id, record_id, seen_at, asked_at, has_more) values ($1, $2, $3, $3, $4)
                on conflict (user_id, record_id) do update set seen_at = excluded.seen_at,
                    asked_at = excluded.asked_at, has_more = excluded.has_more";
    let values = values![user, record.as_str(), sight.seen_at, sight.has_more];
    sql.run(text, values).await?;
    Ok(())
}

/// Notes that a record is about to be read; `false` when it was already put down since `since`.
pub async fn ask(
    sql: &impl Sql,
    user: UserId,
    record: &RecordId,
    now: Timestamp,
    since: Timestamp,
) -> Result<bool, Fault> {
    let text =
        "insert into crm_sights (user_id, record_id, asked_at, has_more) values ($1, $2, $3, false)
                on conflict (user_id, record_id) do update set asked_at = excluded.asked_at
                where crm_sights.asked_at <= $4";
    let values = values![user, record.as_str(), now, since];
    Ok(sql.run(text, values).await? == 1)
}

/// The seller may not see the record any more.
pub async fn lose(sql: &impl Sql, user: UserId, record: &RecordId) -> Result<(), Fault> {
    let text = "delete from crm_sights where user_id = $1 and record_id = $2";
    sql.run(text, values![user, record.as_str()]).await?;
    Ok(())
}
