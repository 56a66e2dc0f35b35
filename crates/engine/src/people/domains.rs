//! Domains nobody is written to at (actions 7.5).

use liaison_domain::access::{Actor, AuditAction};
use liaison_domain::people::blocked_domain;
use liaison_store::people::consent::{self, BlockedDomain};

use crate::access::note;
use crate::{Engine, Outcome};

/// Blocks what an admin typed; the domain it was read as. Blocking it again changes nothing.
pub async fn block(engine: &Engine, actor: Actor, typed: &str) -> Outcome<String> {
    actor.must_administer()?;
    let domain = blocked_domain::parse(typed)?;
    let blocked = BlockedDomain {
        domain: domain.clone(),
        added_by: actor.user_id(),
        added_at: engine.clock.now(),
    };
    let tx = engine.db.begin().await?;
    if consent::block(&tx, &blocked).await? {
        note(engine, &tx, actor, AuditAction::DomainBlocked, &domain, "").await?;
    }
    tx.commit().await?;
    Ok(domain)
}

pub async fn unblock(engine: &Engine, actor: Actor, domain: &str) -> Outcome<()> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    if consent::unblock(&tx, domain).await? {
        note(engine, &tx, actor, AuditAction::DomainUnblocked, domain, "").await?;
    }
    tx.commit().await?;
    Ok(())
}
