//! What happened with somebody, in words.

use std::collections::HashMap;

use askama::Template;
use askama::filters::HtmlSafe;
use liaison_domain::id::{EmailId, PersonId, UserId};
use liaison_domain::insight::event::{Event, EventKind};
use liaison_store::access::users;
use liaison_store::insight::events;
use liaison_store::mail::emails;

use crate::dates;
use crate::parts::Icon;
use crate::respond::Trouble;
use crate::texts::Texts;
use crate::visitor::Member;

/// Longest detail shown, in characters.
const LONGEST_DETAIL: usize = 280;

#[derive(Template)]
#[template(path = "people/timeline.html")]
pub(crate) struct Timeline {
    pub t: &'static Texts,
    pub rows: Vec<Happened>,
    /// Where older events are, when there are any.
    pub older: Option<String>,
}

impl HtmlSafe for Timeline {}

/// One event in words.
pub(crate) struct Happened {
    /// `sales` or `system`: colour and shape of its mark.
    pub origin: &'static str,
    pub icon: &'static str,
    pub what: String,
    /// The subject of the e-mail it is about.
    pub subject: String,
    pub detail: String,
    pub when: String,
    pub is_machine: bool,
}

fn icon_of(kind: EventKind) -> &'static str {
    match kind {
        EventKind::EmailSent => "send",
        EventKind::EmailFailed | EventKind::EmailBounced => "bad",
        EventKind::EmailOpened => "eye",
        EventKind::EmailClicked => "click",
        EventKind::EmailReplied => "reply",
        EventKind::AutoReplied => "mail",
        EventKind::Unsubscribed => "user-minus",
        EventKind::Resubscribed => "user-check",
        EventKind::TaskAdded | EventKind::TaskDue => "tasks",
        EventKind::TaskCompleted => "check",
        EventKind::CallLogged => "phone",
        EventKind::CampaignStarted | EventKind::CampaignEnded => "megaphone",
    }
}

fn origin_of(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Unsubscribed | EventKind::Resubscribed | EventKind::TaskDue => "system",
        _ => "sales",
    }
}

/// Names and subjects, each looked up once.
#[derive(Default)]
struct Known {
    names: HashMap<UserId, String>,
    subjects: HashMap<EmailId, String>,
}

impl Known {
    async fn name(&mut self, member: &Member, id: Option<UserId>) -> Result<String, Trouble> {
        let Some(id) = id else {
            return Ok(String::new());
        };
        if let Some(name) = self.names.get(&id) {
            return Ok(name.clone());
        }
        let user = users::by_id(&member.visitor.app.engine.db, id).await?;
        let name = user.map(|user| user.display_name()).unwrap_or_default();
        self.names.insert(id, name.clone());
        Ok(name)
    }

    async fn subject(&mut self, member: &Member, id: Option<EmailId>) -> Result<String, Trouble> {
        let Some(id) = id else {
            return Ok(String::new());
        };
        if let Some(subject) = self.subjects.get(&id) {
            return Ok(subject.clone());
        }
        let email = emails::by_id(&member.visitor.app.engine.db, id).await?;
        let subject = email
            .map(|e| e.shown_subject().to_owned())
            .unwrap_or_default();
        self.subjects.insert(id, subject.clone());
        Ok(subject)
    }
}

/// The events of a person before one of them, the newest first. `here` is the page they stand on.
pub(crate) async fn of_person(
    member: &Member,
    person: PersonId,
    before: Option<i64>,
    limit: i64,
    here: &str,
) -> Result<Timeline, Trouble> {
    let db = &member.visitor.app.engine.db;
    let before = before.unwrap_or(i64::MAX);
    let mut found = events::of_person(db, person, before, limit + 1).await?;
    let has_older = found.len() > usize::try_from(limit).unwrap_or_default();
    if has_older {
        found.pop();
    }
    let mark = if here.contains('?') { '&' } else { '?' };
    let older = found
        .last()
        .filter(|_| has_older)
        .map(|event| format!("{here}{mark}before={}", event.seq));
    let mut known = Known::default();
    let mut rows = Vec::new();
    for event in found {
        rows.push(in_words(member, &mut known, &event).await?);
    }
    Ok(Timeline {
        t: member.t(),
        rows,
        older,
    })
}

async fn in_words(member: &Member, known: &mut Known, event: &Event) -> Result<Happened, Trouble> {
    let (t, what) = (member.t(), &event.what);
    let who = known.name(member, what.user_id).await?;
    Ok(Happened {
        origin: origin_of(what.kind),
        icon: icon_of(what.kind),
        what: t.one(&format!("happened-{}", what.kind.code()), "who", who),
        subject: known.subject(member, what.email_id).await?,
        detail: clipped(detail_of(event, member.user.id)),
        when: dates::moment(t, what.at, &member.user.time_zone),
        is_machine: what.is_machine(),
    })
}

/// Why an e-mail failed stands with the e-mail, in words; an answer is for the one who was answered.
fn detail_of(event: &Event, reader: UserId) -> &str {
    let is_readers = event.what.user_id == Some(reader);
    match event.what.kind {
        EventKind::EmailFailed => "",
        EventKind::EmailReplied | EventKind::AutoReplied if !is_readers => "",
        _ => &event.what.detail,
    }
}

fn clipped(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= LONGEST_DETAIL {
        return text.to_owned();
    }
    let clipped: String = text.chars().take(LONGEST_DETAIL - 1).collect();
    format!("{}…", clipped.trim_end())
}

impl Timeline {
    fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }
}
