//! One write to Salesforce, from its plan to its end.

use jiff::Timestamp;

use super::activity::Fields;
use crate::codes::codes;
use crate::id::{CrmWriteId, PersonId, UserId};
use crate::people::RecordId;

codes! {
    /// What a write is about.
    WriteKind {
        Email => "email",
        Reply => "reply",
        Call => "call",
        Task => "task",
        RollUp => "rollup",
        OptOut => "opt-out",
        /// No write: fields that somebody may not write, said once.
        Fields => "fields",
    }
}

codes! {
    Operation {
        Create => "create",
        Update => "update",
        Delete => "delete",
    }
}

codes! {
    WriteState {
        /// Planned, or to be tried again.
        Waiting => "waiting",
        /// Handed over; what became of it is not known yet.
        Intent => "intent",
        Done => "done",
        Failed => "failed",
        /// No record has the address.
        Unmatched => "unmatched",
        /// Not wanted: by the settings, or because nothing is left to write.
        Skipped => "skipped",
        /// Somebody has read it.
        Dismissed => "dismissed",
    }
}

impl WriteState {
    /// Whether it stands on the diagnostics page without being asked for.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Waiting | Self::Intent | Self::Failed | Self::Unmatched
        )
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct CrmWrite {
    pub id: CrmWriteId,
    /// Whose token writes.
    pub user_id: UserId,
    pub person_id: Option<PersonId>,
    pub kind: WriteKind,
    /// The e-mail, reply, call or task it is about.
    pub subject_id: Option<uuid::Uuid>,
    /// As the API calls it.
    pub object: String,
    /// The record it is about: the one changed, or the one a new Task stands with. Unknown until looked for.
    pub record_id: Option<RecordId>,
    pub operation: Operation,
    pub fields: Fields,
    pub state: WriteState,
    /// What Salesforce said last.
    pub code: Option<String>,
    pub message: Option<String>,
    pub tries: u32,
    pub due_at: Timestamp,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}
