//! A provider that answers what it is told to, in order, and remembers what it was asked.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use serde_json::Value;

/// One request, as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Asked {
    /// Method and path.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.uri.path())
    }

    /// One parameter of the query.
    pub fn query(&self, name: &str) -> Option<String> {
        value(self.uri.query().unwrap_or_default().as_bytes(), name)
    }

    /// One field of the form in the body.
    pub fn field(&self, name: &str) -> Option<String> {
        value(&self.body, name)
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

fn value(pairs: &[u8], name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(pairs);
    let found = pairs.find(|(n, _)| n == name);
    found.map(|(_, value)| value.into_owned())
}

type Answer = (u16, Vec<(&'static str, String)>, String);

#[derive(Clone, Default)]
pub struct Provider {
    pub base: String,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Provider {
    /// Listens on a free port until the test's runtime ends; without an answer left it says 599.
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let provider = Self {
            base: format!("http://{address}"),
            ..Self::default()
        };
        let app = Router::new()
            .fallback(serve)
            .layer(DefaultBodyLimit::disable())
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        provider
    }

    /// The next answer but those already waiting.
    pub fn answer(&self, status: u16, body: impl ToString) {
        self.answer_with(status, &[], body);
    }

    pub fn answer_with(&self, status: u16, headers: &[(&'static str, &str)], body: impl ToString) {
        let headers = headers.iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
        let mut answers = self.answers.lock().expect("no panic");
        answers.push_back((status, headers, body.to_string()));
    }

    /// The request that came last.
    pub fn last(&self) -> Asked {
        let asked = self.asked.lock().expect("no panic");
        asked.last().cloned().expect("a request")
    }

    pub fn count(&self) -> usize {
        self.asked.lock().expect("no panic").len()
    }
}

async fn serve(
    State(provider): State<Provider>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let asked = Asked {
        method,
        uri,
        headers,
        body,
    };
    provider.asked.lock().expect("no panic").push(asked);
    let next = provider.answers.lock().expect("no panic").pop_front();
    let (status, headers, body) = next.unwrap_or((599, vec![], "no answer left".into()));
    let status = StatusCode::from_u16(status).expect("a status");
    let mut answer = (status, body).into_response();
    for (name, value) in headers {
        let value = value.parse().expect("a header");
        answer.headers_mut().insert(name, value);
    }
    answer
}

/// An id_token nobody signed.
pub fn id_token(claims: &Value) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
    format!("e30.{claims}.c2ln")
}
