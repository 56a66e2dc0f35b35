//! One newtype per kind of thing, so that a team's id cannot be handed in for a user's.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A person who works here, or is invited to.
    UserId,
    /// A group of users; everybody is in Everyone.
    TeamId,
    /// One invitation sent to one address.
    InvitationId,
    /// One signed-in browser.
    SessionId,
    /// One browser's way out to a login page and back.
    AttemptId,
    /// A seller's own connection to Salesforce.
    SalesforceConnectionId,
    /// A seller's mailbox.
    MailboxId,
    /// Two keys that sign a domain's mail.
    DkimId,
    /// A name and address a seller writes from.
    IdentityId,
    /// One mail on its way out.
    SendId,
    /// A piece of work for the background.
    JobId,
    /// One line of the audit log.
    AuditId,
    /// Somebody sellers work with: a lead, a contact, or known to us alone.
    PersonId,
    /// What somebody said about being written to.
    ConsentEventId,
    /// An e-mail a seller writes.
    EmailId,
    /// Several e-mails written as one.
    BatchId,
    /// A text to write e-mails from.
    TemplateId,
    /// Where templates are kept together.
    CategoryId,
    /// A file to attach.
    FileId,
    /// A sales campaign.
    CampaignId,
    /// One step of a sales campaign.
    StepId,
    /// One person's way through a sales campaign.
    MemberId,
    /// Something a seller is to do.
    TaskId,
    /// A phone call a seller has made.
    CallId,
    /// One write to Salesforce.
    CrmWriteId,
}
