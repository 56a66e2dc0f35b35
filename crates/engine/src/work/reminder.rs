//! The job that says in the feed that a task is due, once.

use jiff::Timestamp;
use liaison_domain::id::TaskId;
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_store::Tx;
use liaison_store::insight::events;
use liaison_store::work::tasks;
use serde::{Deserialize, Serialize};

use crate::jobs::{self, Handled};
use crate::{Engine, Error, Outcome};

pub(crate) const KIND: &str = "task-reminder";

#[derive(Serialize, Deserialize)]
struct Payload {
    task: TaskId,
    at: Timestamp,
}

pub(crate) async fn enqueue(engine: &Engine, tx: &Tx, task: TaskId, at: Timestamp) -> Outcome<()> {
    jobs::enqueue_at(engine, tx, KIND, None, &Payload { task, at }, at).await
}

pub(crate) async fn handle(engine: &Engine, payload: &str) -> Outcome<Handled> {
    let payload: Payload = serde_json::from_str(payload).map_err(Error::broken)?;
    let tx = engine.db.begin().await?;
    if tasks::take_reminder(&tx, payload.task, payload.at).await?
        && let Some(kept) = tasks::by_id(&tx, payload.task).await?
    {
        let event = NewEvent {
            person_id: kept.person_id,
            email_id: kept.email_id,
            task_id: Some(kept.id),
            detail: kept.task.name,
            ..NewEvent::new(EventKind::TaskDue, engine.clock.now(), kept.user_id)
        };
        events::append(&tx, &[event]).await?;
    }
    tx.commit().await?;
    Ok(Handled::Done)
}
