//! Adding somebody by hand.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_engine::people::add::{self as acts, NewPerson};
use serde::Deserialize;

use crate::forms::Form;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::{Member, Seller};

#[derive(Template)]
#[template(path = "people/new.html")]
struct NewPage {
    page: Page,
    first_name: Field,
    last_name: Field,
    email: Field,
    title: Field,
    company: Field,
    phone: Field,
    refused: Option<Refused>,
}

#[derive(Deserialize, Default)]
pub(crate) struct Entered {
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    company: String,
    #[serde(default)]
    phone: String,
    /// Stays on the form for the next one.
    #[serde(default)]
    another: String,
}

fn page(member: &Member, entered: &Entered, refusal: Option<&Refusal>) -> NewPage {
    let t = member.t();
    let field =
        |id: &'static str, kind, key: &str, value: &str| Field::new(id, kind, t.get(key), value);
    let view = if refusal.is_some() {
        "person:new-refused"
    } else {
        "person:new"
    };
    let mut page = Page::new(&member.visitor, view, t.get("person-new"));
    page.place = "people";
    let said = refusal.map(|refusal| t.say(refusal));
    let at_field = match refusal {
        Some(Refusal::PersonNameMissing) => "last_name",
        Some(Refusal::AddressMalformed { .. } | Refusal::PersonKnown { .. }) => "email",
        _ => "",
    };
    let error_at = |id: &str| said.as_ref().filter(|_| id == at_field);
    NewPage {
        page,
        first_name: field(
            "first_name",
            "text",
            "field-first-name",
            &entered.first_name,
        ),
        last_name: field("last_name", "text", "field-last-name", &entered.last_name)
            .error(error_at("last_name")),
        email: field("email", "email", "field-email", &entered.email)
            .required()
            .error(error_at("email")),
        title: field("title", "text", "field-title", &entered.title),
        company: field("company", "text", "field-company", &entered.company),
        phone: field("phone", "tel", "field-phone", &entered.phone),
        refused: said.clone().map(|said| Refused {
            said,
            field: at_field,
        }),
    }
}

pub(crate) async fn form(seller: Seller) -> Answer {
    Ok(html(&page(&seller, &Entered::default(), None)))
}

pub(crate) async fn add(seller: Seller, Form(entered): Form<Entered>) -> Answer {
    let new = NewPerson {
        first_name: entered.first_name.clone(),
        last_name: entered.last_name.clone(),
        email: entered.email.clone(),
        title: entered.title.clone(),
        company: entered.company.clone(),
        phone: entered.phone.clone(),
    };
    match acts::add(&seller.visitor.app.engine, seller.actor(), &new).await {
        Ok(id) if entered.another.is_empty() => {
            let path = format!("/people/{id}");
            Ok(go_saying(&seller.visitor, &path, "person-added"))
        }
        Ok(_) => Ok(go_saying(&seller.visitor, "/people/new", "person-added")),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let page = page(&seller, &entered, Some(&refusal));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
    }
}
