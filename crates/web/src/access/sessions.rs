//! Signed-in browsers, as their owner sees and ends them.

use askama::Template;
use axum::extract::Path;
use liaison_domain::Refusal;
use liaison_domain::access::session::SignInMethod;
use liaison_engine::access::sessions as acts;
use liaison_store::access::sessions;

use crate::dates;
use crate::page::Page;
use crate::respond::{Answer, go, go_saying, html};
use crate::visitor::Member;

#[derive(Template)]
#[template(path = "access/sessions.html")]
struct SessionsPage {
    page: Page,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    browser: String,
    method: &'static str,
    began: String,
    seen: String,
    is_this: bool,
}

/// Browser and system out of the browser's description of itself; names are the same everywhere.
fn browser(user_agent: &str) -> String {
    let find = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let program = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => user_agent.chars().take(60).collect(),
    }
}

pub(crate) async fn show(member: Member) -> Answer {
    let engine = &member.visitor.app.engine;
    let (t, zone, now) = (member.t(), &member.user.time_zone, engine.clock.now());
    let rows = sessions::of_user(&engine.db, member.user.id)
        .await?
        .into_iter()
        // Panels come and go with the pages of Salesforce they stand on.
        .filter(|session| session.is_live(now) && session.method != SignInMethod::Panel)
        .map(|session| Row {
            id: session.id.to_string(),
            browser: browser(&session.user_agent),
            method: session.method.code(),
            began: dates::moment(t, session.created_at, zone),
            seen: dates::moment(t, session.last_seen_at, zone),
            is_this: session.id == member.session.id,
        })
        .collect();
    Ok(html(&SessionsPage {
        page: Page::at(&member, "sessions", "sessions:list"),
        rows,
    }))
}

pub(crate) async fn end(member: Member, Path(id): Path<String>) -> Answer {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    acts::end(&member.visitor.app.engine, member.user.id, id).await?;
    if id == member.session.id {
        return Ok(go("/sign-in"));
    }
    Ok(go_saying(
        &member.visitor,
        "/settings/sessions",
        "session-ended",
    ))
}

pub(crate) async fn end_others(member: Member) -> Answer {
    acts::end_others(&member.visitor.app.engine, member.actor(), &member.session).await?;
    Ok(go_saying(
        &member.visitor,
        "/settings/sessions",
        "sessions-ended",
    ))
}
