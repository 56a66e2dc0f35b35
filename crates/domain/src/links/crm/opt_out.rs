//! The nightly look at who has opted out in Salesforce (administration 6.6).

use jiff::civil::time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How long until it is 20:00 in California, never nothing.
pub fn until_evening(now: Timestamp) -> SignedDuration {
    let there = TimeZone::get("America/Los_Angeles").unwrap_or(TimeZone::UTC);
    let local = now.to_zoned(there);
    let evening = time(20, 0, 0, 0);
    let day = if local.time() < evening {
        local.date()
    } else {
        local.date().tomorrow().unwrap_or(local.date())
    };
    let next = day
        .to_datetime(evening)
        .to_zoned(local.time_zone().clone())
        .map_or(now, |zoned| zoned.timestamp());
    next.duration_since(now).max(SignedDuration::from_mins(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_evening_is_the_next_one_in_winter_and_in_summer() {
        for (now, hours) in [
            ("2026-11-20T20:00:00Z", 8),
            ("2026-11-21T04:00:00Z", 24),
            ("2026-07-01T03:00:00Z", 24),
            ("2026-07-01T02:00:00Z", 1),
        ] {
            let now: Timestamp = now.parse().unwrap();
            assert_eq!(
                until_evening(now),
                SignedDuration::from_hours(hours),
                "{now}"
            );
        }
    }
}
