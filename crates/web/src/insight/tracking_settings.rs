//! Whether and how opens and clicks are noticed (actions 6, quality "Mail").

use askama::Template;
use liaison_domain::insight::TrackingRules;
use liaison_domain::{EmailAddress, Refusal};
use liaison_engine::Outcome;
use liaison_engine::insight::rules::{self, Settings};
use serde::Deserialize;

use crate::forms::Form;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, go_saying, html};
use crate::texts::Said;
use crate::visitor::Admin;

#[derive(Template)]
#[template(path = "insight/tracking_settings.html")]
struct TrackingPage {
    page: Page,
    refused: Option<Refused>,
    is_on: bool,
    countries: Field,
    base: Field,
    people: String,
    people_error: String,
}

#[derive(Deserialize)]
pub(crate) struct TrackingForm {
    #[serde(default)]
    on: Option<String>,
    countries: String,
    base: String,
    people: String,
}

impl TrackingForm {
    fn of(settings: &Settings) -> Self {
        let people: Vec<_> = settings
            .untracked
            .iter()
            .map(EmailAddress::as_str)
            .collect();
        Self {
            on: settings.rules.is_on.then(String::new),
            countries: settings.rules.off_in.join(", "),
            base: settings.base.clone(),
            people: people.join("\n"),
        }
    }

    fn read(&self) -> Result<Settings, Refusal> {
        let pieces = self
            .people
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        let untracked = pieces.filter(|piece| !piece.is_empty()).map(|piece| {
            EmailAddress::parse(piece).map_err(|_| Refusal::AddressMalformed {
                address: piece.to_owned(),
            })
        });
        let mut untracked = untracked.collect::<Result<Vec<_>, _>>()?;
        untracked.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        untracked.dedup();
        Ok(Settings {
            rules: TrackingRules {
                is_on: self.on.is_some(),
                off_in: TrackingRules::read_countries(&self.countries)?,
            },
            base: self.base.clone(),
            untracked,
        })
    }
}

fn page(admin: &Admin, form: TrackingForm, refusal: Option<&Refusal>) -> TrackingPage {
    let t = admin.t();
    let said = refusal.map(|refusal| t.say(refusal));
    let field = match refusal {
        Some(Refusal::CountryUnknown { .. }) => "countries",
        Some(Refusal::AddressMalformed { .. }) => "people",
        Some(_) => "base",
        None => "",
    };
    let at = |id: &str| said.as_ref().filter(|_| field == id);
    let public = admin.visitor.app.engine.url("");
    TrackingPage {
        page: Page {
            view: match refusal {
                Some(_) => "tracking:refused".to_owned(),
                None => "tracking:form".to_owned(),
            },
            ..Page::at(admin, "tracking", "tracking:form")
        },
        is_on: form.on.is_some(),
        countries: Field::new(
            "countries",
            "text",
            t.get("tracking-countries"),
            form.countries,
        )
        .hint(t.get("tracking-countries-hint"))
        .error(at("countries")),
        base: Field::new("base", "text", t.get("tracking-base"), form.base)
            .hint(&t.one("tracking-base-hint", "url", public))
            .error(at("base")),
        people: form.people,
        people_error: at("people")
            .map(|said: &Said| said.what.clone())
            .unwrap_or_default(),
        refused: said.clone().map(|said| Refused { said, field }),
    }
}

pub(crate) async fn show(admin: Admin) -> Answer {
    let settings = rules::get(&admin.visitor.app.engine).await?;
    Ok(html(&page(&admin, TrackingForm::of(&settings), None)))
}

pub(crate) async fn save(admin: Admin, Form(form): Form<TrackingForm>) -> Answer {
    match store(&admin, &form).await {
        Ok(()) => Ok(go_saying(&admin.visitor, "/settings/tracking", "saved")),
        Err(error) => refused(&admin, form, error),
    }
}

async fn store(admin: &Admin, form: &TrackingForm) -> Outcome<()> {
    let settings = form.read()?;
    rules::set(&admin.visitor.app.engine, admin.actor(), &settings).await
}

/// Looks whether links at the custom domain lead to us; keeps nothing.
pub(crate) async fn check(admin: Admin, Form(form): Form<TrackingForm>) -> Answer {
    match rules::check(&admin.visitor.app.engine, &form.base).await {
        Ok(()) => {
            let t = admin.t();
            let mut shown = page(&admin, form, None);
            shown.page.toast = Some(t.get("tracking-base-works").to_owned());
            shown.page.view = "tracking:checked".to_owned();
            Ok(html(&shown))
        }
        Err(error) => refused(&admin, form, error),
    }
}

fn refused(admin: &Admin, form: TrackingForm, error: liaison_engine::Error) -> Answer {
    match error {
        liaison_engine::Error::Refused(refusal) => Ok(html(&page(admin, form, Some(&refusal)))),
        other => Err(other.into()),
    }
}
