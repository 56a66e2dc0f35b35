//! Sellers' Salesforce connections: arriving, keeping, giving back.

use liaison_connectors::salesforce::{self as wire, Api, ApiError, App, OAuthError, Tokens};
use liaison_domain::Refusal;
use liaison_domain::access::session::SignInMethod;
use liaison_domain::access::{Actor, AuditAction, User};
use liaison_domain::id::{SalesforceConnectionId, UserId};
use liaison_domain::links::{
    Health, OrganisationId, SalesforceConnection, SalesforceIdentity, SalesforceUserId,
};
use liaison_store::access::users;
use liaison_store::links::salesforce as kept;
use liaison_store::links::tokens::{self as kept_tokens, Holder, SealedTokens};
use liaison_store::settings::{self, key};
use liaison_store::{Sql, Tx};
use secrecy::{ExposeSecret, SecretString};

use super::apps::salesforce_app;
use super::tokens::{self, Pair};
use crate::access::{note, sessions};
use crate::{Engine, Outcome, Token};

pub use super::calls::with_api;

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
    code: &SecretString,
    verifier: &SecretString,
) -> Outcome<Arrival> {
    let tokens = wire::exchange(&engine.outbound, &app, code.expose_secret(), verifier)
        .await
        .map_err(|e| refusal_of_oauth(&app.redirect_uri, &e))?;
    receive(engine, app, tokens).await
}

/// Whoever cannot be made out is nobody here: their tokens go back.
async fn receive(engine: &Engine, app: App, tokens: Tokens) -> Outcome<Arrival> {
    match who_is_it(engine, &tokens).await {
        Ok((identity, api_enabled)) => Ok(Arrival {
            identity,
            api_enabled,
            tokens,
            app,
        }),
        Err(error) => {
            revoke(engine, &app, of_all(&tokens)).await;
            Err(error)
        }
    }
}

async fn who_is_it(engine: &Engine, tokens: &Tokens) -> Outcome<(SalesforceIdentity, bool)> {
    let found = wire::identity(&engine.outbound, tokens)
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
    let api = Api::for_tokens(engine.outbound.clone(), tokens);
    let api_enabled = match api.user(identity.user_id.as_str()).await {
        Ok(_) => true,
        Err(ApiError::ApiDisabledForUser) => false,
        Err(error) => return Err(refusal_of_api(&error).into()),
    };
    Ok((identity, api_enabled))
}

/// The token that ends all the others with it.
fn of_all(tokens: &Tokens) -> &SecretString {
    tokens
        .refresh_token
        .as_ref()
        .unwrap_or(&tokens.access_token)
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

/// Gives an arrival's tokens back that we have no use for.
pub(crate) async fn give_back(engine: &Engine, arrival: &Arrival) {
    revoke(engine, &arrival.app, of_all(&arrival.tokens)).await;
}

/// If Salesforce cannot be reached, the token runs out by itself.
async fn revoke(engine: &Engine, app: &App, token: &SecretString) {
    if let Err(error) = wire::revoke(&engine.outbound, app, token).await {
        tracing::warn!(%error, "tokens could not be given back");
    }
}

/// The tokens of a connection that has ended here.
pub(crate) struct Ended {
    holder: Holder,
    tokens: SealedTokens,
}

/// What a user's connection has now, before it is removed or replaced.
async fn ending(sql: &impl Sql, user: UserId) -> Outcome<Option<Ended>> {
    let Some(connection) = kept::of_user(sql, user).await? else {
        return Ok(None);
    };
    let holder = Holder::Salesforce(connection.id);
    let found = kept_tokens::of(sql, holder).await?;
    Ok(found.map(|(tokens, ..)| Ended { holder, tokens }))
}

/// Ends at Salesforce what has ended here.
async fn end(engine: &Engine, app: &App, ended: Option<Ended>) {
    let Some(Ended { holder, tokens }) = ended else {
        return;
    };
    match tokens::open_of_all(engine, holder, &tokens) {
        Ok(token) => revoke(engine, app, &token).await,
        Err(error) => tracing::warn!(%error, "tokens could not be given back"),
    }
}

/// Keeps the connection in the caller's transaction. What it takes the place of is for
/// [`end`], after the commit.
pub(crate) async fn keep(
    engine: &Engine,
    tx: &Tx,
    user_id: UserId,
    arrival: &Arrival,
) -> Outcome<Option<Ended>> {
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
    // Two browsers may come back at once; the later connection takes the place of the earlier.
    users::hold(tx, user_id).await?;
    let before = ending(tx, user_id).await?;
    let holder = Holder::Salesforce(connection.id);
    let sealed = tokens::seal(engine, holder, &Pair::of(&arrival.tokens), 1)?;
    let identity_url = arrival.tokens.identity_url.as_str();
    match kept::save(tx, &connection, identity_url, &sealed).await {
        Err(fault) if fault.is_taken() => return Err(Refusal::SalesforceTaken.into()),
        other => other?,
    }
    super::crm::connected(engine, tx, user_id).await?;
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
    Ok(before)
}

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
    let before = keep(engine, &tx, user.id, arrival).await?;
    let token = sessions::begin(engine, &tx, user.id, SignInMethod::Salesforce, user_agent).await?;
    tx.commit().await?;
    end(engine, &arrival.app, before).await;
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
    let actor = admin.actor();
    if let Err(refusal) = actor.must_administer() {
        give_back(engine, &arrival).await;
        return Err(refusal.into());
    }
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
        let before = keep(engine, &tx, user.id, arrival).await?;
        tx.commit().await?;
        end(engine, &arrival.app, before).await;
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
    let tx = engine.db.begin().await?;
    let before = ending(&tx, user.id).await?;
    kept::remove(&tx, user.id).await?;
    let actor = user.actor();
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
    if let Ok(app) = salesforce_app(engine).await {
        end(engine, &app, before).await;
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

/// The sentence for what Salesforce's login service said.
pub(crate) fn refusal_of_oauth(redirect: &str, error: &OAuthError) -> Refusal {
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
            redirect: redirect.to_owned(),
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
        ApiError::Busy { .. }
        | ApiError::TooManyAtOnce
        | ApiError::DailyLimit
        | ApiError::Maintenance => Refusal::SalesforceBusy,
        ApiError::Unreachable(cause) => Refusal::SalesforceUnreachable {
            detail: cause.to_string(),
        },
        other => Refusal::SalesforceRefused {
            detail: other.to_string(),
        },
    }
}
