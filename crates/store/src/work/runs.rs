//! What became of each step for each member. A member and a step have one row at most: that is what
//! keeps a step from being done twice.

use jiff::Timestamp;
use liaison_domain::id::{EmailId, MemberId, StepId, TaskId};

use crate::sql::{Fault, Sql, Tx};
use crate::values;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub step_id: StepId,
    pub planned_at: Timestamp,
    pub email_id: Option<EmailId>,
    pub task_id: Option<TaskId>,
    pub done_at: Option<Timestamp>,
}

/// `false` when the step was begun before.
pub async fn begin(tx: &Tx, member: MemberId, run: &Run) -> Result<bool, Fault> {
    let text = "insert into campaign_step_runs (member_id, step_id, planned_at, email_id, task_id, done_at)
                values ($1, $2, $3, $4, $5, $6) on conflict (member_id, step_id) do nothing";
    let values = values![
        member,
        run.step_id,
        run.planned_at,
        run.email_id,
        run.task_id,
        run.done_at
    ];
    Ok(tx.run(text, values).await? == 1)
}

/// `false` when it was done before, or was never begun.
pub async fn finish(
    sql: &impl Sql,
    member: MemberId,
    step: StepId,
    at: Timestamp,
) -> Result<bool, Fault> {
    let text = "update campaign_step_runs set done_at = $3
                where member_id = $1 and step_id = $2 and done_at is null";
    Ok(sql.run(text, values![member, step, at]).await? == 1)
}

pub async fn of_member(sql: &impl Sql, member: MemberId) -> Result<Vec<Run>, Fault> {
    let text = "select * from campaign_step_runs where member_id = $1 order by planned_at";
    let rows = sql.rows(text, values![member]).await?;
    rows.iter()
        .map(|row| {
            Ok(Run {
                step_id: row.get("step_id")?,
                planned_at: row.get("planned_at")?,
                email_id: row.get("email_id")?,
                task_id: row.get("task_id")?,
                done_at: row.get("done_at")?,
            })
        })
        .collect()
}
