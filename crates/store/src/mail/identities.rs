//! Identities and their signatures.

use liaison_domain::id::UserId;
use liaison_domain::mail::{Identity, Signature};

use crate::sql::{Fault, Record, Sql};
use crate::values;

fn read(row: &Record) -> Result<Identity, Fault> {
    let signature: String = row.get("signature")?;
    Ok(Identity {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        name: row.get("name")?,
        address: row.get("address")?,
        is_default: row.get("is_default")?,
        signature: Signature::clean(&signature).unwrap_or_default(),
    })
}

/// A user's identities, the default one first.
pub async fn of_user(sql: &impl Sql, user: UserId) -> Result<Vec<Identity>, Fault> {
    let text = "select * from identities where user_id = $1 order by is_default desc, address";
    sql.rows(text, values![user])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Adds an identity, or changes the name of the one with this address; its signature stays.
pub async fn save(sql: &impl Sql, identity: &Identity) -> Result<(), Fault> {
    let text = "insert into identities (id, user_id, name, address, is_default, signature) values ($1, $2, $3, $4, $5, $6)
                on conflict (user_id, address) do update set name = excluded.name";
    let values = values![
        identity.id,
        identity.user_id,
        &identity.name,
        &identity.address,
        identity.is_default,
        identity.signature.as_html(),
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// Sets the signature of the user's default identity.
pub async fn set_signature(
    sql: &impl Sql,
    user: UserId,
    signature: &Signature,
) -> Result<(), Fault> {
    let text = "update identities set signature = $2 where user_id = $1 and is_default";
    sql.run(text, values![user, signature.as_html()]).await?;
    Ok(())
}
