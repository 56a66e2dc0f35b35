//! How much each account used lately: units in a sliding window, and calls under way.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use crate::state::lock;

const SECOND: i64 = 1_000_000;

/// Meters by name, such as `units/a@b.example`.
#[derive(Default)]
pub struct Meters {
    used: Mutex<BTreeMap<String, VecDeque<(i64, u32)>>>,
    under_way: Mutex<BTreeMap<String, u32>>,
}

impl Meters {
    /// Uses `units` of at most `most` in `seconds`. Refused ones do not count; then it answers in how many microseconds there will be room.
    pub fn take(
        &self,
        name: &str,
        units: u32,
        most: u32,
        seconds: i64,
        now: i64,
    ) -> Result<(), i64> {
        let mut meters = lock(&self.used);
        let meter = meters.entry(name.to_owned()).or_default();
        // A clock set back must not leave entries of the future behind.
        meter.retain(|(at, _)| *at <= now && now - *at < seconds * SECOND);
        let used: u32 = meter.iter().map(|(_, units)| units).sum();
        if used + units > most {
            let oldest = meter.front().map_or(now, |(at, _)| *at);
            return Err(oldest + seconds * SECOND - now);
        }
        meter.push_back((now, units));
        Ok(())
    }

    /// Counts a call under way; false when there are `most` already.
    pub fn enter(&self, name: &str, most: u32) -> bool {
        let mut calls = lock(&self.under_way);
        let calls = calls.entry(name.to_owned()).or_default();
        if *calls >= most {
            return false;
        }
        *calls += 1;
        true
    }

    /// Ends a call counted by [`Meters::enter`].
    pub fn leave(&self, name: &str) {
        if let Some(calls) = lock(&self.under_way).get_mut(name) {
            *calls = calls.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_slides() {
        let meters = Meters::default();
        assert_eq!(meters.take("a", 60, 100, 60, 0), Ok(()));
        assert_eq!(meters.take("a", 60, 100, 60, 30 * SECOND), Err(30 * SECOND));
        assert_eq!(meters.take("b", 60, 100, 60, 30 * SECOND), Ok(()));
        assert_eq!(meters.take("a", 60, 100, 60, 61 * SECOND), Ok(()));
    }

    #[test]
    fn calls_under_way_are_counted() {
        let meters = Meters::default();
        assert!(meters.enter("a", 1) && !meters.enter("a", 1));
        meters.leave("a");
        assert!(meters.enter("a", 1));
    }
}
