//! The mails Liaison writes itself.

use jiff::Timestamp;
use liaison_domain::id::InvitationId;
use liaison_domain::{EmailAddress, Language};
use serde::{Deserialize, Serialize};

/// What a mail says, before anybody has put it into words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Letter {
    /// The welcome mail with *Get started* (seeds 000, 001, 004).
    Welcome {
        invitation: InvitationId,
        link: String,
        /// Who invited; `None` for the operator.
        inviter: Option<String>,
        expires_at: Timestamp,
        /// The zone to tell times in.
        time_zone: String,
    },
    /// A link to set a new password.
    Reset { link: String },
    /// A connection of the reader's no longer works; the link leads to where it is mended.
    Reconnect { provider: String, link: String },
    /// A mail from oneself to oneself, to see that a mailbox works.
    MailboxTest { link: String },
    /// The question to the owner of an address whether a user may write from it.
    VerifyAddress {
        link: String,
        address: EmailAddress,
        /// Who wants to: display name and account.
        name: String,
        account: EmailAddress,
        expires_at: Timestamp,
        /// The zone to tell times in.
        time_zone: String,
    },
}

/// A letter in words.
#[derive(Debug, Clone)]
pub struct Written {
    pub subject: String,
    pub html: String,
    pub text: String,
}

/// Puts letters into words. What people read is made on the floor above, where the texts and
/// templates are; this is how the engine asks for it.
pub trait Letters: Send + Sync {
    /// # Errors
    /// Only when a template is broken.
    fn write(&self, letter: &Letter, language: Language) -> Result<Written, String>;

    /// The words at the end of sellers' e-mails, as HTML with one link.
    fn unsubscribe_message(&self, language: Language) -> String;
}
