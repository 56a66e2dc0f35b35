//! What all stand-ins share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::addresses::Addresses;
use crate::chance::Clock;
use crate::company::Company;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::mail::post::Post;
use crate::provider::offices::Offices;
use crate::salesforce::org::Org;

/// The world's one state.
pub struct State {
    pub clock: Clock,
    pub company: Company,
    pub addresses: Addresses,
    pub org: Mutex<Org>,
    pub post: Mutex<Post>,
    pub offices: Offices,
    pub faults: Arc<Faults>,
    pub journal: Journal,
    /// Rings when mail arrived or flags changed; IMAP sessions in IDLE listen.
    pub mail_bell: tokio::sync::watch::Sender<u64>,
    /// Rings when something worth keeping changed.
    pub keep_bell: Notify,
    changes: AtomicU64,
}

impl State {
    /// Puts the parts together.
    pub fn new(
        clock: Clock,
        company: Company,
        addresses: Addresses,
        org: Org,
        post: Post,
        offices: Offices,
    ) -> Self {
        Self {
            clock,
            company,
            addresses,
            org: Mutex::new(org),
            post: Mutex::new(post),
            offices,
            faults: Arc::default(),
            journal: Journal::default(),
            mail_bell: tokio::sync::watch::Sender::new(0),
            keep_bell: Notify::new(),
            changes: AtomicU64::new(0),
        }
    }

    /// The org, locked.
    pub fn org(&self) -> MutexGuard<'_, Org> {
        lock(&self.org)
    }

    /// The mailboxes, locked.
    pub fn post(&self) -> MutexGuard<'_, Post> {
        lock(&self.post)
    }

    /// Says that something worth keeping changed.
    pub fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
        self.keep_bell.notify_one();
    }

    /// Says that a mailbox changed.
    pub fn mail_changed(&self) {
        self.mail_bell.send_modify(|count| *count += 1);
        self.changed();
    }
}

/// Locks, also after a panic elsewhere: the pretend world goes on.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
