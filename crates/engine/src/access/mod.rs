//! How people come in.

pub mod activate;
pub mod first_run;
pub mod invite;
pub mod login_mode;
pub mod onboard;
pub mod password;
pub mod profile;
pub mod reset;
pub mod sessions;
pub mod sign_in;
pub mod users;

use liaison_domain::access::{Actor, AuditAction};
use liaison_domain::id::{AuditId, TeamId};
use liaison_store::access::{audit, teams};
use liaison_store::{Fault, Sql};

use crate::Engine;

/// Writes a line of the audit log in the caller's transaction.
pub(crate) async fn note(
    engine: &Engine,
    sql: &impl Sql,
    actor: Actor,
    action: AuditAction,
    target: impl ToString,
    details: &str,
) -> Result<(), Fault> {
    let now = engine.clock.now();
    let id = AuditId(engine.dice.id(now));
    audit::write(
        sql,
        id,
        now,
        actor.user_id(),
        action,
        &target.to_string(),
        details,
    )
    .await
}

/// The team everybody is in, made when it is first needed.
pub(crate) async fn everyone(engine: &Engine, sql: &impl Sql) -> Result<TeamId, Fault> {
    if let Some(id) = teams::everyone(sql).await? {
        return Ok(id);
    }
    let id = TeamId(engine.dice.id(engine.clock.now()));
    teams::add(sql, id, "Everyone", true).await?;
    Ok(id)
}
