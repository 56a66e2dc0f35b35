//! Client ids and secrets an admin entered.

use liaison_domain::links::{ConnectionApp, Provider};

use crate::sql::{Fault, Record, Sql};
use crate::values;

const SELECT: &str = "select provider, client_id, login_host, secret_sealed is not null as has_secret, secret_sealed from connection_apps";

fn read(row: &Record) -> Result<ConnectionApp, Fault> {
    Ok(ConnectionApp {
        provider: row.code("provider", Provider::from_code)?,
        client_id: row.get("client_id")?,
        login_host: row.get("login_host")?,
        has_secret: row.get("has_secret")?,
    })
}

pub async fn list(sql: &impl Sql) -> Result<Vec<ConnectionApp>, Fault> {
    sql.rows(SELECT, vec![]).await?.iter().map(read).collect()
}

/// An app with its sealed secret.
pub async fn with_secret(
    sql: &impl Sql,
    provider: Provider,
) -> Result<Option<(ConnectionApp, Option<Vec<u8>>)>, Fault> {
    let row = sql
        .row(
            &format!("{SELECT} where provider = $1"),
            values![provider.code()],
        )
        .await?;
    row.map(|r| Ok((read(&r)?, r.get("secret_sealed")?)))
        .transpose()
}

/// Saves an app; what is empty keeps what there is: login host and secret.
pub async fn save(
    sql: &impl Sql,
    provider: Provider,
    client_id: &str,
    login_host: &str,
    secret_sealed: Option<Vec<u8>>,
) -> Result<(), Fault> {
    let text = "insert into connection_apps (provider, client_id, login_host, secret_sealed) values ($1, $2, $3, $4)
                on conflict (provider) do update set client_id = excluded.client_id,
                    login_host = case when excluded.login_host = '' then connection_apps.login_host else excluded.login_host end,
                    secret_sealed = coalesce(excluded.secret_sealed, connection_apps.secret_sealed)";
    sql.run(
        text,
        values![provider.code(), client_id, login_host, secret_sealed],
    )
    .await?;
    Ok(())
}
