//! What an admin does about writes that failed.

use liaison_domain::Refusal;
use liaison_domain::access::Actor;
use liaison_domain::id::CrmWriteId;
use liaison_domain::links::crm::write::{WriteKind, WriteState};
use liaison_store::links::{crm_describes, crm_writes};

use super::write_job;
use crate::{Engine, Outcome};

/// Tries one write again now. For fields that were left out: looks again what may be written.
pub async fn retry(engine: &Engine, actor: Actor, id: CrmWriteId) -> Outcome<()> {
    actor.must_administer()?;
    let now = engine.clock.now();
    let tx = engine.db.begin().await?;
    let write = crm_writes::by_id(&tx, id).await?.ok_or(Refusal::NotFound)?;
    if write.kind == WriteKind::Fields {
        crm_describes::forget(&tx, write.user_id).await?;
        crm_writes::remove(&tx, id).await?;
    } else if crm_writes::retry(&tx, Some(id), None, now)
        .await?
        .is_empty()
    {
        return Err(Refusal::StateChanged.into());
    } else {
        write_job::enqueue(engine, &tx, write.user_id).await?;
    }
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}

/// Tries everything with a code again now.
pub async fn retry_all(engine: &Engine, actor: Actor, code: &str) -> Outcome<()> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    for user in crm_writes::retry(&tx, None, Some(code), engine.clock.now()).await? {
        write_job::enqueue(engine, &tx, user).await?;
    }
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}

/// Takes a write off the list; it is not tried any more.
pub async fn dismiss(engine: &Engine, actor: Actor, id: CrmWriteId) -> Outcome<()> {
    actor.must_administer()?;
    let now = engine.clock.now();
    if crm_writes::dismiss(&engine.db, id, now).await? {
        return Ok(());
    }
    match crm_writes::by_id(&engine.db, id).await? {
        None => Err(Refusal::NotFound.into()),
        Some(write) if write.state == WriteState::Dismissed => Ok(()),
        Some(_) => Err(Refusal::StateChanged.into()),
    }
}
