//! The last look before people are started in a campaign: what each gets first, and when it begins.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_domain::id::PersonId;
use liaison_domain::work::campaign::SendAt;
use liaison_domain::work::launch::MOST_EDITED;
use liaison_engine::work::launch as acts;
use liaison_store::work::{campaigns, steps};

use super::campaign::timing;
use super::fields::Fields;
use super::pick::about;
use super::start::{Row, Said, frame};
use crate::page::Page;
use crate::parts::{Field, Message, Refused, RichText};
use crate::respond::{Trouble, html};
use crate::visitor::Seller;

#[derive(Template)]
#[template(path = "work/start_preview.html")]
struct PreviewPage {
    page: Page,
    said: Said,
    campaign_name: String,
    /// What the first step is, when it is no e-mail that leaves by itself.
    first_task: Option<&'static str>,
    mails: Vec<Mail>,
    left_out: Vec<Row>,
    may_edit: bool,
    start: Field,
    /// `now` or `later`.
    when: String,
    /// The time of day is fixed by the campaign.
    fixed: String,
    refused: Option<Refused>,
}

struct Mail {
    person: PersonId,
    name: String,
    subject: String,
    body: Message,
    problem: String,
    is_edited: bool,
    editor: Option<String>,
}

pub(super) async fn page(
    seller: &Seller,
    said: Said,
    fields: &Fields,
    refusal: Option<&Refusal>,
) -> Result<Response, Trouble> {
    let (engine, t) = (&seller.visitor.app.engine, seller.t());
    let id = said.campaign.ok_or(Refusal::NotFound)?;
    let campaign = campaigns::by_id(&engine.db, id).await?;
    let campaign = campaign.ok_or(Refusal::NotFound)?;
    let all = steps::of_campaign(&engine.db, id).await?;
    let first = all.first().ok_or(Refusal::CampaignNotReady)?;
    let checked = acts::check(&engine.db, Some(id), &said.people).await?;
    let (ready, left): (Vec<_>, Vec<_>) = checked.into_iter().partition(|(_, l)| l.is_none());
    let ready: Vec<_> = ready.into_iter().map(|(person, _)| person).collect();
    let may_edit = ready.len() <= MOST_EDITED;
    let mut mails = Vec::new();
    if !first.step.is_task() {
        for shown in acts::preview(engine, &seller.user, id, said.identity, &ready).await? {
            let person = shown.person;
            let field = |name: &str| format!("{name}-{person}");
            let is_edited = fields.ids::<PersonId>("edited")?.contains(&person);
            let (subject, html) = match is_edited {
                true => (
                    fields.get(&field("subject")).to_owned(),
                    fields.get(&field("body")).to_owned(),
                ),
                false => (shown.subject.clone(), shown.html.clone()),
            };
            let editor = may_edit.then(|| {
                let editor = RichText {
                    t,
                    id: field("body"),
                    name: "body",
                    label: t.get("field-body").to_owned(),
                    html: html.clone(),
                };
                editor
                    .to_string()
                    .replace("name=\"body\"", &format!("name=\"body-{person}\""))
            });
            mails.push(Mail {
                person,
                name: shown.name,
                subject,
                body: Message::new(t, &html),
                problem: shown.problem.map(|r| t.say(&r).what).unwrap_or_default(),
                is_edited,
                editor,
            });
        }
    }
    let left_out = left.into_iter().map(|(person, left_out)| Row {
        id: person.id,
        name: person.display_name(),
        about: about(&person),
        left_out,
    });
    let fixed = match first.step.email().map(|email| email.send) {
        Some(send @ SendAt::At(_)) => timing(t, send),
        _ => String::new(),
    };
    let at = match refusal {
        Some(Refusal::LaunchInPast | Refusal::TimeMalformed) => "start_at",
        _ => "",
    };
    let words = refusal.map(|refusal| t.say(refusal));
    let view = match refusal {
        Some(_) => "start:preview-refused",
        None => "start:preview",
    };
    let shown = html(&PreviewPage {
        page: frame(seller, view),
        campaign_name: campaign.name,
        first_task: first.step.is_task().then(|| first.step.what.kind().code()),
        mails,
        left_out: left_out.collect(),
        may_edit,
        start: Field::new(
            "start_at",
            "datetime-local",
            t.get("field-start"),
            fields.get("start_at"),
        )
        .error(words.as_ref().filter(|_| !at.is_empty())),
        when: fields.get("when").to_owned(),
        fixed,
        said,
        refused: words.map(|said| Refused { said, field: at }),
    });
    Ok(match refusal {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response(),
        None => shown,
    })
}
