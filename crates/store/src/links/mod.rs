//! The connections to the outside world and their sealed secrets.

pub mod apps;
pub mod attempts;
pub mod mailboxes;
pub mod salesforce;
pub mod tokens;
