//! The day somebody is back, as they write it: "until 24 November", "jusqu'au 24 novembre", "till den 24
//! november", "bis zum 24.11.".

use jiff::Span;
use jiff::civil::{Date, Weekday};

/// A day further away than this was meant otherwise.
const FURTHEST_DAYS: i64 = 400;

/// The first day named behind a word that announces it. `text` is in lower case with single spaces;
/// without `sent`, only days with their year are understood.
pub(super) fn until(text: &str, sent: Option<Date>) -> Option<Date> {
    let words: Vec<&str> = words(text);
    let cues = (0..words.len()).filter_map(|at| {
        let mut cue = CUES.iter().filter(|cue| words[at..].starts_with(cue));
        cue.next().map(|cue| at + cue.len())
    });
    for from in cues {
        let rest: Vec<&str> = words[from..]
            .iter()
            .copied()
            .take(14)
            .skip_while(|word| is_filler(word))
            .collect();
        let day = named(&rest, sent).or_else(|| weekday(words.get(from..)?, sent));
        let fits = |day: &Date| {
            sent.is_none_or(|sent| {
                let furthest = sent.saturating_add(Span::new().days(FURTHEST_DAYS));
                (sent..=furthest).contains(day)
            })
        };
        if let Some(day) = day.filter(fits) {
            return Some(day);
        }
    }
    None
}

/// Longer ones before their beginnings.
const CUES: &[&[&str]] = &[
    &["until"],
    &["till"],
    &["til"],
    &["through"],
    &["back", "in", "the", "office"],
    &["back", "at", "work"],
    &["back"],
    &["return", "to", "the", "office"],
    &["return"],
    &["returning"],
    &["to"],
    &["available", "again"],
    &["jusqu'au"],
    &["jusqu'à"],
    &["jusque"],
    &["retour", "au", "bureau"],
    &["retour"],
    &["au"],
    &["à", "partir", "du"],
    &["till", "och", "med"],
    &["t.o.m"],
    &["t", "o", "m"],
    &["tom"],
    &["tillbaka", "på", "kontoret"],
    &["tillbaka"],
    &["åter", "på", "kontoret"],
    &["åter"],
    &["bis", "einschließlich"],
    &["bis", "zum"],
    &["bis"],
    &["zurück"],
    &["wieder"],
    &["ab"],
];

fn is_filler(word: &str) -> bool {
    let fillers = [
        "on",
        "the",
        "and",
        "including",
        "end",
        "of",
        "work",
        "again",
        "le",
        "den",
        "dem",
        "der",
        "am",
        "zum",
        "im",
        "büro",
        "ab",
        "på",
        "med",
        "och",
        "inclus",
        "einschl",
        "einschließlich",
        "inkl",
        "au",
        "from",
        "bureau",
        "office",
        "in",
        "kontoret",
    ];
    fillers.contains(&word) || day_of_week(word).is_some()
}

fn words(text: &str) -> Vec<&str> {
    let words = text.split([
        ' ', ',', '(', ')', '!', '?', ';', '\u{2013}', '\u{2014}', '"', '*', '_',
    ]);
    words
        .map(|word| word.trim_end_matches(['.', ':']))
        .filter(|word| !word.is_empty())
        .take(800)
        .collect()
}

/// A date at the beginning of these words.
fn named(words: &[&str], sent: Option<Date>) -> Option<Date> {
    let first = *words.first()?;
    if let Some(date) = numeric(first, sent) {
        return Some(date);
    }
    let spoken = |day: &str, rest: &[&str]| {
        let day = number(day)?;
        let rest = match rest.first() {
            Some(&("of" | "de")) => &rest[1..],
            _ => rest,
        };
        Some((day, month(rest.first()?)?, year(rest.get(1))))
    };
    let (day, month, year) = match month(first) {
        Some(month) => (number(words.get(1)?)?, month, year(words.get(2))),
        None => spoken(first, &words[1..])?,
    };
    dated(year, month, day, sent)
}

/// `24`, `24th`, `1er`, `24:e`.
fn number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let suffix = &word[digits.len()..];
    let fits = ["", "st", "nd", "rd", "th", "er", ":e", ":a", "e", "."].contains(&suffix);
    (fits && digits.len() <= 2).then(|| digits.parse().ok())?
}

fn year(word: Option<&&str>) -> Option<i16> {
    let word = word?;
    (word.len() == 4 && word.starts_with("20")).then(|| word.parse().ok())?
}

/// Without a year, the next such day from when it was sent.
fn dated(year: Option<i16>, month: i8, day: i8, sent: Option<Date>) -> Option<Date> {
    match (year, sent) {
        (Some(year), _) => Date::new(year, month, day).ok(),
        (None, Some(sent)) => [sent.year(), sent.year().saturating_add(1)]
            .into_iter()
            .filter_map(|year| Date::new(year, month, day).ok())
            .find(|date| *date >= sent),
        (None, None) => None,
    }
}

/// `2026-11-24`, `24.11.`, `24/11/2026`, `11/24`. Where both orders of `/` are dates, the nearer one.
fn numeric(word: &str, sent: Option<Date>) -> Option<Date> {
    let sign = word.chars().find(|c| ".-/".contains(*c))?;
    let parts: Option<Vec<i16>> = word.split(sign).map(|part| part.parse().ok()).collect();
    let small = |n: i16| i8::try_from(n).ok();
    let full = |year: i16| if year < 100 { year + 2000 } else { year };
    match (sign, parts?.as_slice()) {
        ('-' | '/' | '.', &[year @ 2000..=2999, month, day]) => {
            Date::new(year, small(month)?, small(day)?).ok()
        }
        ('/', &[one, two, ref rest @ ..]) if rest.len() <= 1 => {
            let year = rest.first().map(|year| full(*year));
            let (one, two) = (small(one)?, small(two)?);
            let both = [dated(year, two, one, sent), dated(year, one, two, sent)];
            let ahead = both
                .into_iter()
                .flatten()
                .filter(|date| sent.is_none_or(|sent| *date >= sent));
            ahead.min()
        }
        ('.' | '-', &[day, month, year]) => {
            dated(Some(full(year)), small(month)?, small(day)?, sent)
        }
        ('.', &[day, month]) => dated(None, small(month)?, small(day)?, sent),
        _ => None,
    }
}

/// "back on Monday": the next one after it was sent, when nothing nearer is said.
fn weekday(words: &[&str], sent: Option<Date>) -> Option<Date> {
    let named = words.iter().take(3).find_map(|word| day_of_week(word))?;
    sent?.nth_weekday(1, named).ok()
}

fn month(word: &str) -> Option<i8> {
    let found = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(found + 1).ok()
}

const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "janvier", "janv", "januari", "januar", "jänner",
    ],
    &[
        "february", "feb", "février", "fevrier", "févr", "februari", "februar",
    ],
    &["march", "mar", "mars", "märz"],
    &["april", "apr", "avril", "avr"],
    &["may", "mai", "maj"],
    &["june", "jun", "juin", "juni"],
    &["july", "jul", "juillet", "juil", "juli"],
    &["august", "aug", "août", "aout", "augusti"],
    &["september", "sep", "sept", "septembre"],
    &["october", "oct", "octobre", "okt", "oktober"],
    &["november", "nov", "novembre"],
    &[
        "december",
        "dec",
        "décembre",
        "decembre",
        "déc",
        "dez",
        "dezember",
    ],
];

fn day_of_week(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "lundi" | "måndag" | "montag" => Weekday::Monday,
        "tuesday" | "mardi" | "tisdag" | "dienstag" => Weekday::Tuesday,
        "wednesday" | "mercredi" | "onsdag" | "mittwoch" => Weekday::Wednesday,
        "thursday" | "jeudi" | "torsdag" | "donnerstag" => Weekday::Thursday,
        "friday" | "vendredi" | "fredag" | "freitag" => Weekday::Friday,
        "saturday" | "samedi" | "lördag" | "samstag" => Weekday::Saturday,
        "sunday" | "dimanche" | "söndag" | "sonntag" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_day_of_return_is_found() {
        let sent = date(2026, 11, 20);
        for (text, day) in [
            ("i am out of office until 24 november.", "2026-11-24"),
            ("until the 24th of november", "2026-11-24"),
            ("until november 24th, and then", "2026-11-24"),
            ("until tuesday, nov 24, 2026", "2026-11-24"),
            ("i will be back on 3 january", "2027-01-03"),
            (
                "returning to the office on monday 30 november",
                "2026-11-30",
            ),
            ("i'll be back in the office on monday", "2026-11-23"),
            ("away from 20 november to 27 november", "2026-11-27"),
            ("absent jusqu'au 24 novembre inclus", "2026-11-24"),
            ("absente jusqu'au lundi 1er décembre 2026", "2026-12-01"),
            ("du 18 au 24 novembre", "2026-11-24"),
            ("de retour le mardi 24 novembre", "2026-11-24"),
            ("till den 24 november", "2026-11-24"),
            ("tillbaka på kontoret den 1:a december", "2026-12-01"),
            ("till och med 2026-11-24", "2026-11-24"),
            ("t.o.m. 24/11", "2026-11-24"),
            ("bis zum 24. november 2026", "2026-11-24"),
            ("bis einschließlich 24.11.", "2026-11-24"),
            ("bis einschl. 27.11.2026. ab 30.11. wieder da", "2026-11-27"),
            (
                "semester t o m den 29/11 och åter 30 november",
                "2026-11-29",
            ),
            ("wieder am montag, den 30.11.2026 im büro", "2026-11-30"),
            ("until 11/24/2026", "2026-11-24"),
            ("until 12/01", "2026-12-01"),
        ] {
            assert_eq!(
                until(text, Some(sent)),
                Some(day.parse().unwrap()),
                "{text}"
            );
        }
        for text in [
            "until further notice",
            "call me back",
            "until 24 november 2024",
            "until 31 february",
            "until 99/99/2026",
            "24 november",
        ] {
            assert_eq!(until(text, Some(sent)), None, "{text}");
        }
        assert_eq!(until("until 24 november", None), None);
        let day = until("until 24 november 2026", None);
        assert_eq!(day, Some(date(2026, 11, 24)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_day_of_return_is_ahead(text in "(until|till den|jusqu'au|bis|[0-9]{1,4}[./-]?| |november|\\PC){0,20}") {
        let sent = date(2026, 11, 20);
        if let Some(day) = until(&text, Some(sent)) {
            prop_assert!(day >= sent && day <= date(2027, 12, 31));
        }
    }
    }
}
