//! One step of a campaign: an e-mail and when it leaves, or a task (actions 9.1, 9.3).

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::id::{StepId, TemplateId};
use liaison_domain::work::task::TaskKind;
use liaison_domain::work::{KeptCampaign, KeptStep};
use liaison_engine::Outcome;
use liaison_engine::work::steps as acts;
use liaison_store::work::steps;

use super::campaign::{find, set_up};
use super::fields::Fields;
use super::step_form::{Typed, read};
use crate::forms::{Form, Query};
use crate::mail::template_picker::{self, TemplatePicker};
use crate::page::Page;
use crate::parts::{Field, Refused, RichText};
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Seller;

#[derive(Template)]
#[template(path = "work/step_form.html")]
struct StepPage {
    page: Page,
    campaign: String,
    campaign_name: String,
    action: String,
    kind: TaskKind,
    day: Field,
    name: Field,
    notes: String,
    subject: Field,
    editor: RichText,
    timing: String,
    at: Field,
    is_follow_up: bool,
    template: Option<TemplateId>,
    picker: Option<TemplatePicker>,
    is_new: bool,
    /// Whether it can be asked for at each launch.
    is_first: bool,
    refused: Option<Refused>,
}

impl StepPage {
    fn timings(&self) -> impl Iterator<Item = &'static str> {
        let first = self.is_first || self.timing == "choose";
        ["choose", "at", "same", "task"]
            .into_iter()
            .filter(move |code| match *code {
                "choose" => first,
                "same" => !first,
                _ => true,
            })
    }

    fn is_email(&self) -> bool {
        self.kind == TaskKind::Email
    }

    /// What the fields of an e-mail may be, in the order they are used most.
    fn fields(&self) -> [&'static str; 6] {
        [
            "{{first_name}}",
            "{{last_name}}",
            "{{company}}",
            "{{title}}",
            "{{my_name}}",
            "{{my_signature}}",
        ]
    }
}

fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::TaskNameMissing => "name",
        Refusal::TimeMalformed => "at",
        Refusal::TooLong { field, .. } => match field.as_str() {
            "name" => "name",
            "subject" => "subject",
            _ => "notes",
        },
        _ => "",
    }
}

async fn page(
    seller: &Seller,
    view: &'static str,
    campaign: &KeptCampaign,
    step: Option<StepId>,
    typed: Typed,
    refusal: Option<&Refusal>,
) -> Result<StepPage, Trouble> {
    let t = seller.t();
    let all = steps::of_campaign(&seller.visitor.app.engine.db, campaign.id).await?;
    let is_first = match step {
        Some(id) => all.first().is_some_and(|first| first.id == id),
        None => all.is_empty(),
    };
    let at = refusal.map(field_of).unwrap_or_default();
    let said = refusal.map(|refusal| t.say(refusal));
    let error = |id: &str| said.as_ref().filter(|_| id == at);
    let last_day = all.last().map_or(1, |last| last.step.day);
    let day = match typed.day.as_str() {
        "" => last_day.to_string(),
        _ => typed.day,
    };
    let timing = match typed.timing.as_str() {
        "" if is_first => "choose".to_owned(),
        "" => "same".to_owned(),
        _ => typed.timing,
    };
    let place = match step {
        Some(_) => "edit",
        None => "new",
    };
    let title = t.of_family("step-page", place);
    let path = format!("/campaigns/{}/steps", campaign.id);
    let action = match step {
        Some(id) => format!("{path}/{id}"),
        None => format!("{path}/new"),
    };
    let picker = match typed.kind {
        TaskKind::Email => Some(TemplatePicker::load(seller, format!("{action}/template")).await?),
        _ => None,
    };
    Ok(StepPage {
        page: Page {
            place: "campaigns",
            ..Page::new(&seller.visitor, view, title)
        },
        campaign: campaign.id.to_string(),
        campaign_name: campaign.name.clone(),
        action,
        kind: typed.kind,
        day: Field::new("day", "number", t.get("field-day"), day)
            .hint(t.get("field-day-hint"))
            .required(),
        name: Field::new("name", "text", t.get("field-task-name"), typed.name)
            .required()
            .error(error("name")),
        notes: typed.notes,
        subject: Field::new("subject", "text", t.get("field-subject"), typed.subject)
            .error(error("subject")),
        editor: RichText {
            t,
            id: "body".to_owned(),
            name: "body",
            label: t.get("field-body").to_owned(),
            html: typed.html,
        },
        timing,
        at: Field::new("at", "time", t.get("field-at"), typed.at).error(error("at")),
        is_follow_up: typed.is_follow_up,
        template: typed.template,
        picker,
        is_new: step.is_none(),
        is_first,
        refused: refusal.map(|refusal| Refused {
            said: t.say(refusal),
            field: at,
        }),
    })
}

fn view_of(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Email => "step:email",
        _ => "step:task",
    }
}

pub(crate) async fn new(
    seller: Seller,
    Path(id): Path<String>,
    Query(query): Query<Fields>,
) -> Answer {
    let campaign = find(&seller, &id).await?;
    let kind = TaskKind::from_code(query.get("kind")).unwrap_or(TaskKind::Email);
    let typed = Typed::of(kind, &query);
    let shown = page(&seller, view_of(kind), &campaign, None, typed, None).await?;
    Ok(html(&shown))
}

async fn step_of(seller: &Seller, campaign: &KeptCampaign, id: &str) -> Result<KeptStep, Trouble> {
    let id: StepId = id.parse().map_err(|_| Refusal::NotFound)?;
    let found = steps::by_id(&seller.visitor.app.engine.db, id).await?;
    let found = found.filter(|kept| kept.campaign_id == campaign.id);
    Ok(found.ok_or(Refusal::NotFound)?)
}

pub(crate) async fn show(seller: Seller, Path((id, step)): Path<(String, String)>) -> Answer {
    let campaign = find(&seller, &id).await?;
    let kept = step_of(&seller, &campaign, &step).await?;
    let typed = Typed::kept(&kept);
    let view = view_of(typed.kind);
    let shown = page(&seller, view, &campaign, Some(kept.id), typed, None).await?;
    Ok(html(&shown))
}

async fn answer(
    seller: &Seller,
    campaign: &KeptCampaign,
    step: Option<StepId>,
    typed: Typed,
    outcome: Outcome<()>,
) -> Answer {
    let Err(error) = outcome else {
        let path = format!("/campaigns/{}", campaign.id);
        return Ok(go_saying(&seller.visitor, &path, "saved"));
    };
    let refusal = Trouble::from(error).refusal()?;
    if matches!(refusal, Refusal::NotFound | Refusal::BadForm) {
        return Err(refusal.into());
    }
    let shown = page(
        seller,
        "step:refused",
        campaign,
        step,
        typed,
        Some(&refusal),
    )
    .await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)).into_response())
}

pub(crate) async fn add(
    seller: Seller,
    Path(id): Path<String>,
    Form(form): Form<Fields>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    let campaign = find(&seller, &id).await?;
    let kind = form.code("kind", TaskKind::from_code)?;
    let outcome = match read(kind, &form) {
        Ok(read) => acts::add(engine, &seller.user, campaign.id, &read).await,
        Err(refusal) => Err(refusal.into()),
    };
    let typed = Typed::of(kind, &form);
    answer(&seller, &campaign, None, typed, outcome.map(|_| ())).await
}

pub(crate) async fn edit(
    seller: Seller,
    Path((id, step)): Path<(String, String)>,
    Form(form): Form<Fields>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    let campaign = find(&seller, &id).await?;
    let kept = step_of(&seller, &campaign, &step).await?;
    let kind = kept.step.what.kind();
    let outcome = match read(kind, &form) {
        Ok(read) => acts::edit(engine, &seller.user, campaign.id, kept.id, &read).await,
        Err(refusal) => Err(refusal.into()),
    };
    let typed = Typed::of(kind, &form);
    answer(&seller, &campaign, Some(kept.id), typed, outcome).await
}

/// Puts a template's words in the place of what was written.
pub(crate) async fn take_template(
    seller: Seller,
    Path((id, step)): Path<(String, String)>,
    Form(form): Form<Fields>,
) -> Answer {
    let campaign = find(&seller, &id).await?;
    let step = match step.as_str() {
        "new" => None,
        step => Some(step_of(&seller, &campaign, step).await?.id),
    };
    let mut typed = Typed::of(TaskKind::Email, &form);
    let template = template_picker::chosen(&seller, typed.template).await?;
    typed.subject = template.subject;
    typed.html = template.body;
    let shown = page(&seller, "step:email", &campaign, step, typed, None).await?;
    Ok(html(&shown))
}

async fn done(seller: &Seller, campaign: &KeptCampaign, outcome: Outcome<()>) -> Answer {
    match outcome {
        Ok(()) => {
            let path = format!("/campaigns/{}", campaign.id);
            Ok(go_saying(&seller.visitor, &path, "saved"))
        }
        Err(error) => {
            let refusal = Trouble::from(error).refusal()?;
            if refusal == Refusal::NotFound {
                return Err(refusal.into());
            }
            set_up(seller, campaign, Some(&refusal)).await
        }
    }
}

pub(crate) async fn shift(
    seller: Seller,
    Path((id, step)): Path<(String, String)>,
    Form(form): Form<Fields>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    let campaign = find(&seller, &id).await?;
    let kept = step_of(&seller, &campaign, &step).await?;
    let is_up = form.get("to") == "up";
    let outcome = acts::shift(engine, &seller.user, campaign.id, kept.id, is_up).await;
    done(&seller, &campaign, outcome).await
}

pub(crate) async fn remove(seller: Seller, Path((id, step)): Path<(String, String)>) -> Answer {
    let engine = &seller.visitor.app.engine;
    let campaign = find(&seller, &id).await?;
    let kept = step_of(&seller, &campaign, &step).await?;
    let outcome = acts::remove(engine, &seller.user, campaign.id, kept.id).await;
    done(&seller, &campaign, outcome).await
}
