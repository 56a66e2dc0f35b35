//! Feeds as things happen: one look at the database for all viewers of this process.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use liaison_domain::id::{SessionId, UserId};
use liaison_store::Fault;
use liaison_store::access::sessions;
use liaison_store::insight::events;
use liaison_store::insight::feed::{self, Told};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::{Engine, Outcome};

/// How often other processes' events are looked for while anybody watches.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How often it is asked whether those who watch still may.
const CHECK_EVERY: Duration = Duration::from_millis(800);
/// A viewer who has not taken so many is let go; they come again and read on from where they were.
const WAITING: usize = 128;
const AT_ONCE: i64 = 500;

#[derive(Default)]
pub(super) struct Live(Mutex<State>);

#[derive(Default)]
struct State {
    viewers: HashMap<UserId, Vec<Viewer>>,
    is_running: bool,
}

struct Viewer {
    session: SessionId,
    sender: mpsc::Sender<Arc<Told>>,
}

/// What comes for one viewer: each event of theirs that is committed after it began, in order. It ends
/// when they may no longer watch, or were too slow.
pub struct Viewing(mpsc::Receiver<Arc<Told>>);

impl Viewing {
    pub async fn next(&mut self) -> Option<Arc<Told>> {
        self.0.recv().await
    }

    /// Whether nothing comes any more but what was delivered before.
    pub fn has_ended(&self) -> bool {
        self.0.is_closed()
    }
}

/// Begins to watch. Whatever was committed before is in the database by the time this returns, so who
/// reads there afterwards, and then takes what comes, misses nothing; some may come twice.
pub async fn watch(engine: &Engine, user: UserId, session: SessionId) -> Outcome<Viewing> {
    let last = events::last(&engine.db).await?;
    let (sender, receiver) = mpsc::channel(WAITING);
    let mut state = engine.insight.live.state();
    let viewer = Viewer { session, sender };
    state.viewers.entry(user).or_default().push(viewer);
    if !state.is_running {
        state.is_running = true;
        tokio::spawn(run(engine.clone(), last));
    }
    Ok(Viewing(receiver))
}

impl Live {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn deliver(&self, told: Told) {
        let Some(user) = told.event.what.user_id else {
            return;
        };
        if let Some(viewers) = self.state().viewers.get_mut(&user) {
            let told = Arc::new(told);
            viewers.retain(|viewer| viewer.sender.try_send(told.clone()).is_ok());
        }
    }

    fn sessions(&self) -> Vec<SessionId> {
        let state = self.state();
        let mut ids: Vec<_> = state
            .viewers
            .values()
            .flatten()
            .map(|v| v.session)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Lets everybody go whose session is not among these of those that were asked about.
    fn keep(&self, asked: &HashSet<SessionId>, live: &HashSet<SessionId>) {
        for viewers in self.state().viewers.values_mut() {
            viewers.retain(|viewer| {
                !asked.contains(&viewer.session) || live.contains(&viewer.session)
            });
        }
    }

    /// Forgets who has gone; whether nobody is left, and so the one who looks has ended.
    fn is_over(&self) -> bool {
        let mut state = self.state();
        state.viewers.retain(|_, viewers| {
            viewers.retain(|viewer| !viewer.sender.is_closed());
            !viewers.is_empty()
        });
        if state.viewers.is_empty() {
            state.is_running = false;
        }
        state.viewers.is_empty()
    }
}

/// Looks for all, until nobody watches.
async fn run(engine: Engine, mut last: i64) {
    let live = &engine.insight.live;
    let mut heard = engine.db.hear();
    let mut checked_at = Instant::now();
    while !live.is_over() {
        if let Err(fault) = look(&engine, &mut last).await {
            tracing::error!(%fault, "the feed cannot be read");
            tokio::time::sleep(LOOK_EVERY).await;
        }
        if checked_at.elapsed() >= CHECK_EVERY {
            if let Err(fault) = check(&engine).await {
                tracing::error!(%fault, "who watches cannot be checked");
            }
            checked_at = Instant::now();
        }
        let _ = tokio::time::timeout(LOOK_EVERY, heard.changed()).await;
    }
}

async fn look(engine: &Engine, last: &mut i64) -> Result<(), Fault> {
    loop {
        let told = feed::of_everybody(&engine.db, *last, AT_ONCE).await?;
        let is_all = told.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
        for told in told {
            *last = told.event.seq;
            engine.insight.live.deliver(told);
        }
        if is_all {
            return Ok(());
        }
    }
}

async fn check(engine: &Engine) -> Result<(), Fault> {
    let now = engine.clock.now();
    let asked = engine.insight.live.sessions();
    let mut live = HashSet::new();
    for some in asked.chunks(256) {
        let found = sessions::with_users(&engine.db, some).await?;
        let may = found
            .into_iter()
            .filter(|(session, user)| session.is_live(now) && user.may_enter(now));
        live.extend(may.map(|(session, _)| session.id));
    }
    engine
        .insight
        .live
        .keep(&asked.into_iter().collect(), &live);
    Ok(())
}
