//! The Tasks in Salesforce that stand for something of ours.

use jiff::Timestamp;
use liaison_domain::id::{TemplateId, UserId};
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
    /// Whom it stands with; a reminder may stand with nobody.
    pub record_id: Option<RecordId>,
    /// What was written last of what may change.
    pub written: Fields,
    pub written_at: Timestamp,
}

fn read(row: &Record) -> Result<CrmTask, Fault> {
    Ok(CrmTask {
        subject_id: row.get("subject_id")?,
        salesforce_id: row.get("salesforce_id")?,
        user_id: row.get("user_id")?,
        record_id: RecordId::parse(&row.get::<String>("record_id")?),
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

/// The record of Salesforce that is the Task of a subject for this Salesforce id.
pub async fn by_salesforce_id(sql: &impl Sql, id: &str) -> Result<Option<CrmTask>, Fault> {
    let text = "select * from crm_tasks where salesforce_id = $1 limit 1";
    let row = sql.row(text, values![id]).await?;
    row.as_ref().map(read).transpose()
}

/// The name of a template, as long as it is kept.
pub async fn template_name(sql: &impl Sql, id: TemplateId) -> Result<Option<String>, Fault> {
    let text = "select name from templates where id = $1";
    let row = sql.row(text, values![id]).await?;
    row.map(|row| row.get("name")).transpose()
}

/// Whether a Task is known to stand for something already.
pub async fn is_known(sql: &impl Sql, salesforce_id: &str) -> Result<bool, Fault> {
    let text = "select 1 as found from crm_tasks where salesforce_id = $1";
    Ok(sql.row(text, values![salesforce_id]).await?.is_some())
}

pub async fn save(sql: &impl Sql, task: &CrmTask) -> Result<(), Fault> {
    let text =
        "insert into crm_tasks (subject_id, salesforce_id, user_id, record_id, written, written_at)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (subject_id, salesforce_id) do update set
                    written = excluded.written, written_at = excluded.written_at";
    let values = values![
        task.subject_id,
        &task.salesforce_id,
        task.user_id,
        task.record_id.as_ref().map_or("", RecordId::as_str),
        super::crm_writes::text_of(&task.written),
        task.written_at
    ];
    sql.run(text, values).await?;
    Ok(())
}
