//! Turning an invitation into an active account.

use liaison_domain::Refusal;
use liaison_domain::access::session::SignInMethod;
use liaison_domain::access::user::tidy_name;
use liaison_domain::access::{
    Activation, AuditAction, Invitation, InvitationState, LoginMode, User, UserState,
};
use liaison_domain::id::InvitationId;
use liaison_store::access::{invitations, users};
use liaison_store::{Sql, Tx};

use super::password::{NewPassword, accept_and_hash};
use super::{invite, login_mode, note, sessions};
use crate::links::salesforce::{self, Arrival};
use crate::mail::identities::settle;
use crate::{Engine, Outcome, Token};

/// Activates with what came back from Salesforce. Either everything is stored or nothing, and what
/// is refused is given back to Salesforce.
pub(crate) async fn with_salesforce(
    engine: &Engine,
    id: InvitationId,
    arrival: Arrival,
    user_agent: &str,
) -> Outcome<Token> {
    let outcome = try_with_salesforce(engine, id, &arrival, user_agent).await;
    if outcome.is_err() {
        salesforce::give_back(engine, &arrival).await;
    }
    outcome
}

async fn try_with_salesforce(
    engine: &Engine,
    id: InvitationId,
    arrival: &Arrival,
    user_agent: &str,
) -> Outcome<Token> {
    let invitation = invitations::by_id(&engine.db, id)
        .await?
        .ok_or(Refusal::LinkUnknown)?;
    invitation.standing(engine.clock.now()).must_be_open()?;
    let organisation = salesforce::organisation(&engine.db).await?;
    Activation {
        invited: &invitation.email,
        identity: &arrival.identity,
        organisation: organisation.as_ref(),
        api_enabled: arrival.api_enabled,
    }
    .decide()?;

    let tx = engine.db.begin().await?;
    let user = come_in(engine, &tx, &invitation).await?;
    take_over_name(&tx, &user, arrival).await?;
    settle(engine, &tx, user.actor(), &user).await?;
    salesforce::keep(engine, &tx, user.id, arrival).await?;
    let token = sessions::begin(engine, &tx, user.id, SignInMethod::Salesforce, user_agent).await?;
    tx.commit().await?;
    Ok(token)
}

/// Activates with tokens the pretend Salesforce handed out without a login page.
#[cfg(feature = "demo")]
pub async fn with_tokens(
    engine: &Engine,
    link: &Token,
    tokens: liaison_connectors::salesforce::Tokens,
) -> Outcome<()> {
    let (invitation, _) = invite::look(engine, link).await?;
    let arrival = salesforce::arrive_with(engine, tokens).await?;
    with_salesforce(engine, invitation.id, arrival, "demo").await?;
    Ok(())
}

/// What people say of themselves who activate with a password; Salesforce knows it of the others.
pub struct OwnName {
    pub first: String,
    pub last: String,
}

/// Activates with a password of one's own, where all login methods are open.
pub async fn with_password(
    engine: &Engine,
    link: &Token,
    name: &OwnName,
    new: &NewPassword,
    user_agent: &str,
) -> Outcome<Token> {
    let (invitation, user) = invite::look(engine, link).await?;
    invitation.standing(engine.clock.now()).must_be_open()?;
    if login_mode::get(engine).await? != LoginMode::AllMethods {
        return Err(Refusal::NotFound.into());
    }
    let first_name = tidy_name(&name.first, "first-name")?;
    let last_name = tidy_name(&name.last, "last-name")?;
    let about = [user.email.as_str(), &first_name, &last_name];
    let hash = accept_and_hash(engine, new, &about).await?;
    let tx = engine.db.begin().await?;
    let user = come_in(engine, &tx, &invitation).await?;
    users::set_password(&tx, user.id, &hash).await?;
    let profile = users::Profile {
        first_name,
        last_name,
        language: user.language,
        time_zone: user.time_zone.clone(),
    };
    users::set_profile(&tx, user.id, &profile).await?;
    settle(engine, &tx, user.actor(), &user).await?;
    let token = sessions::begin(engine, &tx, user.id, SignInMethod::Password, user_agent).await?;
    tx.commit().await?;
    Ok(token)
}

/// The step that consumes the invitation. Of two at once, one finds it used.
async fn come_in(engine: &Engine, tx: &Tx, invitation: &Invitation) -> Outcome<User> {
    let now = engine.clock.now();
    let id = invitation.user_id;
    if !invitations::settle(tx, invitation.id, InvitationState::Accepted).await?
        || !users::move_on(tx, id, UserState::Invited, UserState::Active).await?
    {
        return Err(Refusal::LinkUsed.into());
    }
    users::set_activated(tx, id, now).await?;
    let user = users::by_id(tx, id).await?.ok_or(Refusal::LinkUnknown)?;
    note(
        engine,
        tx,
        user.actor(),
        AuditAction::UserActivated,
        id,
        user.email.as_str(),
    )
    .await?;
    Ok(user)
}

/// Salesforce knows the person's name and time zone: nobody is asked twice.
async fn take_over_name(sql: &impl Sql, user: &User, arrival: &Arrival) -> Outcome<()> {
    let identity = &arrival.identity;
    let zone = identity
        .time_zone
        .as_deref()
        .filter(|z| super::profile::knows_time_zone(z));
    let profile = users::Profile {
        first_name: tidy_name(&identity.first_name, "first-name")?,
        last_name: tidy_name(&identity.last_name, "last-name")?,
        language: user.language,
        time_zone: zone.unwrap_or(&user.time_zone).to_owned(),
    };
    users::set_profile(sql, user.id, &profile).await?;
    Ok(())
}
