//! New records whose answer was cut, or before whose answer we fell over: looked for, and written again only
//! when they are not there.

use std::collections::HashMap;

use jiff::SignedDuration;
use liaison_connectors::salesforce::soql;
use liaison_domain::links::crm::CrmWrite;
use liaison_domain::links::crm::activity::{MARK, moment};
use liaison_domain::links::crm::trouble::{Reaction, reaction};
use liaison_domain::links::crm::write::{Operation, WriteState};
use liaison_store::links::crm_tasks;
use serde_json::Value;

use super::{Desk, find, settle};
use crate::Outcome;

/// So many addresses of ours fit into one query.
const AT_ONCE: usize = 40;
/// Clocks differ.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// Settles all; how long everything of this user rests, when Salesforce does not answer.
pub(super) async fn look(
    desk: &Desk<'_>,
    writes: Vec<CrmWrite>,
) -> Outcome<Option<SignedDuration>> {
    let (news, others): (Vec<_>, Vec<_>) = writes
        .into_iter()
        .partition(|write| write.operation == Operation::Create);
    for write in others {
        again(desk, write).await?;
    }
    let (marked, unmarked): (Vec<_>, Vec<_>) = news
        .into_iter()
        .partition(|write| write.fields.contains_key(MARK));
    for some in marked.chunks(AT_ONCE) {
        let marks = some.iter().filter_map(|write| text(write, MARK));
        let query = format!(
            "SELECT Id, WhoId, {MARK} FROM Task WHERE {MARK} IN {}",
            soql::quote_list(marks)
        );
        let page = match find::ask(desk, &query).await? {
            Ok(page) => page,
            Err(why) => return still_unknown(desk, some, why.stops_all()).await,
        };
        let there: HashMap<(String, String), String> =
            page.records.iter().filter_map(key).collect();
        for write in some {
            let mark = text(write, MARK).unwrap_or_default().to_owned();
            let who = text(write, "WhoId").unwrap_or_default().to_owned();
            match there.get(&(mark, who)) {
                Some(id) => found(desk, write.clone(), id).await?,
                None => again(desk, write.clone()).await?,
            }
        }
    }
    for write in unmarked {
        if let Some(rest) = by_words(desk, write).await? {
            return Ok(Some(rest));
        }
    }
    Ok(None)
}

fn text<'a>(write: &'a CrmWrite, field: &str) -> Option<&'a str> {
    write.fields.get(field).and_then(Value::as_str)
}

fn key(record: &Value) -> Option<((String, String), String)> {
    let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
    let id = record["Id"].as_str()?.to_owned();
    Some(((text(MARK), text("WhoId")), id))
}

/// The organisation has no field for our address: by whom it stands with, its subject, and since when.
async fn by_words(desk: &Desk<'_>, write: CrmWrite) -> Outcome<Option<SignedDuration>> {
    let who = match text(&write, "WhoId") {
        Some(who) => format!("WhoId = {}", soql::quote(who)),
        None => "WhoId = null".to_owned(),
    };
    let query = format!(
        "SELECT Id FROM Task WHERE {who} AND Subject = {} AND CreatedById = {} AND CreatedDate >= {} ORDER BY CreatedDate",
        soql::quote(text(&write, "Subject").unwrap_or_default()),
        soql::quote(desk.connection.salesforce_user_id.as_str()),
        moment(write.created_at - SLACK),
    );
    let page = match find::ask(desk, &query).await? {
        Ok(page) => page,
        Err(why) => return still_unknown(desk, &[write], why.stops_all()).await,
    };
    for record in &page.records {
        let Some(id) = record["Id"].as_str() else {
            continue;
        };
        if !crm_tasks::is_known(&desk.engine.db, id).await? {
            found(desk, write, id).await?;
            return Ok(None);
        }
    }
    again(desk, write).await?;
    Ok(None)
}

async fn found(desk: &Desk<'_>, write: CrmWrite, id: &str) -> Outcome<()> {
    let tx = desk.engine.db.begin().await?;
    settle::done(desk, &tx, write, id).await?;
    tx.commit().await?;
    Ok(())
}

/// It is not there: once more, but not for ever.
async fn again(desk: &Desk<'_>, mut write: CrmWrite) -> Outcome<()> {
    let now = desk.engine.clock.now();
    let code = write.code.clone().unwrap_or_default();
    let message = write.message.clone().unwrap_or_default();
    write.state = WriteState::Waiting;
    write.due_at = now;
    match reaction(&code, &message, write.tries) {
        Reaction::Again { wait, .. } => write.due_at = now + wait,
        Reaction::Never if !code.is_empty() => write.state = WriteState::Failed,
        _ => {}
    }
    settle::save(desk.engine, &write).await
}

async fn still_unknown(
    desk: &Desk<'_>,
    writes: &[CrmWrite],
    stops_all: bool,
) -> Outcome<Option<SignedDuration>> {
    let wait = if stops_all {
        SignedDuration::from_hours(1)
    } else {
        SignedDuration::from_mins(2)
    };
    for write in writes {
        let mut write = write.clone();
        write.due_at = desk.engine.clock.now() + wait;
        settle::save(desk.engine, &write).await?;
    }
    Ok(Some(wait))
}
