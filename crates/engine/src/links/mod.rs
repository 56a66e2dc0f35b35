//! Connections to the outside: apps, sign-in ways, tokens, mailboxes.

pub mod apps;
mod calls;
pub mod channels;
mod consent;
pub mod crm;
mod gmail;
mod keys;
pub mod mailboxes;
mod outlook;
pub mod panel;
pub mod salesforce;
mod servers;
mod team_carrier;
pub mod team_server;
mod tokens;
pub mod way;
