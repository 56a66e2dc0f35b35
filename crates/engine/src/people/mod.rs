//! The people sellers work with.

pub mod consent;
pub mod unsubscribe;
