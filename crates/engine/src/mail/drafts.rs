//! Drafts: reading a form into an e-mail that has not left.

use liaison_domain::Refusal;
use liaison_domain::access::User;
use liaison_domain::id::{EmailId, FileId, PersonId, TemplateId};
use liaison_domain::mail::compose::LARGEST_ATTACHMENTS;
use liaison_domain::mail::{Email, EmailState};
use liaison_domain::people::Person;
use liaison_store::access::users;
use liaison_store::mail::{emails, files, templates};
use liaison_store::people::persons;
use liaison_store::{Sql, Tx};

use super::emails::{Form, to_draft};
use crate::{Engine, Outcome};

/// Reads the form into the e-mail with this id, which is new or may still be changed.
pub(super) async fn write(
    engine: &Engine,
    tx: &Tx,
    user: &User,
    id: EmailId,
    person_id: PersonId,
    form: &Form<'_>,
) -> Outcome<Email> {
    let writing = form.typed.read()?;
    let mut found = emails::hold(tx, id).await?;
    if found.is_none() {
        // Who presses twice at the same time begins it once.
        users::hold(tx, user.id).await?;
        found = emails::hold(tx, id).await?;
    }
    let email = match found {
        Some(email) if email.owner_id != user.id => return Err(Refusal::NotFound.into()),
        Some(mut email) if email.state.is_editable() => {
            to_draft(engine, &mut email);
            email
        }
        Some(_) => return Err(Refusal::EmailHasLeft.into()),
        None => {
            let person = persons::by_id(tx, person_id)
                .await?
                .ok_or(Refusal::NotFound)?;
            blank(engine, user, id, &person)?
        }
    };
    let template = template_of(tx, user, form.template).await?;
    let follows = match form.follows {
        Some(id) => emails::of_user_by_id(tx, user.id, id).await?,
        None => None,
    };
    let email = Email {
        identity_id: form.identity,
        template_id: template.or(email.template_id),
        follows_id: follows.map(|before| before.id).or(email.follows_id),
        writing,
        is_non_commercial: form.is_non_commercial,
        ..email
    };
    emails::save(tx, &email).await?;
    attach(tx, user, &email, &form.files).await?;
    Ok(email)
}

/// The template a form names, if there is one that this user may use.
pub(crate) async fn template_of(
    sql: &impl Sql,
    user: &User,
    named: Option<TemplateId>,
) -> Outcome<Option<TemplateId>> {
    let found = match named {
        Some(id) => templates::usable(sql, user.id, id).await?,
        None => None,
    };
    Ok(found.map(|template| template.id))
}

/// A new e-mail to a person, with nothing in it yet.
pub(crate) fn blank(
    engine: &Engine,
    user: &User,
    id: EmailId,
    person: &Person,
) -> Result<Email, Refusal> {
    let now = engine.clock.now();
    let to = person
        .email
        .clone()
        .ok_or_else(|| Refusal::EmailNoAddress {
            person: person.display_name(),
        })?;
    Ok(Email {
        id,
        owner_id: user.id,
        person_id: person.id,
        identity_id: None,
        batch_id: None,
        template_id: None,
        member_id: None,
        step_id: None,
        follows_id: None,
        state: EmailState::Draft,
        to,
        writing: Default::default(),
        is_non_commercial: false,
        sent_subject: None,
        sent_body: None,
        send_id: None,
        message_id: None,
        created_at: now,
        updated_at: now,
        scheduled_at: None,
        time_zone: None,
        sent_at: None,
        failed_at: None,
        problem: None,
        archived_at: None,
        is_success: false,
        opens: 0,
        clicks: 0,
        replies: 0,
        last_event_at: None,
    })
}

/// Attaches the user's own files among those named.
async fn attach(tx: &Tx, user: &User, email: &Email, wanted: &[FileId]) -> Outcome<()> {
    let mine = files::of_user(tx, user.id).await?;
    let chosen: Vec<_> = wanted
        .iter()
        .filter_map(|id| mine.iter().find(|file| file.id == *id))
        .collect();
    let size: u64 = chosen.iter().map(|file| file.size).sum();
    if size > LARGEST_ATTACHMENTS {
        return Err(Refusal::AttachmentsTooLarge {
            limit: (LARGEST_ATTACHMENTS / 1024 / 1024).to_string(),
            size: size.div_ceil(1024 * 1024).to_string(),
        }
        .into());
    }
    let ids: Vec<FileId> = chosen.iter().map(|file| file.id).collect();
    files::attach(tx, email.id, &ids).await?;
    Ok(())
}
