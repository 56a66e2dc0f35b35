//! Reading a record again in the background.

use liaison_domain::id::UserId;
use liaison_domain::people::CrmRecord;
use liaison_store::Tx;
use serde::{Deserialize, Serialize};

use super::bring;
use crate::jobs::{self, Handled};
use crate::{Engine, Error, Outcome};

pub(crate) const KIND: &str = "bring";

#[derive(Serialize, Deserialize)]
struct Payload {
    user: UserId,
    record: CrmRecord,
}

pub(crate) async fn enqueue(
    engine: &Engine,
    tx: &Tx,
    user: UserId,
    record: &CrmRecord,
) -> Outcome<()> {
    let payload = Payload {
        user,
        record: record.clone(),
    };
    jobs::enqueue(engine, tx, KIND, None, &payload).await
}

/// A refusal ends it: whoever opens the record next asks again.
pub(crate) async fn handle(engine: &Engine, payload: &str) -> Outcome<Handled> {
    let payload: Payload = serde_json::from_str(payload).map_err(Error::broken)?;
    match bring::bring(engine, payload.user, &payload.record).await {
        Ok(_) | Err(Error::Refused(_)) => Ok(Handled::Done),
        Err(error) => Err(error),
    }
}
