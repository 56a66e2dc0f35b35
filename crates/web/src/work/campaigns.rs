//! The list of sales campaigns, and making one (actions 9.2).

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::id::CampaignId;
use liaison_engine::work::campaigns::{self as acts, CampaignForm};
use liaison_store::access::users;
use liaison_store::work::campaigns::{self, Wanted};

use super::fields::Fields;
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, go, html};
use crate::visitor::Seller;

const PAGE_SIZE: i64 = 50;

#[derive(Template)]
#[template(path = "work/campaigns.html")]
struct CampaignsPage {
    page: Page,
    rows: Vec<Row>,
    categories: Vec<String>,
    q: String,
    category: String,
    is_mine: bool,
    more: Option<String>,
}

struct Row {
    id: CampaignId,
    name: String,
    category: String,
    owner: String,
    is_mine: bool,
    steps: u64,
    running: u64,
    over: u64,
}

fn next_page(query: &Fields, number: i64) -> String {
    let mut next = url::form_urlencoded::Serializer::new(String::new());
    for name in ["q", "category", "owner"] {
        next.append_pair(name, query.get(name));
    }
    next.append_pair("page", &(number + 1).to_string());
    format!("/campaigns?{}", next.finish())
}

pub(crate) async fn list(seller: Seller, Query(query): Query<Fields>) -> Answer {
    let engine = &seller.visitor.app.engine;
    let number: i64 = query.get("page").parse().unwrap_or(0).clamp(0, 1000);
    let is_mine = query.get("owner") == "me";
    let category = query.get("category").to_owned();
    let wanted = Wanted {
        text: query.get("q").to_owned(),
        category: Some(category.clone()).filter(|c| !c.is_empty()),
        owner: is_mine.then_some(seller.user.id),
    };
    let skip = number * PAGE_SIZE;
    let mut found = campaigns::list(&engine.db, &wanted, skip, PAGE_SIZE + 1).await?;
    let has_more = found.len() > usize::try_from(PAGE_SIZE).unwrap_or_default();
    if has_more {
        found.pop();
    }
    let mut rows = Vec::new();
    for listed in found {
        let owner = users::by_id(&engine.db, listed.campaign.owner_id).await?;
        rows.push(Row {
            id: listed.campaign.id,
            name: listed.campaign.name,
            category: listed.campaign.category,
            owner: owner.map(|user| user.display_name()).unwrap_or_default(),
            is_mine: listed.campaign.owner_id == seller.user.id,
            steps: listed.steps,
            running: listed.running,
            over: listed.over,
        });
    }
    let is_narrowed = !wanted.text.trim().is_empty() || wanted.category.is_some() || is_mine;
    let view = match (rows.is_empty(), is_narrowed) {
        (false, _) => "campaigns:list",
        (true, true) => "campaigns:none",
        (true, false) => "campaigns:empty",
    };
    Ok(html(&CampaignsPage {
        page: Page::at(&seller, "campaigns", view),
        rows,
        categories: campaigns::categories(&engine.db).await?,
        q: wanted.text,
        category,
        is_mine,
        more: has_more.then(|| next_page(&query, number)),
    }))
}

#[derive(Template)]
#[template(path = "work/campaign_new.html")]
struct NewPage {
    page: Page,
    name: Field,
    category: Field,
    categories: Vec<String>,
    refused: Option<Refused>,
}

/// The two fields a campaign is known by.
pub(super) fn name_fields(
    seller: &Seller,
    (name, category): (&str, &str),
    refusal: Option<&Refusal>,
) -> (Field, Field) {
    let t = seller.t();
    let at = refusal.map(field_of).unwrap_or_default();
    let said = refusal.map(|refusal| t.say(refusal));
    let error = |id: &str| said.as_ref().filter(|_| id == at);
    let name = Field::new("name", "text", t.get("field-campaign-name"), name)
        .required()
        .error(error("name"));
    let category = Field {
        optional: t.get("optional").to_owned(),
        ..Field::new("category", "text", t.get("field-category"), category)
            .hint(t.get("field-category-hint"))
            .error(error("category"))
    };
    (name, category)
}

pub(super) fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::CampaignNameMissing => "name",
        Refusal::TooLong { field, .. } if field == "name" => "name",
        Refusal::TooLong { field, .. } if field == "category" => "category",
        _ => "",
    }
}

async fn new_page(
    seller: &Seller,
    view: &'static str,
    typed: (&str, &str),
    refusal: Option<&Refusal>,
) -> Result<NewPage, Trouble> {
    let t = seller.t();
    let (name, category) = name_fields(seller, typed, refusal);
    Ok(NewPage {
        page: Page {
            place: "campaigns",
            ..Page::new(&seller.visitor, view, t.get("campaign-new"))
        },
        name,
        category,
        categories: campaigns::categories(&seller.visitor.app.engine.db).await?,
        refused: refusal.map(|refusal| Refused {
            said: t.say(refusal),
            field: field_of(refusal),
        }),
    })
}

pub(crate) async fn new(seller: Seller) -> Answer {
    let shown = new_page(&seller, "campaigns:new", ("", ""), None).await?;
    Ok(html(&shown))
}

pub(crate) async fn create(seller: Seller, Form(form): Form<Fields>) -> Answer {
    let engine = &seller.visitor.app.engine;
    let (name, category) = (form.get("name"), form.get("category"));
    let read = CampaignForm {
        name: name.to_owned(),
        category: category.to_owned(),
    };
    match acts::create(engine, &seller.user, &read).await {
        Ok(id) => Ok(go(&format!("/campaigns/{id}"))),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let typed = (name, category);
            let shown = new_page(&seller, "campaigns:refused", typed, Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)).into_response())
        }
    }
}
