//! The keys that sign a domain's mail. The private halves are sealed.

use liaison_domain::id::DkimId;
use liaison_domain::mail::DkimKeys;
use liaison_domain::mail::dkim::DkimState;

use crate::sql::{Fault, Record, Sql, Tx};
use crate::values;

/// Private keys, sealed.
pub struct Sealed {
    pub rsa: Vec<u8>,
    pub ed25519: Vec<u8>,
}

fn read(row: &Record) -> Result<DkimKeys, Fault> {
    Ok(DkimKeys {
        id: row.get("id")?,
        domain: row.get("domain")?,
        selector: row.get("selector")?,
        state: row.code("state", DkimState::from_code)?,
        rsa: row.get("rsa")?,
        ed25519: row.get("ed25519")?,
        made_at: row.get("made_at")?,
    })
}

/// All of them by domain, the newest first.
pub async fn all(sql: &impl Sql) -> Result<Vec<DkimKeys>, Fault> {
    let text = "select * from dkim_keys order by domain, made_at desc, id desc";
    sql.rows(text, vec![]).await?.iter().map(read).collect()
}

pub async fn by_id(sql: &impl Sql, id: DkimId) -> Result<Option<DkimKeys>, Fault> {
    let row = sql
        .row("select * from dkim_keys where id = $1", values![id])
        .await?;
    row.as_ref().map(read).transpose()
}

/// What a domain's mail is signed with.
pub async fn signing(sql: &impl Sql, domain: &str) -> Result<Option<(DkimKeys, Sealed)>, Fault> {
    let text = "select * from dkim_keys where domain = $1 and state = 'signing'";
    let Some(row) = sql.row(text, values![domain]).await? else {
        return Ok(None);
    };
    let sealed = Sealed {
        rsa: row.get("rsa_sealed")?,
        ed25519: row.get("ed25519_sealed")?,
    };
    Ok(Some((read(&row)?, sealed)))
}

/// `false` when the domain has keys with this selector.
pub async fn add(tx: &Tx, keys: &DkimKeys, sealed: Sealed) -> Result<bool, Fault> {
    let text =
        "insert into dkim_keys (id, domain, selector, state, rsa_sealed, rsa, ed25519_sealed, ed25519, made_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (domain, selector) do nothing";
    let values = values![
        keys.id,
        &keys.domain,
        &keys.selector,
        keys.state.code(),
        sealed.rsa,
        &keys.rsa,
        sealed.ed25519,
        &keys.ed25519,
        keys.made_at
    ];
    Ok(tx.run(text, values).await? == 1)
}

/// Signs with these from now on; the ones before are retired. `false` when they are gone.
pub async fn begin_signing(tx: &Tx, keys: &DkimKeys) -> Result<bool, Fault> {
    let retire = "update dkim_keys set state = 'retired' where domain = $1 and state = 'signing' and id <> $2";
    tx.run(retire, values![&keys.domain, keys.id]).await?;
    let text = "update dkim_keys set state = 'signing' where id = $1";
    Ok(tx.run(text, values![keys.id]).await? == 1)
}

/// Signs with these no more; they stay in the list.
pub async fn retire(tx: &Tx, id: DkimId) -> Result<(), Fault> {
    let text = "update dkim_keys set state = 'retired' where id = $1 and state = 'signing'";
    tx.run(text, values![id]).await?;
    Ok(())
}

pub async fn remove(tx: &Tx, id: DkimId) -> Result<(), Fault> {
    tx.run("delete from dkim_keys where id = $1", values![id])
        .await?;
    Ok(())
}
