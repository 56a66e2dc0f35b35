//! Graph, thinly (contracts 5.2).

use http::{HeaderName, HeaderValue, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::SecretString;
use serde::{Deserialize, de::DeserializeOwned};
use url::Url;

use super::{ApiError, Endpoints, Message, message};
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

/// The person.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    pub id: String,
    pub display_name: Option<String>,
    pub mail: Option<String>,
    pub user_principal_name: String,
}

impl Me {
    /// The address to send from, as far as it is known.
    #[must_use]
    pub fn address(&self) -> &str {
        let mail = self.mail.as_deref().filter(|mail| !mail.is_empty());
        mail.unwrap_or(&self.user_principal_name)
    }
}

/// Ids that stay the same when an item changes folders; wanted on every call.
const IMMUTABLE_IDS: &str = r#"IdType="ImmutableId""#;

/// What a query value may hold unescaped.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b',');

impl Api {
    /// An API client; connects to nothing yet.
    #[must_use]
    pub fn new(outbound: Outbound, endpoints: &Endpoints, token: SecretString) -> Self {
        Self {
            outbound,
            root: under(&endpoints.graph, "/v1.0"),
            token,
        }
    }

    /// Who the token belongs to.
    ///
    /// # Errors
    /// [`ApiError`], as for every call below.
    pub async fn me(&self) -> Result<Me, ApiError> {
        let url = self.at(&["me"])?;
        let fields = "id,displayName,mail,userPrincipalName";
        self.read(asking(url, &[("$select", fields)])).await
    }

    /// One message, with its headers.
    pub async fn get(&self, id: &str) -> Result<Message, ApiError> {
        let url = self.at(&["me", "messages", id])?;
        let fields = format!("{},internetMessageHeaders", message::FIELDS);
        self.read(asking(url, &[("$select", &fields)])).await
    }

    /// One message as it travelled.
    pub async fn get_mime(&self, id: &str) -> Result<Vec<u8>, ApiError> {
        let url = self.at(&["me", "messages", id, "$value"])?;
        let answer = self.ask(Request::get(url)).await?;
        Ok(answer.body.to_vec())
    }

    /// A message of `folder` (an id, or a name such as `sentitems`; everywhere when `None`) with this
    /// Message-ID, with or without angle brackets. A copy takes some seconds to appear in Sent Items,
    /// so `None` right after a send is no proof.
    pub async fn find_by_internet_message_id(
        &self,
        folder: Option<&str>,
        message_id: &str,
    ) -> Result<Option<Message>, ApiError> {
        #[derive(Deserialize)]
        struct Answer {
            value: Vec<Message>,
        }
        let bare = crate::text::bare_message_id(message_id)
            .ok_or_else(|| ApiError::not_sent("this is no message id"))?;
        let url = match folder {
            Some(folder) => self.at(&["me", "mailFolders", folder, "messages"])?,
            None => self.at(&["me", "messages"])?,
        };
        let filter = format!("internetMessageId eq '<{}>'", bare.replace('\'', "''"));
        let url = asking(
            url,
            &[
                ("$filter", &filter),
                ("$select", message::FIELDS),
                ("$top", "2"),
            ],
        );
        let found: Answer = self.read(url).await?;
        Ok(found.value.into_iter().next())
    }

    pub(super) async fn read<T: DeserializeOwned>(&self, url: Url) -> Result<T, ApiError> {
        parse(&self.ask(Request::get(url)).await?)
    }

    pub(super) async fn post(&self, url: Url) -> Result<(), ApiError> {
        self.ask(Request::new(Method::POST, url)).await.map(drop)
    }

    pub(super) async fn ask(&self, request: Request) -> Result<Response, ApiError> {
        self.ask_preferring(request, "").await
    }

    /// Sends with wishes besides the one for immutable ids, each after a comma.
    pub(super) async fn ask_preferring(
        &self,
        request: Request,
        wishes: &'static str,
    ) -> Result<Response, ApiError> {
        let prefer = HeaderValue::from_str(&format!("{IMMUTABLE_IDS}{wishes}"))
            .expect("wishes of plain letters");
        let request = request
            .header(HeaderName::from_static("prefer"), prefer)
            .bearer(&self.token)?;
        let answer = self.outbound.http(request).await?;
        if answer.status.is_success() {
            Ok(answer)
        } else {
            Err(ApiError::from_answer(&answer))
        }
    }

    /// The address of a resource; segments are escaped.
    pub(super) fn at(&self, segments: &[&str]) -> Result<Url, ApiError> {
        let mut url = self.root.clone();
        let path = url.path_segments_mut();
        let mut path = path.map_err(|()| ApiError::not_sent("this is no address"))?;
        for segment in segments {
            if matches!(*segment, "" | "." | "..") || segment.contains(char::is_control) {
                return Err(ApiError::not_sent("this is no id"));
            }
            path.push(segment);
        }
        drop(path);
        Ok(url)
    }

    /// A link out of an answer, if it stays inside the API, so that the token does too.
    pub(super) fn inside(&self, link: &str) -> Option<Url> {
        let url = Url::parse(link).ok()?;
        let path = format!("{}/", self.root.path().trim_end_matches('/'));
        let same = url.origin() == self.root.origin()
            && url.path().starts_with(&path)
            && url.username().is_empty()
            && url.password().is_none();
        same.then_some(url)
    }
}

/// Adds OData options, spaces as `%20`.
pub(super) fn asking(mut url: Url, options: &[(&str, &str)]) -> Url {
    let pairs = options
        .iter()
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, PLAIN)));
    let query = pairs.collect::<Vec<_>>().join("&");
    url.set_query(Some(&query));
    url
}

pub(super) fn parse<T: DeserializeOwned>(answer: &Response) -> Result<T, ApiError> {
    serde_json::from_slice(&answer.body).map_err(|_| ApiError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbound::OutboundPolicy;

    fn api() -> Api {
        let outbound = Outbound::new(OutboundPolicy::default()).unwrap();
        Api::new(outbound, &Endpoints::default(), "t".into())
    }

    #[test]
    fn ids_cannot_leave_their_place() {
        let url = api()
            .at(&["me", "messages", "AAk/../x?y#z=", "send"])
            .unwrap();
        assert_eq!(url.host_str(), Some("graph.microsoft.com"));
        assert_eq!(url.path(), "/v1.0/me/messages/AAk%2F..%2Fx%3Fy%23z=/send");
        for bad in ["", ".", "..", "a\nb"] {
            assert!(api().at(&["me", "messages", bad]).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_token_stays_with_graph() {
        let good = "https://graph.microsoft.com/v1.0/me/messages/delta?$deltatoken=x";
        assert!(api().inside(good).is_some());
        for bad in [
            "https://graph.microsoft.com.evil.example/v1.0/me",
            "http://graph.microsoft.com/v1.0/me",
            "https://graph.microsoft.com:8443/v1.0/me",
            "https://x@graph.microsoft.com/v1.0/me",
            "https://graph.microsoft.com/beta/me",
            "https://graph.microsoft.com/v1.0/../beta/me",
            "/v1.0/me",
        ] {
            assert!(api().inside(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn options_are_escaped() {
        let url = asking(
            Url::parse("https://x.test/m").unwrap(),
            &[("$filter", "a eq '<b+c@d>'"), ("$top", "2")],
        );
        let query = "$filter=a%20eq%20%27%3Cb%2Bc%40d%3E%27&$top=2";
        assert_eq!(url.query(), Some(query));
    }
}
