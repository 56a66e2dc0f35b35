//! Identities, their signatures, and the links that confirm them. Of a link only the hash is kept.

use jiff::Timestamp;
use liaison_domain::EmailAddress;
use liaison_domain::id::{IdentityId, UserId};
use liaison_domain::links::ChannelKind;
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
        channel: read_channel(row)?,
        verified_at: row.get("verified_at")?,
        link_sent_at: row.get("link_sent_at")?,
    })
}

fn read_channel(row: &Record) -> Result<Option<ChannelKind>, Fault> {
    let code: Option<String> = row.get("channel")?;
    Ok(code.and_then(|code| ChannelKind::from_code(&code)))
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

/// One of a user's own; nobody else's is found.
pub async fn of_user_by_id(
    sql: &impl Sql,
    user: UserId,
    id: IdentityId,
) -> Result<Option<Identity>, Fault> {
    let text = "select * from identities where id = $1 and user_id = $2";
    let row = sql.row(text, values![id, user]).await?;
    row.as_ref().map(read).transpose()
}

/// The identity the newest link confirms.
pub async fn by_link(sql: &impl Sql, hash: &[u8]) -> Result<Option<Identity>, Fault> {
    let text = "select * from identities where link_hash = $1";
    let row = sql.row(text, values![hash]).await?;
    row.as_ref().map(read).transpose()
}

/// Adds an identity; the one the user has with this address stays as it is.
pub async fn add(sql: &impl Sql, identity: &Identity) -> Result<(), Fault> {
    let text =
        "insert into identities (id, user_id, name, address, is_default, signature, verified_at)
                values ($1, $2, $3, $4, $5, $6, $7) on conflict (user_id, address) do nothing";
    let values = values![
        identity.id,
        identity.user_id,
        &identity.name,
        &identity.address,
        identity.is_default,
        identity.signature.as_html(),
        identity.verified_at,
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// Changes name and signature of a user's own identity; `false` when it is not theirs.
pub async fn change(
    sql: &impl Sql,
    user: UserId,
    id: IdentityId,
    name: &str,
    signature: &Signature,
) -> Result<bool, Fault> {
    let text = "update identities set name = $3, signature = $4 where id = $1 and user_id = $2";
    let values = values![id, user, name, signature.as_html()];
    Ok(sql.run(text, values).await? == 1)
}

/// By which way a user's own identity writes from now on; `false` when it is not theirs.
pub async fn set_channel(
    sql: &impl Sql,
    user: UserId,
    id: IdentityId,
    channel: ChannelKind,
) -> Result<bool, Fault> {
    let text = "update identities set channel = $3 where id = $1 and user_id = $2";
    Ok(sql.run(text, values![id, user, channel.code()]).await? == 1)
}

/// The confirmed identities of everybody at work here.
pub async fn of_everybody(sql: &impl Sql) -> Result<Vec<Identity>, Fault> {
    let text = "select i.* from identities i join users u on u.id = i.user_id
                where u.state = 'active' and i.verified_at is not null order by i.address, i.id";
    sql.rows(text, vec![]).await?.iter().map(read).collect()
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

/// Makes one of a user's identities the default one, and no other.
pub async fn make_default(sql: &impl Sql, user: UserId, id: IdentityId) -> Result<(), Fault> {
    let text = "update identities set is_default = (id = $2) where user_id = $1";
    sql.run(text, values![user, id]).await?;
    Ok(())
}

pub async fn remove(sql: &impl Sql, id: IdentityId) -> Result<(), Fault> {
    sql.run("delete from identities where id = $1", values![id])
        .await?;
    Ok(())
}

/// A new link takes the place of the one before.
pub async fn set_link(
    sql: &impl Sql,
    id: IdentityId,
    hash: &[u8],
    sent_at: Timestamp,
) -> Result<(), Fault> {
    let text = "update identities set link_hash = $2, link_sent_at = $3 where id = $1";
    sql.run(text, values![id, hash, sent_at]).await?;
    Ok(())
}

/// The mail with this link has reached nobody; a newer link stays.
pub async fn drop_link(sql: &impl Sql, hash: &[u8]) -> Result<(), Fault> {
    let text = "update identities set link_hash = null, link_sent_at = null
                where link_hash = $1 and verified_at is null";
    sql.run(text, values![hash]).await?;
    Ok(())
}

/// Takes hold of the account and of every identity with this address until the transaction ends, so
/// that of two users who confirm it at once, or of one who does while the account is activated, the
/// second sees the first.
pub async fn hold_address(sql: &impl Sql, address: &EmailAddress) -> Result<(), Fault> {
    let account = "update users set role = role where email = $1";
    sql.run(account, values![address]).await?;
    let text = "update identities set address = address where address = $1";
    sql.run(text, values![address]).await?;
    Ok(())
}

/// Whether somebody else who is at work here has confirmed this address, as an identity or as their
/// account's own.
pub async fn is_anothers(
    sql: &impl Sql,
    user: UserId,
    address: &EmailAddress,
) -> Result<bool, Fault> {
    let text = "select 1 as one from users where id <> $1 and state = 'active' and (email = $2
                    or exists (select 1 from identities where user_id = users.id and address = $2
                        and verified_at is not null))
                limit 1";
    Ok(sql.row(text, values![user, address]).await?.is_some())
}

/// Who besides this user has an identity with this address, confirmed or not.
pub async fn others_with(
    sql: &impl Sql,
    user: UserId,
    address: &EmailAddress,
) -> Result<Vec<UserId>, Fault> {
    let text = "select user_id from identities
                where address = $2 and user_id <> $1 order by user_id";
    let rows = sql.rows(text, values![user, address]).await?;
    rows.iter().map(|row| row.get("user_id")).collect()
}

/// Takes a confirmation back; the link that gave it is worth nothing any more.
pub async fn unconfirm(sql: &impl Sql, id: IdentityId) -> Result<(), Fault> {
    let text = "update identities set verified_at = null, link_hash = null, link_sent_at = null, is_default = false
                where id = $1";
    sql.run(text, values![id]).await?;
    Ok(())
}

/// Makes the identity with the account's own address the default one, and confirmed; `false` when
/// the user has none with it.
pub async fn make_own_default(
    sql: &impl Sql,
    user: UserId,
    own: &EmailAddress,
    now: Timestamp,
) -> Result<bool, Fault> {
    let text = "update identities set is_default = true, verified_at = coalesce(verified_at, $3)
                where user_id = $1 and address = $2";
    Ok(sql.run(text, values![user, own, now]).await? == 1)
}

/// Uses the link up; `false` when it was used, or sent too long ago.
pub async fn confirm(
    sql: &impl Sql,
    hash: &[u8],
    now: Timestamp,
    sent_after: Timestamp,
) -> Result<bool, Fault> {
    let text = "update identities set verified_at = $2
                where link_hash = $1 and verified_at is null and link_sent_at > $3";
    Ok(sql.run(text, values![hash, now, sent_after]).await? == 1)
}
