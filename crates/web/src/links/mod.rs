//! Connections: the admin's apps, one's own Salesforce, one's mailbox.

pub(crate) mod connections;
pub(crate) mod diagnostics;
mod diagnostics_csv;
mod embed;
pub(crate) mod for_admin;
pub(crate) mod mail_client;
pub(crate) mod mailbox;
pub(crate) mod mailbox_form;
mod panel;
mod panel_settings;
mod routes;
pub(crate) mod salesforce;
pub(crate) mod sync_settings;
mod team_server;
pub(crate) mod way;

pub(crate) use routes::{EMBED, routes};
