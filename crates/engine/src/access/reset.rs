//! A forgotten password, reset by a link in a mail.

use jiff::SignedDuration;
use liaison_domain::access::session::SignInMethod;
use liaison_domain::access::{AuditAction, User};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::access::{links, sessions as kept_sessions, users};

use super::password::{NewPassword, accept_and_hash};
use super::{login_mode, note, sessions};
use crate::jobs::{self, Handled};
use crate::mail::{Letter, letter_job};
use crate::{Engine, Error, Outcome, Token};

const LINK_LASTS: SignedDuration = SignedDuration::from_hours(1);
/// Nobody can fill somebody's mailbox with links: one mail in this time.
const MAIL_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// The job that finds out whether there is anybody to send a link to.
pub(crate) const KIND: &str = "reset-asked";

/// Asks for a link. The answer is the same in any case, so this returns nothing; and the work is the
/// same, so that nobody learns from the time it takes: who it is for is looked up in the background.
pub async fn ask(engine: &Engine, email: &str) -> Outcome<()> {
    let Ok(address) = EmailAddress::parse(email) else {
        return Ok(());
    };
    if engine.relay.is_none() {
        return Ok(());
    }
    let tx = engine.db.begin().await?;
    jobs::enqueue(engine, &tx, KIND, None, &address).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}

/// Sends a link if there is an account with a password.
pub(crate) async fn handle(engine: &Engine, payload: &str) -> Outcome<Handled> {
    let address: EmailAddress = serde_json::from_str(payload).map_err(Error::broken)?;
    let Some(user) = users::by_email(&engine.db, &address).await? else {
        return Ok(Handled::Done);
    };
    let now = engine.clock.now();
    let mode = login_mode::get(engine).await?;
    if !mode.takes_password_of(&user) || !user.may_enter(now) {
        return Ok(Handled::Done);
    }
    let tx = engine.db.begin().await?;
    // Two workers may have two requests in hand; the second sees the first one's link.
    users::hold(&tx, user.id).await?;
    let latest = links::latest_reset(&tx, user.id).await?;
    if latest.is_some_and(|expires_at| expires_at > now + LINK_LASTS - MAIL_EVERY) {
        return Ok(Handled::Done);
    }
    let token = Token::throw(&engine.dice);
    let link = engine.url(&format!("/reset/{}", token.reveal()));
    links::add_reset(&tx, user.id, &token.hash(), now + LINK_LASTS).await?;
    letter_job::enqueue(
        engine,
        &tx,
        &user.email,
        user.language,
        Letter::Reset { link },
    )
    .await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(Handled::Done)
}

/// Whose link this is, if it is still good. Looking uses nothing up.
pub async fn look(engine: &Engine, token: &Token) -> Outcome<User> {
    let reset = links::reset(&engine.db, &token.hash())
        .await?
        .ok_or(Refusal::LinkUnknown)?;
    if reset.used_at.is_some() {
        return Err(Refusal::LinkUsed.into());
    }
    if reset.expires_at <= engine.clock.now() {
        return Err(Refusal::LinkExpired.into());
    }
    Ok(users::by_id(&engine.db, reset.user_id)
        .await?
        .ok_or(Refusal::LinkUnknown)?)
}

/// Sets the password, ends all sessions, lifts a lock, and signs in.
pub async fn set(
    engine: &Engine,
    token: &Token,
    new: &NewPassword,
    user_agent: &str,
) -> Outcome<Token> {
    let user = look(engine, token).await?;
    if !user.may_enter(engine.clock.now()) {
        return Err(Refusal::AccessEnded.into());
    }
    let about = [user.email.as_str(), &user.first_name, &user.last_name];
    let hash = accept_and_hash(engine, new, &about).await?;
    let tx = engine.db.begin().await?;
    if !links::use_reset(&tx, &token.hash(), engine.clock.now()).await? {
        return Err(Refusal::LinkUsed.into());
    }
    users::set_password(&tx, user.id, &hash).await?;
    kept_sessions::end_all(&tx, user.id, None).await?;
    let actor = user.actor();
    note(
        engine,
        &tx,
        actor,
        AuditAction::PasswordChanged,
        user.id,
        "reset",
    )
    .await?;
    let session = sessions::begin(engine, &tx, user.id, SignInMethod::Link, user_agent).await?;
    tx.commit().await?;
    Ok(session)
}
