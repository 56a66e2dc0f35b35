//! What happens: use-cases and background jobs.
//!
//! A use-case takes the [`Engine`] and the [`Actor`](liaison_domain::access::Actor), asks the domain
//! whether it may, and commits what belongs together in one transaction. Pages read freely from the
//! store but write only through here.
#![forbid(unsafe_code)]

pub mod access;
mod clock;
mod crash;
mod dice;
mod error;
pub mod insight;
mod instance_key;
pub mod jobs;
pub mod links;
pub mod mail;
pub mod people;
mod token;
mod vault;
pub mod work;

use std::sync::Arc;

use liaison_connectors::outbound::Outbound;
use liaison_store::Db;
use url::Url;

pub use clock::Clock;
pub use dice::Dice;
pub use error::{Error, Outcome};
pub use token::Token;
pub use vault::{Key, Vault};

/// Everything a use-case may need. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    parts: Arc<Parts>,
    pub insight: Arc<insight::Insight>,
}

/// The parts an [`Engine`] is put together from.
pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub dice: Dice,
    pub vault: Vault,
    pub outbound: Outbound,
    /// Where people reach us; links in mails and redirect addresses begin with it.
    pub public_url: Url,
    /// The company's relay for our own mails; without it links are shown to be copied.
    pub relay: Option<mail::Relay>,
    pub letters: Box<dyn mail::Letters>,
    /// Rung when a job was enqueued in this process.
    pub bell: tokio::sync::Notify,
}

impl Engine {
    pub fn new(parts: Parts) -> Self {
        Self {
            parts: Arc::new(parts),
            insight: Arc::default(),
        }
    }

    /// An absolute URL of ours. `path` begins with `/`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }
}

impl std::ops::Deref for Engine {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}
