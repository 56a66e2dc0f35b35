//! The search box of Gmail, as far as apps use it: `rfc822msgid:`, `from:`, `to:`, `subject:`, `in:`, `is:`, `label:`, `after:`, `before:` and words.

use crate::mail::post::Message;
use crate::mail::{mime, summary};

/// Whether a mail in that folder fits.
pub fn fits(query: &str, message: &Message, folder: &str) -> bool {
    words(query).iter().all(|word| {
        let (word, negative) = match word.strip_prefix('-') {
            Some(word) => (word, true),
            None => (word.as_str(), false),
        };
        fits_one(word, message, folder) != negative
    })
}

/// Words and quoted texts.
fn words(query: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in query.chars() {
        if letter == '"' {
            quoted = !quoted;
        } else if letter.is_whitespace() && !quoted {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(letter);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn fits_one(word: &str, message: &Message, folder: &str) -> bool {
    let header = &message.raw[..mime::header_length(&message.raw)];
    let has = |name: &str, text: &str| {
        summary::decoded_header(&message.raw, name)
            .to_lowercase()
            .contains(&text.to_lowercase())
    };
    let bare = |text: &str| {
        text.trim()
            .trim_start_matches('<')
            .trim_end_matches('>')
            .to_owned()
    };
    let flag = |name: &str| message.flags.contains(name);
    let seconds = |text: &str| text.parse::<i64>().map_or(0, |seconds| seconds * 1_000_000);
    let Some((name, text)) = word.split_once(':') else {
        let read = summary::read(&message.raw);
        return format!("{} {}", read.subject, read.text)
            .to_lowercase()
            .contains(&word.to_lowercase());
    };
    match name.to_lowercase().as_str() {
        "rfc822msgid" => {
            mime::value(header, "message-id").is_some_and(|id| bare(&id) == bare(text))
        }
        "from" | "to" | "cc" | "subject" => has(name, text),
        "in" | "label" => match text.to_lowercase().as_str() {
            "anywhere" => true,
            "inbox" => folder == "INBOX",
            "sent" => folder == "Sent",
            "draft" | "drafts" => folder == "Drafts",
            "trash" => folder == "Trash",
            other => folder.to_lowercase() == other,
        },
        "is" => match text {
            "unread" => !flag("\\Seen"),
            "read" => flag("\\Seen"),
            "starred" => flag("\\Flagged"),
            _ => false,
        },
        "after" | "newer" => message.received >= seconds(text),
        "before" | "older" => message.received < seconds(text),
        _ => false,
    }
}
