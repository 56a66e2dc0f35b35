//! What sellers write from, and what is on its way out.

pub mod confirmation_mails;
pub mod emails;
pub mod identities;
pub mod sends;
