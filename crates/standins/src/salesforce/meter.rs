//! The org's calls of the last 24 hours against its limit (contracts 2.5).

use jiff::{SignedDuration, Timestamp};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Calls counted since the window opened; a day later it opens anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meter {
    used: u64,
    opened: Option<Timestamp>,
}

impl Meter {
    /// Calls used up.
    pub fn used(&self) -> u64 {
        self.used
    }

    /// Says that this many calls are used up.
    pub fn set(&mut self, used: u64, now: Timestamp) {
        *self = Self {
            used,
            opened: Some(now),
        };
    }

    /// Counts a call; false when the limit is reached, and then the call does not count.
    pub fn count(&mut self, most: u64, now: Timestamp) -> bool {
        let is_over = |opened: Timestamp| now.duration_since(opened) >= DAY || now < opened;
        if self.opened.is_none_or(is_over) {
            self.set(0, now);
        }
        let may = self.used < most;
        self.used += u64::from(may);
        may
    }
}
