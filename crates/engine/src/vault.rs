//! Secrets at rest: authenticated encryption bound to the row and column they stand in.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Dice, Error};

/// The form of what we write: version, key id, nonce, ciphertext.
const VERSION: u8 = 1;
const KEY_ID: usize = 4;
const NONCE: usize = 24;

/// A 256-bit key. Its id is the beginning of its hash, so that several can be told apart.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Key {
    pub fn throw(dice: &Dice) -> Self {
        Self(dice.bytes())
    }

    /// Reads the 64 hexadecimal digits of a key file.
    pub fn from_hex(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut key = [0; 32];
        for (i, byte) in key.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
        }
        Some(Self(key))
    }

    pub fn to_hex(&self) -> String {
        self.0.iter().map(|b| format!("{b:02x}")).collect()
    }

    fn id(&self) -> [u8; KEY_ID] {
        let digest = Sha256::digest([b"liaison key id".as_slice(), &self.0].concat());
        [digest[0], digest[1], digest[2], digest[3]]
    }
}

/// Seals and opens. The first key seals; older ones still open.
pub struct Vault(Vec<Key>);

/// Where a secret stands; what was sealed for one place opens in no other.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// `table.column`
    pub column: &'static str,
    pub row: Uuid,
}

impl Place {
    fn bytes(self) -> Vec<u8> {
        [self.column.as_bytes(), b"/", self.row.as_bytes()].concat()
    }
}

impl Vault {
    pub fn new(current: Key, older: Vec<Key>) -> Self {
        Self([vec![current], older].concat())
    }

    pub fn seal(&self, dice: &Dice, place: Place, secret: &str) -> Result<Vec<u8>, Error> {
        let key = self
            .0
            .first()
            .ok_or_else(|| Error::broken("the vault has no key"))?;
        let nonce = dice.bytes::<NONCE>();
        let payload = Payload {
            msg: secret.as_bytes(),
            aad: &place.bytes(),
        };
        let sealed = XChaCha20Poly1305::new(&key.0.into())
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| Error::broken("sealing failed"))?;
        Ok([&[VERSION], key.id().as_slice(), &nonce, &sealed].concat())
    }

    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<SecretString, Error> {
        let wrong = |why: &str| Error::broken(format!("{} cannot be opened: {why}", place.column));
        let (head, rest) = sealed
            .split_at_checked(1 + KEY_ID)
            .ok_or_else(|| wrong("too short"))?;
        let (nonce, ciphertext) = rest
            .split_at_checked(NONCE)
            .ok_or_else(|| wrong("too short"))?;
        if head[0] != VERSION {
            return Err(wrong("unknown form"));
        }
        let key = self
            .0
            .iter()
            .find(|k| k.id() == head[1..])
            .ok_or_else(|| wrong("its key is not in the key file"))?;
        let payload = Payload {
            msg: ciphertext,
            aad: &place.bytes(),
        };
        let secret = XChaCha20Poly1305::new(&key.0.into())
            .decrypt(XNonce::from_slice(nonce), payload)
            .map_err(|_| wrong("it was changed, or belongs elsewhere"))?;
        String::from_utf8(secret)
            .map(SecretString::from)
            .map_err(|_| wrong("not text"))
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const HERE: Place = Place {
        column: "mailboxes.password",
        row: Uuid::nil(),
    };

    #[test]
    fn what_was_sealed_opens_in_its_place_only() {
        let dice = Dice::repeatable(1);
        let vault = Vault::new(Key::throw(&dice), vec![]);
        let sealed = vault.seal(&dice, HERE, "väl förvarat").unwrap();
        assert_eq!(
            vault.open(HERE, &sealed).unwrap().expose_secret(),
            "väl förvarat"
        );
        assert!(
            vault
                .open(
                    Place {
                        column: "apps.secret",
                        ..HERE
                    },
                    &sealed
                )
                .is_err()
        );
        assert!(
            vault
                .open(
                    Place {
                        row: Uuid::max(),
                        ..HERE
                    },
                    &sealed
                )
                .is_err()
        );
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let dice = Dice::repeatable(2);
        let vault = Vault::new(Key::throw(&dice), vec![]);
        let sealed = vault.seal(&dice, HERE, "secret").unwrap();
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert!(vault.open(HERE, &changed).is_err(), "byte {i}");
        }
    }

    #[test]
    fn an_older_key_still_opens() {
        let dice = Dice::repeatable(3);
        let old = Key::throw(&dice);
        let sealed = Vault::new(old.clone(), vec![])
            .seal(&dice, HERE, "secret")
            .unwrap();
        let vault = Vault::new(
            Key::throw(&dice),
            vec![Key::from_hex(&old.to_hex()).unwrap()],
        );
        assert!(vault.open(HERE, &sealed).is_ok());
    }
}
