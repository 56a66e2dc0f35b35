//! One e-mail to several people: who gets it, the copies, and what was sent (actions 4.4).

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_domain::id::{BatchId, EmailId, PersonId};
use liaison_domain::mail::{Email, EmailState};
use liaison_domain::people::Person;
use liaison_engine::mail::batch::{self as acts, LeftOut, Written};
use liaison_engine::mail::emails::When;
use liaison_engine::{Engine, Error, Outcome};
use liaison_store::mail::batches::{self, Batch};
use liaison_store::mail::emails;
use liaison_store::people::persons;

use super::compose::{Pairs, field_of};
use super::compose_form::{ComposeFields, ComposeForm};
use super::template_picker::{TemplatePicker, fill};
use super::view::tone;
use crate::dates;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::{Message, Refused};
use crate::respond::{Answer, Trouble, go, go_saying, html};
use crate::texts::Said;
use crate::visitor::{Member, Seller};

#[derive(Template)]
#[template(path = "mail/compose_many.html")]
struct ComposeMany {
    page: Page,
    /// `copies/…` with the batch's id: where the form's buttons lead, below `/email`.
    id: String,
    recipients: Vec<Recipient>,
    fields: ComposeFields,
    picker: TemplatePicker,
    /// When it was kept last, if it was.
    kept: Option<String>,
    refused: Option<Refused>,
}

struct Recipient {
    person: Person,
    /// Why this one gets no copy.
    refused: Option<Said>,
    is_ticked: bool,
}

impl ComposeMany {
    fn count(&self) -> usize {
        let may = self.recipients.iter().filter(|r| r.refused.is_none());
        may.filter(|r| r.is_ticked).count()
    }
}

async fn compose_page(
    member: &Member,
    id: BatchId,
    everybody: &[PersonId],
    form: ComposeForm,
    refusal: Option<&Refusal>,
) -> Result<ComposeMany, Trouble> {
    let engine = &member.visitor.app.engine;
    let t = member.t();
    let looked = acts::look(engine, everybody, form.is_non_commercial).await?;
    let recipients: Vec<_> = looked
        .into_iter()
        .map(|(person, may)| Recipient {
            is_ticked: form.people.contains(&person.id),
            refused: may.err().map(|refusal| t.say(&refusal)),
            person,
        })
        .collect();
    let view = match refusal {
        Some(_) => "compose-many:refused",
        None => "compose-many:form",
    };
    Ok(ComposeMany {
        page: Page {
            title: t.count("compose-many", recipients.len()),
            ..Page::at(member, "emails", view)
        },
        id: format!("copies/{id}"),
        recipients,
        kept: None,
        picker: TemplatePicker::load(member, format!("/email/copies/{id}/template")).await?,
        fields: ComposeFields::load(member, form).await?,
        refused: refusal.map(|refusal| Refused {
            said: t.say(refusal),
            field: field_of(refusal),
        }),
    })
}

/// A new e-mail to several people, named by their ids with commas between.
pub(super) async fn new(member: &Seller, people: &str) -> Answer {
    let people: Vec<PersonId> = people
        .split(',')
        .filter_map(|id| id.trim().parse().ok())
        .collect();
    if let [one] = people.as_slice() {
        return Ok(go(&format!("/email/new?person={one}")));
    }
    let form = ComposeForm {
        people: people.clone(),
        ..ComposeForm::default()
    };
    let id = BatchId(engine_of(member).dice.id(engine_of(member).clock.now()));
    Ok(html(&compose_page(member, id, &people, form, None).await?))
}

fn engine_of(member: &Member) -> &Engine {
    &member.visitor.app.engine
}

/// Everybody who stood in the list, ticked or not.
fn listed(pairs: &[(String, String)]) -> Vec<PersonId> {
    let listed = pairs.iter().filter(|(name, _)| name == "listed");
    listed.filter_map(|(_, id)| id.parse().ok()).collect()
}

/// Puts a template's words in the place of what was written.
pub(crate) async fn take_template(
    member: Seller,
    Path(id): Path<String>,
    Form(pairs): Pairs,
) -> Answer {
    let everybody = listed(&pairs);
    let mut form = ComposeForm::from(pairs);
    fill(&member, &mut form).await?;
    let page = compose_page(&member, parse(&id)?, &everybody, form, None).await?;
    Ok(html(&page))
}

/// What every button of the form hands in.
struct Handed {
    id: BatchId,
    everybody: Vec<PersonId>,
    form: ComposeForm,
    draft: String,
}

fn handed(id: &str, pairs: Vec<(String, String)>) -> Result<Handed, Trouble> {
    let draft = serde_json::to_string(&pairs).map_err(Error::broken)?;
    Ok(Handed {
        id: parse(id)?,
        everybody: listed(&pairs),
        form: ComposeForm::from(pairs),
        draft,
    })
}

impl Handed {
    fn written(&self) -> Written<'_> {
        Written {
            id: self.id,
            name: &self.form.name,
            people: &self.form.people,
            form: self.form.for_engine(),
            draft: self.draft.clone(),
        }
    }

    async fn answered<T>(
        self,
        member: &Member,
        outcome: Outcome<T>,
        done: impl FnOnce(T) -> Response,
    ) -> Answer {
        match outcome {
            Ok(value) => Ok(done(value)),
            Err(Error::Refused(refusal @ (Refusal::NotFound | Refusal::StateChanged))) => {
                Err(refusal.into())
            }
            Err(Error::Refused(refusal)) => {
                let Self {
                    id,
                    everybody,
                    form,
                    ..
                } = self;
                let page = compose_page(member, id, &everybody, form, Some(&refusal)).await?;
                Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Makes the copies and shows them.
pub(crate) async fn make(member: Seller, Path(id): Path<String>, Form(pairs): Pairs) -> Answer {
    let handed = handed(&id, pairs)?;
    let made = acts::make(engine_of(&member), &member.user, &handed.written()).await;
    let path = format!("/email/copies/{}", handed.id);
    handed.answered(&member, made, |()| go(&path)).await
}

/// By the button, and by the script at every pause: a script gets the time it was kept at.
pub(crate) async fn keep(member: Seller, Path(id): Path<String>, Form(pairs): Pairs) -> Answer {
    let handed = handed(&id, pairs)?;
    let kept = acts::keep(engine_of(&member), &member.user, &handed.written()).await;
    if member.visitor.wants_json {
        let at = dates::time(kept?.updated_at, &member.user.time_zone);
        let said = member.t().one("compose-kept", "time", at);
        return Ok(axum::Json(serde_json::json!({ "said": said })).into_response());
    }
    let path = format!("/email/copies/{}", handed.id);
    let visitor = &member.visitor;
    handed
        .answered(&member, kept, |_| go_saying(visitor, &path, "draft-kept"))
        .await
}

/// Goes on writing what was kept.
async fn go_on(member: &Member, batch: Batch) -> Answer {
    let pairs: Vec<(String, String)> = serde_json::from_str(&batch.draft).map_err(Error::broken)?;
    let everybody = listed(&pairs);
    let page = compose_page(member, batch.id, &everybody, ComposeForm::from(pairs), None).await?;
    Ok(html(&ComposeMany {
        kept: Some(dates::time(batch.updated_at, &member.user.time_zone)),
        ..page
    }))
}

pub(crate) async fn discard(member: Seller, Path(id): Path<String>) -> Answer {
    acts::discard(engine_of(&member), &member.user, parse(&id)?).await?;
    Ok(go_saying(
        &member.visitor,
        "/email?folder=draft",
        "emails-done",
    ))
}

/// An e-mail to several that is being written, for the list of drafts.
pub(super) struct DraftRow {
    pub id: BatchId,
    pub subject: String,
    pub people: usize,
    pub when: String,
}

pub(super) async fn drafts(member: &Member) -> Result<Vec<DraftRow>, Trouble> {
    let kept = batches::drafts_of_user(&engine_of(member).db, member.user.id).await?;
    let rows = kept.into_iter().map(|batch| {
        let pairs: Vec<(String, String)> = serde_json::from_str(&batch.draft).unwrap_or_default();
        let form = ComposeForm::from(pairs);
        DraftRow {
            id: batch.id,
            subject: form.subject,
            people: form.people.len(),
            when: dates::time(batch.updated_at, &member.user.time_zone),
        }
    });
    Ok(rows.collect())
}

#[derive(Template)]
#[template(path = "mail/copies.html")]
struct CopiesPage {
    page: Page,
    id: BatchId,
    copies: Vec<Copied>,
    left_out: Vec<(String, Said)>,
    zone: String,
    time: String,
    refused: Option<Refused>,
}

struct Copied {
    email: Email,
    person: Person,
    subject: String,
    body: Message,
    /// Why it cannot go as it is.
    problem: Option<Said>,
    tone: &'static str,
}

impl CopiesPage {
    fn waiting(&self) -> usize {
        let drafts = self.copies.iter();
        drafts
            .filter(|copy| copy.email.state == EmailState::Draft && copy.problem.is_none())
            .count()
    }
}

async fn copies_page(
    member: &Member,
    id: BatchId,
    left: &[LeftOut],
    refusal: Option<&Refusal>,
) -> Result<CopiesPage, Trouble> {
    let engine = &member.visitor.app.engine;
    let t = member.t();
    let batch = batches::of_user_by_id(&engine.db, member.user.id, id)
        .await?
        .ok_or(Refusal::NotFound)?;
    let mut copies = Vec::new();
    for email in emails::of_batch(&engine.db, id).await? {
        let Some(person) = persons::by_id(&engine.db, email.person_id).await? else {
            continue;
        };
        let (rendered, problem) =
            liaison_engine::mail::emails::preview(engine, &member.user, &email, &person).await?;
        copies.push(Copied {
            subject: rendered.subject,
            body: Message::new(t, &rendered.html),
            problem: problem
                .or(email.problem.clone())
                .map(|refusal| t.say(&refusal)),
            tone: tone(&email),
            person,
            email,
        });
    }
    let left_out = acts::left_out(&batch);
    let left_out = left_out
        .iter()
        .chain(left)
        .map(|one| (one.name.clone(), t.say(&one.why)));
    let has_drafts = copies
        .iter()
        .any(|copy| copy.email.state == EmailState::Draft);
    let view = match (refusal, has_drafts) {
        (Some(_), _) => "copies:refused",
        (None, true) => "copies:review",
        (None, false) => "copies:sent",
    };
    let title = if has_drafts {
        t.count("copies-review", copies.len())
    } else {
        t.count("copies-sent", copies.len())
    };
    Ok(CopiesPage {
        page: Page {
            title,
            ..Page::at(member, "emails", view)
        },
        id,
        left_out: left_out.collect(),
        copies,
        zone: member.user.time_zone.clone(),
        time: dates::next_morning(engine_of(member).clock.now(), &member.user.time_zone),
        refused: refusal.map(|refusal| Refused {
            said: t.say(refusal),
            field: field_of(refusal),
        }),
    })
}

fn parse(id: &str) -> Result<BatchId, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}

/// The copies; before there are any, the form they are made from.
pub(crate) async fn show(member: Seller, Path(id): Path<String>) -> Answer {
    let id = parse(&id)?;
    let batch = batches::of_user_by_id(&engine_of(&member).db, member.user.id, id).await?;
    match batch {
        Some(batch) if batch.is_draft() => go_on(&member, batch).await,
        _ => Ok(html(&copies_page(&member, id, &[], None).await?)),
    }
}

/// Sends the ticked copies, now or at the time chosen.
pub(crate) async fn send(member: Seller, Path(id): Path<String>, Form(pairs): Pairs) -> Answer {
    let id = parse(&id)?;
    let chosen: Vec<EmailId> = pairs
        .iter()
        .filter(|(name, _)| name == "email")
        .filter_map(|(_, id)| id.parse().ok())
        .collect();
    let is_scheduled = pairs.iter().any(|(name, _)| name == "schedule");
    let form = ComposeForm::from(pairs);
    let when = match is_scheduled {
        true => form.when(),
        false => Ok(When::Now),
    };
    let engine = &member.visitor.app.engine;
    let sent = match when {
        Ok(when) => acts::send(engine, &member.user, id, &chosen, &when).await,
        Err(refusal) => Err(refusal.into()),
    };
    match sent {
        Ok(sent) => Ok(html(&copies_page(&member, id, &sent.left, None).await?)),
        Err(Error::Refused(Refusal::NotFound)) => Err(Refusal::NotFound.into()),
        Err(Error::Refused(refusal)) => {
            let page = copies_page(&member, id, &[], Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
