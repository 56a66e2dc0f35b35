//! What sellers write from, and what is on its way out.

pub mod identities;
pub mod sends;
