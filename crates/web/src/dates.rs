//! Dates and times as people read them, in their language and zone.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::texts::Texts;

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
