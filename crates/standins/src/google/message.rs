//! A mail as the Gmail API shows it.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::mail::post::Message;
use crate::mail::{body, mime, summary};

const FIRST: u64 = 0x19b2_f600_0000_0000;

/// Sixteen hex digits.
pub fn id(number: u64) -> String {
    format!("{:016x}", FIRST + number)
}

/// The number behind an id.
pub fn number(id: &str) -> Result<u64, Refusal> {
    let number = u64::from_str_radix(id, 16).ok().filter(|_| id.len() == 16);
    let number = number.ok_or_else(|| Refusal::invalid("Invalid id value"))?;
    number.checked_sub(FIRST).ok_or_else(Refusal::not_found)
}

/// Label of a folder.
pub fn folder_label(folder: &str) -> Option<String> {
    match folder {
        "INBOX" => Some("INBOX".into()),
        "Sent" => Some("SENT".into()),
        "Drafts" => Some("DRAFT".into()),
        "Trash" => Some("TRASH".into()),
        "Junk" => Some("SPAM".into()),
        "All Mail" => None,
        other => Some(format!("Label_{other}")),
    }
}

/// Labels of a mail with that place and those flags.
pub fn labels(folder: &str, flags: &BTreeSet<String>) -> Vec<String> {
    let mut labels: Vec<String> = folder_label(folder).into_iter().collect();
    if !flags.contains("\\Seen") && !matches!(folder, "Sent" | "Drafts") {
        labels.push("UNREAD".into());
    }
    if flags.contains("\\Flagged") {
        labels.push("STARRED".into());
    }
    labels
}

/// What of a mail is wanted.
pub struct Format<'a> {
    /// `minimal`, `full`, `raw` or `metadata`.
    pub name: &'a str,
    /// Headers of `metadata`; all when empty.
    pub headers: Vec<&'a str>,
}

/// A Message resource.
pub fn resource(
    message: &Message,
    folder: &str,
    thread: u64,
    history: u64,
    format: &Format,
) -> Value {
    let read = summary::read(&message.raw);
    let snippet: String = read
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(190)
        .collect();
    let mut resource = json!({
        "id": id(message.id), "threadId": id(thread), "labelIds": labels(folder, &message.flags), "snippet": snippet,
        "sizeEstimate": message.raw.len(), "historyId": history.to_string(), "internalDate": (message.received / 1_000).to_string(),
    });
    let root = mime::read(&message.raw);
    match format.name {
        "minimal" => {}
        "raw" => resource["raw"] = json!(URL_SAFE.encode(message.raw.as_slice())),
        "metadata" => {
            let wanted = |name: &str| {
                format.headers.is_empty()
                    || format
                        .headers
                        .iter()
                        .any(|wanted| wanted.eq_ignore_ascii_case(name))
            };
            let headers: Vec<Value> = headers(&root, &message.raw)
                .into_iter()
                .filter(|(name, _)| wanted(name))
                .map(pair)
                .collect();
            resource["payload"] = json!({ "mimeType": kind(&root), "headers": headers });
        }
        _ => resource["payload"] = part(&root, "", &message.raw, message.id),
    }
    resource
}

fn pair((name, value): (String, String)) -> Value {
    json!({ "name": name, "value": value })
}

fn kind(part: &mime::Part) -> String {
    format!("{}/{}", part.kind, part.subkind)
}

/// Names and values; subjects and people are decoded.
fn headers(part: &mime::Part, raw: &[u8]) -> Vec<(String, String)> {
    let lines = mime::lines(part.header).into_iter();
    lines
        .map(|(name, line)| {
            let text = String::from_utf8_lossy(line.get(name.len() + 1..).unwrap_or_default())
                .replace(['\r', '\n'], "");
            let text = text.trim().to_owned();
            let decoded = text
                .contains("=?")
                .then(|| summary::decoded_header(raw, &name))
                .filter(|text| !text.is_empty());
            (name, decoded.unwrap_or(text))
        })
        .collect()
}

fn part(part: &mime::Part, place: &str, raw: &[u8], number: u64) -> Value {
    let headers: Vec<Value> = headers(part, raw).into_iter().map(pair).collect();
    let file = body::file_name(part);
    let mut shown = json!({ "partId": place, "mimeType": kind(part), "filename": file.clone().unwrap_or_default(), "headers": headers });
    if part.kind == "multipart" {
        let inside = part.parts.iter().enumerate().map(|(at, inner)| {
            let place = if place.is_empty() {
                at.to_string()
            } else {
                format!("{place}.{at}")
            };
            self::part(inner, &place, raw, number)
        });
        shown["body"] = json!({ "size": 0 });
        shown["parts"] = inside.collect();
        return shown;
    }
    let bytes = body::decoded(part);
    shown["body"] = if file.is_some() {
        json!({ "attachmentId": format!("ANGjdJ{}_{place}", id(number)), "size": bytes.len() })
    } else {
        json!({ "size": bytes.len(), "data": URL_SAFE.encode(&bytes) })
    };
    shown
}

/// The decoded bytes of an attachment.
pub fn attachment(message: &Message, attachment: &str) -> Option<Value> {
    let place = attachment.rsplit_once('_')?.1;
    let root = mime::read(&message.raw);
    let mut part = &root;
    for at in place.split('.').filter(|at| !at.is_empty()) {
        part = part.parts.get(at.parse::<usize>().ok()?)?;
    }
    let bytes = body::decoded(part);
    Some(json!({ "size": bytes.len(), "data": URL_SAFE.encode(&bytes) }))
}
