//! Where *Get started* in the welcome mail leads (seeds 000 and 001, steps 1 and 2).

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::access::LoginMode;
use liaison_engine::Token;
use liaison_engine::access::activate::OwnName;
use liaison_engine::access::{activate, invite, login_mode};
use liaison_engine::links::way::Purpose;
use liaison_store::access::users;
use serde::Deserialize;

use super::onboarding::Rail;
use super::{PasswordFields, enter, password_field};
use crate::forms::Form;
use crate::links::way;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, go, html};
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "access/welcome.html")]
struct Welcome {
    page: Page,
    rail: Rail,
    email: String,
    inviter: String,
    link: String,
    /// Name and password, only where all login methods are open.
    password: Option<[Field; 4]>,
    refused: Option<Refused>,
}

/// What somebody sends who activates with a password.
#[derive(Deserialize)]
pub(crate) struct Filled {
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
    #[serde(flatten)]
    password: PasswordFields,
}

/// The field a refusal belongs to.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::TooLong { field, .. } if field == "first-name" => "first_name",
        Refusal::TooLong { field, .. } if field == "last-name" => "last_name",
        other => password_field(other),
    }
}

async fn page(
    visitor: &Visitor,
    link: &str,
    refused: Option<(&Refusal, [&str; 2])>,
) -> Result<Welcome, Trouble> {
    let (refusal, names) = refused.unzip();
    let [first_name, last_name] = names.unwrap_or_default();
    let engine = &visitor.app.engine;
    let (invitation, user) = invite::look(engine, &Token::received(link)).await?;
    invitation.standing(engine.clock.now()).must_be_open()?;
    let inviter = match invitation.invited_by {
        Some(id) => users::by_id(&engine.db, id)
            .await?
            .map(|u| u.display_name()),
        None => None,
    };
    let t = visitor.t();
    let with_password = login_mode::get(engine).await? == LoginMode::AllMethods;
    let view = match (refusal, with_password) {
        (Some(_), _) => "welcome:refused",
        (None, true) => "welcome:password",
        (None, false) => "welcome:salesforce",
    };
    let said = refusal.map(|r| t.say(r));
    let at = refusal.map(field_of).unwrap_or_default();
    let field = |id: &'static str, kind, key, value| {
        Field::new(id, kind, t.get(key), value).error(said.as_ref().filter(|_| id == at))
    };
    let password = |id, key| {
        field(id, "password", key, "")
            .autocomplete("new-password")
            .required()
    };
    Ok(Welcome {
        page: Page::new(visitor, view, t.get("welcome-title")),
        rail: Rail::before_activation(t),
        email: user.email.to_string(),
        inviter: inviter.unwrap_or_default(),
        link: link.to_owned(),
        password: with_password.then(|| {
            [
                field("first_name", "text", "field-first-name", first_name)
                    .autocomplete("given-name"),
                field("last_name", "text", "field-last-name", last_name)
                    .autocomplete("family-name"),
                password("password", "field-password").hint(t.get("field-password-hint")),
                password("password_again", "field-password-again"),
            ]
        }),
        refused: said.clone().map(|said| Refused { said, field: at }),
    })
}

/// Shows the page; however often it is asked for, nothing is used up. Somebody who came in by this
/// very link and is still signed in goes on with the wizard.
pub(crate) async fn show(visitor: Visitor, Path(link): Path<String>) -> Answer {
    match page(&visitor, &link, None).await {
        Ok(page) => Ok(html(&page)),
        Err(trouble) => {
            let refusal = trouble.refusal()?;
            let (_, owner) = invite::look(&visitor.app.engine, &Token::received(&link)).await?;
            let is_owner = visitor.user().is_some_and(|user| user.id == owner.id);
            if refusal == Refusal::LinkUsed && is_owner {
                Ok(go("/onboarding"))
            } else {
                Err(refusal.into())
            }
        }
    }
}

pub(crate) async fn with_salesforce(
    visitor: Visitor,
    Path(link): Path<String>,
    Form(choice): Form<way::Choice>,
) -> Answer {
    way::depart(&visitor, Purpose::Activate { link }, choice.other_login).await
}

pub(crate) async fn with_password(
    visitor: Visitor,
    Path(link): Path<String>,
    Form(filled): Form<Filled>,
) -> Answer {
    let engine = &visitor.app.engine;
    let name = OwnName {
        first: filled.first_name,
        last: filled.last_name,
    };
    match activate::with_password(
        engine,
        &Token::received(&link),
        &name,
        &filled.password.into(),
        &visitor.user_agent,
    )
    .await
    {
        Ok(session) => Ok(enter(&visitor, &session, "/onboarding")),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            if field_of(&refusal).is_empty() {
                return Err(refusal.into());
            }
            let refused = Some((&refusal, [&*name.first, &*name.last]));
            let page = page(&visitor, &link, refused).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}
