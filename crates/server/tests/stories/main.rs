//! Stories of a seller and an admin, told to both engines through the real router, with the pretend
//! world outside.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../support/mod.rs"]
mod support;

mod at_once;
mod away;
mod bring;
mod campaigns;
mod crm_both_ways;
mod crm_pages;
mod crm_troubles;
mod crm_writes;
mod emails;
mod faults;
mod feeds;
mod forms;
mod hygiene;
mod identities;
mod invitations;
mod last_admin;
mod letters;
mod lookups;
mod mailbox_troubles;
mod mailboxes;
mod markers;
mod own_addresses;
mod panel;
mod passwords;
mod people;
mod refreshes;
mod refusals;
mod replies;
mod resets;
mod salesforce_sign_in;
mod send_troubles;
mod sends;
mod sessions;
mod setup_links;
mod strangers;
mod tasks;
mod team_server;
mod tokens;
mod tracking;
mod unsubscribes;
mod wire_form;

/// Heavy repetitions run in full only when asked to.
fn times(usually: usize, full: usize) -> usize {
    if std::env::var("FULL").is_ok_and(|full| !full.is_empty()) {
        full
    } else {
        usually
    }
}
