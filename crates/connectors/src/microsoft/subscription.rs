//! Push notices about a folder.

use http::Method;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;

use super::{Api, ApiError, api::parse};
use crate::outbound::Request;

/// What is to be told, and where to.
#[derive(Clone, Debug)]
pub struct NewSubscription<'a> {
    /// An id, or a name such as `inbox`.
    pub folder: &'a str,
    /// Public, HTTPS; Graph asks it to answer within ten seconds before the subscription exists.
    pub notification_url: &'a str,
    /// Told when the subscription must be renewed or was lost.
    pub lifecycle_url: Option<&'a str>,
    /// Comes back with each notice, to tell real ones from forged; at most 128 characters.
    pub client_state: &'a SecretString,
    /// Seconds since 1970; at most seven days ahead.
    pub expires_at_s: i64,
}

/// Push notices that were asked for. They may be lost: the delta must be read now and then all the
/// same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub id: String,
    /// Seconds since 1970; may be later than asked for.
    pub expires_at_s: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    id: String,
    expiration_date_time: Timestamp,
}

impl From<Answer> for Subscription {
    fn from(answer: Answer) -> Self {
        Self {
            id: answer.id,
            expires_at_s: answer.expiration_date_time.as_second(),
        }
    }
}

impl Api {
    /// Asks for notices about new messages.
    ///
    /// # Errors
    /// [`ApiError::NotificationAddress`] when Graph does not get the right answer from us, besides
    /// the usual.
    pub async fn subscribe(&self, new: &NewSubscription<'_>) -> Result<Subscription, ApiError> {
        let folder = new.folder.replace('\'', "''");
        let mut body = json!({
            "changeType": "created",
            "notificationUrl": new.notification_url,
            "resource": format!("/me/mailFolders('{folder}')/messages"),
            "expirationDateTime": written(new.expires_at_s)?,
            "clientState": new.client_state.expose_secret(),
        });
        if let Some(url) = new.lifecycle_url {
            body["lifecycleNotificationUrl"] = url.into();
        }
        let request = Request::new(Method::POST, self.at(&["subscriptions"])?).json(&body);
        parse::<Answer>(&self.ask(request).await?).map(Into::into)
    }

    /// Prolongs a subscription. [`ApiError::NotFound`]: it ended, make a new one.
    pub async fn renew(&self, id: &str, expires_at_s: i64) -> Result<Subscription, ApiError> {
        let body = json!({ "expirationDateTime": written(expires_at_s)? });
        let url = self.at(&["subscriptions", id])?;
        let request = Request::new(Method::PATCH, url).json(&body);
        parse::<Answer>(&self.ask(request).await?).map(Into::into)
    }

    /// Ends a subscription; one that is gone counts as ended.
    pub async fn unsubscribe(&self, id: &str) -> Result<(), ApiError> {
        let url = self.at(&["subscriptions", id])?;
        match self.ask(Request::new(Method::DELETE, url)).await {
            Ok(_) | Err(ApiError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn written(seconds: i64) -> Result<String, ApiError> {
    let moment = Timestamp::from_second(seconds);
    moment
        .map(|m| m.to_string())
        .map_err(|_| ApiError::not_sent("the time is out of range"))
}
