//! What sellers do: campaigns and when their steps are due, tasks, calls.

pub mod call;
pub mod campaign;
pub mod kept;
pub mod launch;
pub mod member;
pub mod plan;
pub mod task;

pub use campaign::{Campaign, Settings, Step};
pub use kept::{KeptCall, KeptCampaign, KeptStep, KeptTask, Member};
pub use member::{EndReason, MemberState};
pub use task::Task;
