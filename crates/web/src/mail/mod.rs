//! What sellers write with: addresses and signatures.

pub(crate) mod email_settings;
mod routes;
pub(crate) mod verify;

pub(crate) use routes::routes;
