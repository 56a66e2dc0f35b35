//! Signed-in browsers. Every process asks here on every request, so ending one works everywhere at once.

use jiff::Timestamp;
use liaison_domain::access::User;
use liaison_domain::access::session::{Session, SignInMethod};
use liaison_domain::id::{SessionId, UserId};

use super::users;
use crate::sql::{Fault, Record, Sql, id_list};
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

/// Those of the sessions that there are, each with its user, in any order.
pub async fn with_users(sql: &impl Sql, ids: &[SessionId]) -> Result<Vec<(Session, User)>, Fault> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let (marks, values) = id_list(&ids, 0);
    if values.is_empty() {
        return Ok(vec![]);
    }
    let text = format!(
        "select sessions.id as session_id, user_id, method, user_agent, sessions.created_at as began_at,
            last_seen_at, {} from sessions join users on users.id = sessions.user_id
         where sessions.id in ({marks})",
        users::COLUMNS
    );
    let rows = sql.rows(&text, values).await?;
    rows.iter()
        .map(|row| {
            let session = Session {
                id: row.get("session_id")?,
                user_id: row.get("user_id")?,
                method: row.code("method", SignInMethod::from_code)?,
                user_agent: row.get("user_agent")?,
                created_at: row.get("began_at")?,
                last_seen_at: row.get("last_seen_at")?,
            };
            Ok((session, users::read(row)?))
        })
        .collect()
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
