//! Secrets of the instance itself: thrown here, shown once, sealed.

use liaison_store::links::keys;
use liaison_store::{Sql, Tx};
use secrecy::SecretString;
use uuid::Uuid;

use crate::vault::Place;
use crate::{Engine, Outcome, Token};

/// Keys have a word, not an id: each stands in the row its word spells.
fn place(name: &str) -> Place {
    let mut row = [0; 16];
    for (place, byte) in row.iter_mut().zip(name.bytes()) {
        *place = byte;
    }
    Place {
        column: "instance_keys.secret",
        row: Uuid::from_bytes(row),
    }
}

/// The secret of this name, if one was made.
pub(crate) async fn secret(
    engine: &Engine,
    sql: &impl Sql,
    name: &str,
) -> Outcome<Option<SecretString>> {
    match keys::of(sql, name).await? {
        Some((sealed, _)) => Ok(Some(engine.vault.open(place(name), &sealed)?)),
        None => Ok(None),
    }
}

/// Throws a new secret in place of the one there was.
pub(crate) async fn make(engine: &Engine, tx: &Tx, name: &str) -> Outcome<SecretString> {
    let secret = Token::throw(&engine.dice);
    let sealed = engine
        .vault
        .seal(&engine.dice, place(name), secret.reveal())?;
    keys::set(tx, name, sealed, engine.clock.now()).await?;
    Ok(SecretString::from(secret.reveal().to_owned()))
}
