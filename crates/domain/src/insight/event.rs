//! Events: what people and machines did, in one order for everybody (actions 6, 13).

use jiff::Timestamp;

use crate::codes::codes;
use crate::id::{EmailId, PersonId, TaskId, UserId};

codes! {
    EventKind {
        /// A seller's e-mail left.
        EmailSent => "email-sent",
        EmailFailed => "email-failed",
        EmailOpened => "email-opened",
        /// The detail is the link.
        EmailClicked => "email-clicked",
        /// The detail is the new text of the reply.
        EmailReplied => "email-replied",
        /// The detail is what the other side said.
        EmailBounced => "email-bounced",
        /// Out of office, or another machine's answer. The detail is its subject.
        AutoReplied => "auto-replied",
        /// The detail is the reason given.
        Unsubscribed => "unsubscribed",
        Resubscribed => "resubscribed",
        /// The detail is the task's name, for all of tasks.
        TaskAdded => "task-added",
        TaskDue => "task-due",
        TaskCompleted => "task-completed",
        /// The detail is the outcome.
        CallLogged => "call-logged",
        /// The detail is the campaign's name, for both.
        CampaignStarted => "campaign-started",
        CampaignEnded => "campaign-ended",
    }
}

impl EventKind {
    /// Something the person did, as opposed to us: it stands in the live feed and counts as engagement.
    pub fn is_engagement(self) -> bool {
        matches!(
            self,
            Self::EmailOpened | Self::EmailClicked | Self::EmailReplied
        )
    }
}

/// An event that is to be written down; its number is given when it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    pub at: Timestamp,
    pub kind: EventKind,
    /// Whose feed it stands in.
    pub user_id: Option<UserId>,
    pub person_id: Option<PersonId>,
    pub email_id: Option<EmailId>,
    pub task_id: Option<TaskId>,
    /// How sure we are that a machine did it, 0 to 100.
    pub machine: u8,
    /// What [`EventKind`] says for each kind; empty where it says nothing.
    pub detail: String,
}

impl NewEvent {
    /// An event about a person in somebody's feed, done by no machine.
    pub fn new(kind: EventKind, at: Timestamp, user_id: UserId) -> Self {
        Self {
            at,
            kind,
            user_id: Some(user_id),
            person_id: None,
            email_id: None,
            task_id: None,
            machine: 0,
            detail: String::new(),
        }
    }
}

/// One event of the log. Whoever has seen the event `seq` has seen all before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub seq: i64,
    pub what: NewEvent,
}

/// From here on something counts as done by a machine: it is shown apart and triggers nothing
/// (quality "Mail").
pub const MACHINE: u8 = 50;

impl NewEvent {
    pub fn is_machine(&self) -> bool {
        self.machine >= MACHINE
    }
}
