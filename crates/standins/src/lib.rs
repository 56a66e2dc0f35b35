//! The pretend world: stand-ins for Salesforce, Google, Microsoft and mail, faithful on the wire, for the demo and for tests.
//!
//! [`World::start`] opens every listener on 127.0.0.1 inside this process. One fictional
//! [`Company`] works in it; the control API (its routes are listed in `control.rs` and by `GET /` on its port) bends it: faults, clock, users, mail rules.
//!
//! Defaults worth knowing: passwords are a prefix and [`MARKER`]: `sf-` for Salesforce, `google-` and
//! `ms-` for those accounts, `mail-` for mailboxes (all on the same addresses, the same mail behind them); any address gets a mailbox with its first mail; local parts beginning with `refuse`,
//! `bounce`, `delay` or `ooo` do what they say (`mail/rules.rs`). A user's team is `User.Department`.
//!
//! The pretend Salesforce has three hosts on one port, three sites to a browser, as the real one has:
//! `localhost` (the org's own, for OAuth and the API), `lightning.localhost` (pages that frame Liaison) and
//! `vf.localhost` (Visualforce pages, framed by Classic pages and framing Liaison).
//!
//! It imports nothing else of Liaison: a stand-in that shared code with the connector it checks
//! would share its mistakes.
#![forbid(unsafe_code)]

mod addresses;
mod certificates;
mod chance;
mod company;
mod control;
mod faults;
mod google;
mod http;
mod journal;
mod mail;
mod microsoft;
mod names;
mod provider;
mod salesforce;
mod snapshot;
mod state;
mod tls;
mod world;

pub use addresses::{Addresses, Mail, Ports};
pub use company::{Account, Company, Employee};
pub use world::{Grant, Options, Tokens, World};

/// Stands in every secret of the world: passwords, client secret, access and refresh tokens (not in
/// authorization codes). Whoever finds it in a log, a database file or an address has found a leak.
pub const MARKER: &str = "pretend-9Kx7";
