//! E-mails sellers write, in all their states.

use jiff::Timestamp;
use liaison_domain::id::{BatchId, EmailId, MailboxId, PersonId, SendId, UserId};
use liaison_domain::mail::Send;
use liaison_domain::mail::{Email, EmailState, Writing};
use liaison_domain::{EmailAddress, Refusal};

use crate::links::mailboxes::{read_problem, write_problem};
use crate::sql::{Fault, Record, Sql, Tx, Value};
use crate::values;

pub(super) fn addresses(row: &Record, column: &str) -> Result<Vec<EmailAddress>, Fault> {
    let text: String = row.get(column)?;
    Ok(text
        .split_whitespace()
        .filter_map(|address| EmailAddress::parse(address).ok())
        .collect())
}

pub(super) fn joined(addresses: &[EmailAddress]) -> String {
    addresses
        .iter()
        .map(EmailAddress::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

fn count(row: &Record, column: &str) -> Result<u32, Fault> {
    Ok(u32::try_from(row.get::<i64>(column)?).unwrap_or(u32::MAX))
}

fn read(row: &Record) -> Result<Email, Fault> {
    Ok(Email {
        id: row.get("id")?,
        owner_id: row.get("owner_id")?,
        person_id: row.get("person_id")?,
        identity_id: row.get("identity_id")?,
        batch_id: row.get("batch_id")?,
        template_id: row.get("template_id")?,
        member_id: row.get("member_id")?,
        step_id: row.get("step_id")?,
        follows_id: row.get("follows_id")?,
        state: row.code("state", EmailState::from_code)?,
        to: row.get("recipient")?,
        writing: Writing {
            cc: addresses(row, "cc")?,
            bcc: addresses(row, "bcc")?,
            subject: row.get("subject")?,
            body: row.get("body")?,
        },
        is_non_commercial: row.get("is_non_commercial")?,
        sent_subject: row.get("sent_subject")?,
        sent_body: row.get("sent_body")?,
        send_id: row.get("send_id")?,
        message_id: row.get("message_id")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        scheduled_at: row.get("scheduled_at")?,
        time_zone: row.get("time_zone")?,
        sent_at: row.get("sent_at")?,
        failed_at: row.get("failed_at")?,
        problem: read_problem(row)?,
        archived_at: row.get("archived_at")?,
        is_success: row.get("is_success")?,
        opens: count(row, "opens")?,
        clicks: count(row, "clicks")?,
        replies: count(row, "replies")?,
        last_event_at: row.get("last_event_at")?,
    })
}

async fn one(sql: &impl Sql, condition: &str, values: Vec<Value>) -> Result<Option<Email>, Fault> {
    let text = format!("select * from emails where {condition}");
    let row = sql.row(&text, values).await?;
    row.as_ref().map(read).transpose()
}

pub async fn by_id(sql: &impl Sql, id: EmailId) -> Result<Option<Email>, Fault> {
    one(sql, "id = $1", values![id]).await
}

/// One of a user's own; nobody else's is found.
pub async fn of_user_by_id(
    sql: &impl Sql,
    user: UserId,
    id: EmailId,
) -> Result<Option<Email>, Fault> {
    one(sql, "id = $1 and owner_id = $2", values![id, user]).await
}

/// The e-mail that a send carries.
pub async fn by_send(sql: &impl Sql, send: SendId) -> Result<Option<Email>, Fault> {
    one(sql, "send_id = $1", values![send]).await
}

/// The e-mail with this Message-ID, without angle brackets.
pub async fn by_message_id(sql: &impl Sql, message_id: &str) -> Result<Option<Email>, Fault> {
    one(sql, "message_id = $1", values![message_id]).await
}

/// The e-mail of a user's that one of these Message-IDs names: the first that is found. While one is on its
/// way, its send alone may know what the provider calls it.
pub async fn answered(
    sql: &impl Sql,
    user: UserId,
    message_ids: &[String],
) -> Result<Option<Email>, Fault> {
    if message_ids.is_empty() {
        return Ok(None);
    }
    let mut values = values![user];
    values.extend(message_ids.iter().map(|id| Value::from(id.as_str())));
    let list: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
    let list = list.join(", ");
    let sent = format!("select * from emails where owner_id = $1 and message_id in ({list})");
    let found = sql.rows(&sent, values.clone()).await?;
    let found: Vec<Email> = found.iter().map(read).collect::<Result<_, _>>()?;
    let place = |email: &Email| {
        let id = email.message_id.as_ref();
        message_ids.iter().position(|wanted| Some(wanted) == id)
    };
    if let Some(email) = found.into_iter().min_by_key(place) {
        return Ok(Some(email));
    }
    let leaving = format!(
        "select emails.* from emails join sends on sends.id = emails.send_id
         where emails.owner_id = $1 and emails.state = 'in-progress' and sends.message_id in ({list}) limit 1"
    );
    let row = sql.row(&leaving, values).await?;
    row.as_ref().map(read).transpose()
}

/// When the first of a user's e-mails since `since` left.
pub async fn first_sent(
    sql: &impl Sql,
    user: UserId,
    since: Timestamp,
) -> Result<Option<Timestamp>, Fault> {
    let text = "select min(sent_at) as first from emails where owner_id = $1 and sent_at >= $2";
    let row = sql.row(text, values![user, since]).await?;
    row.map_or(Ok(None), |row| row.get("first"))
}

/// Takes hold of an e-mail until the transaction ends, and reads it as it then is.
pub async fn hold(tx: &Tx, id: EmailId) -> Result<Option<Email>, Fault> {
    let text = "update emails set state = state where id = $1 returning *";
    let row = tx.row(text, values![id]).await?;
    row.as_ref().map(read).transpose()
}

/// Takes hold of the e-mail that a send carries, if it carries one, until the transaction ends. Whoever
/// changes both holds the e-mail first.
pub async fn hold_by_send(tx: &Tx, send: SendId) -> Result<Option<Email>, Fault> {
    let text = "update emails set state = state where send_id = $1 returning *";
    let row = tx.row(text, values![send]).await?;
    row.as_ref().map(read).transpose()
}

/// Takes hold of every e-mail that waits to leave by a mailbox, until the transaction ends.
pub async fn hold_waiting(tx: &Tx, mailbox: MailboxId) -> Result<Vec<Email>, Fault> {
    let text = "update emails set state = state where send_id in
                    (select id from sends where mailbox_id = $1 and state in ('planned', 'claimed', 'intent'))
                returning *";
    let rows = tx.rows(text, values![mailbox]).await?;
    rows.iter().map(read).collect()
}

/// Why the e-mails that are due and have not begun to leave by a mailbox still wait.
pub async fn say_why_they_wait(
    tx: &Tx,
    mailbox: MailboxId,
    problem: &Refusal,
    now: Timestamp,
) -> Result<(), Fault> {
    let text = "update emails set problem = $3 where state = 'scheduled' and scheduled_at <= $2 and send_id in
                    (select id from sends where mailbox_id = $1 and state in ('planned', 'claimed'))";
    let values = values![mailbox, now, write_problem(Some(problem))];
    tx.run(text, values).await?;
    Ok(())
}

/// The same of one user's, by whichever way.
pub async fn hold_waiting_of(tx: &Tx, user: UserId) -> Result<(), Fault> {
    let text = "update emails set state = state where owner_id = $1 and send_id in
                    (select id from sends where user_id = $1 and state in ('planned', 'claimed', 'intent'))";
    tx.run(text, values![user]).await?;
    Ok(())
}

/// Writes an e-mail as it now is. What tracking counts (`opens`, `clicks`, `replies`, `last_event_at`) is
/// left as it stands: see [`count_event`].
pub async fn save(sql: &impl Sql, email: &Email) -> Result<(), Fault> {
    let text = "insert into emails
            (id, owner_id, person_id, identity_id, batch_id, template_id, member_id, step_id, follows_id, state,
             recipient, cc, bcc, subject, body, is_non_commercial, sent_subject, sent_body, send_id, message_id,
             created_at, updated_at, scheduled_at, time_zone, sent_at, failed_at, problem, archived_at, is_success,
             opens, clicks, replies, last_event_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
             $21, $22, $23, $24, $25, $26, $27, $28, $29, 0, 0, 0, null)
        on conflict (id) do update set
            identity_id = excluded.identity_id, template_id = excluded.template_id,
            follows_id = excluded.follows_id, state = excluded.state, recipient = excluded.recipient,
            cc = excluded.cc, bcc = excluded.bcc, subject = excluded.subject, body = excluded.body,
            is_non_commercial = excluded.is_non_commercial, sent_subject = excluded.sent_subject,
            sent_body = excluded.sent_body, send_id = excluded.send_id, message_id = excluded.message_id,
            updated_at = excluded.updated_at, scheduled_at = excluded.scheduled_at,
            time_zone = excluded.time_zone, sent_at = excluded.sent_at, failed_at = excluded.failed_at,
            problem = excluded.problem, archived_at = excluded.archived_at, is_success = excluded.is_success";
    let values = values![
        email.id,
        email.owner_id,
        email.person_id,
        email.identity_id,
        email.batch_id,
        email.template_id,
        email.member_id,
        email.step_id,
        email.follows_id,
        email.state.code(),
        &email.to,
        joined(&email.writing.cc),
        joined(&email.writing.bcc),
        &email.writing.subject,
        &email.writing.body,
        email.is_non_commercial,
        email.sent_subject.as_deref(),
        email.sent_body.as_deref(),
        email.send_id,
        email.message_id.as_deref(),
        email.created_at,
        email.updated_at,
        email.scheduled_at,
        email.time_zone.as_deref(),
        email.sent_at,
        email.failed_at,
        write_problem(email.problem.as_ref()),
        email.archived_at,
        email.is_success
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// Nobody can tell any more what became of an e-mail's send.
pub async fn doubt(sql: &impl Sql, send: &Send) -> Result<(), Fault> {
    let address = send.recipients.first().map(ToString::to_string);
    let problem = Refusal::EmailUnknown {
        address: address.unwrap_or_default(),
    };
    let text =
        "update emails set state = 'please-check', failed_at = $2, problem = $3 where send_id = $1";
    let values = values![send.id, send.changed_at, write_problem(Some(&problem))];
    sql.run(text, values).await?;
    Ok(())
}

/// Throws an e-mail away that may go.
pub async fn delete(tx: &Tx, id: EmailId) -> Result<(), Fault> {
    tx.run("delete from email_files where email_id = $1", values![id])
        .await?;
    // What followed it goes on by itself.
    let text = "update emails set follows_id = null where follows_id = $1";
    tx.run(text, values![id]).await?;
    tx.run("delete from emails where id = $1", values![id])
        .await?;
    Ok(())
}

/// What tracking counts: by people only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    Open,
    Click,
    Reply,
}

impl Counted {
    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Open => "opens",
            Self::Click => "clicks",
            Self::Reply => "replies",
        }
    }
}

/// Adds one to a count.
pub async fn count_event(
    sql: &impl Sql,
    id: EmailId,
    counted: Counted,
    at: Timestamp,
) -> Result<(), Fault> {
    let column = counted.column();
    let text =
        format!("update emails set {column} = {column} + 1, last_event_at = $2 where id = $1");
    sql.run(&text, values![id, at]).await?;
    Ok(())
}

/// The sub-folders of the command centre (actions 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    Delivered,
    Archived,
    Scheduled,
    Draft,
    InProgress,
    Failed,
    Bounced,
}

impl Folder {
    pub const ALL: [Self; 7] = [
        Self::Delivered,
        Self::Archived,
        Self::Scheduled,
        Self::Draft,
        Self::InProgress,
        Self::Failed,
        Self::Bounced,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Archived => "archived",
            Self::Scheduled => "scheduled",
            Self::Draft => "draft",
            Self::InProgress => "in-progress",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }

    /// Archived leaves every other folder; what nobody can tell stands with what failed.
    fn condition(self) -> &'static str {
        match self {
            Self::Delivered => "state = 'delivered' and archived_at is null",
            Self::Archived => "archived_at is not null",
            Self::Scheduled => "state = 'scheduled' and archived_at is null",
            Self::Draft => "state = 'draft' and archived_at is null",
            Self::InProgress => "state = 'in-progress' and archived_at is null",
            Self::Failed => "state in ('failed', 'please-check') and archived_at is null",
            Self::Bounced => "state = 'bounced' and archived_at is null",
        }
    }
}

/// What a folder may be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Part of a subject, a name or an address.
    pub text: String,
    pub opened: Option<bool>,
    pub clicked: Option<bool>,
    pub replied: Option<bool>,
}

/// A folder of a user's, the newest first, beginning before the one changed at `before` with its id.
pub async fn folder(
    sql: &impl Sql,
    user: UserId,
    folder: Folder,
    wanted: &Wanted,
    before: Option<(Timestamp, EmailId)>,
    limit: i64,
) -> Result<Vec<Email>, Fault> {
    let mut text = format!(
        "select emails.* from emails join people on people.id = emails.person_id
         where owner_id = $1 and {}",
        folder.condition()
    );
    let mut values = values![user];
    if !wanted.text.is_empty() {
        values.push(crate::sql::like(&wanted.text).into());
        text.push_str(
            " and (lower(coalesce(sent_subject, subject)) like $2 escape '\\' or recipient like $2 escape '\\'
                   or lower(people.first_name || ' ' || people.last_name) like $2 escape '\\')",
        );
    }
    for (column, is_wanted) in [
        ("opens", wanted.opened),
        ("clicks", wanted.clicked),
        ("replies", wanted.replied),
    ] {
        match is_wanted {
            Some(true) => text.push_str(&format!(" and {column} > 0")),
            Some(false) => text.push_str(&format!(" and {column} = 0")),
            None => {}
        }
    }
    if let Some((at, id)) = before {
        let n = values.len();
        values.extend(values![at, id]);
        text.push_str(&format!(
            " and (emails.updated_at, emails.id) < (${}, ${})",
            n + 1,
            n + 2
        ));
    }
    values.push(limit.into());
    text.push_str(&format!(
        " order by emails.updated_at desc, emails.id desc limit ${}",
        values.len()
    ));
    sql.rows(&text, values).await?.iter().map(read).collect()
}

/// How many a user has in each folder, in the order of [`Folder::ALL`].
pub async fn counts(sql: &impl Sql, user: UserId) -> Result<Vec<(Folder, i64)>, Fault> {
    let columns: Vec<_> = Folder::ALL
        .iter()
        .enumerate()
        .map(|(n, folder)| format!("count(case when {} then 1 end) as n{n}", folder.condition()))
        .collect();
    let text = format!(
        "select {} from emails where owner_id = $1",
        columns.join(", ")
    );
    let row = sql.row(&text, values![user]).await?;
    let Some(row) = row else { return Ok(vec![]) };
    Folder::ALL
        .into_iter()
        .enumerate()
        .map(|(n, folder)| Ok((folder, row.get(&format!("n{n}"))?)))
        .collect()
}

/// The copies of one batch, by address.
pub async fn of_batch(sql: &impl Sql, id: BatchId) -> Result<Vec<Email>, Fault> {
    let text = "select * from emails where batch_id = $1 order by recipient, id";
    sql.rows(text, values![id])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Every e-mail with a person that has left or is to leave, the newest first.
pub async fn of_person(sql: &impl Sql, person: PersonId, limit: i64) -> Result<Vec<Email>, Fault> {
    let text = "select * from emails where person_id = $1 and state <> 'draft'
                order by updated_at desc, id desc limit $2";
    sql.rows(text, values![person, limit])
        .await?
        .iter()
        .map(read)
        .collect()
}
