//! The wizard after activation: each step is written down as it is done (administration 5.10).

use liaison_domain::Refusal;
use liaison_domain::access::{Onboarding, Step, User};
use liaison_domain::id::UserId;
use liaison_store::Sql;
use liaison_store::access::onboarding;

use crate::{Engine, Outcome};

pub async fn progress(engine: &Engine, user: &User) -> Outcome<Onboarding> {
    Ok(onboarding::of_user(&engine.db, user.id).await?)
}

/// Marks a step as done, or put off, and says where to go on.
pub async fn complete(engine: &Engine, user: &User, step: Step) -> Outcome<Option<Step>> {
    let before = progress(engine, user).await?;
    if !before.may_show(step) {
        return Err(Refusal::NotFound.into());
    }
    onboarding::complete(&engine.db, user.id, step, engine.clock.now()).await?;
    Ok(progress(engine, user).await?.next())
}

/// A mailbox that works completes its step, also before its turn: whoever comes by goes on after it.
pub(crate) async fn mailbox_works(engine: &Engine, sql: &impl Sql, user: UserId) -> Outcome<()> {
    onboarding::complete(sql, user, Step::Mailbox, engine.clock.now()).await?;
    Ok(())
}
