//! When to come back.

use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822};

use crate::outbound::Response;

/// The wait a `Retry-After` header asks for, given in seconds or as a date; a date is measured
/// against the answer's own `Date`, since there is no clock here.
pub(crate) fn after(answer: &Response) -> Option<Duration> {
    let text = answer.header("retry-after")?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => until(http_date(text)?, answer),
    }
}

/// The wait until the RFC 3339 time that follows `Retry after` in `words` (contracts 4.2).
pub(crate) fn after_words(words: &str, answer: &Response) -> Option<Duration> {
    let lower = words.to_ascii_lowercase();
    let (_, rest) = lower.split_once("retry after ")?;
    let time = rest.split([' ', '(', ',']).next()?.trim_end_matches('.');
    until(time.to_ascii_uppercase().parse().ok()?, answer)
}

fn until(moment: Timestamp, answer: &Response) -> Option<Duration> {
    let now = http_date(answer.header("date")?)?;
    Some(Duration::try_from(moment.duration_since(now)).unwrap_or_default())
}

fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};
    use proptest::prelude::*;

    use super::*;

    fn answer(headers: &[(&'static str, &str)]) -> Response {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        Response {
            status: StatusCode::TOO_MANY_REQUESTS,
            headers: map,
            body: bytes::Bytes::new(),
        }
    }

    const DATE: (&str, &str) = ("date", "Fri, 20 Nov 2026 08:00:00 GMT");

    #[test]
    fn waits_come_in_three_dresses() {
        let seconds = |n| Some(Duration::from_secs(n));
        assert_eq!(after(&answer(&[("retry-after", "12")])), seconds(12));
        let date = ("retry-after", "Fri, 20 Nov 2026 08:01:00 GMT");
        assert_eq!(after(&answer(&[date, DATE])), seconds(60));
        assert_eq!(after(&answer(&[date])), None);
        assert_eq!(after(&answer(&[("retry-after", "-5")])), None);
        let words =
            "User-rate limit exceeded.  Retry after 2026-11-20T08:15:00.000Z (Mail sending)";
        assert_eq!(after_words(words, &answer(&[DATE])), seconds(900));
        let past = "Retry after 2026-11-20T07:15:00Z";
        assert_eq!(after_words(past, &answer(&[DATE])), seconds(0));
        assert_eq!(after_words("Retry after lunch", &answer(&[DATE])), None);
    }

    proptest! {
        #[test]
        fn no_words_break_the_reading(words in "(.{0,10}Retry after )?.{0,40}") {
            let _any = after_words(&words, &answer(&[DATE]));
        }
    }
}
