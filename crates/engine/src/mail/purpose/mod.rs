//! What a mail is sent for: what it says, and who hears how it went. The walk through the protocol is the
//! same for all ([`super::send_job`]).

pub(super) mod email;
mod test;

use liaison_domain::links::Channel;
use liaison_domain::mail::send::{Purpose, Send};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Tx;
use liaison_store::mail::emails;

use super::carrier::Carrier;
use crate::{Engine, Outcome};

/// The mail as it leaves.
pub(super) struct Written {
    pub mime: Vec<u8>,
    /// Without angle brackets.
    pub message_id: String,
    /// Everybody it goes to, in the envelope.
    pub recipients: Vec<EmailAddress>,
    /// Whom servers tell of what cannot be delivered.
    pub sender: EmailAddress,
}

/// Takes hold of what a send is for until the transaction ends.
pub(super) async fn hold(tx: &Tx, send: &Send) -> Outcome<()> {
    if send.purpose == Purpose::Email {
        emails::hold_by_send(tx, send.id).await?;
    }
    Ok(())
}

/// Whether what was written earlier may leave now; a refusal ends the send.
pub(super) async fn may_still_leave(tx: &Tx, send: &Send) -> Outcome<()> {
    match send.purpose {
        Purpose::Email => email::may_still_leave(tx, send).await,
        Purpose::Test | Purpose::Preview => Ok(()),
    }
}

/// Writes the mail in the transaction of the intent. A refusal ends the send: it never leaves.
pub(super) async fn write(
    engine: &Engine,
    tx: &Tx,
    send: &Send,
    channel: &Channel,
    carrier: &dyn Carrier,
) -> Outcome<Written> {
    match send.purpose {
        Purpose::Test => {
            let mailbox = channel.mailbox().ok_or(Refusal::StateChanged)?;
            test::write(engine, tx, send, mailbox).await
        }
        Purpose::Email => email::write(engine, tx, send, channel, carrier).await,
        // Its bytes are fixed when it is planned.
        Purpose::Preview => Err(Refusal::StateChanged.into()),
    }
}

/// How a send stands, as far as somebody should hear of it.
#[derive(Debug, Clone)]
pub(super) enum News {
    Accepted,
    /// It did not leave; it is tried again.
    NotYet(Refusal),
    /// It did not leave and never will.
    Refused(Refusal),
    /// Whether it left cannot be told for now; the refusal says why nobody could be asked.
    Unknown(Refusal),
    /// Nobody can tell whether it left: a person must look.
    PleaseCheck(Refusal),
}

/// Tells whoever the send was for, in the transaction of the arrow.
pub(super) async fn tell(engine: &Engine, tx: &Tx, send: &Send, news: &News) -> Outcome<()> {
    match send.purpose {
        Purpose::Test => test::tell(engine, tx, send, news).await,
        Purpose::Email => email::tell(engine, tx, send, news).await,
        Purpose::Preview => Ok(()),
    }
}

/// Nobody can tell whether it left, in the words of what it was sent for.
pub(super) fn unknown(send: &Send) -> Refusal {
    let address = to_whom(send);
    match send.purpose {
        Purpose::Test | Purpose::Preview => Refusal::MailboxTestUnknown { address },
        Purpose::Email => Refusal::EmailUnknown { address },
    }
}

/// Whom a send goes to first: where it goes to its own mailbox, that one.
pub(super) fn to_whom(send: &Send) -> String {
    let first = send.recipients.first();
    first.map(ToString::to_string).unwrap_or_default()
}

pub(super) use email::preview;
pub(super) use test::{find, looks_for_arrival};
