//! What happened: events, and the feed made of them.

pub mod event;

pub use event::{Event, EventKind, NewEvent};
