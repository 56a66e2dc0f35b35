//! Reading a mailbox, and keeping our own copy of what was sent (contracts 6).

mod command;
mod error;
mod folders;
mod mailbox;
mod meter;
mod sign_in;

pub use self::{error::ImapError, mailbox::Mailbox};
pub use crate::credentials::Credentials;
use crate::outbound::Outbound;
pub use crate::outbound::Security;

/// How to reach one mailbox.
#[derive(Clone, Debug)]
pub struct ImapSettings {
    pub host: String,
    /// Usually 993 with [`Security::Tls`], 143 otherwise.
    pub port: u16,
    /// There is always a secret to protect, so [`Security::Plain`] is clear on loopback only (where
    /// the policy allows private addresses) and the same as `StartTls` elsewhere.
    pub security: Security,
    pub username: String,
    pub credentials: Credentials,
}

/// What a mailbox is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxFacts {
    /// The folder for sent mail as the server names it (modified UTF-7), ready to be used in
    /// commands: the one marked `\Sent`, or the first that bears a usual name.
    pub sent_folder: Option<String>,
    /// Upper-case names, sorted, such as `UIDPLUS`.
    pub capabilities: Vec<String>,
    /// Of the folder for sent mail; when it changes, uids kept from before mean nothing.
    pub uid_validity: Option<u32>,
}

/// Where the reading of a folder can begin and go on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FolderFacts {
    /// When it changes, uids kept from before mean nothing.
    pub uid_validity: Option<u32>,
    /// No message that comes later has a smaller uid.
    pub uid_next: Option<u32>,
}

/// Signs in, looks round and leaves.
///
/// # Errors
/// [`ImapError`].
pub async fn check(
    outbound: &Outbound,
    settings: &ImapSettings,
) -> Result<MailboxFacts, ImapError> {
    let mut mailbox = Mailbox::open(outbound, settings).await?;
    let facts = mailbox.facts().await?;
    mailbox.close().await;
    Ok(facts)
}
