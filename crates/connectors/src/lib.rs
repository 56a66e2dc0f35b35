//! The outside world: one room per outside system. Each speaks its wire format and decides nothing;
//!
//! Everything that leaves goes through [`outbound`].
#![forbid(unsafe_code)]

mod credentials;
pub mod imap;
pub mod mime;
pub mod outbound;
mod pkce;
pub mod salesforce;
pub mod smtp;
mod text;
