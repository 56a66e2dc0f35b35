//! Ids of mails and folders. Ordinary ids of mails change when a mail moves, immutable ones do not.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;

const ORDINARY: &str = "AAMkAGVmMDEz";
const IMMUTABLE: &str = "AAkALgAAAAAA";
const FOLDER: &str = "AQMkADAwATM0";

/// Id of a mail in the folder with that number.
pub fn mail(number: u64, folder: u32, immutable: bool) -> String {
    if immutable {
        format!("{IMMUTABLE}{}", URL_SAFE.encode(format!("{number:012}")))
    } else {
        format!(
            "{ORDINARY}{}",
            URL_SAFE.encode(format!("{folder:012}{number:012}"))
        )
    }
}

/// Number of a mail, and of its folder when the id is an ordinary one.
pub fn read(id: &str) -> Option<(u64, Option<u32>)> {
    let text = |start: &str| {
        let bytes = URL_SAFE.decode(id.strip_prefix(start)?).ok()?;
        String::from_utf8(bytes).ok()
    };
    if let Some(text) = text(IMMUTABLE) {
        return Some((text.parse().ok()?, None));
    }
    let text = text(ORDINARY)?;
    Some((
        text.get(12..)?.parse().ok()?,
        Some(text.get(..12)?.parse().ok()?),
    ))
}

/// Id of a folder.
pub fn folder(name: &str) -> String {
    format!("{FOLDER}{}", URL_SAFE.encode(name))
}

/// Name of the folder behind an id or a well-known name.
pub fn folder_name(id: &str) -> Option<String> {
    let well_known = match id.to_lowercase().as_str() {
        "inbox" => "INBOX",
        "sentitems" => "Sent",
        "drafts" => "Drafts",
        "deleteditems" => "Trash",
        "archive" => "Archive",
        "junkemail" => "Junk",
        _ => "",
    };
    if !well_known.is_empty() {
        return Some(well_known.into());
    }
    String::from_utf8(URL_SAFE.decode(id.strip_prefix(FOLDER)?).ok()?).ok()
}

/// Name of a folder as people see it.
pub fn display_name(name: &str) -> &str {
    match name {
        "INBOX" => "Inbox",
        "Sent" => "Sent Items",
        "Trash" => "Deleted Items",
        "Junk" => "Junk Email",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back() {
        assert_eq!(read(&mail(7, 3, true)), Some((7, None)));
        assert_eq!(read(&mail(7, 3, false)), Some((7, Some(3))));
        assert_eq!(read("nonsense"), None);
        assert_eq!(folder_name(&folder("Später")), Some("Später".into()));
        assert_eq!(folder_name("SentItems"), Some("Sent".into()));
    }
}
