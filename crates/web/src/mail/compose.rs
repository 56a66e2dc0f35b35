//! Writing one e-mail: in the web application and in the panel (actions 4.2).

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_domain::id::{EmailId, PersonId, TaskId};
use liaison_domain::mail::{Email, EmailState};
use liaison_domain::people::Person;
use liaison_engine::mail::emails::{self as acts, When};
use liaison_engine::work::{members, tasks as task_acts};
use liaison_engine::{Error, Outcome};
use liaison_store::links::{mailboxes, team_server};
use liaison_store::mail::{emails, files};
use liaison_store::people::persons;
use liaison_store::work::tasks;
use serde::Deserialize;

use super::compose_form::{ComposeFields, ComposeForm};
use super::template_picker::TemplatePicker;
use crate::dates;
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::parts::Refused;
use crate::respond::{Answer, Trouble, go, go_saying, html};
use crate::visitor::{Member, Seller};

#[derive(Template)]
#[template(path = "mail/compose.html")]
struct Compose {
    page: Page,
    id: EmailId,
    person: Person,
    fields: ComposeFields,
    picker: TemplatePicker,
    has_mailbox: bool,
    /// Without a mailbox, mail can still leave by the team's server.
    has_team_server: bool,
    /// When it was kept last, if it was.
    kept: Option<String>,
    refused: Option<Refused>,
}

pub(crate) type Pairs = Form<Vec<(String, String)>>;

#[derive(Deserialize, Default)]
pub(crate) struct New {
    #[serde(default)]
    person: String,
    /// The e-mail this one follows up.
    #[serde(default)]
    follow: String,
    #[serde(default)]
    people: String,
    /// The task it is written for.
    #[serde(default)]
    task: String,
}

pub(super) async fn person_of(member: &Member, id: PersonId) -> Result<Person, Trouble> {
    let engine = &member.visitor.app.engine;
    let found = persons::by_id(&engine.db, id).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// A new e-mail to a person, or one that follows up another.
pub(crate) async fn new(member: Seller, Query(query): Query<New>) -> Answer {
    let engine = &member.visitor.app.engine;
    if !query.people.is_empty() {
        return super::batch::new(&member, &query.people).await;
    }
    let mut form = ComposeForm::default();
    let person = match query.follow.parse::<EmailId>() {
        Ok(id) => {
            let before = emails::of_user_by_id(&engine.db, member.user.id, id)
                .await?
                .ok_or(Refusal::NotFound)?;
            form.follows = Some(before.id);
            form.identity = before.identity_id;
            form.subject = answer_subject(before.shown_subject());
            before.person_id
        }
        // Whoever is to be written to is chosen among the people.
        Err(_) if query.person.is_empty() => return Ok(go("/people")),
        Err(_) => query.person.parse().map_err(|_| Refusal::NotFound)?,
    };
    let person = person_of(&member, person).await?;
    form.people = vec![person.id];
    if let Ok(task) = query.task.parse() {
        take_task(&member, task, &mut form).await?;
    }
    let id = EmailId(engine.dice.id(engine.clock.now()));
    let page = page(&member, id, person, form, None, None).await?;
    Ok(html(&page))
}

/// The e-mail is written for an open task of the member's: a campaign's text is in it already.
async fn take_task(member: &Member, id: TaskId, form: &mut ComposeForm) -> Result<(), Trouble> {
    let db = &member.visitor.app.engine.db;
    let task = tasks::by_id(db, id).await?;
    let Some(task) = task.filter(|task| task.is_open() && task.is_of(member.user.id)) else {
        return Ok(());
    };
    form.task = Some(id);
    if let Some((writing, identity)) = members::writing_for(db, &task).await? {
        form.subject = writing.subject;
        form.body = writing.body;
        form.identity = identity;
    }
    Ok(())
}

/// The task is done when the e-mail has left.
async fn note_task(member: &Member, handed: &Handed) -> Outcome<()> {
    let engine = &member.visitor.app.engine;
    match handed.form.task {
        Some(task) => task_acts::write_with(engine, &member.user, task, handed.id).await,
        None => Ok(()),
    }
}

/// `Re: ` once, whatever stood before.
fn answer_subject(subject: &str) -> String {
    let is_answer = subject
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    if is_answer {
        subject.to_owned()
    } else {
        format!("Re: {subject}")
    }
}

/// Goes on writing what was kept.
pub(crate) async fn edit(member: Seller, Path(id): Path<String>) -> Answer {
    let email = own(&member, &id).await?;
    if !email.state.is_editable() {
        return Ok(go(&format!("/email/{}", email.id)));
    }
    let engine = &member.visitor.app.engine;
    let attached = files::of_email(&engine.db, email.id).await?;
    let form = ComposeForm::of(&email, attached.into_iter().map(|file| file.id).collect());
    let person = person_of(&member, email.person_id).await?;
    let page = page(&member, email.id, person, form, Some(&email), None).await?;
    Ok(html(&page))
}

/// One of the member's own e-mails.
pub(super) async fn own(member: &Member, id: &str) -> Result<Email, Trouble> {
    let id: EmailId = id.parse().map_err(|_| Refusal::NotFound)?;
    let db = &member.visitor.app.engine.db;
    let found = emails::of_user_by_id(db, member.user.id, id).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

async fn page(
    member: &Member,
    id: EmailId,
    person: Person,
    form: ComposeForm,
    kept: Option<&Email>,
    refusal: Option<&Refusal>,
) -> Result<Compose, Trouble> {
    let engine = &member.visitor.app.engine;
    let t = member.t();
    let view = match refusal {
        Some(_) => "compose:refused",
        None => "compose:form",
    };
    let title = t.one("compose-to", "name", person.display_name());
    Ok(Compose {
        page: Page {
            title,
            ..Page::at(member, "emails", view)
        },
        id,
        has_mailbox: mailboxes::of_user(&engine.db, member.user.id)
            .await?
            .is_some(),
        has_team_server: team_server::get(&engine.db).await?.is_some(),
        picker: TemplatePicker::load(member, format!("/email/{id}/template")).await?,
        fields: ComposeFields::load(member, form).await?,
        kept: kept
            .filter(|email| email.state == EmailState::Draft)
            .map(|email| dates::time(email.updated_at, &member.user.time_zone)),
        refused: refusal.map(|refusal| Refused {
            said: t.say(refusal),
            field: field_of(refusal),
        }),
        person,
    })
}

/// The field a refusal belongs to.
pub(super) fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::EmailNoSubject => "subject",
        Refusal::AddressMalformed { .. } | Refusal::EmailTooManyCopies { .. } => "cc",
        Refusal::EmailTimePast
        | Refusal::EmailTimeUnreadable { .. }
        | Refusal::TimeZoneUnknown { .. } => "time",
        Refusal::EmailFieldEmpty { .. }
        | Refusal::EmailFieldUnknown { .. }
        | Refusal::EmailPromptLeft { .. } => "body",
        Refusal::TooLong { field, .. } if field == "subject" => "subject",
        _ => "",
    }
}

/// Shows the form again with what was typed and what stands in the way.
async fn again(
    member: &Member,
    id: EmailId,
    person: PersonId,
    form: ComposeForm,
    refusal: &Refusal,
) -> Answer {
    let person = person_of(member, person).await?;
    let page = page(member, id, person, form, None, Some(refusal)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
}

/// What every button of the form hands in: the e-mail's id, made with the form, and its fields.
struct Handed {
    id: EmailId,
    person: PersonId,
    form: ComposeForm,
}

fn handed(id: &str, pairs: Vec<(String, String)>) -> Result<Handed, Trouble> {
    let form = ComposeForm::from(pairs);
    let person = form.people.first().copied().ok_or(Refusal::BadForm)?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    Ok(Handed { id, person, form })
}

async fn answered<T>(
    member: &Member,
    handed: Handed,
    outcome: Outcome<T>,
    done: impl FnOnce(T) -> Response,
) -> Answer {
    match outcome {
        Ok(value) => Ok(done(value)),
        Err(Error::Refused(
            refusal @ (Refusal::NotFound | Refusal::EmailHasLeft | Refusal::StateChanged),
        )) => Err(refusal.into()),
        Err(Error::Refused(refusal)) => {
            again(member, handed.id, handed.person, handed.form, &refusal).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn send(member: Seller, Path(id): Path<String>, Form(pairs): Pairs) -> Answer {
    let handed = handed(&id, pairs)?;
    let engine = &member.visitor.app.engine;
    note_task(&member, &handed).await?;
    let sent = acts::send(
        engine,
        &member.user,
        handed.id,
        handed.person,
        &handed.form.for_engine(),
        &When::Now,
    )
    .await;
    let path = format!("/email/{}", handed.id);
    answered(&member, handed, sent, |_| go(&path)).await
}

pub(crate) async fn schedule(member: Seller, Path(id): Path<String>, Form(pairs): Pairs) -> Answer {
    let handed = handed(&id, pairs)?;
    let engine = &member.visitor.app.engine;
    note_task(&member, &handed).await?;
    let scheduled = match handed.form.when() {
        Ok(when) => {
            let form = handed.form.for_engine();
            acts::send(engine, &member.user, handed.id, handed.person, &form, &when).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    let path = format!("/email/{}", handed.id);
    answered(&member, handed, scheduled, |_| {
        go_saying(&member.visitor, &path, "email-scheduled")
    })
    .await
}

/// By the button, and by the script at every pause: a script gets the time it was kept at.
pub(crate) async fn keep(member: Seller, Path(id): Path<String>, Form(pairs): Pairs) -> Answer {
    let handed = handed(&id, pairs)?;
    let engine = &member.visitor.app.engine;
    let form = handed.form.for_engine();
    let kept = acts::keep_draft(engine, &member.user, handed.id, handed.person, &form).await;
    if member.visitor.wants_json {
        let at = dates::time(kept?.updated_at, &member.user.time_zone);
        let said = member.t().one("compose-kept", "time", at);
        return Ok(axum::Json(serde_json::json!({ "said": said })).into_response());
    }
    let path = format!("/email/{}/edit", handed.id);
    answered(&member, handed, kept, |_| {
        go_saying(&member.visitor, &path, "draft-kept")
    })
    .await
}

/// Sends it to the writer alone.
pub(crate) async fn test(member: Seller, Path(id): Path<String>, Form(pairs): Pairs) -> Answer {
    let handed = handed(&id, pairs)?;
    let engine = &member.visitor.app.engine;
    let form = handed.form.for_engine();
    let sent = acts::send_to_myself(engine, &member.user, handed.id, handed.person, &form).await;
    let path = format!("/email/{}/edit", handed.id);
    answered(&member, handed, sent, |()| {
        go_saying(&member.visitor, &path, "email-to-myself")
    })
    .await
}

/// Puts a template's words in the place of what was written.
pub(crate) async fn take_template(
    member: Seller,
    Path(id): Path<String>,
    Form(pairs): Pairs,
) -> Answer {
    let mut handed = handed(&id, pairs)?;
    super::template_picker::fill(&member, &mut handed.form).await?;
    let person = person_of(&member, handed.person).await?;
    let page = page(&member, handed.id, person, handed.form, None, None).await?;
    Ok(html(&page))
}
