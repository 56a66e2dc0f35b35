//! The job that sends one letter through the company's relay.
//!
//! The Message-ID is the job's id, so that a letter repeated after a crash is the same letter to
//! every mail program.

use liaison_connectors::mime::{self, Outgoing};
use liaison_connectors::smtp::{self, SmtpError};
use liaison_domain::access::{Delivery, LinkStanding};
use liaison_domain::id::JobId;
use liaison_domain::{EmailAddress, Language};
use liaison_store::access::invitations;
use liaison_store::mail::identities as kept_identities;
use liaison_store::{Fault, Sql, Tx};
use serde::{Deserialize, Serialize};

use super::{Letter, identities};
use crate::access::reset;
use crate::jobs::{self, Handled};
use crate::{Engine, Error, Outcome, Token};

pub(crate) const KIND: &str = "letter";

/// What the queue keeps, sealed: the link in it opens an account.
#[derive(Serialize, Deserialize)]
struct Parcel {
    to: EmailAddress,
    language: Language,
    letter: Letter,
}

/// Enqueues a letter in the caller's transaction.
pub(crate) async fn enqueue(
    engine: &Engine,
    tx: &Tx,
    to: &EmailAddress,
    language: Language,
    letter: Letter,
) -> Outcome<()> {
    jobs::enqueue(
        engine,
        tx,
        KIND,
        None,
        &Parcel {
            to: to.clone(),
            language,
            letter,
        },
    )
    .await
}

pub(crate) async fn handle(engine: &Engine, id: JobId, payload: &str) -> Outcome<Handled> {
    let parcel: Parcel = serde_json::from_str(payload).map_err(Error::broken)?;
    if !is_still_wanted(engine, &parcel.letter).await? {
        return Ok(Handled::Done);
    }
    let Some(relay) = &engine.relay else {
        return Ok(Handled::Never("no relay is set up".into()));
    };
    let written = engine
        .letters
        .write(&parcel.letter, parcel.language)
        .map_err(Error::broken)?;
    let host = engine.public_url.host_str().unwrap_or("localhost");
    let mail = mime::compose(&Outgoing {
        from: (Some("Liaison".into()), relay.from.to_string()),
        to: vec![(None, parcel.to.to_string())],
        subject: written.subject,
        text: written.text,
        html: Some(written.html),
        message_id: format!("{id}@{host}"),
        date: engine.clock.now().as_second(),
        headers: vec![("Auto-Submitted".into(), "auto-generated".into())],
        ..Outgoing::default()
    })
    .map_err(Error::broken)?;

    let sent = smtp::send(
        &engine.outbound,
        &relay.settings,
        relay.from.as_str(),
        &[parcel.to.as_str()],
        &mail,
    )
    .await;
    let handled = match &sent {
        Ok(_) => Handled::Done,
        // The relay may have it already; the same Message-ID makes a second copy harmless.
        Err(SmtpError::CutOff { .. }) => Handled::Again("the relay broke off".into()),
        Err(error) if error.is_temporary() => Handled::Again(error.to_string()),
        Err(error) => Handled::Never(error.to_string()),
    };
    if handled == Handled::Done {
        note_delivery(&engine.db, &parcel.letter, Delivery::Sent).await?;
    }
    Ok(handled)
}

/// A mail whose link no longer opens anything is not sent: the invitation was revoked, accepted or
/// sent anew, the reset was used or is too old, the address is confirmed or was removed.
async fn is_still_wanted(engine: &Engine, letter: &Letter) -> Outcome<bool> {
    let is_good = |looked: Outcome<()>| match looked {
        Ok(()) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    };
    match letter {
        Letter::Welcome { link, .. } => {
            let found = invitations::by_token(&engine.db, &token_in(link).hash()).await?;
            Ok(found.is_some_and(|i| i.standing(engine.clock.now()) == LinkStanding::Open))
        }
        Letter::Reset { link } => is_good(reset::look(engine, &token_in(link)).await.map(|_| ())),
        Letter::VerifyAddress { link, .. } => {
            is_good(identities::look(engine, &token_in(link)).await.map(|_| ()))
        }
        Letter::Reconnect { .. } | Letter::MailboxTest { .. } => Ok(true),
    }
}

fn token_in(link: &str) -> Token {
    Token::received(link.rsplit('/').next().unwrap_or_default())
}

/// The admin's list of invitations tells whether the mail has left.
async fn note_delivery(sql: &impl Sql, letter: &Letter, delivery: Delivery) -> Result<(), Fault> {
    let Letter::Welcome { invitation, .. } = letter else {
        return Ok(());
    };
    invitations::set_delivery(sql, *invitation, &delivery).await
}

/// After the last try, or when another would be in vain.
pub(crate) async fn given_up(engine: &Engine, tx: &Tx, payload: &str, why: String) -> Outcome<()> {
    let parcel: Parcel = serde_json::from_str(payload).map_err(Error::broken)?;
    if is_still_wanted(engine, &parcel.letter).await? {
        note_delivery(tx, &parcel.letter, Delivery::Failed(why)).await?;
    }
    if let Letter::VerifyAddress { link, .. } = &parcel.letter {
        kept_identities::drop_link(tx, &token_in(link).hash()).await?;
    }
    Ok(())
}
