//! The first-run page: whoever has the operator's link becomes the admin.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_engine::Token;
use liaison_engine::access::first_run::{self, FirstAdmin};
use serde::Deserialize;

use super::{PasswordFields, enter, password_field};
use crate::forms::Form;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, html};
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "access/first_run.html")]
struct FirstRun {
    page: Page,
    action: String,
    refused: Option<Refused>,
    first_name: Field,
    last_name: Field,
    email: Field,
    password: Field,
    password_again: Field,
}

#[derive(Deserialize)]
pub(crate) struct Filled {
    first_name: String,
    last_name: String,
    email: String,
    #[serde(default)]
    time_zone: String,
    #[serde(flatten)]
    password: PasswordFields,
}

fn page(visitor: &Visitor, token: &str, filled: [&str; 3], refusal: Option<&Refusal>) -> FirstRun {
    let t = visitor.t();
    let view = if refusal.is_some() {
        "first-run:refused"
    } else {
        "first-run:form"
    };
    let said = refusal.map(|r| t.say(r));
    let at = refusal.map(field_of).unwrap_or_default();
    let error = |id: &str| said.as_ref().filter(|_| id == at);
    let field = |id, kind, key, value: &str| {
        Field::new(id, kind, t.get(key), value)
            .required()
            .error(error(id))
    };
    FirstRun {
        page: Page::new(visitor, view, t.get("first-run-title")),
        action: format!("/first-run/{token}"),
        first_name: field("first_name", "text", "field-first-name", filled[0])
            .autocomplete("given-name"),
        last_name: field("last_name", "text", "field-last-name", filled[1])
            .autocomplete("family-name"),
        email: field("email", "email", "field-email", filled[2]).autocomplete("email"),
        password: field("password", "password", "field-password", "")
            .autocomplete("new-password")
            .hint(t.get("field-password-hint")),
        password_again: field("password_again", "password", "field-password-again", "")
            .autocomplete("new-password"),
        refused: said.clone().map(|said| Refused { said, field: at }),
    }
}

fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::AddressMalformed { .. } => "email",
        Refusal::TooLong { field, .. } if field == "first-name" => "first_name",
        Refusal::TooLong { field, .. } if field == "last-name" => "last_name",
        other => password_field(other),
    }
}

pub(crate) async fn show(visitor: Visitor, Path(token): Path<String>) -> Answer {
    if !first_run::is_open(&visitor.app.engine, &Token::received(&token)).await? {
        return Err(Refusal::LinkUnknown.into());
    }
    Ok(html(&page(&visitor, &token, [""; 3], None)))
}

pub(crate) async fn make(
    visitor: Visitor,
    Path(token): Path<String>,
    Form(filled): Form<Filled>,
) -> Answer {
    let engine = &visitor.app.engine;
    let form = FirstAdmin {
        email: filled.email.clone(),
        first_name: filled.first_name.clone(),
        last_name: filled.last_name.clone(),
        password: filled.password.into(),
        language: visitor.language,
        time_zone: super::profile::zone_or_utc(&filled.time_zone),
    };
    match first_run::make_admin(engine, &Token::received(&token), form, &visitor.user_agent).await {
        Ok(session) => Ok(enter(&visitor, &session, "/home")),
        Err(error) => {
            let refusal = crate::respond::Trouble::from(error).refusal()?;
            if matches!(refusal, Refusal::LinkUnknown | Refusal::LinkUsed) {
                return Err(refusal.into());
            }
            let filled = [&*filled.first_name, &filled.last_name, &filled.email];
            Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                html(&page(&visitor, &token, filled, Some(&refusal))),
            )
                .into_response())
        }
    }
}
