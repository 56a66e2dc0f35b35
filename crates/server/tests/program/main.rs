//! The built program as an operator meets it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
mod support;

mod bench;
mod crash;
mod demo;
mod doctor;
mod first_start;
mod inspect;
mod liaison;
mod logs;
mod processes;
mod visit;
