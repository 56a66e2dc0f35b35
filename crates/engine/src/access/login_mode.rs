//! Which ways in are open.

use liaison_domain::access::{Actor, AuditAction, LoginMode};
use liaison_store::settings::{self, key};

use super::note;
use crate::{Engine, Outcome};

pub async fn get(engine: &Engine) -> Outcome<LoginMode> {
    let stored = settings::get(&engine.db, key::LOGIN_MODE).await?;
    Ok(stored
        .and_then(|code| LoginMode::from_code(&code))
        .unwrap_or_default())
}

pub async fn set(engine: &Engine, actor: Actor, mode: LoginMode) -> Outcome<()> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    settings::set(&tx, key::LOGIN_MODE, mode.code()).await?;
    note(
        engine,
        &tx,
        actor,
        AuditAction::LoginModeChanged,
        "instance",
        mode.code(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
