//! The wizard after activation (seeds 000 and 001, steps 5 to 15).

pub(crate) mod mailbox;
mod rail;
pub(crate) mod tour;

use askama::Template;
use axum::extract::Path;
use liaison_domain::Refusal;
use liaison_domain::access::Step;
use liaison_engine::access::{onboard, profile};
use liaison_store::links::mailboxes;
use liaison_store::links::salesforce;
use liaison_store::mail::identities;
use serde::Deserialize;

pub(crate) use self::rail::Rail;
use super::safe_next;
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::parts::RichText;
use crate::respond::{Answer, Trouble, go, html};
use crate::visitor::Member;

/// Where to go when the wizard is finished.
#[derive(Deserialize)]
pub(crate) struct Afterwards {
    #[serde(default)]
    next: String,
}

/// Goes to the first step that is not done: in any browser, after any pause.
pub(crate) async fn show(member: Member, Query(afterwards): Query<Afterwards>) -> Answer {
    go_on_or(member, safe_next(&afterwards.next)).await
}

async fn go_on(member: Member) -> Answer {
    go_on_or(member, "/home").await
}

async fn go_on_or(member: Member, finished: &str) -> Answer {
    let next = onboard::progress(&member.visitor.app.engine, &member.user)
        .await?
        .next();
    Ok(go(&next.map_or(finished.to_owned(), |step| {
        format!("/onboarding/{}", step.code())
    })))
}

/// The rail for a step; `None` while it is not this step's turn.
async fn rail(member: &Member, step: Step) -> Result<Option<Rail>, Trouble> {
    let wizard = onboard::progress(&member.visitor.app.engine, &member.user).await?;
    Ok(wizard
        .may_show(step)
        .then(|| Rail::at(member.t(), &wizard, step)))
}

fn page(member: &Member, view: &'static str, step: Step) -> Page {
    Page::new(
        &member.visitor,
        view,
        member.t().of_family("onboarding-title", step.code()),
    )
}

#[derive(Template)]
#[template(path = "access/onboarding_start.html")]
struct Start {
    page: Page,
    rail: Rail,
    first_name: String,
    /// Who chose a password has no Salesforce connection yet.
    has_salesforce: bool,
}

pub(crate) async fn start(member: Member) -> Answer {
    let Some(rail) = rail(&member, Step::Start).await? else {
        return go_on(member).await;
    };
    let first_name = member.user.first_name.clone();
    let connection = salesforce::of_user(&member.visitor.app.engine.db, member.user.id).await?;
    Ok(html(&Start {
        page: page(&member, "onboarding:start", Step::Start),
        rail,
        first_name,
        has_salesforce: connection.is_some(),
    }))
}

#[derive(Template)]
#[template(path = "access/onboarding_introduction.html")]
struct Introduction {
    page: Page,
    rail: Rail,
}

pub(crate) async fn introduction(member: Member) -> Answer {
    let Some(rail) = rail(&member, Step::Introduction).await? else {
        return go_on(member).await;
    };
    Ok(html(&Introduction {
        page: page(&member, "onboarding:introduction", Step::Introduction),
        rail,
    }))
}

#[derive(Template)]
#[template(path = "access/onboarding_signature.html")]
struct SignatureStep {
    page: Page,
    rail: Rail,
    editor: RichText,
}

pub(crate) async fn signature(member: Member) -> Answer {
    let Some(rail) = rail(&member, Step::Signature).await? else {
        return go_on(member).await;
    };
    let identities = identities::of_user(&member.visitor.app.engine.db, member.user.id).await?;
    let editor = RichText::signature(member.t(), &identities);
    Ok(html(&SignatureStep {
        page: page(&member, "onboarding:signature", Step::Signature),
        rail,
        editor,
    }))
}

#[derive(Deserialize)]
pub(crate) struct SignatureForm {
    #[serde(default)]
    signature: String,
    /// Present when *Skip* was pressed.
    #[serde(default)]
    skip: Option<String>,
}

pub(crate) async fn save_signature(member: Member, Form(form): Form<SignatureForm>) -> Answer {
    if rail(&member, Step::Signature).await?.is_none() {
        return go_on(member).await;
    }
    let engine = &member.visitor.app.engine;
    if form.skip.is_none() {
        profile::set_signature(engine, &member.user, &form.signature).await?;
    }
    onboard::complete(engine, &member.user, Step::Signature).await?;
    go_on(member).await
}

#[derive(Template)]
#[template(path = "access/onboarding_finish.html")]
struct Finish {
    page: Page,
    rail: Rail,
    mailbox: Option<String>,
    has_signature: bool,
    email: String,
}

pub(crate) async fn finish(member: Member) -> Answer {
    let Some(rail) = rail(&member, Step::Finish).await? else {
        return go_on(member).await;
    };
    let engine = &member.visitor.app.engine;
    let mailbox = mailboxes::of_user(&engine.db, member.user.id)
        .await?
        .map(|m| m.address.to_string());
    let has_signature = identities::of_user(&engine.db, member.user.id)
        .await?
        .iter()
        .any(|i| !i.signature.is_empty());
    let email = member.user.email.to_string();
    Ok(html(&Finish {
        page: page(&member, "onboarding:finish", Step::Finish),
        rail,
        mailbox,
        has_signature,
        email,
    }))
}

/// Marks a step that needs nothing but a button.
pub(crate) async fn done(member: Member, Path(step): Path<String>) -> Answer {
    let step = Step::from_code(&step)
        .filter(|s| *s != Step::Signature)
        .ok_or(Refusal::NotFound)?;
    onboard::complete(&member.visitor.app.engine, &member.user, step).await?;
    if step == Step::Tour {
        return Ok(go("/onboarding/ready"));
    }
    go_on(member).await
}
