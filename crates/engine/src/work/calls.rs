//! Calls that were made, and the outcomes and reasons the admin offers for them (actions 11).

use jiff::Timestamp;
use liaison_domain::Refusal;
use liaison_domain::access::{Actor, User};
use liaison_domain::id::{CallId, PersonId, TaskId};
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::work::KeptCall;
use liaison_domain::work::call::{self, CallChoices, CallLog, CallStatus, ChoiceKind};
use liaison_store::Sql;
use liaison_store::insight::events;
use liaison_store::people::persons;
use liaison_store::settings::{self, key};
use liaison_store::work::{calls, tasks as kept_tasks};

use super::{line, tasks};
use crate::links::crm;
use crate::{Engine, Error, Outcome};

const LONGEST_NUMBER: usize = 50;

/// What a person says about a call.
#[derive(Debug, Clone)]
pub struct CallForm {
    pub person: PersonId,
    pub number: String,
    /// How it ended, where no outcome says so.
    pub status: CallStatus,
    pub outcome: String,
    pub reason: String,
    pub notes: String,
    /// `mm:ss`; nothing is no time.
    pub duration: String,
    pub called_at: Timestamp,
    /// The task it was made for, which is then done.
    pub task: Option<TaskId>,
}

/// What the admin offers.
pub async fn choices(sql: &impl Sql) -> Outcome<CallChoices> {
    let kept = settings::get(sql, key::CALL_CHOICES).await?;
    match kept.filter(|kept| !kept.is_empty()) {
        Some(kept) => serde_json::from_str(&kept).map_err(Error::broken),
        None => Ok(CallChoices::default()),
    }
}

/// Logs a call, and completes the task it was made for.
pub async fn log(engine: &Engine, user: &User, form: &CallForm) -> Outcome<CallId> {
    let number = line("number", &form.number, LONGEST_NUMBER)?;
    let seconds = match form.duration.trim() {
        "" => 0,
        text => call::duration(text).ok_or(Refusal::CallDuration)?,
    };
    let choices = choices(&engine.db).await?;
    let log = CallLog::new(
        form.status,
        (&choices.outcomes, &form.outcome),
        (&choices.reasons, &form.reason),
        &form.notes,
    )
    .map_err(|fault| fault.refusal(""))?;
    let now = engine.clock.now();
    let tx = engine.db.begin().await?;
    persons::by_id(&tx, form.person)
        .await?
        .ok_or(Refusal::NotFound)?;
    let mut said = Vec::new();
    let mut member_id = None;
    if let Some(id) = form.task {
        let task = kept_tasks::hold(&tx, id).await?;
        let task = task
            .filter(|task| task.is_of(user.id))
            .ok_or(Refusal::NotFound)?;
        member_id = task.member_id;
        said.extend(tasks::finish(engine, &tx, task).await?);
    }
    let status = match &log.outcome {
        Some(outcome) if outcome.answered => CallStatus::Completed,
        Some(_) => CallStatus::NoAnswer,
        None => log.status,
    };
    let kept = KeptCall {
        id: CallId(engine.dice.id(now)),
        user_id: user.id,
        person_id: form.person,
        task_id: form.task,
        member_id,
        number,
        outcome: log.outcome.map(|choice| choice.name).unwrap_or_default(),
        reason: log.reason.map(|choice| choice.name).unwrap_or_default(),
        notes: log.notes,
        seconds,
        status,
        called_at: form.called_at,
    };
    calls::add(&tx, &kept).await?;
    crm::call_logged(engine, &tx, kept.id).await?;
    said.push(NewEvent {
        person_id: Some(form.person),
        task_id: form.task,
        detail: kept.outcome.clone(),
        ..NewEvent::new(EventKind::CallLogged, now, user.id)
    });
    events::append(&tx, &said).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(kept.id)
}

async fn change(
    engine: &Engine,
    actor: Actor,
    change: impl FnOnce(&mut CallChoices) -> Result<(), Refusal> + Send,
) -> Outcome<()> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    settings::hold(&tx, key::CALL_CHOICES).await?;
    let mut kept = choices(&tx).await?;
    change(&mut kept)?;
    let text = serde_json::to_string(&kept).map_err(Error::broken)?;
    settings::set(&tx, key::CALL_CHOICES, &text).await?;
    Ok(tx.commit().await?)
}

/// Offers one more outcome or reason; from the first on, the list is shown.
pub async fn add_choice(
    engine: &Engine,
    actor: Actor,
    kind: ChoiceKind,
    name: &str,
    answered: bool,
) -> Outcome<()> {
    change(engine, actor, |choices| {
        let list = choices.of_mut(kind);
        let is_first = list.all().is_empty();
        list.add(name, answered)
            .map_err(|fault| fault.refusal(name))?;
        list.enabled |= is_first;
        Ok(())
    })
    .await
}

pub async fn remove_choice(
    engine: &Engine,
    actor: Actor,
    kind: ChoiceKind,
    name: &str,
) -> Outcome<()> {
    change(engine, actor, |choices| {
        let list = choices.of_mut(kind);
        list.remove(name);
        if list.all().is_empty() {
            list.enabled = false;
            list.required = false;
        }
        Ok(())
    })
    .await
}

/// Whether a list is shown, and whether something of it must be picked. An empty list is neither.
pub async fn set_list(
    engine: &Engine,
    actor: Actor,
    kind: ChoiceKind,
    enabled: bool,
    required: bool,
) -> Outcome<()> {
    change(engine, actor, |choices| {
        let list = choices.of_mut(kind);
        list.enabled = enabled && !list.all().is_empty();
        list.required = required && list.enabled;
        Ok(())
    })
    .await
}
