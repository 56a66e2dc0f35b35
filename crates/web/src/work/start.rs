//! Starting people in a campaign (actions 9.4): who, in which, what they get first, and when.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_domain::id::{CampaignId, IdentityId, PersonId};
use liaison_domain::work::campaign::What;
use liaison_domain::work::launch::LeftOut;
use liaison_engine::work::launch::{self as acts, LaunchForm};
use liaison_store::mail::identities;
use liaison_store::people::persons;
use liaison_store::work::campaigns::{self, Wanted};
use liaison_store::work::steps;

use super::campaign::timing;
use super::fields::Fields;
use super::pick::{Pick, about, pick};
use super::start_preview;
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::parts::Refused;
use crate::respond::{Answer, Trouble, html};
use crate::visitor::Seller;

/// Everything said so far, carried from page to page.
pub(super) struct Said {
    pub people: Vec<PersonId>,
    pub campaign: Option<CampaignId>,
    pub identity: Option<IdentityId>,
}

impl Said {
    fn read(fields: &Fields) -> Result<Self, Refusal> {
        let mut people: Vec<PersonId> = fields.ids("people")?;
        for id in fields.ids("person")? {
            if !people.contains(&id) {
                people.push(id);
            }
        }
        acts::must_fit(people.len())?;
        Ok(Self {
            people,
            campaign: fields.id("campaign")?,
            identity: fields.id("identity")?,
        })
    }

    pub fn campaign_text(&self) -> String {
        self.campaign.map(|id| id.to_string()).unwrap_or_default()
    }

    pub fn identity_text(&self) -> String {
        self.identity.map(|id| id.to_string()).unwrap_or_default()
    }
}

pub(super) fn frame(seller: &Seller, view: &'static str) -> Page {
    let title = seller.t().get("start-title");
    Page {
        place: "campaigns",
        ..Page::new(&seller.visitor, view, title)
    }
}

#[derive(Template)]
#[template(path = "work/start_nobody.html")]
struct Nobody {
    page: Page,
    pick: Pick,
}

#[derive(Template)]
#[template(path = "work/start_people.html")]
struct PeoplePage {
    page: Page,
    said: Said,
    rows: Vec<Row>,
    senders: Vec<Sender>,
    refused: Option<Refused>,
}

pub(super) struct Row {
    pub id: PersonId,
    pub name: String,
    pub about: String,
    pub left_out: Option<LeftOut>,
}

struct Sender {
    id: IdentityId,
    name: String,
    is_chosen: bool,
    is_confirmed: bool,
}

impl PeoplePage {
    fn ready(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| row.left_out.is_none())
            .count()
    }
}

async fn people_page(
    seller: &Seller,
    said: Said,
    refusal: Option<&Refusal>,
) -> Result<Response, Trouble> {
    let db = &seller.visitor.app.engine.db;
    let checked = acts::check(db, said.campaign, &said.people).await?;
    let rows = checked.into_iter().map(|(person, left_out)| Row {
        id: person.id,
        name: person.display_name(),
        about: about(&person),
        left_out,
    });
    let rows: Vec<Row> = rows.collect();
    let mine = identities::of_user(db, seller.user.id).await?;
    let senders = mine.into_iter().map(|identity| Sender {
        id: identity.id,
        name: format!("{} <{}>", identity.name, identity.address),
        is_chosen: said
            .identity
            .map_or(identity.is_default, |id| id == identity.id),
        is_confirmed: identity.verified_at.is_some(),
    });
    let view = match refusal {
        Some(_) => "start:refused",
        None => "start:people",
    };
    let shown = html(&PeoplePage {
        page: frame(seller, view),
        senders: senders.collect(),
        rows,
        said,
        refused: refusal.map(|refusal| Refused {
            said: seller.t().say(refusal),
            field: "",
        }),
    });
    Ok(match refusal {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response(),
        None => shown,
    })
}

#[derive(Template)]
#[template(path = "work/start_campaign.html")]
struct CampaignPage {
    page: Page,
    said: Said,
    options: Vec<Choice>,
}

struct Choice {
    id: CampaignId,
    name: String,
    category: String,
    /// What its first step is, in words; empty when it has none.
    first: String,
    steps: usize,
    is_ready: bool,
}

async fn campaign_page(seller: &Seller, said: Said) -> Answer {
    let (db, t) = (&seller.visitor.app.engine.db, seller.t());
    let mut options = Vec::new();
    for listed in campaigns::list(db, &Wanted::default(), 0, 500).await? {
        let campaign = listed.campaign;
        let all = steps::of_campaign(db, campaign.id).await?;
        let first = match all.first().map(|kept| &kept.step.what) {
            Some(What::Email(email)) => timing(t, email.send),
            Some(what) => t.of_family("task-kind", what.kind().code()).to_owned(),
            None => String::new(),
        };
        options.push(Choice {
            id: campaign.id,
            is_ready: campaign.with(&all).faults().is_empty(),
            name: campaign.name,
            category: campaign.category,
            first,
            steps: all.len(),
        });
    }
    // What can be started comes first.
    options.sort_by_key(|option| !option.is_ready);
    let view = match options.is_empty() {
        true => "start:no-campaign",
        false => "start:campaign",
    };
    Ok(html(&CampaignPage {
        page: frame(seller, view),
        said,
        options,
    }))
}

#[derive(Template)]
#[template(path = "work/start_done.html")]
struct DonePage {
    page: Page,
    campaign: CampaignId,
    added: usize,
    left_out: Vec<Row>,
}

pub(crate) async fn show(seller: Seller, Query(query): Query<Fields>) -> Answer {
    let said = Said::read(&query)?;
    if said.people.is_empty() {
        let (db, t) = (&seller.visitor.app.engine.db, seller.t());
        let kept = vec![("campaign", said.campaign_text())];
        let q = query.get("q");
        return Ok(html(&Nobody {
            page: frame(&seller, "start:nobody"),
            pick: pick(db, t, "/campaigns/start", kept, q).await?,
        }));
    }
    people_page(&seller, said, None).await
}

/// Each page sends what was said before along with its own answer.
pub(crate) async fn go_on(seller: Seller, Form(form): Form<Fields>) -> Answer {
    let said = Said::read(&form)?;
    if said.people.is_empty() {
        let refusal = Refusal::LaunchNobody;
        let everybody = Said {
            people: form.ids("shown")?,
            ..said
        };
        return people_page(&seller, everybody, Some(&refusal)).await;
    }
    match form.get("to") {
        "campaign" if said.campaign.is_none() => campaign_page(&seller, said).await,
        "campaign" | "preview" => start_preview::page(&seller, said, &form, None).await,
        "start" => start(&seller, said, &form).await,
        _ => people_page(&seller, said, None).await,
    }
}

fn read(seller: &Seller, said: &Said, fields: &Fields) -> Result<LaunchForm, Refusal> {
    let mut written = BTreeMap::new();
    for id in fields.ids::<PersonId>("edited")? {
        let text = |name: &str| fields.get(&format!("{name}-{id}")).to_owned();
        written.insert(id, (text("subject"), text("body")));
    }
    let start_at = match fields.get("when") {
        "later" => {
            let at = fields.moment("start_at", &seller.user)?;
            Some(at.ok_or(Refusal::TimeMalformed)?)
        }
        _ => None,
    };
    Ok(LaunchForm {
        campaign: said.campaign.ok_or(Refusal::NotFound)?,
        people: said.people.clone(),
        identity: said.identity,
        start_at,
        written,
    })
}

async fn start(seller: &Seller, said: Said, fields: &Fields) -> Answer {
    let engine = &seller.visitor.app.engine;
    let outcome = match read(seller, &said, fields) {
        Ok(read) => acts::start(engine, &seller.user, &read).await,
        Err(refusal) => Err(refusal.into()),
    };
    let launched = match outcome.map_err(Trouble::from) {
        Ok(launched) => launched,
        Err(trouble) => {
            let refusal = trouble.refusal()?;
            if matches!(refusal, Refusal::NotFound | Refusal::BadForm) {
                return Err(refusal.into());
            }
            return start_preview::page(seller, said, fields, Some(&refusal)).await;
        }
    };
    let mut left_out = Vec::new();
    for (id, why) in launched.left_out {
        let person = persons::by_id(&engine.db, id).await?;
        let Some(person) = person else { continue };
        left_out.push(Row {
            id,
            name: person.display_name(),
            about: about(&person),
            left_out: Some(why),
        });
    }
    Ok(html(&DonePage {
        page: frame(seller, "start:done"),
        campaign: said.campaign.ok_or(Refusal::NotFound)?,
        added: launched.added,
        left_out,
    }))
}
