//! Small helpers every HTTP listener of the world uses.

use std::convert::Infallible;
use std::future::Future;

use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use axum::serve::Listener;
use bytes::Bytes;
use tokio::sync::watch;

/// A request read to its end.
pub struct Incoming {
    pub method: String,
    /// Path as sent, not decoded.
    pub path: String,
    /// Query as sent, without `?`.
    pub raw_query: String,
    /// Decoded segments, without empty ones.
    pub segments: Vec<String>,
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

const LARGEST_BODY: usize = 50 * 1024 * 1024;

impl Incoming {
    /// Reads a request, at most 50 MiB of it; `None` if it is longer or breaks off.
    pub async fn read(request: Request<Body>) -> Option<Self> {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, LARGEST_BODY).await.ok()?;
        let raw_query = parts.uri.query().unwrap_or_default().to_owned();
        Some(Self {
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            segments: segments(parts.uri.path()),
            query: pairs(raw_query.as_bytes()),
            raw_query,
            headers: parts.headers,
            body,
        })
    }

    /// A query parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        find(&self.query, name)
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The fields of a form body.
    pub fn form(&self) -> Vec<(String, String)> {
        pairs(&self.body)
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self
            .headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        cookies.flat_map(|line| line.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        })
    }

    /// The path with its query.
    pub fn full_path(&self) -> String {
        if self.raw_query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.raw_query)
        }
    }
}

/// The first value of a key.
pub fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

/// Decodes `a=b&c=d`.
pub fn pairs(text: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text)
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect()
}

/// Encodes one value for a query.
pub fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Decoded path segments, without empty ones.
pub fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(decoded)
        .collect()
}

fn decoded(part: &str) -> String {
    // A plus sign in a path is a plus sign.
    let plain = part.replace('+', "%2B");
    pairs(plain.as_bytes())
        .into_iter()
        .next()
        .map_or(String::new(), |(key, value)| {
            if part.contains('=') {
                format!("{key}={value}")
            } else {
                key
            }
        })
}

/// Text made safe inside HTML and its attributes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// A response from its parts.
pub fn reply(status: u16, kind: &str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    set(&mut response, "content-type", kind);
    response
}

/// Sets a header; a value that cannot stand in one is left out.
pub fn set(response: &mut Response<Body>, name: &'static str, value: &str) {
    if let Ok(value) = value.parse() {
        response.headers_mut().append(name, value);
    }
}

/// 303 to another address.
pub fn see_other(address: &str) -> Response<Body> {
    redirect(303, address)
}

/// A redirect with its status.
pub fn redirect(status: u16, address: &str) -> Response<Body> {
    let mut response = reply(status, "text/plain; charset=utf-8", "");
    set(&mut response, "location", address);
    response
}

/// Half of the response, then the connection breaks.
pub async fn cut(response: Response<Body>) -> Response<Body> {
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, LARGEST_BODY)
        .await
        .unwrap_or_default();
    let length = body.len().max(2);
    let half = body.slice(..body.len() / 2);
    let pieces = futures::stream::iter([Ok(half), Err(std::io::Error::other("cut on order"))]);
    let mut response = Response::from_parts(parts, Body::from_stream(pieces));
    set(&mut response, "content-length", &length.to_string());
    response
}

/// Serves HTTP on `listener` until `stop` turns true.
pub async fn serve<L, H, F>(listener: L, mut stop: watch::Receiver<bool>, handler: H)
where
    L: Listener,
    L::Addr: std::fmt::Debug,
    H: Fn(Request<Body>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let app = axum::Router::new().fallback(move |request: Request<Body>| {
        let answer = handler(request);
        async move { Ok::<_, Infallible>(answer.await) }
    });
    let done = async move {
        // An error means that the world is gone, which ends the listener too.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    if let Err(error) = axum::serve(listener, app)
        .with_graceful_shutdown(done)
        .await
    {
        tracing::warn!(%error, "a listener of the pretend world ended");
    }
}
