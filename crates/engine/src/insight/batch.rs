//! One batch of what waits to be written: what was seen becomes events and counts, by the e-mails as they
//! are in the same transaction.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};

use jiff::{SignedDuration, Timestamp};
use liaison_domain::id::EmailId;
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::mail::EmailState;
use liaison_domain::mail::tracking::{Hit, Signal, Who, who};
use liaison_store::insight::events;
use liaison_store::insight::tracked::{self, Tracked};
use liaison_store::mail::emails::Counted;
use liaison_store::settings::{self, key};
use liaison_store::{Db, Fault, Tx};

use super::append::{Item, Written};
use crate::Clock;
use crate::links::crm;

/// The same again from the same program within this time is one thing: programs load an image twice.
const TWICE: SignedDuration = SignedDuration::from_secs(10);
/// Nobody follows several links in this time.
const AT_ONCE: SignedDuration = SignedDuration::from_secs(1);

/// A pixel or a link that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Seen {
    pub email: EmailId,
    /// Where the link leads; none for the pixel.
    pub link: Option<String>,
    pub user_agent: String,
}

/// Writes batches, one after the other.
pub(super) struct Batches {
    db: Db,
    clock: Clock,
    /// What was seen in the last seconds, by its hash.
    lately: HashMap<u64, Timestamp>,
    /// The links of an e-mail that were followed in the last second, by their hashes.
    followed: HashMap<EmailId, Vec<(u64, Timestamp)>>,
    hasher: RandomState,
    swept_at: Timestamp,
}

impl Batches {
    pub fn new(db: Db, clock: Clock) -> Self {
        Self {
            swept_at: clock.now(),
            db,
            clock,
            lately: HashMap::new(),
            followed: HashMap::new(),
            hasher: RandomState::new(),
        }
    }

    /// All of them in one transaction; what became of each, in their order.
    pub async fn write(&mut self, items: Vec<Item>) -> Result<Vec<Written>, Fault> {
        let now = self.clock.now();
        let mut engaged = vec![None; items.len()];
        let mut events = Vec::with_capacity(items.len());
        let mut seen = Vec::new();
        for (place, item) in items.into_iter().enumerate() {
            match item {
                Item::Events(more) => events.extend(more),
                Item::Seen(one) => seen.push((place, one)),
            }
        }
        let tx = self.db.begin().await?;
        let mut fresh = HashMap::new();
        if !seen.is_empty() {
            let noticed = self.notice(&tx, seen, &mut fresh, now).await?;
            for (place, event) in noticed.iter().filter(|(_, event)| !event.is_machine()) {
                engaged[*place] = Some(event.kind);
            }
            let noticed: Vec<_> = noticed.into_iter().map(|(_, event)| event).collect();
            count(&tx, &noticed, now).await?;
            events.extend(noticed);
        }
        let last = if events.is_empty() {
            events::last(&tx).await?
        } else {
            events::append(&tx, &events).await?
        };
        tx.commit().await?;
        self.lately.extend(fresh);
        if engaged.iter().any(Option::is_some) && !self.may_be_told().await {
            engaged.fill(None);
        }
        let written = |engaged| Written { last, engaged };
        Ok(engaged.into_iter().map(written).collect())
    }

    /// False where Salesforce is told of no e-mails: asked once for all, not by each who opened one.
    async fn may_be_told(&self) -> bool {
        crm::settings::get(&self.db)
            .await
            .map_or(true, |settings| settings.logs_emails())
    }

    /// What of it is an event, as things stand now.
    async fn notice(
        &mut self,
        tx: &Tx,
        seen: Vec<(usize, Seen)>,
        fresh: &mut HashMap<u64, Timestamp>,
        now: Timestamp,
    ) -> Result<Vec<(usize, NewEvent)>, Fault> {
        if settings::get(tx, key::TRACKING).await?.as_deref() == Some("off") {
            return Ok(vec![]);
        }
        self.sweep(now);
        let emails = emails_of(tx, &seen).await?;
        let mut noticed = Vec::with_capacity(seen.len());
        for (place, one) in seen {
            let Some(email) = emails.get(&one.email).filter(|e| is_watched(e)) else {
                continue;
            };
            let hash = self.hasher.hash_one(&one);
            let links_at_once = self.links_at_once(&one, now);
            let again = self.lately.get(&hash).is_some_and(|at| is_twice(*at, now));
            if !again && fresh.insert(hash, now).is_none() {
                noticed.push((place, event_of(one, email, links_at_once, now)));
            }
        }
        Ok(noticed)
    }

    /// How many links of the same e-mail were followed within a second, with this one.
    fn links_at_once(&mut self, one: &Seen, now: Timestamp) -> usize {
        let Some(link) = &one.link else { return 0 };
        let hash = self.hasher.hash_one(link);
        let followed = self.followed.entry(one.email).or_default();
        followed.retain(|(other, at)| *other != hash && now.duration_since(*at).abs() < AT_ONCE);
        followed.push((hash, now));
        followed.len()
    }

    fn sweep(&mut self, now: Timestamp) {
        if !is_twice(self.swept_at, now) {
            self.lately.retain(|_, at| is_twice(*at, now));
            self.followed
                .retain(|_, links| links.iter().any(|(_, at)| is_twice(*at, now)));
            self.swept_at = now;
        }
    }
}

fn is_twice(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).abs() < TWICE
}

async fn emails_of(tx: &Tx, seen: &[(usize, Seen)]) -> Result<HashMap<EmailId, Tracked>, Fault> {
    let mut ids: Vec<_> = seen.iter().map(|(_, one)| one.email).collect();
    ids.sort_unstable();
    ids.dedup();
    let emails = tracked::emails(tx, &ids).await?;
    Ok(emails.into_iter().map(|email| (email.id, email)).collect())
}

/// Archived e-mails are no longer tracked (actions 5.1); what has not left is looked at by its sender.
fn is_watched(email: &Tracked) -> bool {
    let has_left = matches!(email.state, EmailState::Delivered | EmailState::PleaseCheck);
    has_left && !email.is_archived
}

fn event_of(seen: Seen, email: &Tracked, links_at_once: usize, now: Timestamp) -> NewEvent {
    let (kind, signal) = match seen.link {
        None => (EventKind::EmailOpened, Signal::Open),
        Some(_) => (EventKind::EmailClicked, Signal::Click),
    };
    let sent_at = email.sent_at.unwrap_or(now);
    let who = who(Hit {
        signal,
        method: "GET",
        user_agent: &seen.user_agent,
        seconds_since_send: now.duration_since(sent_at).as_secs(),
        links_at_once,
    });
    let machine = match who {
        Who::Human => 0,
        Who::Machine { confidence, .. } => confidence,
    };
    NewEvent {
        person_id: Some(email.person_id),
        email_id: Some(email.id),
        machine,
        detail: seen.link.unwrap_or_default(),
        ..NewEvent::new(kind, now, email.owner_id)
    }
}

/// Counts what people did, on all e-mails that have as many of it in one statement.
async fn count(tx: &Tx, noticed: &[NewEvent], now: Timestamp) -> Result<(), Fault> {
    let mut of_email = BTreeMap::<(EmailId, bool), i64>::new();
    for event in noticed.iter().filter(|event| !event.is_machine()) {
        if let Some(email) = event.email_id {
            let is_click = event.kind == EventKind::EmailClicked;
            *of_email.entry((email, is_click)).or_default() += 1;
        }
    }
    if of_email.is_empty() {
        return Ok(());
    }
    let mut groups = BTreeMap::<(bool, i64), Vec<EmailId>>::new();
    for ((email, is_click), number) in of_email {
        groups.entry((is_click, number)).or_default().push(email);
    }
    tracked::hold(tx).await?;
    for ((is_click, number), emails) in groups {
        let counted = if is_click {
            Counted::Click
        } else {
            Counted::Open
        };
        tracked::count(tx, &emails, counted, number, now).await?;
    }
    Ok(())
}
