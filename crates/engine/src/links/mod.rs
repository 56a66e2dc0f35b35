//! Connections to the outside: apps, sign-in ways, tokens, mailboxes.

pub mod apps;
pub mod mailboxes;
pub mod salesforce;
mod tokens;
pub mod way;
