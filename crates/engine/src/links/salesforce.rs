//! Sellers' Salesforce connections: arriving, keeping, refreshing, giving back.

use std::time::Duration;

use jiff::SignedDuration;
use liaison_connectors::salesforce::{
    self as wire, API_VERSION, Api, ApiError, App, OAuthError, Tokens,
};
use liaison_domain::Refusal;
use liaison_domain::access::session::SignInMethod;
use liaison_domain::access::{Actor, AuditAction, User};
use liaison_domain::id::{SalesforceConnectionId, UserId};
use liaison_domain::links::{
    Health, OrganisationId, SalesforceConnection, SalesforceIdentity, SalesforceUserId,
};
use liaison_store::access::users;
use liaison_store::links::salesforce::{self as kept, SealedTokens};
use liaison_store::settings::{self, key};
use liaison_store::{Sql, Tx};
use secrecy::{ExposeSecret, SecretString};

use super::apps::salesforce_app;
use crate::access::{note, sessions};
use crate::vault::Place;
use crate::{Engine, Error, Outcome, Token};

/// Somebody came back from Salesforce's login page: who they are, and tokens not kept yet.
pub(crate) struct Arrival {
    pub identity: SalesforceIdentity,
    pub api_enabled: bool,
    tokens: Tokens,
    app: App,
}

/// Exchanges the code and asks who it is, and whether their profile may use the API at all.
pub(crate) async fn arrive(
    engine: &Engine,
    app: App,
    code: &str,
    verifier: &SecretString,
) -> Outcome<Arrival> {
    let tokens = wire::exchange(&engine.outbound, &app, code, verifier)
        .await
        .map_err(|e| refusal_of_oauth(&app, &e))?;
    receive(engine, app, tokens).await
}

async fn receive(engine: &Engine, app: App, tokens: Tokens) -> Outcome<Arrival> {
    let found = wire::identity(&engine.outbound, &tokens)
        .await
        .map_err(|e| refusal_of_api(&e))?;
    let unreadable = || Refusal::SalesforceRefused {
        detail: "the answer about the user cannot be read".into(),
    };
    let identity = SalesforceIdentity {
        organisation_id: OrganisationId::parse(&found.organization_id).ok_or_else(unreadable)?,
        user_id: SalesforceUserId::parse(&found.user_id).ok_or_else(unreadable)?,
        username: found.username,
        email: found.email,
        email_verified: found.email_verified,
        first_name: found.first_name.unwrap_or_default(),
        last_name: found.last_name.unwrap_or_default(),
        time_zone: found.time_zone,
    };
    let api = Api::for_tokens(engine.outbound.clone(), &tokens);
    let api_enabled = match api.user(identity.user_id.as_str()).await {
        Ok(_) => true,
        Err(ApiError::ApiDisabledForUser) => false,
        Err(error) => return Err(refusal_of_api(&error).into()),
    };
    Ok(Arrival {
        identity,
        api_enabled,
        tokens,
        app,
    })
}

/// Somebody whose tokens the pretend Salesforce handed out without a login page.
#[cfg(feature = "demo")]
pub(crate) async fn arrive_with(engine: &Engine, tokens: Tokens) -> Outcome<Arrival> {
    receive(engine, salesforce_app(engine).await?, tokens).await
}

/// Binds the organisation and connects the admin with such tokens.
#[cfg(feature = "demo")]
pub async fn connect_as_admin(engine: &Engine, admin: &User, tokens: Tokens) -> Outcome<()> {
    let arrival = arrive_with(engine, tokens).await?;
    bind_organisation(engine, admin, arrival).await
}

/// Gives tokens back that we have no use for. If Salesforce cannot be reached they run out by
/// themselves.
pub(crate) async fn give_back(engine: &Engine, arrival: &Arrival) {
    let token = arrival
        .tokens
        .refresh_token
        .as_ref()
        .unwrap_or(&arrival.tokens.access_token);
    if let Err(error) = wire::revoke(&engine.outbound, &arrival.app, token).await {
        tracing::warn!(%error, "tokens could not be given back");
    }
}

/// Keeps the connection in the caller's transaction.
pub(crate) async fn keep(
    engine: &Engine,
    tx: &Tx,
    user_id: UserId,
    arrival: &Arrival,
) -> Outcome<()> {
    let now = engine.clock.now();
    let connection = SalesforceConnection {
        id: SalesforceConnectionId(engine.dice.id(now)),
        user_id,
        organisation_id: arrival.identity.organisation_id.clone(),
        salesforce_user_id: arrival.identity.user_id.clone(),
        username: arrival.identity.username.clone(),
        instance_url: arrival.tokens.instance_url.to_string(),
        health: Health::Connected,
        connected_at: now,
        last_ok_at: now,
    };
    let taken = kept::user_of(
        tx,
        &connection.organisation_id,
        &connection.salesforce_user_id,
    )
    .await?;
    if taken.is_some_and(|owner| owner != user_id) {
        return Err(Refusal::SalesforceTaken.into());
    }
    let tokens = seal(engine, connection.id, &arrival.tokens, 1)?;
    match kept::save(tx, &connection, &tokens).await {
        Err(fault) if fault.is_taken() => return Err(Refusal::SalesforceTaken.into()),
        other => other?,
    }
    let actor = Actor::User {
        id: user_id,
        role: liaison_domain::access::Role::User,
    };
    note(
        engine,
        tx,
        actor,
        AuditAction::SalesforceConnected,
        user_id,
        &connection.username,
    )
    .await?;
    Ok(())
}

fn seal(
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

const ACCESS: &str = "salesforce_connections.access";
const REFRESH: &str = "salesforce_connections.refresh";

/// Signs in whoever this Salesforce user is to us; never by address (quality "Who somebody is").
pub(crate) async fn sign_in(engine: &Engine, arrival: Arrival, user_agent: &str) -> Outcome<Token> {
    let outcome = try_sign_in(engine, &arrival, user_agent).await;
    if outcome.is_err() {
        give_back(engine, &arrival).await;
    }
    outcome
}

async fn try_sign_in(engine: &Engine, arrival: &Arrival, user_agent: &str) -> Outcome<Token> {
    let identity = &arrival.identity;
    let unknown = || Refusal::SalesforceUnknownUser {
        salesforce: identity.username.clone(),
    };
    let owner = kept::user_of(&engine.db, &identity.organisation_id, &identity.user_id)
        .await?
        .ok_or_else(unknown)?;
    let user = users::by_id(&engine.db, owner).await?.ok_or_else(unknown)?;
    if !user.may_enter(engine.clock.now()) {
        return Err(Refusal::AccessEnded.into());
    }
    let tx = engine.db.begin().await?;
    keep(engine, &tx, user.id, arrival).await?;
    let token = sessions::begin(engine, &tx, user.id, SignInMethod::Salesforce, user_agent).await?;
    tx.commit().await?;
    Ok(token)
}

/// Connects a signed-in user's own account.
pub(crate) async fn connect(engine: &Engine, user: &User, arrival: Arrival) -> Outcome<()> {
    let organisation = organisation(&engine.db).await?;
    let outcome = may_connect(user, &arrival, organisation.as_ref());
    finish_connect(engine, user, &arrival, outcome).await
}

/// An admin says which organisation is ours by signing in to it.
pub(crate) async fn bind_organisation(
    engine: &Engine,
    admin: &User,
    arrival: Arrival,
) -> Outcome<()> {
    let actor = Actor::User {
        id: admin.id,
        role: admin.role,
    };
    actor.must_administer()?;
    let id = arrival.identity.organisation_id.clone();
    let allowed = may_connect(admin, &arrival, Some(&id));
    // An admin may administer Salesforce by another login than their own: then only the
    // organisation is remembered, and that login's tokens go back.
    let by_other_login = matches!(allowed, Err(Refusal::AddressDiffers { .. }));
    if !by_other_login && let Err(refusal) = allowed {
        give_back(engine, &arrival).await;
        return Err(refusal.into());
    }
    let tx = engine.db.begin().await?;
    settings::set(&tx, key::ORGANISATION, id.as_str()).await?;
    note(
        engine,
        &tx,
        actor,
        AuditAction::OrganisationSet,
        "instance",
        id.as_str(),
    )
    .await?;
    tx.commit().await?;
    if by_other_login {
        give_back(engine, &arrival).await;
        return Ok(());
    }
    finish_connect(engine, admin, &arrival, Ok(())).await
}

fn may_connect(
    user: &User,
    arrival: &Arrival,
    organisation: Option<&OrganisationId>,
) -> Result<(), Refusal> {
    liaison_domain::access::Activation {
        invited: &user.email,
        identity: &arrival.identity,
        organisation,
        api_enabled: arrival.api_enabled,
    }
    .decide()
}

async fn finish_connect(
    engine: &Engine,
    user: &User,
    arrival: &Arrival,
    allowed: Result<(), Refusal>,
) -> Outcome<()> {
    let kept = async {
        allowed?;
        let tx = engine.db.begin().await?;
        keep(engine, &tx, user.id, arrival).await?;
        tx.commit().await?;
        Ok(())
    };
    let outcome: Outcome<()> = kept.await;
    if outcome.is_err() {
        give_back(engine, arrival).await;
    }
    outcome
}

/// The instance's own organisation, once an admin has bound it.
pub async fn organisation(sql: &impl Sql) -> Outcome<Option<OrganisationId>> {
    Ok(settings::get(sql, key::ORGANISATION)
        .await?
        .and_then(|id| OrganisationId::parse(&id)))
}

/// Ends one's own connection, here and at Salesforce.
pub async fn disconnect(engine: &Engine, user: &User) -> Outcome<()> {
    let Some(connection) = kept::of_user(&engine.db, user.id).await? else {
        return Ok(());
    };
    let tokens = kept::tokens(&engine.db, connection.id).await?;
    let tx = engine.db.begin().await?;
    kept::remove(&tx, user.id).await?;
    let actor = Actor::User {
        id: user.id,
        role: user.role,
    };
    note(
        engine,
        &tx,
        actor,
        AuditAction::SalesforceDisconnected,
        user.id,
        &connection.username,
    )
    .await?;
    tx.commit().await?;
    if let (Some(tokens), Ok(app)) = (tokens, salesforce_app(engine).await) {
        let token = match &tokens.refresh {
            Some(sealed) => engine.vault.open(
                Place {
                    column: REFRESH,
                    row: connection.id.0,
                },
                sealed,
            )?,
            None => engine.vault.open(
                Place {
                    column: ACCESS,
                    row: connection.id.0,
                },
                &tokens.access,
            )?,
        };
        if let Err(error) = wire::revoke(&engine.outbound, &app, &token).await {
            tracing::warn!(%error, "a token could not be revoked");
        }
    }
    Ok(())
}

/// Asks Salesforce about the user, to see that the connection works; refreshes if need be.
pub async fn check(engine: &Engine, user_id: UserId) -> Outcome<()> {
    let connection = kept::of_user(&engine.db, user_id)
        .await?
        .ok_or(Refusal::SalesforceReconnect)?;
    let asked = connection.salesforce_user_id.clone();
    with_api(engine, &connection, async |api: Api| {
        api.user(asked.as_str()).await
    })
    .await?;
    Ok(())
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
        other => return other.map_err(|e| refusal_of_api(&e).into()),
    }
    refresh(engine, connection, version).await?;
    let (api, _) = open_api(engine, connection).await?;
    match call(api).await {
        Err(ApiError::SessionExpired) => Err(needs_reconnect(engine, connection).await?),
        other => other.map_err(|e| refusal_of_api(&e).into()),
    }
}

async fn open_api(engine: &Engine, connection: &SalesforceConnection) -> Outcome<(Api, i64)> {
    let tokens = kept::tokens(&engine.db, connection.id)
        .await?
        .ok_or(Refusal::SalesforceReconnect)?;
    let access = engine.vault.open(
        Place {
            column: ACCESS,
            row: connection.id.0,
        },
        &tokens.access,
    )?;
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
        let now = engine.clock.now();
        if kept::begin_refresh(&engine.db, connection.id, version, now, now + REFRESH_TAKES).await?
        {
            return refresh_now(engine, connection, &tokens).await;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

async fn refresh_now(
    engine: &Engine,
    connection: &SalesforceConnection,
    old: &SealedTokens,
) -> Outcome<()> {
    let Some(sealed) = &old.refresh else {
        return Err(needs_reconnect(engine, connection).await?);
    };
    let token = engine.vault.open(
        Place {
            column: REFRESH,
            row: connection.id.0,
        },
        sealed,
    )?;
    let app = salesforce_app(engine).await?;
    match wire::refresh(&engine.outbound, &app, &token).await {
        Ok(tokens) => {
            let sealed = seal(engine, connection.id, &tokens, old.version + 1)?;
            kept::replace_tokens(
                &engine.db,
                connection.id,
                old.version,
                &sealed,
                engine.clock.now(),
            )
            .await?;
            Ok(())
        }
        Err(
            OAuthError::ExpiredRefreshToken | OAuthError::NotApproved | OAuthError::InactiveUser,
        ) => Err(needs_reconnect(engine, connection).await?),
        Err(error) => {
            kept::end_refresh(&engine.db, connection.id).await?;
            Err(refusal_of_oauth(&app, &error).into())
        }
    }
}

async fn needs_reconnect(engine: &Engine, connection: &SalesforceConnection) -> Outcome<Error> {
    kept::set_health(&engine.db, connection.id, Health::Reconnect).await?;
    kept::end_refresh(&engine.db, connection.id).await?;
    Ok(Refusal::SalesforceReconnect.into())
}

/// The sentence for what Salesforce's login service said.
pub(crate) fn refusal_of_oauth(app: &App, error: &OAuthError) -> Refusal {
    match error {
        OAuthError::AccessDenied => Refusal::ConsentDenied,
        OAuthError::AppNotInstalled | OAuthError::AppNotAllowed | OAuthError::NotApproved => {
            Refusal::AppNotInstalled
        }
        OAuthError::InvalidClientId => Refusal::SalesforceClientId,
        OAuthError::InvalidClientSecret | OAuthError::BadSignature => {
            Refusal::SalesforceClientSecret
        }
        OAuthError::RedirectMismatch => Refusal::SalesforceRedirect {
            redirect: app.redirect_uri.clone(),
        },
        OAuthError::ExpiredCode | OAuthError::PkceMismatch => Refusal::AttemptUnknown,
        OAuthError::ExpiredRefreshToken => Refusal::SalesforceReconnect,
        OAuthError::RateLimited | OAuthError::Unavailable { .. } => Refusal::SalesforceBusy,
        OAuthError::Unreachable(cause) => Refusal::SalesforceUnreachable {
            detail: cause.to_string(),
        },
        other => Refusal::SalesforceRefused {
            detail: other.to_string(),
        },
    }
}

/// The sentence for what Salesforce's API said.
pub(crate) fn refusal_of_api(error: &ApiError) -> Refusal {
    match error {
        ApiError::SessionExpired => Refusal::SalesforceReconnect,
        ApiError::Busy { .. } | ApiError::DailyLimit | ApiError::Maintenance => {
            Refusal::SalesforceBusy
        }
        ApiError::Unreachable(cause) => Refusal::SalesforceUnreachable {
            detail: cause.to_string(),
        },
        other => Refusal::SalesforceRefused {
            detail: other.to_string(),
        },
    }
}
