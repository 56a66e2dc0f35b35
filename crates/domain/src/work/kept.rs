//! Tasks, calls, campaigns and their members as they are kept.

use jiff::Timestamp;

use super::call::CallStatus;
use super::campaign::{Campaign, Settings, Step};
use super::member::{EndReason, MemberState};
use super::task::{Task, TaskStatus};
use crate::id::{
    CallId, CampaignId, EmailId, IdentityId, MemberId, PersonId, StepId, TaskId, TemplateId, UserId,
};

/// A task somebody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTask {
    pub id: TaskId,
    /// Whose it is.
    pub user_id: UserId,
    pub made_by: Option<UserId>,
    pub person_id: Option<PersonId>,
    pub task: Task,
    /// When the feed says that it is due; `None` once it has been said.
    pub remind_at: Option<Timestamp>,
    pub email_id: Option<EmailId>,
    /// The campaign's way and step it belongs to.
    pub member_id: Option<MemberId>,
    pub step_id: Option<StepId>,
    pub salesforce_id: Option<String>,
    pub salesforce_changed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub completed_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
}

impl KeptTask {
    pub fn is_open(&self) -> bool {
        self.task.status == TaskStatus::Open && self.deleted_at.is_none()
    }

    /// Whoever has it or gave it may change it.
    pub fn is_of(&self, user: UserId) -> bool {
        self.user_id == user || self.made_by == Some(user)
    }
}

/// A call somebody has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCall {
    pub id: CallId,
    pub user_id: UserId,
    pub person_id: PersonId,
    pub task_id: Option<TaskId>,
    pub member_id: Option<MemberId>,
    /// As it was dialled.
    pub number: String,
    /// In the admin's words; empty where none was picked.
    pub outcome: String,
    pub reason: String,
    pub notes: String,
    pub seconds: u32,
    pub status: CallStatus,
    pub called_at: Timestamp,
}

/// A campaign without its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCampaign {
    pub id: CampaignId,
    pub owner_id: UserId,
    pub name: String,
    /// May be empty.
    pub category: String,
    pub settings: Settings,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

impl KeptCampaign {
    /// With its steps, as the planner wants it.
    pub fn with(&self, steps: &[KeptStep]) -> Campaign {
        Campaign {
            steps: steps.iter().map(|kept| kept.step.clone()).collect(),
            settings: self.settings,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptStep {
    pub id: StepId,
    pub campaign_id: CampaignId,
    /// Among the steps of its day.
    pub place: i64,
    /// Of the task; may be empty, for e-mails it is.
    pub name: String,
    pub template_id: Option<TemplateId>,
    pub step: Step,
}

/// One person's way through a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub campaign_id: CampaignId,
    pub person_id: PersonId,
    /// Who started it.
    pub user_id: UserId,
    pub identity_id: Option<IdentityId>,
    /// Of whoever started it: days and clock times are counted in it.
    pub time_zone: String,
    /// [`MemberState::code`].
    pub state: String,
    /// The step that is due next or under way.
    pub step_id: Option<StepId>,
    /// When to look at it again; `None` while an e-mail or a task is under way.
    pub due_at: Option<Timestamp>,
    /// Start now, or the chosen start.
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub ended_reason: Option<EndReason>,
    pub ended_by: Option<UserId>,
    pub is_success: bool,
}

impl Member {
    /// Where it stands among these steps; `None` when what is kept does not fit together.
    pub fn standing(&self, steps: &[KeptStep]) -> Option<MemberState> {
        let step = match self.step_id {
            Some(id) => Some(steps.iter().position(|step| step.id == id)?),
            None => None,
        };
        MemberState::from_parts(&self.state, step, self.ended_reason.map(EndReason::code))
    }

    /// Writes a state down.
    pub fn stand(&mut self, state: MemberState, steps: &[KeptStep]) {
        self.state = state.code().to_owned();
        self.step_id = state.step().and_then(|n| steps.get(n)).map(|step| step.id);
        self.ended_reason = state.reason();
        self.is_success = self.is_success || state.reason() == Some(EndReason::ReplySuccess);
    }

    pub fn is_running(&self) -> bool {
        !matches!(self.state.as_str(), "completed" | "ended")
    }
}
