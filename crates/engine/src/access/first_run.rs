//! The first admin, and the operator's way back in.

use jiff::SignedDuration;
use liaison_domain::access::session::SignInMethod;
use liaison_domain::access::user::tidy_name;
use liaison_domain::access::{Actor, AuditAction, Role, Step, User, UserState};
use liaison_domain::id::UserId;
use liaison_domain::{EmailAddress, Language, Refusal};
use liaison_store::access::{links, onboarding, sessions as kept_sessions, teams, users};

use super::password::{NewPassword, accept_and_hash};
use super::{everyone, note, sessions};
use crate::mail::identities::settle;
use crate::{Engine, Outcome, Token};

/// A one-time link is good this long.
const LINK_LASTS: SignedDuration = SignedDuration::from_hours(24);

/// Whether nobody administers this instance yet.
pub async fn is_needed(engine: &Engine) -> Outcome<bool> {
    Ok(users::count(&engine.db).await? == 0)
}

/// A fresh one-time link to the first-run page; earlier ones end. For the operator at the command
/// line: with it an admin is made, or an existing user becomes an admin with a new password.
pub async fn new_link(engine: &Engine) -> Outcome<String> {
    let token = Token::throw(&engine.dice);
    let tx = engine.db.begin().await?;
    links::add_setup(&tx, &token.hash(), engine.clock.now() + LINK_LASTS).await?;
    tx.commit().await?;
    Ok(engine.url(&format!("/first-run/{}", token.reveal())))
}

/// Whether the link may show its page. Looking uses nothing up.
pub async fn is_open(engine: &Engine, token: &Token) -> Outcome<bool> {
    Ok(links::setup_is_open(&engine.db, &token.hash(), engine.clock.now()).await?)
}

/// What the first-run form holds.
pub struct FirstAdmin {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub password: NewPassword,
    pub language: Language,
    pub time_zone: String,
}

/// Makes the admin and signs them in; the link is used up in the same transaction.
pub async fn make_admin(
    engine: &Engine,
    token: &Token,
    form: FirstAdmin,
    user_agent: &str,
) -> Outcome<Token> {
    let now = engine.clock.now();
    if !links::setup_is_open(&engine.db, &token.hash(), now).await? {
        return Err(Refusal::LinkUnknown.into());
    }
    let email = EmailAddress::parse(&form.email).map_err(|_| Refusal::AddressMalformed {
        address: form.email.clone(),
    })?;
    let (first_name, last_name) = (
        tidy_name(&form.first_name, "first-name")?,
        tidy_name(&form.last_name, "last-name")?,
    );
    let about = [email.as_str(), &first_name, &last_name];
    let hash = accept_and_hash(engine, &form.password, &about).await?;

    let tx = engine.db.begin().await?;
    if !links::use_setup(&tx, &token.hash(), now).await? {
        return Err(Refusal::LinkUsed.into());
    }
    let id = match users::by_email(&tx, &email).await? {
        Some(user) => {
            users::set_role(&tx, user.id, Role::Admin).await?;
            users::move_on(&tx, user.id, user.decided, UserState::Active).await?;
            kept_sessions::end_all(&tx, user.id, None).await?;
            user.id
        }
        None => {
            let id = UserId(engine.dice.id(now));
            let user = User {
                id,
                email: email.clone(),
                first_name,
                last_name,
                role: Role::Admin,
                decided: UserState::Active,
                language: form.language,
                time_zone: form.time_zone,
                has_password: true,
                password_rests_until: None,
                access_expires_at: None,
                created_at: now,
                activated_at: Some(now),
            };
            users::add(&tx, &user).await?;
            id
        }
    };
    users::set_activated(&tx, id, now).await?;
    let admin = users::by_id(&tx, id).await?.ok_or(Refusal::StateChanged)?;
    settle(engine, &tx, Actor::System, &admin).await?;
    users::set_password(&tx, id, &hash).await?;
    teams::add_member(&tx, everyone(engine, &tx).await?, id).await?;
    // An admin begins with the list on the home page, not with the sellers' wizard.
    for step in Step::ALL {
        onboarding::complete(&tx, id, step, now).await?;
    }
    note(
        engine,
        &tx,
        Actor::System,
        AuditAction::FirstAdminCreated,
        id,
        email.as_str(),
    )
    .await?;
    let session = sessions::begin(engine, &tx, id, SignInMethod::Link, user_agent).await?;
    tx.commit().await?;
    Ok(session)
}
