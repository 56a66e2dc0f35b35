//! One e-mail after it was written: what it says, how it stands, what happened with it.

use askama::Template;
use axum::extract::Path;
use liaison_domain::id::EmailId;
use liaison_domain::mail::{Email, EmailState};
use liaison_domain::people::Person;
use liaison_engine::mail::emails::{self as acts, UNDO};
use liaison_store::insight::events;
use liaison_store::mail::files;

use super::compose::{own, person_of};
use crate::dates;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::Message;
use crate::respond::{Answer, go, go_saying, html, refreshing};
use crate::texts::Said;
use crate::visitor::{Member, Seller};

#[derive(Template)]
#[template(path = "mail/email.html")]
struct EmailPage {
    page: Page,
    email: Email,
    person: Person,
    /// As the person reads it.
    body: Message,
    when: String,
    files: Vec<String>,
    problem: Option<Said>,
    /// It leaves within seconds and can be taken back until then.
    is_leaving: bool,
    happened: Vec<Happened>,
}

/// One line of what happened.
struct Happened {
    kind: &'static str,
    when: String,
    detail: String,
    is_machine: bool,
}

impl EmailPage {
    fn tone(&self) -> &'static str {
        tone(&self.email)
    }
}

/// The colour of a state; the word beside it says it too.
pub(super) fn tone(email: &Email) -> &'static str {
    match email.state {
        EmailState::Delivered => "ok",
        EmailState::Draft => "off",
        EmailState::Scheduled => "wait",
        EmailState::InProgress => "busy",
        EmailState::Failed | EmailState::Bounced => "bad",
        EmailState::PleaseCheck => "warn",
    }
}

/// The moment that matters in this state.
pub(super) fn moment_of(member: &Member, email: &Email) -> String {
    let at = match email.state {
        EmailState::Scheduled => email.scheduled_at,
        EmailState::Delivered => email.sent_at,
        EmailState::Failed | EmailState::Bounced | EmailState::PleaseCheck => email.failed_at,
        EmailState::Draft | EmailState::InProgress => None,
    };
    let at = at.unwrap_or(email.updated_at);
    dates::moment(member.t(), at, &member.user.time_zone)
}

pub(crate) async fn show(member: Seller, Path(id): Path<String>) -> Answer {
    let email = own(&member, &id).await?;
    if email.state == EmailState::Draft {
        return Ok(go(&format!("/email/{}/edit", email.id)));
    }
    let engine = &member.visitor.app.engine;
    let (t, zone) = (member.t(), &member.user.time_zone);
    let now = engine.clock.now();
    let is_leaving = email.state == EmailState::Scheduled
        && email
            .scheduled_at
            .is_some_and(|at| at.duration_since(now) <= UNDO);
    let is_under_way = is_leaving || email.state == EmailState::InProgress;
    let happened = events::of_email(&engine.db, email.id, i64::MAX, 100).await?;
    let happened = happened.into_iter().map(|event| Happened {
        kind: event.what.kind.code(),
        when: dates::moment(t, event.what.at, zone),
        is_machine: event.what.is_machine(),
        detail: event.what.detail,
    });
    let attached = files::of_email(&engine.db, email.id).await?;
    let html_of = email.sent_body.as_ref().unwrap_or(&email.writing.body);
    let path = format!("/email/{}", email.id);
    let page = EmailPage {
        page: Page {
            title: email.shown_subject().to_owned(),
            ..Page::at(&member, "emails", view_of(&email))
        },
        person: person_of(&member, email.person_id).await?,
        body: Message::new(t, html_of),
        when: moment_of(&member, &email),
        files: attached.into_iter().map(|file| file.name).collect(),
        problem: email.problem.as_ref().map(|refusal| t.say(refusal)),
        is_leaving,
        happened: happened.collect(),
        email,
    };
    let answer = html(&page);
    Ok(if is_under_way {
        refreshing(answer, 2, &path)
    } else {
        answer
    })
}

fn view_of(email: &Email) -> &'static str {
    match email.state {
        EmailState::Draft | EmailState::Scheduled => "email:scheduled",
        EmailState::InProgress => "email:in-progress",
        EmailState::Delivered => "email:delivered",
        EmailState::Failed => "email:failed",
        EmailState::Bounced => "email:bounced",
        EmailState::PleaseCheck => "email:please-check",
    }
}

fn parse(id: &str) -> Result<EmailId, crate::respond::Trouble> {
    Ok(id.parse().map_err(|_| liaison_domain::Refusal::NotFound)?)
}

/// Takes back what has not left: it is a draft again.
pub(crate) async fn take_back(member: Seller, Path(id): Path<String>) -> Answer {
    let id = parse(&id)?;
    acts::take_back(&member.visitor.app.engine, &member.user, id).await?;
    let path = format!("/email/{id}/edit");
    Ok(go_saying(&member.visitor, &path, "email-taken-back"))
}

pub(crate) async fn retry(member: Seller, Path(id): Path<String>) -> Answer {
    let id = parse(&id)?;
    acts::retry(&member.visitor.app.engine, &member.user, id).await?;
    Ok(go(&format!("/email/{id}")))
}

#[derive(serde::Deserialize)]
pub(crate) struct Switch {
    /// `yes` or `no`.
    is: String,
}

pub(crate) async fn archive(
    member: Seller,
    Path(id): Path<String>,
    Form(form): Form<Switch>,
) -> Answer {
    let id = parse(&id)?;
    let is = form.is == "yes";
    acts::archive(&member.visitor.app.engine, &member.user, id, is).await?;
    Ok(match is {
        true => go_saying(&member.visitor, "/email", "archived"),
        false => go_saying(&member.visitor, "/email", "unarchived"),
    })
}

pub(crate) async fn success(
    member: Seller,
    Path(id): Path<String>,
    Form(form): Form<Switch>,
) -> Answer {
    let id = parse(&id)?;
    acts::mark_success(
        &member.visitor.app.engine,
        &member.user,
        id,
        form.is == "yes",
    )
    .await?;
    Ok(go(&format!("/email/{id}")))
}

pub(crate) async fn delete(member: Seller, Path(id): Path<String>) -> Answer {
    let id = parse(&id)?;
    acts::delete(&member.visitor.app.engine, &member.user, id).await?;
    Ok(go_saying(&member.visitor, "/email", "email-deleted"))
}

/// A person has looked whether it left.
pub(crate) async fn checked(
    member: Seller,
    Path(id): Path<String>,
    Form(form): Form<Switch>,
) -> Answer {
    let id = parse(&id)?;
    let has_left = form.is == "yes";
    acts::say_whether_it_left(&member.visitor.app.engine, &member.user, id, has_left).await?;
    Ok(go(&format!("/email/{id}")))
}
