//! Dates and times as people read them, in their language and zone.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::texts::Texts;

/// The names of all time zones there are, in order.
pub fn zones() -> &'static [String] {
    static ZONES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let mut names: Vec<String> = jiff::tz::db()
            .available()
            .map(|name| name.to_string())
            .filter(|name| name.contains('/') || name == "UTC")
            .collect();
        names.sort();
        names
    });
    &ZONES
}

/// `2026-03-23T09:00`, as a field wants it: the next morning people work, in the zone.
pub fn next_morning(now: Timestamp, zone_name: &str) -> String {
    let today = today(now, zone_name);
    let days = match today.weekday() {
        Weekday::Friday => 3,
        Weekday::Saturday => 2,
        _ => 1,
    };
    format!("{}T09:00", today.saturating_add(days.days()))
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// `19 March 2026, 18:00`, in the reader's own zone.
pub fn moment(t: &Texts, at: Timestamp, zone_name: &str) -> String {
    let at = at.to_zoned(zone(zone_name));
    let date = date_of(t, &at);
    t.two("moment", "date", date, "time", at.strftime("%H:%M"))
}

/// `18:00`, in the reader's own zone.
pub fn time(at: Timestamp, zone_name: &str) -> String {
    at.to_zoned(zone(zone_name)).strftime("%H:%M").to_string()
}

/// `19 March 2026`, in the reader's own zone.
pub fn day(t: &Texts, at: Timestamp, zone_name: &str) -> String {
    date_of(t, &at.to_zoned(zone(zone_name)))
}

/// A moment with its zone, for readers who may be elsewhere.
pub fn moment_with_zone(t: &Texts, at: Timestamp, zone_name: &str) -> String {
    let abbreviation = at.to_zoned(zone(zone_name)).strftime("%Z").to_string();
    t.two(
        "moment-with-zone",
        "moment",
        moment(t, at, zone_name),
        "zone",
        abbreviation,
    )
}

fn date_of(t: &Texts, at: &jiff::Zoned) -> String {
    date(t, at.date())
}

/// The day it is for somebody in this zone.
pub fn today(at: Timestamp, zone_name: &str) -> Date {
    at.to_zoned(zone(zone_name)).date()
}

/// `19 March 2026`, of a day that is the same everywhere.
pub fn date(t: &Texts, day: Date) -> String {
    let month = t.of_family("month", &day.month().to_string()).to_owned();
    t.with(
        "date",
        &[
            ("day", day.day().to_string()),
            ("month", month),
            ("year", day.year().to_string()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_morning_is_one_people_work_on() {
        for (now, zone, expected) in [
            ("2026-11-19T23:30:00Z", "UTC", "2026-11-20T09:00"),
            (
                "2026-11-19T23:30:00Z",
                "Europe/Stockholm",
                "2026-11-23T09:00",
            ),
            ("2026-11-21T12:00:00Z", "UTC", "2026-11-23T09:00"),
            ("2026-11-22T12:00:00Z", "UTC", "2026-11-23T09:00"),
        ] {
            assert_eq!(
                next_morning(now.parse().unwrap(), zone),
                expected,
                "{now} {zone}"
            );
        }
    }
}
