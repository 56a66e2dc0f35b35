//! Several e-mails that are written as one.

use jiff::Timestamp;
use liaison_domain::id::{BatchId, UserId};

use crate::sql::{Fault, Record, Sql, Tx, Value};
use crate::values;

/// An e-mail to several people at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub id: BatchId,
    pub owner_id: UserId,
    /// What it was written to: an account's, an opportunity's name; empty for chosen people.
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// While it is being written: the form, as JSON. Empty once the copies are made.
    pub draft: String,
    /// Who was left out and why, as JSON.
    pub left_out: String,
}

impl Batch {
    pub fn is_draft(&self) -> bool {
        !self.draft.is_empty()
    }

    fn values(&self) -> Vec<Value> {
        values![
            self.id,
            self.owner_id,
            &self.name,
            self.created_at,
            self.updated_at,
            &self.draft,
            &self.left_out
        ]
    }

    fn read(row: &Record) -> Result<Self, Fault> {
        Ok(Self {
            id: row.get("id")?,
            owner_id: row.get("owner_id")?,
            name: row.get("name")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            draft: row.get("draft")?,
            left_out: row.get("left_out")?,
        })
    }
}

/// Takes hold of a user's own until the transaction ends, and reads it as it then is. One that nobody has is
/// begun. `None` when it is somebody else's.
pub async fn hold(tx: &Tx, begun: &Batch) -> Result<Option<Batch>, Fault> {
    let text =
        "insert into email_batches (id, owner_id, name, created_at, updated_at, draft, left_out)
                values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing";
    tx.run(text, begun.values()).await?;
    let text = "update email_batches set name = name where id = $1 and owner_id = $2 returning *";
    let row = tx.row(text, values![begun.id, begun.owner_id]).await?;
    row.as_ref().map(Batch::read).transpose()
}

/// Adds it, or changes what can change.
pub async fn save(sql: &impl Sql, batch: &Batch) -> Result<(), Fault> {
    let text = "insert into email_batches (id, owner_id, name, created_at, updated_at, draft, left_out)
                values ($1, $2, $3, $4, $5, $6, $7)
                on conflict (id) do update set name = $3, updated_at = $5, draft = $6, left_out = $7";
    sql.run(text, batch.values()).await?;
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
    row.as_ref().map(Batch::read).transpose()
}

/// Those a user is writing, the latest first.
pub async fn drafts_of_user(sql: &impl Sql, user: UserId) -> Result<Vec<Batch>, Fault> {
    let text = "select * from email_batches where owner_id = $1 and draft <> '' order by updated_at desc, id";
    let rows = sql.rows(text, values![user]).await?;
    rows.iter().map(Batch::read).collect()
}

pub async fn remove(sql: &impl Sql, id: BatchId) -> Result<(), Fault> {
    let text = "delete from email_batches where id = $1";
    sql.run(text, values![id]).await?;
    Ok(())
}
