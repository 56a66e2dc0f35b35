//! When each mailbox may send its next mail, and what sellers have sent by the team's server.

use jiff::Timestamp;
use jiff::civil::Date;
use liaison_domain::id::{MailboxId, UserId};
use liaison_domain::mail::pace::Pace;

use crate::sql::{Fault, Record, Sql, Tx};
use crate::values;

fn read(row: &Record) -> Result<Pace, Fault> {
    Ok(Pace {
        next_at: row.get("next_at")?,
        day: row.code("day", |day| day.parse::<Date>().ok())?,
        sent: u32::try_from(row.get::<i64>("sent")?).unwrap_or(u32::MAX),
    })
}

pub async fn of_mailbox(sql: &impl Sql, id: MailboxId) -> Result<Option<Pace>, Fault> {
    let text = "select * from mailbox_paces where mailbox_id = $1";
    let row = sql.row(text, values![id]).await?;
    row.as_ref().map(read).transpose()
}

/// Where a user's mailbox stands, whichever it is.
pub async fn of_users_mailbox(sql: &impl Sql, user: UserId) -> Result<Option<Pace>, Fault> {
    let text = "select * from mailbox_paces
                where mailbox_id = (select id from mailboxes where user_id = $1)";
    let row = sql.row(text, values![user]).await?;
    row.as_ref().map(read).transpose()
}

/// Where a seller stands at the team's server.
pub async fn of_team(sql: &impl Sql, user: UserId) -> Result<Option<Pace>, Fault> {
    let text = "select * from team_paces where user_id = $1";
    let row = sql.row(text, values![user]).await?;
    row.as_ref().map(read).transpose()
}

pub async fn save_team(tx: &Tx, user: UserId, pace: &Pace) -> Result<(), Fault> {
    let text = "insert into team_paces (user_id, next_at, day, sent) values ($1, $2, $3, $4)
                on conflict (user_id) do update set next_at = excluded.next_at, day = excluded.day,
                    sent = excluded.sent";
    let values = values![
        user,
        pace.next_at,
        pace.day.to_string(),
        i64::from(pace.sent)
    ];
    tx.run(text, values).await?;
    Ok(())
}

pub async fn save(tx: &Tx, id: MailboxId, pace: &Pace) -> Result<(), Fault> {
    let text = "insert into mailbox_paces (mailbox_id, next_at, day, sent) values ($1, $2, $3, $4)
                on conflict (mailbox_id) do update set next_at = excluded.next_at, day = excluded.day,
                    sent = excluded.sent";
    let values = values![id, pace.next_at, pace.day.to_string(), i64::from(pace.sent)];
    tx.run(text, values).await?;
    Ok(())
}

/// Nothing leaves before `until`; a longer rest that was ordered before stays.
pub async fn pause(
    tx: &Tx,
    id: MailboxId,
    until: Timestamp,
    now: Timestamp,
    today: Date,
) -> Result<(), Fault> {
    let text = "insert into mailbox_paces (mailbox_id, next_at, day, sent, paused_until) values ($1, $2, $3, 0, $4)
                on conflict (mailbox_id) do update set paused_until = excluded.paused_until
                where coalesce(mailbox_paces.paused_until, 0) < excluded.paused_until";
    tx.run(text, values![id, now, today.to_string(), until])
        .await?;
    Ok(())
}

/// Until when nothing leaves, if that was ordered; the time may be over.
pub async fn paused_until(sql: &impl Sql, id: MailboxId) -> Result<Option<Timestamp>, Fault> {
    let text = "select paused_until from mailbox_paces where mailbox_id = $1";
    let row = sql.row(text, values![id]).await?;
    row.map_or(Ok(None), |row| row.get("paused_until"))
}
