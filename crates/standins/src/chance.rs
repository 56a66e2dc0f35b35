//! The world's only clock and its only dice: everything else is handed one of these.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use rand::Rng as _;

/// Real time plus an offset that tests move through the control API.
#[derive(Clone, Default)]
pub struct Clock {
    offset: Arc<AtomicI64>,
}

impl Clock {
    /// The present of the world.
    pub fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the world's clock")]
        let real = Timestamp::now();
        real.checked_add(SignedDuration::from_micros(
            self.offset.load(Ordering::Relaxed),
        ))
        .unwrap_or(real)
    }

    /// The present in microseconds since 1970.
    pub fn micros(&self) -> i64 {
        self.now().as_microsecond()
    }

    /// Microseconds added to real time; shared, so that writing moves the world.
    pub fn offset(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.offset)
    }
}

/// Repeatable dice (SplitMix64): the same seed always makes the same company.
pub struct Dice(u64);

impl Dice {
    /// Dice that always fall the same way for the same `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including `end` (0 when `end` is 0).
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % (end.max(1) as u64)) as usize
    }

    /// One element of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// True in `percent` of a hundred cases.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// `length` unguessable letters and digits.
pub fn unguessable(length: usize) -> String {
    drawn(
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
        length,
    )
}

/// `length` unguessable hexadecimal digits.
pub fn unguessable_hex(length: usize) -> String {
    drawn(b"0123456789abcdef", length)
}

fn drawn(letters: &[u8], length: usize) -> String {
    #[expect(clippy::disallowed_methods, reason = "these are the world's dice")]
    let mut dice = rand::rng();
    (0..length)
        .map(|_| char::from(letters[dice.random_range(0..letters.len())]))
        .collect()
}
