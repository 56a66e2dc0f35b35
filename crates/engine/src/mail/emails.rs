//! Sellers' e-mails: writing, sending, taking back, putting away (actions 4, 5).

use jiff::{SignedDuration, Timestamp};
use liaison_domain::Refusal;
use liaison_domain::access::User;
use liaison_domain::id::{EmailId, FileId, IdentityId, MailboxId, PersonId, SendId, TemplateId};
use liaison_domain::mail::compose::{self, Rendered, Typed, may_write_from};
use liaison_domain::mail::send::{Purpose, Send, SendState};
use liaison_domain::mail::{Email, EmailState};
use liaison_domain::people::Person;
use liaison_store::Tx;
use liaison_store::access::users;
use liaison_store::mail::{emails, sends, templates};
use liaison_store::people::persons;

use super::drafts::write;
use super::purpose::News;
use super::purpose::email::settle;
use super::{content, recipients, send_job};
use crate::links::channels;
use crate::{Engine, Error, Outcome};

/// An e-mail that is sent now leaves after this: so long it can be taken back.
pub const UNDO: SignedDuration = SignedDuration::from_secs(8);

/// What the form of an e-mail holds.
#[derive(Debug, Clone, Default)]
pub struct Form<'a> {
    pub identity: Option<IdentityId>,
    pub template: Option<TemplateId>,
    pub follows: Option<EmailId>,
    pub typed: Typed<'a>,
    pub files: Vec<FileId>,
    pub is_non_commercial: bool,
}

/// When an e-mail leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Now, after the time in which it can be taken back.
    Now,
    At {
        at: Timestamp,
        time_zone: String,
    },
}

/// Keeps what was written as a draft. The id is handed in with the form, so that keeping it twice keeps one.
pub async fn keep_draft(
    engine: &Engine,
    user: &User,
    id: EmailId,
    person: PersonId,
    form: &Form<'_>,
) -> Outcome<Email> {
    let tx = engine.db.begin().await?;
    let email = write(engine, &tx, user, id, person, form).await?;
    tx.commit().await?;
    Ok(email)
}

/// Keeps and sends. Whatever stands in the way is refused before anything is kept as on its way; what was
/// written stays as a draft. Asked for the same again, it answers what is on its way already.
pub async fn send(
    engine: &Engine,
    user: &User,
    id: EmailId,
    person: PersonId,
    form: &Form<'_>,
    when: &When,
) -> Outcome<Email> {
    match send_once(engine, user, id, person, form, when).await {
        Err(Error::Refused(Refusal::EmailHasLeft)) => {
            sent_before(engine, user, id, form, when).await
        }
        outcome => outcome,
    }
}

async fn send_once(
    engine: &Engine,
    user: &User,
    id: EmailId,
    person: PersonId,
    form: &Form<'_>,
    when: &When,
) -> Outcome<Email> {
    keep_draft(engine, user, id, person, form).await?;
    content::ready(engine).await?;
    let tx = engine.db.begin().await?;
    // Once more, held to the end: who presses twice at the same time sends once.
    let mut email = write(engine, &tx, user, id, person, form).await?;
    check(engine, &tx, user, &email).await?;
    let at = match when {
        When::Now => engine.clock.now() + UNDO,
        When::At { at, time_zone } => {
            if *at <= engine.clock.now() {
                return Err(Refusal::EmailTimePast.into());
            }
            email.time_zone = Some(time_zone.clone());
            *at
        }
    };
    schedule(engine, &tx, &mut email, at).await?;
    if let Some(template) = email.template_id {
        templates::used(&tx, template, engine.clock.now()).await?;
    }
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(email)
}

/// What the same words have been sent as, for the same time, by whoever pressed before.
async fn sent_before(
    engine: &Engine,
    user: &User,
    id: EmailId,
    form: &Form<'_>,
    when: &When,
) -> Outcome<Email> {
    let email = emails::of_user_by_id(&engine.db, user.id, id).await?;
    let email = email.ok_or(Refusal::NotFound)?;
    let is_for_then = match when {
        When::Now => email.time_zone.is_none(),
        When::At { at, .. } => email.scheduled_at == Some(*at),
    };
    let is_the_same = is_for_then && email.writing == form.typed.read()?;
    is_the_same
        .then_some(email)
        .ok_or(Refusal::EmailHasLeft.into())
}

/// Everything of actions 7.7 that can be known now: identity and mailbox, the recipient, the copies, the
/// fields, the size.
pub(crate) async fn check(engine: &Engine, tx: &Tx, user: &User, email: &Email) -> Outcome<()> {
    let identity = content::identity_of(tx, email).await?;
    let channel = channels::of_identity(tx, &identity).await?;
    may_write_from(&identity, &channel)?;
    let person = persons::by_id(tx, email.person_id)
        .await?
        .ok_or(Refusal::NotFound)?;
    recipients::may_be_written_to(tx, &person, email.is_non_commercial).await?;
    for copy in email.writing.cc.iter().chain(&email.writing.bcc) {
        recipients::copy_may_be_sent(tx, copy, email.is_non_commercial).await?;
    }
    content::render(engine, tx, email, &person, user, &identity).await?;
    Ok(())
}

/// Plans the send of an e-mail for a time, in the caller's transaction; a plan it had before is called off.
/// The way its identity takes now is the one it will leave by.
pub(crate) async fn schedule(
    engine: &Engine,
    tx: &Tx,
    email: &mut Email,
    at: Timestamp,
) -> Outcome<()> {
    let now = engine.clock.now();
    if let Some(before) = email.send_id
        && !is_over(tx, email, before).await?
        && !sends::call_off(tx, before, now).await?
    {
        return Err(Refusal::EmailHasLeft.into());
    }
    let identity = content::identity_of(tx, email).await?;
    let channel = channels::of_identity(tx, &identity).await?;
    // The person's address may have changed since the draft was begun.
    let person = persons::by_id(tx, email.person_id).await?;
    if let Some(address) = person.and_then(|person| person.email) {
        email.to = address;
    }
    let send = Send {
        id: SendId(engine.dice.id(now)),
        user_id: email.owner_id,
        mailbox_id: channel.id(),
        purpose: Purpose::Email,
        state: SendState::Planned,
        fence: 0,
        recipients: email.everybody(&content::blind_copies(tx, email).await?),
        sender: None,
        message_id: None,
        mime: None,
        provider_id: None,
        problem: None,
        changed_at: now,
    };
    email.send_id = Some(send.id);
    email.state = EmailState::Scheduled;
    email.scheduled_at = Some(at);
    email.failed_at = None;
    email.problem = None;
    email.updated_at = now;
    emails::save(tx, email).await?;
    send_job::plan_at(engine, tx, &send, &channel, at).await
}

/// The user has another mailbox in the place of this one: what waits leaves by it at its time, and what cannot
/// is refused with the reason.
pub(crate) async fn leave_by_another(
    engine: &Engine,
    tx: &Tx,
    user: &User,
    before: MailboxId,
) -> Outcome<()> {
    let now = engine.clock.now();
    for mut email in emails::hold_waiting(tx, before).await? {
        let at = email.scheduled_at.unwrap_or(now);
        let planned = match check(engine, tx, user, &email).await {
            Ok(()) => schedule(engine, tx, &mut email, at).await,
            Err(error) => Err(error),
        };
        match (planned, email.send_id) {
            // While its row was waited for.
            (Ok(()) | Err(Error::Refused(Refusal::EmailHasLeft)), _) => {}
            (Err(Error::Refused(why)), Some(send)) => {
                if sends::call_off(tx, send, now).await? {
                    settle(engine, tx, email, None, &News::Refused(why)).await?;
                }
            }
            (Err(error), _) => return Err(error),
        }
    }
    Ok(())
}

/// What came back has been sent, and may be sent again.
async fn is_over(tx: &Tx, email: &Email, send: SendId) -> Outcome<bool> {
    let send = sends::by_id(tx, send).await?;
    Ok(send.is_none_or(|send| match send.state {
        SendState::Refused | SendState::PleaseCheck => true,
        SendState::Accepted => email.state == EmailState::Bounced,
        _ => false,
    }))
}

/// Takes an e-mail back that has not left: it is a draft again.
pub async fn take_back(engine: &Engine, user: &User, id: EmailId) -> Outcome<Email> {
    let tx = engine.db.begin().await?;
    let mut email = own(&tx, user, id).await?;
    if email.state != EmailState::Draft {
        let is_off = match email.send_id {
            Some(send) => sends::call_off(&tx, send, engine.clock.now()).await?,
            None => true,
        };
        if !is_off && email.state != EmailState::Failed {
            return Err(Refusal::EmailHasLeft.into());
        }
        to_draft(engine, &mut email);
        emails::save(&tx, &email).await?;
    }
    tx.commit().await?;
    Ok(email)
}

pub(super) fn to_draft(engine: &Engine, email: &mut Email) {
    email.state = EmailState::Draft;
    email.send_id = None;
    email.sent_subject = None;
    email.sent_body = None;
    email.message_id = None;
    email.scheduled_at = None;
    email.time_zone = None;
    email.failed_at = None;
    email.problem = None;
    email.updated_at = engine.clock.now();
}

/// Sends again what failed or bounced, as it was written, at once.
pub async fn retry(engine: &Engine, user: &User, id: EmailId) -> Outcome<Email> {
    content::ready(engine).await?;
    let tx = engine.db.begin().await?;
    let mut email = own(&tx, user, id).await?;
    if !matches!(email.state, EmailState::Failed | EmailState::Bounced) {
        return Err(Refusal::StateChanged.into());
    }
    check(engine, &tx, user, &email).await?;
    let now = engine.clock.now();
    schedule(engine, &tx, &mut email, now).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(email)
}

/// A person has looked whether an e-mail left that nobody could tell of.
pub async fn say_whether_it_left(
    engine: &Engine,
    user: &User,
    id: EmailId,
    has_left: bool,
) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mut email = own(&tx, user, id).await?;
    if email.state != EmailState::PleaseCheck {
        return Err(Refusal::StateChanged.into());
    }
    if has_left {
        let message_id = email.message_id.clone();
        settle(engine, &tx, email, message_id, &News::Accepted).await?;
    } else {
        to_draft(engine, &mut email);
        emails::save(&tx, &email).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Puts an e-mail away, or takes it out again. What is put away is not tracked.
pub async fn archive(engine: &Engine, user: &User, id: EmailId, is_archived: bool) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mut email = own(&tx, user, id).await?;
    if email.state != EmailState::Delivered {
        return Err(Refusal::StateChanged.into());
    }
    let now = engine.clock.now();
    email.archived_at = is_archived.then_some(now);
    email.updated_at = now;
    emails::save(&tx, &email).await?;
    tx.commit().await?;
    Ok(())
}

/// Success is what the seller says it is (actions 5.5).
pub async fn mark_success(
    engine: &Engine,
    user: &User,
    id: EmailId,
    is_success: bool,
) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mut email = own(&tx, user, id).await?;
    email.is_success = is_success;
    email.updated_at = engine.clock.now();
    emails::save(&tx, &email).await?;
    tx.commit().await?;
    Ok(())
}

/// Throws an e-mail away; one that is scheduled is called off first.
pub async fn delete(engine: &Engine, user: &User, id: EmailId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let email = own(&tx, user, id).await?;
    if !email.may_be_deleted() {
        return Err(Refusal::EmailCannotBeDeleted.into());
    }
    if email.state == EmailState::Scheduled
        && let Some(send) = email.send_id
        && !sends::call_off(&tx, send, engine.clock.now()).await?
    {
        return Err(Refusal::EmailHasLeft.into());
    }
    emails::delete(&tx, email.id).await?;
    tx.commit().await?;
    Ok(())
}

/// One of a user's own, held until the transaction ends.
async fn own(tx: &Tx, user: &User, id: EmailId) -> Outcome<Email> {
    let email = emails::hold(tx, id).await?;
    let mine = email.filter(|email| email.owner_id == user.id);
    Ok(mine.ok_or(Refusal::NotFound)?)
}

/// A send has ended outside its walk: with its mailbox, with its owner's access, after the last try.
pub(crate) async fn send_ended(engine: &Engine, tx: &Tx, send: &Send) -> Outcome<()> {
    if send.purpose != Purpose::Email {
        return Ok(());
    }
    let Some(email) = emails::by_send(tx, send.id).await? else {
        return Ok(());
    };
    let problem = send.problem.clone().unwrap_or(Refusal::StateChanged);
    let news = match send.state {
        SendState::Refused => News::Refused(problem),
        SendState::PleaseCheck => News::PleaseCheck(Refusal::EmailUnknown {
            address: email.to.to_string(),
        }),
        _ => return Ok(()),
    };
    settle(engine, tx, email, send.message_id.clone(), &news).await
}

/// How an e-mail will read for its person, and what stands in the way of its leaving, if anything.
pub async fn preview(
    engine: &Engine,
    user: &User,
    email: &Email,
    person: &Person,
) -> Outcome<(Rendered, Option<Refusal>)> {
    content::ready(engine).await?;
    let tx = engine.db.begin_reading().await?;
    let identity = content::identity_of(&tx, email).await?;
    let values = content::values(engine, &tx, email, person, user, &identity).await?;
    let problem = match email.state {
        EmailState::Draft => {
            compose::render(&email.writing, &values, email.is_non_commercial).err()
        }
        _ => None,
    };
    let (rendered, _) = compose::preview(&email.writing, &values, email.is_non_commercial);
    Ok((rendered, problem))
}

/// Sends what is written to its writer alone, at once, as the person would get it.
pub async fn send_to_myself(
    engine: &Engine,
    user: &User,
    id: EmailId,
    person: PersonId,
    form: &Form<'_>,
) -> Outcome<()> {
    let email = keep_draft(engine, user, id, person, form).await?;
    content::ready(engine).await?;
    let tx = engine.db.begin().await?;
    let owner = users::by_id(&tx, user.id).await?.ok_or(Refusal::NotFound)?;
    let person = persons::by_id(&tx, email.person_id)
        .await?
        .ok_or(Refusal::NotFound)?;
    let identity = content::identity_of(&tx, &email).await?;
    let channel = channels::of_identity(&tx, &identity).await?;
    let rendered = content::render(engine, &tx, &email, &person, &owner, &identity).await?;
    let now = engine.clock.now();
    let id = SendId(engine.dice.id(now));
    let written =
        super::purpose::preview(engine, &tx, id, &email, &channel, &identity, &rendered).await?;
    let send = Send {
        id,
        user_id: user.id,
        mailbox_id: channel.id(),
        purpose: Purpose::Preview,
        state: SendState::Intent,
        fence: 0,
        recipients: written.recipients,
        sender: Some(written.sender),
        message_id: Some(written.message_id),
        mime: Some(written.mime),
        provider_id: None,
        problem: None,
        changed_at: now,
    };
    send_job::plan(engine, &tx, &send, &channel).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}
