//! The connectors against servers that speak and break as the real ones do. One program, so that it is linked once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod dkim;
mod google;
mod imap_faults;
mod mailbox;
mod microsoft;
mod outbound;
mod salesforce;
mod smtp_faults;
mod support;
mod xoauth2;
