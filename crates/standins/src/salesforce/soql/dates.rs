//! Date literals: `TODAY`, `THIS_WEEK`, `LAST_N_DAYS:7` and their family.

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan, tz::TimeZone};

const FIXED: [&str; 14] = [
    "TODAY",
    "YESTERDAY",
    "TOMORROW",
    "THIS_WEEK",
    "LAST_WEEK",
    "NEXT_WEEK",
    "THIS_MONTH",
    "LAST_MONTH",
    "NEXT_MONTH",
    "THIS_QUARTER",
    "LAST_90_DAYS",
    "NEXT_90_DAYS",
    "THIS_YEAR",
    "LAST_YEAR",
];
const COUNTED: [&str; 6] = [
    "LAST_N_DAYS",
    "NEXT_N_DAYS",
    "N_DAYS_AGO",
    "LAST_N_WEEKS",
    "LAST_N_MONTHS",
    "LAST_N_YEARS",
];

/// Whether there is a date literal of that name (upper case, without its number).
pub fn known(name: &str) -> bool {
    FIXED.contains(&name) || COUNTED.contains(&name)
}

/// First day of the span and first day after it.
pub fn span(name: &str, number: i64, now: Timestamp) -> (Date, Date) {
    let today = now.to_zoned(TimeZone::UTC).date();
    let number = number.clamp(0, 3_650);
    let days = |from: i64, to: i64| (add_days(today, from), add_days(today, to));
    let week = add_days(today, -i64::from(today.weekday().since(Weekday::Sunday)));
    let month = today.first_of_month();
    let year = today.first_of_year();
    match name {
        "YESTERDAY" => days(-1, 0),
        "TOMORROW" => days(1, 2),
        "THIS_WEEK" => (week, add_days(week, 7)),
        "LAST_WEEK" => (add_days(week, -7), week),
        "NEXT_WEEK" => (add_days(week, 7), add_days(week, 14)),
        "THIS_MONTH" => (month, add_months(month, 1)),
        "LAST_MONTH" => (add_months(month, -1), month),
        "NEXT_MONTH" => (add_months(month, 1), add_months(month, 2)),
        "THIS_QUARTER" => {
            let first = add_months(year, i64::from((today.month() - 1) / 3) * 3);
            (first, add_months(first, 3))
        }
        "LAST_90_DAYS" => days(-90, 1),
        "NEXT_90_DAYS" => days(1, 91),
        "THIS_YEAR" => (year, add_months(year, 12)),
        "LAST_YEAR" => (add_months(year, -12), year),
        "LAST_N_DAYS" => days(-number, 1),
        "NEXT_N_DAYS" => days(1, number + 1),
        "N_DAYS_AGO" => days(-number, 1 - number),
        "LAST_N_WEEKS" => (add_days(week, -7 * number), week),
        "LAST_N_MONTHS" => (add_months(month, -number), month),
        "LAST_N_YEARS" => (add_months(year, -12 * number), year),
        _ => days(0, 1),
    }
}

fn add_days(date: Date, days: i64) -> Date {
    date.saturating_add(days.days())
}

fn add_months(date: Date, months: i64) -> Date {
    date.saturating_add(months.months())
}
