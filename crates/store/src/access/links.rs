//! The one-time links of the first run and of password resets. Only hashes are kept.

use jiff::Timestamp;
use liaison_domain::id::UserId;

use crate::settings::{self, key};
use crate::sql::{Fault, Sql, Tx};
use crate::values;

/// A new link takes the place of older ones, also of one that is made at this very moment: what
/// another transaction has inserted and not committed, a `delete` alone does not see.
pub async fn add_setup(tx: &Tx, hash: &[u8], expires_at: Timestamp) -> Result<(), Fault> {
    settings::hold(tx, key::SETUP_LINK).await?;
    tx.run("delete from setup_links", vec![]).await?;
    tx.run(
        "insert into setup_links (token_hash, expires_at) values ($1, $2)",
        values![hash, expires_at],
    )
    .await?;
    Ok(())
}

pub async fn setup_is_open(sql: &impl Sql, hash: &[u8], now: Timestamp) -> Result<bool, Fault> {
    let text = "select 1 as one from setup_links where token_hash = $1 and used_at is null and expires_at > $2";
    Ok(sql.row(text, values![hash, now]).await?.is_some())
}

/// Uses the link; `false` when it was used or is too old.
pub async fn use_setup(sql: &impl Sql, hash: &[u8], now: Timestamp) -> Result<bool, Fault> {
    let text = "update setup_links set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2";
    Ok(sql.run(text, values![hash, now]).await? == 1)
}

/// A new reset takes the place of older ones.
pub async fn add_reset(
    sql: &impl Sql,
    user: UserId,
    hash: &[u8],
    expires_at: Timestamp,
) -> Result<(), Fault> {
    sql.run(
        "delete from password_resets where user_id = $1",
        values![user],
    )
    .await?;
    let text = "insert into password_resets (token_hash, user_id, expires_at) values ($1, $2, $3)";
    sql.run(text, values![hash, user, expires_at]).await?;
    Ok(())
}

/// When the newest reset link of a user expires.
pub async fn latest_reset(sql: &impl Sql, user: UserId) -> Result<Option<Timestamp>, Fault> {
    let text = "select max(expires_at) as latest from password_resets where user_id = $1";
    let row = sql.row(text, values![user]).await?;
    row.map_or(Ok(None), |r| r.get("latest"))
}

/// Whose reset this is, and whether the link is still good.
pub async fn reset(sql: &impl Sql, hash: &[u8]) -> Result<Option<Reset>, Fault> {
    let text = "select user_id, expires_at, used_at from password_resets where token_hash = $1";
    let row = sql.row(text, values![hash]).await?;
    row.map(|r| {
        Ok(Reset {
            user_id: r.get("user_id")?,
            expires_at: r.get("expires_at")?,
            used_at: r.get("used_at")?,
        })
    })
    .transpose()
}

pub struct Reset {
    pub user_id: UserId,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

pub async fn use_reset(sql: &impl Sql, hash: &[u8], now: Timestamp) -> Result<bool, Fault> {
    let text = "update password_resets set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2";
    Ok(sql.run(text, values![hash, now]).await? == 1)
}
