//! Tasks. A day is kept as text, `2026-11-20`; none as an empty one.

use jiff::Timestamp;
use jiff::civil::Date;
use liaison_domain::id::{EmailId, PersonId, TaskId, UserId};
use liaison_domain::work::task::{Origin, Priority, TaskKind, TaskStatus};
use liaison_domain::work::{KeptTask, Task};

use crate::sql::{Fault, Record, Sql, Tx};
use crate::values;

fn read(row: &Record) -> Result<KeptTask, Fault> {
    let due_on: String = row.get("due_on")?;
    Ok(KeptTask {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        made_by: row.get("made_by")?,
        person_id: row.get("person_id")?,
        task: Task {
            kind: row.code("kind", TaskKind::from_code)?,
            name: row.get("name")?,
            details: row.get("details")?,
            due: due_on.parse().ok(),
            priority: row.code("priority", Priority::from_code)?,
            status: row.code("state", TaskStatus::from_code)?,
            origin: row.code("origin", Origin::from_code)?,
        },
        remind_at: row.get("remind_at")?,
        email_id: row.get("email_id")?,
        member_id: row.get("member_id")?,
        step_id: row.get("step_id")?,
        salesforce_id: row.get("salesforce_id")?,
        salesforce_changed_at: row.get("salesforce_changed_at")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        completed_at: row.get("completed_at")?,
        deleted_at: row.get("deleted_at")?,
    })
}

fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Also one that was deleted.
pub async fn by_id(sql: &impl Sql, id: TaskId) -> Result<Option<KeptTask>, Fault> {
    let row = sql
        .row("select * from tasks where id = $1", values![id])
        .await?;
    row.as_ref().map(read).transpose()
}

pub async fn by_salesforce_id(sql: &impl Sql, id: &str) -> Result<Option<KeptTask>, Fault> {
    let text = "select * from tasks where salesforce_id = $1";
    let row = sql.row(text, values![id]).await?;
    row.as_ref().map(read).transpose()
}

/// Takes hold of a task until the transaction ends, and reads it as it then is. One that was deleted is
/// not found.
pub async fn hold(tx: &Tx, id: TaskId) -> Result<Option<KeptTask>, Fault> {
    let text = "update tasks set state = state where id = $1 and deleted_at is null returning *";
    let row = tx.row(text, values![id]).await?;
    row.as_ref().map(read).transpose()
}

/// Adds a task or writes the one with this id as it now is.
pub async fn save(sql: &impl Sql, kept: &KeptTask) -> Result<(), Fault> {
    let text = "insert into tasks
            (id, user_id, made_by, person_id, kind, name, details, due_on, remind_at, priority, state, origin,
             email_id, member_id, step_id, salesforce_id, salesforce_changed_at, created_at, updated_at,
             completed_at, deleted_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
        on conflict (id) do update set
            user_id = excluded.user_id, person_id = excluded.person_id, kind = excluded.kind,
            name = excluded.name, details = excluded.details, due_on = excluded.due_on,
            remind_at = excluded.remind_at, priority = excluded.priority, state = excluded.state,
            email_id = excluded.email_id, salesforce_id = excluded.salesforce_id,
            salesforce_changed_at = excluded.salesforce_changed_at, updated_at = excluded.updated_at,
            completed_at = excluded.completed_at, deleted_at = excluded.deleted_at";
    let task = &kept.task;
    let values = values![
        kept.id,
        kept.user_id,
        kept.made_by,
        kept.person_id,
        task.kind.code(),
        &task.name,
        &task.details,
        day(task.due),
        kept.remind_at,
        task.priority.code(),
        task.status.code(),
        task.origin.code(),
        kept.email_id,
        kept.member_id,
        kept.step_id,
        kept.salesforce_id.as_deref(),
        kept.salesforce_changed_at,
        kept.created_at,
        kept.updated_at,
        kept.completed_at,
        kept.deleted_at
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// The user's open tasks that wait for this e-mail to leave. One made because of an e-mail does not.
pub async fn written_with(
    sql: &impl Sql,
    user: UserId,
    email: EmailId,
) -> Result<Vec<TaskId>, Fault> {
    let text = "select id from tasks where user_id = $1 and state = 'open' and email_id = $2
                    and kind = 'email' and origin <> 'email' and deleted_at is null order by id";
    let rows = sql.rows(text, values![user, email]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// The reminder of an open task is said from now on; `false` when it was said before, moved, or is not
/// wanted any more.
pub async fn take_reminder(sql: &impl Sql, id: TaskId, at: Timestamp) -> Result<bool, Fault> {
    let text = "update tasks set remind_at = null
                where id = $1 and remind_at = $2 and state = 'open' and deleted_at is null";
    Ok(sql.run(text, values![id, at]).await? == 1)
}

/// Which tasks of a user are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    pub is_done: bool,
    /// The first and the last day; tasks without a day are in neither span.
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A user's tasks: open ones by day, those with a high priority first, done ones the newest first.
pub async fn of_user(
    sql: &impl Sql,
    user: UserId,
    wanted: Wanted,
    skip: i64,
    limit: i64,
) -> Result<Vec<KeptTask>, Fault> {
    let order = if wanted.is_done {
        "completed_at desc, id desc"
    } else {
        "due_on = '', due_on, priority, created_at, id"
    };
    let text = format!(
        "select * from tasks where user_id = $1 and deleted_at is null and {}
         order by {order} limit $4 offset $5",
        condition(wanted)
    );
    let values = values![user, day(wanted.from), day(wanted.until), limit, skip];
    sql.rows(&text, values).await?.iter().map(read).collect()
}

fn condition(wanted: Wanted) -> &'static str {
    if wanted.is_done {
        "state = 'complete' and ($2 = '' or due_on >= $2) and ($3 = '' or (due_on <= $3 and due_on <> ''))"
    } else {
        "state = 'open' and ($2 = '' or due_on >= $2) and ($3 = '' or (due_on <= $3 and due_on <> ''))"
    }
}

pub async fn count(sql: &impl Sql, user: UserId, wanted: Wanted) -> Result<u64, Fault> {
    let text = format!(
        "select count(*) as n from tasks where user_id = $1 and deleted_at is null and {}",
        condition(wanted)
    );
    let values = values![user, day(wanted.from), day(wanted.until)];
    let row = sql.row(&text, values).await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Tasks about a person, open ones by day, then the newest done ones.
pub async fn of_person(
    sql: &impl Sql,
    person: PersonId,
    limit: i64,
) -> Result<Vec<KeptTask>, Fault> {
    let text = "select * from tasks where person_id = $1 and deleted_at is null
                order by state desc, completed_at desc, due_on = '', due_on, id limit $2";
    sql.rows(text, values![person, limit])
        .await?
        .iter()
        .map(read)
        .collect()
}
