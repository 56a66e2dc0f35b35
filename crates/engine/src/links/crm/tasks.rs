//! Reminder tasks, both ways (administration 6.6): what changed in Salesforce is looked for every minute while
//! somebody works here, every quarter of an hour otherwise.

use jiff::{SignedDuration, Timestamp};
use liaison_connectors::salesforce::{Api, Page, soql};
use liaison_domain::id::{TaskId, UserId};
use liaison_domain::links::SalesforceConnection;
use liaison_domain::links::crm::activity::{Fields, moment};
use liaison_domain::people::{CrmRecord, RecordId};
use liaison_domain::work::KeptTask;
use liaison_domain::work::task::{Origin, Shared, TaskStatus, Theirs, import, merge};
use liaison_store::links::crm_tasks::{self, CrmTask};
use liaison_store::links::{crm_describes, crm_writes, salesforce};
use liaison_store::people::persons;
use liaison_store::work::tasks;
use liaison_store::{Sql, Tx};
use serde_json::{Value, json};

use super::{plan, settings};
use crate::jobs::{self, Handled};
use crate::links::calls::{Unanswered, in_background};
use crate::{Engine, Outcome};

pub(crate) const KIND: &str = "crm-tasks";

const LOOK_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// For users who are not here.
const LOOK_SELDOM: SignedDuration = SignedDuration::from_mins(15);
/// At the first look, so far back.
const FIRST_LOOK: SignedDuration = SignedDuration::from_hours(24);
/// What was deleted longer ago is not seen any more.
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(24 * 15);
/// So many tasks in one look; the next look goes on after them.
const AT_ONCE: usize = 500;

/// The key of the moment the sync was switched on.
const SWITCHED_ON: &str = "tasks-since";

/// Tasks from before are not sent out.
pub(super) async fn switched_on(engine: &Engine, tx: &Tx) -> Outcome<()> {
    let now = engine.clock.now();
    crm_describes::set_cursor(tx, SWITCHED_ON, &moment(now), now).await?;
    Ok(())
}

/// Whether a task was there before the sync was switched on.
pub(super) async fn is_older(sql: &impl Sql, kept: &KeptTask) -> Outcome<bool> {
    let since = crm_describes::cursor(sql, SWITCHED_ON).await?;
    Ok(since.is_none_or(|(_, at)| kept.created_at < at))
}

pub(super) async fn enqueue(engine: &Engine, tx: &Tx) -> Outcome<()> {
    jobs::enqueue_once(engine, tx, KIND, KIND, &()).await
}

pub(crate) async fn handle(engine: &Engine) -> Outcome<Handled> {
    if !settings::get(&engine.db).await?.tasks {
        return Ok(Handled::Done);
    }
    for connection in salesforce::connected(&engine.db).await? {
        if is_due(engine, &connection).await? {
            look(engine, &connection).await?;
        }
    }
    Ok(Handled::Later(LOOK_EVERY))
}

fn cursor(user: UserId) -> String {
    format!("tasks:{user}")
}

async fn is_due(engine: &Engine, connection: &SalesforceConnection) -> Outcome<bool> {
    let now = engine.clock.now();
    let looked = crm_describes::cursor(&engine.db, &cursor(connection.user_id)).await?;
    let Some((_, looked_at)) = looked else {
        return Ok(true);
    };
    let is_here = crm_describes::is_here(&engine.db, connection.user_id, now - LOOK_SELDOM).await?;
    Ok(is_here || now.duration_since(looked_at) >= LOOK_SELDOM)
}

/// One look at one user's tasks: one call.
async fn look(engine: &Engine, connection: &SalesforceConnection) -> Outcome<()> {
    // A new task of ours whose answer was cut would come in as somebody else's.
    if crm_writes::has_unknown_task(&engine.db, connection.user_id).await? {
        return Ok(());
    }
    let now = engine.clock.now();
    let key = cursor(connection.user_id);
    let kept = crm_describes::cursor(&engine.db, &key).await?;
    let owner = soql::quote(connection.salesforce_user_id.as_str());
    let since = kept
        .as_ref()
        .and_then(|(position, _)| position.parse::<Timestamp>().ok())
        .map(|at| at.max(now - LONGEST_GAP));
    let wanted = match since {
        Some(since) => format!("SystemModstamp >= {}", moment(since)),
        None => format!(
            "(SystemModstamp >= {} OR IsClosed = false)",
            moment(now - FIRST_LOOK)
        ),
    };
    let query = format!(
        "SELECT Id, Subject, Status, Priority, ActivityDate, Description, Type, WhoId, IsDeleted, SystemModstamp
         FROM Task WHERE OwnerId = {owner} AND {wanted} ORDER BY SystemModstamp, Id LIMIT {AT_ONCE}"
    );
    let asked: Result<Page<Value>, Unanswered> =
        in_background(engine, connection, async |api: Api| {
            api.query_all(&query).await
        })
        .await?;
    let page = match asked {
        Ok(page) => page,
        Err(why) => {
            tracing::warn!(code = why.code(), "tasks could not be read");
            return Ok(());
        }
    };
    for record in &page.records {
        let tx = engine.db.begin().await?;
        take_over(engine, &tx, connection, record).await?;
        tx.commit().await?;
    }
    let last = page.records.last().and_then(changed_at);
    let is_full = page.records.len() >= AT_ONCE;
    let position = match last {
        // More were changed in one moment than fit into a look: go on behind it.
        Some(last) if is_full && since.is_some_and(|since| last <= since) => {
            last + SignedDuration::from_secs(1)
        }
        Some(last) if is_full || since.is_some() => last,
        _ => since.unwrap_or(now - LOOK_EVERY),
    };
    crm_describes::set_cursor(&engine.db, &key, &moment(position), now).await?;
    Ok(())
}

fn changed_at(record: &Value) -> Option<Timestamp> {
    let text = record["SystemModstamp"].as_str()?;
    text.replace("+0000", "Z").parse().ok()
}

fn theirs(record: &Value) -> Theirs {
    let text = |name: &str| record[name].as_str().map(str::to_owned);
    Theirs {
        subject: text("Subject"),
        status: text("Status"),
        priority: text("Priority"),
        due: record["ActivityDate"]
            .as_str()
            .and_then(|day| day.parse().ok()),
        details: text("Description"),
        kind: text("Type"),
    }
}

async fn take_over(
    engine: &Engine,
    tx: &Tx,
    connection: &SalesforceConnection,
    record: &Value,
) -> Outcome<()> {
    let Some(id) = record["Id"].as_str() else {
        return Ok(());
    };
    let is_deleted = record["IsDeleted"].as_bool() == Some(true);
    let kept = match tasks::by_salesforce_id(tx, id).await? {
        Some(kept) => kept,
        // What we logged ourselves is no reminder, and what is over is none any more.
        None if is_deleted || crm_tasks::is_known(tx, id).await? => return Ok(()),
        None => return bring_in(engine, tx, connection, record, id).await,
    };
    if kept.deleted_at.is_some() {
        return Ok(());
    }
    if is_deleted {
        let now = engine.clock.now();
        let gone = KeptTask {
            deleted_at: Some(now),
            updated_at: now,
            ..kept
        };
        tasks::save(tx, &gone).await?;
        return Ok(());
    }
    bring_together(engine, tx, connection, record, kept).await
}

async fn bring_in(
    engine: &Engine,
    tx: &Tx,
    connection: &SalesforceConnection,
    record: &Value,
    id: &str,
) -> Outcome<()> {
    let theirs = theirs(record);
    let task = import(&theirs);
    if task.status == TaskStatus::Complete {
        return Ok(());
    }
    let who = record["WhoId"].as_str().and_then(CrmRecord::parse);
    let person = match &who {
        Some(record) => persons::by_record(tx, record).await?,
        None => None,
    };
    let now = engine.clock.now();
    let kept = KeptTask {
        id: TaskId(engine.dice.id(now)),
        user_id: connection.user_id,
        made_by: None,
        person_id: person.map(|person| person.id),
        task,
        remind_at: None,
        email_id: None,
        member_id: None,
        step_id: None,
        salesforce_id: Some(id.to_owned()),
        salesforce_changed_at: changed_at(record),
        created_at: now,
        updated_at: now,
        completed_at: None,
        deleted_at: None,
    };
    debug_assert!(kept.task.origin == Origin::Salesforce);
    tasks::save(tx, &kept).await?;
    let base = kept.task.shared();
    remember(
        engine,
        tx,
        connection,
        &kept,
        id,
        who.map(|who| who.id),
        &base,
    )
    .await
}

/// Keeps what both sides held when they were last equal.
async fn remember(
    engine: &Engine,
    tx: &Tx,
    connection: &SalesforceConnection,
    kept: &KeptTask,
    id: &str,
    who: Option<RecordId>,
    shared: &Shared,
) -> Outcome<()> {
    let mut equal = kept.task.clone();
    equal.take(shared);
    let mut written: Fields = liaison_domain::work::task::create(&equal, "")
        .into_iter()
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect();
    written.remove("Subject");
    let before = crm_tasks::by_salesforce_id(tx, id).await?;
    if let Some(subject) = before.as_ref().and_then(|task| task.written.get("Subject")) {
        written.insert("Subject".into(), subject.clone());
    }
    let task = CrmTask {
        subject_id: kept.id.0,
        salesforce_id: id.to_owned(),
        user_id: connection.user_id,
        record_id: who.or(before.and_then(|task| task.record_id)),
        written,
        written_at: engine.clock.now(),
    };
    crm_tasks::save(tx, &task).await?;
    Ok(())
}

/// What the two sides held when they were last equal; ours, when nobody remembers.
fn base_of(known: Option<&CrmTask>, ours: &Shared) -> Shared {
    let Some(written) = known.map(|task| &task.written) else {
        return ours.clone();
    };
    let text = |name: &str| written.get(name).and_then(Value::as_str);
    let then = Theirs {
        subject: None,
        status: text("Status").map(str::to_owned),
        priority: text("Priority").map(str::to_owned),
        due: text("ActivityDate").and_then(|day| day.parse().ok()),
        details: text("Description").map(str::to_owned),
        kind: None,
    };
    then.shared(ours)
}

/// Both may have changed since: what one side changed wins, what both did goes to the later.
async fn bring_together(
    engine: &Engine,
    tx: &Tx,
    connection: &SalesforceConnection,
    record: &Value,
    mut kept: KeptTask,
) -> Outcome<()> {
    let Some(id) = kept.salesforce_id.clone() else {
        return Ok(());
    };
    let there = changed_at(record);
    let known = crm_tasks::by_salesforce_id(tx, &id).await?;
    let ours = kept.task.shared();
    let base = base_of(known.as_ref(), &ours);
    let is_newer = there.is_none_or(|at| at > kept.updated_at);
    let theirs = theirs(record);
    let merged = merge(&base, &ours, &theirs, is_newer, None);
    if merged.changes_ours {
        let now = engine.clock.now();
        kept.task.take(&merged.shared);
        kept.updated_at = now;
        kept.completed_at = match kept.task.status {
            TaskStatus::Complete => kept.completed_at.or(Some(now)),
            TaskStatus::Open => None,
        };
    }
    kept.salesforce_changed_at = there;
    tasks::save(tx, &kept).await?;
    // What Salesforce holds now is the base; what differs from it goes out.
    let held = theirs.shared(&base);
    let who = record["WhoId"].as_str().and_then(RecordId::parse);
    remember(engine, tx, connection, &kept, &id, who, &held).await?;
    if !merged.outgoing.is_empty() {
        plan::task_changed(engine, tx, kept.id).await?;
    }
    Ok(())
}
