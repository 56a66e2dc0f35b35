//! The state of both providers.

use std::sync::{Mutex, MutexGuard};

use serde::{Deserialize, Serialize};

use super::directory::{Directory, Provider};
use super::ledger::{Book, Ledger};
use super::meters::Meters;
use crate::company::Company;
use crate::google::pubsub::Watches;
use crate::mail::post::Post;
use crate::microsoft::subscriptions::Subscription;
use crate::state::{State, lock};

/// Google and Microsoft.
pub struct Offices {
    google: Mutex<Directory>,
    microsoft: Mutex<Directory>,
    ledger: Mutex<Ledger>,
    pub watches: Mutex<Watches>,
    pub subscriptions: Mutex<Vec<Subscription>>,
    pub meters: Meters,
}

/// What must outlive a restart.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    google: Directory,
    microsoft: Directory,
    ledger: Ledger,
    watches: Watches,
    subscriptions: Vec<Subscription>,
}

impl Offices {
    /// As an earlier run left them, or new.
    pub fn open(company: &Company, kept: Option<Kept>) -> anyhow::Result<Self> {
        let kept = match kept {
            Some(kept) => kept,
            None => Kept {
                google: Directory::found(Provider::Google, company)?,
                microsoft: Directory::found(Provider::Microsoft, company)?,
                ledger: Ledger::default(),
                watches: Watches::default(),
                subscriptions: Vec::new(),
            },
        };
        Ok(Self {
            google: Mutex::new(kept.google),
            microsoft: Mutex::new(kept.microsoft),
            ledger: Mutex::new(kept.ledger),
            watches: Mutex::new(kept.watches),
            subscriptions: Mutex::new(kept.subscriptions),
            meters: Meters::default(),
        })
    }

    /// What must outlive a restart.
    pub fn keep(&self) -> Kept {
        Kept {
            google: lock(&self.google).clone(),
            microsoft: lock(&self.microsoft).clone(),
            ledger: lock(&self.ledger).clone(),
            watches: lock(&self.watches).clone(),
            subscriptions: lock(&self.subscriptions).clone(),
        }
    }
}

impl State {
    /// One provider's accounts, locked.
    pub fn directory(&self, provider: Provider) -> MutexGuard<'_, Directory> {
        lock(match provider {
            Provider::Google => &self.offices.google,
            Provider::Microsoft => &self.offices.microsoft,
        })
    }

    /// Reads or changes a mailbox; the book knows all that happened before, and afterwards what was done here.
    pub fn at_mailbox<T>(&self, address: &str, act: impl FnOnce(&mut Post, &mut Book) -> T) -> T {
        let mut post = self.post();
        let mut ledger = lock(&self.offices.ledger);
        let address = address.to_lowercase();
        let book = ledger.entry(address.clone()).or_default();
        book.look(post.mailbox_or_new(&address));
        let answer = act(&mut post, book);
        book.look(post.mailbox_or_new(&address));
        answer
    }
}
