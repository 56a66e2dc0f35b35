//! What a refusal means for the address (RFC 3463, and what servers make of it).

use super::words::{FULL, NEVER, POLICY, any};

/// `5.1.1`; the class is 2, 4 or 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Status(pub u16, pub u16, pub u16);

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Hard,
    Soft,
    Policy,
}

/// `status` from the report, `text` what was said, in lower case.
pub(super) fn judge(status: Option<Status>, is_delayed: bool, text: &str) -> Verdict {
    let (full, never, policy) = (any(text, FULL), any(text, NEVER), any(text, POLICY));
    let lasts = !is_delayed && status.is_none_or(|status| status.0 == 5);
    match status {
        Some(Status(4, 7, _)) => Verdict::Policy,
        // A group that takes mail from its own people only: no fault of the mailbox.
        Some(Status(5, 7, 124 | 133..=136)) => Verdict::Soft,
        Some(Status(5, 7, _)) if never && !policy => Verdict::Hard,
        Some(Status(5, 7, _) | Status(5, 1, 7 | 8)) => Verdict::Policy,
        Some(Status(5, 1, 1 | 2 | 3 | 6 | 10) | Status(5, 2, 1)) if lasts => Verdict::Hard,
        Some(Status(5, 2, 2 | 3) | Status(5, 3, 4)) => Verdict::Soft,
        _ if full => Verdict::Soft,
        _ if never && lasts => Verdict::Hard,
        _ if policy => Verdict::Policy,
        Some(Status(5, 1, _) | Status(5, 4, 4)) if lasts => Verdict::Hard,
        _ => Verdict::Soft,
    }
}

/// The status a text names: the first that says more than "an error", else `550` and its like.
pub(super) fn status_in(text: &str) -> Option<Status> {
    let mut vague = None;
    for word in text.split(|c: char| !(c.is_ascii_digit() || c == '.')) {
        let word = word.trim_matches('.');
        let mut numbers = word
            .split('.')
            .map(|n| (n.len() <= 3).then(|| n.parse().ok())?);
        let status = match (
            numbers.next(),
            numbers.next(),
            numbers.next(),
            numbers.next(),
        ) {
            (Some(Some(class @ (2 | 4 | 5))), Some(Some(subject)), Some(Some(detail)), None) => {
                Status(class, subject, detail)
            }
            _ => continue,
        };
        if status.1 != 0 {
            return Some(status);
        }
        vague.get_or_insert(status);
    }
    vague.or_else(|| basic(text))
}

/// `550 …` at the beginning of what was said, or behind a word that announces it.
fn basic(text: &str) -> Option<Status> {
    let words: Vec<&str> = text
        .split([' ', '\n', '\t', ':', '-', '\'', '"', '(', ')', '#'])
        .collect();
    words.iter().enumerate().find_map(|(n, word)| {
        let is_code = word.len() == 3 && word.starts_with(['4', '5']);
        if !is_code || !word.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut before = words[..n].iter().rev().filter(|word| !word.is_empty());
        let announced = before.next().is_none_or(|before| {
            [
                "smtp", "said", "error", "code", "response", "was", "server", "is", "returned",
                "with",
            ]
            .contains(before)
        });
        let code: u16 = word.parse().ok()?;
        announced.then_some(Status(code / 100, 0, 0))
    })
}
