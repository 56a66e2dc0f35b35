//! What the store promises, told to SQLite and to PostgreSQL.

#![allow(clippy::unwrap_used, reason = "tests")]

mod dump;
mod identities;
mod invitations;
mod jobs;
mod links;
mod mailboxes;
mod migrations;
mod password_tries;
mod people;
mod people_lists;
mod salesforce;
mod sessions;
mod transactions;
mod users;
mod values;
