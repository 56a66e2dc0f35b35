//! Connections: the admin's apps, one's own Salesforce, one's mailbox.

pub(crate) mod connections;
pub(crate) mod diagnostics;
mod diagnostics_csv;
pub(crate) mod for_admin;
pub(crate) mod mail_client;
pub(crate) mod mailbox;
pub(crate) mod mailbox_form;
mod routes;
pub(crate) mod salesforce;
pub(crate) mod sync_settings;
pub(crate) mod way;

pub(crate) use routes::routes;
