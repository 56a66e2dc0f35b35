//! Screens 14 and 15: the quick tour, and where to go from here.

use askama::Template;
use axum::extract::Path;
use liaison_domain::Refusal;
use liaison_domain::access::Step;
use liaison_engine::access::onboard;
use liaison_store::links::salesforce;

use super::{Rail, go_on, rail};
use crate::page::Page;
use crate::parts::Icon;
use crate::respond::{Answer, html};
use crate::visitor::Member;

#[derive(Template)]
#[template(path = "access/onboarding_tour.html")]
struct Offer {
    page: Page,
    rail: Rail,
}

pub(crate) async fn offer(member: Member) -> Answer {
    let Some(rail) = rail(&member, Step::Tour).await? else {
        return go_on(member).await;
    };
    Ok(html(&Offer {
        page: super::page(&member, "onboarding:tour", Step::Tour),
        rail,
    }))
}

/// What the tour shows, one stop after the other, and the icon of each.
const STOPS: [(&str, &str); 4] = [
    ("worlds", "link"),
    ("mail", "mail"),
    ("salesforce", "cloud"),
    ("settings", "settings"),
];

#[derive(Template)]
#[template(path = "access/tour.html")]
struct Tour {
    page: Page,
    stop: &'static str,
    icon: Icon,
    number: usize,
    total: usize,
    text: String,
    /// The last stop leads out of the wizard, or home for whoever has finished it.
    is_last: bool,
    is_in_wizard: bool,
}

/// One stop of the tour; it can be taken at any time.
pub(crate) async fn stop(member: Member, Path(number): Path<usize>) -> Answer {
    let index = number.checked_sub(1).ok_or(Refusal::NotFound)?;
    let (stop, icon) = *STOPS.get(index).ok_or(Refusal::NotFound)?;
    let t = member.t();
    let wizard = onboard::progress(&member.visitor.app.engine, &member.user).await?;
    Ok(html(&Tour {
        page: Page::new(
            &member.visitor,
            "tour:stop",
            t.of_family("tour-title", stop),
        ),
        text: t.of_family("tour-text", stop).to_owned(),
        stop,
        icon: Icon(icon),
        number,
        total: STOPS.len(),
        is_last: number == STOPS.len(),
        is_in_wizard: wizard.next() == Some(Step::Tour),
    }))
}

#[derive(Template)]
#[template(path = "access/onboarding_ready.html")]
struct Ready {
    page: Page,
    /// The address of one's own organisation; empty without a connection.
    salesforce: String,
}

/// Where to go from here. It can be seen again; whoever has not finished goes on with the wizard.
pub(crate) async fn ready(member: Member) -> Answer {
    let engine = &member.visitor.app.engine;
    let wizard = onboard::progress(engine, &member.user).await?;
    if wizard.next().is_some() {
        return go_on(member).await;
    }
    let connection = salesforce::of_user(&engine.db, member.user.id).await?;
    let salesforce = connection
        .map(|c| {
            format!(
                "{}/lightning/page/home",
                c.instance_url.trim_end_matches('/')
            )
        })
        .unwrap_or_default();
    let title = member.t().get("ready-title");
    Ok(html(&Ready {
        page: Page::new(&member.visitor, "onboarding:ready", title),
        salesforce,
    }))
}
