//! Proofs from the panel, each taken once, and the records its sessions were opened on.

use jiff::Timestamp;
use liaison_domain::id::SessionId;
use liaison_domain::people::RecordId;

use crate::sql::{Fault, Sql, Tx};
use crate::values;

/// Takes a proof; `false` when it was taken before. It is remembered until the given time.
pub async fn take_proof(sql: &impl Sql, hash: &[u8], until: Timestamp) -> Result<bool, Fault> {
    let text = "insert into panel_proofs (proof_hash, until) values ($1, $2)
                on conflict (proof_hash) do nothing";
    Ok(sql.run(text, values![hash, until]).await? == 1)
}

/// Forgets proofs that are too old to be taken again anyway.
pub async fn sweep_proofs(sql: &impl Sql, now: Timestamp) -> Result<u64, Fault> {
    sql.run("delete from panel_proofs where until < $1", values![now])
        .await
}

/// Notes which records a session was opened on.
pub async fn set_records<'a>(
    tx: &Tx,
    session: SessionId,
    records: impl Iterator<Item = &'a RecordId>,
) -> Result<(), Fault> {
    for record in records {
        let text = "insert into panel_records (session_id, record_id) values ($1, $2)
                    on conflict (session_id, record_id) do nothing";
        tx.run(text, values![session, record.as_str()]).await?;
    }
    Ok(())
}

pub async fn records(sql: &impl Sql, session: SessionId) -> Result<Vec<RecordId>, Fault> {
    let text = "select record_id from panel_records where session_id = $1 order by record_id";
    let rows = sql.rows(text, values![session]).await?;
    rows.iter()
        .map(|row| row.code("record_id", RecordId::parse))
        .collect()
}

/// Whether a session was opened on this record.
pub async fn is_opened_on(
    sql: &impl Sql,
    session: SessionId,
    record: &RecordId,
) -> Result<bool, Fault> {
    let text = "select 1 as found from panel_records where session_id = $1 and record_id = $2";
    let row = sql.row(text, values![session, record.as_str()]).await?;
    Ok(row.is_some())
}
