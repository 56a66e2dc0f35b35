//! One row of the feed: who, what, about what, when, and what can be done now.

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::Timestamp;
use liaison_domain::insight::feed::is_same_again;
use liaison_domain::insight::{Event, EventKind};
use liaison_store::insight::feed::Told;

use crate::dates;
use crate::parts::Icon;
use crate::texts::Texts;

/// The longest piece of a reply or a link that is shown.
const LONGEST: usize = 160;

#[derive(Template)]
#[template(path = "insight/feed_row.html")]
pub(crate) struct Row {
    t: &'static Texts,
    seq: i64,
    /// Rows that follow each other and have the same are one.
    group: String,
    kind: EventKind,
    person: String,
    person_id: Option<String>,
    email_id: Option<String>,
    subject: String,
    detail: String,
    is_machine: bool,
    count: usize,
    ago: String,
    exact: String,
    at: String,
}

impl HtmlSafe for Row {}

/// Whom rows are for.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub t: &'static Texts,
    pub zone: &'a str,
    pub now: Timestamp,
}

impl Row {
    pub fn of(told: &Told, count: usize, reader: Reader<'_>) -> Self {
        let Reader { t, zone, now } = reader;
        let event = &told.event.what;
        Self {
            t,
            seq: told.event.seq,
            group: group(&told.event),
            kind: event.kind,
            person: told.person.clone(),
            person_id: event.person_id.map(|id| id.to_string()),
            email_id: event.email_id.map(|id| id.to_string()),
            subject: told.subject.clone(),
            detail: shortened(&event.detail),
            is_machine: event.is_machine(),
            count,
            ago: ago(t, event.at, now),
            exact: dates::moment_with_zone(t, event.at, zone),
            at: event.at.to_string(),
        }
    }

    fn icon(&self) -> Icon {
        Icon(match self.kind {
            EventKind::EmailSent => "send",
            EventKind::EmailOpened => "eye",
            EventKind::EmailClicked => "click",
            EventKind::EmailReplied | EventKind::AutoReplied => "undo",
            EventKind::EmailBounced | EventKind::EmailFailed => "bad",
            EventKind::Unsubscribed => "user-minus",
            EventKind::Resubscribed => "user-check",
            EventKind::TaskAdded | EventKind::TaskDue => "tasks",
            EventKind::TaskCompleted => "check",
            EventKind::CallLogged => "phone",
            EventKind::CampaignStarted | EventKind::CampaignEnded => "megaphone",
        })
    }

    fn is_once(&self) -> bool {
        self.count == 1
    }

    fn small(&self, name: &'static str) -> Icon {
        Icon(name)
    }

    fn what(&self) -> &str {
        self.t.of_family("feed-event", self.kind.code())
    }

    /// Teal for what came of sales; what went wrong needs somebody.
    fn tone(&self) -> &'static str {
        match self.kind {
            EventKind::EmailBounced | EventKind::EmailFailed | EventKind::Unsubscribed => "bad",
            _ if self.is_machine => "system",
            _ => "sales",
        }
    }
}

/// The newest first; what happened again and again is one row.
pub(crate) fn rows(told: &[Told], reader: Reader<'_>) -> Vec<Row> {
    told.chunk_by(|a, b| is_same_again(&a.event, &b.event))
        .filter_map(|same| Some(Row::of(same.first()?, same.len(), reader)))
        .collect()
}

/// Empty for what stands alone.
fn group(event: &Event) -> String {
    if !is_same_again(event, event) {
        return String::new();
    }
    let what = &event.what;
    let email = what.email_id.map(|id| id.to_string()).unwrap_or_default();
    format!(
        "{} {email} {} {}",
        what.kind.code(),
        what.is_machine(),
        what.detail
    )
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// `5 minutes ago`; the browser goes on counting.
fn ago(t: &Texts, at: Timestamp, now: Timestamp) -> String {
    let minutes = now.duration_since(at).as_mins().max(0);
    match minutes {
        0 => t.get("feed-just-now").to_owned(),
        1..60 => t.count("feed-minutes-ago", minutes),
        60..1_440 => t.count("feed-hours-ago", minutes / 60),
        _ => t.count("feed-days-ago", minutes / 1_440),
    }
}
