//! What sellers write: the identities they write from, their signatures, the HTML and the links in
//! their mails.

pub mod html;
pub mod identity;
pub mod link;
pub mod signature;

pub use html::MailHtml;
pub use identity::Identity;
pub use link::Link;
pub use signature::Signature;
