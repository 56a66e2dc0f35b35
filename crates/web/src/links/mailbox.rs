//! Settings → E-mail → E-mail connection: one's mailbox, whichever it is (actions 3.3).

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_engine::links::mailboxes as acts;
use liaison_store::links::mailboxes;

use super::mail_client::{self, Choice, MailClients, Phase, Standing};
use super::mailbox_form::{Filled, MailboxFields, MailboxForm};
use crate::forms::Form;
use crate::page::Page;
use crate::respond::{Answer, Trouble, go, go_saying, html, refreshing};
use crate::visitor::Member;

pub(crate) const PATH: &str = "/settings/email/connection";

#[derive(Template)]
#[template(path = "links/mailbox.html")]
struct MailboxPage {
    page: Page,
    standing: Option<Standing>,
    clients: MailClients,
}

async fn page(member: &Member, refusal: Option<&Refusal>) -> Result<MailboxPage, Trouble> {
    let engine = &member.visitor.app.engine;
    let standing = mailboxes::of_user(&engine.db, member.user.id)
        .await?
        .map(|mailbox| Standing::new(member, &mailbox));
    let view = match (refusal, standing.as_ref().map(|s| s.phase)) {
        (Some(_), _) => "mailbox:refused",
        (None, None) => "mailbox:none",
        (None, Some(Phase::Testing)) => "mailbox:testing",
        (None, Some(Phase::Works)) => "mailbox:connected",
        (None, Some(Phase::Trouble)) => "mailbox:trouble",
        (None, Some(Phase::Reconnect)) => "mailbox:reconnect",
    };
    Ok(MailboxPage {
        page: Page::at(member, "email", view),
        standing,
        clients: MailClients::load(member, refusal).await?,
    })
}

pub(crate) async fn show(member: Member) -> Answer {
    let page = page(&member, None).await?;
    let is_testing = page
        .standing
        .as_ref()
        .is_some_and(|s| s.phase == Phase::Testing);
    let answer = html(&page);
    Ok(if is_testing {
        refreshing(answer, 1, PATH)
    } else {
        answer
    })
}

pub(crate) async fn choose(member: Member, Form(choice): Form<Choice>) -> Answer {
    match mail_client::choose(&member, &choice, PATH).await {
        Ok(answer) => Ok(answer),
        Err(trouble) => {
            let refusal = trouble.refusal()?;
            Ok(refused(&page(&member, Some(&refusal)).await?))
        }
    }
}

fn refused(page: &impl Template) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, html(page)).into_response()
}

#[derive(Template)]
#[template(path = "links/mailbox_servers.html")]
struct ServersPage {
    page: Page,
    fields: MailboxFields,
}

fn servers_page(member: &Member, filled: &Filled<'_>) -> ServersPage {
    let view = match filled {
        Filled::Typed(..) => "mailbox:servers-refused",
        Filled::Likely | Filled::Kept(_) => "mailbox:servers",
    };
    ServersPage {
        page: Page::at(member, "email", view),
        fields: MailboxFields::new(member, filled),
    }
}

pub(crate) async fn servers(member: Member) -> Answer {
    let kept = mailboxes::of_user(&member.visitor.app.engine.db, member.user.id).await?;
    let filled = kept.as_ref().map_or(Filled::Likely, Filled::Kept);
    Ok(html(&servers_page(&member, &filled)))
}

pub(crate) async fn connect(member: Member, Form(form): Form<MailboxForm>) -> Answer {
    match form.connect(&member).await {
        Ok(()) => Ok(go(PATH)),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let filled = Filled::Typed(&form, &refusal);
            Ok(refused(&servers_page(&member, &filled)))
        }
    }
}

/// Sends a new test message.
pub(crate) async fn test(member: Member) -> Answer {
    acts::test(&member.visitor.app.engine, &member.user).await?;
    Ok(go(PATH))
}

pub(crate) async fn disconnect(member: Member) -> Answer {
    acts::disconnect(&member.visitor.app.engine, &member.user).await?;
    Ok(go_saying(&member.visitor, PATH, "disconnected"))
}
