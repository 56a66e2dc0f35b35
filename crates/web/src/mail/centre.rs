//! The command centre: a seller's e-mails by state, with search, filters and quick actions (actions 5).

use askama::Template;
use jiff::Timestamp;
use liaison_domain::id::EmailId;
use liaison_domain::mail::Email;
use liaison_domain::people::Person;
use liaison_engine::Error;
use liaison_engine::mail::emails as acts;
use liaison_store::mail::emails::{self, Folder, Wanted};
use liaison_store::people::persons;
use serde::Deserialize;

use super::batch::{self, DraftRow};
use super::compose::Pairs;
use super::view::{moment_of, tone};
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::respond::{Answer, go_saying, html};
use crate::visitor::Seller;

const PAGE_SIZE: i64 = 50;

#[derive(Template)]
#[template(path = "mail/centre.html")]
struct Centre {
    page: Page,
    folder: Folder,
    counts: Vec<(Folder, i64)>,
    /// E-mails to several people that are being written.
    batches: Vec<DraftRow>,
    rows: Vec<Row>,
    query: Asked,
    /// Where the next page begins.
    more: Option<String>,
}

struct Row {
    email: Email,
    person: Person,
    when: String,
    tone: &'static str,
}

#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default)]
    folder: String,
    #[serde(default)]
    q: String,
    /// `yes`, `no`, or nothing.
    #[serde(default)]
    opened: String,
    #[serde(default)]
    clicked: String,
    #[serde(default)]
    replied: String,
    #[serde(default)]
    before: String,
}

impl Asked {
    fn is_narrowed(&self) -> bool {
        let all = [&self.q, &self.opened, &self.clicked, &self.replied];
        all.iter().any(|text| !text.is_empty())
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// `microseconds.id` of the last row of a page.
fn cursor(text: &str) -> Option<(Timestamp, EmailId)> {
    let (at, id) = text.split_once('.')?;
    let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    Some((at, id.parse().ok()?))
}

impl Centre {
    fn groups(&self) -> [(&'static str, &'static [Folder]); 3] {
        [
            ("sent", &[Folder::Delivered, Folder::Archived]),
            (
                "pending",
                &[Folder::Scheduled, Folder::Draft, Folder::InProgress],
            ),
            ("undelivered", &[Folder::Failed, Folder::Bounced]),
        ]
    }

    fn count(&self, folder: &Folder) -> i64 {
        let found = self.counts.iter().find(|(one, _)| one == folder);
        found.map_or(0, |(_, count)| *count)
    }

    /// What the sent ones can be narrowed by, and how they are.
    fn filters(&self) -> [(&'static str, &str); 3] {
        [
            ("opened", &self.query.opened),
            ("clicked", &self.query.clicked),
            ("replied", &self.query.replied),
        ]
    }

    fn is_sent(&self) -> bool {
        matches!(self.folder, Folder::Delivered | Folder::Archived)
    }
}

pub(crate) async fn show(member: Seller, Query(query): Query<Asked>) -> Answer {
    let engine = &member.visitor.app.engine;
    let folder = Folder::from_code(&query.folder).unwrap_or(Folder::Delivered);
    let wanted = Wanted {
        text: query.q.trim().to_owned(),
        opened: yes_or_no(&query.opened),
        clicked: yes_or_no(&query.clicked),
        replied: yes_or_no(&query.replied),
    };
    let mut found = emails::folder(
        &engine.db,
        member.user.id,
        folder,
        &wanted,
        cursor(&query.before),
        PAGE_SIZE + 1,
    )
    .await?;
    let has_more = found.len() > usize::try_from(PAGE_SIZE).unwrap_or_default();
    if has_more {
        found.pop();
    }
    let more = found.last().filter(|_| has_more);
    let more = more.map(|email| format!("{}.{}", email.updated_at.as_microsecond(), email.id));
    let mut rows = Vec::new();
    for email in found {
        let Some(person) = persons::by_id(&engine.db, email.person_id).await? else {
            continue;
        };
        rows.push(Row {
            when: moment_of(&member, &email),
            tone: tone(&email),
            person,
            email,
        });
    }
    let batches = batch::drafts(&member).await?;
    let mut counts = emails::counts(&engine.db, member.user.id).await?;
    for (_, count) in counts.iter_mut().filter(|(one, _)| *one == Folder::Draft) {
        *count += i64::try_from(batches.len()).unwrap_or_default();
    }
    let is_here = folder == Folder::Draft && query.before.is_empty() && !query.is_narrowed();
    let batches: Vec<_> = batches.into_iter().filter(|_| is_here).collect();
    let view = match (rows.is_empty() && batches.is_empty(), query.is_narrowed()) {
        (false, _) => "emails:list",
        (true, true) => "emails:nothing-found",
        (true, false) => "emails:empty",
    };
    Ok(html(&Centre {
        page: Page::at(&member, "emails", view),
        counts,
        folder,
        batches,
        rows,
        query,
        more,
    }))
}

/// Does one thing to every e-mail that is ticked; says how many it was done to.
pub(crate) async fn act(member: Seller, Form(pairs): Pairs) -> Answer {
    let engine = &member.visitor.app.engine;
    let value = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let (what, folder) = (value("do"), value("folder"));
    let ticked = pairs.iter().filter(|(key, _)| key == "email");
    for id in ticked.filter_map(|(_, id)| id.parse::<EmailId>().ok()) {
        let user = &member.user;
        let done = match what {
            "archive" => acts::archive(engine, user, id, true).await,
            "unarchive" => acts::archive(engine, user, id, false).await,
            "delete" => acts::delete(engine, user, id).await,
            "retry" => acts::retry(engine, user, id).await.map(|_| ()),
            _ => Ok(()),
        };
        match done {
            // What cannot be done to one is left; its row stays and says why it stands there.
            Ok(()) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let folder = Folder::from_code(folder).unwrap_or(Folder::Delivered);
    let path = format!("/email?folder={}", folder.code());
    Ok(go_saying(&member.visitor, &path, "emails-done"))
}
