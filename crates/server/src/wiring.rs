//! Puts the engine together from the operator's settings.

use std::path::Path;

use anyhow::{Context, bail};
use liaison_connectors::outbound::{Outbound, OutboundPolicy};
use liaison_connectors::smtp::SmtpSettings;
use liaison_domain::EmailAddress;
use liaison_engine::links::apps;
use liaison_engine::mail::Relay;
use liaison_engine::{Clock, Dice, Engine, Error, Parts};
use liaison_store::Db;
use liaison_web::TemplateLetters;
use url::Url;

use crate::settings::{Network, Storage};
use crate::{folder, key_file};

/// Opens the database and migrates it.
pub(crate) async fn database(storage: &Storage) -> anyhow::Result<Db> {
    match &storage.database_url {
        Some(url) => Db::postgres(url)
            .await
            .context("PostgreSQL cannot be opened; check --database-url"),
        None => {
            let data = &storage.data;
            folder::make(data)?;
            let file = data.join("liaison.db");
            Db::sqlite(&file)
                .await
                .with_context(|| format!("the database {} cannot be opened", file.display()))
        }
    }
}

/// The engine with everything it needs.
pub(crate) async fn engine(
    storage: &Storage,
    network: &Network,
    clock: Clock,
) -> anyhow::Result<Engine> {
    let dice = Dice::system();
    let key_file = storage
        .key_file
        .clone()
        .unwrap_or_else(|| storage.data.join("key"));
    let vault = key_file::open(&key_file, &dice)?;
    let public_url = network.public_url()?;
    let engine = Engine::new(Parts {
        db: database(storage).await?,
        clock,
        dice,
        vault,
        outbound: outbound(network)?,
        relay: relay(network, &public_url)?,
        public_url,
        letters: Box::new(TemplateLetters),
        bell: tokio::sync::Notify::new(),
    });
    must_fit(&engine, &key_file).await?;
    Ok(engine)
}

/// Says at the start that it is the wrong key, not when the first secret is needed.
async fn must_fit(engine: &Engine, key_file: &Path) -> anyhow::Result<()> {
    match apps::salesforce_app(engine).await {
        Err(Error::Broken(why)) => bail!(
            "the key file {} does not fit this database: {why}",
            key_file.display()
        ),
        _ => Ok(()),
    }
}

pub(crate) fn outbound(network: &Network) -> anyhow::Result<Outbound> {
    let extra_ca = match &network.extra_ca {
        Some(file) => {
            Some(std::fs::read(file).with_context(|| format!("--extra-ca {}", file.display()))?)
        }
        None => None,
    };
    let policy = OutboundPolicy {
        allow_private: network.allow_private_addresses,
        extra_ca,
        ..OutboundPolicy::default()
    };
    Outbound::new(policy).context("--extra-ca")
}

fn relay(network: &Network, public_url: &Url) -> anyhow::Result<Option<Relay>> {
    let Some(url) = &network.smtp_url else {
        return Ok(None);
    };
    let settings: SmtpSettings = url.parse().context("--smtp-url cannot be read")?;
    let from = match &network.mail_from {
        Some(from) => EmailAddress::parse(from)
            .ok()
            .with_context(|| format!("--mail-from {from} is not an address"))?,
        None => {
            let host = public_url.host_str().unwrap_or_default();
            EmailAddress::parse(&format!("liaison@{host}"))
                .ok()
                .with_context(|| {
                    format!("--mail-from is needed: nobody can write to liaison@{host}")
                })?
        }
    };
    Ok(Some(Relay { settings, from }))
}
