//! The Tasks in Salesforce that stand for something of ours.

use jiff::Timestamp;
use liaison_domain::id::UserId;
use liaison_domain::links::crm::activity::Fields;
use liaison_domain::people::RecordId;
use uuid::Uuid;

use super::crm_writes::read_fields;
use crate::sql::{Fault, Record, Sql};
use crate::values;

#[derive(Debug, Clone, PartialEq)]
pub struct CrmTask {
    /// The e-mail, reply or call.
    pub subject_id: Uuid,
    pub salesforce_id: String,
    /// Whose token wrote it, and writes what changes.
    pub user_id: UserId,
    /// Whom it stands with.
    pub record_id: RecordId,
    /// What was written last of what may change.
    pub written: Fields,
    pub written_at: Timestamp,
}

fn read(row: &Record) -> Result<CrmTask, Fault> {
    Ok(CrmTask {
        subject_id: row.get("subject_id")?,
        salesforce_id: row.get("salesforce_id")?,
        user_id: row.get("user_id")?,
        record_id: row.code("record_id", RecordId::parse)?,
        written: read_fields(row, "written")?,
        written_at: row.get("written_at")?,
    })
}

pub async fn of_subject(sql: &impl Sql, subject: Uuid) -> Result<Vec<CrmTask>, Fault> {
    let text = "select * from crm_tasks where subject_id = $1 order by salesforce_id";
    sql.rows(text, values![subject])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Whether a Task is known to stand for something already.
pub async fn is_known(sql: &impl Sql, salesforce_id: &str) -> Result<bool, Fault> {
    let text = "select 1 as found from crm_tasks where salesforce_id = $1";
    Ok(sql.row(text, values![salesforce_id]).await?.is_some())
}

pub async fn save(sql: &impl Sql, task: &CrmTask) -> Result<(), Fault> {
    let text = "insert into crm_tasks (subject_id, salesforce_id, user_id, record_id, written, written_at)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (subject_id, salesforce_id) do update set
                    written = excluded.written, written_at = excluded.written_at";
    let values = values![
        task.subject_id,
        &task.salesforce_id,
        task.user_id,
        task.record_id.as_str(),
        super::crm_writes::text_of(&task.written),
        task.written_at
    ];
    sql.run(text, values).await?;
    Ok(())
}
