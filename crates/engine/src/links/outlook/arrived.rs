//! What has come into an Outlook mailbox: the changes of two of its folders.

use std::sync::Arc;

use jiff::Timestamp;
use liaison_connectors::microsoft::{Api, ApiError, DeltaLink, DeltaPage, Message};
use liaison_connectors::outbound::OutboundError;
use serde::{Deserialize, Serialize};

use super::Outlook;
use crate::Engine;
use crate::mail::carrier::{Arrived, Head, Hitch, head_of};

/// Where answers and bounces arrive; others may take them for junk.
const FOLDERS: [&str; 2] = ["inbox", "junkemail"];

/// The links to go on with, one for each of [`FOLDERS`].
#[derive(Serialize, Deserialize, Default)]
struct Position {
    links: [Option<String>; FOLDERS.len()],
}

impl Outlook {
    pub(super) async fn read_on(
        &self,
        engine: &Engine,
        position: Option<&str>,
        since: Timestamp,
    ) -> Result<Arrived, Hitch> {
        let before = position.and_then(|text| serde_json::from_str(text).ok());
        let mut position: Position = before.unwrap_or_default();
        let mut heads = Vec::new();
        let mut has_more = false;
        for (folder, link) in FOLDERS.into_iter().zip(&mut position.links) {
            let page = self.changes(engine, folder, link.take(), since).await?;
            let Some(page) = page else { continue };
            for message in page.changed {
                if message.is_draft != Some(true) {
                    heads.extend(self.head(engine, &message.id).await?);
                }
            }
            *link = Some(match page.link {
                DeltaLink::More(link) => {
                    has_more = true;
                    link
                }
                DeltaLink::Later(link) => link,
            });
        }
        Ok(Arrived {
            heads,
            position: serde_json::to_string(&position).map_err(crate::Error::broken)?,
            has_more,
        })
    }

    /// One page; `None` where there is no such folder.
    async fn changes(
        &self,
        engine: &Engine,
        folder: &'static str,
        link: Option<String>,
        since: Timestamp,
    ) -> Result<Option<DeltaPage>, Hitch> {
        let link: Option<Arc<str>> = link.map(Into::into);
        let page = self.call(engine, |api: Api| {
            let link = link.clone();
            async move {
                let page = match &link {
                    Some(link) => api.delta(folder, Some(link)).await,
                    None => api.delta_since(folder, since).await,
                };
                let page = match page {
                    Err(ApiError::ResyncRequired) if link.is_some() => {
                        api.delta_since(folder, since).await
                    }
                    page => page,
                };
                match page {
                    Ok(page) => Ok(Some(page)),
                    Err(ApiError::NotFound) => Ok(None),
                    Err(error) => Err(error),
                }
            }
        });
        page.await
    }

    /// `None` when it is gone.
    async fn head(&self, engine: &Engine, id: &str) -> Result<Option<Head>, Hitch> {
        let id: Arc<str> = id.into();
        let message = self.call(engine, |api: Api| {
            let id = id.clone();
            async move { unless_gone(api.get(&id).await) }
        });
        Ok(message.await?.map(head_of_message))
    }

    pub(super) async fn raw(&self, engine: &Engine, id: &str) -> Result<Option<Vec<u8>>, Hitch> {
        let id: Arc<str> = id.into();
        let raw = self.call(engine, |api: Api| {
            let id = id.clone();
            async move { unless_gone(api.get_mime(&id).await) }
        });
        raw.await
    }
}

fn unless_gone<T>(answer: Result<T, ApiError>) -> Result<Option<T>, ApiError> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(ApiError::NotFound | ApiError::BadRequest { .. }) => Ok(None),
        Err(ApiError::Unreachable(OutboundError::TooLarge { .. })) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What travelled within one organisation may have fewer headers than it has fields.
fn head_of_message(message: Message) -> Head {
    let address = message.from.as_ref().map(|from| from.address.as_str());
    let fields = [
        ("Message-ID", message.internet_message_id.as_deref()),
        ("From", address),
        ("Subject", message.subject.as_deref()),
    ];
    let missing = fields
        .into_iter()
        .filter(|(name, _)| message.header(name).is_none())
        .filter_map(|(name, value)| Some((name, value?)));
    let headers = message.internet_message_headers.iter();
    let headers = headers.map(|header| (header.name.as_str(), header.value.as_str()));
    Head {
        bytes: head_of(headers.chain(missing)),
        preview: message.body_preview.clone().unwrap_or_default(),
        place: message.id,
    }
}
