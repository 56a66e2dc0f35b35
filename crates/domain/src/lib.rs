//! Words and rules: types and pure functions. No I/O, no async, no clock, no randomness.
//!
//! Every rule a page or a job obeys is decided here and can be tested in a line. The folders are
//! the *wings* that run through every floor of the house: [`access`], [`links`], [`people`], [`mail`],
//! [`work`], [`insight`].
#![forbid(unsafe_code)]

pub mod access;
pub mod address;
mod codes;
pub mod id;
pub mod insight;
pub mod language;
pub mod links;
pub mod mail;
pub mod people;
pub mod refusal;
pub mod work;

pub use address::{AddressFault, EmailAddress};
pub use language::Language;
pub use refusal::Refusal;
