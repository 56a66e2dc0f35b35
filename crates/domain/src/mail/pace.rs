//! How fast and how much a mailbox may send (actions 1.2, 3.4): the providers' limits as data, and the
//! admin's throttle on top. A mailbox that keeps to them is not taken for a spammer's.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::links::MailboxKind;

/// A provider's limits for one mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub per_day: u32,
    /// At least so long between two mails.
    pub between: SignedDuration,
}

/// What the providers publish.
pub fn limits_of(kind: MailboxKind) -> Limits {
    match kind {
        // 2,000 a day, 2 a second.
        MailboxKind::Gmail => Limits {
            per_day: 2_000,
            between: SignedDuration::from_millis(500),
        },
        // 10,000 a day, 30 a minute.
        MailboxKind::Outlook => Limits {
            per_day: 10_000,
            between: SignedDuration::from_secs(2),
        },
        MailboxKind::Imap => Limits {
            per_day: u32::MAX,
            between: SignedDuration::ZERO,
        },
    }
}

/// The team's server is not throttled (actions 3.4); what its provider publishes is told in here.
pub const TEAM_LIMITS: Limits = Limits {
    per_day: u32::MAX,
    between: SignedDuration::ZERO,
};

/// So many e-mails a user may send in a day, where the instance says nothing else (actions 1.1).
pub const USUAL_DAILY: u32 = 1_000;

/// So long a mailbox rests whose mail others refuse because of whom it is from (quality "Mail").
pub const PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// Where a mailbox stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// Not before this.
    pub next_at: Timestamp,
    /// The day `sent` counts, in the zone of whoever sends.
    pub day: Date,
    pub sent: u32,
}

/// May the next mail leave?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Yes; this is where the mailbox stands afterwards.
    Now(Pace),
    Wait(SignedDuration),
    /// The day's mails are used up; the next day begins in so long.
    Tomorrow(SignedDuration),
}

/// Decides for a mailbox at `now`; `today` and `tomorrow` are the sender's day and the beginning of the next.
pub fn turn(
    before: Option<&Pace>,
    limits: Limits,
    daily: u32,
    now: Timestamp,
    today: Date,
    tomorrow: Timestamp,
) -> Turn {
    let (next_at, sent) = match before {
        Some(pace) if pace.day == today => (pace.next_at, pace.sent),
        Some(pace) => (pace.next_at, 0),
        None => (now, 0),
    };
    if sent >= limits.per_day.min(daily) {
        return Turn::Tomorrow(tomorrow.duration_since(now));
    }
    if next_at > now {
        return Turn::Wait(next_at.duration_since(now));
    }
    Turn::Now(Pace {
        next_at: now + limits.between,
        day: today,
        sent: sent + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_161_600 + seconds).unwrap()
    }

    const DAY: Date = jiff::civil::date(2026, 11, 20);
    const NEXT: Date = jiff::civil::date(2026, 11, 21);

    #[test]
    fn a_mailbox_keeps_its_provider_s_distance() {
        let limits = limits_of(MailboxKind::Outlook);
        let Turn::Now(pace) = turn(None, limits, USUAL_DAILY, at(0), DAY, at(60_000)) else {
            panic!("the first may go");
        };
        let wait = turn(Some(&pace), limits, USUAL_DAILY, at(1), DAY, at(60_000));
        assert_eq!(wait, Turn::Wait(SignedDuration::from_secs(1)));
        assert!(matches!(
            turn(Some(&pace), limits, USUAL_DAILY, at(2), DAY, at(60_000)),
            Turn::Now(Pace { sent: 2, .. })
        ));
    }

    #[test]
    fn the_day_ends_and_begins_anew() {
        let full = Pace {
            next_at: at(0),
            day: DAY,
            sent: 1_000,
        };
        let limits = limits_of(MailboxKind::Imap);
        let tomorrow = turn(Some(&full), limits, USUAL_DAILY, at(10), DAY, at(70));
        assert_eq!(tomorrow, Turn::Tomorrow(SignedDuration::from_secs(60)));
        assert!(matches!(
            turn(Some(&full), limits, USUAL_DAILY, at(70), NEXT, at(90_000)),
            Turn::Now(Pace { sent: 1, .. })
        ));
    }
}
