//! What changed in a folder since it was last read.

use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

use super::{
    Api, ApiError, Message,
    api::{asking, parse},
    message,
};
use crate::outbound::Request;

/// One page of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeltaPage {
    /// New or changed; the same message may come again.
    pub changed: Vec<Message>,
    /// Ids of messages that were deleted or moved away.
    pub removed: Vec<String>,
    pub link: DeltaLink,
}

/// Where the reading goes on; both are addresses of Graph, for [`Api::delta`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeltaLink {
    /// There is more now.
    More(String),
    /// That was all; to be kept, and asked again later.
    Later(String),
}

#[derive(Deserialize)]
struct Answer {
    value: Vec<Entry>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
    #[serde(rename = "@odata.deltaLink")]
    delta: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Removed {
        id: String,
        #[serde(rename = "@removed")]
        _reason: serde::de::IgnoredAny,
    },
    Changed(Box<Message>),
}

impl Answer {
    /// `None` when there is no link, so that the reading could never go on.
    fn page(self) -> Option<DeltaPage> {
        let link = match (self.next, self.delta) {
            (Some(next), _) => DeltaLink::More(next),
            (None, Some(delta)) => DeltaLink::Later(delta),
            (None, None) => return None,
        };
        let (mut changed, mut removed) = (Vec::new(), Vec::new());
        for entry in self.value {
            match entry {
                Entry::Removed { id, .. } => removed.push(id),
                Entry::Changed(message) => changed.push(*message),
            }
        }
        Some(DeltaPage {
            changed,
            removed,
            link,
        })
    }
}

impl Api {
    /// Messages that came into `folder` from this moment on; it goes on with [`Self::delta`] and the link.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn delta_since(&self, folder: &str, since: Timestamp) -> Result<DeltaPage, ApiError> {
        let url = self.at(&["me", "mailFolders", folder, "messages", "delta"])?;
        let filter = format!(
            "receivedDateTime ge {}",
            since.strftime("%Y-%m-%dT%H:%M:%SZ")
        );
        let options = [
            ("$select", message::FIELDS),
            ("changeType", "created"),
            ("$filter", &filter),
        ];
        self.page(asking(url, &options)).await
    }

    /// Messages of `folder` (an id, or a name such as `inbox`): all of them without a link, else what
    /// changed since. A link that leads elsewhere than to this API is refused, so that the token
    /// stays with it.
    ///
    /// # Errors
    /// [`ApiError::ResyncRequired`] when the link is no longer good, besides the usual.
    pub async fn delta(&self, folder: &str, link: Option<&str>) -> Result<DeltaPage, ApiError> {
        let url = match link {
            Some(link) => self.inside(link).ok_or(ApiError::ResyncRequired)?,
            None => {
                let url = self.at(&["me", "mailFolders", folder, "messages", "delta"])?;
                asking(url, &[("$select", message::FIELDS)])
            }
        };
        self.page(url).await
    }

    async fn page(&self, url: Url) -> Result<DeltaPage, ApiError> {
        let request = Request::get(url);
        let answer = self.ask_preferring(request, ", odata.maxpagesize=50");
        let answer: Answer = parse(&answer.await?)?;
        answer.page().ok_or(ApiError::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn read(body: Value) -> Option<DeltaPage> {
        serde_json::from_value::<Answer>(body).ok()?.page()
    }

    #[test]
    fn changes_and_deletions_are_told_apart() {
        let page = read(json!({ "@odata.deltaLink": "d", "value": [
            { "id": "1", "subject": "x" },
            { "id": "2", "@removed": { "reason": "deleted" } },
        ] }))
        .unwrap();
        assert_eq!(page.changed[0].id, "1");
        assert_eq!(page.removed, ["2"]);
        assert_eq!(page.link, DeltaLink::Later("d".into()));
        let more = read(json!({ "@odata.nextLink": "n", "value": [] })).unwrap();
        assert_eq!(more.link, DeltaLink::More("n".into()));
        assert_eq!(read(json!({ "value": [] })), None);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(gone in prop::collection::vec(any::<bool>(), 0..12)) {
            let entry = |gone: &bool| match gone {
                true => json!({ "id": "x", "@removed": { "reason": "changed" } }),
                false => json!({ "id": "x" }),
            };
            let entries: Vec<_> = gone.iter().map(entry).collect();
            let page = read(json!({ "@odata.deltaLink": "d", "value": entries })).unwrap();
            prop_assert_eq!(page.removed.len(), gone.iter().filter(|g| **g).count());
            prop_assert_eq!(page.removed.len() + page.changed.len(), gone.len());
        }
    }
}
