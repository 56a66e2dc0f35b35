//! Several e-mails that were written as one.

use jiff::Timestamp;
use liaison_domain::id::{BatchId, UserId};

use crate::sql::{Fault, Sql};
use crate::values;

/// A send to several people at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub id: BatchId,
    pub owner_id: UserId,
    /// What it was written to: an account's, an opportunity's name; empty for chosen people.
    pub name: String,
    pub created_at: Timestamp,
    /// Who was left out and why, as JSON.
    pub left_out: String,
}

pub async fn add(sql: &impl Sql, batch: &Batch) -> Result<(), Fault> {
    let text = "insert into email_batches (id, owner_id, kind, name, created_at, left_out)
                values ($1, $2, 'selected', $3, $4, $5)";
    let values = values![
        batch.id,
        batch.owner_id,
        &batch.name,
        batch.created_at,
        &batch.left_out
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// One of a user's own.
pub async fn of_user_by_id(
    sql: &impl Sql,
    user: UserId,
    id: BatchId,
) -> Result<Option<Batch>, Fault> {
    let text = "select * from email_batches where id = $1 and owner_id = $2";
    let row = sql.row(text, values![id, user]).await?;
    row.map(|row| {
        Ok(Batch {
            id: row.get("id")?,
            owner_id: row.get("owner_id")?,
            name: row.get("name")?,
            created_at: row.get("created_at")?,
            left_out: row.get("left_out")?,
        })
    })
    .transpose()
}
