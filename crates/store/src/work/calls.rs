//! Calls.

use liaison_domain::id::{CallId, PersonId, UserId};
use liaison_domain::work::KeptCall;
use liaison_domain::work::call::CallStatus;

use crate::sql::{Fault, Record, Sql};
use crate::values;

fn read(row: &Record) -> Result<KeptCall, Fault> {
    Ok(KeptCall {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        person_id: row.get("person_id")?,
        task_id: row.get("task_id")?,
        member_id: row.get("member_id")?,
        number: row.get("number")?,
        outcome: row.get("outcome")?,
        reason: row.get("reason")?,
        notes: row.get("notes")?,
        seconds: u32::try_from(row.get::<i64>("seconds")?).unwrap_or_default(),
        status: row.code("state", CallStatus::from_code)?,
        called_at: row.get("called_at")?,
    })
}

pub async fn add(sql: &impl Sql, call: &KeptCall) -> Result<(), Fault> {
    let text = "insert into calls (id, user_id, person_id, task_id, member_id, number, outcome, reason, notes,
                    seconds, state, called_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = values![
        call.id,
        call.user_id,
        call.person_id,
        call.task_id,
        call.member_id,
        &call.number,
        &call.outcome,
        &call.reason,
        &call.notes,
        call.seconds,
        call.status.code(),
        call.called_at
    ];
    sql.run(text, values).await?;
    Ok(())
}

pub async fn by_id(sql: &impl Sql, id: CallId) -> Result<Option<KeptCall>, Fault> {
    let row = sql
        .row("select * from calls where id = $1", values![id])
        .await?;
    row.as_ref().map(read).transpose()
}

/// Calls to a person, the newest first.
pub async fn of_person(
    sql: &impl Sql,
    person: PersonId,
    limit: i64,
) -> Result<Vec<KeptCall>, Fault> {
    let text = "select * from calls where person_id = $1 order by called_at desc, id desc limit $2";
    sql.rows(text, values![person, limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// A user's calls, the newest first.
pub async fn of_user(sql: &impl Sql, user: UserId, limit: i64) -> Result<Vec<KeptCall>, Fault> {
    let text = "select * from calls where user_id = $1 order by called_at desc, id desc limit $2";
    sql.rows(text, values![user, limit])
        .await?
        .iter()
        .map(read)
        .collect()
}
