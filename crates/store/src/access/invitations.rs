//! Invitations.

use jiff::Timestamp;
use liaison_domain::access::{Invitation, InvitationState};
use liaison_domain::id::{InvitationId, UserId};

use crate::sql::{Fault, Record, Sql, Value};
use crate::values;

const SELECT: &str = "select invitations.id, user_id, email, team_id, invitations.state, invited_by, sent_at, expires_at
    from invitations join users on users.id = user_id";

fn read(row: &Record) -> Result<Invitation, Fault> {
    Ok(Invitation {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        email: row.get("email")?,
        team_id: row.get("team_id")?,
        state: row.code("state", InvitationState::from_code)?,
        invited_by: row.get("invited_by")?,
        sent_at: row.get("sent_at")?,
        expires_at: row.get("expires_at")?,
    })
}

async fn one(sql: &impl Sql, condition: &str, value: Value) -> Result<Option<Invitation>, Fault> {
    let row = sql
        .row(&format!("{SELECT} where {condition} = $1"), vec![value])
        .await?;
    row.as_ref().map(read).transpose()
}

pub async fn by_id(sql: &impl Sql, id: InvitationId) -> Result<Option<Invitation>, Fault> {
    one(sql, "invitations.id", id.into()).await
}

pub async fn by_token(sql: &impl Sql, hash: &[u8]) -> Result<Option<Invitation>, Fault> {
    one(sql, "token_hash", hash.into()).await
}

/// A user's newest invitation.
pub async fn of_user(sql: &impl Sql, user: UserId) -> Result<Option<Invitation>, Fault> {
    let row = sql
        .row(
            &format!("{SELECT} where user_id = $1 order by sent_at desc limit 1"),
            values![user],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// The newest first.
pub async fn list(sql: &impl Sql, limit: i64) -> Result<Vec<Invitation>, Fault> {
    let rows = sql
        .rows(
            &format!("{SELECT} order by sent_at desc, email limit $1"),
            values![limit],
        )
        .await?;
    rows.iter().map(read).collect()
}

pub async fn add(sql: &impl Sql, invitation: &Invitation, token_hash: &[u8]) -> Result<(), Fault> {
    let text = "insert into invitations (id, user_id, team_id, token_hash, state, invited_by, sent_at, expires_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = values![
        invitation.id,
        invitation.user_id,
        invitation.team_id,
        token_hash,
        invitation.state.code(),
        invitation.invited_by,
        invitation.sent_at,
        invitation.expires_at,
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// Sends anew: another link, another time. `false` when it was accepted meanwhile.
pub async fn renew(
    sql: &impl Sql,
    id: InvitationId,
    token_hash: &[u8],
    sent_at: Timestamp,
    expires_at: Timestamp,
) -> Result<bool, Fault> {
    let text =
        "update invitations set token_hash = $2, state = 'pending', sent_at = $3, expires_at = $4
                where id = $1 and state <> 'accepted'";
    Ok(sql
        .run(text, values![id, token_hash, sent_at, expires_at])
        .await?
        == 1)
}

/// Moves on from pending; `false` when somebody was quicker.
pub async fn settle(sql: &impl Sql, id: InvitationId, to: InvitationState) -> Result<bool, Fault> {
    let text = "update invitations set state = $2 where id = $1 and state = 'pending'";
    Ok(sql.run(text, values![id, to.code()]).await? == 1)
}
