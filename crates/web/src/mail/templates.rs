//! Templates and their categories (actions 8.1, 8.2).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::id::{CategoryId, TemplateId};
use liaison_domain::mail::{Category, Template};
use liaison_engine::Error;
use liaison_engine::mail::templates as acts;
use liaison_store::mail::templates;
use serde::Deserialize;

use super::compose::Pairs;
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::parts::{Field, Refused, RichText};
use crate::respond::{Answer, Trouble, go, go_saying, html};
use crate::visitor::{Member, Seller};

const MOST: i64 = 200;

#[derive(askama::Template)]
#[template(path = "mail/templates.html")]
struct TemplatesPage {
    page: Page,
    rows: Vec<Row>,
    categories: Vec<Category>,
    pinned: Vec<Category>,
    query: Asked,
    refused: Option<Refused>,
}

struct Row {
    template: Template,
    category: String,
    is_mine: bool,
}

#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    category: String,
}

impl TemplatesPage {
    fn is_pinned(&self, category: &Category) -> bool {
        self.pinned.contains(category)
    }

    fn is_chosen(&self, category: &Category) -> bool {
        self.query.category == category.id.to_string()
    }
}

async fn list_page(
    member: &Member,
    query: Asked,
    refusal: Option<&Refusal>,
) -> Result<TemplatesPage, Trouble> {
    let db = &member.visitor.app.engine.db;
    let categories = templates::categories(db).await?;
    let category = query.category.parse::<CategoryId>().ok();
    let found = templates::list(db, member.user.id, category, query.q.trim(), MOST).await?;
    let rows: Vec<_> = found
        .into_iter()
        .map(|template| {
            let of_it = categories.iter().find(|c| c.id == template.category_id);
            Row {
                category: of_it.map(|c| c.name.clone()).unwrap_or_default(),
                is_mine: template.owner_id == member.user.id,
                template,
            }
        })
        .collect();
    let view = match (refusal, rows.is_empty()) {
        (Some(_), _) => "templates:refused",
        (None, true) => "templates:empty",
        (None, false) => "templates:list",
    };
    Ok(TemplatesPage {
        page: Page {
            title: member.t().get("place-templates").to_owned(),
            ..Page::at(member, "emails", view)
        },
        rows,
        pinned: templates::pinned(db, member.user.id).await?,
        categories,
        query,
        refused: refusal.map(|refusal| Refused {
            said: member.t().say(refusal),
            field: "name",
        }),
    })
}

pub(crate) async fn list(member: Seller, Query(query): Query<Asked>) -> Answer {
    Ok(html(&list_page(&member, query, None).await?))
}

#[derive(askama::Template)]
#[template(path = "mail/template.html")]
struct TemplatePage {
    page: Page,
    id: TemplateId,
    is_new: bool,
    name: Field,
    subject: Field,
    editor: RichText,
    categories: Vec<Category>,
    form: TemplateForm,
    refused: Option<Refused>,
}

impl TemplatePage {
    fn is_chosen(&self, category: &Category) -> bool {
        self.form.category == category.id.to_string()
    }
}

#[derive(Deserialize, Default)]
pub(crate) struct TemplateForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    category: String,
    /// A new category, where one was typed.
    #[serde(default)]
    new_category: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    shared: Option<String>,
    #[serde(default)]
    non_commercial: Option<String>,
}

async fn form_page(
    member: &Member,
    id: TemplateId,
    is_new: bool,
    form: TemplateForm,
    refusal: Option<&Refusal>,
) -> Result<TemplatePage, Trouble> {
    let t = member.t();
    let said = refusal.map(|refusal| t.say(refusal));
    let title = if is_new || form.name.trim().is_empty() {
        t.get("template-new").to_owned()
    } else {
        form.name.clone()
    };
    let view = match refusal {
        Some(_) => "template:refused",
        None => "template:form",
    };
    Ok(TemplatePage {
        page: Page {
            title,
            ..Page::at(member, "emails", view)
        },
        id,
        is_new,
        name: Field::new("name", "text", t.get("field-template-name"), &form.name).required(),
        subject: Field::new("subject", "text", t.get("field-subject"), &form.subject),
        editor: RichText::named(t, "body", t.get("field-body"), form.body.clone()),
        categories: templates::categories(&member.visitor.app.engine.db).await?,
        form,
        refused: said.map(|said| Refused {
            said,
            field: "name",
        }),
    })
}

pub(crate) async fn new(member: Seller) -> Answer {
    let engine = &member.visitor.app.engine;
    let id = TemplateId(engine.dice.id(engine.clock.now()));
    let page = form_page(&member, id, true, TemplateForm::default(), None).await?;
    Ok(html(&page))
}

fn parse(id: &str) -> Result<TemplateId, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}

pub(crate) async fn edit(member: Seller, Path(id): Path<String>) -> Answer {
    let db = &member.visitor.app.engine.db;
    let template = templates::usable(db, member.user.id, parse(&id)?)
        .await?
        .ok_or(Refusal::NotFound)?;
    let form = TemplateForm {
        name: template.name,
        category: template.category_id.to_string(),
        new_category: String::new(),
        subject: template.subject,
        body: template.body,
        shared: template.is_shared.then(|| "yes".into()),
        non_commercial: template.is_non_commercial.then(|| "yes".into()),
    };
    let page = form_page(&member, template.id, false, form, None).await?;
    Ok(html(&page))
}

pub(crate) async fn save(
    member: Seller,
    Path(id): Path<String>,
    Form(form): Form<TemplateForm>,
) -> Answer {
    let engine = &member.visitor.app.engine;
    let id = parse(&id)?;
    let written = acts::Written {
        name: &form.name,
        category: form.category.parse().ok(),
        new_category: &form.new_category,
        subject: &form.subject,
        body: &form.body,
        is_shared: form.shared.is_some(),
        is_non_commercial: form.non_commercial.is_some(),
    };
    match acts::save(engine, &member.user, id, &written).await {
        Ok(()) => Ok(go_saying(&member.visitor, "/templates", "saved")),
        Err(Error::Refused(Refusal::NotFound)) => Err(Refusal::NotFound.into()),
        Err(Error::Refused(refusal)) => {
            let page = form_page(&member, id, false, form, Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Out of use; what was sent with it stays.
pub(crate) async fn archive(member: Seller, Path(id): Path<String>) -> Answer {
    acts::archive(&member.visitor.app.engine, &member.user, parse(&id)?).await?;
    Ok(go_saying(
        &member.visitor,
        "/templates",
        "template-archived",
    ))
}

/// Pins the categories that are ticked, in the order they are listed.
pub(crate) async fn pin(member: Seller, Form(pairs): Pairs) -> Answer {
    let chosen: Vec<CategoryId> = pairs
        .iter()
        .filter(|(name, _)| name == "category")
        .filter_map(|(_, id)| id.parse().ok())
        .collect();
    answer(
        &member,
        acts::pin(&member.visitor.app.engine, &member.user, &chosen).await,
    )
    .await
}

pub(crate) async fn remove_category(member: Seller, Path(id): Path<String>) -> Answer {
    let id: CategoryId = id.parse().map_err(|_| Refusal::NotFound)?;
    answer(
        &member,
        acts::remove_category(&member.visitor.app.engine, id).await,
    )
    .await
}

async fn answer(member: &Member, outcome: Result<(), Error>) -> Answer {
    match outcome {
        Ok(()) => Ok(go("/templates")),
        Err(Error::Refused(refusal)) => {
            let page = list_page(member, Asked::default(), Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
