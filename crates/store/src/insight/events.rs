//! The log of events. Numbers are given in the order of commits: one row counts, and whoever appends
//! holds it until the transaction ends, so nobody can see an event and miss one before it.

use liaison_domain::id::{EmailId, PersonId, UserId};
use liaison_domain::insight::{Event, EventKind, NewEvent};

use crate::sql::{Fault, Record, Sql, Tx, Value};
use crate::values;

pub(super) fn read(row: &Record) -> Result<Event, Fault> {
    Ok(Event {
        seq: row.get("seq")?,
        what: NewEvent {
            at: row.get("at")?,
            kind: row.code("kind", EventKind::from_code)?,
            user_id: row.get("user_id")?,
            person_id: row.get("person_id")?,
            email_id: row.get("email_id")?,
            task_id: row.get("task_id")?,
            machine: u8::try_from(row.get::<i64>("machine")?).unwrap_or(u8::MAX),
            detail: row.get("detail")?,
        },
    })
}

/// Appends in the caller's transaction; the number of the last one. Take it as the last step of a
/// transaction: everybody else who appends waits for its end. When it commits, [`Db::hear`] says so.
///
/// [`Db::hear`]: crate::Db::hear
pub async fn append(tx: &Tx, events: &[NewEvent]) -> Result<i64, Fault> {
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let text = "insert into event_counter (id, last) values (1, $1)
                on conflict (id) do update set last = event_counter.last + $1 returning last";
    let row = tx.row(text, values![count]).await?;
    let last: i64 = match row {
        Some(row) => row.get("last")?,
        None => 0,
    };
    let rows = (last - count + 1..).zip(events);
    let rows = rows.map(|(number, event)| {
        values![
            number,
            event.at,
            event.kind.code(),
            event.user_id,
            event.person_id,
            event.email_id,
            event.task_id,
            i64::from(event.machine),
            &event.detail
        ]
    });
    let into = "insert into events (seq, at, kind, user_id, person_id, email_id, task_id, machine, detail)";
    tx.insert_many(into, rows.collect()).await?;
    tx.tell(last);
    Ok(last)
}

/// The number of the newest event; 0 before the first.
pub async fn last(sql: &impl Sql) -> Result<i64, Fault> {
    let row = sql
        .row("select last from event_counter where id = 1", vec![])
        .await?;
    row.map_or(Ok(0), |row| row.get("last"))
}

async fn newest(
    sql: &impl Sql,
    column: &str,
    id: Value,
    before: i64,
    limit: i64,
) -> Result<Vec<Event>, Fault> {
    let text =
        format!("select * from events where {column} = $1 and seq < $2 order by seq desc limit $3");
    let values = vec![id, before.into(), limit.into()];
    sql.rows(&text, values).await?.iter().map(read).collect()
}

/// A user's feed from before an event on, the newest first. Begin with `i64::MAX`.
pub async fn of_user(
    sql: &impl Sql,
    user: UserId,
    before: i64,
    limit: i64,
) -> Result<Vec<Event>, Fault> {
    newest(sql, "user_id", user.into(), before, limit).await
}

/// What happened with a person, the newest first.
pub async fn of_person(
    sql: &impl Sql,
    person: PersonId,
    before: i64,
    limit: i64,
) -> Result<Vec<Event>, Fault> {
    newest(sql, "person_id", person.into(), before, limit).await
}

/// What happened with an e-mail, the newest first.
pub async fn of_email(
    sql: &impl Sql,
    email: EmailId,
    before: i64,
    limit: i64,
) -> Result<Vec<Event>, Fault> {
    newest(sql, "email_id", email.into(), before, limit).await
}

/// A user's events after one they have seen, the oldest first.
pub async fn of_user_after(
    sql: &impl Sql,
    user: UserId,
    after: i64,
    limit: i64,
) -> Result<Vec<Event>, Fault> {
    let text = "select * from events where user_id = $1 and seq > $2 order by seq limit $3";
    sql.rows(text, values![user, after, limit])
        .await?
        .iter()
        .map(read)
        .collect()
}
