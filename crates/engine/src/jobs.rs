//! The background: enqueueing with the caller's transaction, claiming, handling, trying again.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use liaison_domain::id::JobId;
use liaison_store::Tx;
use liaison_store::jobs::{self as queue, Claimed, NewJob};
use liaison_store::links::attempts;
use secrecy::ExposeSecret;
use serde::Serialize;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::access::reset;
use crate::links::crm;
use crate::mail::send_job::Kept;
use crate::mail::{letter_job, send_job, watch_job};
use crate::people::bring_job;
use crate::vault::Place;
use crate::work::{reminder, tick};
use crate::{Engine, Error, Outcome};

/// A worker that does not come back within this time loses its job to another.
const LEASE: SignedDuration = SignedDuration::from_secs(120);
/// Everything a job does must be over well before its lease.
const LONGEST: Duration = Duration::from_secs(90);
/// So often a job is claimed at most whose worker was never heard of again.
const MOST_TRIES: u64 = 20;
/// How often the queue is looked at when nobody rings.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Waits between tries; after the last, the job stays as failed.
const TRY_AGAIN: [SignedDuration; 6] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(10),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(6),
];

const TIDY_EVERY: SignedDuration = SignedDuration::from_hours(24);
const WATCH_AGAIN: SignedDuration = SignedDuration::from_mins(15);
/// A mailbox that is away is tried again so often, and its mail is given up after a day.
const SEND_AGAIN: SignedDuration = SignedDuration::from_mins(5);
const SEND_TRIES: u64 = 24 * 60 / 5;

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handled {
    Done,
    /// Not now; the text is for the doctor.
    Again(String),
    /// Not now, and nothing else of its lane either; the text is for the doctor.
    Away(String),
    /// All is well so far; there is more to do after this time.
    Later(SignedDuration),
    /// The same, and its lane waits with it.
    Hold(SignedDuration),
    /// Never; somebody must look.
    Never(String),
}

/// Enqueues in the caller's transaction: the write and the job commit together or not at all.
pub(crate) async fn enqueue(
    engine: &Engine,
    tx: &Tx,
    kind: &'static str,
    lane: Option<&str>,
    payload: &impl Serialize,
) -> Outcome<()> {
    enqueue_at(engine, tx, kind, lane, payload, engine.clock.now()).await
}

/// The same, to be done not before `run_at`.
pub(crate) async fn enqueue_at(
    engine: &Engine,
    tx: &Tx,
    kind: &'static str,
    lane: Option<&str>,
    payload: &impl Serialize,
    run_at: Timestamp,
) -> Outcome<()> {
    let now = engine.clock.now();
    let id = JobId(engine.dice.id(now));
    let payload = serde_json::to_string(payload).map_err(Error::broken)?;
    let payload_sealed = engine.vault.seal(&engine.dice, place(id), &payload)?;
    queue::enqueue(
        tx,
        NewJob {
            id,
            kind,
            lane,
            payload_sealed,
            run_at,
        },
        now,
    )
    .await?;
    Ok(())
}

/// Enqueues a job there is one of, by its id; one that waits is done sooner where this asks for it.
pub(crate) async fn enqueue_by_id(
    engine: &Engine,
    tx: &Tx,
    id: JobId,
    kind: &'static str,
    lane: &str,
    payload: &impl Serialize,
    run_at: Timestamp,
) -> Outcome<()> {
    let now = engine.clock.now();
    let payload = serde_json::to_string(payload).map_err(Error::broken)?;
    let payload_sealed = engine.vault.seal(&engine.dice, place(id), &payload)?;
    let job = NewJob {
        id,
        kind,
        lane: Some(lane),
        payload_sealed,
        run_at,
    };
    queue::enqueue_by_id(tx, job, now).await?;
    Ok(())
}

/// Like [`enqueue`], but where the lane has a waiting job already that one is brought forward instead: it
/// sees whatever the caller's transaction wrote.
pub(crate) async fn enqueue_once(
    engine: &Engine,
    tx: &Tx,
    kind: &'static str,
    lane: &str,
    payload: &impl Serialize,
) -> Outcome<()> {
    if queue::hurry(tx, lane, engine.clock.now()).await? {
        return Ok(());
    }
    enqueue(engine, tx, kind, Some(lane), payload).await
}

fn place(id: JobId) -> Place {
    Place {
        column: "jobs.payload",
        row: id.0,
    }
}

/// How many jobs one process has in hand at a time: a slow server holds up its own jobs only.
const AT_ONCE: usize = 16;
/// How many of these may look into mailboxes: providers that hang do not keep mail from leaving.
const LOOKS_AT_ONCE: usize = 8;
/// A look that finds no place waits so long.
const FOR_A_PLACE: SignedDuration = SignedDuration::from_secs(2);

/// So many jobs of a lane are done in a row before others get the place.
const IN_A_ROW: usize = 100;

/// Works until told to stop; the jobs in hand are finished first.
pub async fn work(engine: Engine, mut stop: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let looks = Arc::new(Semaphore::new(LOOKS_AT_ONCE));
    let mut running = JoinSet::new();
    let mut tidied_at = None;
    while !*stop.borrow() {
        tidy(&engine, &mut tidied_at).await;
        if let Err(error) = tick::run(&engine).await {
            tracing::error!(%error, "the due steps of campaigns cannot be read");
        }
        let place = tokio::select! {
            place = room.clone().acquire_owned() => place,
            _ = stop.changed() => continue,
        };
        match claim(&engine).await {
            Ok(Some(job)) => {
                let (engine, stop) = (engine.clone(), stop.clone());
                let is_look = job.kind == watch_job::KIND;
                let look = is_look.then(|| looks.clone().try_acquire_owned());
                running.spawn(async move {
                    match look {
                        Some(Err(_)) => {
                            let later = Handled::Later(FOR_A_PLACE);
                            if let Err(error) = settle(&engine, &job, later, false).await {
                                tracing::error!(%error, "the end of a job cannot be written down");
                            }
                        }
                        look => {
                            run_lane(&engine, job, &stop).await;
                            drop(look);
                        }
                    }
                    drop(place);
                    engine.bell.notify_one();
                });
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the queue cannot be read"),
        }
        tokio::select! {
            () = engine.bell.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => {}
        }
        while running.try_join_next().is_some() {}
    }
    while running.join_next().await.is_some() {}
}

/// Once a day, and when a process begins: what nobody needs any more goes.
async fn tidy(engine: &Engine, tidied_at: &mut Option<Timestamp>) {
    let now = engine.clock.now();
    if tidied_at.is_some_and(|at| now.duration_since(at) < TIDY_EVERY) {
        return;
    }
    *tidied_at = Some(now);
    match crm::prune(engine).await {
        Ok(0) => {}
        Ok(forgotten) => tracing::info!(forgotten, "old writes to Salesforce are forgotten"),
        Err(error) => tracing::error!(%error, "old writes to Salesforce cannot be forgotten"),
    }
}

/// Runs one due job and the due steps of campaigns, if there are any. Tests drain the queue with this.
pub async fn run_one(engine: &Engine) -> Outcome<bool> {
    let has_stepped = tick::run(engine).await? > 0;
    let Some(job) = claim(engine).await? else {
        return Ok(has_stepped);
    };
    let mut kept = Kept::default();
    let ended = run(engine, job, &mut kept, false).await;
    kept.close().await;
    ended.map(|_| true)
}

/// Runs a job and then the due ones of its lane, with what the one before has left open.
async fn run_lane(engine: &Engine, first: Claimed, stop: &watch::Receiver<bool>) {
    let mut kept = Kept::default();
    let mut next = Some(first);
    for n in 1..=IN_A_ROW {
        let Some(job) = next.take() else { break };
        let may_go_on = n < IN_A_ROW && !*stop.borrow();
        match run(engine, job, &mut kept, may_go_on).await {
            Ok(after) => next = after,
            Err(error) => tracing::error!(%error, "the end of a job cannot be written down"),
        }
    }
    kept.close().await;
}

async fn claim(engine: &Engine) -> Outcome<Option<Claimed>> {
    let now = engine.clock.now();
    let job = queue::claim(&engine.db, now, now + LEASE).await?;
    if job.is_none() {
        attempts::sweep(&engine.db, now).await?;
    }
    Ok(job)
}

/// Runs a job; the next of its lane, where one is due and the worker may go on with it.
async fn run(
    engine: &Engine,
    job: Claimed,
    kept: &mut Kept,
    may_go_on: bool,
) -> Outcome<Option<Claimed>> {
    let handled = if job.attempts > most_tries(&job) {
        // Whoever tried before did not live to tell.
        Handled::Never("it never came to an end".into())
    } else {
        match tokio::time::timeout(LONGEST, handle(engine, &job, kept)).await {
            Ok(Ok(handled)) => handled,
            Ok(Err(error)) => Handled::Again(error.to_string()),
            Err(_) => Handled::Again("it took too long".into()),
        }
    };
    settle(engine, &job, in_the_end(&job, handled), may_go_on).await
}

fn most_tries(job: &Claimed) -> u64 {
    match job.kind.as_str() {
        send_job::KIND => SEND_TRIES + MOST_TRIES,
        _ => MOST_TRIES,
    }
}

/// When this job is tried again; `None` after the last try. Whoever watches a mailbox never gives up.
fn next_wait(job: &Claimed) -> Option<SignedDuration> {
    let tried = usize::try_from(job.attempts).unwrap_or(usize::MAX);
    let wait = TRY_AGAIN.get(tried.saturating_sub(1)).copied();
    match job.kind.as_str() {
        watch_job::KIND => wait.or(Some(WATCH_AGAIN)),
        send_job::KIND if job.attempts >= SEND_TRIES => None,
        send_job::KIND => wait.filter(|wait| *wait < SEND_AGAIN).or(Some(SEND_AGAIN)),
        _ => wait,
    }
}

/// What does not succeed at the last try never will.
fn in_the_end(job: &Claimed, handled: Handled) -> Handled {
    match handled {
        Handled::Again(why) | Handled::Away(why) if next_wait(job).is_none() => Handled::Never(why),
        handled => handled,
    }
}

async fn handle(engine: &Engine, job: &Claimed, kept: &mut Kept) -> Outcome<Handled> {
    let payload = engine.vault.open(place(job.id), &job.payload_sealed)?;
    match job.kind.as_str() {
        letter_job::KIND => letter_job::handle(engine, job.id, payload.expose_secret()).await,
        send_job::KIND => send_job::handle(engine, job.fence, payload.expose_secret(), kept).await,
        watch_job::KIND => watch_job::handle(engine, payload.expose_secret()).await,
        bring_job::KIND => bring_job::handle(engine, payload.expose_secret()).await,
        reset::KIND => reset::handle(engine, payload.expose_secret()).await,
        reminder::KIND => reminder::handle(engine, payload.expose_secret()).await,
        crm::write_job::KIND => crm::write_job::handle(engine, payload.expose_secret()).await,
        crm::opt_outs::KIND => crm::opt_outs::handle(engine).await,
        crm::tasks::KIND => crm::tasks::handle(engine).await,
        unknown => Ok(Handled::Never(format!("no such kind of job: {unknown}"))),
    }
}

/// Writes the ending down, and claims the next job of the lane, in one transaction. A worker that was
/// overtaken touches nothing: its fence is old.
async fn settle(
    engine: &Engine,
    job: &Claimed,
    handled: Handled,
    may_go_on: bool,
) -> Outcome<Option<Claimed>> {
    let now = engine.clock.now();
    let tx = engine.db.begin().await?;
    let still_ours = match handled {
        Handled::Done => queue::finish(&tx, job).await?,
        Handled::Never(why) => {
            tracing::warn!(job = %job.id, kind = job.kind, why, "a job failed for good");
            let is_ours = queue::put_back(&tx, job, None, &why).await?;
            if is_ours {
                give_up(engine, &tx, job, why).await?;
            }
            is_ours
        }
        Handled::Later(wait) => queue::rest(&tx, job, now + wait).await?,
        Handled::Hold(wait) => {
            let is_ours = queue::rest(&tx, job, now + wait).await?;
            if is_ours {
                hold_lane(engine, &tx, job, now + wait, false).await?;
            }
            is_ours
        }
        Handled::Again(why) => {
            let next = next_wait(job).map(|wait| now + wait);
            tracing::info!(job = %job.id, kind = job.kind, why, "a job did not succeed");
            queue::put_back(&tx, job, next, &why).await?
        }
        Handled::Away(why) => {
            let next = now + next_wait(job).unwrap_or_default();
            tracing::info!(job = %job.id, kind = job.kind, why, "a job did not succeed, and its lane waits");
            let is_ours = queue::put_back(&tx, job, Some(next), &why).await?;
            if is_ours {
                hold_lane(engine, &tx, job, next, true).await?;
            }
            is_ours
        }
    };
    if !still_ours {
        tracing::warn!(job = %job.id, "another worker took this job over");
        return Ok(None);
    }
    let next = match &job.lane {
        Some(lane) if may_go_on => queue::claim_next(&tx, lane, now, now + LEASE).await?,
        _ => None,
    };
    tx.commit().await?;
    Ok(next)
}

/// What is due behind a job waits as long as it does, in its order, and so does what becomes due meanwhile.
async fn hold_lane(
    engine: &Engine,
    tx: &Tx,
    job: &Claimed,
    until: Timestamp,
    is_try: bool,
) -> Outcome<()> {
    if let Some(lane) = &job.lane {
        queue::hold_up(tx, lane, until, is_try).await?;
    }
    if job.kind == send_job::KIND {
        let payload = engine.vault.open(place(job.id), &job.payload_sealed)?;
        send_job::rest(engine, tx, payload.expose_secret(), until).await?;
    }
    Ok(())
}

/// What a job was for hears that it will not be done, in the transaction that gives it up.
async fn give_up(engine: &Engine, tx: &Tx, job: &Claimed, why: String) -> Outcome<()> {
    let Ok(payload) = engine.vault.open(place(job.id), &job.payload_sealed) else {
        tracing::error!(job = %job.id, kind = job.kind, "what was given up cannot be read");
        return Ok(());
    };
    match job.kind.as_str() {
        letter_job::KIND => letter_job::given_up(engine, tx, payload.expose_secret(), why).await,
        send_job::KIND => send_job::given_up(engine, tx, job.id, payload.expose_secret()).await,
        _ => Ok(()),
    }
}
