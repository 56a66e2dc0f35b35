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
    /// A name and address a seller writes from.
    IdentityId,
    /// One mail on its way out.
    SendId,
    /// A piece of work for the background.
    JobId,
    /// One line of the audit log.
    AuditId,
}
