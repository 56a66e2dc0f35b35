//! Sellers' connections to Salesforce.

use jiff::Timestamp;
use liaison_domain::id::{SalesforceConnectionId, UserId};
use liaison_domain::links::{Health, OrganisationId, SalesforceConnection, SalesforceUserId};

use crate::sql::{Fault, Record, Sql};
use crate::values;

const SELECT: &str = "select id, user_id, organisation_id, salesforce_user_id, username, instance_url, identity_url,
    access_sealed, refresh_sealed, version, health, connected_at, last_ok_at from salesforce_connections";

fn read(row: &Record) -> Result<SalesforceConnection, Fault> {
    Ok(SalesforceConnection {
        id: row.get("id")?,
        user_id: row.get("user_id")?,
        organisation_id: row.code("organisation_id", OrganisationId::parse)?,
        salesforce_user_id: row.code("salesforce_user_id", SalesforceUserId::parse)?,
        username: row.get("username")?,
        instance_url: row.get("instance_url")?,
        health: row.code("health", Health::from_code)?,
        connected_at: row.get("connected_at")?,
        last_ok_at: row.get("last_ok_at")?,
    })
}

/// The sealed tokens of a connection and their version, which grows with each new pair.
#[derive(Debug, Clone)]
pub struct SealedTokens {
    pub access: Vec<u8>,
    pub refresh: Option<Vec<u8>>,
    pub identity_url: String,
    pub version: i64,
}

pub async fn of_user(sql: &impl Sql, user: UserId) -> Result<Option<SalesforceConnection>, Fault> {
    let row = sql
        .row(&format!("{SELECT} where user_id = $1"), values![user])
        .await?;
    row.as_ref().map(read).transpose()
}

/// Whose connection this outside identity is. Never looked up by address.
pub async fn user_of(
    sql: &impl Sql,
    organisation: &OrganisationId,
    user: &SalesforceUserId,
) -> Result<Option<UserId>, Fault> {
    let text = "select user_id from salesforce_connections where organisation_id = $1 and salesforce_user_id = $2";
    let row = sql
        .row(text, values![organisation.as_str(), user.as_str()])
        .await?;
    row.map(|r| r.get("user_id")).transpose()
}

pub async fn tokens(
    sql: &impl Sql,
    id: SalesforceConnectionId,
) -> Result<Option<SealedTokens>, Fault> {
    let row = sql
        .row(&format!("{SELECT} where id = $1"), values![id])
        .await?;
    row.map(|r| {
        Ok(SealedTokens {
            access: r.get("access_sealed")?,
            refresh: r.get("refresh_sealed")?,
            identity_url: r.get("identity_url")?,
            version: r.get("version")?,
        })
    })
    .transpose()
}

/// Takes the place of the user's earlier connection. [`Fault::Taken`] when the outside identity
/// belongs to another user here.
pub async fn save(
    sql: &impl Sql,
    connection: &SalesforceConnection,
    tokens: &SealedTokens,
) -> Result<(), Fault> {
    sql.run(
        "delete from salesforce_connections where user_id = $1",
        values![connection.user_id],
    )
    .await?;
    let text = "insert into salesforce_connections (id, user_id, organisation_id, salesforce_user_id, username,
                    instance_url, identity_url, access_sealed, refresh_sealed, version, health, connected_at, last_ok_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = values![
        connection.id,
        connection.user_id,
        connection.organisation_id.as_str(),
        connection.salesforce_user_id.as_str(),
        &connection.username,
        &connection.instance_url,
        &tokens.identity_url,
        tokens.access.as_slice(),
        tokens.refresh.clone(),
        tokens.version,
        connection.health.code(),
        connection.connected_at,
        connection.last_ok_at,
    ];
    sql.run(text, values).await?;
    Ok(())
}

/// Puts a new pair in the place of the pair with this version; `false` when another worker was quicker.
pub async fn replace_tokens(
    sql: &impl Sql,
    id: SalesforceConnectionId,
    old_version: i64,
    tokens: &SealedTokens,
    at: Timestamp,
) -> Result<bool, Fault> {
    let text = "update salesforce_connections set access_sealed = $3, refresh_sealed = coalesce($4, refresh_sealed),
                    version = $5, refreshing_until = null, health = 'connected', last_ok_at = $6
                where id = $1 and version = $2";
    let values = values![
        id,
        old_version,
        tokens.access.as_slice(),
        tokens.refresh.clone(),
        tokens.version,
        at
    ];
    Ok(sql.run(text, values).await? == 1)
}

pub async fn set_health(
    sql: &impl Sql,
    id: SalesforceConnectionId,
    health: Health,
) -> Result<bool, Fault> {
    let text = "update salesforce_connections set health = $2 where id = $1 and health <> $2";
    Ok(sql.run(text, values![id, health.code()]).await? == 1)
}

/// Takes the right to refresh this version until `until`: one refresh in flight per connection, over
/// all processes. `false` when another worker has it, or has already put a new pair there, or was
/// told that the owner must connect again.
pub async fn begin_refresh(
    sql: &impl Sql,
    id: SalesforceConnectionId,
    version: i64,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, Fault> {
    let text = "update salesforce_connections set refreshing_until = $4
                where id = $1 and version = $2 and health = 'connected'
                  and (refreshing_until is null or refreshing_until <= $3)";
    Ok(sql.run(text, values![id, version, now, until]).await? == 1)
}

/// Gives the right that was taken until `until` back without a new pair. Whoever let it run out has
/// no right to give back: by then it may be another's.
pub async fn end_refresh(
    sql: &impl Sql,
    id: SalesforceConnectionId,
    until: Timestamp,
) -> Result<bool, Fault> {
    let text = "update salesforce_connections set refreshing_until = null
                where id = $1 and refreshing_until = $2";
    Ok(sql.run(text, values![id, until]).await? == 1)
}

pub async fn remove(sql: &impl Sql, user: UserId) -> Result<bool, Fault> {
    Ok(sql
        .run(
            "delete from salesforce_connections where user_id = $1",
            values![user],
        )
        .await?
        == 1)
}
