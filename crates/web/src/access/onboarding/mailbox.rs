//! Screens 7 to 11: Gmail, Outlook or another mailbox, and the test that shows that it works.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::access::Step;
use liaison_engine::links::mailboxes as acts;
use liaison_store::links::mailboxes;

use super::{Rail, go_on, rail};
use crate::forms::Form;
use crate::links::mail_client::{self, Choice, MailClients, Phase, Standing};
use crate::links::mailbox_form::{Filled, MailboxFields, MailboxForm};
use crate::page::Page;
use crate::respond::{Answer, Trouble, go, html, refreshing};
use crate::visitor::Member;

const PATH: &str = "/onboarding/mailbox";
/// After how long a test that runs is looked at again, in seconds.
const TESTING_LOOKS_AGAIN: u32 = 2;
/// How long the success message stays before it goes on by itself, in seconds.
const SUCCESS_STAYS: u32 = 6;

#[derive(Template)]
#[template(path = "access/onboarding_mailbox.html")]
struct MailboxStep {
    page: Page,
    rail: Rail,
    clients: MailClients,
}

#[derive(Template)]
#[template(path = "access/onboarding_mailbox_standing.html")]
struct StandingStep {
    page: Page,
    rail: Rail,
    standing: Standing,
}

pub(crate) async fn show(member: Member) -> Answer {
    let Some(rail) = rail(&member, Step::Mailbox).await? else {
        return go_on(member).await;
    };
    let engine = &member.visitor.app.engine;
    match mailboxes::of_user(&engine.db, member.user.id).await? {
        None => Ok(html(&choice(&member, rail, None).await?)),
        Some(mailbox) => Ok(standing(&member, rail, Standing::new(&member, &mailbox))),
    }
}

async fn choice(
    member: &Member,
    rail: Rail,
    refusal: Option<&Refusal>,
) -> Result<MailboxStep, Trouble> {
    let view = match refusal {
        Some(_) => "onboarding:mailbox-refused",
        None => "onboarding:mailbox",
    };
    Ok(MailboxStep {
        page: super::page(member, view, Step::Mailbox),
        rail,
        clients: MailClients::load(member, refusal).await?,
    })
}

fn standing(member: &Member, rail: Rail, standing: Standing) -> axum::response::Response {
    let phase = standing.phase;
    let view = match phase {
        Phase::Testing => "onboarding:mailbox-testing",
        Phase::Works => "onboarding:mailbox-connected",
        Phase::Trouble | Phase::Reconnect => "onboarding:mailbox-trouble",
    };
    let title = member.t().of_family("mailbox-title", phase.code());
    let page = html(&StandingStep {
        page: Page::new(&member.visitor, view, title),
        rail,
        standing,
    });
    match phase {
        Phase::Testing => refreshing(page, TESTING_LOOKS_AGAIN, PATH),
        Phase::Works => refreshing(page, SUCCESS_STAYS, "/onboarding"),
        Phase::Trouble | Phase::Reconnect => page,
    }
}

pub(crate) async fn choose(member: Member, Form(chosen): Form<Choice>) -> Answer {
    let Some(rail) = rail(&member, Step::Mailbox).await? else {
        return go_on(member).await;
    };
    match mail_client::choose(&member, &chosen, PATH).await {
        Ok(answer) => Ok(answer),
        Err(trouble) => {
            let refusal = trouble.refusal()?;
            let page = choice(&member, rail, Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}

#[derive(Template)]
#[template(path = "access/onboarding_mailbox_servers.html")]
struct ServersStep {
    page: Page,
    rail: Rail,
    fields: MailboxFields,
}

fn servers_step(member: &Member, rail: Rail, filled: &Filled<'_>) -> ServersStep {
    let view = match filled {
        Filled::Typed(..) => "onboarding:servers-refused",
        Filled::Likely | Filled::Kept(_) => "onboarding:servers",
    };
    ServersStep {
        page: super::page(member, view, Step::Mailbox),
        rail,
        fields: MailboxFields::new(member, filled),
    }
}

pub(crate) async fn servers(member: Member) -> Answer {
    let Some(rail) = rail(&member, Step::Mailbox).await? else {
        return go_on(member).await;
    };
    let kept = mailboxes::of_user(&member.visitor.app.engine.db, member.user.id).await?;
    let filled = kept.as_ref().map_or(Filled::Likely, Filled::Kept);
    Ok(html(&servers_step(&member, rail, &filled)))
}

pub(crate) async fn connect(member: Member, Form(form): Form<MailboxForm>) -> Answer {
    let Some(rail) = rail(&member, Step::Mailbox).await? else {
        return go_on(member).await;
    };
    match form.connect(&member).await {
        Ok(()) => Ok(go(PATH)),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let page = servers_step(&member, rail, &Filled::Typed(&form, &refusal));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}

/// Sends a new test message.
pub(crate) async fn test(member: Member) -> Answer {
    acts::test(&member.visitor.app.engine, &member.user).await?;
    Ok(go(PATH))
}

/// Back to the choice: the mailbox that does not work is forgotten.
pub(crate) async fn forget(member: Member) -> Answer {
    acts::disconnect(&member.visitor.app.engine, &member.user).await?;
    Ok(go(PATH))
}
