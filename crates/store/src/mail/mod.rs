//! What sellers write from.

pub mod confirmation_mails;
pub mod identities;
