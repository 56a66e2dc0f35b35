//! The people sellers work with: who they are, and whether they may be written to.

pub mod blocked_domain;
pub mod consent;
pub mod crm_record;
pub mod learned;
pub mod person;
pub mod words;

pub use consent::{ConsentEvent, ConsentKind, ConsentSource, Suppression, SuppressionCause};
pub use crm_record::{CrmObject, CrmRecord, RecordId};
pub use learned::Learned;
pub use person::{Person, PersonSource};
