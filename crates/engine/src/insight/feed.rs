//! A user's live feed (actions 13).

use liaison_domain::id::{SessionId, UserId};
use liaison_domain::insight::feed::is_news;
use liaison_domain::insight::{EventKind, FeedFilter};
use liaison_store::insight::feed::{self as store, Told, Wanted};

use super::live::{self, Viewing};
use crate::{Engine, Outcome};

/// How many events the bell counts at most.
pub const BELL: i64 = 100;

/// What somebody narrowed their feed to; everything where they chose nothing.
pub fn wanted(filters: &[FeedFilter], with_machines: bool) -> Wanted {
    let chosen = match filters {
        [] => FeedFilter::ALL,
        chosen => chosen,
    };
    Wanted {
        kinds: chosen.iter().flat_map(|f| f.kinds()).copied().collect(),
        with_machines,
    }
}

/// Writes down that a user has looked at their feed up to this event.
pub async fn looked(engine: &Engine, user: UserId, seq: i64) -> Outcome<()> {
    store::looked(&engine.db, user, seq).await?;
    Ok(())
}

/// How much news there is since a user last looked, at most [`BELL`].
pub async fn unseen(engine: &Engine, user: UserId) -> Outcome<i64> {
    let wanted = Wanted {
        kinds: EventKind::ALL
            .iter()
            .copied()
            .filter(|k| is_news(*k))
            .collect(),
        with_machines: false,
    };
    Ok(store::unseen(&engine.db, user, &wanted, BELL).await?)
}

/// A user's feed as it comes, from after an event on: first what the database holds, then what is
/// committed, each once, in order, without a gap.
pub struct Stream {
    engine: Engine,
    user: UserId,
    wanted: Wanted,
    last: i64,
    viewing: Viewing,
    /// What was read and not given yet, the next one last.
    read: Vec<Told>,
    is_behind: bool,
}

const AT_ONCE: i64 = 100;

pub async fn stream(
    engine: &Engine,
    user: UserId,
    session: SessionId,
    wanted: Wanted,
    after: i64,
) -> Outcome<Stream> {
    Ok(Stream {
        viewing: live::watch(engine, user, session).await?,
        engine: engine.clone(),
        user,
        wanted,
        last: after,
        read: vec![],
        is_behind: true,
    })
}

impl Stream {
    /// The next event; none when the stream has ended: come again with the number of the last one.
    pub async fn next(&mut self) -> Outcome<Option<Told>> {
        loop {
            if let Some(told) = self.read.pop() {
                self.last = told.event.seq;
                return Ok(Some(told));
            }
            if self.is_behind {
                // Whoever may no longer watch does not go on reading what there was.
                if self.viewing.has_ended() {
                    return Ok(None);
                }
                let db = &self.engine.db;
                let mut read =
                    store::after(db, self.user, &self.wanted, self.last, AT_ONCE).await?;
                self.is_behind = i64::try_from(read.len()).unwrap_or(AT_ONCE) == AT_ONCE;
                read.reverse();
                self.read = read;
                continue;
            }
            let Some(told) = self.viewing.next().await else {
                return Ok(None);
            };
            let what = &told.event.what;
            let is_wanted = self.wanted.kinds.contains(&what.kind)
                && (self.wanted.with_machines || !what.is_machine());
            if told.event.seq > self.last && is_wanted {
                self.last = told.event.seq;
                return Ok(Some(Told::clone(&told)));
            }
        }
    }
}
