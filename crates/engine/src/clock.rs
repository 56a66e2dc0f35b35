//! The one place that looks at the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// Tells the time, cut to microseconds as the database keeps it. In the demo world an offset moves it.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Microseconds added to the machine's time.
    offset: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's own time.
    pub fn system() -> Self {
        Self::default()
    }

    /// The machine's time plus an offset in microseconds that others may move.
    pub fn with_offset(offset: Arc<AtomicI64>) -> Self {
        Self { offset }
    }

    pub fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the one place")]
        let machine = Timestamp::now();
        let moved = machine + SignedDuration::from_micros(self.offset.load(Ordering::Relaxed));
        Timestamp::from_microsecond(moved.as_microsecond()).unwrap_or(moved)
    }
}
