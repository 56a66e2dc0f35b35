//! The people sellers work with: brought from Salesforce, added by hand, written to or not.

pub mod add;
pub mod bring;
pub(crate) mod bring_job;
pub mod consent;
pub mod domains;
mod keep;
mod read;
pub mod unsubscribe;
