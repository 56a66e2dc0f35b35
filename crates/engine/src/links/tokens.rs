//! The tokens of a Salesforce connection: sealed, refreshed by one at a time, ended when they are of
//! no more use.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use liaison_connectors::salesforce::{
    self as wire, API_VERSION, Api, ApiError, App, OAuthError, Tokens,
};
use liaison_domain::Refusal;
use liaison_domain::id::{SalesforceConnectionId, UserId};
use liaison_domain::links::{Health, SalesforceConnection};
use liaison_store::Sql;
use liaison_store::links::salesforce::{self as kept, SealedTokens};
use secrecy::{ExposeSecret, SecretString};

use super::apps::salesforce_app;
use super::salesforce::{refusal_of_api, refusal_of_oauth};
use crate::vault::Place;
use crate::{Engine, Error, Outcome};

const ACCESS: &str = "salesforce_connections.access";
const REFRESH: &str = "salesforce_connections.refresh";

pub(super) fn seal(
    engine: &Engine,
    id: SalesforceConnectionId,
    tokens: &Tokens,
    version: i64,
) -> Outcome<SealedTokens> {
    let seal = |column, secret: &SecretString| {
        engine.vault.seal(
            &engine.dice,
            Place { column, row: id.0 },
            secret.expose_secret(),
        )
    };
    Ok(SealedTokens {
        access: seal(ACCESS, &tokens.access_token)?,
        refresh: tokens
            .refresh_token
            .as_ref()
            .map(|t| seal(REFRESH, t))
            .transpose()?,
        identity_url: tokens.identity_url.to_string(),
        version,
    })
}

fn open(
    engine: &Engine,
    column: &'static str,
    id: SalesforceConnectionId,
    sealed: &[u8],
) -> Outcome<SecretString> {
    engine.vault.open(Place { column, row: id.0 }, sealed)
}

/// The tokens of a connection that has ended here.
pub(crate) struct Ended {
    id: SalesforceConnectionId,
    tokens: SealedTokens,
}

/// What a user's connection has now, before it is removed or replaced.
pub(super) async fn of_user(sql: &impl Sql, user: UserId) -> Outcome<Option<Ended>> {
    let Some(connection) = kept::of_user(sql, user).await? else {
        return Ok(None);
    };
    let id = connection.id;
    let tokens = kept::tokens(sql, id).await?;
    Ok(tokens.map(|tokens| Ended { id, tokens }))
}

/// Ends at Salesforce what has ended here.
pub(crate) async fn end(engine: &Engine, app: &App, ended: Option<Ended>) {
    let Some(Ended { id, tokens }) = ended else {
        return;
    };
    let token = match &tokens.refresh {
        Some(sealed) => open(engine, REFRESH, id, sealed),
        None => open(engine, ACCESS, id, &tokens.access),
    };
    match token {
        Ok(token) => give_back(engine, app, &token).await,
        Err(error) => tracing::warn!(%error, "tokens could not be given back"),
    }
}

/// Gives a token back. If Salesforce cannot be reached it runs out by itself.
pub(super) async fn give_back(engine: &Engine, app: &App, token: &SecretString) {
    if let Err(error) = wire::revoke(&engine.outbound, app, token).await {
        tracing::warn!(%error, "tokens could not be given back");
    }
}

/// How long one worker may take to refresh before another may try.
const REFRESH_TAKES: SignedDuration = SignedDuration::from_secs(60);
/// How often a worker looks whether the one who refreshes has finished.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Calls Salesforce as the connection's owner. An expired session is refreshed once and the call
/// repeated once; a connection Salesforce no longer takes is marked.
pub async fn with_api<T, F>(
    engine: &Engine,
    connection: &SalesforceConnection,
    call: impl Fn(Api) -> F,
) -> Outcome<T>
where
    F: Future<Output = Result<T, ApiError>> + Send,
{
    let (api, version) = open_api(engine, connection).await?;
    match call(api).await {
        Err(ApiError::SessionExpired) => {}
        other => {
            if other.is_ok() && connection.health == Health::Reconnect {
                kept::set_health(&engine.db, connection.id, Health::Connected).await?;
            }
            return other.map_err(|e| refusal_of_api(&e).into());
        }
    }
    refresh(engine, connection, version).await?;
    let (api, _) = open_api(engine, connection).await?;
    match call(api).await {
        Err(ApiError::SessionExpired) => {
            needs_reconnect(engine, connection).await?;
            Err(Refusal::SalesforceReconnect.into())
        }
        other => other.map_err(|e| refusal_of_api(&e).into()),
    }
}

async fn open_api(engine: &Engine, connection: &SalesforceConnection) -> Outcome<(Api, i64)> {
    let tokens = kept::tokens(&engine.db, connection.id)
        .await?
        .ok_or(Refusal::SalesforceReconnect)?;
    let access = open(engine, ACCESS, connection.id, &tokens.access)?;
    let url = connection.instance_url.parse().map_err(Error::broken)?;
    Ok((
        Api::new(engine.outbound.clone(), url, access, API_VERSION),
        tokens.version,
    ))
}

/// One refresh in flight per connection, over all processes; the others wait for its result.
async fn refresh(engine: &Engine, connection: &SalesforceConnection, version: i64) -> Outcome<()> {
    loop {
        let tokens = kept::tokens(&engine.db, connection.id)
            .await?
            .ok_or(Refusal::SalesforceReconnect)?;
        if tokens.version != version {
            return Ok(());
        }
        // Salesforce has said no for good: only the owner can mend it.
        if is_given_up(engine, connection).await? {
            return Err(Refusal::SalesforceReconnect.into());
        }
        let now = engine.clock.now();
        let until = now + REFRESH_TAKES;
        if kept::begin_refresh(&engine.db, connection.id, version, now, until).await? {
            return refresh_now(engine, connection, &tokens, until).await;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// With the right to refresh in hand. However it ends, the right does not stay with us.
async fn refresh_now(
    engine: &Engine,
    connection: &SalesforceConnection,
    old: &SealedTokens,
    until: Timestamp,
) -> Outcome<()> {
    let outcome = try_refresh(engine, connection, old).await;
    if outcome.is_err() {
        kept::end_refresh(&engine.db, connection.id, until).await?;
    }
    outcome
}

async fn try_refresh(
    engine: &Engine,
    connection: &SalesforceConnection,
    old: &SealedTokens,
) -> Outcome<()> {
    let Some(sealed) = &old.refresh else {
        needs_reconnect(engine, connection).await?;
        return Err(Refusal::SalesforceReconnect.into());
    };
    let token = open(engine, REFRESH, connection.id, sealed)?;
    let app = salesforce_app(engine).await?;
    match wire::refresh(&engine.outbound, &app, &token).await {
        Ok(tokens) => {
            let sealed = seal(engine, connection.id, &tokens, old.version + 1)?;
            let now = engine.clock.now();
            kept::replace_tokens(&engine.db, connection.id, old.version, &sealed, now).await?;
            Ok(())
        }
        Err(
            OAuthError::ExpiredRefreshToken | OAuthError::NotApproved | OAuthError::InactiveUser,
        ) => {
            needs_reconnect(engine, connection).await?;
            Err(Refusal::SalesforceReconnect.into())
        }
        Err(error) => Err(refusal_of_oauth(&app, &error).into()),
    }
}

async fn is_given_up(engine: &Engine, connection: &SalesforceConnection) -> Outcome<bool> {
    let now = kept::of_user(&engine.db, connection.user_id).await?;
    Ok(now.is_none_or(|now| now.health == Health::Reconnect))
}

async fn needs_reconnect(engine: &Engine, connection: &SalesforceConnection) -> Outcome<()> {
    kept::set_health(&engine.db, connection.id, Health::Reconnect).await?;
    Ok(())
}
