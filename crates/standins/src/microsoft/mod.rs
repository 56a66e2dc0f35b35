//! A stand-in for Microsoft: sign-in pages, OAuth, and the mail part of Graph over the world's mailboxes (contracts 5).

mod aadsts;
mod authorize;
mod compose;
mod delta;
mod folders;
mod graph;
mod ids;
pub mod listener;
mod message;
mod messages;
mod oauth;
mod query;
mod refusal;
pub mod subscriptions;
