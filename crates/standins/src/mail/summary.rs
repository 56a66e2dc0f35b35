//! A mail as people and tests read it: decoded subject, texts, headers and links.

use jiff::civil::Date;
use mail_parser::{HeaderValue, MessageParser, PartType};
use serde::Serialize;

use super::mime;

/// A decoded mail.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    pub subject: String,
    /// The text part; made from the HTML part when there is none.
    pub text: String,
    /// The HTML part, if there is one.
    pub html: Option<String>,
    /// Names and unfolded values in their order.
    pub headers: Vec<(String, String)>,
    /// Addresses of links in both parts, each once.
    pub links: Vec<String>,
}

/// Decodes a mail.
pub fn read(raw: &[u8]) -> Summary {
    let header = &raw[..mime::header_length(raw)];
    let headers = mime::lines(header)
        .into_iter()
        .map(|(name, line)| {
            let text = String::from_utf8_lossy(line.get(name.len() + 1..).unwrap_or_default())
                .replace(['\r', '\n'], "");
            (name, text.trim().to_owned())
        })
        .collect();
    let Some(message) = MessageParser::default().parse(raw) else {
        return Summary {
            headers,
            ..Summary::default()
        };
    };
    let html = message.html_body.iter().find_map(|place| {
        match &message.parts.get(*place as usize)?.body {
            PartType::Html(html) => Some(html.to_string()),
            _ => None,
        }
    });
    let text = message
        .body_text(0)
        .map(|text| text.into_owned())
        .unwrap_or_default();
    let links = links(&text, html.as_deref());
    Summary {
        subject: message.subject().unwrap_or_default().to_owned(),
        text,
        html,
        headers,
        links,
    }
}

/// A header's decoded text.
pub fn decoded_header(raw: &[u8], name: &str) -> String {
    let Some(message) = MessageParser::default().parse_headers(raw) else {
        return String::new();
    };
    match message.header(name) {
        Some(HeaderValue::Text(text)) => text.to_string(),
        Some(HeaderValue::Address(address)) => {
            let texts = address.iter().map(|one| match (one.name(), one.address()) {
                (Some(name), Some(address)) => format!("{name} <{address}>"),
                (None, one) | (one, None) => one.unwrap_or_default().to_owned(),
            });
            texts.collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    }
}

/// Day of the message's own `Date` header.
pub fn sent(raw: &[u8]) -> Option<Date> {
    let text = mime::value(&raw[..mime::header_length(raw)], "date")?;
    jiff::fmt::rfc2822::parse(&text).ok().map(|at| at.date())
}

fn links(text: &str, html: Option<&str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |link: &str| {
        let link = link.replace("&amp;", "&");
        if !found.contains(&link) {
            found.push(link);
        }
    };
    for piece in html.unwrap_or_default().split("href=").skip(1) {
        let quote = piece
            .chars()
            .next()
            .filter(|letter| matches!(letter, '"' | '\''));
        let Some(quote) = quote else { continue };
        if let Some(link) = piece[1..]
            .split(quote)
            .next()
            .filter(|link| link.starts_with("http"))
        {
            add(link);
        }
    }
    for start in ["https://", "http://"] {
        for (at, _) in text.match_indices(start) {
            let rest = &text[at..];
            let end = rest
                .find(|letter: char| letter.is_whitespace() || "<>\"".contains(letter))
                .unwrap_or(rest.len());
            add(rest[..end].trim_end_matches(['.', ',', ')', ';']));
        }
    }
    found
}
