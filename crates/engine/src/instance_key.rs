//! Secrets of the instance: made when first needed, the same for all processes.

use liaison_store::instance_keys;
use secrecy::ExposeSecret;
use uuid::Uuid;

use crate::vault::Place;
use crate::{Engine, Error, Key, Outcome};

/// The 256-bit secret with this name. Two names for one purpose are two secrets; `column` says what the
/// sealed form is bound to.
pub(crate) async fn of(engine: &Engine, name: &str, column: &'static str) -> Outcome<Vec<u8>> {
    let place = Place {
        column,
        row: Uuid::nil(),
    };
    let sealed = match instance_keys::get(&engine.db, name).await? {
        Some(sealed) => sealed,
        None => {
            let fresh = Key::throw(&engine.dice).to_hex();
            let sealed = engine.vault.seal(&engine.dice, place, &fresh)?;
            instance_keys::add(&engine.db, name, sealed, engine.clock.now()).await?;
            // Another process may have been first.
            instance_keys::get(&engine.db, name)
                .await?
                .ok_or_else(|| Error::broken("a secret of the instance was not kept"))?
        }
    };
    let secret = engine.vault.open(place, &sealed)?;
    Ok(secret.expose_secret().as_bytes().to_vec())
}
