//! What admins do with users: role, deactivation, unlocking.

use liaison_domain::Refusal;
use liaison_domain::access::user::may_lose_admin;
use liaison_domain::access::{Actor, AuditAction, Role, User, UserState};
use liaison_domain::id::UserId;
use liaison_store::access::{sessions, users};
use liaison_store::{Sql, Tx};

use super::note;
use crate::mail::identities::settle;
use crate::mail::send_job;
use crate::{Engine, Outcome};

/// Changes a role. The last admin stays one.
pub async fn set_role(engine: &Engine, actor: Actor, id: UserId, role: Role) -> Outcome<()> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    let user = find(&tx, id).await?;
    if role == Role::User {
        must_not_be_last_admin(&tx, &user).await?;
    }
    if users::set_role(&tx, id, role).await? {
        note(
            engine,
            &tx,
            actor,
            AuditAction::RoleChanged,
            id,
            role.code(),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes a user's access at once, on every process.
pub async fn deactivate(engine: &Engine, actor: Actor, id: UserId) -> Outcome<()> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    let user = find(&tx, id).await?;
    must_not_be_last_admin(&tx, &user).await?;
    if user.decided == UserState::Active
        && users::move_on(&tx, id, UserState::Active, UserState::Deactivated).await?
    {
        sessions::end_all(&tx, id, None).await?;
        send_job::give_up_waiting_of(engine, &tx, id, Refusal::AccessEnded).await?;
        note(
            engine,
            &tx,
            actor,
            AuditAction::UserDeactivated,
            id,
            user.email.as_str(),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

pub async fn reactivate(engine: &Engine, actor: Actor, id: UserId) -> Outcome<()> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    let user = find(&tx, id).await?;
    if users::move_on(&tx, id, UserState::Deactivated, UserState::Active).await? {
        note(
            engine,
            &tx,
            actor,
            AuditAction::UserReactivated,
            id,
            user.email.as_str(),
        )
        .await?;
        settle(engine, &tx, actor, &user).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Lets a resting password be tried again.
pub async fn unlock(engine: &Engine, actor: Actor, id: UserId) -> Outcome<()> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    let user = find(&tx, id).await?;
    users::forget_tries(&tx, id).await?;
    note(
        engine,
        &tx,
        actor,
        AuditAction::UserUnlocked,
        id,
        user.email.as_str(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn find(sql: &impl Sql, id: UserId) -> Outcome<User> {
    Ok(users::by_id(sql, id).await?.ok_or(Refusal::NotFound)?)
}

/// Two admins leaving at once wait for each other here, so that one of them is the last.
async fn must_not_be_last_admin(tx: &Tx, user: &User) -> Outcome<()> {
    users::hold_admins(tx).await?;
    Ok(may_lose_admin(
        user,
        users::other_admins(tx, user.id).await?,
    )?)
}
