//! Hashing passwords, on threads of its own because it is slow on purpose.

use argon2::Argon2;
use argon2::password_hash::rand_core::{self, CryptoRng, RngCore};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use liaison_domain::Refusal;
use liaison_domain::access::password;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::{Engine, Error, Outcome};

/// Checks a new password by the rules and hashes it. `about` are words it must not be made of.
pub(crate) async fn accept_and_hash(
    engine: &Engine,
    new: &NewPassword,
    about: &[&str],
) -> Outcome<String> {
    if new.first.expose_secret() != new.again.expose_secret() {
        return Err(Refusal::PasswordsDiffer.into());
    }
    password::accept(new.first.expose_secret(), &[about, &["liaison"]].concat())?;
    hash(engine, &new.first).await
}

/// A new password, typed twice.
pub struct NewPassword {
    pub first: SecretString,
    pub again: SecretString,
}

/// Hashing is slow and wants 19 MiB on purpose: no more than these at once, the others wait.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

pub(crate) async fn hash(engine: &Engine, secret: &SecretString) -> Outcome<String> {
    let salt = SaltString::generate(&mut Salt(engine));
    let secret = secret.clone();
    let _turn = AT_ONCE.acquire().await.map_err(Error::broken)?;
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(secret.expose_secret().as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(Error::broken)
    })
    .await
    .map_err(Error::broken)?
}

/// Whether the password is right. Without a hash it takes just as long and says no, so that nobody
/// learns from the time whether there is an account.
pub(crate) async fn verify(hash: Option<String>, secret: &SecretString) -> Outcome<bool> {
    let secret = secret.clone();
    let _turn = AT_ONCE.acquire().await.map_err(Error::broken)?;
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODYS.to_owned());
        let parsed = PasswordHash::new(&text).map_err(Error::broken)?;
        let right = Argon2::default()
            .verify_password(secret.expose_secret().as_bytes(), &parsed)
            .is_ok();
        Ok(right && known)
    })
    .await
    .map_err(Error::broken)?
}

/// A hash with the parameters we use, of a password nobody has.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cy1zYWx0LTAwMQ$3vE8gUBqKn1wzAkZ7yOtw5zRxjL7z8k1FfM5d2uNfmo";

/// Our dice as the hashing crate wants them.
struct Salt<'a>(&'a Engine);

impl RngCore for Salt<'_> {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(self.0.dice.bytes())
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(self.0.dice.bytes())
    }

    fn fill_bytes(&mut self, into: &mut [u8]) {
        for chunk in into.chunks_mut(16) {
            chunk.copy_from_slice(&self.0.dice.bytes::<16>()[..chunk.len()]);
        }
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(into);
        Ok(())
    }
}

impl CryptoRng for Salt<'_> {}
