//! Who runs in a campaign: where each stands, what is next, why it ended (actions 9.7).

use askama::Template;
use axum::extract::Path;
use liaison_domain::Refusal;
use liaison_domain::id::MemberId;
use liaison_domain::work::{EndReason, KeptStep, Member};
use liaison_engine::work::members as acts;
use liaison_store::access::users;
use liaison_store::people::persons;
use liaison_store::work::{members, runs, steps};
use liaison_store::{Fault, Sql};

use super::campaign::{Head, find, head, page};
use super::fields::Fields;
use crate::dates;
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::respond::{Answer, go_saying, html};
use crate::texts::Texts;
use crate::visitor::Seller;

const PAGE_SIZE: i64 = 50;

#[derive(Template)]
#[template(path = "work/members.html")]
struct MembersPage {
    page: Page,
    head: Head,
    rows: Vec<Row>,
    more: Option<i64>,
}

struct Row {
    id: MemberId,
    person: (String, String),
    standing: Standing,
    started_by: String,
    may_remove: bool,
}

/// Where a member stands, in words.
pub(super) struct Standing {
    pub state: &'static str,
    pub tone: &'static str,
    /// Why it ended.
    pub reason: Option<&'static str>,
    /// The step under way or next: its number and what it is called.
    pub step: String,
    /// When something happens next, or when it ended.
    pub when: String,
    pub is_running: bool,
}

pub(super) async fn standing(
    sql: &impl Sql,
    t: &Texts,
    zone: &str,
    member: &Member,
    all: &[KeptStep],
) -> Result<Standing, Fault> {
    let (state, tone) = match member.state.as_str() {
        "queued" => ("queued", "wait"),
        "active" => ("active", "busy"),
        "waiting-task" => ("waiting-task", "wait"),
        "error" => ("error", "bad"),
        "completed" => ("completed", "ok"),
        _ if member.is_success => ("ended", "ok"),
        _ => ("ended", "off"),
    };
    let at = all.iter().position(|kept| Some(kept.id) == member.step_id);
    let step = match at {
        Some(n) => {
            let kept = &all[n];
            let called = match kept.step.email() {
                Some(email) => email.subject.as_str(),
                None => kept.name.as_str(),
            };
            t.two("member-step", "number", n + 1, "name", called)
        }
        None => String::new(),
    };
    let planned = match member.step_id {
        Some(id) => runs::of_member(sql, member.id)
            .await?
            .into_iter()
            .find(|run| run.step_id == id && run.done_at.is_none())
            .map(|run| run.planned_at),
        None => None,
    };
    let when = member.ended_at.or(member.due_at).or(planned);
    Ok(Standing {
        state,
        tone,
        reason: member.ended_reason.map(EndReason::code),
        step,
        when: when
            .map(|at| dates::moment(t, at, zone))
            .unwrap_or_default(),
        is_running: member.is_running(),
    })
}

pub(crate) async fn list(
    seller: Seller,
    Path(id): Path<String>,
    Query(query): Query<Fields>,
) -> Answer {
    let (engine, t) = (&seller.visitor.app.engine, seller.t());
    let campaign = find(&seller, &id).await?;
    let number: i64 = query.get("page").parse().unwrap_or(0).clamp(0, 100_000);
    let skip = number * PAGE_SIZE;
    let all = steps::of_campaign(&engine.db, campaign.id).await?;
    let mut found = members::of_campaign(&engine.db, campaign.id, skip, PAGE_SIZE + 1).await?;
    let has_more = found.len() > usize::try_from(PAGE_SIZE).unwrap_or_default();
    if has_more {
        found.pop();
    }
    let head = head(&seller, "people", &campaign, &all).await?;
    let mut rows = Vec::new();
    for member in found {
        let person = persons::by_id(&engine.db, member.person_id).await?;
        let user = users::by_id(&engine.db, member.user_id).await?;
        let zone = &seller.user.time_zone;
        let standing = standing(&engine.db, t, zone, &member, &all).await?;
        rows.push(Row {
            id: member.id,
            person: (
                member.person_id.to_string(),
                person
                    .map(|person| person.display_name())
                    .unwrap_or_default(),
            ),
            may_remove: standing.is_running
                && (head.may_change || member.user_id == seller.user.id),
            standing,
            started_by: user.map(|user| user.display_name()).unwrap_or_default(),
        });
    }
    let view = match rows.is_empty() {
        true => "campaign:nobody",
        false => "campaign:people",
    };
    Ok(html(&MembersPage {
        page: page(&seller, view, &campaign),
        head,
        rows,
        more: has_more.then_some(number + 1),
    }))
}

pub(crate) async fn remove(
    seller: Seller,
    Path(id): Path<String>,
    Form(form): Form<Fields>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    let campaign = find(&seller, &id).await?;
    let ids: Vec<MemberId> = form.ids("member")?;
    if ids.is_empty() {
        return Err(Refusal::LaunchNobody.into());
    }
    acts::remove(engine, &seller.user, campaign.id, &ids).await?;
    let path = format!("/campaigns/{}/people", campaign.id);
    Ok(go_saying(&seller.visitor, &path, "members-removed"))
}
