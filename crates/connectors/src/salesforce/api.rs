//! The REST API, thinly (contracts 2.2, 2.3).

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use http::Method;
use secrecy::SecretString;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use url::Url;

use super::{ApiError, Tokens, api_error::WireError, soql::is_name};
use crate::outbound::{Outbound, Request, Response};

/// The version our requests are written for.
pub const API_VERSION: &str = "66.0";

/// Most records in one collections call.
const MOST_RECORDS: usize = 200;

/// The API of one organisation, with one access token. Clones share the usage last seen.
#[derive(Clone, Debug)]
pub struct Api {
    outbound: Outbound,
    instance: Url,
    token: SecretString,
    version: String,
    usage: Arc<Mutex<Option<Usage>>>,
    calls: Arc<AtomicU64>,
}

/// Calls counted against the organisation, from `Sforce-Limit-Info`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// In the last 24 hours.
    pub used: u64,
    pub max: u64,
    /// Used and allowed for our app alone, where the organisation sets such a limit.
    pub app: Option<(u64, u64)>,
}

/// One version of the API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Version {
    /// Such as `66.0`.
    pub version: String,
    pub label: String,
}

/// One page of a query.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// Rows of the whole query, not of the page.
    pub total_size: u64,
    pub done: bool,
    /// For [`Api::query_more`]; valid two days.
    pub next_records_url: Option<String>,
    pub records: Vec<T>,
}

/// A record that now exists.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Created {
    pub id: String,
}

/// What became of one record of a collections call, in the order sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordResult {
    pub id: Option<String>,
    /// Empty on success.
    pub errors: Vec<ApiError>,
}

impl RecordResult {
    /// Whether the record was written.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.errors.is_empty()
    }
}

impl Api {
    /// An API client; connects to nothing yet. `instance` is [`Tokens::instance_url`].
    #[must_use]
    pub fn new(outbound: Outbound, instance: Url, token: SecretString, version: &str) -> Self {
        Self {
            outbound,
            instance,
            token,
            version: version.to_owned(),
            usage: Arc::default(),
            calls: Arc::default(),
        }
    }

    /// The client for freshly granted tokens, in [`API_VERSION`].
    #[must_use]
    pub fn for_tokens(outbound: Outbound, tokens: &Tokens) -> Self {
        let instance = tokens.instance_url.clone();
        Self::new(outbound, instance, tokens.access_token.clone(), API_VERSION)
    }

    /// Usage as of the last answer that told it.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        let usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
        usage.clone()
    }

    /// How many calls this client and its clones have made.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// The versions the organisation offers.
    ///
    /// # Errors
    /// [`ApiError`], as for every call below.
    pub async fn versions(&self) -> Result<Vec<Version>, ApiError> {
        self.read(self.at("/services/data/")).await
    }

    /// The organisation's limits by name, each `{"Max":…, "Remaining":…}`; five minutes old at most.
    pub async fn limits(&self) -> Result<Value, ApiError> {
        self.read(self.resource("limits")).await
    }

    /// One user, the fields this product shows.
    pub async fn user(&self, id: &str) -> Result<Value, ApiError> {
        const FIELDS: &[&str] = &[
            "Id",
            "Username",
            "Email",
            "Name",
            "FirstName",
            "LastName",
            "IsActive",
            "UserType",
            "TimeZoneSidKey",
            "LanguageLocaleKey",
            "LocaleSidKey",
            "ProfileId",
        ];
        self.retrieve("User", id, FIELDS).await
    }

    /// The first page of a query; build the text with [`super::soql`]. Deleted records and archived
    /// activities are left out.
    pub async fn query(&self, soql: &str) -> Result<Page<Value>, ApiError> {
        self.page("query", soql).await
    }

    /// Like [`Self::query`], with deleted records and archived activities.
    pub async fn query_all(&self, soql: &str) -> Result<Page<Value>, ApiError> {
        self.page("queryAll", soql).await
    }

    /// The page after; `next` is [`Page::next_records_url`]. Anything but a path of the data service
    /// is refused, so that the token stays with the instance.
    pub async fn query_more(&self, next: &str) -> Result<Page<Value>, ApiError> {
        if !next.starts_with("/services/data/") || next.contains(['?', '#', '\\']) {
            return Err(ApiError::CursorGone);
        }
        self.read(self.at(next)).await
    }

    /// Everything about one object type; fields the user may not see are absent.
    pub async fn describe(&self, object: &str) -> Result<Value, ApiError> {
        let path = format!("sobjects/{}/describe", name(object)?);
        self.read(self.resource(&path)).await
    }

    /// Creates one record.
    pub async fn create(&self, object: &str, fields: &Value) -> Result<Created, ApiError> {
        let url = self.resource(&format!("sobjects/{}", name(object)?));
        let answer = self
            .send(Request::new(Method::POST, url).json(fields))
            .await?;
        parse(&answer)
    }

    /// Changes the given fields of one record.
    pub async fn update(&self, object: &str, id: &str, fields: &Value) -> Result<(), ApiError> {
        let url = self.record(object, id)?;
        self.send(Request::new(Method::PATCH, url).json(fields))
            .await
            .map(drop)
    }

    /// Deletes one record.
    pub async fn delete(&self, object: &str, id: &str) -> Result<(), ApiError> {
        let url = self.record(object, id)?;
        self.send(Request::new(Method::DELETE, url)).await.map(drop)
    }

    /// Some fields of one record; all visible ones when `fields` is empty.
    pub async fn retrieve(
        &self,
        object: &str,
        id: &str,
        fields: &[&str],
    ) -> Result<Value, ApiError> {
        let mut url = self.record(object, id)?;
        if !fields.is_empty() {
            url.query_pairs_mut()
                .append_pair("fields", &fields.join(","));
        }
        self.read(url).await
    }

    /// Creates up to 200 records in one call. Each record is an object with
    /// `"attributes":{"type":…}`. Answers come in the order sent; the call is an `Ok` even if every
    /// record failed.
    pub async fn create_many(
        &self,
        records: &[Value],
        all_or_none: bool,
    ) -> Result<Vec<RecordResult>, ApiError> {
        self.collection(Method::POST, records, all_or_none).await
    }

    /// Updates up to 200 records, each with `attributes` and `id`, like [`Self::create_many`].
    pub async fn update_many(
        &self,
        records: &[Value],
        all_or_none: bool,
    ) -> Result<Vec<RecordResult>, ApiError> {
        self.collection(Method::PATCH, records, all_or_none).await
    }

    async fn collection(
        &self,
        method: Method,
        records: &[Value],
        all_or_none: bool,
    ) -> Result<Vec<RecordResult>, ApiError> {
        #[derive(Deserialize)]
        struct Wire {
            id: Option<String>,
            success: bool,
            #[serde(default)]
            errors: Vec<WireError>,
        }
        if records.len() > MOST_RECORDS {
            return Err(bad_request("more than 200 records in one call"));
        }
        let body = json!({ "allOrNone": all_or_none, "records": records });
        let url = self.resource("composite/sobjects");
        let answer = self.send(Request::new(method, url).json(&body)).await?;
        let found: Vec<Wire> = parse(&answer)?;
        if found.len() != records.len() {
            return Err(ApiError::Unreadable);
        }
        let results = found.into_iter().map(|wire| {
            let mut errors: Vec<_> = wire.errors.into_iter().map(ApiError::from_wire).collect();
            if !wire.success && errors.is_empty() {
                errors.push(ApiError::Unreadable);
            }
            RecordResult {
                id: wire.id,
                errors,
            }
        });
        Ok(results.collect())
    }

    async fn page(&self, resource: &str, soql: &str) -> Result<Page<Value>, ApiError> {
        let mut url = self.resource(resource);
        url.query_pairs_mut().append_pair("q", soql);
        self.read(url).await
    }

    async fn read<T: DeserializeOwned>(&self, url: Url) -> Result<T, ApiError> {
        parse(&self.send(Request::get(url)).await?)
    }

    async fn send(&self, request: Request) -> Result<Response, ApiError> {
        let request = request.bearer(&self.token)?;
        self.calls.fetch_add(1, Ordering::Relaxed);
        let answer = self.outbound.http(request).await?;
        if let Some(usage) = answer.header("sforce-limit-info").and_then(Usage::parse) {
            let mut last = self.usage.lock().unwrap_or_else(PoisonError::into_inner);
            *last = Some(usage);
        }
        if answer.status.is_success() {
            Ok(answer)
        } else {
            Err(ApiError::from_answer(&answer))
        }
    }

    fn at(&self, path: &str) -> Url {
        let mut url = self.instance.clone();
        url.set_query(None);
        url.set_path(path);
        url
    }

    fn resource(&self, path: &str) -> Url {
        self.at(&format!("/services/data/v{}/{path}", self.version))
    }

    fn record(&self, object: &str, id: &str) -> Result<Url, ApiError> {
        let id = super::long_id(id).ok_or_else(|| bad_request("this is no record id"))?;
        Ok(self.resource(&format!("sobjects/{}/{id}", name(object)?)))
    }
}

impl Usage {
    /// Reads `api-usage=18/15000; per-app-api-usage=17/250(appName=Sales Actions)`.
    #[must_use]
    pub fn parse(header: &str) -> Option<Self> {
        let mut total = None;
        let mut app = None;
        for part in header.split([';', ',']) {
            let Some((name, value)) = part.trim().split_once('=') else {
                continue;
            };
            match name {
                "api-usage" => total = fraction(value),
                "per-app-api-usage" => app = fraction(value),
                _ => {}
            }
        }
        total.map(|(used, max)| Self { used, max, app })
    }
}

fn fraction(text: &str) -> Option<(u64, u64)> {
    let (used, rest) = text.split_once('/')?;
    let max = rest.split('(').next()?;
    Some((used.trim().parse().ok()?, max.trim().parse().ok()?))
}

fn name(object: &str) -> Result<&str, ApiError> {
    if is_name(object) && !object.contains('.') {
        Ok(object)
    } else {
        Err(bad_request("this is no object name"))
    }
}

fn bad_request(message: &str) -> ApiError {
    ApiError::BadRequest {
        code: "REQUEST_NOT_SENT".into(),
        message: message.into(),
    }
}

fn parse<T: DeserializeOwned>(answer: &Response) -> Result<T, ApiError> {
    serde_json::from_slice(&answer.body).map_err(|_| ApiError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_usage_are_read() {
        let usage = |used, max, app| Some(Usage { used, max, app });
        assert_eq!(Usage::parse("api-usage=18/15000"), usage(18, 15_000, None));
        assert_eq!(
            Usage::parse("api-usage=25/5000; per-app-api-usage=17/250(appName=Sales Actions)"),
            usage(25, 5000, Some((17, 250)))
        );
        assert_eq!(Usage::parse("nonsense"), None);
    }
}
