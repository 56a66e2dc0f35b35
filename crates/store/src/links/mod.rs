//! The connections to the outside world and their sealed secrets.

pub mod apps;
pub mod attempts;
pub mod keys;
pub mod mailboxes;
pub mod panel;
pub mod salesforce;
pub mod tokens;
