//! Forms whose fields may come several times, and the moments and lists of ids in them.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use liaison_domain::Refusal;
use liaison_domain::access::User;

/// The fields of a form or a query, in their order.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value with this name, or an empty text.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let name = name.to_owned();
        self.0
            .iter()
            .filter(move |(n, _)| *n == name)
            .map(|(_, value)| value.as_str())
    }

    /// An id; nothing where there is none.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<Option<T>, Refusal> {
        match self.get(name).trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Refusal::NotFound),
        }
    }

    /// Every id with this name, also several in one value with commas between; each once.
    pub fn ids<T: FromStr + PartialEq>(&self, name: &str) -> Result<Vec<T>, Refusal> {
        let mut ids = Vec::new();
        let texts = self.all(name).flat_map(|value| value.split(','));
        for text in texts.map(str::trim).filter(|text| !text.is_empty()) {
            let id = text.parse().map_err(|_| Refusal::NotFound)?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// A code of ours; what is none came from no page of ours.
    pub fn code<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, Refusal> {
        read(self.get(name)).ok_or(Refusal::BadForm)
    }

    /// A day as `<input type=date>` gives it.
    pub fn day(&self, name: &str) -> Result<Option<Date>, Refusal> {
        match self.get(name).trim() {
            "" => Ok(None),
            text => {
                let day: Date = text.parse().map_err(|_| Refusal::TimeMalformed)?;
                let is_near = (2000..=2100).contains(&day.year());
                is_near.then_some(Some(day)).ok_or(Refusal::TimeMalformed)
            }
        }
    }

    /// A moment as `<input type=datetime-local>` gives it, in the user's own zone.
    pub fn moment(&self, name: &str, user: &User) -> Result<Option<Timestamp>, Refusal> {
        match self.get(name).trim() {
            "" => Ok(None),
            text => {
                let local: DateTime = text.parse().map_err(|_| Refusal::TimeMalformed)?;
                if !(2000..=2100).contains(&local.year()) {
                    return Err(Refusal::TimeMalformed);
                }
                let at = local.to_zoned(zone(user));
                at.map(|at| Some(at.timestamp()))
                    .map_err(|_| Refusal::TimeMalformed)
            }
        }
    }
}

pub(super) fn zone(user: &User) -> TimeZone {
    TimeZone::get(&user.time_zone).unwrap_or(TimeZone::UTC)
}

/// A moment as `<input type=datetime-local>` wants it.
pub(super) fn local(at: Timestamp, user: &User) -> String {
    at.to_zoned(zone(user))
        .strftime("%Y-%m-%dT%H:%M")
        .to_string()
}

/// The user's day.
pub(super) fn today(now: Timestamp, user: &User) -> Date {
    now.to_zoned(zone(user)).date()
}

#[cfg(test)]
mod tests {
    use liaison_domain::id::TaskId;

    use super::*;

    fn fields(query: &str) -> Fields {
        Fields(
            url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    #[test]
    fn ids_come_alone_or_together_each_once() {
        let one = "019362a0-0000-7000-8000-000000000001";
        let two = "019362a0-0000-7000-8000-000000000002";
        let read = fields(&format!("task={one}&task={two},{one}&other=x"));
        assert_eq!(read.ids::<TaskId>("task").unwrap().len(), 2);
        let refused = fields("task=no").ids::<TaskId>("task");
        assert_eq!(refused, Err(Refusal::NotFound));
    }

    #[test]
    fn days_far_away_are_none() {
        assert_eq!(fields("due=").day("due"), Ok(None));
        assert!(fields("due=2026-11-20").day("due").unwrap().is_some());
        for day in ["2026-13-01", "0001-01-01", "9999-12-31", "x"] {
            let refused = fields(&format!("due={day}")).day("due");
            assert_eq!(refused, Err(Refusal::TimeMalformed), "{day}");
        }
    }
}
