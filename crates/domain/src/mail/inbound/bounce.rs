//! Bounces: by their report, and, for the 40 % without one, by their words.

use super::letter::{Letter, one_line};
use super::report::{self, Recipient};
use super::verdict::{Status, Verdict, judge, status_in};
use super::words::{BOUNCE_SUBJECTS, BOUNCE_TEXTS, DAEMONS, FULL, NEVER, POLICY, any};
use super::{Bounce, LONGEST_REASON, auto};

/// Of the text, in bytes: where a notice says what happened.
const NOTICE: usize = 32 * 1024;

pub(super) fn read(letter: &Letter) -> Option<Bounce> {
    let reports = ["message/delivery-status", "message/global-delivery-status"];
    let recipients: Vec<Recipient> = letter.parts(&reports).flat_map(report::read).collect();
    let failed = recipients.iter().find(|one| one.action == "failed");
    // Old servers leave the action out.
    let vague = || {
        recipients
            .iter()
            .find(|one| one.action.is_empty() && !one.status.starts_with('2'))
    };
    let delayed = || recipients.iter().find(|one| one.action == "delayed");
    if let Some(recipient) = failed.or_else(vague).or_else(delayed) {
        return Some(by_report(recipient, letter));
    }
    // A report without failures says that all is well.
    if recipients.is_empty() {
        by_words(letter)
    } else {
        None
    }
}

/// Whether the headers alone let one expect a bounce.
pub(super) fn by_head(letter: &Letter) -> bool {
    let is_report = letter
        .report_type()
        .is_some_and(|kind| kind.contains("delivery-status"));
    is_report || is_by_daemon(letter) || is_by_subject(letter)
}

fn is_by_daemon(letter: &Letter) -> bool {
    let from = letter.from.as_deref().unwrap_or_default().to_lowercase();
    let sender = from.split('@').next().unwrap_or_default();
    let empty = |path: &str| path.trim() == "<>";
    any(sender, DAEMONS)
        || letter.header("return-path").is_some_and(empty)
        || letter.header("x-failed-recipients").is_some()
}

fn is_by_subject(letter: &Letter) -> bool {
    let subject = letter.subject.to_lowercase().replace('’', "'");
    any(&subject, BOUNCE_SUBJECTS) && !auto::is_answer(&subject)
}

fn by_report(recipient: &Recipient, letter: &Letter) -> Bounce {
    let notice = notice(letter);
    let said = recipient.diagnostic.to_lowercase();
    let reported = status_in(&recipient.status);
    // "5.0.0" and its like say less than the server itself.
    let status = match (reported, status_in(&said)) {
        (Some(Status(_, 0, _)) | None, Some(said)) => Some(said),
        (reported, _) => reported,
    };
    let text = if said.is_empty() {
        notice.to_lowercase()
    } else {
        said
    };
    let address = recipient
        .address
        .clone()
        .or_else(|| address(letter, notice));
    let reason = match recipient.diagnostic.is_empty() {
        true => telling_line(notice),
        false => recipient.diagnostic.clone(),
    };
    let verdict = judge(status, recipient.action == "delayed", &text);
    Bounce {
        given_up: match recipient.action.as_str() {
            "failed" => true,
            "delayed" => false,
            _ => !recipient.status.starts_with('4'),
        },
        ..bounce(address, verdict, status, &reason)
    }
}

fn by_words(letter: &Letter) -> Option<Bounce> {
    let subject = letter.subject.to_lowercase().replace('’', "'");
    let is_daemon = is_by_daemon(letter);
    let by_subject = is_by_subject(letter);
    let notice = notice(letter);
    let said = notice.to_lowercase().replace('’', "'");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let by_text = any(&said, BOUNCE_TEXTS);
    let status = status_in(&said);
    let address = address(letter, notice);
    let is_bounce = match (is_daemon, by_subject) {
        (true, true) => true,
        (true, false) => by_text && !auto::says_away(letter),
        (false, true) => by_text || status.is_some() || any(&said, NEVER) && address.is_some(),
        (false, false) => false,
    };
    if !is_bounce {
        return None;
    }
    let is_delayed = ["delayed", "warning: message", "not yet been delivered"]
        .iter()
        .any(|word| subject.contains(word) || (said.contains(word) && !said.contains("permanent")));
    let verdict = judge(status, is_delayed, &said);
    let is_temporary = status.is_some_and(|status| status.0 == 4);
    Some(Bounce {
        given_up: !is_delayed && !is_temporary,
        ..bounce(address, verdict, status, &telling_line(notice))
    })
}

fn bounce(
    address: Option<String>,
    verdict: Verdict,
    status: Option<Status>,
    reason: &str,
) -> Bounce {
    Bounce {
        address,
        hard: verdict == Verdict::Hard,
        policy: verdict == Verdict::Policy,
        given_up: true,
        status: status.map(|status| status.to_string()),
        reason: one_line(reason).chars().take(LONGEST_REASON).collect(),
    }
}

/// The notice itself, without the mail it brings back.
fn notice(letter: &Letter) -> &str {
    let text = &letter.text[..letter.text.floor_char_boundary(NOTICE)];
    let marks = [
        "------ This is a copy",
        "--- Below this line is a copy",
        "----- Original message -----",
        "--- The header of the original",
        "\nReceived: from ",
    ];
    let end = marks.iter().filter_map(|mark| text.find(mark)).min();
    &text[..end.unwrap_or(text.len())]
}

/// The first address in the notice that is neither the seller's nor the server's.
fn address(letter: &Letter, notice: &str) -> Option<String> {
    let named = letter.header("x-failed-recipients").unwrap_or_default();
    let own: Vec<String> = ["to", "cc", "from", "delivered-to", "x-original-to"]
        .iter()
        .filter_map(|name| letter.header(name))
        .flat_map(addresses)
        .collect();
    addresses(named).chain(addresses(notice)).find(|address| {
        let name = address.split('@').next().unwrap_or_default();
        !own.contains(address) && !any(name, DAEMONS)
    })
}

fn addresses(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| c.is_whitespace() || "<>()[]\"',;".contains(c));
    words
        .filter(|word| word.contains('@') && word.len() <= 320)
        .filter_map(report::address)
}

/// The line that says why: with a status or the words for it, else the first.
fn telling_line(notice: &str) -> String {
    let lines = || {
        notice
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .take(200)
    };
    let telling = |line: &&str| {
        let said = line.to_lowercase();
        status_in(&said).is_some() || [FULL, NEVER, POLICY].iter().any(|words| any(&said, words))
    };
    let line = lines().find(telling).or_else(|| lines().next());
    line.unwrap_or_default().to_owned()
}
