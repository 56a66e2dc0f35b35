//! What happened: events, and the feed made of them.

pub mod event;
pub mod feed;
pub mod tracking;

pub use event::{Event, EventKind, NewEvent};
pub use feed::FeedFilter;
pub use tracking::TrackingRules;
