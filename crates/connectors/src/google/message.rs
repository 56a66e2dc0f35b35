//! A message as Gmail tells it.

use serde::{Deserialize, Deserializer};
use url::Url;

use crate::id_token::base64url;

/// How much of a message is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format<'a> {
    /// Ids and labels.
    Minimal,
    /// With these headers; all of them when empty.
    Metadata(&'a [&'a str]),
    /// With headers and bodies, taken apart.
    Full,
    /// As it travelled, in [`Message::raw`].
    Raw,
}

impl Format<'_> {
    pub(super) fn ask(self, url: &mut Url) {
        let name = match self {
            Self::Minimal => "minimal",
            Self::Metadata(_) => "metadata",
            Self::Full => "full",
            Self::Raw => "raw",
        };
        let mut query = url.query_pairs_mut();
        query.append_pair("format", name);
        if let Self::Metadata(headers) = self {
            for header in headers {
                query.append_pair("metadataHeaders", header);
            }
        }
    }
}

/// One message (contracts 4.2). What is filled depends on the [`Format`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: String,
    pub thread_id: String,
    /// Such as `INBOX`, `SENT`, `UNREAD`.
    #[serde(default)]
    pub label_ids: Vec<String>,
    #[serde(default)]
    pub snippet: String,
    #[serde(default, deserialize_with = "optional_number")]
    pub history_id: Option<u64>,
    /// Milliseconds since 1970.
    #[serde(rename = "internalDate", default, deserialize_with = "optional_number")]
    pub internal_date_ms: Option<u64>,
    /// Bytes.
    #[serde(default)]
    pub size_estimate: u64,
    pub payload: Option<Part>,
    #[serde(default, deserialize_with = "bytes")]
    pub raw: Option<Vec<u8>>,
}

/// One part of a message; the outermost holds the message's headers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Part {
    pub mime_type: String,
    pub filename: String,
    pub headers: Vec<Header>,
    pub body: Body,
    pub parts: Vec<Part>,
}

/// One header, its value decoded and unfolded.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Header {
    pub name: String,
    #[serde(default)]
    pub value: String,
}

/// What a part holds, or where it can be fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Body {
    pub attachment_id: Option<String>,
    /// Bytes.
    pub size: u64,
    #[serde(deserialize_with = "bytes")]
    pub data: Option<Vec<u8>>,
}

impl Message {
    /// The first header of that name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.payload.as_ref()?.headers.iter();
        headers
            .filter(|h| h.name.eq_ignore_ascii_case(name))
            .map(|h| h.value.as_str())
            .next()
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Text(String),
    Number(u64),
}

/// Numbers of 64 bits come as texts.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match Number::deserialize(deserializer)? {
        Number::Text(text) => text.parse().map_err(serde::de::Error::custom),
        Number::Number(number) => Ok(number),
    }
}

fn optional_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    number(deserializer).map(Some)
}

fn bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let unreadable = || serde::de::Error::custom("this is no base64url");
    text.map(|t| base64url(&t).ok_or_else(unreadable))
        .transpose()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_is_read() {
        let message: Message = serde_json::from_value(json!({
            "id": "19b2f6", "threadId": "19b2f6", "labelIds": ["SENT"], "historyId": "10043",
            "internalDate": "1795161600000", "sizeEstimate": 700,
            "payload": { "mimeType": "multipart/alternative",
                "headers": [{ "name": "Message-Id", "value": "<a@b>" }],
                "parts": [{ "partId": "0", "mimeType": "text/plain",
                    "body": { "size": 2, "data": "aGk=" } }] },
        }))
        .unwrap();
        assert_eq!(message.header("Message-ID"), Some("<a@b>"));
        assert_eq!(message.header("From"), None);
        assert_eq!(message.internal_date_ms, Some(1_795_161_600_000));
        let part = &message.payload.as_ref().unwrap().parts[0];
        assert_eq!(part.body.data.as_deref(), Some(&b"hi"[..]));
        let bare: Message =
            serde_json::from_value(json!({ "id": "1", "threadId": "1", "raw": "QQ" })).unwrap();
        assert_eq!((bare.raw, bare.history_id), (Some(b"A".to_vec()), None));
    }

    #[test]
    fn formats_become_parameters() {
        let mut url = Url::parse("https://x.test/m").unwrap();
        Format::Metadata(&["Message-ID", "From"]).ask(&mut url);
        let query = "format=metadata&metadataHeaders=Message-ID&metadataHeaders=From";
        assert_eq!(url.query(), Some(query));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reading(raw in ".{0,40}", history in ".{0,30}") {
            let text = json!({ "id": "1", "threadId": "1", "raw": raw, "historyId": history });
            if let Ok(message) = serde_json::from_value::<Message>(text) {
                prop_assert_eq!(message.history_id, history.parse().ok());
            }
        }
    }
}
