//! When a user last had a confirmation mail sent to an address.

use jiff::Timestamp;
use liaison_domain::EmailAddress;
use liaison_domain::id::UserId;

use crate::sql::{Fault, Sql};
use crate::values;

/// Notes a mail; `false` when there was one after `before` already.
pub async fn note(
    sql: &impl Sql,
    user: UserId,
    address: &EmailAddress,
    now: Timestamp,
    before: Timestamp,
) -> Result<bool, Fault> {
    let text = "insert into confirmation_mails (user_id, address, sent_at) values ($1, $2, $3)
                on conflict (user_id, address) do update set sent_at = excluded.sent_at
                where confirmation_mails.sent_at <= $4";
    Ok(sql.run(text, values![user, address, now, before]).await? == 1)
}

/// To how many addresses a user had mails sent after a moment.
pub async fn addresses_since(
    sql: &impl Sql,
    user: UserId,
    moment: Timestamp,
) -> Result<u64, Fault> {
    let text = "select count(*) as n from confirmation_mails where user_id = $1 and sent_at > $2";
    match sql.row(text, values![user, moment]).await? {
        Some(row) => row.get("n"),
        None => Ok(0),
    }
}

/// Forgets a user's mails up to a moment.
pub async fn forget(sql: &impl Sql, user: UserId, until: Timestamp) -> Result<(), Fault> {
    let text = "delete from confirmation_mails where user_id = $1 and sent_at <= $2";
    sql.run(text, values![user, until]).await?;
    Ok(())
}
