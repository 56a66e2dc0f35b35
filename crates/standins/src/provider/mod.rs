//! What the pretend Google and the pretend Microsoft share: accounts, consents, tokens, pages, what happened in mailboxes.

pub mod asking;
pub mod bearer;
pub mod control;
pub mod directory;
pub mod front;
pub mod grants;
pub mod jwt;
pub mod ledger;
pub mod letters;
pub mod meters;
pub mod offices;
pub mod pages;
pub mod post_out;
pub mod pushing;
pub mod sign_in;
pub mod texts;
pub mod threads;
