//! Writes to Salesforce: planned, under way, over.

use jiff::Timestamp;
use liaison_domain::id::{CrmWriteId, PersonId, UserId};
use liaison_domain::links::crm::activity::Fields;
use liaison_domain::links::crm::write::{CrmWrite, Operation, WriteKind, WriteState};
use liaison_domain::people::RecordId;
use uuid::Uuid;

use crate::sql::{Fault, Record, Sql, Value};
use crate::values;

pub(super) fn read_fields(row: &Record, column: &str) -> Result<Fields, Fault> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|e| Fault::Column {
        column: column.to_owned(),
        problem: e.to_string(),
    })
}

pub(super) fn text_of(fields: &Fields) -> String {
    serde_json::to_string(fields).unwrap_or_else(|_| "{}".into())
}

fn read(row: &Record) -> Result<CrmWrite, Fault> {
    let record: Option<String> = row.get("record_id")?;
    Ok(CrmWrite {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        person_id: row.get("person_id")?,
        kind: row.code("kind", WriteKind::from_code)?,
        subject_id: row.get("subject_id")?,
        object: row.get("object")?,
        record_id: record.and_then(|id| RecordId::parse(&id)),
        operation: row.code("operation", Operation::from_code)?,
        fields: read_fields(row, "fields")?,
        state: row.code("state", WriteState::from_code)?,
        code: row.get("code")?,
        message: row.get("message")?,
        tries: u32::try_from(row.get::<i64>("tries")?).unwrap_or(u32::MAX),
        due_at: row.get("due_at")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
    })
}

async fn many(sql: &impl Sql, text: &str, values: Vec<Value>) -> Result<Vec<CrmWrite>, Fault> {
    sql.rows(text, values).await?.iter().map(read).collect()
}

/// Adds a write, or writes the one with this id as it now is.
pub async fn save(sql: &impl Sql, write: &CrmWrite) -> Result<(), Fault> {
    let text = "insert into crm_writes (id, user_id, person_id, kind, subject_id, object, record_id, operation, fields,
                    state, code, message, tries, due_at, created_at, changed_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                on conflict (id) do update set user_id = excluded.user_id, person_id = excluded.person_id,
                    object = excluded.object, record_id = excluded.record_id, operation = excluded.operation,
                    fields = excluded.fields, state = excluded.state, code = excluded.code,
                    message = excluded.message, tries = excluded.tries, due_at = excluded.due_at,
                    changed_at = excluded.changed_at";
    let values = values![
        write.id,
        write.user_id,
        write.person_id,
        write.kind.code(),
        write.subject_id,
        &write.object,
        write.record_id.as_ref().map(RecordId::as_str),
        write.operation.code(),
        text_of(&write.fields),
        write.state.code(),
        write.code.as_deref(),
        write.message.as_deref(),
        write.tries,
        write.due_at,
        write.created_at,
        write.changed_at
    ];
    sql.run(text, values).await?;
    Ok(())
}

pub async fn by_id(sql: &impl Sql, id: CrmWriteId) -> Result<Option<CrmWrite>, Fault> {
    let rows = many(sql, "select * from crm_writes where id = $1", values![id]).await?;
    Ok(rows.into_iter().next())
}

/// What a user still has to write, in the order it was planned.
pub async fn pending(sql: &impl Sql, user: UserId, limit: i64) -> Result<Vec<CrmWrite>, Fault> {
    let text = "select * from crm_writes where user_id = $1 and state in ('waiting', 'intent') order by id limit $2";
    many(sql, text, values![user, limit]).await
}

/// Whether it is unknown of a user's new reminder task if it is in Salesforce.
pub async fn has_unknown_task(sql: &impl Sql, user: UserId) -> Result<bool, Fault> {
    let text = "select 1 as found from crm_writes
                where user_id = $1 and state = 'intent' and kind = 'task' and operation = 'create' limit 1";
    Ok(sql.row(text, values![user]).await?.is_some())
}

/// When a user's next write is due; `None` when nothing waits.
pub async fn next_due(sql: &impl Sql, user: UserId) -> Result<Option<Timestamp>, Fault> {
    let text = "select min(due_at) as due from crm_writes where user_id = $1 and state in ('waiting', 'intent')";
    match sql.row(text, values![user]).await? {
        Some(row) => row.get("due"),
        None => Ok(None),
    }
}

/// The writes about one thing, in their order.
pub async fn of_subject(sql: &impl Sql, subject: Uuid) -> Result<Vec<CrmWrite>, Fault> {
    let text = "select * from crm_writes where subject_id = $1 order by id";
    many(sql, text, values![subject]).await
}

/// A user's waiting write to a record's own fields.
pub async fn waiting_update(
    sql: &impl Sql,
    user: UserId,
    record: &RecordId,
    kind: WriteKind,
) -> Result<Option<CrmWrite>, Fault> {
    let text = "select * from crm_writes where record_id = $1 and user_id = $2 and kind = $3
                and operation = 'update' and state = 'waiting' order by id limit 1";
    let rows = many(sql, text, values![record.as_str(), user, kind.code()]).await?;
    Ok(rows.into_iter().next())
}

/// The newest writes of a kind to a record that were done, whoever did them.
pub async fn done_at_record(
    sql: &impl Sql,
    record: &RecordId,
    kind: WriteKind,
    limit: i64,
) -> Result<Vec<CrmWrite>, Fault> {
    let text = "select * from crm_writes where record_id = $1 and kind = $2 and state = 'done'
                order by id desc limit $3";
    many(sql, text, values![record.as_str(), kind.code(), limit]).await
}

/// The records whose roll-ups were written for a person: object and id.
pub async fn rolled_up(sql: &impl Sql, person: PersonId) -> Result<Vec<(String, RecordId)>, Fault> {
    let text = "select distinct object, record_id from crm_writes
                where person_id = $1 and kind = 'rollup' and record_id is not null";
    sql.rows(text, values![person])
        .await?
        .iter()
        .map(|row| Ok((row.get("object")?, row.code("record_id", RecordId::parse)?)))
        .collect()
}

/// What a user was told about fields of an object they may not write.
pub async fn fields_note(
    sql: &impl Sql,
    user: UserId,
    object: &str,
) -> Result<Option<CrmWrite>, Fault> {
    let text =
        "select * from crm_writes where user_id = $1 and kind = 'fields' and object = $2 limit 1";
    let rows = many(sql, text, values![user, object]).await?;
    Ok(rows.into_iter().next())
}

/// What the diagnostics page may be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Without one: what is open.
    pub state: Option<WriteState>,
    pub user: Option<UserId>,
    pub code: Option<String>,
    pub object: Option<String>,
    /// The whole story of a record or a person, done or not.
    pub record: Option<RecordId>,
    pub person: Option<PersonId>,
}

impl Wanted {
    fn is_story(&self) -> bool {
        self.record.is_some() || self.person.is_some()
    }
}

/// The newest first, beginning before `before`; a story from its beginning.
pub async fn list(
    sql: &impl Sql,
    wanted: &Wanted,
    before: Option<CrmWriteId>,
    limit: i64,
) -> Result<Vec<CrmWrite>, Fault> {
    let mut text = String::from("select * from crm_writes where true");
    let mut values: Vec<Value> = Vec::new();
    let mut narrow = |condition: &str, value: Value| {
        values.push(value);
        text.push_str(&format!(
            " and {}",
            condition.replace('?', &format!("${}", values.len()))
        ));
    };
    if let Some(record) = &wanted.record {
        narrow("record_id = ?", record.as_str().into());
    }
    if let Some(person) = wanted.person {
        narrow("person_id = ?", person.into());
    }
    if let Some(user) = wanted.user {
        narrow("user_id = ?", user.into());
    }
    if let Some(code) = &wanted.code {
        narrow("code = ?", code.into());
    }
    if let Some(object) = &wanted.object {
        narrow("object = ?", object.into());
    }
    if let Some(state) = wanted.state {
        narrow("state = ?", state.code().into());
    }
    let is_story = wanted.is_story();
    if let Some(before) = before {
        narrow(if is_story { "id > ?" } else { "id < ?" }, before.into());
    }
    if wanted.state.is_none() && !is_story {
        // What waits for its time without having failed is not worth a look.
        text.push_str(" and (state in ('failed', 'unmatched', 'intent') or (state = 'waiting' and code is not null))");
    }
    values.push(limit.into());
    let direction = if is_story { "" } else { "desc" };
    text.push_str(&format!(" order by id {direction} limit ${}", values.len()));
    many(sql, &text, values).await
}

/// How many writes stand in each state.
pub async fn counts(sql: &impl Sql) -> Result<Vec<(WriteState, u64)>, Fault> {
    let text = "select state, count(*) as n from crm_writes group by state order by state";
    sql.rows(text, vec![])
        .await?
        .iter()
        .map(|row| Ok((row.code("state", WriteState::from_code)?, row.get("n")?)))
        .collect()
}

/// The codes among what is open, with how many each has.
pub async fn open_codes(sql: &impl Sql) -> Result<Vec<(String, u64)>, Fault> {
    let text = "select code, count(*) as n from crm_writes
                where code is not null and state in ('failed', 'unmatched', 'intent', 'waiting')
                group by code order by code";
    sql.rows(text, vec![])
        .await?
        .iter()
        .map(|row| Ok((row.get("code")?, row.get("n")?)))
        .collect()
}

/// Puts failed writes back in the queue: one, or all with a code. The users whose they are.
pub async fn retry(
    sql: &impl Sql,
    id: Option<CrmWriteId>,
    code: Option<&str>,
    now: Timestamp,
) -> Result<Vec<UserId>, Fault> {
    let (which, value) = match (id, code) {
        (Some(id), _) => ("id = $2", Value::from(id)),
        (None, Some(code)) => ("code = $2 and state <> 'dismissed'", Value::from(code)),
        (None, None) => return Ok(vec![]),
    };
    let text = format!(
        "update crm_writes set state = 'waiting', tries = 0, due_at = $1, changed_at = $1
         where kind <> 'fields' and state in ('failed', 'unmatched', 'waiting', 'dismissed') and {which}
         returning user_id"
    );
    let values = vec![now.into(), value];
    let mut users: Vec<UserId> = Vec::new();
    for row in sql.rows(&text, values).await? {
        let user = row.get("user_id")?;
        if !users.contains(&user) {
            users.push(user);
        }
    }
    Ok(users)
}

/// What waited for a user's connection is due now. `false` when nothing did.
pub async fn wake(sql: &impl Sql, user: UserId, now: Timestamp) -> Result<bool, Fault> {
    let text = "update crm_writes set due_at = $2 where user_id = $1 and state = 'waiting' and code in
                ('NOT_CONNECTED', 'EXPIRED_ACCESS', 'AUTHENTICATION_FAILURE', 'INACTIVE_USER', 'INACTIVE_ORGANIZATION',
                 'INVALID_GRANT', 'API_CURRENTLY_DISABLED')";
    Ok(sql.run(text, values![user, now]).await? > 0)
}

/// Takes a write off the list. `false` when it is not on it.
pub async fn dismiss(sql: &impl Sql, id: CrmWriteId, now: Timestamp) -> Result<bool, Fault> {
    let text = "update crm_writes set state = 'dismissed', changed_at = $2
                where id = $1 and state in ('failed', 'unmatched', 'waiting')";
    Ok(sql.run(text, values![id, now]).await? == 1)
}

/// Forgets a row; only for notes, which are no writes.
pub async fn remove(sql: &impl Sql, id: CrmWriteId) -> Result<(), Fault> {
    let text = "delete from crm_writes where id = $1 and kind = 'fields'";
    sql.run(text, values![id]).await?;
    Ok(())
}

/// Forgets what was written or needed no writing before `before`, at most so many; how many that were. The
/// newest roll-up of a record stays: it tells what was last written there.
pub async fn prune(sql: &impl Sql, before: Timestamp, limit: i64) -> Result<u64, Fault> {
    let text = "delete from crm_writes where id in
                    (select id from crm_writes old where state in ('done', 'skipped') and changed_at < $1
                        and (kind <> 'rollup' or exists
                            (select 1 from crm_writes newer where newer.record_id = old.record_id
                                and newer.person_id = old.person_id and newer.kind = 'rollup'
                                and newer.state = 'done' and newer.id > old.id))
                     limit $2)";
    sql.run(text, values![before, limit]).await
}

/// The users whose writes are listed.
pub async fn users_with_writes(sql: &impl Sql) -> Result<Vec<UserId>, Fault> {
    let rows = sql
        .rows(
            "select distinct user_id from crm_writes order by user_id",
            vec![],
        )
        .await?;
    rows.iter().map(|row| row.get("user_id")).collect()
}
