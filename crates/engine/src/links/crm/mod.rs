//! What sellers do is written to Salesforce, in their own name; what Salesforce says about tasks and opt-outs
//! comes back (administration 6.6 to 6.11).
//!
//! Whoever does something calls a hook of [`plan`] in their own transaction: a row and a job are kept with
//! whatever they keep, or nothing when it is not wanted. [`write_job`] does the rest, one user at a time:
//! [`prepare`] works out what is written where, [`send`] hands it over and settles each answer, [`lookup`]
//! finds out what became of an answer that was cut.

pub(crate) mod budget;
mod campaign_part;
pub mod check;
mod describe;
pub mod diagnose;
mod find;
mod lookup;
pub mod opt_outs;
mod plan;
mod prepare;
mod prune;
mod roll_up;
mod send;
pub mod settings;
mod settle;
pub(crate) mod tasks;
pub(crate) mod write_job;

use liaison_domain::access::User;
use liaison_domain::links::SalesforceConnection;
use liaison_domain::links::crm::SyncSettings;

pub use budget::{Today, today};
pub use plan::{
    Engaged, call_logged, connected, email_bounced, email_engaged, email_replied, email_sent,
    opted_out, task_changed,
};
pub use prune::prune;
pub use settings::bcc_address;

use crate::Engine;

/// Whose writes are done, and by which rules.
struct Desk<'a> {
    engine: &'a Engine,
    user: User,
    connection: SalesforceConnection,
    settings: SyncSettings,
}
