//! The day's calls to Salesforce: counted, and kept below the admin's cap.

use liaison_connectors::salesforce::Usage;
use liaison_domain::links::crm::sync::ALLOWED_AT_FIRST;
use liaison_store::links::crm_budget as kept;

use super::settings;
use crate::{Engine, Outcome};

fn day(engine: &Engine) -> String {
    engine.clock.now().strftime("%Y-%m-%d").to_string()
}

/// Takes one call; `false` when none is left for the background today.
pub(crate) async fn take(engine: &Engine) -> Outcome<bool> {
    let settings = settings::get(&engine.db).await?;
    let allowed = kept::allowed(&engine.db).await?.unwrap_or(ALLOWED_AT_FIRST);
    Ok(kept::take(&engine.db, &day(engine), settings.cap(allowed)).await?)
}

/// Writes down calls that were not taken, and what Salesforce said about its own count.
pub(crate) async fn note(engine: &Engine, calls: u64, usage: Option<Usage>) -> Outcome<()> {
    if calls == 0 && usage.is_none() {
        return Ok(());
    }
    let usage = usage.map(|usage| (usage.used, usage.max));
    kept::note(&engine.db, &day(engine), calls, usage).await?;
    Ok(())
}

/// Today's use, for the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    pub calls: u64,
    pub cap: u64,
    /// All calls of the organisation in the last 24 hours, as Salesforce last said.
    pub used: Option<u64>,
    pub allowed: Option<u64>,
}

pub async fn today(engine: &Engine) -> Outcome<Today> {
    let settings = settings::get(&engine.db).await?;
    let allowed = kept::allowed(&engine.db).await?;
    let today = kept::of_day(&engine.db, &day(engine)).await?;
    Ok(Today {
        calls: today.calls,
        cap: settings.cap(allowed.unwrap_or(ALLOWED_AT_FIRST)),
        used: today.used,
        allowed,
    })
}
