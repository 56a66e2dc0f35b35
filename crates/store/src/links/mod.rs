//! The connections to the outside world and their sealed secrets.

pub mod apps;
pub mod attempts;
pub mod crm_budget;
pub mod crm_describes;
pub mod crm_tasks;
pub mod crm_writes;
pub mod keys;
pub mod mailboxes;
pub mod panel;
pub mod salesforce;
pub mod team_server;
pub mod tokens;
