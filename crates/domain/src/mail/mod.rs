//! What sellers write: the identities they write from and their signatures.

pub mod identity;
pub mod send;
pub mod signature;

pub use identity::Identity;
pub use send::{Send, SendState};
pub use signature::Signature;
