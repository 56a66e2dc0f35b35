//! A message as Graph tells it.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

/// What every reading asks for.
pub(super) const FIELDS: &str = "id,internetMessageId,conversationId,changeKey,isDraft,\
                                 parentFolderId,subject,from,receivedDateTime,bodyPreview";

/// One message (contracts 5.2). A delta may bring some of the fields only.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Stays the same when the message changes folders.
    pub id: String,
    /// With angle brackets.
    pub internet_message_id: Option<String>,
    pub conversation_id: Option<String>,
    pub change_key: Option<String>,
    pub is_draft: Option<bool>,
    pub parent_folder_id: Option<String>,
    pub subject: Option<String>,
    #[serde(default, deserialize_with = "address")]
    pub from: Option<Address>,
    /// Milliseconds since 1970.
    #[serde(rename = "receivedDateTime", default, deserialize_with = "time")]
    pub received_at_ms: Option<i64>,
    pub body_preview: Option<String>,
    /// Filled by [`super::Api::get`], and only once the message has travelled.
    #[serde(default)]
    pub internet_message_headers: Vec<Header>,
}

/// Name and address.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Address {
    pub name: Option<String>,
    #[serde(default)]
    pub address: String,
}

/// One header.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Header {
    pub name: String,
    #[serde(default)]
    pub value: String,
}

impl Message {
    /// The first header of that name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.internet_message_headers.iter();
        headers
            .filter(|h| h.name.eq_ignore_ascii_case(name))
            .map(|h| h.value.as_str())
            .next()
    }
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Address>, D::Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        email_address: Option<Address>,
    }
    let wire = Option::<Wire>::deserialize(deserializer)?;
    Ok(wire.and_then(|w| w.email_address))
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let read = |text: String| text.parse().map_err(serde::de::Error::custom);
    let moment: Option<Timestamp> = text.map(read).transpose()?;
    Ok(moment.map(Timestamp::as_millisecond))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn whole_and_partial_messages_are_read() {
        let whole: Message = serde_json::from_value(json!({
            "@odata.etag": "W/x", "id": "AAk=", "internetMessageId": "<a@b>", "isDraft": false,
            "from": { "emailAddress": { "name": "Zoë", "address": "zoe@buyer.test" } },
            "receivedDateTime": "2026-11-20T08:00:00Z",
            "internetMessageHeaders": [{ "name": "Auto-Submitted", "value": "auto-replied" }],
        }))
        .unwrap();
        assert_eq!(whole.received_at_ms, Some(1_795_161_600_000));
        assert_eq!(whole.from.as_ref().unwrap().address, "zoe@buyer.test");
        assert_eq!(whole.header("auto-submitted"), Some("auto-replied"));
        let partial: Message =
            serde_json::from_value(json!({ "id": "AAk=", "from": null })).unwrap();
        assert_eq!((partial.from, partial.received_at_ms), (None, None));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reading(time in ".{0,30}", from in ".{0,10}") {
            let text = json!({ "id": "1", "receivedDateTime": time, "from": from });
            let _any = serde_json::from_value::<Message>(text);
        }
    }
}
