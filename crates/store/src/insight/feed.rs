//! Events as the feed shows them, with the names of whom and what they are about, and how far each user
//! has looked.

use liaison_domain::id::UserId;
use liaison_domain::insight::event::MACHINE;
use liaison_domain::insight::{Event, EventKind};

use super::events;
use crate::sql::{Fault, Record, Sql, Value};
use crate::values;

/// An event in a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub event: Event,
    /// The person's name, or their address or company; empty where the event is about nobody.
    pub person: String,
    /// The e-mail's subject; empty where the event is about none.
    pub subject: String,
}

const SELECT: &str = "select events.*, people.first_name, people.last_name, people.email as person_email,
        people.company as person_company, coalesce(emails.sent_subject, emails.subject) as email_subject
    from events left join people on people.id = events.person_id
        left join emails on emails.id = events.email_id";

fn read(row: &Record) -> Result<Told, Fault> {
    let text = |column| Ok::<_, Fault>(row.get::<Option<String>>(column)?.unwrap_or_default());
    let name = format!("{} {}", text("first_name")?, text("last_name")?);
    let candidates = [
        name.trim().to_owned(),
        text("person_email")?,
        text("person_company")?,
    ];
    Ok(Told {
        event: events::read(row)?,
        person: candidates
            .into_iter()
            .find(|c| !c.is_empty())
            .unwrap_or_default(),
        subject: text("email_subject")?,
    })
}

/// Which events somebody wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub kinds: Vec<EventKind>,
    /// Also what machines are likely to have done.
    pub with_machines: bool,
}

impl Wanted {
    fn condition(&self, values: &mut Vec<Value>) -> String {
        let first = values.len();
        values.extend(self.kinds.iter().map(|kind| Value::from(kind.code())));
        let marks: Vec<_> = (first + 1..=values.len())
            .map(|n| format!("${n}"))
            .collect();
        let mut text = match marks.is_empty() {
            true => String::from(" and false"),
            false => format!(" and events.kind in ({})", marks.join(", ")),
        };
        if !self.with_machines {
            text.push_str(&format!(" and events.machine < {MACHINE}"));
        }
        text
    }
}

/// A page of a user's feed, the newest first, from before an event on. Begin with `i64::MAX`.
pub async fn page(
    sql: &impl Sql,
    user: UserId,
    wanted: &Wanted,
    before: i64,
    limit: i64,
) -> Result<Vec<Told>, Fault> {
    let mut values = values![user, before, limit];
    let condition = wanted.condition(&mut values);
    let text = format!(
        "{SELECT} where events.user_id = $1 and events.seq < $2{condition} order by events.seq desc limit $3"
    );
    sql.rows(&text, values).await?.iter().map(read).collect()
}

/// A user's events after one they have seen, the oldest first.
pub async fn after(
    sql: &impl Sql,
    user: UserId,
    wanted: &Wanted,
    after: i64,
    limit: i64,
) -> Result<Vec<Told>, Fault> {
    let mut values = values![user, after, limit];
    let condition = wanted.condition(&mut values);
    let text = format!(
        "{SELECT} where events.user_id = $1 and events.seq > $2{condition} order by events.seq limit $3"
    );
    sql.rows(&text, values).await?.iter().map(read).collect()
}

/// Everybody's events after one, the oldest first.
pub async fn of_everybody(sql: &impl Sql, after: i64, limit: i64) -> Result<Vec<Told>, Fault> {
    let text = format!("{SELECT} where events.seq > $1 order by events.seq limit $2");
    let rows = sql.rows(&text, values![after, limit]).await?;
    rows.iter().map(read).collect()
}

/// How many events a user has not looked at, at most `limit`.
pub async fn unseen(
    sql: &impl Sql,
    user: UserId,
    wanted: &Wanted,
    limit: i64,
) -> Result<i64, Fault> {
    let mut values = values![user, limit];
    let condition = wanted.condition(&mut values);
    let text = format!(
        "select count(*) as n from (
            select 1 as one from events where events.user_id = $1
                and events.seq > coalesce((select seq from feed_looks where user_id = $1), 0){condition}
            limit $2) as unseen"
    );
    let row = sql.row(&text, values).await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Writes down that a user has seen the events up to one.
pub async fn looked(sql: &impl Sql, user: UserId, seq: i64) -> Result<(), Fault> {
    let text = "insert into feed_looks (user_id, seq) values ($1, $2)
                on conflict (user_id) do update set seq = excluded.seq where feed_looks.seq < excluded.seq";
    sql.run(text, values![user, seq]).await?;
    Ok(())
}
