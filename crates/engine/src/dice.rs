//! The one place that throws dice.

use jiff::Timestamp;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::sync::Mutex;
use uuid::Uuid;

/// Randomness: from the operating system, or repeatable for tests.
#[derive(Debug)]
pub struct Dice(Option<Mutex<StdRng>>);

impl Dice {
    /// A generator seeded by the operating system and good for secrets.
    pub fn system() -> Self {
        Self(None)
    }

    /// The same throws every time; for tests only.
    pub fn repeatable(seed: u64) -> Self {
        Self(Some(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the one place")]
            None => rand::rng().fill(&mut bytes[..]),
            Some(generator) => generator
                .lock()
                .unwrap_or_else(|e| e.into_inner())
                .fill(&mut bytes[..]),
        }
        bytes
    }

    /// A UUIDv7: sorts by the time it was made.
    pub fn id(&self, now: Timestamp) -> Uuid {
        let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &self.bytes()).into_uuid()
    }
}
