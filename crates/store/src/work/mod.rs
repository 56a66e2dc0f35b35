//! What sellers do by plan: tasks, calls, campaigns and who runs in them.

pub mod calls;
pub mod campaigns;
pub mod members;
pub mod runs;
pub mod steps;
pub mod tasks;
