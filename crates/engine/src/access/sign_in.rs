//! Signing in with a password (administration 5.11). Salesforce sign-in is in `links::way`.

use liaison_domain::access::session::SignInMethod;
use liaison_domain::access::{User, lockout};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::access::users;
use secrecy::SecretString;

use super::{login_mode, password, sessions};
use crate::{Engine, Outcome, Token};

/// Signs in, or says no in a way that tells nothing about who exists.
pub async fn with_password(
    engine: &Engine,
    email: &str,
    secret: &SecretString,
    user_agent: &str,
) -> Outcome<Token> {
    let user = match EmailAddress::parse(email) {
        Ok(address) => users::by_email(&engine.db, &address).await?,
        Err(_) => None,
    };
    let mode = login_mode::get(engine).await?;
    let Some(user) = user.filter(|u| mode.takes_password_of(u)) else {
        password::verify(None, secret).await?;
        return Err(Refusal::WrongPassword.into());
    };
    // A resting password is refused like a wrong one: whoever guesses must not learn that it rests.
    if !may_try(engine, &user).await? {
        password::verify(None, secret).await?;
        return Err(Refusal::WrongPassword.into());
    }
    let hash = users::password_hash(&engine.db, user.id).await?;
    if !password::verify(hash, secret).await? {
        return Err(Refusal::WrongPassword.into());
    }
    enter(engine, &user, user_agent).await
}

/// Counts the try, and lays the password to rest if it is one too many, *before* it is judged: tries
/// in parallel cannot outrun the limit. A right password forgets them.
async fn may_try(engine: &Engine, user: &User) -> Outcome<bool> {
    let now = engine.clock.now();
    let tx = engine.db.begin().await?;
    let Some(tries) = users::count_try(&tx, user.id, now).await? else {
        return Ok(false);
    };
    if let Some(until) = lockout::rests_until(tries, now) {
        users::rest_password(&tx, user.id, until).await?;
    }
    tx.commit().await?;
    Ok(true)
}

async fn enter(engine: &Engine, user: &User, user_agent: &str) -> Outcome<Token> {
    if !user.may_enter(engine.clock.now()) {
        return Err(Refusal::AccessEnded.into());
    }
    let tx = engine.db.begin().await?;
    users::forget_tries(&tx, user.id).await?;
    let token = sessions::begin(engine, &tx, user.id, SignInMethod::Password, user_agent).await?;
    tx.commit().await?;
    Ok(token)
}
