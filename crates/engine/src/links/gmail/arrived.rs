//! What has come into a Gmail mailbox: its history, and a search where the history does not reach.

use std::sync::Arc;

use jiff::Timestamp;
use liaison_connectors::google::{Added, Api, ApiError, Format, Message};
use liaison_connectors::outbound::OutboundError;
use liaison_domain::mail::inbound;
use serde::{Deserialize, Serialize};

use super::Gmail;
use crate::Engine;
use crate::mail::carrier::{Arrived, Head, Hitch, head_of};

/// Messages of one look.
const AT_ONCE: usize = 100;

#[derive(Serialize, Deserialize)]
struct Position {
    /// The history is read up to here.
    history: u64,
    /// What the history does not tell is still being searched.
    search: Option<Search>,
}

#[derive(Serialize, Deserialize)]
struct Search {
    /// Seconds since 1970.
    since: i64,
    page: Option<String>,
}

impl Gmail {
    pub(super) async fn read_on(
        &self,
        engine: &Engine,
        position: Option<&str>,
        since: Timestamp,
    ) -> Result<Arrived, Hitch> {
        let position = position.and_then(|text| serde_json::from_str(text).ok());
        let position = match position {
            Some(position) => position,
            None => self.start(engine, since).await?,
        };
        match position.search {
            Some(search) => self.search(engine, position.history, search).await,
            None => match self.history(engine, position.history).await? {
                Some(arrived) => Ok(arrived),
                None => {
                    let Position { history, search } = self.start(engine, since).await?;
                    let search = search.unwrap_or_else(|| search_since(since));
                    self.search(engine, history, search).await
                }
            },
        }
    }

    /// The history is taken before the search, so that nothing falls between them.
    async fn start(&self, engine: &Engine, since: Timestamp) -> Result<Position, Hitch> {
        let profile = self.call(engine, async |api: Api| api.profile().await);
        Ok(Position {
            history: profile.await?.history_id,
            search: Some(search_since(since)),
        })
    }

    /// One page of the search; a page that is no longer known begins it anew.
    async fn search(
        &self,
        engine: &Engine,
        history: u64,
        search: Search,
    ) -> Result<Arrived, Hitch> {
        let query: Arc<str> =
            format!("in:anywhere -in:sent -in:drafts after:{}", search.since).into();
        let page: Option<Arc<str>> = search.page.map(Into::into);
        let found = self.call(engine, |api: Api| {
            let (query, page) = (query.clone(), page.clone());
            async move {
                match api.list(&query, page.as_deref()).await {
                    Err(ApiError::BadRequest { .. }) if page.is_some() => {
                        api.list(&query, None).await
                    }
                    other => other,
                }
            }
        });
        let found = found.await?;
        let ids: Vec<String> = found.messages.into_iter().map(|m| m.id).collect();
        let next = found.next_page_token.map(|page| Search {
            since: search.since,
            page: Some(page),
        });
        let has_more = next.is_some();
        let position = Position {
            history,
            search: next,
        };
        self.arrived_with(engine, ids, &position, has_more).await
    }

    /// What came since an entry of the history; `None` when it does not reach back that far.
    async fn history(&self, engine: &Engine, from: u64) -> Result<Option<Arrived>, Hitch> {
        let page = self.call(engine, async |api: Api| {
            match api.history(from, None).await {
                Ok(page) => Ok(Some(page)),
                Err(ApiError::TooOld) => Ok(None),
                Err(error) => Err(error),
            }
        });
        let Some(page) = page.await? else {
            return Ok(None);
        };
        let mut incoming: Vec<Added> = page.added.into_iter().filter(is_incoming).collect();
        let mut end = match page.next_page_token {
            Some(_) => page.last_entry.unwrap_or(page.history_id),
            None => page.history_id,
        };
        let mut has_more = page.next_page_token.is_some();
        // A look ends with a whole entry, since the next begins behind one.
        if let Some(last) = incoming.get(AT_ONCE - 1).map(|message| message.entry)
            && incoming.last().is_some_and(|message| message.entry > last)
        {
            incoming.retain(|message| message.entry <= last);
            end = last;
            has_more = true;
        }
        let ids = incoming.into_iter().map(|message| message.id).collect();
        let position = Position {
            history: end,
            search: None,
        };
        let arrived = self.arrived_with(engine, ids, &position, has_more).await?;
        Ok(Some(arrived))
    }

    async fn arrived_with(
        &self,
        engine: &Engine,
        ids: Vec<String>,
        position: &Position,
        has_more: bool,
    ) -> Result<Arrived, Hitch> {
        let mut heads = Vec::with_capacity(ids.len());
        for id in ids {
            let wanted = Format::Metadata(&inbound::HEADERS);
            if let Some(message) = self.message(engine, &id, wanted).await? {
                heads.push(head(message));
            }
        }
        Ok(Arrived {
            heads,
            position: serde_json::to_string(position).map_err(crate::Error::broken)?,
            has_more,
        })
    }

    /// `None` when it is gone.
    async fn message(
        &self,
        engine: &Engine,
        id: &str,
        format: Format<'static>,
    ) -> Result<Option<Message>, Hitch> {
        let id: Arc<str> = id.into();
        let message = self.call(engine, |api: Api| {
            let id = id.clone();
            async move {
                match api.get(&id, format).await {
                    Ok(message) => Ok(Some(message)),
                    Err(ApiError::NotFound | ApiError::BadRequest { .. }) => Ok(None),
                    Err(ApiError::Unreachable(OutboundError::TooLarge { .. })) => Ok(None),
                    Err(error) => Err(error),
                }
            }
        });
        message.await
    }

    pub(super) async fn raw(&self, engine: &Engine, id: &str) -> Result<Option<Vec<u8>>, Hitch> {
        let message = self.message(engine, id, Format::Raw).await?;
        Ok(message.and_then(|message| message.raw))
    }
}

fn search_since(since: Timestamp) -> Search {
    Search {
        since: since.as_second(),
        page: None,
    }
}

/// What was sent or is being written from here is none.
fn is_incoming(message: &Added) -> bool {
    let own = |label: &String| label == "DRAFT" || label == "SENT";
    !message.label_ids.iter().any(own)
}

fn head(message: Message) -> Head {
    let headers = message.payload.iter().flat_map(|payload| &payload.headers);
    Head {
        bytes: head_of(headers.map(|header| (header.name.as_str(), header.value.as_str()))),
        place: message.id,
        preview: message.snippet,
    }
}
