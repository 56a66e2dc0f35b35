//! What a message in a seller's mailbox is: an answer, an automatic one, a bounce, or something else
//! (actions 6, 18; quality "Mail").
//!
//! A message is whatever somebody sent: any bytes are read, and reading takes no longer than their
//! length allows.

mod auto;
mod away;
mod back;
mod bounce;
mod letter;
mod report;
mod verdict;
mod words;

use jiff::civil::Date;

pub(super) use letter::Letter;

/// One message of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    pub class: Inbound,
    /// Message-IDs without `<>` it refers to, the nearest first: what it answers, or the mail that
    /// bounced. At most [`MOST_IDS`].
    pub answers: Vec<String>,
    /// Its own Message-ID.
    pub id: Option<String>,
    /// As written, when it is an address.
    pub from: Option<String>,
    pub subject: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inbound {
    /// A person answered.
    Reply,
    /// A program answered: a receipt, a ticket number.
    AutoReply,
    /// A program answered that the person is away.
    OutOfOffice {
        /// The last day away, or the day of return, whichever it says; not before it was sent.
        until: Option<Date>,
    },
    Bounce(Bounce),
    Other,
}

impl Inbound {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::AutoReply => "auto-reply",
            Self::OutOfOffice { .. } => "out-of-office",
            Self::Bounce(_) => "bounce",
            Self::Other => "other",
        }
    }
}

/// A mail that did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// Whom it did not reach, in its canonical form, where the notice says so.
    pub address: Option<String>,
    /// This address will never accept mail.
    pub hard: bool,
    /// They refuse us, not the address: it pauses the mailbox, not the person. Never hard.
    pub policy: bool,
    /// Nobody tries any more; otherwise it is late and may still arrive.
    pub given_up: bool,
    /// The enhanced status, `5.1.1` (RFC 3463).
    pub status: Option<String>,
    /// What the other server said, on one line of at most [`LONGEST_REASON`] characters.
    pub reason: String,
}

pub const MOST_IDS: usize = 50;
pub const LONGEST_REASON: usize = 500;

/// The headers that say what a message is, and what it is about.
pub const HEADERS: [&str; 17] = [
    "Message-ID",
    "In-Reply-To",
    "References",
    "From",
    "To",
    "Subject",
    "Date",
    "Content-Type",
    "Return-Path",
    "Auto-Submitted",
    "X-Failed-Recipients",
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Response-Suppress",
    "Precedence",
    "X-Precedence",
    "X-Original-Message-ID",
];

/// Whether what begins with this head may be about a mail that only the rest of it names: a bounce.
pub fn may_be_bounce(head: &[u8]) -> bool {
    Letter::read(head).is_some_and(|letter| bounce::by_head(&letter))
}

impl Incoming {
    /// Reads a message as it came over the wire.
    pub fn read(raw: &[u8]) -> Self {
        let Some(letter) = Letter::read(raw) else {
            return Self {
                class: Inbound::Other,
                answers: Vec::new(),
                id: None,
                from: None,
                subject: String::new(),
            };
        };
        let mut answers = letter.answers();
        let class = if let Some(bounce) = bounce::read(&letter) {
            answers.splice(0..0, letter.bounced_ids());
            Inbound::Bounce(bounce)
        } else if let Some(automatic) = auto::read(&letter) {
            automatic
        } else if !answers.is_empty() || auto::is_answer(&letter.subject) {
            Inbound::Reply
        } else {
            Inbound::Other
        };
        let mut known = std::collections::HashSet::new();
        answers.retain(|id| known.insert(id.clone()));
        answers.truncate(MOST_IDS);
        Self {
            class,
            answers,
            id: letter.id,
            from: letter.from,
            subject: letter.subject,
        }
    }
}

#[cfg(test)]
mod tests;
