//! The admin's choices, and each user's own address for blind copies.

use liaison_domain::EmailAddress;
use liaison_domain::access::{Actor, AuditAction, User};
use liaison_domain::id::UserId;
use liaison_domain::links::crm::SyncSettings;
use liaison_domain::links::crm::sync::EmailLogging;
use liaison_store::Sql;
use liaison_store::settings::{self, key};

use super::{opt_outs, tasks};
use crate::access::note;
use crate::{Engine, Error, Outcome};

pub async fn get(sql: &impl Sql) -> Outcome<SyncSettings> {
    match settings::get(sql, key::SALESFORCE_SYNC).await? {
        Some(text) if !text.is_empty() => serde_json::from_str(&text).map_err(Error::broken),
        _ => Ok(SyncSettings::default()),
    }
}

/// Keeps the admin's choices. What is switched on begins to run.
pub async fn save(engine: &Engine, actor: Actor, wanted: &SyncSettings) -> Outcome<()> {
    actor.must_administer()?;
    wanted.check()?;
    let text = serde_json::to_string(wanted).map_err(Error::broken)?;
    let tx = engine.db.begin().await?;
    settings::hold(&tx, key::SALESFORCE_SYNC).await?;
    let before = get(&tx).await?;
    settings::set(&tx, key::SALESFORCE_SYNC, &text).await?;
    if wanted.opt_outs {
        opt_outs::enqueue(engine, &tx).await?;
    }
    if wanted.tasks {
        if !before.tasks {
            tasks::switched_on(engine, &tx).await?;
        }
        tasks::enqueue(engine, &tx).await?;
    }
    note(
        engine,
        &tx,
        actor,
        AuditAction::SalesforceSyncChanged,
        "instance",
        &text,
    )
    .await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}

fn bcc_key(user: UserId) -> String {
    format!("{}{user}", key::SALESFORCE_BCC)
}

/// Where a blind copy of a user's sent e-mails goes; `None` unless that is how e-mails are logged.
pub async fn bcc_address(sql: &impl Sql, user: UserId) -> Outcome<Option<EmailAddress>> {
    if get(sql).await?.email != EmailLogging::Bcc {
        return Ok(None);
    }
    kept_bcc(sql, user).await
}

/// A user's Email-to-Salesforce address, whether it is used or not.
pub async fn kept_bcc(sql: &impl Sql, user: UserId) -> Outcome<Option<EmailAddress>> {
    let kept = settings::get(sql, &bcc_key(user)).await?;
    Ok(kept.and_then(|text| EmailAddress::parse(&text).ok()))
}

/// Keeps it; an empty text forgets it.
pub async fn set_bcc(engine: &Engine, user: &User, address: &str) -> Outcome<()> {
    let address = match address.trim() {
        "" => String::new(),
        text => EmailAddress::parse(text)
            .map_err(|fault| fault_of(text, fault))?
            .to_string(),
    };
    settings::set(&engine.db, &bcc_key(user.id), &address).await?;
    Ok(())
}

fn fault_of(text: &str, _: liaison_domain::AddressFault) -> liaison_domain::Refusal {
    liaison_domain::Refusal::CrmBccAddress {
        address: text.chars().take(100).collect(),
    }
}
