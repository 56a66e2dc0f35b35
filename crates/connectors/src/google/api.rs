//! The Gmail API, thinly (contracts 4.2).

use http::Method;
use secrecy::SecretString;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;
use url::Url;

use super::{
    ApiError, Endpoints, Format, HistoryPage, Message, history::HistoryAnswer, message::number,
};
use crate::{
    outbound::{Outbound, Request, Response},
    pretend::under,
};

/// The mailbox of one person, with one access token.
#[derive(Clone, Debug)]
pub struct Api {
    outbound: Outbound,
    root: Url,
    token: SecretString,
}

/// The mailbox itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    pub email_address: String,
    #[serde(default)]
    pub messages_total: u64,
    #[serde(default)]
    pub threads_total: u64,
    /// Where [`Api::history`] can begin.
    #[serde(deserialize_with = "number")]
    pub history_id: u64,
}

/// A message by its ids.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageRef {
    pub id: String,
    pub thread_id: String,
}

/// One page of a search, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListPage {
    #[serde(default)]
    pub messages: Vec<MessageRef>,
    pub next_page_token: Option<String>,
}

/// Push notices that were asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Watch {
    #[serde(deserialize_with = "number")]
    pub history_id: u64,
    /// Milliseconds since 1970; seven days ahead at most, to be renewed daily.
    #[serde(rename = "expiration", deserialize_with = "number")]
    pub expires_at_ms: u64,
}

impl Api {
    /// An API client; connects to nothing yet.
    #[must_use]
    pub fn new(outbound: Outbound, endpoints: &Endpoints, token: SecretString) -> Self {
        Self {
            outbound,
            root: endpoints.gmail.clone(),
            token,
        }
    }

    /// Address and size of the mailbox.
    ///
    /// # Errors
    /// [`ApiError`], as for every call below.
    pub async fn profile(&self) -> Result<Profile, ApiError> {
        self.read(self.mine("profile")).await
    }

    /// The newest message with this Message-ID (with or without angle brackets), spam and trash
    /// included. Gmail's index takes some seconds to learn of a new message, so `None` right after a
    /// send is no proof.
    pub async fn find_by_message_id(&self, message_id: &str) -> Result<Option<String>, ApiError> {
        let bare = crate::text::bare_message_id(message_id)
            .ok_or_else(|| ApiError::not_sent("this is no message id"))?;
        let mut url = self.mine("messages");
        url.query_pairs_mut()
            .append_pair("q", &format!("rfc822msgid:{bare}"))
            .append_pair("includeSpamTrash", "true")
            .append_pair("maxResults", "1");
        let page: ListPage = self.read(url).await?;
        Ok(page.messages.into_iter().next().map(|m| m.id))
    }

    /// One message.
    pub async fn get(&self, id: &str, format: Format<'_>) -> Result<Message, ApiError> {
        let mut url = self.mine(&format!("messages/{}", checked(id)?));
        format.ask(&mut url);
        self.read(url).await
    }

    /// One page of a search, in the words of Gmail's search box; `page_token` is
    /// [`ListPage::next_page_token`].
    pub async fn list(&self, query: &str, page_token: Option<&str>) -> Result<ListPage, ApiError> {
        let mut url = self.mine("messages");
        url.query_pairs_mut()
            .append_pair("q", query)
            .append_pair("maxResults", "100");
        self.read(paged(url, page_token)).await
    }

    /// Messages that came since `start_id`, in any folder.
    ///
    /// # Errors
    /// [`ApiError::TooOld`] when the history no longer reaches back that far.
    pub async fn history(
        &self,
        start_id: u64,
        page_token: Option<&str>,
    ) -> Result<HistoryPage, ApiError> {
        let mut url = self.mine("history");
        url.query_pairs_mut()
            .append_pair("startHistoryId", &start_id.to_string())
            .append_pair("historyTypes", "messageAdded")
            .append_pair("maxResults", "500");
        match self.read::<HistoryAnswer>(paged(url, page_token)).await {
            Ok(answer) => Ok(answer.into()),
            Err(ApiError::NotFound) => Err(ApiError::TooOld),
            Err(error) => Err(error),
        }
    }

    /// Asks for push notices about the inbox on a Pub/Sub topic, `projects/{project}/topics/{name}`.
    /// Notices may be lost: the history must be read now and then all the same.
    pub async fn watch(&self, topic: &str) -> Result<Watch, ApiError> {
        let body = json!({ "topicName": topic, "labelIds": ["INBOX"],
            "labelFilterBehavior": "include" });
        let request = Request::new(Method::POST, self.mine("watch")).json(&body);
        parse(&self.ask(request).await?)
    }

    /// Ends push notices.
    pub async fn stop(&self) -> Result<(), ApiError> {
        let request = Request::new(Method::POST, self.mine("stop"));
        self.ask(request).await.map(drop)
    }

    async fn read<T: DeserializeOwned>(&self, url: Url) -> Result<T, ApiError> {
        parse(&self.ask(Request::get(url)).await?)
    }

    pub(super) async fn ask(&self, request: Request) -> Result<Response, ApiError> {
        let answer = self.outbound.http(request.bearer(&self.token)?).await?;
        if answer.status.is_success() {
            Ok(answer)
        } else {
            Err(ApiError::from_answer(&answer))
        }
    }

    pub(super) fn mine(&self, path: &str) -> Url {
        under(&self.root, &format!("/gmail/v1/users/me/{path}"))
    }

    pub(super) fn upload(&self, path: &str) -> Url {
        under(&self.root, &format!("/upload/gmail/v1/users/me/{path}"))
    }
}

fn paged(mut url: Url, page_token: Option<&str>) -> Url {
    if let Some(token) = page_token {
        url.query_pairs_mut().append_pair("pageToken", token);
    }
    url
}

fn checked(id: &str) -> Result<&str, ApiError> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if !id.is_empty() && id.bytes().all(plain) {
        Ok(id)
    } else {
        Err(ApiError::not_sent("this is no message of Gmail's"))
    }
}

pub(super) fn parse<T: DeserializeOwned>(answer: &Response) -> Result<T, ApiError> {
    serde_json::from_slice(&answer.body).map_err(|_| ApiError::Unreadable)
}
