//! Handing a mail to Exchange. Sending tells no id, so a mail becomes a draft first, whose ids are
//! kept, and the draft is then sent (contracts 5.2, rules).

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderValue, Method, header};
use serde_json::Value;
use url::Url;

use super::{Api, ApiError, Message, api::parse};
use crate::outbound::Request;

/// Largest message taken in one request, in bytes: 4 MB of base64. Larger ones need an upload session
/// for their attachments, which is not spoken here.
pub const MOST_BYTES: usize = 3_000_000;

impl Api {
    /// Keeps a mail, CRLF line ends, as a draft: [`Message::id`] and
    /// [`Message::internet_message_id`] of the answer lead to it from now on. The second may differ
    /// from the Message-ID handed in.
    ///
    /// # Errors
    /// [`ApiError`]. After one with [`ApiError::is_outcome_unknown`] there may be a stray draft, but
    /// nothing was sent.
    pub async fn create_draft(&self, rfc822: &[u8]) -> Result<Message, ApiError> {
        let url = self.at(&["me", "messages"])?;
        parse(&self.ask(mime(url, rfc822)?).await?)
    }

    /// Like [`Self::create_draft`], from Graph's own form of a message. Its headers can only be ones
    /// that begin with `x-`.
    pub async fn create_draft_from_json(&self, message: &Value) -> Result<Message, ApiError> {
        let url = self.at(&["me", "messages"])?;
        let request = Request::new(Method::POST, url).json(message);
        parse(&self.ask(request).await?)
    }

    /// Sends a draft.
    ///
    /// # Errors
    /// [`ApiError`]. After one with [`ApiError::is_outcome_unknown`], and after
    /// [`ApiError::NotFound`], the mail may have been sent: look with [`Self::get`] whether it is
    /// still a draft, then in Sent Items. Every other error means it was not.
    pub async fn send_draft(&self, id: &str) -> Result<(), ApiError> {
        let url = self.at(&["me", "messages", id, "send"])?;
        self.post(url).await
    }

    /// Deletes a message, such as a draft that is not to be sent; one that is gone counts as deleted.
    pub async fn delete(&self, id: &str) -> Result<(), ApiError> {
        let url = self.at(&["me", "messages", id])?;
        match self.ask(Request::new(Method::DELETE, url)).await {
            Ok(_) | Err(ApiError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Sends one mail at once. Nothing is told about it, so it can only be looked up by Message-ID;
    /// [`Self::create_draft`] and [`Self::send_draft`] are the better way.
    ///
    /// # Errors
    /// [`ApiError`]. After one with [`ApiError::is_outcome_unknown`] the mail may have been sent.
    pub async fn send_mime(&self, rfc822: &[u8]) -> Result<(), ApiError> {
        let url = self.at(&["me", "sendMail"])?;
        self.ask(mime(url, rfc822)?).await.map(drop)
    }
}

fn mime(url: Url, rfc822: &[u8]) -> Result<Request, ApiError> {
    if rfc822.len() > MOST_BYTES {
        return Err(ApiError::TooLarge);
    }
    let mut request = Request::new(Method::POST, url);
    request.body = STANDARD.encode(rfc822).into();
    Ok(request.header(header::CONTENT_TYPE, HeaderValue::from_static("text/plain")))
}
