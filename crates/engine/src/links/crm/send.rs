//! Hands prepared writes over: many in one call, each with an end of its own.

use jiff::SignedDuration;
use liaison_connectors::salesforce::{Api, ApiError, RecordResult};
use liaison_domain::links::crm::CrmWrite;
use liaison_domain::links::crm::write::{Operation, WriteState};
use liaison_store::links::crm_writes;
use serde_json::{Value, json};

use super::{Desk, settle};
use crate::Outcome;
use crate::crash::point;
use crate::links::calls::{Asked, Unanswered, in_background};

/// Most records in one call, and most changes of object among them (contracts 2.3).
const AT_ONCE: usize = 200;
const KINDS_AT_ONCE: usize = 10;

/// Hands all over; how long everything of this user rests, when Salesforce does not answer.
pub(super) async fn send(
    desk: &Desk<'_>,
    writes: Vec<CrmWrite>,
) -> Outcome<Option<SignedDuration>> {
    for operation in [Operation::Create, Operation::Update] {
        let mut some: Vec<CrmWrite> = writes
            .iter()
            .filter(|write| write.operation == operation)
            .cloned()
            .collect();
        some.sort_by(|a, b| a.object.cmp(&b.object));
        for part in some.chunks(AT_ONCE) {
            debug_assert!(kinds(part) <= KINDS_AT_ONCE);
            if let Some(rest) = together(desk, part.to_vec(), operation).await? {
                return Ok(Some(rest));
            }
        }
    }
    for write in writes {
        if write.operation == Operation::Delete
            && let Some(rest) = delete(desk, write).await?
        {
            return Ok(Some(rest));
        }
    }
    Ok(None)
}

fn kinds(writes: &[CrmWrite]) -> usize {
    1 + writes
        .windows(2)
        .filter(|two| two[0].object != two[1].object)
        .count()
}

/// Written down before it is handed over: whoever comes after a crash knows that it may be there.
async fn intend(desk: &Desk<'_>, writes: &mut [CrmWrite]) -> Outcome<()> {
    let tx = desk.engine.db.begin().await?;
    for write in writes {
        write.state = WriteState::Intent;
        write.tries += 1;
        write.changed_at = desk.engine.clock.now();
        crm_writes::save(&tx, write).await?;
    }
    tx.commit().await?;
    point("crm-intent");
    Ok(())
}

async fn together(
    desk: &Desk<'_>,
    mut writes: Vec<CrmWrite>,
    operation: Operation,
) -> Outcome<Option<SignedDuration>> {
    intend(desk, &mut writes).await?;
    let records: Vec<Value> = writes.iter().map(record).collect();
    let asked: Asked<Vec<RecordResult>> = in_background(
        desk.engine,
        &desk.connection,
        async |api: Api| match operation {
            Operation::Create => api.create_many(&records, false).await,
            Operation::Update | Operation::Delete => api.update_many(&records, false).await,
        },
    )
    .await;
    point("crm-answered");
    let results = match asked? {
        Ok(results) => results,
        Err(Unanswered::Api(error)) if may_be_there(operation, &error) => {
            return look_later(desk, writes, &error).await;
        }
        Err(why) => return settle::unanswered(desk, writes, &why).await,
    };
    let mut refused = Vec::new();
    let tx = desk.engine.db.begin().await?;
    for (write, result) in writes.into_iter().zip(results) {
        match result.errors.into_iter().next() {
            Some(error) => refused.push((write, error)),
            None => {
                let id = result.id.unwrap_or_else(|| own_id(&write));
                settle::done(desk, &tx, write, &id).await?;
            }
        }
    }
    tx.commit().await?;
    for (write, error) in refused {
        settle::refused(desk, write, &error).await?;
    }
    Ok(None)
}

fn own_id(write: &CrmWrite) -> String {
    let id = write.fields.get("Id").and_then(Value::as_str);
    id.unwrap_or_default().to_owned()
}

/// An update may be written twice; a new record may not.
fn may_be_there(operation: Operation, error: &ApiError) -> bool {
    operation == Operation::Create && error.may_have_worked()
}

async fn look_later(
    desk: &Desk<'_>,
    writes: Vec<CrmWrite>,
    error: &ApiError,
) -> Outcome<Option<SignedDuration>> {
    for mut write in writes {
        write.code = Some(error.code().to_owned());
        write.message = Some(error.to_string());
        write.due_at = desk.engine.clock.now() + settle::LOOK_AFTER;
        settle::save(desk.engine, &write).await?;
    }
    Ok(None)
}

fn record(write: &CrmWrite) -> Value {
    let mut record = json!({ "attributes": { "type": write.object } });
    for (name, value) in &write.fields {
        let name = if name == "Id" { "id" } else { name };
        record[name] = value.clone();
    }
    record
}

async fn delete(desk: &Desk<'_>, write: CrmWrite) -> Outcome<Option<SignedDuration>> {
    let mut one = [write];
    intend(desk, &mut one).await?;
    let [write] = one;
    let id = own_id(&write);
    let asked = in_background(desk.engine, &desk.connection, async |api: Api| {
        api.delete("Task", &id).await
    })
    .await?;
    match asked {
        Ok(()) => {
            let tx = desk.engine.db.begin().await?;
            settle::done(desk, &tx, write, &id).await?;
            tx.commit().await?;
            Ok(None)
        }
        Err(why) => settle::unanswered(desk, vec![write], &why).await,
    }
}
