//! Which mails of a mailbox belong together, by `References` and `In-Reply-To`.

use std::collections::BTreeMap;

use crate::mail::mime;
use crate::mail::post::Mailbox;

/// The first mail of the conversation, by number of the mail.
pub fn threads(mailbox: &Mailbox) -> BTreeMap<u64, u64> {
    let mut all: Vec<_> = mailbox
        .folders
        .iter()
        .flat_map(|folder| &folder.messages)
        .collect();
    all.sort_by_key(|message| message.id);
    let mut by_name: BTreeMap<String, u64> = BTreeMap::new();
    let mut roots = BTreeMap::new();
    for message in all {
        let header = &message.raw[..mime::header_length(&message.raw)];
        let text = |name| mime::value(header, name).unwrap_or_default();
        let own = text("message-id");
        let named = format!("{own} {} {}", text("in-reply-to"), text("references"));
        let named = || named.split_whitespace().map(str::to_lowercase);
        let root = named().find_map(|name| by_name.get(&name).copied());
        let root = root.unwrap_or(message.id);
        for name in named() {
            by_name.entry(name).or_insert(root);
        }
        roots.insert(message.id, root);
    }
    roots
}
