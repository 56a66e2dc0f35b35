//! What was written to Salesforce long ago is forgotten, once a day; what failed stays until somebody has looked.

use jiff::SignedDuration;
use liaison_store::links::crm_writes;

use super::settings;
use crate::{Engine, Outcome};

/// So many in one transaction, so that nobody waits long.
const AT_ONCE: i64 = 1_000;

/// Forgets what is older than the admin has chosen; how many rows that were.
pub async fn prune(engine: &Engine) -> Outcome<u64> {
    let days = settings::get(&engine.db).await?.keep_days;
    let before = engine.clock.now() - SignedDuration::from_hours(24 * i64::from(days));
    let mut forgotten = 0;
    loop {
        let some = crm_writes::prune(&engine.db, before, AT_ONCE).await?;
        forgotten += some;
        if some < u64::try_from(AT_ONCE).unwrap_or_default() {
            return Ok(forgotten);
        }
    }
}
