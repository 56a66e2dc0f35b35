//! How wrong passwords slow the next try (administration 5.11; quality "Security").
//!
//! The password rests for a while; sign-in with Salesforce and the reset by mail stay open, so that
//! nobody can lock a colleague out by guessing. It ends by itself, by a reset, or by an admin.

use jiff::{SignedDuration, Timestamp};

/// Wrong tries that cost nothing.
const FREE_TRIES: u64 = 5;
const FIRST_REST: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_REST: SignedDuration = SignedDuration::from_hours(1);

/// Until when the password rests after `wrong_tries` in a row; each further one doubles the rest.
pub fn rests_until(wrong_tries: u64, now: Timestamp) -> Option<Timestamp> {
    let beyond = wrong_tries.checked_sub(FREE_TRIES)?;
    let doublings = u32::try_from(beyond.min(10)).unwrap_or(10);
    Some(now + (FIRST_REST * 2_i32.pow(doublings)).min(LONGEST_REST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_grows_and_stays_bearable() {
        let now = Timestamp::UNIX_EPOCH;
        let rest = |tries| rests_until(tries, now).map(|end| end.duration_since(now).as_mins());
        assert_eq!(rest(4), None);
        assert_eq!(rest(5), Some(1));
        assert_eq!(rest(7), Some(4));
        assert_eq!(rest(60), Some(60));
    }
}
