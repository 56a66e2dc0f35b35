//! Invitations.

use liaison_domain::access::{Delivery, Invitation, InvitationState};
use liaison_domain::id::{InvitationId, UserId};

use crate::sql::{Fault, Record, Sql, Value};
use crate::values;

const SELECT: &str = "select invitations.id, user_id, email, team_id, invitations.state, invited_by, sent_at, expires_at,
    delivery, delivery_detail
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
        delivery: {
            let detail: String = row.get("delivery_detail")?;
            row.code("delivery", |code| {
                Delivery::from_parts(code, detail.clone())
            })?
        },
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
    let text = "insert into invitations (id, user_id, team_id, token_hash, state, invited_by, sent_at, expires_at,
                    delivery, delivery_detail)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = values![
        invitation.id,
        invitation.user_id,
        invitation.team_id,
        token_hash,
        invitation.state.code(),
        invitation.invited_by,
        invitation.sent_at,
        invitation.expires_at,
        invitation.delivery.code(),
        invitation.delivery.detail(),
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// Sends anew: another link, another time. `false` when it was accepted meanwhile.
pub async fn renew(sql: &impl Sql, renewed: &Invitation, token_hash: &[u8]) -> Result<bool, Fault> {
    let text =
        "update invitations set token_hash = $2, state = 'pending', sent_at = $3, expires_at = $4,
                    delivery = $5, delivery_detail = $6
                where id = $1 and state <> 'accepted'";
    let values = values![
        renewed.id,
        token_hash,
        renewed.sent_at,
        renewed.expires_at,
        renewed.delivery.code(),
        renewed.delivery.detail(),
    ];
    Ok(sql.run(text, values).await? == 1)
}

pub async fn set_delivery(
    sql: &impl Sql,
    id: InvitationId,
    delivery: &Delivery,
) -> Result<(), Fault> {
    let text = "update invitations set delivery = $2, delivery_detail = $3 where id = $1";
    sql.run(text, values![id, delivery.code(), delivery.detail()])
        .await?;
    Ok(())
}

/// Moves on from pending; `false` when somebody was quicker.
pub async fn settle(sql: &impl Sql, id: InvitationId, to: InvitationState) -> Result<bool, Fault> {
    let text = "update invitations set state = $2 where id = $1 and state = 'pending'";
    Ok(sql.run(text, values![id, to.code()]).await? == 1)
}
