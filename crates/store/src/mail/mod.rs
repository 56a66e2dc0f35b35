//! What sellers write and write from, and what is on its way out.

pub mod batches;
pub mod confirmation_mails;
pub mod dkim_keys;
pub mod emails;
pub mod files;
pub mod identities;
pub mod paces;
pub mod sends;
pub mod templates;
pub mod watches;
