//! What tracking has to know about e-mails, and what it counts on them: for many at once.

use jiff::Timestamp;
use liaison_domain::id::{EmailId, PersonId, UserId};
use liaison_domain::mail::EmailState;

use crate::mail::emails::Counted;
use crate::sql::{Fault, Sql, Tx, Value, id_list};
use crate::values;

/// The e-mail behind a pixel or a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tracked {
    pub id: EmailId,
    pub owner_id: UserId,
    pub person_id: PersonId,
    pub state: EmailState,
    pub sent_at: Option<Timestamp>,
    pub is_archived: bool,
}

/// Those of the e-mails that exist, in any order.
pub async fn emails(sql: &impl Sql, ids: &[EmailId]) -> Result<Vec<Tracked>, Fault> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let (marks, values) = id_list(&ids, 0);
    if values.is_empty() {
        return Ok(vec![]);
    }
    let text = format!(
        "select id, owner_id, person_id, state, sent_at, archived_at is not null as is_archived
         from emails where id in ({marks})"
    );
    let rows = sql.rows(&text, values).await?;
    rows.iter()
        .map(|row| {
            Ok(Tracked {
                id: row.get("id")?,
                owner_id: row.get("owner_id")?,
                person_id: row.get("person_id")?,
                state: row.code("state", EmailState::from_code)?,
                sent_at: row.get("sent_at")?,
                is_archived: row.get("is_archived")?,
            })
        })
        .collect()
}

/// One batch of counts at a time over all processes, so that two never wait for each other's e-mails.
pub async fn hold(tx: &Tx) -> Result<(), Fault> {
    let text = "insert into event_counter (id, last) values (2, 0)
                on conflict (id) do update set last = event_counter.last";
    tx.run(text, values![]).await?;
    Ok(())
}

/// Adds the same number to a count of several e-mails.
pub async fn count(
    tx: &Tx,
    ids: &[EmailId],
    counted: Counted,
    number: i64,
    at: Timestamp,
) -> Result<(), Fault> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let (marks, listed) = id_list(&ids, 2);
    if listed.is_empty() {
        return Ok(());
    }
    let column = counted.column();
    let text = format!(
        "update emails set {column} = {column} + $1,
            last_event_at = case when last_event_at > $2 then last_event_at else $2 end
         where id in ({marks})"
    );
    let mut values: Vec<Value> = values![number, at];
    values.extend(listed);
    tx.run(&text, values).await?;
    Ok(())
}
