//! Mail on its way out through an API: what the provider adds, changes and takes away.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use mail_parser::MessageParser;

use super::directory::User;
use crate::mail::mime;
use crate::mail::post::{mail_date, message_id};
use crate::state::State;

/// Addresses of `To`, `Cc` and `Bcc`, each once.
pub fn recipients(raw: &[u8]) -> Vec<String> {
    let Some(message) = MessageParser::default().parse_headers(raw) else {
        return Vec::new();
    };
    let mut seen = BTreeSet::new();
    [message.to(), message.cc(), message.bcc()]
        .into_iter()
        .flatten()
        .flat_map(|list| list.iter())
        .filter_map(|one| one.address())
        .filter(|address| address.contains('@') && seen.insert(address.to_lowercase()))
        .map(str::to_owned)
        .collect()
}

/// The address a mail says it is from.
pub fn author(raw: &[u8]) -> Option<String> {
    let message = MessageParser::default().parse_headers(raw)?;
    let address = message.from()?.first()?.address()?.to_owned();
    Some(address)
}

/// The mail without headers of that name.
pub fn without(raw: &[u8], name: &str) -> Vec<u8> {
    let length = mime::header_length(raw);
    let mut kept = Vec::with_capacity(raw.len());
    for (found, line) in mime::lines(&raw[..length]) {
        if !found.eq_ignore_ascii_case(name) {
            kept.extend_from_slice(line);
        }
    }
    kept.extend_from_slice(b"\r\n");
    kept.extend_from_slice(&raw[length..]);
    kept
}

/// The mail with that header, in place of any it had.
pub fn with(raw: &[u8], name: &str, value: &str) -> Vec<u8> {
    let mut made = format!("{name}: {value}\r\n").into_bytes();
    made.extend(without(raw, name));
    made
}

/// Line ends as mail wants them.
pub fn with_line_ends(raw: &[u8]) -> Vec<u8> {
    let mut made = Vec::with_capacity(raw.len());
    let mut before = 0;
    for byte in raw {
        if *byte == b'\n' && before != b'\r' {
            made.push(b'\r');
        }
        made.push(*byte);
        before = *byte;
    }
    made
}

/// A header value with everything outside ASCII encoded (RFC 2047).
pub fn encoded_word(text: &str) -> String {
    use base64::Engine as _;
    let plain = text.is_ascii() && !text.contains(['\r', '\n']);
    if plain {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().filter(|letter| !letter.is_control()).collect();
    let words = letters.chunks(12).map(|chunk| {
        let piece: String = chunk.iter().collect();
        format!(
            "=?utf-8?B?{}?=",
            base64::engine::general_purpose::STANDARD.encode(piece)
        )
    });
    words.collect::<Vec<_>>().join("\r\n ")
}

/// `Name <address>` for a header.
pub fn named(name: &str, address: &str) -> String {
    if name.is_empty() || name == address {
        return format!("<{address}>");
    }
    if name.is_ascii() {
        return format!(
            "\"{}\" <{address}>",
            name.replace(['"', '\\', '\r', '\n'], "")
        );
    }
    format!("{} <{address}>", encoded_word(name))
}

/// What every provider does to a mail before it keeps it: sender, date and message id.
pub fn completed(raw: &[u8], user: &User, id_domain: &str, now: Timestamp) -> Vec<u8> {
    let mut raw = with_line_ends(raw);
    if !author(&raw).is_some_and(|address| user.may_write_from(&address)) {
        raw = with(&raw, "From", &named(&user.name(), &user.email));
    }
    let has = |raw: &[u8], name| {
        mime::value(&raw[..mime::header_length(raw)], name).is_some_and(|text| !text.is_empty())
    };
    if !has(&raw, "date") {
        raw = with(&raw, "Date", &mail_date(now));
    }
    if !has(&raw, "message-id") {
        raw = with(&raw, "Message-ID", &message_id(id_domain));
    }
    raw
}

/// Delivers a mail that is complete and keeps it in `Sent`, with the number of the draft it was, if it was one. Answers that number.
pub fn send(state: &State, user: &User, raw: &[u8], draft: Option<u64>) -> u64 {
    let now = state.clock.now();
    let to = recipients(raw);
    let delivered = without(raw, "Bcc");
    let trace = format!(
        "Return-Path: <{}>\r\nReceived: from api by mail.localhost with HTTP\r\n id {}; {}\r\n",
        user.email,
        message_id("api"),
        mail_date(now)
    );
    let delivered = Arc::new([trace.as_bytes(), delivered.as_slice()].concat());
    let number = state.at_mailbox(&user.email, |post, _| {
        let mut message = post.message(&user.email, Arc::new(raw.to_vec()), now.as_microsecond());
        message.flags.insert("\\Seen".into());
        if let Some(mailbox) = post.mailbox(&user.email) {
            if let Some(draft) = draft {
                message.id = draft;
                for folder in &mut mailbox.folders {
                    folder.messages.retain(|other| other.id != draft);
                }
            }
            let number = message.id;
            if let Some(sent) = mailbox.folder("Sent") {
                sent.put(message);
            }
            post.submit(&user.email, &to, &delivered, now);
            return number;
        }
        0
    });
    state.mail_changed();
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_changed_and_the_body_is_not() {
        let raw = b"From: a\r\nBcc: x@y,\r\n z@y\r\nTo: b\r\n\r\nBcc: body\r\n";
        let text = |raw: Vec<u8>| String::from_utf8(raw).unwrap();
        assert_eq!(
            text(without(raw, "bcc")),
            "From: a\r\nTo: b\r\n\r\nBcc: body\r\n"
        );
        assert_eq!(text(with(b"To: b\r\n\r\nx", "To", "c")), "To: c\r\n\r\nx");
        assert_eq!(text(with_line_ends(b"a\nb\r\nc")), "a\r\nb\r\nc");
    }
}
