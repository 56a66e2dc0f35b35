//! The machine's part of a delivery report (RFC 3464).

use crate::EmailAddress;

/// What became of the mail to one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Recipient {
    pub address: Option<String>,
    /// In lower case: `failed`, `delayed`, `delivered`, `relayed`, `expanded`.
    pub action: String,
    pub status: String,
    pub diagnostic: String,
}

/// Blocks of fields, parted by empty lines; the first is about the whole mail.
pub(super) fn read(content: &[u8]) -> Vec<Recipient> {
    let text = String::from_utf8_lossy(&content[..content.len().min(256 * 1024)]);
    let mut recipients = Vec::new();
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines().chain([""]) {
        if line.trim().is_empty() {
            recipients.extend(recipient(&std::mem::take(&mut fields)));
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    recipients
}

fn recipient(fields: &[(String, String)]) -> Option<Recipient> {
    let field = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    // What we wrote to; the final one may be behind an alias.
    let addresses = [field("original-recipient"), field("final-recipient")];
    if addresses == [None, None] && field("action").is_none() {
        return None;
    }
    let untyped = |value: &str| {
        let value = value.split_once(';').map_or(value, |(_, rest)| rest);
        address(value)
    };
    Some(Recipient {
        address: addresses.into_iter().flatten().find_map(untyped),
        action: field("action").unwrap_or_default().to_lowercase(),
        status: field("status").unwrap_or_default().to_owned(),
        diagnostic: field("diagnostic-code")
            .map(|code| code.split_once(';').map_or(code, |(_, rest)| rest).trim())
            .unwrap_or_default()
            .to_owned(),
    })
}

/// An address as notices write it: bare, in `<>`, with a stop behind it.
pub(super) fn address(text: &str) -> Option<String> {
    let bare = text
        .trim()
        .trim_matches(['<', '>', '"', '\'', '(', ')', ',', ';', ':', '.']);
    let bare = bare.strip_prefix("mailto:").unwrap_or(bare);
    let parsed = EmailAddress::parse(bare).ok()?;
    Some(parsed.as_str().to_owned())
}
