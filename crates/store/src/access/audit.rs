//! The audit log.

use jiff::Timestamp;
use liaison_domain::access::AuditAction;
use liaison_domain::id::{AuditId, UserId};

use crate::sql::{Fault, Sql};
use crate::values;

/// Writes one line, in the transaction of what it tells of.
pub async fn write(
    sql: &impl Sql,
    id: AuditId,
    at: Timestamp,
    actor: Option<UserId>,
    action: AuditAction,
    target: &str,
    details: &str,
) -> Result<(), Fault> {
    let text = "insert into audit_log (id, at, actor_id, action, target, details) values ($1, $2, $3, $4, $5, $6)";
    sql.run(text, values![id, at, actor, action.code(), target, details])
        .await?;
    Ok(())
}

/// Actions on a target, the oldest first.
pub async fn actions_on(sql: &impl Sql, target: &str) -> Result<Vec<String>, Fault> {
    let rows = sql
        .rows(
            "select action from audit_log where target = $1 order by at, id",
            values![target],
        )
        .await?;
    rows.iter().map(|r| r.get("action")).collect()
}
