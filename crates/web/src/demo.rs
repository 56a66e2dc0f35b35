//! The start page of the demo world: what there is, and one click to be somebody.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse;
use liaison_domain::{EmailAddress, Refusal};
use liaison_engine::access::sessions;
use serde::Deserialize;
use serde_json::json;

use crate::access::enter;
use crate::forms::Form;
use crate::page::Page;
use crate::respond::{Answer, html};
use crate::visitor::Visitor;

/// What the start page explains.
pub struct DemoWorld {
    pub company: String,
    /// Addresses of the pretend Salesforce, the mailbox viewer and the control API.
    pub salesforce: String,
    pub viewer: String,
    pub control: String,
    /// `host:port` of the pretend mail servers.
    pub imaps: String,
    pub smtps: String,
    pub admins: Vec<DemoPerson>,
    pub sellers: Vec<DemoPerson>,
    /// Their welcome mails wait.
    pub invited: Vec<DemoPerson>,
    pub admin_password: String,
    pub salesforce_password: String,
    pub mail_password: String,
}

pub struct DemoPerson {
    pub email: String,
    pub name: String,
    pub title: String,
    pub team: String,
    pub language: String,
    /// Their Salesforce profile has "API Enabled".
    pub can_activate: bool,
}

#[derive(Template)]
#[template(path = "demo.html")]
struct DemoPage<'a> {
    page: Page,
    world: &'a DemoWorld,
}

pub(crate) async fn show(visitor: Visitor) -> Answer {
    let world = visitor.app.demo.as_deref().ok_or(Refusal::NotFound)?;
    Ok(html(&DemoPage {
        page: Page::new(&visitor, "demo:start", visitor.t().get("demo-title")),
        world,
    }))
}

#[derive(Deserialize)]
pub(crate) struct Chosen {
    email: String,
}

pub(crate) async fn sign_in(visitor: Visitor, Form(chosen): Form<Chosen>) -> Answer {
    let email = EmailAddress::parse(&chosen.email).map_err(|_| Refusal::BadForm)?;
    let session = sessions::without_proof(&visitor.app.engine, &email, &visitor.user_agent).await?;
    Ok(enter(&visitor, &session, "/home"))
}

/// The route table, for tests that visit everything.
pub(crate) async fn routes(_: Visitor) -> Answer {
    let table = crate::routes::table(true);
    let lines: Vec<_> = table
        .routes
        .iter()
        .map(|r| json!({ "method": r.method.as_str(), "path": r.path, "who": format!("{:?}", r.who), "views": r.views }))
        .collect();
    Ok(Json(lines).into_response())
}
