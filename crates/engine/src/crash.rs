//! Named places where a test may end the process as a power cut would. Compiled into test builds only.

/// Ends the process at once when `LIAISON_CRASH_AT` names this place.
#[cfg(feature = "crash-points")]
pub(crate) fn point(name: &str) {
    if std::env::var("LIAISON_CRASH_AT").is_ok_and(|wanted| wanted == name) {
        std::process::abort();
    }
}

#[cfg(not(feature = "crash-points"))]
#[inline(always)]
pub(crate) fn point(_: &str) {}
