//! The test message: from a mailbox to itself, to see that sending works and replies will be seen.

use liaison_connectors::mime::{self, Outgoing};
use liaison_domain::Refusal;
use liaison_domain::links::mailbox::{Findings, Mailbox};
use liaison_domain::mail::send::{Purpose, Send};
use liaison_store::access::users;
use liaison_store::links::mailboxes;
use liaison_store::mail::{identities, sends};
use liaison_store::{Sql, Tx};

use super::{News, Written};
use crate::mail::Letter;
use crate::{Engine, Error, Outcome};

pub(super) async fn write(
    engine: &Engine,
    tx: &Tx,
    send: &Send,
    mailbox: &Mailbox,
) -> Outcome<Written> {
    let message_id = format!("{}@{}", send.id, mailbox.address.domain());
    let user = users::by_id(tx, send.user_id)
        .await?
        .ok_or(Refusal::StateChanged)?;
    let mine = identities::of_user(tx, user.id).await?;
    let identity = mine.iter().find(|i| i.address == mailbox.address);
    let name = identity.map_or_else(|| user.display_name(), |i| i.name.clone());
    let letter = Letter::MailboxTest {
        link: engine.url("/settings/email/connection"),
    };
    let written = engine
        .letters
        .write(&letter, user.language)
        .map_err(Error::broken)?;
    let to = send.recipients.iter();
    let mime = mime::compose(&Outgoing {
        from: (Some(name), mailbox.address.to_string()),
        to: to.map(|address| (None, address.to_string())).collect(),
        subject: written.subject,
        text: written.text,
        html: Some(written.html),
        message_id: message_id.clone(),
        date: engine.clock.now().as_second(),
        headers: vec![("Auto-Submitted".into(), "auto-generated".into())],
        ..Outgoing::default()
    })
    .map_err(Error::broken)?;
    Ok(Written {
        mime,
        message_id,
        recipients: send.recipients.clone(),
        sender: mailbox.address.clone(),
    })
}

pub(super) async fn tell(engine: &Engine, tx: &Tx, send: &Send, news: &News) -> Outcome<()> {
    let findings = match news.clone() {
        News::Accepted => Findings::sent(),
        News::NotYet(refusal) | News::Refused(refusal) => Findings::not_sent(refusal),
        News::Unknown(refusal) | News::PleaseCheck(refusal) => Findings::doubtful(refusal),
    };
    find(engine, tx, send, &findings).await?;
    Ok(())
}

/// The newest test message speaks for its mailbox; whether this one did.
pub(in crate::mail) async fn find(
    engine: &Engine,
    sql: &impl Sql,
    send: &Send,
    findings: &Findings,
) -> Outcome<bool> {
    let newest = sends::newest(sql, send.mailbox_id, Purpose::Test).await?;
    if newest.is_none_or(|newest| newest.id != send.id) {
        return Ok(false);
    }
    let now = engine.clock.now();
    Ok(mailboxes::set_findings(sql, send.mailbox_id, findings, now).await?)
}

/// Whether a send is looked for in the inbox after it has left.
pub(in crate::mail) fn looks_for_arrival(send: &Send) -> bool {
    send.purpose == Purpose::Test
}
