//! The pretend world, asked by clients that share nothing with it. One program, so that it is linked once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod gmail;
mod google;
mod graph;
mod helper;
mod judges;
mod mail;
mod many_in_one;
mod microsoft;
mod oauth;
mod package;
mod panel;
mod providers;
mod rest;
mod rust_clients;
mod soql;
