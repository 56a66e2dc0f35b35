//! Signing in and out.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::access::LoginMode;
use liaison_engine::access::{first_run, login_mode, sessions, sign_in};
use liaison_engine::links::way::Purpose;
use secrecy::SecretString;
use serde::Deserialize;

use super::{enter, safe_next};
use crate::cookies;
use crate::forms::{Form, Query};
use crate::links::way;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, go, html};
use crate::visitor::{Member, Visitor};

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct SignIn {
    page: Page,
    /// In *Salesforce only* mode the password form is for admins and stays folded.
    folded: bool,
    next: String,
    refused: Option<Refused>,
    email: Field,
    password: Field,
}

#[derive(Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

async fn page(
    visitor: &Visitor,
    next: &str,
    email: &str,
    refusal: Option<&Refusal>,
) -> Result<SignIn, Trouble> {
    let t = visitor.t();
    let mode = login_mode::get(&visitor.app.engine).await?;
    let view = match (refusal, mode) {
        (Some(_), _) => "sign-in:refused",
        (None, LoginMode::SalesforceOnly) => "sign-in:salesforce",
        (None, LoginMode::AllMethods) => "sign-in:all",
    };
    let mut frame = Page::new(visitor, view, t.get("sign-in-title"));
    frame.path = format!("/sign-in?next={}", safe_next(next));
    Ok(SignIn {
        page: frame,
        folded: mode == LoginMode::SalesforceOnly && refusal.is_none(),
        next: safe_next(next).to_owned(),
        refused: refusal.map(|r| Refused {
            said: t.say(r),
            field: "email",
        }),
        email: Field::new("email", "email", t.get("field-email"), email)
            .autocomplete("username")
            .required(),
        password: Field::new("password", "password", t.get("field-password"), "")
            .autocomplete("current-password")
            .required(),
    })
}

pub(crate) async fn show(visitor: Visitor, Query(query): Query<Next>) -> Answer {
    if visitor.signed_in.is_some() {
        return Ok(go(safe_next(&query.next)));
    }
    if first_run::is_needed(&visitor.app.engine).await? {
        return Ok(go("/"));
    }
    Ok(html(&page(&visitor, &query.next, "", None).await?))
}

#[derive(Deserialize)]
pub(crate) struct Filled {
    email: String,
    password: SecretString,
    #[serde(default)]
    next: String,
}

pub(crate) async fn with_password(visitor: Visitor, Form(filled): Form<Filled>) -> Answer {
    let engine = &visitor.app.engine;
    match sign_in::with_password(engine, &filled.email, &filled.password, &visitor.user_agent).await
    {
        Ok(session) => Ok(enter(&visitor, &session, safe_next(&filled.next))),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let page = page(&visitor, &filled.next, &filled.email, Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}

pub(crate) async fn with_salesforce(visitor: Visitor, Form(choice): Form<way::Choice>) -> Answer {
    let next = safe_next(&choice.next).to_owned();
    way::depart(&visitor, Purpose::SignIn { next }, choice.other_login).await
}

pub(crate) async fn out(member: Member) -> Answer {
    sessions::sign_out(&member.visitor.app.engine, &member.session).await?;
    let visitor = &member.visitor;
    Ok((
        visitor.jar.clone().add(cookies::no_session(&visitor.app)),
        go("/sign-in"),
    )
        .into_response())
}
