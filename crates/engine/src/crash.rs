//! Named places where a test may end the process as a power cut would, or freeze it as a machine that
//! stands still would. Compiled into test builds only.

/// Ends the process at once when `LIAISON_CRASH_AT` names this place; stops it, once, when
/// `LIAISON_FREEZE_AT` does, until it is told to go on.
#[cfg(feature = "crash-points")]
pub(crate) fn point(name: &str) {
    use std::sync::atomic::{AtomicBool, Ordering};
    static WAS_FROZEN: AtomicBool = AtomicBool::new(false);

    let is_named = |variable| std::env::var(variable).is_ok_and(|wanted| wanted == name);
    if is_named("LIAISON_CRASH_AT") {
        std::process::abort();
    }
    if is_named("LIAISON_FREEZE_AT") && !WAS_FROZEN.swap(true, Ordering::Relaxed) {
        let id = std::process::id().to_string();
        let stopped = std::process::Command::new("kill")
            .args(["-s", "STOP", &id])
            .status();
        assert!(
            stopped.is_ok_and(|status| status.success()),
            "this process cannot be frozen"
        );
    }
}

#[cfg(not(feature = "crash-points"))]
#[inline(always)]
pub(crate) fn point(_: &str) {}
