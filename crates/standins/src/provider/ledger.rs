//! What happened in each mailbox, in order: found by comparing, so it does not matter who did it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use crate::mail::post::Mailbox;

const LONGEST: usize = 5_000;
const FIRST: u64 = 10_000;

/// Where a mail is and how it is marked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub folder: String,
    pub flags: BTreeSet<String>,
}

/// A change of one mail.
#[derive(Clone, Serialize, Deserialize)]
pub struct Event {
    pub number: u64,
    /// Number of the mail.
    pub message: u64,
    /// `None` when it is new.
    pub before: Option<Standing>,
    /// `None` when it is gone.
    pub after: Option<Standing>,
}

/// The book of one mailbox.
#[derive(Clone, Serialize, Deserialize)]
pub struct Book {
    known: BTreeMap<u64, Standing>,
    pub events: VecDeque<Event>,
    /// Number of the newest event.
    pub last: u64,
    /// Number of the newest event no longer known.
    pub forgotten: u64,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            known: BTreeMap::new(),
            events: VecDeque::new(),
            last: FIRST,
            forgotten: FIRST - 1,
        }
    }
}

impl Book {
    /// Writes down what changed since the last look; true if something did.
    pub fn look(&mut self, mailbox: &Mailbox) -> bool {
        let mut now = BTreeMap::new();
        for folder in &mailbox.folders {
            for message in &folder.messages {
                let standing = Standing {
                    folder: folder.name.clone(),
                    flags: message.flags.clone(),
                };
                now.insert(message.id, standing);
            }
        }
        if now == self.known {
            return false;
        }
        let ids: BTreeSet<u64> = self.known.keys().chain(now.keys()).copied().collect();
        for id in ids {
            let (before, after) = (self.known.get(&id).cloned(), now.get(&id).cloned());
            if before != after {
                self.last += 1;
                self.events.push_back(Event {
                    number: self.last,
                    message: id,
                    before,
                    after,
                });
            }
        }
        self.known = now;
        while self.events.len() > LONGEST {
            if let Some(event) = self.events.pop_front() {
                self.forgotten = event.number;
            }
        }
        true
    }

    /// Events after a number; `None` when some of them are forgotten.
    pub fn since(&self, number: u64) -> Option<Vec<Event>> {
        (number >= self.forgotten).then(|| {
            let fresh = self.events.iter().filter(|event| event.number > number);
            fresh.cloned().collect()
        })
    }

    /// Number of the newest event of a mail.
    pub fn newest_of(&self, message: u64) -> u64 {
        let mut events = self.events.iter().rev();
        events
            .find(|event| event.message == message)
            .map_or(self.forgotten.max(FIRST), |event| event.number)
    }

    /// Forgets all events, so that every reader has to begin again.
    pub fn forget(&mut self) {
        self.last += 1;
        self.forgotten = self.last;
        self.last += 1;
        self.events.clear();
    }
}

/// All books, by lower-case address.
pub type Ledger = BTreeMap<String, Book>;
