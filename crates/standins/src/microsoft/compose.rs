//! Mails made of Graph's JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::refusal::Refusal;
use crate::provider::directory::User;
use crate::provider::letters::{encoded_word, named};

const FENCE: &str = "_000_pretendgraph_";

/// Headers that stay when a draft is written anew.
pub type Kept = Vec<(String, String)>;

fn people(fields: &Value, name: &str) -> Result<Vec<String>, Refusal> {
    let list = fields[name].as_array().into_iter().flatten();
    list.map(|one| {
        let address = one
            .pointer("/emailAddress/address")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let whole = address.contains('@') && !address.contains([' ', '<', '>', '\r', '\n']);
        if !whole {
            return Err(Refusal::new(
                400,
                "ErrorInvalidRecipients",
                "At least one recipient is not valid.",
            ));
        }
        let shown = one
            .pointer("/emailAddress/name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        Ok(named(shown, address))
    })
    .collect()
}

/// Headers an app may set: their names begin with `x-`.
fn own_headers(fields: &Value) -> Result<Kept, Refusal> {
    let list = fields["internetMessageHeaders"]
        .as_array()
        .into_iter()
        .flatten();
    list.map(|one| {
        let (name, value) = (
            one["name"].as_str().unwrap_or_default(),
            one["value"].as_str().unwrap_or_default(),
        );
        if !name.to_lowercase().starts_with("x-") {
            return Err(Refusal::new(
                400,
                "InvalidInternetMessageHeader",
                format!(
                    "The internet message header name '{name}' should start with 'x-' or 'X-'."
                ),
            ));
        }
        if name.contains(|letter: char| !letter.is_ascii_graphic() || letter == ':')
            || value.contains(['\r', '\n'])
        {
            return Err(Refusal::new(
                400,
                "InvalidInternetMessageHeader",
                "The internet message header is not valid.",
            ));
        }
        Ok((name.to_owned(), encoded_word(value)))
    })
    .collect()
}

/// The mail; `kept` headers come first and stand in place of what would be made.
pub fn mail(fields: &Value, user: &User, kept: &Kept) -> Result<Vec<u8>, Refusal> {
    if !fields.is_object() {
        return Err(Refusal::new(
            400,
            "RequestBodyRead",
            "The message is missing or malformed.",
        ));
    }
    let mut head = String::new();
    let mut add = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
    for (name, value) in kept {
        add(name, value);
    }
    let sender = fields
        .pointer("/from/emailAddress/address")
        .and_then(Value::as_str);
    let sender = sender.unwrap_or(&user.email);
    if !user.may_write_from(sender) {
        return Err(Refusal::send_as());
    }
    add("From", &named(&user.name(), sender));
    for (header, field) in [
        ("To", "toRecipients"),
        ("Cc", "ccRecipients"),
        ("Bcc", "bccRecipients"),
        ("Reply-To", "replyTo"),
    ] {
        let people = people(fields, field)?;
        if !people.is_empty() {
            add(header, &people.join(",\r\n "));
        }
    }
    add(
        "Subject",
        &encoded_word(fields["subject"].as_str().unwrap_or_default()),
    );
    for (name, value) in own_headers(fields)? {
        add(&name, &value);
    }
    add("MIME-Version", "1.0");
    let html = fields
        .pointer("/body/contentType")
        .and_then(Value::as_str)
        .is_some_and(|kind| kind.eq_ignore_ascii_case("html"));
    let content = fields
        .pointer("/body/content")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let kind = if html { "text/html" } else { "text/plain" };
    let text = part(&format!("{kind}; charset=utf-8"), "", content.as_bytes());
    let files = files(fields)?;
    if files.is_empty() {
        return Ok(format!("{head}{text}").into_bytes());
    }
    let parts: String = std::iter::once(text)
        .chain(files)
        .map(|part| format!("--{FENCE}\r\n{part}\r\n"))
        .collect();
    Ok(format!(
        "{head}Content-Type: multipart/mixed; boundary=\"{FENCE}\"\r\n\r\n{parts}--{FENCE}--\r\n"
    )
    .into_bytes())
}

fn part(kind: &str, more: &str, bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(76)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    format!(
        "Content-Type: {kind}\r\n{more}Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        lines.join("\r\n")
    )
}

fn files(fields: &Value) -> Result<Vec<String>, Refusal> {
    let list = fields["attachments"].as_array().into_iter().flatten();
    list.map(|one| {
        let bad = || Refusal::bad("Only file attachments with contentBytes are known here.");
        let bytes = STANDARD
            .decode(one["contentBytes"].as_str().ok_or_else(bad)?)
            .map_err(|_| bad())?;
        let clean = |name: &str| {
            one[name]
                .as_str()
                .unwrap_or_default()
                .replace(['"', '\r', '\n'], "")
        };
        let kind = match clean("contentType") {
            kind if kind.is_empty() => "application/octet-stream".into(),
            kind => kind,
        };
        let disposition = format!(
            "Content-Disposition: attachment; filename=\"{}\"\r\n",
            clean("name")
        );
        Ok(part(&kind, &disposition, &bytes))
    })
    .collect()
}
