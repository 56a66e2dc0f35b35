//! What sellers write from.

pub mod identities;
