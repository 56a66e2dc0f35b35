//! `ENVELOPE` and `BODYSTRUCTURE` of a message.

use super::super::mime::{self, Part};

/// Text as a quoted string, or as a literal when it must be; `NIL` for none.
pub fn string(text: Option<&str>) -> String {
    match text {
        None => "NIL".into(),
        Some(text) if text.is_ascii() && !text.contains(['\r', '\n', '\0']) => {
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        Some(text) => format!("{{{}}}\r\n{text}", text.len()),
    }
}

/// The ten-part envelope.
pub fn envelope(raw: &[u8]) -> String {
    let header = &raw[..mime::header_length(raw)];
    let value = |name: &str| mime::value(header, name);
    let from = value("from");
    let or_from = |name: &str| addresses(value(name).or_else(|| from.clone()).as_deref());
    format!(
        "({} {} {} {} {} {} {} {} {} {})",
        string(value("date").as_deref()),
        string(value("subject").as_deref()),
        addresses(from.as_deref()),
        or_from("sender"),
        or_from("reply-to"),
        addresses(value("to").as_deref()),
        addresses(value("cc").as_deref()),
        addresses(value("bcc").as_deref()),
        string(value("in-reply-to").as_deref()),
        string(value("message-id").as_deref()),
    )
}

fn addresses(text: Option<&str>) -> String {
    let list: String = text
        .map(split)
        .unwrap_or_default()
        .iter()
        .filter_map(|one| address(one))
        .collect();
    if list.is_empty() {
        "NIL".into()
    } else {
        format!("({list})")
    }
}

/// Splits at commas outside quotes and angle brackets; group names and their semicolons fall away.
fn split(text: &str) -> Vec<String> {
    let (mut quoted, mut angle) = (false, false);
    let mut pieces = vec![String::new()];
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '<' if !quoted => angle = true,
            '>' if !quoted => angle = false,
            _ => {}
        }
        if (letter == ',' || letter == ';') && !quoted && !angle {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
    }
    pieces
}

fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let (name, address) = match (text.rfind('<'), text.rfind('>')) {
        (Some(open), Some(close)) if open < close => (
            text[..open].trim().trim_matches('"').replace("\\\"", "\""),
            &text[open + 1..close],
        ),
        _ => (String::new(), text),
    };
    let (local, domain) = address.trim().rsplit_once('@')?;
    let name = (!name.is_empty()).then_some(name);
    Some(format!(
        "({} NIL {} {})",
        string(name.as_deref()),
        string(Some(local)),
        string(Some(domain))
    ))
}

/// The nested structure; `extended` adds what `BODYSTRUCTURE` has and `BODY` has not.
pub fn structure(part: &Part<'_>, extended: bool) -> String {
    let parameters = pairs(&part.parameters);
    if part.kind == "multipart" && !part.parts.is_empty() {
        let inner: String = part
            .parts
            .iter()
            .map(|part| structure(part, extended))
            .collect();
        let more = if extended {
            format!(" {parameters} {} NIL NIL", disposition(part))
        } else {
            String::new()
        };
        return format!("({inner} {}{more})", string(Some(&part.subkind)));
    }
    let value = |name: &str| mime::value(part.header, name);
    let encoding = value("content-transfer-encoding").unwrap_or_else(|| "7BIT".into());
    let lines = part.body.iter().filter(|byte| **byte == b'\n').count();
    let mut text = format!(
        "({} {} {parameters} {} {} {} {}",
        string(Some(&part.kind)),
        string(Some(&part.subkind)),
        string(value("content-id").as_deref()),
        string(value("content-description").as_deref()),
        string(Some(&encoding)),
        part.body.len(),
    );
    match (part.kind.as_str(), part.parts.first()) {
        ("text", _) => text.push_str(&format!(" {lines}")),
        ("message", Some(inner)) => {
            text.push_str(&format!(
                " {} {} {lines}",
                envelope(part.body),
                structure(inner, extended)
            ));
        }
        _ => {}
    }
    if extended {
        text.push_str(&format!(" NIL {} NIL NIL", disposition(part)));
    }
    text.push(')');
    text
}

fn pairs(parameters: &[(String, String)]) -> String {
    let list: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{} {}", string(Some(name)), string(Some(value))))
        .collect();
    if list.is_empty() {
        "NIL".into()
    } else {
        format!("({})", list.join(" "))
    }
}

fn disposition(part: &Part<'_>) -> String {
    let Some(text) = mime::value(part.header, "content-disposition") else {
        return "NIL".into();
    };
    let (kind, parameters) = mime::parameters(&text);
    format!("({} {})", string(Some(&kind)), pairs(&parameters))
}
