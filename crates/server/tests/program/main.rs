//! The built program as an operator meets it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
mod support;

mod bench;
mod crash;
mod demo;
mod doctor;
mod email_sends;
mod first_start;
mod home;
mod inspect;
mod liaison;
mod logs;
mod many_sends;
mod processes;
mod refreshes;
mod replies;
mod sends;
mod visit;

/// Heavy repetitions run in full only when asked to.
fn is_full() -> bool {
    std::env::var("FULL").is_ok_and(|full| !full.is_empty())
}

/// How often something is told: ordinarily, and when everything is asked for.
fn times(usual: usize, full: usize) -> usize {
    if is_full() { full } else { usual }
}
