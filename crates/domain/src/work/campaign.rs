//! Sales campaigns: days, steps, settings (actions 9.1, 9.3, 9.5).

mod check;

use jiff::civil::Time;

use super::task::TaskKind;
use crate::codes::codes;

pub use check::{Fault, LAST_DAY, MOST_STEPS};

/// What a campaign does, in the order it does it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Campaign {
    /// By day; those of one day in list order.
    pub steps: Vec<Step>,
    pub settings: Settings,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The position in the sequence, from 1: the third day, not three days later.
    pub day: u16,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Email(Email),
    /// A task; the notes are the talk track.
    Call {
        notes: String,
    },
    InMail {
        notes: String,
    },
    Custom {
        notes: String,
    },
}

impl What {
    /// The kind of its task, or what it would be as one.
    pub fn kind(&self) -> TaskKind {
        match self {
            Self::Email(_) => TaskKind::Email,
            Self::Call { .. } => TaskKind::Call,
            Self::InMail { .. } => TaskKind::InMail,
            Self::Custom { .. } => TaskKind::Custom,
        }
    }
}

/// A copy: changing the template it came from changes nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    pub subject: String,
    pub html: String,
    /// Of all attachments together, as files.
    pub attachment_bytes: u64,
    pub send: SendAt,
    /// The previous step's mail stands below.
    pub follow_up: bool,
}

/// The send options of an e-mail step (actions 9.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendAt {
    /// Asked at each launch; for the first step only. It is the start itself.
    AtLaunch,
    /// On its day, by the clock of the one who launched.
    At(Time),
    /// As the e-mail of an earlier day; on the first day at once.
    SameTime,
    /// A task: the seller sends it.
    ByHand,
}

impl SendAt {
    /// `HH:MM` for a clock time.
    pub fn code(self) -> String {
        match self {
            Self::AtLaunch => "at-launch".to_owned(),
            Self::At(time) => time.strftime("%H:%M").to_string(),
            Self::SameTime => "same-time".to_owned(),
            Self::ByHand => "by-hand".to_owned(),
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "at-launch" => Self::AtLaunch,
            "same-time" => Self::SameTime,
            "by-hand" => Self::ByHand,
            clock => Self::At(Time::strptime("%H:%M", clock).ok()?),
        })
    }
}

impl Step {
    pub fn email(&self) -> Option<&Email> {
        match &self.what {
            What::Email(email) => Some(email),
            _ => None,
        }
    }

    /// Whether a person does it, and nothing goes on until they have.
    pub fn is_task(&self) -> bool {
        self.email()
            .is_none_or(|email| email.send == SendAt::ByHand)
    }
}

/// What happens to a person besides the steps (actions 9.5, 17, 18).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// A week has five days: Saturday and Sunday are not counted.
    pub skip_weekends: bool,
    pub end_on_bounce: bool,
    pub on_reply: OnReply,
    pub on_out_of_office: OnOutOfOffice,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            skip_weekends: true,
            end_on_bounce: true,
            on_reply: OnReply::End,
            on_out_of_office: OnOutOfOffice::Ignore,
        }
    }
}

codes! {
    OnReply {
        GoOn => "go-on",
        End => "end",
        EndAsSuccess => "end-as-success",
    }
}

codes! {
    OnOutOfOffice {
        /// The campaign goes on as if nobody had answered.
        Ignore => "ignore",
        /// It goes on when the person is back; without a date it goes on.
        Pause => "pause",
        /// As a reply.
        Reply => "reply",
    }
}
