//! The file with the vault's keys: one per line, hexadecimal, the first seals.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use liaison_engine::{Dice, Key, Vault};
use tempfile::NamedTempFile;

/// Opens the vault; makes a key when there is no file yet.
pub(crate) fn open(path: &Path, dice: &Dice) -> anyhow::Result<Vault> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make(path, dice)?,
        Err(error) => {
            return Err(error)
                .with_context(|| format!("the key file {} cannot be read", path.display()));
        }
    };
    let keys: Option<Vec<Key>> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(Key::from_hex)
        .collect();
    let mut keys = keys.unwrap_or_default().into_iter();
    match keys.next() {
        Some(current) => Ok(Vault::new(current, keys.collect())),
        None => bail!(
            "the key file {} holds no key: each line must be 64 hexadecimal digits",
            path.display()
        ),
    }
}

/// The file appears under its name when it is whole: several processes may start at once.
fn make(path: &Path, dice: &Dice) -> anyhow::Result<String> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    crate::folder::make(folder)?;
    let text = format!("{}\n", Key::throw(dice).to_hex());
    let written = NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)
    });
    match written {
        Ok(_) => Ok(text),
        // Another process made it in this very moment.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Ok(std::fs::read_to_string(path)?)
        }
        Err(error) => {
            Err(error).with_context(|| format!("the key file {} cannot be made", path.display()))
        }
    }
}
