//! Signed-in browsers. Every process asks here on every request, so ending one works everywhere at once.

use jiff::Timestamp;
use liaison_domain::access::session::{Session, SignInMethod};
use liaison_domain::id::{SessionId, UserId};

use crate::sql::{Fault, Record, Sql};
use crate::values;

const COLUMNS: &str = "id, user_id, method, user_agent, created_at, last_seen_at";

fn read(row: &Record) -> Result<Session, Fault> {
    Ok(Session {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        method: row.code("method", SignInMethod::from_code)?,
        user_agent: row.get("user_agent")?,
        created_at: row.get("created_at")?,
        last_seen_at: row.get("last_seen_at")?,
    })
}

pub async fn add(sql: &impl Sql, session: &Session, token_hash: &[u8]) -> Result<(), Fault> {
    let text = "insert into sessions (id, token_hash, user_id, method, user_agent, created_at, last_seen_at)
                values ($1, $2, $3, $4, $5, $6, $7)";
    let values = values![
        session.id,
        token_hash,
        session.user_id,
        session.method.code(),
        &session.user_agent,
        session.created_at,
        session.last_seen_at,
    ];
    sql.run(text, values).await?;
    Ok(())
}

pub async fn by_token(sql: &impl Sql, hash: &[u8]) -> Result<Option<Session>, Fault> {
    let row = sql
        .row(
            &format!("select {COLUMNS} from sessions where token_hash = $1"),
            values![hash],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

pub async fn of_user(sql: &impl Sql, user: UserId) -> Result<Vec<Session>, Fault> {
    let text =
        format!("select {COLUMNS} from sessions where user_id = $1 order by last_seen_at desc");
    sql.rows(&text, values![user])
        .await?
        .iter()
        .map(read)
        .collect()
}

pub async fn seen(sql: &impl Sql, id: SessionId, at: Timestamp) -> Result<(), Fault> {
    sql.run(
        "update sessions set last_seen_at = $2 where id = $1",
        values![id, at],
    )
    .await?;
    Ok(())
}

/// Ends one session of this user; `false` when there is no such session of theirs.
pub async fn end(sql: &impl Sql, user: UserId, id: SessionId) -> Result<bool, Fault> {
    Ok(sql
        .run(
            "delete from sessions where id = $1 and user_id = $2",
            values![id, user],
        )
        .await?
        == 1)
}

/// Ends all sessions of a user but the one to keep; how many.
pub async fn end_all(sql: &impl Sql, user: UserId, keep: Option<SessionId>) -> Result<u64, Fault> {
    match keep {
        Some(keep) => {
            sql.run(
                "delete from sessions where user_id = $1 and id <> $2",
                values![user, keep],
            )
            .await
        }
        None => {
            sql.run("delete from sessions where user_id = $1", values![user])
                .await
        }
    }
}

/// Removes the sessions of panels that were not used since.
pub async fn sweep_panels(sql: &impl Sql, before: Timestamp) -> Result<u64, Fault> {
    let text = "delete from sessions where method = 'panel' and last_seen_at < $1";
    sql.run(text, values![before]).await
}
