//! HTTP: no redirects, no retries, no proxies, limits on time and size.

use std::{fmt, sync::Arc};

use ::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use bytes::{Bytes, BytesMut};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{Outbound, OutboundError, OutboundPolicy, resolve};

/// One request. `Debug` shows method and host only.
#[derive(Clone)]
pub struct Request {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// One complete answer, whatever its status. Redirects are answers too. `Debug` hides the content.
#[derive(Clone)]
pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Request {
    /// A request without headers and body.
    #[must_use]
    pub fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    /// A GET.
    #[must_use]
    pub fn get(url: Url) -> Self {
        Self::new(Method::GET, url)
    }

    /// A POST of `application/x-www-form-urlencoded` pairs.
    #[must_use]
    pub fn post_form(url: Url, fields: &[(&str, &str)]) -> Self {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let mut request = Self::new(Method::POST, url);
        request.body = form.finish().into();
        request.header(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        )
    }

    /// Replaces the body by JSON.
    #[must_use]
    pub fn json(mut self, body: &serde_json::Value) -> Self {
        self.body = body.to_string().into();
        self.header(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )
    }

    /// Sets one header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets `Authorization: Bearer …`.
    ///
    /// # Errors
    /// [`OutboundError::Invalid`] when the token cannot stand in a header.
    pub fn bearer(self, token: &SecretString) -> Result<Self, OutboundError> {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
            .map_err(|_| OutboundError::Invalid("the token holds forbidden characters".into()))?;
        value.set_sensitive(true);
        Ok(self.header(header::AUTHORIZATION, value))
    }
}

impl Response {
    /// The body as text; bytes that are no UTF-8 are replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// One header as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("length", &self.body.len())
            .finish_non_exhaustive()
    }
}

pub(super) fn client(
    policy: &OutboundPolicy,
    mut tls: rustls::ClientConfig,
) -> Result<reqwest::Client, OutboundError> {
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    #[expect(clippy::disallowed_methods, reason = "this is the connector itself")]
    let builder = reqwest::Client::builder();
    builder
        .tls_backend_preconfigured(tls)
        .dns_resolver(Arc::new(resolve::CheckedResolver {
            allow_private: policy.allow_private,
            timeout: policy.connect_timeout,
        }))
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(policy.connect_timeout)
        .timeout(policy.total_timeout)
        .user_agent(concat!("Liaison/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|_| OutboundError::Tls("the HTTP client could not be built".into()))
}

impl Outbound {
    /// Sends one request and reads the whole answer, at most `max_body` bytes of it. Follows no
    /// redirect; a caller that does must send a new request, which is checked like any other.
    ///
    /// # Errors
    /// [`OutboundError`]; an answer with an error status is an `Ok`.
    pub async fn http(&self, mut request: Request) -> Result<Response, OutboundError> {
        let policy = self.policy();
        let host = request
            .url
            .host()
            .ok_or_else(|| OutboundError::Invalid("the address names no host".into()))?;
        resolve::check_literal(&host, policy.allow_private)?;
        let host = host.to_string();
        match request.url.scheme() {
            "https" => {}
            "http" if policy.allow_private => {}
            "http" => return Err(OutboundError::ClearText { host }),
            _ => return Err(OutboundError::Invalid("only https is spoken here".into())),
        }
        // Many front ends answer 411 to a POST that does not say it is empty.
        if request.body.is_empty() && matches!(request.method, Method::POST | Method::PUT) {
            let none = HeaderValue::from_static("0");
            request.headers.insert(header::CONTENT_LENGTH, none);
        }
        let mut answer = self
            .inner
            .http
            .request(request.method, request.url)
            .headers(request.headers)
            .body(request.body)
            .send()
            .await
            .map_err(|e| OutboundError::from_http(&e, &host))?;
        let limit = policy.max_body;
        if answer.content_length().is_some_and(|n| n > limit as u64) {
            return Err(OutboundError::TooLarge { limit });
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = answer
            .chunk()
            .await
            .map_err(|e| OutboundError::from_http(&e, &host))?
        {
            if body.len() + chunk.len() > limit {
                return Err(OutboundError::TooLarge { limit });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response {
            status: answer.status(),
            headers: std::mem::take(answer.headers_mut()),
            body: body.freeze(),
        })
    }
}
