//! What becomes of a write by what Salesforce said.

use jiff::SignedDuration;
use liaison_connectors::salesforce::{Api, ApiError};
use liaison_domain::id::TaskId;
use liaison_domain::links::crm::CrmWrite;
use liaison_domain::links::crm::activity::{Fields, is_optional, stand_with};
use liaison_domain::links::crm::trouble::{Reaction, reaction};
use liaison_domain::links::crm::write::{Operation, WriteKind, WriteState};
use liaison_domain::people::{CrmObject, RecordId};
use liaison_store::Tx;
use liaison_store::links::crm_tasks::{self, CrmTask};
use liaison_store::links::{crm_describes, crm_writes};
use liaison_store::people::persons;
use liaison_store::work::tasks;
use serde_json::json;

use super::{Desk, describe, plan};
use crate::links::calls::{Unanswered, in_background};
use crate::{Engine, Outcome};

/// How long a user's writes rest when Salesforce answers none of them.
const REST: SignedDuration = SignedDuration::from_hours(1);
/// An answer that was cut is looked for after this long.
pub(super) const LOOK_AFTER: SignedDuration = SignedDuration::from_secs(30);

pub(super) async fn save(engine: &Engine, write: &CrmWrite) -> Outcome<()> {
    let mut write = write.clone();
    write.changed_at = engine.clock.now();
    crm_writes::save(&engine.db, &write).await?;
    Ok(())
}

/// A whole call had no answer: the same for all its writes. How long everything of this user rests.
pub(super) async fn unanswered(
    desk: &Desk<'_>,
    writes: Vec<CrmWrite>,
    why: &Unanswered,
) -> Outcome<Option<SignedDuration>> {
    let engine = desk.engine;
    if let Unanswered::Api(error) = why
        && !why.stops_all()
    {
        for write in writes {
            refused(desk, write, error).await?;
        }
        return Ok(None);
    }
    for mut write in writes {
        write.state = WriteState::Waiting;
        // It was not tried at all.
        write.tries = write.tries.saturating_sub(1);
        write.code = Some(why.code().to_owned());
        write.message = Some(why.message());
        write.due_at = engine.clock.now() + REST;
        save(engine, &write).await?;
    }
    Ok(Some(REST))
}

/// Salesforce refused one write.
pub(super) async fn refused(desk: &Desk<'_>, mut write: CrmWrite, error: &ApiError) -> Outcome<()> {
    let engine = desk.engine;
    let now = engine.clock.now();
    let (code, message) = (error.code().to_owned(), error.to_string());
    let is_gone = matches!(error, ApiError::NotFound | ApiError::Deleted);
    if is_gone && write.operation != Operation::Create && write.kind != WriteKind::OptOut {
        // Somebody deleted it there: nothing is left to change.
        write.state = match write.operation {
            Operation::Delete => WriteState::Done,
            _ => WriteState::Skipped,
        };
        return save(engine, &write).await;
    }
    write.code = Some(code.clone());
    write.message = Some(message.clone());
    write.state = WriteState::Waiting;
    match reaction(&code, &message, write.tries) {
        Reaction::Again { wait, jitter } => {
            write.due_at = now + wait + spread(engine, wait, jitter)
        }
        Reaction::Limit if *error == ApiError::TooManyAtOnce => {
            let wait = SignedDuration::from_secs(60);
            write.due_at = now + wait + spread(engine, wait, true);
        }
        Reaction::Limit | Reaction::Reconnect => write.due_at = now + REST,
        Reaction::WithoutFields => {
            if without_fields(desk, &mut write, error).await? {
                write.due_at = now;
            } else {
                write.state = WriteState::Failed;
            }
        }
        Reaction::FollowLead => {
            if follow_lead(desk, &mut write).await? {
                write.due_at = now;
            } else {
                write.state = WriteState::Failed;
            }
        }
        Reaction::Never => write.state = WriteState::Failed,
    }
    save(engine, &write).await
}

/// Up to as long again, so that those who collided do not meet once more.
fn spread(engine: &Engine, wait: SignedDuration, jitter: bool) -> SignedDuration {
    if !jitter {
        return SignedDuration::ZERO;
    }
    let thrown = i64::from(u16::from_be_bytes(engine.dice.bytes()));
    SignedDuration::from_millis(
        i64::try_from(wait.as_millis()).unwrap_or(0) * thrown / i64::from(u16::MAX),
    )
}

/// Takes out the fields a refusal names, as far as the write makes sense without them. `false` when it names
/// none, or nothing is left.
async fn without_fields(desk: &Desk<'_>, write: &mut CrmWrite, error: &ApiError) -> Outcome<bool> {
    let ApiError::Field {
        message, fields, ..
    } = error
    else {
        return Ok(false);
    };
    let is_named = |name: &String| {
        fields.contains(name)
            || message
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .any(|word| word == name)
    };
    let named: Vec<String> = write
        .fields
        .keys()
        .filter(|name| is_optional(name) && is_named(name))
        .cloned()
        .collect();
    if named.is_empty() || write.kind == WriteKind::OptOut {
        return Ok(false);
    }
    for name in &named {
        write.fields.remove(name);
    }
    let (engine, user) = (desk.engine, desk.user.id);
    describe::note_left_out(engine, &engine.db, user, &write.object, &named).await?;
    crm_describes::forget(&engine.db, user).await?;
    if write.fields.keys().all(|name| name == "Id") {
        return Ok(false);
    }
    Ok(true)
}

/// The lead became a contact: the write goes there (administration 6.11).
async fn follow_lead(desk: &Desk<'_>, write: &mut CrmWrite) -> Outcome<bool> {
    let Some(lead) = write
        .record_id
        .clone()
        .filter(|id| id.object() == Some(CrmObject::Lead))
    else {
        return Ok(false);
    };
    let asked = in_background(desk.engine, &desk.connection, async |api: Api| {
        let fields = ["ConvertedContactId"];
        api.retrieve("Lead", lead.as_str(), &fields).await
    })
    .await?;
    let Ok(answer) = asked else { return Ok(false) };
    let Some(contact) = answer["ConvertedContactId"]
        .as_str()
        .and_then(RecordId::parse)
    else {
        return Ok(false);
    };
    persons::follow_lead(&desk.engine.db, &lead, &contact).await?;
    match write.operation {
        Operation::Create => stand_with(&mut write.fields, contact.as_str(), None),
        Operation::Update | Operation::Delete => {
            write.object = CrmObject::Contact.api_name().to_owned();
            write.fields.insert("Id".into(), json!(contact.as_str()));
        }
    }
    write.record_id = Some(contact);
    Ok(true)
}

/// Salesforce took it. `id` is the record's.
pub(super) async fn done(desk: &Desk<'_>, tx: &Tx, mut write: CrmWrite, id: &str) -> Outcome<()> {
    let now = desk.engine.clock.now();
    write.state = WriteState::Done;
    write.code = None;
    write.message = None;
    write.changed_at = now;
    crm_writes::save(tx, &write).await?;
    match write.kind {
        WriteKind::OptOut => {
            if let Some(person) = write.person_id {
                persons::set_opted_out(tx, person).await?;
            }
        }
        WriteKind::Email | WriteKind::Reply | WriteKind::Call | WriteKind::Task => {
            remember(desk, tx, &write, id).await?;
        }
        WriteKind::RollUp | WriteKind::Fields => {}
    }
    if write.kind == WriteKind::Task && write.operation == Operation::Create {
        stand_for(desk, tx, &write, id).await?;
    }
    Ok(())
}

/// Keeps which Task stands for what, and what it says of what may change.
async fn remember(desk: &Desk<'_>, tx: &Tx, write: &CrmWrite, id: &str) -> Outcome<()> {
    let Some(subject) = write
        .subject_id
        .filter(|_| write.operation != Operation::Delete)
    else {
        return Ok(());
    };
    let before = crm_tasks::of_subject(tx, subject)
        .await?
        .into_iter()
        .find(|task| task.salesforce_id == id);
    let mut written = before.map(|task| task.written).unwrap_or_default();
    written.extend(changeable(write));
    let task = CrmTask {
        subject_id: subject,
        salesforce_id: id.to_owned(),
        user_id: desk.user.id,
        record_id: write.record_id.clone(),
        written,
        written_at: desk.engine.clock.now(),
    };
    crm_tasks::save(tx, &task).await?;
    Ok(())
}

fn changeable(write: &CrmWrite) -> Fields {
    let names: &[&str] = match write.kind {
        WriteKind::Email => &[
            "MSE_Viewed__c",
            "MSE_Clicked__c",
            "MSE_Replied__c",
            "MSE_Email_Status__c",
        ],
        WriteKind::Task => &[
            "Subject",
            "Status",
            "Priority",
            "ActivityDate",
            "Description",
        ],
        _ => &[],
    };
    let of = |name: &&str| Some(((*name).to_owned(), write.fields.get(*name)?.clone()));
    names.iter().filter_map(of).collect()
}

/// A task of ours has its twin in Salesforce.
async fn stand_for(desk: &Desk<'_>, tx: &Tx, write: &CrmWrite, id: &str) -> Outcome<()> {
    let Some(task) = write.subject_id.map(TaskId) else {
        return Ok(());
    };
    let Some(mut kept) = tasks::by_id(tx, task).await? else {
        return Ok(());
    };
    kept.salesforce_id = Some(id.to_owned());
    kept.salesforce_changed_at = Some(desk.engine.clock.now());
    tasks::save(tx, &kept).await?;
    // It may have been changed or deleted while it was on its way.
    plan::task_changed(desk.engine, tx, task).await
}
