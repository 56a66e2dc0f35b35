//! Secrets of the instance, sealed: under its links, under the panel.

use jiff::Timestamp;

use crate::sql::{Fault, Sql};
use crate::values;

pub async fn get(sql: &impl Sql, name: &str) -> Result<Option<Vec<u8>>, Fault> {
    let text = "select secret_sealed from instance_keys where name = $1";
    let row = sql.row(text, values![name]).await?;
    row.map(|row| row.get("secret_sealed")).transpose()
}

/// Keeps a secret unless there is one by this name: the first stays.
pub async fn add(sql: &impl Sql, name: &str, sealed: Vec<u8>, now: Timestamp) -> Result<(), Fault> {
    let text = "insert into instance_keys (name, secret_sealed, made_at) values ($1, $2, $3)
                on conflict (name) do nothing";
    sql.run(text, values![name, sealed, now]).await?;
    Ok(())
}
