//! The front door and the home page.

use askama::Template;
use axum::response::{IntoResponse, Response};
use liaison_domain::links::Health;
use liaison_engine::access::{first_run, onboard};
use liaison_engine::links::salesforce as engine_salesforce;
use liaison_store::access::users;
use liaison_store::links::{mailboxes, salesforce};
use liaison_store::mail::identities;

use crate::links::mail_client::{Phase, phase_of};
use crate::page::Page;
use crate::respond::{Answer, go, html};
use crate::visitor::{Member, Visitor};

#[derive(Template)]
#[template(path = "front.html")]
struct Front {
    page: Page,
}

/// Leads home, to sign-in, or, before anybody administers, to where the operator finds the link.
pub(crate) async fn front(visitor: Visitor) -> Answer {
    if visitor.signed_in.is_some() {
        return Ok(go("/home"));
    }
    if !first_run::is_needed(&visitor.app.engine).await? {
        return Ok(go("/sign-in"));
    }
    let page = Page::new(&visitor, "first-run:closed", visitor.t().get("front-title"));
    Ok(html(&Front { page }))
}

/// For whatever watches over the process: the database answers.
pub(crate) async fn health(visitor: Visitor) -> Answer {
    users::count(&visitor.app.engine.db).await?;
    let body: Response = "ok\n".into_response();
    Ok(body)
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    first_name: String,
    /// Where the wizard goes on, when it is not finished.
    go_on: Option<String>,
    todo: Vec<Todo>,
}

/// One thing that should be done, or is.
struct Todo {
    code: &'static str,
    path: &'static str,
    is_done: bool,
}

pub(crate) async fn show(member: Member) -> Answer {
    let engine = &member.visitor.app.engine;
    let user = &member.user;
    let next = onboard::progress(engine, user).await?.next();
    let has_salesforce = salesforce::of_user(&engine.db, user.id)
        .await?
        .is_some_and(|c| c.health == Health::Connected);
    let has_mailbox = mailboxes::of_user(&engine.db, user.id)
        .await?
        .is_some_and(|m| matches!(phase_of(&m), Phase::Works | Phase::Testing));
    let has_signature = identities::of_user(&engine.db, user.id)
        .await?
        .iter()
        .any(|i| !i.signature.is_empty());
    let mut todo = vec![
        Todo {
            code: "salesforce",
            path: "/settings/salesforce",
            is_done: has_salesforce,
        },
        Todo {
            code: "mailbox",
            path: "/settings/email/connection",
            is_done: has_mailbox,
        },
        Todo {
            code: "signature",
            path: "/settings/email",
            is_done: has_signature,
        },
    ];
    if user.is_admin() {
        let is_bound = engine_salesforce::organisation(&engine.db).await?.is_some();
        let has_company = users::count(&engine.db).await? > 1;
        todo.insert(
            0,
            Todo {
                code: "connections",
                path: "/settings/connections",
                is_done: is_bound,
            },
        );
        todo.push(Todo {
            code: "invite",
            path: "/settings/users/invite",
            is_done: has_company,
        });
    }
    let view = if user.is_admin() {
        "home:admin"
    } else {
        "home:member"
    };
    Ok(html(&Home {
        page: Page::at(&member, "home", view),
        first_name: user.first_name.clone(),
        go_on: next.map(|_| "/onboarding".to_owned()),
        todo,
    }))
}
