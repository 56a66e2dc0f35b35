//! How often a mailbox is looked into for answers, and how far back (actions 3.3, 6).

use jiff::{SignedDuration, Timestamp};

/// Answers to an e-mail are waited for this long.
pub const WAITS: SignedDuration = SignedDuration::from_hours(14 * 24);
/// While answers are waited for.
const OFTEN: SignedDuration = SignedDuration::from_secs(30);
/// While nothing is.
const SELDOM: SignedDuration = SignedDuration::from_mins(15);
/// Right after an e-mail has left: what bounces mostly bounces at once.
const SOON: SignedDuration = SignedDuration::from_secs(10);
const RIGHT_AFTER: SignedDuration = SignedDuration::from_mins(2);

/// The wait before the next look, `last_sent` when an e-mail last left, after so many looks in vain.
pub fn wait(now: Timestamp, last_sent: Option<Timestamp>, failures: u32) -> SignedDuration {
    let since = last_sent.map(|sent| now.duration_since(sent));
    let usual = match since {
        Some(since) if since < RIGHT_AFTER => SOON,
        Some(since) if since < WAITS => OFTEN,
        _ => SELDOM,
    };
    if failures == 0 {
        return usual;
    }
    let longer = OFTEN * 2_i32.pow(failures.min(10));
    longer.clamp(OFTEN, SELDOM).max(usual)
}

/// Clocks differ, and a provider may have an answer before we know that the e-mail has left.
const SLACK: SignedDuration = SignedDuration::from_hours(1);

/// Where reading begins that cannot go on from where it was: nothing older can answer anything, `oldest`
/// being when the first e-mail left whose answers are still waited for.
pub fn begin(now: Timestamp, oldest: Option<Timestamp>) -> Timestamp {
    oldest.map_or(now, |oldest| oldest.max(now - WAITS)) - SLACK
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_161_600 + seconds).unwrap()
    }

    #[test]
    fn a_mailbox_that_has_just_sent_is_looked_into_sooner() {
        let sent = Some(at(0));
        assert_eq!(wait(at(5), sent, 0).as_secs(), 10);
        assert_eq!(wait(at(121), sent, 0).as_secs(), 30);
        assert_eq!(wait(at(15 * 86_400), sent, 0).as_secs(), 900);
        assert_eq!(wait(at(5), None, 0).as_secs(), 900);
    }

    #[test]
    fn looks_in_vain_become_fewer_and_never_end() {
        let waits: Vec<i64> = [1, 2, 3, 4, 5, 6, 4_000_000_000]
            .map(|failures| wait(at(1), Some(at(0)), failures).as_secs())
            .into();
        assert_eq!(waits, [60, 120, 240, 480, 900, 900, 900]);
    }

    #[test]
    fn reading_begins_where_the_first_answer_could_be() {
        let hour = 3_600;
        assert_eq!(begin(at(hour), None), at(0));
        assert_eq!(begin(at(2 * hour), Some(at(hour))), at(0));
        assert_eq!(begin(at(15 * 86_400), Some(at(0))), at(86_400 - hour));
    }
}
