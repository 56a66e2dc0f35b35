//! Faults on order: what shall go wrong, for whom and how often.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::state::lock;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The access token used has expired.
    Expired,
    /// The refresh token used has been revoked, with its whole family.
    Revoked,
    /// The access token used lacks the scope (Google, Microsoft).
    Scope,
    /// Too many calls: 403 `REQUEST_LIMIT_EXCEEDED`, or `code` (429, 503) with `Retry-After`; 429 at Google and Microsoft; 421 in SMTP.
    Throttled,
    /// The answer has this `code`.
    Status,
    /// The connection ends in the middle of the answer, after the work was done.
    Cut,
    /// The answer comes `ms` later.
    Slow,
    /// A write is refused with the Salesforce code `text`, one of the 26 of administration 6.11, in its own shape: an
    /// entry of a record, a whole call, or the refresh of a token. Goes by `object` and `record`, not by `path`.
    Refuse,
}

/// One order. In `POST /faults` everything but `service` and `kind` may be left out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fault {
    #[serde(default)]
    pub id: u64,
    /// `salesforce`, `google`, `microsoft`, `smtp` or `imap`.
    pub service: String,
    pub kind: Kind,
    /// User name or address; everybody when absent.
    pub account: Option<String>,
    /// Beginning of the path (web services) or command (mail, upper case); all when absent. SMTP knows
    /// two more moments: `COME`, the whole mail has arrived, and `TAKEN`, it is delivered, unanswered.
    pub path: Option<String>,
    /// Salesforce object such as `Task`; all when absent.
    pub object: Option<String>,
    /// Id of one Salesforce record; all, and new ones, when absent.
    pub record: Option<String>,
    /// How often it strikes; until cleared when absent.
    pub times: Option<u32>,
    /// HTTP or SMTP status.
    pub code: Option<u16>,
    /// Salesforce `errorCode`, Google reason, Graph code, AADSTS number at Microsoft's token address, or SMTP text that goes with `code`.
    pub text: Option<String>,
    /// Seconds of `Retry-After`.
    pub retry_after: Option<u32>,
    /// Milliseconds of delay.
    pub ms: Option<u64>,
}

/// All orders.
#[derive(Default)]
pub struct Faults {
    orders: Mutex<(u64, Vec<Fault>)>,
}

impl Faults {
    /// Adds an order; answers it with its id.
    pub fn add(&self, mut fault: Fault) -> Fault {
        let mut orders = lock(&self.orders);
        orders.0 += 1;
        fault.id = orders.0;
        orders.1.push(fault.clone());
        fault
    }

    /// What is still to strike.
    pub fn list(&self) -> Vec<Fault> {
        lock(&self.orders).1.clone()
    }

    /// Withdraws one order, or all.
    pub fn clear(&self, id: Option<u64>) {
        lock(&self.orders)
            .1
            .retain(|fault| id.is_some_and(|id| fault.id != id));
    }

    /// The faults that strike this call; each is counted down.
    pub fn strike(
        &self,
        service: &str,
        account: &str,
        path: &str,
        applies: impl Fn(&Fault) -> bool,
    ) -> Vec<Fault> {
        let mut orders = lock(&self.orders);
        let mut struck = Vec::new();
        for fault in &mut orders.1 {
            let fits = fault.service == service
                && fault
                    .account
                    .as_ref()
                    .is_none_or(|wanted| wanted.eq_ignore_ascii_case(account))
                && fault
                    .path
                    .as_ref()
                    .is_none_or(|prefix| path.starts_with(prefix.as_str()))
                && fault.times != Some(0)
                && applies(fault);
            if fits {
                fault.times = fault.times.map(|times| times - 1);
                struck.push(fault.clone());
            }
        }
        orders.1.retain(|fault| fault.times != Some(0));
        struck
    }
}
