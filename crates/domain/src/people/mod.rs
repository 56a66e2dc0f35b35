//! The people sellers work with: who they are, and whether they may be written to.

pub mod consent;
pub mod crm_record;
pub mod person;

pub use consent::{ConsentEvent, ConsentKind, ConsentSource, Suppression, SuppressionCause};
pub use crm_record::{CrmObject, CrmRecord, RecordId};
pub use person::{Person, PersonSource};
