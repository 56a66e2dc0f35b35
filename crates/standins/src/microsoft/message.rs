//! A mail as Graph shows it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use mail_parser::{Address, MessageParser};
use serde_json::{Value, json};

use super::ids;
use crate::mail::post::{Mailbox, Message};
use crate::mail::{body, mime, summary};
use crate::provider::ledger::Book;
use crate::provider::threads::threads;

/// A mail with its place.
#[derive(Clone)]
pub struct Found {
    pub message: Message,
    pub folder: String,
    pub folder_number: u32,
    pub thread: u64,
    pub change: u64,
}

/// All mails of a mailbox.
pub fn all(mailbox: &Mailbox, book: &Book) -> Vec<Found> {
    let roots = threads(mailbox);
    let mails = mailbox
        .folders
        .iter()
        .flat_map(|folder| folder.messages.iter().map(move |message| (folder, message)));
    mails
        .map(|(folder, message)| Found {
            thread: roots.get(&message.id).copied().unwrap_or(message.id),
            change: book.newest_of(message.id),
            folder: folder.name.clone(),
            folder_number: folder.uid_validity,
            message: message.clone(),
        })
        .collect()
}

fn time(micros: i64) -> String {
    let at = Timestamp::from_microsecond(micros).unwrap_or_default();
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn people(address: Option<&Address>) -> Vec<Value> {
    let all = address.into_iter().flat_map(|list| list.iter());
    all.filter_map(|one| {
        let address = one.address()?;
        Some(json!({ "emailAddress": { "name": one.name().unwrap_or(address), "address": address } }))
    })
    .collect()
}

/// Attachments of a mail: name, content type and bytes.
pub fn attachments(raw: &[u8]) -> Vec<(String, String, Vec<u8>)> {
    fn walk(part: &mime::Part, found: &mut Vec<(String, String, Vec<u8>)>) {
        if part.kind == "multipart" {
            for inner in &part.parts {
                walk(inner, found);
            }
        } else if let Some(name) = body::file_name(part) {
            found.push((
                name,
                format!("{}/{}", part.kind, part.subkind),
                body::decoded(part),
            ));
        }
    }
    let mut found = Vec::new();
    walk(&mime::read(raw), &mut found);
    found
}

impl Found {
    /// Id for a reader of that kind.
    pub fn id(&self, immutable: bool) -> String {
        ids::mail(self.message.id, self.folder_number, immutable)
    }

    /// The whole resource.
    pub fn resource(&self, immutable: bool) -> Value {
        let message = &self.message;
        let read = summary::read(&message.raw);
        let parsed = MessageParser::default().parse(message.raw.as_slice());
        let parsed = parsed.as_ref();
        let header = |name: &str| {
            read.headers
                .iter()
                .find(|(found, _)| found.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.clone())
        };
        let preview: String = read
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(255)
            .collect();
        let body = match &read.html {
            Some(html) => json!({ "contentType": "html", "content": html }),
            None => json!({ "contentType": "text", "content": read.text }),
        };
        let from = people(parsed.and_then(|parsed| parsed.from()))
            .into_iter()
            .next();
        let change = STANDARD.encode(format!("CQAAABYA{:08}", self.change));
        let headers: Vec<Value> = read
            .headers
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        let has = |flag: &str| message.flags.contains(flag);
        json!({
            "@odata.etag": format!("W/\"{change}\""), "id": self.id(immutable), "createdDateTime": time(message.received), "lastModifiedDateTime": time(message.received),
            "changeKey": change, "receivedDateTime": time(message.received), "sentDateTime": time(message.received),
            "hasAttachments": !attachments(&message.raw).is_empty(), "internetMessageId": header("message-id"), "subject": read.subject, "bodyPreview": preview,
            "importance": "normal", "parentFolderId": ids::folder(&self.folder), "conversationId": ids::folder(&format!("conversation {}", self.thread)),
            "conversationIndex": STANDARD.encode(format!("{:016x}{:06}", self.thread, message.id)),
            "isRead": has("\\Seen"), "isDraft": has("\\Draft"), "isDeliveryReceiptRequested": false, "isReadReceiptRequested": false,
            "body": body, "sender": from, "from": from, "toRecipients": people(parsed.and_then(|parsed| parsed.to())),
            "ccRecipients": people(parsed.and_then(|parsed| parsed.cc())), "bccRecipients": people(parsed.and_then(|parsed| parsed.bcc())),
            "replyTo": people(parsed.and_then(|parsed| parsed.reply_to())), "internetMessageHeaders": headers,
            "flag": { "flagStatus": if has("\\Flagged") { "flagged" } else { "notFlagged" } },
        })
    }
}
