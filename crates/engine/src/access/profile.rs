//! What people change about themselves.

use jiff::tz::TimeZone;
use liaison_domain::access::session::Session;
use liaison_domain::access::user::tidy_name;
use liaison_domain::access::{AuditAction, User};
use liaison_domain::mail::Signature;
use liaison_domain::{Language, Refusal};
use liaison_store::access::{sessions, users};
use liaison_store::mail::identities;
use secrecy::SecretString;

use super::note;
use super::password::{NewPassword, accept_and_hash, verify};
use crate::{Engine, Outcome};

/// Saves name, language and time zone.
pub async fn save(engine: &Engine, user: &User, mut profile: users::Profile) -> Outcome<()> {
    profile.first_name = tidy_name(&profile.first_name, "first-name")?;
    profile.last_name = tidy_name(&profile.last_name, "last-name")?;
    if profile.first_name.is_empty() && profile.last_name.is_empty() {
        return Err(Refusal::NameMissing.into());
    }
    if !knows_time_zone(&profile.time_zone) {
        return Err(Refusal::TimeZoneUnknown {
            zone: profile.time_zone,
        }
        .into());
    }
    users::set_profile(&engine.db, user.id, &profile).await?;
    Ok(())
}

/// Whether a name is one of the IANA time zones.
pub fn knows_time_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

pub async fn set_language(engine: &Engine, user: &User, language: Language) -> Outcome<()> {
    users::set_language(&engine.db, user.id, language).await?;
    Ok(())
}

/// Saves the signature of the default identity.
pub async fn set_signature(engine: &Engine, user: &User, html: &str) -> Outcome<()> {
    let signature = Signature::clean(html)?;
    let tx = engine.db.begin().await?;
    crate::mail::identities::ensure_own(engine, &tx, user.id).await?;
    identities::set_signature(&tx, user.id, &signature).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes the password; the old one is asked for when there is one. All other sessions end.
pub async fn set_password(
    engine: &Engine,
    user: &User,
    session: &Session,
    old: &SecretString,
    new: &NewPassword,
) -> Outcome<()> {
    if let Some(hash) = users::password_hash(&engine.db, user.id).await?
        && !verify(Some(hash), old).await?
    {
        return Err(Refusal::WrongPassword.into());
    }
    let about = [user.email.as_str(), &user.first_name, &user.last_name];
    let hash = accept_and_hash(engine, new, &about).await?;
    let tx = engine.db.begin().await?;
    users::set_password(&tx, user.id, &hash).await?;
    sessions::end_all(&tx, user.id, Some(session.id)).await?;
    let actor = user.actor();
    note(
        engine,
        &tx,
        actor,
        AuditAction::PasswordChanged,
        user.id,
        "changed",
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
