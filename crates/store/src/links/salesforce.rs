//! Sellers' connections to Salesforce.

use jiff::Timestamp;
use liaison_domain::id::{SalesforceConnectionId, UserId};
use liaison_domain::links::{Health, OrganisationId, SalesforceConnection, SalesforceUserId};

use super::tokens::SealedTokens;
use crate::sql::{Fault, Record, Sql};
use crate::values;

const SELECT: &str =
    "select id, user_id, organisation_id, salesforce_user_id, username, instance_url, health,
    connected_at, last_ok_at from salesforce_connections";

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

pub async fn of_user(sql: &impl Sql, user: UserId) -> Result<Option<SalesforceConnection>, Fault> {
    let row = sql
        .row(&format!("{SELECT} where user_id = $1"), values![user])
        .await?;
    row.as_ref().map(read).transpose()
}

/// Where an organisation is reached, by those who are connected to it.
pub async fn instance_urls(
    sql: &impl Sql,
    organisation: &OrganisationId,
) -> Result<Vec<String>, Fault> {
    let text = "select distinct instance_url from salesforce_connections
                where organisation_id = $1 order by instance_url";
    let rows = sql.rows(text, values![organisation.as_str()]).await?;
    rows.iter().map(|row| row.get("instance_url")).collect()
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

/// The connections of active users that work, admins' first.
pub async fn connected(sql: &impl Sql) -> Result<Vec<SalesforceConnection>, Fault> {
    let text = "select c.id, c.user_id, c.organisation_id, c.salesforce_user_id, c.username, c.instance_url, c.health,
                    c.connected_at, c.last_ok_at
                from salesforce_connections c join users on users.id = c.user_id
                where c.health = 'connected' and users.state = 'active' order by users.role, c.connected_at, c.id";
    sql.rows(text, vec![]).await?.iter().map(read).collect()
}

/// Takes the place of the user's earlier connection. [`Fault::Taken`] when the outside identity
/// belongs to another user here.
pub async fn save(
    sql: &impl Sql,
    connection: &SalesforceConnection,
    identity_url: &str,
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
        identity_url,
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

/// Notes that Salesforce took our token.
pub async fn set_worked(
    sql: &impl Sql,
    id: SalesforceConnectionId,
    at: Timestamp,
) -> Result<(), Fault> {
    let text = "update salesforce_connections set last_ok_at = $2 where id = $1";
    sql.run(text, values![id, at]).await?;
    Ok(())
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
