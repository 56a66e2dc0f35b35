//! Every call the world received, for tests to look at.

use std::collections::VecDeque;
use std::sync::Mutex;

use serde::Serialize;

use crate::state::lock;

const LONGEST: usize = 20_000;

/// One call. Secrets are not hidden: this is the pretend world.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// `salesforce`, `google`, `microsoft`, `smtp` or `imap`; pushes to apps have the method `PUSH`.
    pub service: &'static str,
    /// HTTP method or mail command.
    pub method: String,
    /// Path with its query, or the command's argument.
    pub path: String,
    /// User name or address, empty when nobody is signed in.
    pub account: String,
    /// HTTP or SMTP status; 0 when the connection was cut.
    pub status: u16,
    /// ISO 8601, on the world's clock.
    pub at: String,
}

/// The newest calls.
#[derive(Default)]
pub struct Journal {
    calls: Mutex<VecDeque<Call>>,
}

impl Journal {
    /// Writes a call down.
    pub fn add(&self, call: Call) {
        let mut calls = lock(&self.calls);
        if calls.len() == LONGEST {
            calls.pop_front();
        }
        calls.push_back(call);
    }

    /// Calls of one service, or of all, oldest first.
    pub fn list(&self, service: Option<&str>) -> Vec<Call> {
        lock(&self.calls)
            .iter()
            .filter(|call| service.is_none_or(|wanted| call.service == wanted))
            .cloned()
            .collect()
    }

    /// Forgets everything.
    pub fn clear(&self) {
        lock(&self.calls).clear();
    }
}
