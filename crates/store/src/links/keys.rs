//! Secrets of the instance itself, each under a name of its own.

use jiff::Timestamp;

use crate::sql::{Fault, Sql};
use crate::values;

/// Names in use. One line each, so that nobody invents a second spelling.
pub mod name {
    /// Signs what the panel's package says.
    pub const PANEL: &str = "panel";
}

/// The sealed secret and when it was made.
pub async fn of(sql: &impl Sql, name: &str) -> Result<Option<(Vec<u8>, Timestamp)>, Fault> {
    let text = "select secret_sealed, made_at from instance_keys where name = $1";
    let row = sql.row(text, values![name]).await?;
    row.map(|row| Ok((row.get("secret_sealed")?, row.get("made_at")?)))
        .transpose()
}

/// Keeps a secret in place of the one there was.
pub async fn set(sql: &impl Sql, name: &str, sealed: Vec<u8>, at: Timestamp) -> Result<(), Fault> {
    let text = "insert into instance_keys (name, secret_sealed, made_at) values ($1, $2, $3)
                on conflict (name) do update set secret_sealed = excluded.secret_sealed, made_at = excluded.made_at";
    sql.run(text, values![name, sealed, at]).await?;
    Ok(())
}
