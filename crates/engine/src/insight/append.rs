//! Group commit: many callers, one durable write, each answered after its commit.

use std::sync::{Mutex, PoisonError};

use liaison_domain::insight::{EventKind, NewEvent};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::batch::{Batches, Seen};
use crate::Engine;

/// So many may wait; whoever comes then waits for room.
const WAITING: usize = 4_096;
/// The most one transaction takes.
const AT_ONCE: usize = 512;

/// What one caller wants written.
pub(super) enum Item {
    Events(Vec<NewEvent>),
    /// A pixel or a link was asked for; whether that is an event is decided in the transaction.
    Seen(Seen),
}

/// What became of one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// The number of the last event committed with it.
    pub last: i64,
    /// What a person did with an e-mail, where it was that and Salesforce may be told.
    pub engaged: Option<EventKind>,
}

struct Waiting {
    item: Item,
    answer: oneshot::Sender<Result<Written, String>>,
}

/// The queue of one process, and the task that empties it: begun by the first caller.
#[derive(Default)]
pub(super) struct Queue(Mutex<State>);

#[derive(Default)]
enum State {
    #[default]
    Idle,
    Open(mpsc::Sender<Waiting>, JoinHandle<()>),
    Closed,
}

impl Queue {
    /// What was committed, or why nothing was.
    pub async fn push(&self, engine: &Engine, item: Item) -> Result<Written, String> {
        let (answer, answered) = oneshot::channel();
        let gone = |_| "events are no longer taken: the process ends".to_owned();
        let waiting = Waiting { item, answer };
        let sender = self.sender(engine).ok_or_else(|| gone(()))?;
        sender.send(waiting).await.map_err(|_| gone(()))?;
        answered.await.map_err(|_| gone(()))?
    }

    fn sender(&self, engine: &Engine) -> Option<mpsc::Sender<Waiting>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Open(sender, _) => Some(sender.clone()),
            State::Closed => None,
            State::Idle => {
                let (sender, receiver) = mpsc::channel(WAITING);
                let batches = Batches::new(engine.db.clone(), engine.clock.clone());
                let task = tokio::spawn(empty(receiver, batches));
                *state = State::Open(sender.clone(), task);
                Some(sender)
            }
        }
    }

    pub async fn close(&self) {
        let state = {
            let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *state, State::Closed)
        };
        if let State::Open(sender, task) = state {
            drop(sender);
            if task.await.is_err() {
                tracing::error!("the writer of events did not end well");
            }
        }
    }
}

/// Takes all that waits, commits it, answers everybody, and again, until nobody can call any more.
async fn empty(mut receiver: mpsc::Receiver<Waiting>, mut batches: Batches) {
    let mut taken = Vec::with_capacity(AT_ONCE);
    while receiver.recv_many(&mut taken, AT_ONCE).await > 0 {
        let (items, answers): (Vec<_>, Vec<_>) =
            taken.drain(..).map(|w| (w.item, w.answer)).unzip();
        let outcome = batches.write(items).await.map_err(|fault| {
            tracing::error!(%fault, "events could not be written");
            fault.to_string()
        });
        for (place, answer) in answers.into_iter().enumerate() {
            // Who went away meanwhile is not told.
            let _ = answer.send(match &outcome {
                Ok(written) => Ok(written[place]),
                Err(fault) => Err(fault.clone()),
            });
        }
    }
}
