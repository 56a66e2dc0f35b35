//! A stand-in for Google: sign-in pages, OAuth, and the Gmail API over the world's mailboxes (contracts 4).

mod api;
mod authorize;
mod history;
pub mod listener;
mod message;
mod messages;
mod oauth;
pub mod pubsub;
mod query;
mod refusal;
