//! Tasks: adding, also for several people at once, editing, completing, throwing away (actions 10.1).

use jiff::Timestamp;
use jiff::civil::Date;
use liaison_domain::Refusal;
use liaison_domain::access::User;
use liaison_domain::id::{EmailId, PersonId, TaskId, UserId};
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::mail::Email;
use liaison_domain::work::launch::MOST_PEOPLE;
use liaison_domain::work::task::{Origin, Priority, TaskKind, TaskStatus};
use liaison_domain::work::{KeptTask, Task};
use liaison_store::access::users;
use liaison_store::insight::events;
use liaison_store::mail::emails;
use liaison_store::people::persons;
use liaison_store::work::tasks;
use liaison_store::{Sql, Tx};

use super::{members, reminder};
use crate::links::crm;
use crate::{Engine, Outcome};

/// What a person says about a task.
#[derive(Debug, Clone)]
pub struct TaskForm {
    pub kind: TaskKind,
    pub name: String,
    pub details: String,
    pub due: Option<Date>,
    pub priority: Priority,
    pub remind_at: Option<Timestamp>,
    pub assignee: UserId,
}

impl TaskForm {
    fn task(&self, origin: Origin) -> Result<Task, Refusal> {
        let priority = self.priority;
        let task = Task::new(
            self.kind,
            &self.name,
            &self.details,
            self.due,
            priority,
            origin,
        )?;
        Ok(task)
    }
}

/// Adds a task for each of the people, or one for nobody in particular.
pub async fn add(
    engine: &Engine,
    user: &User,
    people: &[PersonId],
    email: Option<EmailId>,
    form: &TaskForm,
) -> Outcome<Vec<TaskId>> {
    let origin = email.map_or(Origin::Person, |_| Origin::Email);
    let task = form.task(origin)?;
    if people.len() > MOST_PEOPLE {
        return Err(Refusal::LaunchTooMany {
            people: people.len().to_string(),
            limit: MOST_PEOPLE.to_string(),
        }
        .into());
    }
    let tx = engine.db.begin().await?;
    must_work_here(engine, &tx, form.assignee).await?;
    if let Some(id) = email {
        let own = emails::of_user_by_id(&tx, user.id, id).await?;
        own.ok_or(Refusal::NotFound)?;
    }
    let whom: Vec<Option<PersonId>> = match people {
        [] => vec![None],
        people => people.iter().copied().map(Some).collect(),
    };
    let (mut ids, mut events) = (Vec::new(), Vec::new());
    for person_id in whom {
        if let Some(id) = person_id {
            persons::by_id(&tx, id).await?.ok_or(Refusal::NotFound)?;
        }
        let kept = KeptTask {
            person_id,
            email_id: email,
            made_by: Some(user.id),
            remind_at: form.remind_at,
            ..fresh(engine, form.assignee, task.clone())
        };
        events.push(insert(engine, &tx, &kept).await?);
        ids.push(kept.id);
    }
    events::append(&tx, &events).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(ids)
}

/// A new task of somebody's, about nobody yet.
pub(crate) fn fresh(engine: &Engine, user_id: UserId, task: Task) -> KeptTask {
    let now = engine.clock.now();
    KeptTask {
        id: TaskId(engine.dice.id(now)),
        user_id,
        made_by: None,
        person_id: None,
        task,
        remind_at: None,
        email_id: None,
        member_id: None,
        step_id: None,
        salesforce_id: None,
        salesforce_changed_at: None,
        created_at: now,
        updated_at: now,
        completed_at: None,
        deleted_at: None,
    }
}

/// Keeps a new task in the caller's transaction; the event is the caller's to append.
pub(crate) async fn insert(engine: &Engine, tx: &Tx, kept: &KeptTask) -> Outcome<NewEvent> {
    tasks::save(tx, kept).await?;
    crm::task_changed(engine, tx, kept.id).await?;
    if let Some(at) = kept.remind_at {
        reminder::enqueue(engine, tx, kept.id, at).await?;
    }
    Ok(event(engine, EventKind::TaskAdded, kept))
}

fn event(engine: &Engine, kind: EventKind, kept: &KeptTask) -> NewEvent {
    NewEvent {
        person_id: kept.person_id,
        email_id: kept.email_id,
        task_id: Some(kept.id),
        detail: kept.task.name.clone(),
        ..NewEvent::new(kind, engine.clock.now(), kept.user_id)
    }
}

/// Work is given to colleagues who can sign in.
async fn must_work_here(engine: &Engine, sql: &impl Sql, id: UserId) -> Outcome<()> {
    let user = users::by_id(sql, id).await?;
    match user {
        Some(user) if user.may_enter(engine.clock.now()) => Ok(()),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// Holds a task this user may change.
async fn hold(tx: &Tx, user: &User, id: TaskId) -> Outcome<KeptTask> {
    let kept = tasks::hold(tx, id).await?;
    Ok(kept
        .filter(|kept| kept.is_of(user.id))
        .ok_or(Refusal::NotFound)?)
}

pub async fn edit(engine: &Engine, user: &User, id: TaskId, form: &TaskForm) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mut kept = hold(&tx, user, id).await?;
    let status = kept.task.status;
    kept.task = form.task(kept.task.origin)?;
    kept.task.status = status;
    if kept.user_id != form.assignee {
        must_work_here(engine, &tx, form.assignee).await?;
        kept.user_id = form.assignee;
    }
    if let Some(at) = form.remind_at.filter(|_| form.remind_at != kept.remind_at) {
        reminder::enqueue(engine, &tx, id, at).await?;
    }
    kept.remind_at = form.remind_at;
    kept.updated_at = engine.clock.now();
    tasks::save(&tx, &kept).await?;
    crm::task_changed(engine, &tx, kept.id).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}

/// Completes those of the tasks that are open; how many that were.
pub async fn complete(engine: &Engine, user: &User, ids: &[TaskId]) -> Outcome<usize> {
    let tx = engine.db.begin().await?;
    let mut events = Vec::new();
    for id in in_order(ids) {
        let kept = hold(&tx, user, id).await?;
        events.extend(finish(engine, &tx, kept).await?);
    }
    events::append(&tx, &events).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(events.len())
}

/// Completes a held task in the caller's transaction: a campaign that waits for it goes on. The event is
/// the caller's to append; `None` when it was done already.
pub(crate) async fn finish(
    engine: &Engine,
    tx: &Tx,
    mut kept: KeptTask,
) -> Outcome<Option<NewEvent>> {
    if !kept.is_open() {
        return Ok(None);
    }
    let now = engine.clock.now();
    kept.task.status = TaskStatus::Complete;
    kept.completed_at = Some(now);
    kept.updated_at = now;
    tasks::save(tx, &kept).await?;
    crm::task_changed(engine, tx, kept.id).await?;
    members::task_done(engine, tx, &kept).await?;
    Ok(Some(event(engine, EventKind::TaskCompleted, &kept)))
}

/// Several rows are held in one order, so that two people at once do not wait for each other.
fn in_order(ids: &[TaskId]) -> Vec<TaskId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// What a campaign has gone on from stays done.
pub async fn reopen(engine: &Engine, user: &User, id: TaskId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mut kept = hold(&tx, user, id).await?;
    if kept.member_id.is_some() {
        return Err(Refusal::TaskOfCampaign.into());
    }
    kept.task.status = TaskStatus::Open;
    kept.completed_at = None;
    kept.updated_at = engine.clock.now();
    tasks::save(&tx, &kept).await?;
    crm::task_changed(engine, &tx, kept.id).await?;
    Ok(tx.commit().await?)
}

/// Throws tasks away; an open one of a campaign stays, because the campaign waits for it.
pub async fn delete(engine: &Engine, user: &User, ids: &[TaskId]) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let now = engine.clock.now();
    for id in in_order(ids) {
        let mut kept = hold(&tx, user, id).await?;
        if kept.member_id.is_some() && kept.is_open() {
            return Err(Refusal::TaskOfCampaign.into());
        }
        kept.deleted_at = Some(now);
        kept.updated_at = now;
        tasks::save(&tx, &kept).await?;
        crm::task_changed(engine, &tx, kept.id).await?;
    }
    Ok(tx.commit().await?)
}

/// The e-mail a task asks for is being written: when it has left, the task is done.
pub async fn write_with(engine: &Engine, user: &User, id: TaskId, email: EmailId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mut kept = hold(&tx, user, id).await?;
    if kept.is_open() && kept.task.kind == TaskKind::Email && kept.task.origin != Origin::Email {
        kept.email_id = Some(email);
        tasks::save(&tx, &kept).await?;
    }
    Ok(tx.commit().await?)
}

/// An e-mail has left: the tasks it was written for are done. The events are the caller's to append.
pub(super) async fn written(engine: &Engine, tx: &Tx, email: &Email) -> Outcome<Vec<NewEvent>> {
    let mut said = Vec::new();
    for id in tasks::written_with(tx, email.owner_id, email.id).await? {
        if let Some(kept) = tasks::hold(tx, id).await? {
            said.extend(finish(engine, tx, kept).await?);
        }
    }
    Ok(said)
}
