//! What happened.

pub mod events;
pub mod feed;
pub mod tracked;
pub mod untracked;
