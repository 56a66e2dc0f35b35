//! Mails on their way out. Every write names the fence of the worker that claimed the send: whoever
//! was overtaken touches nothing.

use jiff::Timestamp;
use liaison_domain::Refusal;
use liaison_domain::id::{MailboxId, SendId, UserId};
use liaison_domain::mail::send::{Purpose, Send, SendState};

use crate::links::mailboxes::{read_problem, write_problem};
use crate::sql::{Fault, Record, Sql};
use crate::values;

fn read(row: &Record) -> Result<Send, Fault> {
    Ok(Send {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        mailbox_id: row.get("mailbox_id")?,
        purpose: row.code("purpose", Purpose::from_code)?,
        state: row.code("state", SendState::from_code)?,
        fence: row.get("fence")?,
        recipients: super::emails::addresses(row, "recipient")?,
        sender: row.get("sender")?,
        message_id: row.get("message_id")?,
        mime: row.get("mime")?,
        provider_id: row.get("provider_id")?,
        problem: read_problem(row)?,
        changed_at: row.get("changed_at")?,
    })
}

/// Plans a send.
pub async fn plan(sql: &impl Sql, send: &Send) -> Result<(), Fault> {
    let text = "insert into sends (id, user_id, mailbox_id, purpose, state, fence, recipient, message_id, mime,
                    created_at, changed_at, sender)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)";
    let values = values![
        send.id,
        send.user_id,
        send.mailbox_id,
        send.purpose.code(),
        send.state.code(),
        send.fence,
        super::emails::joined(&send.recipients),
        send.message_id.as_deref(),
        send.mime.clone(),
        send.changed_at,
        send.sender.as_ref()
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// Claims for a worker with a greater fence than any before; a planned send becomes claimed, every
/// other stays as it was found. `None` when the send is gone or somebody with a greater fence has it.
pub async fn claim(
    sql: &impl Sql,
    id: SendId,
    fence: i64,
    now: Timestamp,
) -> Result<Option<Send>, Fault> {
    let text = "update sends set fence = $2,
                    changed_at = case when state = 'planned' then $3 else changed_at end,
                    state = case when state = 'planned' then 'claimed' else state end
                where id = $1 and fence < $2 returning *";
    let row = sql.row(text, values![id, fence, now]).await?;
    row.as_ref().map(read).transpose()
}

/// Writes a send as it now is; `false` when it is no longer this worker's.
pub async fn save(sql: &impl Sql, send: &Send) -> Result<bool, Fault> {
    let text = "update sends set state = $3, message_id = $4, mime = $5, provider_id = $6, problem = $7, changed_at = $8,
                    recipient = $9, sender = $10
                where id = $1 and fence = $2";
    let values = values![
        send.id,
        send.fence,
        send.state.code(),
        send.message_id.as_deref(),
        send.mime.clone(),
        send.provider_id.as_deref(),
        write_problem(send.problem.as_ref()),
        send.changed_at,
        super::emails::joined(&send.recipients),
        send.sender.as_ref()
    ];
    Ok(sql.run(text, values).await? == 1)
}

pub async fn by_id(sql: &impl Sql, id: SendId) -> Result<Option<Send>, Fault> {
    let row = sql
        .row("select * from sends where id = $1", values![id])
        .await?;
    row.as_ref().map(read).transpose()
}

/// The newest send of a mailbox for this purpose.
pub async fn newest(
    sql: &impl Sql,
    mailbox: MailboxId,
    purpose: Purpose,
) -> Result<Option<Send>, Fault> {
    let text = "select * from sends where mailbox_id = $1 and purpose = $2
                order by created_at desc, id desc limit 1";
    let row = sql.row(text, values![mailbox, purpose.code()]).await?;
    row.as_ref().map(read).transpose()
}

/// Takes one back that has not left yet; `false` when it is too late. Whoever has it in hand can no longer
/// send it.
pub async fn call_off(sql: &impl Sql, id: SendId, now: Timestamp) -> Result<bool, Fault> {
    let text = "update sends set state = 'refused', fence = fence + 1, mime = null, changed_at = $2
                where id = $1 and state in ('planned', 'claimed', 'intent')";
    Ok(sql.run(text, values![id, now]).await? == 1)
}

/// Ends with a refusal what has not left yet, such as when its mailbox was disconnected: everything, or
/// what was sent for one purpose. The fence grows: a worker that has one of them in hand can no longer
/// send it. Answers what it has ended.
pub async fn refuse_waiting(
    sql: &impl Sql,
    mailbox: MailboxId,
    only: Option<Purpose>,
    problem: &Refusal,
    now: Timestamp,
) -> Result<Vec<Send>, Fault> {
    let text = "update sends set state = 'refused', fence = fence + 1, problem = $2, mime = null, changed_at = $3
                where mailbox_id = $1 and state in ('planned', 'claimed', 'intent')
                    and ($4 = '' or purpose = $4) returning *";
    let only = only.map_or("", Purpose::code);
    let values = values![mailbox, write_problem(Some(problem)), now, only];
    sql.rows(text, values).await?.iter().map(read).collect()
}

/// The same of everything one user sends, by whichever way.
pub async fn refuse_waiting_of(
    sql: &impl Sql,
    user: UserId,
    problem: &Refusal,
    now: Timestamp,
) -> Result<Vec<Send>, Fault> {
    let text = "update sends set state = 'refused', fence = fence + 1, problem = $2, mime = null, changed_at = $3
                where user_id = $1 and state in ('planned', 'claimed', 'intent') returning *";
    let values = values![user, write_problem(Some(problem)), now];
    sql.rows(text, values).await?.iter().map(read).collect()
}

/// What had not ended when a backup was made: nobody can tell what became of it afterwards, so a person
/// must look. Answers whom it was from and to.
pub async fn doubt_all(sql: &impl Sql) -> Result<Vec<Send>, Fault> {
    let text = "update sends set state = 'please-check', fence = fence + 1, mime = null
                where state in ('planned', 'claimed', 'intent', 'handed-over', 'unknown') returning *";
    sql.rows(text, vec![]).await?.iter().map(read).collect()
}
