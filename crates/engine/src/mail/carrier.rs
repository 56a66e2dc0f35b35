//! A mailbox as the send protocol needs it. Gmail, Outlook and IMAP with SMTP are each one room behind
//! this trait.

use jiff::Timestamp;
use liaison_domain::mail::inbound;
use liaison_domain::mail::send::Absence;
use liaison_domain::{EmailAddress, Refusal};

use crate::{Engine, Error};

/// One mail as it leaves.
pub(crate) struct Parcel<'a> {
    pub from: &'a EmailAddress,
    /// Everybody it goes to, also those no header names.
    pub to: &'a [EmailAddress],
    /// CRLF line ends.
    pub mime: &'a [u8],
    /// What [`Carrier::prepare`] gave.
    pub draft: Option<&'a str>,
}

/// Where a mail that is to be sent by way of a draft is kept.
pub(crate) struct Draft {
    pub id: String,
    /// The provider may have changed it; without angle brackets.
    pub message_id: Option<String>,
}

/// What has come into a mailbox since it was last looked into.
pub(crate) struct Arrived {
    /// In the order it came, as far as that is known. A message may come again.
    pub heads: Vec<Head>,
    /// Where the next look begins, in the provider's words.
    pub position: String,
    /// There is more to be had at once.
    pub has_more: bool,
}

/// A message as far as its headers tell.
pub(crate) struct Head {
    /// For [`Carrier::whole`].
    pub place: String,
    /// Its headers with line ends, at least those of [`inbound::HEADERS`].
    pub bytes: Vec<u8>,
    /// How its text begins, where that came for nothing.
    pub preview: String,
}

/// Headers that came as names and values.
pub(crate) fn head_of<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
    let wanted = |name: &str| {
        inbound::HEADERS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    };
    let lines = headers
        .filter(|(name, _)| wanted(name))
        .map(|(name, value)| {
            let value: String = value
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            format!("{name}: {value}\r\n")
        });
    lines.collect::<String>().into_bytes()
}

/// Of one message, in bytes: what is read of it stands at its beginning.
pub(crate) const MOST_READ: usize = 1024 * 1024;

/// Why something was not done.
#[derive(Debug)]
pub(crate) enum Hitch {
    /// Not done, and it never will be without somebody's help.
    Never(Refusal),
    /// Not done; it may succeed by itself later.
    Later(Refusal),
    /// The same, and until then nothing else of this mailbox will be done either.
    Away(Refusal),
    /// It may have been done.
    Unknown(String),
    /// On our own side.
    Broken(Error),
}

impl From<Error> for Hitch {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) if refusal.passes_by_itself() => Self::Away(refusal),
            Error::Refused(refusal) => Self::Never(refusal),
            other => Self::Broken(other),
        }
    }
}

impl From<Hitch> for Error {
    fn from(hitch: Hitch) -> Self {
        match hitch {
            Hitch::Never(refusal) | Hitch::Later(refusal) | Hitch::Away(refusal) => {
                Self::Refused(refusal)
            }
            Hitch::Unknown(why) => Self::Broken(why),
            Hitch::Broken(error) => error,
        }
    }
}

#[async_trait::async_trait]
pub(crate) trait Carrier: Send + Sync {
    /// What it means when [`Self::was_sent`] finds nothing.
    fn absence(&self) -> Absence;

    /// Whether blind copies are told by a header of the mail, and not by its envelope.
    fn takes_bcc_from_header(&self) -> bool {
        true
    }

    /// Signs in and looks round; sends nothing.
    async fn look_in(&self, engine: &Engine) -> Result<(), Hitch>;

    /// Keeps a draft where sending goes by way of one; nothing leaves.
    async fn prepare(&self, _: &Engine, _: &[u8]) -> Result<Option<Draft>, Hitch> {
        Ok(None)
    }

    /// The draft with this Message-ID, where one was kept and not noted.
    async fn find_draft(&self, _: &Engine, _: &str) -> Result<Option<Draft>, Hitch> {
        Ok(None)
    }

    /// Throws a draft away that is not to be sent; one that is gone counts as thrown away.
    async fn drop_draft(&self, _: &Engine, _: &str) -> Result<(), Hitch> {
        Ok(())
    }

    /// Sends; the provider's id of the message where there is one.
    async fn hand_over(
        &self,
        engine: &Engine,
        parcel: &Parcel<'_>,
    ) -> Result<Option<String>, Hitch>;

    /// Whether a mail has left, by its Message-ID or by the id of its draft.
    async fn was_sent(
        &self,
        engine: &Engine,
        message_id: &str,
        draft: Option<&str>,
    ) -> Result<bool, Hitch>;

    /// Whether a mail lies in the inbox.
    async fn has_arrived(&self, engine: &Engine, message_id: &str) -> Result<bool, Hitch>;

    /// Ends the conversations that were kept open for the next mail.
    async fn leave(&self) {}

    /// What has come in since `position`, a bounded part of it. Without a position, or with one the
    /// provider no longer knows, reading begins with what came after `since`. Nothing is marked as read,
    /// and what was read before does not matter.
    async fn arrived(
        &self,
        engine: &Engine,
        position: Option<&str>,
        since: Timestamp,
    ) -> Result<Arrived, Hitch>;

    /// A message as it travelled, perhaps its beginning only; `None` when it is gone or too large.
    async fn whole(&self, engine: &Engine, place: &str) -> Result<Option<Vec<u8>>, Hitch>;

    /// Keeps our own copy of what was sent, once, where the provider does not.
    async fn keep_copy(&self, _: &Engine, _: &str, _: &[u8]) -> Result<(), Hitch> {
        Ok(())
    }
}
