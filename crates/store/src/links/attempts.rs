//! Browsers that are on their way to a login page and back.

use jiff::Timestamp;
use liaison_domain::id::{AttemptId, InvitationId, UserId};

use crate::sql::{Fault, Sql};
use crate::values;

/// One way out and back. It is deleted when it is used: a way back works once.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub id: AttemptId,
    /// What the way was begun for, in the engine's words.
    pub purpose: String,
    pub invitation_id: Option<InvitationId>,
    pub user_id: Option<UserId>,
    pub verifier_sealed: Vec<u8>,
    pub expires_at: Timestamp,
}

pub async fn add(
    sql: &impl Sql,
    attempt: &Attempt,
    state_hash: &[u8],
    browser_hash: &[u8],
) -> Result<(), Fault> {
    let text = "insert into oauth_attempts (id, state_hash, browser_hash, purpose, invitation_id, user_id, verifier_sealed, expires_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = values![
        attempt.id,
        state_hash,
        browser_hash,
        &attempt.purpose,
        attempt.invitation_id,
        attempt.user_id,
        attempt.verifier_sealed.as_slice(),
        attempt.expires_at,
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// Takes the attempt with this state out of the table, if this very browser began it.
pub async fn take(
    sql: &impl Sql,
    state_hash: &[u8],
    browser_hash: &[u8],
) -> Result<Option<Attempt>, Fault> {
    let text = "delete from oauth_attempts where state_hash = $1 and browser_hash = $2
                returning id, purpose, invitation_id, user_id, verifier_sealed, expires_at";
    let rows = sql.rows(text, values![state_hash, browser_hash]).await?;
    rows.first()
        .map(|row| {
            Ok(Attempt {
                id: row.get("id")?,
                purpose: row.get("purpose")?,
                invitation_id: row.get("invitation_id")?,
                user_id: row.get("user_id")?,
                verifier_sealed: row.get("verifier_sealed")?,
                expires_at: row.get("expires_at")?,
            })
        })
        .transpose()
}

/// Forgets ways nobody came back from.
pub async fn sweep(sql: &impl Sql, now: Timestamp) -> Result<u64, Fault> {
    sql.run(
        "delete from oauth_attempts where expires_at <= $1",
        values![now],
    )
    .await
}
