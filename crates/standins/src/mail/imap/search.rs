//! The keys of `SEARCH`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::mime;
use super::super::post::Message;
use super::super::summary;
use super::parse::{Arg, in_set};

/// One key.
#[derive(Debug)]
pub enum Key {
    All,
    Flag(&'static str, bool),
    Keyword(String, bool),
    Header(String, String),
    Body(String),
    Text(String),
    Since(Date),
    Before(Date),
    On(Date),
    /// By the message's own `Date`: since, before, on.
    Sent(char, Date),
    Larger(usize),
    Smaller(usize),
    Uid(String),
    Sequence(String),
    Not(Box<Key>),
    Or(Box<Key>, Box<Key>),
    Both(Vec<Key>),
}

/// Reads all keys; `None` for an unknown one.
pub fn keys(args: &[Arg]) -> Option<Key> {
    let mut at = 0;
    if args.first().is_some_and(|arg| arg.word() == "CHARSET") {
        at = 2;
    }
    let mut all = Vec::new();
    while at < args.len() {
        all.push(key(args, &mut at, 0)?);
    }
    Some(Key::Both(all))
}

fn key(args: &[Arg], at: &mut usize, depth: usize) -> Option<Key> {
    if depth > 20 {
        return None;
    }
    let arg = args.get(*at)?;
    *at += 1;
    if let Arg::List(inner) = arg {
        return keys(inner);
    }
    let word = arg.word();
    let mut next = || {
        *at += 1;
        args.get(*at - 1).map(Arg::text)
    };
    Some(match word.as_str() {
        "ALL" => Key::All,
        "SEEN" => Key::Flag("\\Seen", true),
        "UNSEEN" => Key::Flag("\\Seen", false),
        "FLAGGED" => Key::Flag("\\Flagged", true),
        "UNFLAGGED" => Key::Flag("\\Flagged", false),
        "DELETED" => Key::Flag("\\Deleted", true),
        "UNDELETED" => Key::Flag("\\Deleted", false),
        "ANSWERED" => Key::Flag("\\Answered", true),
        "UNANSWERED" => Key::Flag("\\Answered", false),
        "DRAFT" => Key::Flag("\\Draft", true),
        "UNDRAFT" => Key::Flag("\\Draft", false),
        "RECENT" | "NEW" => Key::Flag("\\Recent", true),
        "OLD" => Key::Flag("\\Recent", false),
        "KEYWORD" => Key::Keyword(next()?, true),
        "UNKEYWORD" => Key::Keyword(next()?, false),
        "FROM" | "TO" | "CC" | "BCC" | "SUBJECT" => Key::Header(word.to_lowercase(), next()?),
        "HEADER" => Key::Header(next()?, next()?),
        "BODY" => Key::Body(next()?),
        "TEXT" => Key::Text(next()?),
        "SINCE" => Key::Since(date(&next()?)?),
        "BEFORE" => Key::Before(date(&next()?)?),
        "ON" => Key::On(date(&next()?)?),
        "SENTSINCE" => Key::Sent('>', date(&next()?)?),
        "SENTBEFORE" => Key::Sent('<', date(&next()?)?),
        "SENTON" => Key::Sent('=', date(&next()?)?),
        "LARGER" => Key::Larger(next()?.parse().ok()?),
        "SMALLER" => Key::Smaller(next()?.parse().ok()?),
        "UID" => Key::Uid(next()?),
        "NOT" => Key::Not(Box::new(key(args, at, depth + 1)?)),
        "OR" => Key::Or(
            Box::new(key(args, at, depth + 1)?),
            Box::new(key(args, at, depth + 1)?),
        ),
        _ if word.starts_with(|letter: char| letter.is_ascii_digit() || letter == '*') => {
            Key::Sequence(word)
        }
        _ => return None,
    })
}

/// `20-Nov-2026`.
fn date(text: &str) -> Option<Date> {
    Date::strptime("%d-%b-%Y", text.trim()).ok()
}

/// What a key is compared with.
pub struct Candidate<'a> {
    pub message: &'a Message,
    pub sequence: u32,
    pub last_sequence: u32,
    pub last_uid: u32,
}

impl Key {
    /// Whether the message fits.
    pub fn fits(&self, candidate: &Candidate<'_>) -> bool {
        let message = candidate.message;
        let raw = message.raw.as_slice();
        let day = || {
            Timestamp::from_microsecond(message.received)
                .map(|at| at.to_zoned(TimeZone::UTC).date())
                .unwrap_or_default()
        };
        let contains =
            |text: &str, wanted: &str| text.to_lowercase().contains(&wanted.to_lowercase());
        match self {
            Self::All => true,
            Self::Flag(flag, set) => message.flags.contains(*flag) == *set,
            Self::Keyword(flag, set) => message.flags.contains(flag) == *set,
            Self::Header(name, wanted) => {
                let header = &raw[..mime::header_length(raw)];
                let lines = mime::lines(header);
                lines
                    .iter()
                    .filter(|(found, _)| found.eq_ignore_ascii_case(name))
                    .any(|(found, line)| {
                        let text = String::from_utf8_lossy(
                            line.get(found.len() + 1..).unwrap_or_default(),
                        )
                        .replace(['\r', '\n'], "");
                        // Only what is encoded, quoted or commented reads otherwise when it is decoded.
                        let may_differ = text.contains(['"', '(']) || text.contains("=?");
                        contains(&text, wanted)
                            || (may_differ
                                && contains(&summary::decoded_header(raw, found), wanted))
                    })
            }
            Self::Body(wanted) => contains(&summary::read(raw).text, wanted),
            Self::Text(wanted) => {
                contains(&String::from_utf8_lossy(raw), wanted)
                    || contains(&summary::read(raw).text, wanted)
            }
            Self::Since(date) => day() >= *date,
            Self::Before(date) => day() < *date,
            Self::On(date) => day() == *date,
            Self::Sent(sign, date) => summary::sent(raw).is_some_and(|sent| match sign {
                '>' => sent >= *date,
                '<' => sent < *date,
                _ => sent == *date,
            }),
            Self::Larger(size) => raw.len() > *size,
            Self::Smaller(size) => raw.len() < *size,
            Self::Uid(set) => in_set(set, message.uid, candidate.last_uid),
            Self::Sequence(set) => in_set(set, candidate.sequence, candidate.last_sequence),
            Self::Not(key) => !key.fits(candidate),
            Self::Or(one, two) => one.fits(candidate) || two.fits(candidate),
            Self::Both(keys) => keys.iter().all(|key| key.fits(candidate)),
        }
    }
}
