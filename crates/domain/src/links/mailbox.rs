//! A seller's mailbox: at Google, at Microsoft, or on servers reached by IMAP and SMTP
//! (actions 3.2, 3.3).

use jiff::Timestamp;

use super::health::Health;
use super::provider::Provider;
use super::servers::Servers;
use crate::id::{MailboxId, UserId};
use crate::{EmailAddress, Refusal};

/// What a seller chooses from in the wizard (seeds 000 and 001, step 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailboxKind {
    Gmail,
    Outlook,
    /// Any other mailbox, by IMAP and SMTP.
    Imap,
}

impl MailboxKind {
    pub const ALL: [Self; 3] = [Self::Gmail, Self::Outlook, Self::Imap];

    pub fn code(self) -> &'static str {
        match self {
            Self::Gmail => "gmail",
            Self::Outlook => "outlook",
            Self::Imap => "imap",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// Who asks for consent; `None` where a password is entered with us.
    pub fn provider(self) -> Option<Provider> {
        match self {
            Self::Gmail => Some(Provider::Google),
            Self::Outlook => Some(Provider::Microsoft),
            Self::Imap => None,
        }
    }
}

/// How a mailbox is reached, without passwords and tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    Gmail { subject: OutsideId },
    Outlook { subject: OutsideId },
    Imap(Servers),
}

/// Who the mailbox's owner is at the provider: Google's `sub`, Microsoft's `tid` and `oid` with a
/// slash between them (quality "Who somebody is").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideId(pub String);

impl Access {
    /// Whether both lead to the same account of the same provider; servers may have moved.
    pub fn is_same_account(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Imap(_), Self::Imap(_)) => true,
            (one, other) => one == other,
        }
    }

    /// Whether nothing leaves as any address but the mailbox's own (actions 3.1).
    pub fn sends_as_itself_only(&self) -> bool {
        !matches!(self, Self::Imap(_))
    }

    pub fn kind(&self) -> MailboxKind {
        match self {
            Self::Gmail { .. } => MailboxKind::Gmail,
            Self::Outlook { .. } => MailboxKind::Outlook,
            Self::Imap(_) => MailboxKind::Imap,
        }
    }
}

/// What the last test message said about one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The test message is still on its way.
    Testing,
    Works,
    Fails,
    /// It did not come to this, or nobody could be asked.
    Unknown,
}

impl Direction {
    pub const ALL: [Self; 4] = [Self::Testing, Self::Works, Self::Fails, Self::Unknown];

    pub fn code(self) -> &'static str {
        match self {
            Self::Testing => "testing",
            Self::Works => "works",
            Self::Fails => "fails",
            Self::Unknown => "unknown",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.code() == code)
    }
}

/// What a test message has shown: it left, it was seen to arrive, and if not, why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    pub sending: Direction,
    /// Seeing what arrives is what finds replies.
    pub replies: Direction,
    pub problem: Option<Refusal>,
}

impl Findings {
    /// While the test message is on its way.
    pub fn testing() -> Self {
        Self {
            sending: Direction::Testing,
            replies: Direction::Testing,
            problem: None,
        }
    }

    /// It left; whether it arrives remains to be seen.
    pub fn sent() -> Self {
        Self {
            sending: Direction::Works,
            ..Self::testing()
        }
    }

    pub fn seen() -> Self {
        Self {
            sending: Direction::Works,
            replies: Direction::Works,
            problem: None,
        }
    }

    /// It did not leave, so nothing can arrive.
    pub fn not_sent(problem: Refusal) -> Self {
        Self {
            sending: Direction::Fails,
            replies: Direction::Unknown,
            problem: Some(problem),
        }
    }

    /// Whether it left cannot be told.
    pub fn doubtful(problem: Refusal) -> Self {
        Self {
            sending: Direction::Unknown,
            replies: Direction::Unknown,
            problem: Some(problem),
        }
    }

    /// It left but was not seen to arrive.
    pub fn not_seen(problem: Refusal) -> Self {
        Self {
            sending: Direction::Works,
            replies: Direction::Fails,
            problem: Some(problem),
        }
    }

    /// Others refuse what is sent from here; what arrives is seen as before.
    pub fn paused(self, problem: Refusal) -> Self {
        Self {
            sending: Direction::Fails,
            problem: Some(problem),
            ..self
        }
    }

    /// What was sent arrives nowhere to be seen: sending stands as it stood.
    pub fn blind(self, problem: Refusal) -> Self {
        Self {
            replies: Direction::Fails,
            problem: Some(problem),
            ..self
        }
    }

    pub fn is_testing(&self) -> bool {
        self.problem.is_none()
            && (self.sending == Direction::Testing || self.replies == Direction::Testing)
    }
}

/// A connected mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    pub id: MailboxId,
    pub user_id: UserId,
    pub address: EmailAddress,
    pub access: Access,
    pub health: Health,
    pub findings: Findings,
    /// IMAP: where our own copies of sent mail go; `None` when there is no such folder. Gmail and
    /// Outlook keep copies themselves.
    pub sent_folder: Option<String>,
    pub connected_at: Timestamp,
    pub last_checked_at: Timestamp,
}

/// A mailbox must have one of the person's own addresses: mail is sent as that address, and replies
/// to it are somebody's answers to this person (administration 5.10).
pub fn must_be_own(address: &EmailAddress, own: &[EmailAddress]) -> Result<(), Refusal> {
    if own.contains(address) {
        return Ok(());
    }
    let wanted: Vec<&str> = own.iter().map(EmailAddress::as_str).collect();
    Err(Refusal::MailboxAddressDiffers {
        wanted: wanted.join(", "),
        mailbox: address.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_of_somebody_else_is_refused_with_both_addresses() {
        let address = |text: &str| EmailAddress::parse(text).unwrap();
        let own = [address("anna@acme.example"), address("sales@acme.example")];
        assert_eq!(must_be_own(&address("Sales@acme.example"), &own), Ok(()));
        assert_eq!(
            must_be_own(&address("bo@acme.example"), &own),
            Err(Refusal::MailboxAddressDiffers {
                wanted: "anna@acme.example, sales@acme.example".into(),
                mailbox: "bo@acme.example".into(),
            })
        );
    }

    #[test]
    fn a_test_ends_with_its_second_half_or_with_a_problem() {
        assert!(Findings::testing().is_testing());
        assert!(Findings::sent().is_testing());
        assert!(!Findings::seen().is_testing());
        assert!(!Findings::not_sent(Refusal::StateChanged).is_testing());
        assert!(!Findings::not_seen(Refusal::StateChanged).is_testing());
    }
}
