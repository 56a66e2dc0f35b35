//! What happened in a mailbox since a point in time.

use serde::Deserialize;

use super::message::number;

/// One page of what came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryPage {
    /// In the order it came, each message once.
    pub added: Vec<Added>,
    /// Where the next reading begins, once the last page was read.
    pub history_id: u64,
    pub next_page_token: Option<String>,
    /// The last entry of this page, also where nothing came in with it; the reading can go on from it.
    pub last_entry: Option<u64>,
}

/// A message that came, or was sent from here.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Added {
    pub id: String,
    pub thread_id: String,
    /// As they were then, such as `INBOX` or `SENT`.
    #[serde(default)]
    pub label_ids: Vec<String>,
    /// The entry of the history it came with; the next reading can begin there.
    #[serde(skip)]
    pub entry: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct HistoryAnswer {
    #[serde(default)]
    history: Vec<Entry>,
    next_page_token: Option<String>,
    #[serde(deserialize_with = "number")]
    history_id: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(deserialize_with = "number")]
    id: u64,
    #[serde(default)]
    messages_added: Vec<Envelope>,
}

#[derive(Deserialize)]
struct Envelope {
    message: Added,
}

impl From<HistoryAnswer> for HistoryPage {
    fn from(answer: HistoryAnswer) -> Self {
        let mut seen = std::collections::HashSet::new();
        let last_entry = answer.history.last().map(|entry| entry.id);
        let entries = answer.history.into_iter();
        let added = entries
            .flat_map(|entry| {
                let id = entry.id;
                entry.messages_added.into_iter().map(move |envelope| Added {
                    entry: id,
                    ..envelope.message
                })
            })
            .filter(|message| seen.insert(message.id.clone()))
            .collect();
        Self {
            added,
            history_id: answer.history_id,
            next_page_token: answer.next_page_token,
            last_entry,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn read(body: Value) -> Option<HistoryPage> {
        let answer: HistoryAnswer = serde_json::from_value(body).ok()?;
        Some(answer.into())
    }

    fn entry(id: &str) -> Value {
        json!({ "id": "10043", "messages": [{ "id": id, "threadId": "t" }],
            "messagesAdded": [{ "message": { "id": id, "threadId": "t", "labelIds": ["INBOX"] } }] })
    }

    #[test]
    fn pages_with_and_without_news() {
        let page = read(json!({ "historyId": "10050" })).unwrap();
        assert_eq!((page.history_id, page.added.len()), (10_050, 0));
        let other = json!({ "id": "7", "labelsAdded": [{ "message": { "id": "x" } }] });
        let page = read(json!({ "historyId": "10050", "nextPageToken": "p",
            "history": [entry("a"), other, entry("b"), entry("a")] }))
        .unwrap();
        let ids: Vec<_> = page.added.iter().map(|m| m.id.as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
        assert_eq!(page.next_page_token.as_deref(), Some("p"));
        assert_eq!(
            (page.added[0].entry, page.last_entry),
            (10_043, Some(10_043))
        );
        assert_eq!(read(json!({ "history": [] })), None);
    }

    proptest! {
        #[test]
        fn every_message_comes_once(ids in prop::collection::vec("[a-e]", 0..12)) {
            let entries: Vec<_> = ids.iter().map(|id| entry(id)).collect();
            let page = read(json!({ "historyId": 1, "history": entries })).unwrap();
            let mut wanted = ids.clone();
            wanted.sort();
            wanted.dedup();
            let mut found: Vec<_> = page.added.into_iter().map(|m| m.id).collect();
            found.sort();
            prop_assert_eq!(found, wanted);
        }
    }
}
