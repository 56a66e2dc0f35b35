//! The hooks: what happened is to be written to Salesforce. Each plans in the caller's transaction and does
//! nothing when it is not wanted.

use jiff::{SignedDuration, Timestamp};
use liaison_domain::EmailAddress;
use liaison_domain::id::{CallId, CrmWriteId, EmailId, PersonId, TaskId, UserId};
use liaison_domain::links::crm::activity::{Fields, LAST_ENGAGEMENT, LAST_REPLIED, moment};
use liaison_domain::links::crm::write::{Operation, WriteKind, WriteState};
use liaison_domain::links::crm::{CrmWrite, Flags};
use liaison_domain::mail::{Email, EmailState};
use liaison_domain::people::{CrmRecord, Person};
use liaison_store::Tx;
use liaison_store::links::{crm_tasks, crm_writes, salesforce};
use liaison_store::mail::emails;
use liaison_store::people::persons;
use liaison_store::work::{calls, tasks};
use serde_json::json;
use uuid::Uuid;

use super::{roll_up, settings, write_job};
use crate::{Engine, Outcome};

/// What follows an e-mail is gathered for so long before its Task is changed.
const GATHER: SignedDuration = SignedDuration::from_secs(60);

/// What somebody did with an e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Engaged {
    Opened,
    Clicked,
}

/// A write that is planned, with nothing in it yet.
pub(super) fn planned(
    engine: &Engine,
    user_id: UserId,
    kind: WriteKind,
    operation: Operation,
    subject_id: Option<Uuid>,
) -> CrmWrite {
    let now = engine.clock.now();
    CrmWrite {
        id: CrmWriteId(engine.dice.id(now)),
        user_id,
        person_id: None,
        kind,
        subject_id,
        object: "Task".into(),
        record_id: None,
        operation,
        fields: Fields::new(),
        state: WriteState::Waiting,
        code: None,
        message: None,
        tries: 0,
        due_at: now,
        created_at: now,
        changed_at: now,
    }
}

async fn keep(engine: &Engine, tx: &Tx, write: &CrmWrite) -> Outcome<()> {
    crm_writes::save(tx, write).await?;
    write_job::enqueue(engine, tx, write.user_id).await
}

/// An e-mail has been accepted by the mailbox's provider.
pub async fn email_sent(engine: &Engine, tx: &Tx, email: &Email) -> Outcome<()> {
    if !settings::get(tx).await?.logs_emails() {
        return Ok(());
    }
    let subject = Some(email.id.0);
    let write = CrmWrite {
        person_id: Some(email.person_id),
        ..planned(
            engine,
            email.owner_id,
            WriteKind::Email,
            Operation::Create,
            subject,
        )
    };
    keep(engine, tx, &write).await
}

/// Somebody answered. `reply_subject` is the answer's own; without one the e-mail's is taken.
pub async fn email_replied(
    engine: &Engine,
    tx: &Tx,
    email: &Email,
    reply_subject: &str,
    at: Timestamp,
) -> Outcome<()> {
    let settings = settings::get(tx).await?;
    if !settings.logs_emails() {
        return Ok(());
    }
    let flags = Flags {
        replied: true,
        ..flags_of(email)
    };
    change(engine, tx, email, flags).await?;
    engagement(engine, tx, email, &[LAST_ENGAGEMENT, LAST_REPLIED], at).await?;
    if !settings.logs_replies() {
        return Ok(());
    }
    let subject = match reply_subject.trim() {
        "" => email.shown_subject(),
        subject => subject,
    };
    let id = engine.dice.id(engine.clock.now());
    let write = CrmWrite {
        person_id: Some(email.person_id),
        fields: [
            ("reply".to_owned(), json!(subject)),
            ("at".to_owned(), json!(at.as_microsecond())),
        ]
        .into_iter()
        .collect(),
        ..planned(
            engine,
            email.owner_id,
            WriteKind::Reply,
            Operation::Create,
            Some(id),
        )
    };
    keep(engine, tx, &write).await
}

/// A person, not a machine, opened an e-mail or followed a link in it.
pub async fn email_engaged(
    engine: &Engine,
    tx: &Tx,
    email: EmailId,
    engaged: Engaged,
) -> Outcome<()> {
    if !settings::get(tx).await?.logs_emails() {
        return Ok(());
    }
    let Some(email) = emails::by_id(tx, email).await? else {
        return Ok(());
    };
    let mut flags = flags_of(&email);
    match engaged {
        Engaged::Opened => flags.viewed = true,
        Engaged::Clicked => flags.clicked = true,
    }
    if change(engine, tx, &email, flags).await? {
        let now = engine.clock.now();
        engagement(engine, tx, &email, &[LAST_ENGAGEMENT], now).await?;
    }
    Ok(())
}

/// The recipient's server refused an e-mail that had left.
pub async fn email_bounced(engine: &Engine, tx: &Tx, email: &Email) -> Outcome<()> {
    if !settings::get(tx).await?.logs_emails() {
        return Ok(());
    }
    let flags = Flags {
        bounced: true,
        ..flags_of(email)
    };
    change(engine, tx, email, flags).await?;
    Ok(())
}

/// What an e-mail's Task has to say by now.
pub(super) fn flags_of(email: &Email) -> Flags {
    Flags {
        viewed: email.opens > 0,
        clicked: email.clicks > 0,
        replied: email.replies > 0,
        bounced: email.state == EmailState::Bounced,
    }
}

/// Plans one change of an e-mail's Task, unless one is planned or it says so already. `false` when nothing
/// new happened.
async fn change(engine: &Engine, tx: &Tx, email: &Email, flags: Flags) -> Outcome<bool> {
    let about = crm_writes::of_subject(tx, email.id.0).await?;
    // What has not been prepared yet is worked out when it is written: it will say all.
    let waits = about
        .iter()
        .any(|write| write.state == WriteState::Waiting && write.fields.is_empty());
    if waits {
        return Ok(false);
    }
    let under_way = about.iter().any(|write| {
        write.operation == Operation::Create
            && matches!(write.state, WriteState::Waiting | WriteState::Intent)
    });
    let kept = crm_tasks::of_subject(tx, email.id.0).await?;
    let wanted = flags.fields();
    let is_news = kept.iter().any(|task| {
        wanted
            .iter()
            .any(|(name, value)| task.written.get(name) != Some(value))
    });
    if !under_way && !is_news {
        return Ok(false);
    }
    let subject = Some(email.id.0);
    let write = CrmWrite {
        person_id: Some(email.person_id),
        due_at: engine.clock.now() + GATHER,
        ..planned(
            engine,
            email.owner_id,
            WriteKind::Email,
            Operation::Update,
            subject,
        )
    };
    keep(engine, tx, &write).await?;
    Ok(true)
}

/// Moves the roll-ups of incoming activity on whatever records the person's outgoing ones moved.
async fn engagement(
    engine: &Engine,
    tx: &Tx,
    email: &Email,
    fields: &[&str],
    at: Timestamp,
) -> Outcome<()> {
    let Some(person) = persons::by_id(tx, email.person_id).await? else {
        return Ok(());
    };
    let fields: Fields = fields
        .iter()
        .map(|name| ((*name).to_owned(), json!(moment(at))))
        .collect();
    for record in roll_up::records_of(tx, &person).await? {
        roll_up::plan(engine, tx, email.owner_id, person.id, &record, &fields).await?;
    }
    write_job::enqueue(engine, tx, email.owner_id).await
}

/// A call was logged. Without a Salesforce id on the person it stays here (administration 6.10).
pub async fn call_logged(engine: &Engine, tx: &Tx, call: CallId) -> Outcome<()> {
    if !settings::get(tx).await?.calls {
        return Ok(());
    }
    let Some(call) = calls::by_id(tx, call).await? else {
        return Ok(());
    };
    let subject = Some(call.id.0);
    let write = CrmWrite {
        person_id: Some(call.person_id),
        ..planned(
            engine,
            call.user_id,
            WriteKind::Call,
            Operation::Create,
            subject,
        )
    };
    keep(engine, tx, &write).await
}

/// A task was added, changed, done or deleted here.
pub async fn task_changed(engine: &Engine, tx: &Tx, task: TaskId) -> Outcome<()> {
    if !settings::get(tx).await?.tasks {
        return Ok(());
    }
    let Some(kept) = tasks::by_id(tx, task).await? else {
        return Ok(());
    };
    let about = crm_writes::of_subject(tx, task.0).await?;
    let is_begun = about.iter().any(|write| {
        write.operation == Operation::Create
            && (write.state == WriteState::Intent || !write.fields.is_empty())
            && matches!(write.state, WriteState::Waiting | WriteState::Intent)
    });
    let waiting: Vec<_> = about
        .into_iter()
        .filter(|write| write.state == WriteState::Waiting && write.kind == WriteKind::Task)
        .collect();
    let operation = match (&kept.salesforce_id, kept.deleted_at) {
        (None, None) if super::tasks::is_older(tx, &kept).await? => return Ok(()),
        // It is on its way as it was: what is new comes after it.
        (None, None) if is_begun => Operation::Update,
        (None, None) => Operation::Create,
        (None, Some(_)) => {
            for mut write in waiting {
                write.state = WriteState::Skipped;
                crm_writes::save(tx, &write).await?;
            }
            return Ok(());
        }
        (Some(_), None) => Operation::Update,
        (Some(_), Some(_)) => Operation::Delete,
    };
    // What has not been prepared yet is worked out when it is written.
    let says_all = |write: &CrmWrite| operation == Operation::Delete || write.fields.is_empty();
    if waiting
        .iter()
        .any(|write| write.operation == operation && says_all(write))
    {
        return Ok(());
    }
    let mut write = CrmWrite {
        person_id: kept.person_id,
        ..planned(
            engine,
            kept.user_id,
            WriteKind::Task,
            operation,
            Some(task.0),
        )
    };
    if operation == Operation::Delete {
        write.fields.insert("Id".into(), json!(kept.salesforce_id));
    }
    keep(engine, tx, &write).await
}

/// Somebody asked not to be written to: Salesforce hears of it at once, whether the nightly sync is on or
/// not (administration 6.6).
pub async fn opted_out(engine: &Engine, tx: &Tx, address: &EmailAddress) -> Outcome<()> {
    for person in persons::by_address(tx, address).await? {
        opt_out(engine, tx, &person).await?;
    }
    Ok(())
}

/// Plans the opt-out of one person, by the record's owner or whoever else is connected.
pub(super) async fn opt_out(engine: &Engine, tx: &Tx, person: &Person) -> Outcome<()> {
    let Some(CrmRecord { object, id }) = person.record() else {
        return Ok(());
    };
    if person.opted_out_in_crm {
        return Ok(());
    }
    let connected = salesforce::connected(tx).await?;
    let owner = connected
        .iter()
        .find(|one| one.salesforce_user_id.as_str() == person.owner);
    let Some(writer) = owner.or(connected.first()) else {
        return Ok(());
    };
    let kind = WriteKind::OptOut;
    if crm_writes::waiting_update(tx, writer.user_id, &id, kind)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let target = settings::get(tx).await?.opt_out_target();
    let write = CrmWrite {
        person_id: Some(person.id),
        object: object.api_name().to_owned(),
        record_id: Some(id),
        fields: [(target.api_name().to_owned(), json!(true))]
            .into_iter()
            .collect(),
        ..planned(engine, writer.user_id, kind, Operation::Update, None)
    };
    keep(engine, tx, &write).await
}

/// A user is connected again: what waited for that goes on.
pub async fn connected(engine: &Engine, tx: &Tx, user: UserId) -> Outcome<()> {
    let waited = crm_writes::wake(tx, user, engine.clock.now()).await?;
    if waited {
        write_job::enqueue(engine, tx, user).await?;
    }
    Ok(())
}

/// The person a write is about.
pub(super) async fn person_of(engine: &Engine, id: Option<PersonId>) -> Outcome<Option<Person>> {
    match id {
        Some(id) => Ok(persons::by_id(&engine.db, id).await?),
        None => Ok(None),
    }
}
