//! A seller's e-mail on its way out: the last checks, the words, and how it went.

use liaison_connectors::mime::{self, Attached, Outgoing};
use liaison_domain::id::SendId;
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::links::Channel;
use liaison_domain::mail::compose::{Rendered, may_write_from};
use liaison_domain::mail::send::Send;
use liaison_domain::mail::{Email, EmailState, Identity};
use liaison_domain::people::Person;
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Tx;
use liaison_store::access::users;
use liaison_store::insight::events;
use liaison_store::mail::{emails, files};
use liaison_store::people::persons;

use super::{News, Written};
use crate::links::crm;
use crate::mail::carrier::Carrier;
use crate::mail::{content, recipients};
use crate::work::members;
use crate::{Engine, Error, Outcome};

/// The checks of actions 7.7 once more, at the real moment, in the transaction of the intent; then the
/// words are fixed.
pub(super) async fn write(
    engine: &Engine,
    tx: &Tx,
    send: &Send,
    channel: &Channel,
    carrier: &dyn Carrier,
) -> Outcome<Written> {
    let found = emails::by_send(tx, send.id).await?;
    let mut email = found.ok_or(Refusal::StateChanged)?;
    let person = persons::by_id(tx, email.person_id)
        .await?
        .ok_or(Refusal::StateChanged)?;
    let to = recipients::may_be_written_to(tx, &person, email.is_non_commercial).await?;
    for copy in email.writing.cc.iter().chain(&email.writing.bcc) {
        recipients::copy_may_be_sent(tx, copy, email.is_non_commercial).await?;
    }
    let owner = users::by_id(tx, email.owner_id)
        .await?
        .ok_or(Refusal::StateChanged)?;
    let identity = content::identity_of(tx, &email).await?;
    may_write_from(&identity, channel)?;
    let rendered = content::render(engine, tx, &email, &person, &owner, &identity).await?;

    let message_id = format!("{}@{}", send.id, identity.address.domain());
    let mut headers = content::headers(engine, tx, &email).await?;
    if let Some(before) = content::followed(tx, &email).await? {
        headers.push(("In-Reply-To".into(), format!("<{before}>")));
        headers.push(("References".into(), format!("<{before}>")));
    }
    let party = |address: &EmailAddress| (None, address.to_string());
    let blind = content::blind_copies(tx, &email).await?;
    let bcc = match carrier.takes_bcc_from_header() {
        true => blind.iter().map(party).collect(),
        false => vec![],
    };
    let html = content::tracked(engine, tx, &email, rendered.html.as_html()).await?;
    let mime = mime::compose(&Outgoing {
        from: (Some(identity.name.clone()), identity.address.to_string()),
        to: vec![(Some(person.display_name()), to.to_string())],
        cc: email.writing.cc.iter().map(party).collect(),
        bcc,
        subject: rendered.subject.clone(),
        text: rendered.html.to_text(),
        html: Some(content::document(&html)),
        message_id: message_id.clone(),
        date: engine.clock.now().as_second(),
        headers,
        attachments: attachments(tx, &email).await?,
        ..Outgoing::default()
    })
    .map_err(Error::broken)?;
    email.to = to;
    let recipients = email.everybody(&blind);
    email.state = EmailState::InProgress;
    email.sent_subject = Some(rendered.subject);
    email.sent_body = Some(rendered.html.as_html().to_owned());
    email.message_id = Some(message_id.clone());
    email.updated_at = engine.clock.now();
    email.problem = None;
    emails::save(tx, &email).await?;
    Ok(Written {
        mime,
        message_id,
        recipients,
        sender: channel.envelope_sender(&identity.address).clone(),
    })
}

/// Whoever has unsubscribed since it was written gets it no more.
pub(super) async fn may_still_leave(tx: &Tx, send: &Send) -> Outcome<()> {
    let found = emails::by_send(tx, send.id).await?;
    let email = found.ok_or(Refusal::StateChanged)?;
    let person = persons::by_id(tx, email.person_id)
        .await?
        .ok_or(Refusal::StateChanged)?;
    // The bytes name the address they were written for, whatever the person's is by now.
    let person = Person {
        email: Some(email.to.clone()),
        ..person
    };
    recipients::may_be_written_to(tx, &person, email.is_non_commercial).await?;
    for copy in email.writing.cc.iter().chain(&email.writing.bcc) {
        recipients::copy_may_be_sent(tx, copy, email.is_non_commercial).await?;
    }
    Ok(())
}

/// The same words, to their writer: nothing is tracked, nothing is counted.
pub(in crate::mail) async fn preview(
    engine: &Engine,
    tx: &Tx,
    id: SendId,
    email: &Email,
    channel: &Channel,
    identity: &Identity,
    rendered: &Rendered,
) -> Outcome<Written> {
    let address = channel.envelope_sender(&identity.address);
    let message_id = format!("{id}@{}", address.domain());
    let mime = mime::compose(&Outgoing {
        from: (Some(identity.name.clone()), address.to_string()),
        to: vec![(None, address.to_string())],
        subject: rendered.subject.clone(),
        text: rendered.html.to_text(),
        html: Some(content::document(rendered.html.as_html())),
        message_id: message_id.clone(),
        date: engine.clock.now().as_second(),
        attachments: attachments(tx, email).await?,
        ..Outgoing::default()
    })
    .map_err(Error::broken)?;
    Ok(Written {
        mime,
        message_id,
        recipients: vec![address.clone()],
        sender: address.clone(),
    })
}

async fn attachments(tx: &Tx, email: &Email) -> Outcome<Vec<Attached>> {
    let mut attached = Vec::new();
    for file in files::of_email(tx, email.id).await? {
        let content = files::content(tx, file.id).await?;
        attached.push(Attached {
            name: file.name,
            media_type: file.media_type,
            content: content.ok_or(Refusal::StateChanged)?,
        });
    }
    Ok(attached)
}

pub(super) async fn tell(engine: &Engine, tx: &Tx, send: &Send, news: &News) -> Outcome<()> {
    if let Some(email) = emails::by_send(tx, send.id).await?
        && let Some(email) = emails::hold(tx, email.id).await?
    {
        settle(engine, tx, email, send.message_id.clone(), news).await?;
    }
    Ok(())
}

/// Writes down how an e-mail's send stands, and what follows from it.
pub(in crate::mail) async fn settle(
    engine: &Engine,
    tx: &Tx,
    mut email: Email,
    message_id: Option<String>,
    news: &News,
) -> Outcome<()> {
    let now = engine.clock.now();
    email.updated_at = now;
    let event = match news {
        News::Accepted => {
            // Its bounce may have been quicker than the answer of the provider.
            if email.state != EmailState::Bounced {
                email.state = EmailState::Delivered;
                email.problem = None;
            }
            email.sent_at = Some(now);
            // The provider may have given it another.
            email.message_id = message_id.or(email.message_id.take());
            Some(EventKind::EmailSent)
        }
        News::NotYet(refusal) | News::Unknown(refusal) => {
            email.state = EmailState::InProgress;
            email.problem = Some(refusal.clone());
            None
        }
        News::Refused(refusal) => {
            email.state = EmailState::Failed;
            email.failed_at = Some(now);
            email.problem = Some(refusal.clone());
            Some(EventKind::EmailFailed)
        }
        News::PleaseCheck(refusal) => {
            email.state = EmailState::PleaseCheck;
            email.failed_at = Some(now);
            email.problem = Some(refusal.clone());
            Some(EventKind::EmailFailed)
        }
    };
    emails::save(tx, &email).await?;
    let Some(kind) = event else { return Ok(()) };
    let event = NewEvent {
        person_id: Some(email.person_id),
        email_id: Some(email.id),
        ..NewEvent::new(kind, now, email.owner_id)
    };
    if kind == EventKind::EmailSent {
        crm::email_sent(engine, tx, &email).await?;
    }
    members::email_settled(engine, tx, &email).await?;
    events::append(tx, &[event]).await?;
    Ok(())
}
