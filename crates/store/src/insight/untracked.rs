//! Addresses whose e-mails are not tracked.

use liaison_domain::EmailAddress;

use crate::sql::{Fault, Sql, Tx};
use crate::values;

pub async fn holds(sql: &impl Sql, address: &EmailAddress) -> Result<bool, Fault> {
    let text = "select 1 as found from untracked where address = $1";
    Ok(sql.row(text, values![address]).await?.is_some())
}

/// All of them, sorted.
pub async fn list(sql: &impl Sql) -> Result<Vec<EmailAddress>, Fault> {
    let rows = sql
        .rows("select address from untracked order by address", vec![])
        .await?;
    rows.iter().map(|row| row.get("address")).collect()
}

/// From now on these and no others.
pub async fn set(tx: &Tx, addresses: &[EmailAddress]) -> Result<(), Fault> {
    tx.run("delete from untracked", vec![]).await?;
    let rows = addresses.iter().map(|address| values![address]);
    tx.insert_many("insert into untracked (address)", rows.collect())
        .await
}
