//! What happened: writing it down for many at once, noticing it, and showing it as it comes.

mod append;
mod batch;
pub mod feed;
mod live;
pub mod rules;
pub mod tracking;

use std::sync::Arc;

use liaison_domain::insight::NewEvent;
use tokio::sync::{OnceCell, watch};

use crate::{Engine, Error, Outcome};

pub use live::Viewing;

/// What this wing holds in the memory of one process.
#[derive(Default)]
pub struct Insight {
    queue: append::Queue,
    live: live::Live,
    /// The secret under the links and pixels of e-mails.
    secret: OnceCell<Arc<[u8]>>,
    is_ending: watch::Sender<bool>,
}

impl Insight {
    /// Ends the streams of all feeds, so that the process may end; browsers come again and go on where
    /// they were.
    pub fn end_streams(&self) {
        self.is_ending.send_replace(true);
    }

    /// Turns true when streams should end.
    pub fn ending(&self) -> watch::Receiver<bool> {
        self.is_ending.subscribe()
    }

    /// Writes what is waiting and takes no more. Call it when everybody who appends has ended.
    pub async fn close(&self) {
        self.queue.close().await;
    }
}

/// Appends events; the answer comes when they are committed, and says the number of the last one that
/// was committed with them. Many callers share one commit. A use-case that commits something else with
/// its events calls [`liaison_store::insight::events::append`] in its own transaction instead.
pub async fn append(engine: &Engine, events: Vec<NewEvent>) -> Outcome<i64> {
    engine
        .insight
        .queue
        .push(engine, append::Item::Events(events))
        .await
        .map(|written| written.last)
        .map_err(Error::Broken)
}
