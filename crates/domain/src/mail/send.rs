//! A send is a protocol (quality "A send is a protocol").
//!
//! `planned → claimed → intent → handed over → accepted | refused | unknown → (looked up) → accepted |
//! planned again | please check`. One transaction per arrow, each checked against the fence of whoever
//! claimed last. No transport sends idempotently, so what may have left is looked up, never repeated.

use jiff::{SignedDuration, Timestamp};

use crate::id::{MailboxId, SendId, UserId};
use crate::{EmailAddress, Refusal};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendState {
    Planned,
    /// A worker has it; nothing is written yet.
    Claimed,
    /// Message-ID and bytes are fixed; nothing has left.
    Intent,
    /// The transport is being called: from here on it may have left.
    HandedOver,
    Accepted,
    /// It did not leave, and never will.
    Refused,
    /// It may have left: ask the provider before anything else.
    Unknown,
    /// Nobody can be asked: a person must look.
    PleaseCheck,
}

impl SendState {
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Claimed,
        Self::Intent,
        Self::HandedOver,
        Self::Accepted,
        Self::Refused,
        Self::Unknown,
        Self::PleaseCheck,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Claimed => "claimed",
            Self::Intent => "intent",
            Self::HandedOver => "handed-over",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::PleaseCheck => "please-check",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// What a worker does that finds a send like this.
    pub fn next(self) -> Next {
        match self {
            Self::Planned | Self::Claimed => Next::Write,
            Self::Intent => Next::HandOver,
            Self::HandedOver | Self::Unknown => Next::LookUp,
            Self::Accepted => Next::FollowUp,
            Self::Refused | Self::PleaseCheck => Next::Nothing,
        }
    }
}

/// See [`SendState::next`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Fix Message-ID and bytes.
    Write,
    HandOver,
    LookUp,
    /// It left: keep our copy, look for its arrival.
    FollowUp,
    Nothing,
}

/// What it means that a provider does not know a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// Its own folders are complete once its index has caught up: the mail did not leave.
    Proves,
    /// Only our own copy could be there, and it is made after the sending.
    ProvesNothing,
    /// There is nowhere to look.
    Unseen,
}

/// How long a provider's index may take to learn of a message that has left.
pub const INDEX_CATCHES_UP: SignedDuration = SignedDuration::from_secs(60);

/// What a look-up without a find leads to, `waited` after the outcome became unknown.
pub fn not_found(absence: Absence, waited: SignedDuration) -> AfterLookUp {
    match absence {
        Absence::Unseen => AfterLookUp::PleaseCheck,
        _ if waited < INDEX_CATCHES_UP => AfterLookUp::LookAgain,
        Absence::Proves => AfterLookUp::SendAgain,
        Absence::ProvesNothing => AfterLookUp::PleaseCheck,
    }
}

/// See [`not_found`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterLookUp {
    LookAgain,
    /// The same bytes with the same Message-ID.
    SendAgain,
    PleaseCheck,
}

/// One mail on its way out of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    pub id: SendId,
    pub user_id: UserId,
    pub mailbox_id: MailboxId,
    pub purpose: Purpose,
    pub state: SendState,
    /// Of the worker that claimed it last; grows with each claim.
    pub fence: i64,
    /// Everybody it goes to: To, Cc and Bcc together.
    pub recipients: Vec<EmailAddress>,
    /// The envelope sender; `None` for the mailbox's own address.
    pub sender: Option<EmailAddress>,
    /// Fixed with the intent, without angle brackets.
    pub message_id: Option<String>,
    /// The bytes that leave; dropped when nothing needs them any more.
    pub mime: Option<Vec<u8>>,
    /// The provider's own id: of the draft at Microsoft, of the message at Google.
    pub provider_id: Option<String>,
    /// Why it was refused or must be checked.
    pub problem: Option<Refusal>,
    pub changed_at: Timestamp,
}

/// What a mail is sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To oneself, to see that sending and seeing work.
    Test,
    /// A seller's e-mail: what it says stands in `emails`.
    Email,
    /// The same, to the seller alone, to see how it will look.
    Preview,
}

impl Purpose {
    pub const ALL: [Self; 3] = [Self::Test, Self::Email, Self::Preview];

    pub fn code(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Email => "email",
            Self::Preview => "preview",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_have_left_is_never_sent_without_a_look() {
        for state in [SendState::HandedOver, SendState::Unknown] {
            assert_eq!(state.next(), Next::LookUp);
        }
        assert_eq!(SendState::Intent.next(), Next::HandOver);
        assert_eq!(SendState::PleaseCheck.next(), Next::Nothing);
    }

    #[test]
    fn absence_is_believed_only_where_it_proves_something_and_only_later() {
        let soon = SignedDuration::from_secs(1);
        let late = INDEX_CATCHES_UP;
        assert_eq!(not_found(Absence::Proves, soon), AfterLookUp::LookAgain);
        assert_eq!(not_found(Absence::Proves, late), AfterLookUp::SendAgain);
        assert_eq!(not_found(Absence::Unseen, soon), AfterLookUp::PleaseCheck);
        assert_eq!(
            not_found(Absence::ProvesNothing, late),
            AfterLookUp::PleaseCheck
        );
    }
}
