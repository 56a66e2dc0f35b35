//! A forgotten password.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_engine::Token;
use liaison_engine::access::reset;
use serde::Deserialize;

use super::{PasswordFields, enter, password_field};
use crate::forms::Form;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, html};
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "access/forgot.html")]
struct Forgot {
    page: Page,
    sent: bool,
    email: Field,
}

fn forgot(visitor: &Visitor, sent: bool) -> Forgot {
    let t = visitor.t();
    let view = if sent { "forgot:sent" } else { "forgot:form" };
    Forgot {
        page: Page::new(visitor, view, t.get("forgot-title")),
        sent,
        email: Field::new("email", "email", t.get("field-email"), "")
            .autocomplete("username")
            .required(),
    }
}

pub(crate) async fn ask_form(visitor: Visitor) -> Answer {
    Ok(html(&forgot(&visitor, false)))
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    email: String,
}

/// Says the same whether there is such an account or not.
pub(crate) async fn ask(visitor: Visitor, Form(asked): Form<Asked>) -> Answer {
    reset::ask(&visitor.app.engine, &asked.email).await?;
    Ok(html(&forgot(&visitor, true)))
}

#[derive(Template)]
#[template(path = "access/reset.html")]
struct Reset {
    page: Page,
    action: String,
    refused: Option<Refused>,
    password: Field,
    password_again: Field,
}

fn page(visitor: &Visitor, token: &str, refusal: Option<&Refusal>) -> Reset {
    let t = visitor.t();
    let view = if refusal.is_some() {
        "reset:refused"
    } else {
        "reset:form"
    };
    let said = refusal.map(|r| t.say(r));
    let at = refusal.map(password_field).unwrap_or_default();
    let error = |id: &str| said.as_ref().filter(|_| id == at);
    Reset {
        page: Page::new(visitor, view, t.get("reset-title")),
        action: format!("/reset/{token}"),
        password: Field::new("password", "password", t.get("field-new-password"), "")
            .autocomplete("new-password")
            .hint(t.get("field-password-hint"))
            .required()
            .error(error("password")),
        password_again: Field::new(
            "password_again",
            "password",
            t.get("field-password-again"),
            "",
        )
        .autocomplete("new-password")
        .required()
        .error(error("password_again")),
        refused: said.clone().map(|said| Refused { said, field: at }),
    }
}

pub(crate) async fn form(visitor: Visitor, Path(token): Path<String>) -> Answer {
    reset::look(&visitor.app.engine, &Token::received(&token)).await?;
    Ok(html(&page(&visitor, &token, None)))
}

pub(crate) async fn set(
    visitor: Visitor,
    Path(token): Path<String>,
    Form(filled): Form<PasswordFields>,
) -> Answer {
    let engine = &visitor.app.engine;
    match reset::set(
        engine,
        &Token::received(&token),
        &filled.into(),
        &visitor.user_agent,
    )
    .await
    {
        Ok(session) => Ok(enter(&visitor, &session, "/home")),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            if password_field(&refusal).is_empty() {
                return Err(refusal.into());
            }
            let page = page(&visitor, &token, Some(&refusal));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}
