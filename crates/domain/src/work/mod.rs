//! What sellers do: campaigns and when their steps are due, tasks, calls.

pub mod campaign;
pub mod member;
pub mod plan;

pub use campaign::{Campaign, Settings, Step};
pub use member::MemberState;
