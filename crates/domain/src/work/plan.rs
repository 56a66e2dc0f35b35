//! When the next step of a campaign is due for one person (actions 9.3, 9.5, 9.6, 17.11, 17.24).
//!
//! Days are dates in one time zone, the one of whoever launched. A clock time that a change to summer
//! time skips is taken as much later; one that comes twice is taken the first time.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use super::campaign::{Campaign, SendAt};

/// How one person's run through a campaign began.
#[derive(Debug, Clone, Copy)]
pub struct Launch<'a> {
    /// Start Now, or the chosen start.
    pub at: Timestamp,
    pub zone: &'a TimeZone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// From 0.
    pub step: usize,
    /// When the mail leaves or the task appears.
    pub at: Timestamp,
    /// The step's day: a task's due date.
    pub date: Date,
}

/// A mail that left this much after it was due was held up: the days between are kept from then on.
/// Less is the pace of a mailbox.
const HELD_UP: SignedDuration = SignedDuration::from_hours(24);

/// The next step, or `None` when all are done.
///
/// `done` says when each of the first steps was completed, in order. Nothing is due before `hold_until`
/// (a person out of office); a step held back keeps its clock time. Steps of one day follow each other
/// in list order. A task finished late moves what follows by as many days, and nothing is ever due
/// before its planned day.
pub fn next(
    campaign: &Campaign,
    launch: Launch<'_>,
    done: &[Timestamp],
    hold_until: Option<Timestamp>,
) -> Option<Due> {
    let run = Run {
        campaign,
        launch,
        done,
    };
    let step = done.len();
    let (mut date, ready) = run.walk(step)?;
    if let Some(until) = hold_until {
        date = date.max(run.counted(run.day_of(until), 0));
    }
    let at = run.due(step, date).max(ready);
    let at = hold_until.map_or(at, |until| at.max(until));
    Some(Due { step, at, date })
}

/// Every step as it is due when each is done in time: what a launch shows.
pub fn preview(campaign: &Campaign, launch: Launch<'_>) -> Vec<Due> {
    let mut done = Vec::new();
    let mut plan = Vec::new();
    while let Some(due) = next(campaign, launch, &done, None) {
        done.push(due.at);
        plan.push(due);
    }
    plan
}

struct Run<'a> {
    campaign: &'a Campaign,
    launch: Launch<'a>,
    done: &'a [Timestamp],
}

impl Run<'_> {
    /// The date of `step`, and when the one before it was done.
    fn walk(&self, step: usize) -> Option<(Date, Timestamp)> {
        let steps = self.campaign.steps.get(..=step)?;
        let first = self.counted(self.day_of(self.launch.at), 0);
        let mut date = first;
        let mut ready = self.launch.at;
        let mut from = 1;
        for (n, it) in steps.iter().enumerate() {
            if let Some(before) = n.checked_sub(1) {
                let done = *self.done.get(before)?;
                let was_due = self.due(before, date).max(ready);
                let counts =
                    steps[before].is_task() || done > was_due.saturating_add(HELD_UP).ok()?;
                if counts {
                    date = date.max(self.day_of(done));
                }
                ready = ready.max(done);
            }
            let planned = self.counted(first, it.day.saturating_sub(1));
            date = planned.max(self.counted(date, it.day.saturating_sub(from)));
            from = it.day;
        }
        Some((date, ready))
    }

    fn due(&self, step: usize, date: Date) -> Timestamp {
        match self.clock(step) {
            Some(time) => self.instant(date, time),
            None => self.instant(date, Time::midnight()),
        }
    }

    /// The clock time of a step; none for what is due as soon as its day begins.
    fn clock(&self, step: usize) -> Option<Time> {
        let it = self.campaign.steps.get(step)?;
        match it.email()?.send {
            SendAt::At(time) => Some(time),
            SendAt::AtLaunch => Some(self.time_of(self.launch.at)),
            SendAt::ByHand => None,
            SendAt::SameTime => {
                let earlier = self.campaign.steps[..step].iter().enumerate().rev();
                let before = earlier
                    .filter(|(_, other)| other.day < it.day && other.email().is_some())
                    .map(|(n, other)| (n, other.is_task()))
                    .next();
                match before {
                    Some((n, true)) => self.done.get(n).map(|done| self.time_of(*done)),
                    Some((n, false)) => self.clock(n),
                    None => Some(self.time_of(self.launch.at)),
                }
            }
        }
    }

    /// `days` after `date` as the campaign counts; a date that is not counted is the next that is.
    fn counted(&self, date: Date, days: u16) -> Date {
        let plus = |date: Date, days: i64| date.saturating_add(Span::new().days(days));
        if !self.campaign.settings.skip_weekends {
            return plus(date, days.into());
        }
        // On a weekend, Friday was the last day that counted.
        let (from, is_weekend) = match date.weekday() {
            Weekday::Saturday => (plus(date, -1), true),
            Weekday::Sunday => (plus(date, -2), true),
            _ => (date, false),
        };
        let days = i64::from(days).max(i64::from(is_weekend));
        let position = i64::from(from.weekday().to_monday_zero_offset()) + days;
        plus(from, days + 2 * (position / 5))
    }

    fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.launch.zone.clone()).date()
    }

    fn time_of(&self, at: Timestamp) -> Time {
        at.to_zoned(self.launch.zone.clone()).time()
    }

    fn instant(&self, date: Date, time: Time) -> Timestamp {
        let zoned = date.to_datetime(time).to_zoned(self.launch.zone.clone());
        zoned.map_or(Timestamp::MAX, |zoned| zoned.timestamp())
    }
}

#[cfg(test)]
mod tests;
