//! What sellers write with: addresses and signatures.

pub(crate) mod batch;
pub(crate) mod centre;
pub(crate) mod compose;
mod compose_form;
mod dkim;
pub(crate) mod email_settings;
pub(crate) mod files;
mod routes;
pub(crate) mod template_picker;
pub(crate) mod templates;
pub(crate) mod verify;
pub(crate) mod view;

pub(crate) use routes::routes;
