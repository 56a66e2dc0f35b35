//! What sellers write: the identities they write from, their signatures, the HTML, the links and the
//! fields in their mails, and what is on its way out.

pub mod compose;
pub mod dkim;
pub mod email;
pub mod fields;
pub mod html;
pub mod identity;
pub mod inbound;
pub mod link;
pub mod pace;
pub mod reply;
pub mod send;
pub mod signature;
pub mod template;
pub mod tracking;
pub mod watch;

pub use dkim::DkimKeys;
pub use email::{Email, EmailState, Writing};
pub use fields::Fields;
pub use html::MailHtml;
pub use identity::Identity;
pub use inbound::{Inbound, Incoming};
pub use link::Link;
pub use send::{Send, SendState};
pub use signature::Signature;
pub use template::{Category, Template};
