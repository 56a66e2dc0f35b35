//! When each mailbox may send its next mail.

use jiff::civil::Date;
use liaison_domain::id::MailboxId;
use liaison_domain::mail::pace::Pace;

use crate::sql::{Fault, Sql, Tx};
use crate::values;

pub async fn of_mailbox(sql: &impl Sql, id: MailboxId) -> Result<Option<Pace>, Fault> {
    let text = "select * from mailbox_paces where mailbox_id = $1";
    let row = sql.row(text, values![id]).await?;
    row.map(|row| {
        Ok(Pace {
            next_at: row.get("next_at")?,
            day: row.code("day", |day| day.parse::<Date>().ok())?,
            sent: u32::try_from(row.get::<i64>("sent")?).unwrap_or(u32::MAX),
        })
    })
    .transpose()
}

pub async fn save(tx: &Tx, id: MailboxId, pace: &Pace) -> Result<(), Fault> {
    let text = "insert into mailbox_paces (mailbox_id, next_at, day, sent) values ($1, $2, $3, $4)
                on conflict (mailbox_id) do update set next_at = excluded.next_at, day = excluded.day,
                    sent = excluded.sent";
    let values = values![id, pace.next_at, pace.day.to_string(), i64::from(pace.sent)];
    tx.run(text, values).await?;
    Ok(())
}
