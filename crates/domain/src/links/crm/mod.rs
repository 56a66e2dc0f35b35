//! What is written to Salesforce and taken from it: the admin's choices, what a Task says, what a failed
//! write means (administration 6.6 to 6.11).

pub mod activity;
pub mod opt_out;
pub mod sync;
pub mod trouble;
pub mod write;

pub use activity::Flags;
pub use sync::SyncSettings;
pub use write::{CrmWrite, WriteKind, WriteState};
