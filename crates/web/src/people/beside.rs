//! What stands beside the timeline of a person: e-mails, tasks, calls, campaigns.

use askama::Template;
use askama::filters::HtmlSafe;
use liaison_domain::id::{PersonId, UserId};
use liaison_domain::mail::email::{Email, EmailState};
use liaison_domain::work::kept::KeptTask;
use liaison_store::access::users;
use liaison_store::mail::emails;
use liaison_store::work::{calls, campaigns, members, tasks};

use crate::dates;
use crate::parts::Icon;
use crate::respond::Trouble;
use crate::texts::Texts;
use crate::visitor::Member;

/// Most rows of one kind.
const MOST: i64 = 50;

/// Rows of one kind, or a word that there are none.
#[derive(Template)]
#[template(path = "people/beside.html")]
pub(crate) struct Beside {
    pub t: &'static Texts,
    pub rows: Vec<Row>,
    pub nothing: &'static str,
}

impl HtmlSafe for Beside {}

pub(crate) struct Row {
    pub icon: &'static str,
    pub title: String,
    /// State in a word, and the mark beside it.
    pub state: String,
    pub tone: &'static str,
    /// When and by whom.
    pub line: String,
    /// Opens, clicks, replies; notes; why it failed.
    pub more: String,
}

impl Beside {
    fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }
}

async fn name_of(member: &Member, id: UserId) -> Result<String, Trouble> {
    if id == member.user.id {
        return Ok(member.t().get("you").to_owned());
    }
    let user = users::by_id(&member.visitor.app.engine.db, id).await?;
    Ok(user.map(|user| user.display_name()).unwrap_or_default())
}

fn line(parts: &[&str]) -> String {
    let parts: Vec<_> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

/// The e-mails to a person, the newest first, with what became of them.
pub(crate) async fn of_emails(member: &Member, person: PersonId) -> Result<Beside, Trouble> {
    let t = member.t();
    let mut rows = Vec::new();
    for email in emails::of_person(&member.visitor.app.engine.db, person, MOST).await? {
        // What somebody else has not sent is nobody's business yet.
        if email.state == EmailState::Draft && email.owner_id != member.user.id {
            continue;
        }
        let at = email
            .sent_at
            .or(email.scheduled_at)
            .unwrap_or(email.updated_at);
        let when = dates::moment(t, at, &member.user.time_zone);
        let subject = email.shown_subject();
        rows.push(Row {
            icon: "mail",
            title: if subject.trim().is_empty() {
                t.get("beside-no-subject").to_owned()
            } else {
                subject.to_owned()
            },
            state: t.of_family("beside-email", email.state.code()).to_owned(),
            tone: tone_of(email.state),
            line: line(&[&when, &name_of(member, email.owner_id).await?]),
            more: met(t, &email),
        });
    }
    Ok(Beside {
        t,
        rows,
        nothing: "beside-no-emails",
    })
}

fn tone_of(state: EmailState) -> &'static str {
    match state {
        EmailState::Draft => "off",
        EmailState::Scheduled => "wait",
        EmailState::InProgress => "busy",
        EmailState::Delivered => "ok",
        EmailState::PleaseCheck => "warn",
        EmailState::Failed | EmailState::Bounced => "bad",
    }
}

fn met(t: &Texts, email: &Email) -> String {
    if let Some(problem) = &email.problem {
        return t.say(problem).what;
    }
    let counted = [
        ("beside-opens", email.opens),
        ("beside-clicks", email.clicks),
        ("beside-replies", email.replies),
    ];
    let words: Vec<String> = counted
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| t.count(key, count))
        .collect();
    words.join(" · ")
}

/// The tasks about a person, open ones first.
pub(crate) async fn of_tasks(member: &Member, person: PersonId) -> Result<Beside, Trouble> {
    let (t, engine) = (member.t(), &member.visitor.app.engine);
    let today = dates::today(engine.clock.now(), &member.user.time_zone);
    let mut rows = Vec::new();
    for kept in tasks::of_person(&engine.db, person, MOST).await? {
        let due = kept
            .task
            .due
            .map(|day| dates::date(t, day))
            .unwrap_or_default();
        let due = if due.is_empty() {
            due
        } else {
            t.one("beside-due", "day", due)
        };
        let (state, tone) = standing(&kept, today);
        rows.push(Row {
            icon: "tasks",
            title: kept.task.name.clone(),
            state: t.of_family("beside-task", state).to_owned(),
            tone,
            line: line(&[&due, &name_of(member, kept.user_id).await?]),
            more: String::new(),
        });
    }
    Ok(Beside {
        t,
        rows,
        nothing: "beside-no-tasks",
    })
}

fn standing(kept: &KeptTask, today: jiff::civil::Date) -> (&'static str, &'static str) {
    if !kept.is_open() {
        return ("done", "ok");
    }
    match kept.task.due {
        Some(day) if day < today => ("overdue", "bad"),
        Some(day) if day == today => ("today", "warn"),
        _ => ("open", "wait"),
    }
}

/// The calls to a person, the newest first.
pub(crate) async fn of_calls(member: &Member, person: PersonId) -> Result<Beside, Trouble> {
    let t = member.t();
    let mut rows = Vec::new();
    for call in calls::of_person(&member.visitor.app.engine.db, person, MOST).await? {
        let when = dates::moment(t, call.called_at, &member.user.time_zone);
        let took = match call.seconds.div_ceil(60) {
            0 => String::new(),
            minutes => t.count("beside-minutes", minutes),
        };
        let status = t.of_family("beside-call", call.status.code()).to_owned();
        rows.push(Row {
            icon: "phone",
            title: if call.outcome.is_empty() {
                status
            } else {
                call.outcome.clone()
            },
            state: call.reason.clone(),
            tone: "off",
            line: line(&[&when, &took, &name_of(member, call.user_id).await?]),
            more: call.notes.chars().take(280).collect(),
        });
    }
    Ok(Beside {
        t,
        rows,
        nothing: "beside-no-calls",
    })
}

/// The sales campaigns a person runs in or ran in, the newest first.
pub(crate) async fn of_campaigns(member: &Member, person: PersonId) -> Result<Beside, Trouble> {
    let (t, db) = (member.t(), &member.visitor.app.engine.db);
    let mut rows = Vec::new();
    for way in members::of_person(db, person, MOST).await? {
        let campaign = campaigns::by_id(db, way.campaign_id).await?;
        let began = dates::day(t, way.started_at, &member.user.time_zone);
        let (state, tone) = if way.is_running() {
            ("running", "busy")
        } else {
            ("over", "off")
        };
        rows.push(Row {
            icon: "megaphone",
            title: campaign.map(|campaign| campaign.name).unwrap_or_default(),
            state: t.of_family("beside-campaign", state).to_owned(),
            tone,
            line: line(&[&began, &name_of(member, way.user_id).await?]),
            more: String::new(),
        });
    }
    Ok(Beside {
        t,
        rows,
        nothing: "beside-no-campaigns",
    })
}
