//! The outside world: one room per outside system. Each speaks its wire format and decides nothing;
//! policy (when to refresh, retry or give up) lives upstairs.
//!
//! Everything that leaves goes through [`outbound`].
#![forbid(unsafe_code)]

mod credentials;
pub mod dkim;
pub mod google;
pub mod id_token;
pub mod imap;
pub mod microsoft;
pub mod mime;
pub mod outbound;
mod pkce;
mod pretend;
mod retry;
pub mod salesforce;
pub mod smtp;
mod text;
