//! The due steps of campaigns, in batches. Any number of workers may look at the same time: a member is
//! held while its step is done, and whoever comes second finds it done.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::SignedDuration;
use liaison_domain::id::{CampaignId, MemberId};
use liaison_store::insight::events;
use liaison_store::work::members as kept;

use super::course::{self, Course, Moment};
use crate::crash::point;
use crate::{Engine, Outcome};

/// So many in one transaction.
const BATCH: i64 = 50;
/// One whose step could not be done is looked at again after this.
const AGAIN: SignedDuration = SignedDuration::from_mins(5);

/// Does the steps that are due, at most a batch of them; how many that were.
pub async fn run(engine: &Engine) -> Outcome<usize> {
    let mut due = kept::due(&engine.db, engine.clock.now(), BATCH).await?;
    if due.is_empty() {
        return Ok(0);
    }
    // Everybody holds in the same order.
    due.sort_unstable();
    let Err(error) = batch(engine, &due).await else {
        return Ok(due.len());
    };
    tracing::warn!(%error, "a batch of steps was given up; each is tried alone");
    for id in &due {
        if let Err(error) = batch(engine, &[*id]).await {
            tracing::error!(member = %id, %error, "a step could not be done");
            kept::look_at(&engine.db, *id, engine.clock.now() + AGAIN).await?;
        }
    }
    Ok(due.len())
}

async fn batch(engine: &Engine, ids: &[MemberId]) -> Outcome<()> {
    let mut courses: HashMap<CampaignId, Course> = HashMap::new();
    let mut said = Vec::new();
    let tx = engine.db.begin().await?;
    for id in ids {
        let now = engine.clock.now();
        let Some(mut member) = kept::hold_due(&tx, *id, now).await? else {
            continue;
        };
        let campaign = member.campaign_id;
        let course = match courses.entry(campaign) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Course::of(&tx, campaign).await?),
        };
        course::advance(engine, &tx, course, &mut member, Moment::Later, &mut said).await?;
    }
    if !said.is_empty() {
        events::append(&tx, &said).await?;
    }
    point("campaign-before-commit");
    tx.commit().await?;
    point("campaign-committed");
    // What was planned may be due at once.
    engine.bell.notify_one();
    Ok(())
}
