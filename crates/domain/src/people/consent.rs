//! Whether somebody may be written to, and the ledger of how that came about (actions 7, quality "A send
//! is a protocol"). It goes by address: whoever else is written to at the same address is spared as well.

use jiff::Timestamp;

use crate::EmailAddress;
use crate::codes::codes;
use crate::id::{ConsentEventId, EmailId, PersonId, UserId};

/// An address that is not written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    pub address: EmailAddress,
    pub cause: SuppressionCause,
    pub since: Timestamp,
}

codes! {
    /// Why an address is not written to.
    SuppressionCause {
        /// Somebody asked for it.
        Unsubscribed => "unsubscribed",
        /// The address will never accept mail.
        Bounced => "bounced",
    }
}

codes! {
    ConsentKind {
        Unsubscribed => "unsubscribed",
        Resubscribed => "resubscribed",
    }
}

codes! {
    /// Who said so (actions 7.2).
    ConsentSource {
        /// The person, on our page.
        ClickedLink => "clicked-link",
        /// The person's mail program, by the one-click header.
        OneClick => "one-click",
        /// A seller.
        Manual => "manual",
        Crm => "crm",
        Bounce => "bounce",
        /// An admin, who can prove it.
        Admin => "admin",
    }
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentEvent {
    pub id: ConsentEventId,
    pub address: EmailAddress,
    pub person_id: Option<PersonId>,
    pub at: Timestamp,
    pub kind: ConsentKind,
    pub source: ConsentSource,
    /// In the words of whoever said so; may be empty.
    pub reason: String,
    pub actor: Option<UserId>,
    /// The e-mail whose link was followed.
    pub email_id: Option<EmailId>,
}
