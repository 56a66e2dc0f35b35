//! The job that does one user's writes: in the order they were planned, one at a time for each record.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use liaison_domain::id::UserId;
use liaison_domain::links::crm::CrmWrite;
use liaison_domain::links::crm::trouble::ours;
use liaison_domain::links::crm::write::{WriteKind, WriteState};
use liaison_store::Tx;
use liaison_store::access::users;
use liaison_store::links::{crm_writes, salesforce};
use serde::{Deserialize, Serialize};

use super::{Desk, lookup, prepare, send, settings, settle};
use crate::jobs::{self, Handled};
use crate::{Engine, Error, Outcome};

pub(crate) const KIND: &str = "crm-writes";

/// So many writes are looked at in one round.
const IN_A_ROUND: i64 = 400;
/// So many rounds in one go; what is left then waits for the next.
const ROUNDS: usize = 12;
/// Without a connection, for so long: connecting wakes it.
const UNTIL_CONNECTED: SignedDuration = SignedDuration::from_hours(24);

#[derive(Serialize, Deserialize)]
struct Parcel {
    user: UserId,
}

/// One job for each user: whoever plans a write makes sure that it runs.
pub(crate) async fn enqueue(engine: &Engine, tx: &Tx, user: UserId) -> Outcome<()> {
    let lane = format!("crm:{user}");
    jobs::enqueue_once(engine, tx, KIND, &lane, &Parcel { user }).await
}

pub(crate) async fn handle(engine: &Engine, payload: &str) -> Outcome<Handled> {
    let Parcel { user } = serde_json::from_str(payload).map_err(Error::broken)?;
    for _ in 0..ROUNDS {
        match round(engine, user).await? {
            Round::Moved => {}
            Round::Still => break,
            Round::Rest(wait) => return Ok(Handled::Later(wait)),
        }
    }
    let now = engine.clock.now();
    Ok(match crm_writes::next_due(&engine.db, user).await? {
        None => Handled::Done,
        Some(due) => Handled::Later(due.duration_since(now).max(SignedDuration::ZERO)),
    })
}

enum Round {
    Moved,
    /// Nothing is due.
    Still,
    Rest(SignedDuration),
}

async fn round(engine: &Engine, user: UserId) -> Outcome<Round> {
    let now = engine.clock.now();
    let pending = crm_writes::pending(&engine.db, user, IN_A_ROUND).await?;
    let chosen = choose(pending, now);
    if chosen.is_empty() {
        return Ok(Round::Still);
    }
    let connection = salesforce::of_user(&engine.db, user).await?;
    let user = users::by_id(&engine.db, user).await?;
    let (Some(connection), Some(user)) = (connection, user) else {
        for mut write in chosen {
            write.code = Some(ours::NOT_CONNECTED.into());
            write.due_at = now + UNTIL_CONNECTED;
            settle::save(engine, &write).await?;
        }
        return Ok(Round::Moved);
    };
    let desk = Desk {
        engine,
        user,
        connection,
        settings: settings::get(&engine.db).await?,
    };
    let (unknown, waiting): (Vec<_>, Vec<_>) = chosen
        .into_iter()
        .partition(|write| write.state == WriteState::Intent);
    let (ready, raw): (Vec<_>, Vec<_>) = waiting.into_iter().partition(prepare::is_done);
    let mut rest = lookup::look(&desk, unknown).await?;
    if rest.is_none() {
        rest = prepare::prepare(&desk, raw).await?;
    }
    if rest.is_none() {
        rest = send::send(&desk, ready).await?;
    }
    Ok(rest.map_or(Round::Moved, Round::Rest))
}

/// What may be done now: of everything about one thing, of all Tasks that stand with one record, and of all
/// changes of a record itself, only the first.
fn choose(pending: Vec<CrmWrite>, now: Timestamp) -> Vec<CrmWrite> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut chosen = Vec::new();
    for write in pending {
        let is_own = matches!(write.kind, WriteKind::RollUp | WriteKind::OptOut);
        let record = write.record_id.as_ref().map(|id| format!("{id} {is_own}"));
        let subject = write.subject_id.map(|id| id.to_string());
        let keys: Vec<String> = record.into_iter().chain(subject).collect();
        let is_free = keys.iter().all(|key| !taken.contains(key));
        taken.extend(keys);
        if is_free && write.due_at <= now {
            chosen.push(write);
        }
    }
    chosen
}
