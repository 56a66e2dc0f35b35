//! One person: who it is, what happened, what can be done (actions 12.5).

use askama::Template;
use axum::extract::Path;
use liaison_domain::Refusal;
use liaison_domain::id::PersonId;
use liaison_domain::people::{ConsentEvent, Person};
use liaison_engine::people::bring;
use liaison_store::access::users;
use liaison_store::people::{consent, persons};
use serde::Deserialize;

use super::beside::{self, Beside};
use super::head::Head;
use super::standing::Standing;
use super::timeline::{self, Timeline};
use crate::dates;
use crate::forms::Query;
use crate::page::Page;
use crate::respond::{Answer, Trouble, html};
use crate::visitor::{Member, Seller};

/// Events on one page.
const EVENTS: i64 = 30;

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    page: Page,
    id: PersonId,
    head: Head,
    timeline: Timeline,
    emails: Beside,
    tasks: Beside,
    calls: Beside,
    campaigns: Beside,
    history: Vec<Line>,
    /// Whether a seller can still say that they do not want to be written to.
    may_unsubscribe: bool,
    /// Whether this reader can take an unsubscribe back.
    may_resubscribe: bool,
}

/// One line of the ledger in words.
struct Line {
    what: String,
    source: String,
    reason: String,
    when: String,
}

#[derive(Deserialize, Default)]
pub(crate) struct From {
    before: Option<i64>,
}

pub(crate) async fn show(
    seller: Seller,
    Path(id): Path<String>,
    Query(from): Query<From>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    let id: PersonId = id.parse().map_err(|_| Refusal::NotFound)?;
    let person = persons::by_id(&engine.db, id).await?;
    let person = person.ok_or(Refusal::NotFound)?;
    if let Some(record) = person.record() {
        bring::freshen(engine, seller.user.id, &record).await?;
    }
    let here = format!("/people/{id}");
    let timeline = timeline::of_person(&seller, id, from.before, EVENTS, &here).await?;
    let head = Head::of(&seller, &person).await?;
    let is_unsubscribed = head.standing == Standing::Unsubscribed;
    let may_unsubscribe = matches!(
        head.standing,
        Standing::Open | Standing::Bounced | Standing::OptedOut
    );
    let view = if timeline.rows.is_empty() {
        "person:empty"
    } else {
        "person:timeline"
    };
    let mut page = Page::new(&seller.visitor, view, &head.name);
    page.place = "people";
    Ok(html(&PersonPage {
        page,
        id,
        head,
        timeline,
        emails: beside::of_emails(&seller, id).await?,
        tasks: beside::of_tasks(&seller, id).await?,
        calls: beside::of_calls(&seller, id).await?,
        campaigns: beside::of_campaigns(&seller, id).await?,
        history: history(&seller, &person).await?,
        may_unsubscribe,
        may_resubscribe: is_unsubscribed && seller.user.is_admin() && !seller.visitor.in_panel,
    }))
}

async fn history(member: &Member, person: &Person) -> Result<Vec<Line>, Trouble> {
    let Some(address) = &person.email else {
        return Ok(Vec::new());
    };
    let mut lines = Vec::new();
    for event in consent::history(&member.visitor.app.engine.db, address).await? {
        lines.push(in_words(member, event).await?);
    }
    Ok(lines)
}

async fn in_words(member: &Member, event: ConsentEvent) -> Result<Line, Trouble> {
    let t = member.t();
    let actor = match event.actor {
        Some(id) => users::by_id(&member.visitor.app.engine.db, id).await?,
        None => None,
    };
    let source = t.of_family("consent-source", event.source.code());
    Ok(Line {
        what: t.of_family("consent", event.kind.code()).to_owned(),
        source: match actor {
            Some(user) => format!("{source} · {}", user.display_name()),
            None => source.to_owned(),
        },
        reason: event.reason,
        when: dates::moment(t, event.at, &member.user.time_zone),
    })
}
