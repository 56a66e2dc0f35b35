//! An e-mail a seller writes to one person (actions 2, 5.1).

use jiff::Timestamp;

use crate::codes::codes;
use crate::id::{
    BatchId, EmailId, IdentityId, MemberId, PersonId, SendId, StepId, TemplateId, UserId,
};
use crate::{EmailAddress, Refusal};

codes! {
    /// Where an e-mail stands. Archived is a mark beside it, not a state: tracking goes on from where it
    /// was when the mark is taken off.
    EmailState {
        Draft => "draft",
        /// Waits for its time.
        Scheduled => "scheduled",
        /// On its way out; normally seconds.
        InProgress => "in-progress",
        /// Handed over to the mailbox's provider.
        Delivered => "delivered",
        /// Never left.
        Failed => "failed",
        /// The recipient's server refused it.
        Bounced => "bounced",
        /// Nobody can tell whether it left: a person must look.
        PleaseCheck => "please-check",
    }
}

impl EmailState {
    /// Whether its text may be changed. What waits for its time is taken back first: a draft that is kept
    /// by a page left open must not hold it up.
    pub fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Failed)
    }
}

/// What was written, before fields are filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Writing {
    pub cc: Vec<EmailAddress>,
    pub bcc: Vec<EmailAddress>,
    pub subject: String,
    /// Cleaned HTML ([`super::MailHtml`]).
    pub body: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    pub id: EmailId,
    pub owner_id: UserId,
    pub person_id: PersonId,
    pub identity_id: Option<IdentityId>,
    pub batch_id: Option<BatchId>,
    pub template_id: Option<TemplateId>,
    /// The campaign's way and step this e-mail belongs to.
    pub member_id: Option<MemberId>,
    pub step_id: Option<StepId>,
    /// The e-mail this one follows up: it goes into the same conversation.
    pub follows_id: Option<EmailId>,
    pub state: EmailState,
    pub to: EmailAddress,
    pub writing: Writing,
    /// Ignores unsubscribes, never blocked domains (actions 7.6).
    pub is_non_commercial: bool,
    /// What it said when it left, with all fields filled in.
    pub sent_subject: Option<String>,
    pub sent_body: Option<String>,
    pub send_id: Option<SendId>,
    /// Without angle brackets; known once it has been handed over.
    pub message_id: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub scheduled_at: Option<Timestamp>,
    /// The zone the time was chosen in.
    pub time_zone: Option<String>,
    pub sent_at: Option<Timestamp>,
    pub failed_at: Option<Timestamp>,
    /// Why it failed or bounced.
    pub problem: Option<Refusal>,
    pub archived_at: Option<Timestamp>,
    pub is_success: bool,
    /// By people; what machines did is in the events.
    pub opens: u32,
    pub clicks: u32,
    pub replies: u32,
    pub last_event_at: Option<Timestamp>,
}

impl Email {
    /// The subject as it left, or as it stands.
    pub fn shown_subject(&self) -> &str {
        self.sent_subject
            .as_deref()
            .unwrap_or(&self.writing.subject)
    }

    /// Everybody it goes to, each once: To, Cc and those who get a blind copy.
    pub fn everybody(&self, blind: &[EmailAddress]) -> Vec<EmailAddress> {
        let mut all: Vec<EmailAddress> = Vec::new();
        for address in std::iter::once(&self.to)
            .chain(&self.writing.cc)
            .chain(blind)
        {
            if !all.contains(address) {
                all.push(address.clone());
            }
        }
        all
    }

    pub fn is_of_campaign(&self) -> bool {
        self.member_id.is_some()
    }

    /// E-mails of a campaign, and what has left or is leaving, stay (actions 5.1).
    pub fn may_be_deleted(&self) -> bool {
        let is_over = self.archived_at.is_some()
            || matches!(
                self.state,
                EmailState::Draft
                    | EmailState::Scheduled
                    | EmailState::Failed
                    | EmailState::Bounced
            );
        is_over && !self.is_of_campaign()
    }
}
