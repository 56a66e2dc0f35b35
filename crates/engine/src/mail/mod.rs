//! Mail: the letters we write ourselves, and the identities sellers write from.

pub mod batch;
pub(crate) mod carrier;
pub(crate) mod content;
pub mod dkim;
pub(crate) mod drafts;
pub mod emails;
pub mod files;
pub mod identities;
mod inbound;
mod letter;
pub mod letter_job;
mod pace;
mod purpose;
pub(crate) mod recipients;
pub(crate) mod send_job;
mod send_walk;
pub mod templates;
pub(crate) mod watch_job;

use liaison_connectors::smtp::SmtpSettings;
use liaison_domain::EmailAddress;

pub use letter::{Letter, Letters, Written};

/// The company's relay for our own mails.
pub struct Relay {
    pub settings: SmtpSettings,
    /// Whom our mails are from.
    pub from: EmailAddress,
}
