//! Tokens of connections: sealed, refreshed by one worker at a time, ended when they are of no more use.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use liaison_domain::Refusal;
use liaison_domain::id::UserId;
use liaison_domain::links::{Health, Provider};
use liaison_store::access::users;
use liaison_store::links::tokens::{self as kept, Holder, SealedTokens};
use secrecy::{ExposeSecret, SecretString};

use crate::crash::point;
use crate::mail::{Letter, letter_job};
use crate::vault::Place;
use crate::{Engine, Error, Outcome};

/// A pair as a provider handed it out.
pub(crate) struct Pair {
    pub access: SecretString,
    /// Missing when the old one stays good.
    pub refresh: Option<SecretString>,
}

/// Why there is no new pair.
pub(crate) enum NoPair {
    /// The refresh token is of no more use: only the owner can mend it.
    Dead,
    Refused(Refusal),
}

/// A provider as far as tokens go.
#[async_trait::async_trait]
pub(crate) trait Issuer: Send + Sync {
    fn provider(&self) -> Provider;

    /// What is said when the owner must connect again.
    fn reconnect(&self) -> Refusal;

    /// The same, to go on with when whoever asked has left.
    fn owned(&self) -> Box<dyn Issuer>;

    async fn refresh(&self, engine: &Engine, token: &SecretString)
    -> Outcome<Result<Pair, NoPair>>;
}

fn column(holder: Holder, which: &str) -> &'static str {
    match (holder, which) {
        (Holder::Salesforce(_), "access") => "salesforce_connections.access",
        (Holder::Salesforce(_), _) => "salesforce_connections.refresh",
        (Holder::Mailbox(_), "access") => "mailboxes.access",
        (Holder::Mailbox(_), _) => "mailboxes.refresh",
    }
}

fn place(holder: Holder, which: &str) -> Place {
    Place {
        column: column(holder, which),
        row: holder.id(),
    }
}

pub(super) fn seal(
    engine: &Engine,
    holder: Holder,
    pair: &Pair,
    version: i64,
) -> Outcome<SealedTokens> {
    let seal = |which, secret: &SecretString| {
        engine
            .vault
            .seal(&engine.dice, place(holder, which), secret.expose_secret())
    };
    Ok(SealedTokens {
        access: seal("access", &pair.access)?,
        refresh: pair
            .refresh
            .as_ref()
            .map(|t| seal("refresh", t))
            .transpose()?,
        version,
    })
}

/// The token that ends all the others with it.
pub(super) fn open_of_all(
    engine: &Engine,
    holder: Holder,
    tokens: &SealedTokens,
) -> Outcome<SecretString> {
    match &tokens.refresh {
        Some(sealed) => engine.vault.open(place(holder, "refresh"), sealed),
        None => engine.vault.open(place(holder, "access"), &tokens.access),
    }
}

/// How long one worker may take to refresh before another may try.
const REFRESH_TAKES: SignedDuration = SignedDuration::from_secs(60);
/// How often a worker looks whether the one who refreshes has finished.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Calls as the connection's owner. An expired token is refreshed once and the call repeated once; a
/// connection the provider no longer takes is marked, and its owner told. `is_expired` knows the
/// provider's word for a token that is too old.
///
/// # Errors
/// Refusals of the refresh; the call's own failure comes back inside.
pub(crate) async fn with_token<T, E, F>(
    engine: &Engine,
    issuer: &dyn Issuer,
    holder: Holder,
    is_expired: fn(&E) -> bool,
    call: impl Fn(SecretString) -> F,
) -> Outcome<Result<T, E>>
where
    F: Future<Output = Result<T, E>> + Send,
{
    let (token, version, health) = open(engine, issuer, holder).await?;
    match call(token).await {
        Ok(value) => {
            if health == Health::Reconnect {
                kept::set_health(&engine.db, holder, Health::Connected).await?;
            }
            return Ok(Ok(value));
        }
        Err(error) if is_expired(&error) => {}
        Err(error) => return Ok(Err(error)),
    }
    refresh(engine, issuer, holder, version).await?;
    let (token, version, _) = open(engine, issuer, holder).await?;
    match call(token).await {
        Err(error) if is_expired(&error) => {
            needs_reconnect(engine, issuer, holder, version).await?;
            Err(issuer.reconnect().into())
        }
        outcome => Ok(outcome),
    }
}

async fn open(
    engine: &Engine,
    issuer: &dyn Issuer,
    holder: Holder,
) -> Outcome<(SecretString, i64, Health)> {
    let (tokens, health, _) = kept::of(&engine.db, holder)
        .await?
        .ok_or_else(|| issuer.reconnect())?;
    let token = engine.vault.open(place(holder, "access"), &tokens.access)?;
    Ok((token, tokens.version, health))
}

/// One refresh in flight per connection, over all processes; the others wait for its result.
async fn refresh(
    engine: &Engine,
    issuer: &dyn Issuer,
    holder: Holder,
    version: i64,
) -> Outcome<()> {
    loop {
        let (tokens, health, _) = kept::of(&engine.db, holder)
            .await?
            .ok_or_else(|| issuer.reconnect())?;
        if tokens.version != version {
            return Ok(());
        }
        // The provider has said no for good: only the owner can mend it.
        if health == Health::Reconnect {
            return Err(issuer.reconnect().into());
        }
        let now = engine.clock.now();
        let until = now + REFRESH_TAKES;
        if kept::begin_refresh(&engine.db, holder, version, now, until).await? {
            // The provider may rotate the token: its answer is kept also when whoever asked has left.
            let (engine, issuer) = (engine.clone(), issuer.owned());
            let refreshing =
                async move { refresh_now(&engine, issuer.as_ref(), holder, &tokens, until).await };
            return tokio::spawn(refreshing).await.map_err(Error::broken)?;
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// With the right to refresh in hand. However it ends, the right does not stay with us.
async fn refresh_now(
    engine: &Engine,
    issuer: &dyn Issuer,
    holder: Holder,
    old: &SealedTokens,
    until: Timestamp,
) -> Outcome<()> {
    let outcome = try_refresh(engine, issuer, holder, old).await;
    if outcome.is_err() {
        kept::end_refresh(&engine.db, holder, until).await?;
    }
    outcome
}

async fn try_refresh(
    engine: &Engine,
    issuer: &dyn Issuer,
    holder: Holder,
    old: &SealedTokens,
) -> Outcome<()> {
    let Some(sealed) = &old.refresh else {
        needs_reconnect(engine, issuer, holder, old.version).await?;
        return Err(issuer.reconnect().into());
    };
    let token = engine.vault.open(place(holder, "refresh"), sealed)?;
    match issuer.refresh(engine, &token).await? {
        Ok(pair) => {
            point("refresh-answered");
            let sealed = seal(engine, holder, &pair, old.version + 1)?;
            kept::replace(&engine.db, holder, old.version, &sealed).await?;
            point("refresh-kept");
            Ok(())
        }
        Err(NoPair::Dead) => {
            needs_reconnect(engine, issuer, holder, old.version).await?;
            Err(issuer.reconnect().into())
        }
        Err(NoPair::Refused(refusal)) => Err(refusal.into()),
    }
}

/// Marks the connection, and tells its owner when it was not marked before: once, whoever notices.
async fn needs_reconnect(
    engine: &Engine,
    issuer: &dyn Issuer,
    holder: Holder,
    version: i64,
) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    if kept::give_up(&tx, holder, version).await? {
        let owner: Option<UserId> = kept::of(&tx, holder).await?.map(|(_, _, owner)| owner);
        if let Some(owner) = owner
            && let Some(user) = users::by_id(&tx, owner).await?
        {
            let path = match holder {
                Holder::Salesforce(_) => "/settings/salesforce",
                Holder::Mailbox(_) => "/settings/email/connection",
            };
            let letter = Letter::Reconnect {
                provider: issuer.provider().name().to_owned(),
                link: engine.url(path),
            };
            letter_job::enqueue(engine, &tx, &user.email, user.language, letter).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
