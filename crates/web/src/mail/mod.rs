//! What sellers write with: addresses and signatures.

pub(crate) mod email_settings;
pub(crate) mod verify;
