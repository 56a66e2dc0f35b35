//! The people sellers work with, the companies and opportunities they stand in, and whether they may be
//! written to.

pub mod consent;
pub mod crm;
pub mod list;
pub mod persons;
pub mod sights;
mod words;
