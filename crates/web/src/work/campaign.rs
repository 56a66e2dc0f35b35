//! One campaign: its days and steps, its settings (actions 9.1, 9.5).

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::id::{CampaignId, StepId};
use liaison_domain::mail::MailHtml;
use liaison_domain::work::campaign::{OnReply, SendAt, Settings, What};
use liaison_domain::work::{KeptCampaign, KeptStep};
use liaison_engine::work::campaigns::{self as acts, CampaignForm};
use liaison_store::access::users;
use liaison_store::work::{campaigns, members, steps};

use super::campaigns::{field_of, name_fields};
use super::fields::Fields;
use super::tasks::icon_of;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::texts::Texts;
use crate::visitor::Seller;

/// What stands above every tab of a campaign.
pub(super) struct Head {
    pub id: CampaignId,
    pub tab: &'static str,
    pub category: String,
    pub owner: String,
    pub running: u64,
    pub is_ready: bool,
    pub may_change: bool,
}

/// A campaign that is not in the archive.
pub(super) async fn find(seller: &Seller, id: &str) -> Result<KeptCampaign, Trouble> {
    let id: CampaignId = id.parse().map_err(|_| Refusal::NotFound)?;
    let found = campaigns::by_id(&seller.visitor.app.engine.db, id).await?;
    let found = found.filter(|campaign| campaign.archived_at.is_none());
    Ok(found.ok_or(Refusal::NotFound)?)
}

pub(super) async fn head(
    seller: &Seller,
    tab: &'static str,
    campaign: &KeptCampaign,
    all: &[KeptStep],
) -> Result<Head, Trouble> {
    let db = &seller.visitor.app.engine.db;
    let owner = users::by_id(db, campaign.owner_id).await?;
    Ok(Head {
        id: campaign.id,
        tab,
        category: campaign.category.clone(),
        owner: owner.map(|user| user.display_name()).unwrap_or_default(),
        running: members::running(db, campaign.id).await?,
        is_ready: campaign.with(all).faults().is_empty(),
        may_change: acts::may_change(&seller.user, campaign),
    })
}

pub(super) fn page(seller: &Seller, view: &'static str, campaign: &KeptCampaign) -> Page {
    Page {
        place: "campaigns",
        ..Page::new(&seller.visitor, view, &campaign.name)
    }
}

#[derive(Template)]
#[template(path = "work/campaign.html")]
struct SetUp {
    page: Page,
    head: Head,
    days: Vec<Day>,
    faults: Vec<String>,
    refused: Option<Refused>,
}

struct Day {
    number: u16,
    steps: Vec<StepRow>,
}

struct StepRow {
    id: StepId,
    kind: &'static str,
    icon: &'static str,
    title: String,
    timing: String,
    excerpt: String,
    is_follow_up: bool,
    is_first: bool,
    is_last: bool,
}

/// When an e-mail leaves, in words.
pub(super) fn timing(t: &Texts, send: SendAt) -> String {
    match send {
        SendAt::AtLaunch => t.get("timing-choose").to_owned(),
        SendAt::SameTime => t.get("timing-same").to_owned(),
        SendAt::ByHand => t.get("timing-task").to_owned(),
        SendAt::At(time) => t.one("timing-at-time", "time", time.strftime("%H:%M")),
    }
}

fn days(t: &Texts, all: &[KeptStep]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for (n, kept) in all.iter().enumerate() {
        let (title, when, excerpt, is_follow_up) = match &kept.step.what {
            What::Email(email) => (
                email.subject.clone(),
                timing(t, email.send),
                MailHtml::clean(&email.html).to_text(),
                email.follow_up,
            ),
            What::Call { notes } | What::InMail { notes } | What::Custom { notes } => {
                (kept.name.clone(), String::new(), notes.clone(), false)
            }
        };
        let kind = kept.step.what.kind();
        let row = StepRow {
            id: kept.id,
            kind: kind.code(),
            icon: icon_of(kind),
            title: match title.trim() {
                "" => t.get("step-no-subject").to_owned(),
                _ => title,
            },
            timing: when,
            excerpt,
            is_follow_up,
            is_first: n == 0,
            is_last: n + 1 == all.len(),
        };
        match days.last_mut().filter(|day| day.number == kept.step.day) {
            Some(day) => day.steps.push(row),
            None => days.push(Day {
                number: kept.step.day,
                steps: vec![row],
            }),
        }
    }
    days
}

/// What keeps the campaign from being started.
pub(super) fn faults(t: &Texts, campaign: &KeptCampaign, all: &[KeptStep]) -> Vec<String> {
    use liaison_domain::work::campaign::Fault;

    let faults = campaign.with(all).faults();
    let said = faults.iter().map(|fault| {
        let what = match fault {
            Fault::Prompt { text, .. } => text.clone(),
            Fault::UnknownField { name, .. } => name.clone(),
            _ => String::new(),
        };
        let step = fault.step().map_or(0, |step| step + 1).to_string();
        let key = format!("campaign-fault-{}", fault.code());
        t.with(&key, &[("step", step), ("what", what)])
    });
    said.collect()
}

pub(super) async fn set_up(
    seller: &Seller,
    campaign: &KeptCampaign,
    refusal: Option<&Refusal>,
) -> Answer {
    let t = seller.t();
    let db = &seller.visitor.app.engine.db;
    let all = steps::of_campaign(db, campaign.id).await?;
    let view = match (refusal, all.is_empty()) {
        (Some(_), _) => "campaign:refused",
        (None, true) => "campaign:no-steps",
        (None, false) => "campaign:steps",
    };
    let shown = html(&SetUp {
        page: page(seller, view, campaign),
        head: head(seller, "steps", campaign, &all).await?,
        days: days(t, &all),
        faults: match all.is_empty() {
            true => vec![],
            false => faults(t, campaign, &all),
        },
        refused: refusal.map(|refusal| Refused {
            said: t.say(refusal),
            field: "",
        }),
    });
    Ok(match refusal {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response(),
        None => shown,
    })
}

pub(crate) async fn show(seller: Seller, Path(id): Path<String>) -> Answer {
    let campaign = find(&seller, &id).await?;
    set_up(&seller, &campaign, None).await
}

#[derive(Template)]
#[template(path = "work/campaign_settings.html")]
struct SettingsPage {
    page: Page,
    head: Head,
    name: Field,
    category: Field,
    settings: Settings,
    refused: Option<Refused>,
}

impl SettingsPage {
    fn on_reply(&self) -> &'static [OnReply] {
        OnReply::ALL
    }
}

async fn settings_page(
    seller: &Seller,
    view: &'static str,
    campaign: &KeptCampaign,
    typed: (&str, &str),
    refusal: Option<&Refusal>,
) -> Result<SettingsPage, Trouble> {
    let db = &seller.visitor.app.engine.db;
    let all = steps::of_campaign(db, campaign.id).await?;
    let (name, category) = name_fields(seller, typed, refusal);
    Ok(SettingsPage {
        page: page(seller, view, campaign),
        head: head(seller, "settings", campaign, &all).await?,
        name,
        category,
        settings: campaign.settings,
        refused: refusal.map(|refusal| Refused {
            said: seller.t().say(refusal),
            field: field_of(refusal),
        }),
    })
}

pub(crate) async fn settings(seller: Seller, Path(id): Path<String>) -> Answer {
    let campaign = find(&seller, &id).await?;
    let typed = (campaign.name.as_str(), campaign.category.as_str());
    let shown = settings_page(&seller, "campaign:settings", &campaign, typed, None).await?;
    Ok(html(&shown))
}

pub(crate) async fn save(
    seller: Seller,
    Path(id): Path<String>,
    Form(form): Form<Fields>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    let mut campaign = find(&seller, &id).await?;
    campaign.settings = Settings {
        skip_weekends: form.has("skip_weekends"),
        end_on_bounce: form.has("end_on_bounce"),
        on_reply: form.code("on_reply", OnReply::from_code)?,
        ..campaign.settings
    };
    let read = CampaignForm {
        name: form.get("name").to_owned(),
        category: form.get("category").to_owned(),
    };
    let settings = campaign.settings;
    match acts::change(engine, &seller.user, campaign.id, &read, settings).await {
        Ok(()) => {
            let path = format!("/campaigns/{}/settings", campaign.id);
            Ok(go_saying(&seller.visitor, &path, "saved"))
        }
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            let typed = (form.get("name"), form.get("category"));
            let view = "campaign:settings-refused";
            let shown = settings_page(&seller, view, &campaign, typed, Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)).into_response())
        }
    }
}

pub(crate) async fn archive(seller: Seller, Path(id): Path<String>) -> Answer {
    let engine = &seller.visitor.app.engine;
    let campaign = find(&seller, &id).await?;
    match acts::archive(engine, &seller.user, campaign.id).await {
        Ok(()) => Ok(go_saying(
            &seller.visitor,
            "/campaigns",
            "campaign-archived",
        )),
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            set_up(&seller, &campaign, Some(&refusal)).await
        }
    }
}
