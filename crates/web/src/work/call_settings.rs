//! The admin's outcomes and reasons of calls (actions 11.2).

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::work::call::{CallChoices, ChoiceKind, Choices, MOST_CHOICES};
use liaison_engine::Outcome;
use liaison_engine::work::calls as acts;

use super::fields::Fields;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::Refused;
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Admin;

const PATH: &str = "/settings/calls";

#[derive(Template)]
#[template(path = "work/call_settings.html")]
struct CallSettings {
    page: Page,
    choices: CallChoices,
    refused: Option<(ChoiceKind, String, Refused)>,
}

impl CallSettings {
    fn kinds(&self) -> &'static [ChoiceKind] {
        ChoiceKind::ALL
    }

    fn list(&self, kind: &ChoiceKind) -> &Choices {
        self.choices.of(*kind)
    }

    fn is_full(&self, kind: &ChoiceKind) -> bool {
        self.list(kind).all().len() >= MOST_CHOICES
    }

    fn most(&self) -> usize {
        MOST_CHOICES
    }

    fn refused_at(&self, kind: &ChoiceKind) -> Option<&Refused> {
        let found = self.refused.as_ref().filter(|(at, ..)| at == kind);
        found.map(|(_, _, refused)| refused)
    }

    fn typed_at(&self, kind: &ChoiceKind) -> &str {
        let found = self.refused.as_ref().filter(|(at, ..)| at == kind);
        found.map_or("", |(_, typed, _)| typed)
    }
}

pub(crate) async fn show(admin: Admin) -> Answer {
    Ok(html(&CallSettings {
        page: Page::at(&admin, "calls", "call-settings:lists"),
        choices: acts::choices(&admin.visitor.app.engine.db).await?,
        refused: None,
    }))
}

fn kind_of(code: &str) -> Result<ChoiceKind, Refusal> {
    ChoiceKind::from_code(code).ok_or(Refusal::NotFound)
}

async fn answer(admin: &Admin, kind: ChoiceKind, typed: &str, outcome: Outcome<()>) -> Answer {
    let Err(error) = outcome else {
        return Ok(go_saying(&admin.visitor, PATH, "saved"));
    };
    let refusal = Trouble::from(error).refusal()?;
    let field = match kind {
        ChoiceKind::Outcome => "name-outcome",
        ChoiceKind::Reason => "name-reason",
    };
    let said = admin.t().say(&refusal);
    let shown = CallSettings {
        page: Page::at(admin, "calls", "call-settings:refused"),
        choices: acts::choices(&admin.visitor.app.engine.db).await?,
        refused: Some((kind, typed.to_owned(), Refused { said, field })),
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)).into_response())
}

pub(crate) async fn add(
    admin: Admin,
    Path(kind): Path<String>,
    Form(form): Form<Fields>,
) -> Answer {
    let (engine, kind) = (&admin.visitor.app.engine, kind_of(&kind)?);
    let name = form.get("name");
    let answered = form.get("answered") == "yes";
    let outcome = acts::add_choice(engine, admin.actor(), kind, name, answered).await;
    answer(&admin, kind, name, outcome).await
}

pub(crate) async fn remove(
    admin: Admin,
    Path(kind): Path<String>,
    Form(form): Form<Fields>,
) -> Answer {
    let (engine, kind) = (&admin.visitor.app.engine, kind_of(&kind)?);
    let outcome = acts::remove_choice(engine, admin.actor(), kind, form.get("name")).await;
    answer(&admin, kind, "", outcome).await
}

pub(crate) async fn set(
    admin: Admin,
    Path(kind): Path<String>,
    Form(form): Form<Fields>,
) -> Answer {
    let (engine, kind) = (&admin.visitor.app.engine, kind_of(&kind)?);
    let (enabled, required) = (form.has("enabled"), form.has("required"));
    let outcome = acts::set_list(engine, admin.actor(), kind, enabled, required).await;
    answer(&admin, kind, "", outcome).await
}
