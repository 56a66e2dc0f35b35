//! An organisation small enough for one test, in the contract's words.

use std::sync::{Arc, Mutex};

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use liaison_connectors::salesforce::{self, App, LoginHost, Tokens};
use serde_json::{Value, json};
use sha2::Sha256;

use super::outbound;

const SECRET: &str = "marker-consumer-secret";
pub const ACCESS: &str = "marker-access-token";
const IDENTITY: &str = "/id/00D000000000001AAA/005000000000001AAA";

type Fields = std::collections::BTreeMap<String, String>;

/// What the server answers next, and what it was asked last.
#[derive(Clone, Default)]
pub struct Org {
    origin: Arc<Mutex<String>>,
    refusal: Arc<Mutex<Option<(u16, String)>>>,
    change: Arc<Mutex<Value>>,
    asked: Arc<Mutex<Fields>>,
}

impl Org {
    pub async fn start() -> Self {
        let org = Self::default();
        let app = Router::new()
            .route("/services/oauth2/token", post(token))
            .route("/services/oauth2/revoke", post(revoke))
            .route(IDENTITY, get(identity))
            .route("/services/data/", get(versions))
            .route("/services/data/v66.0/query", get(query))
            .route("/services/data/v66.0/composite/sobjects", post(collection))
            .with_state(org.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        *org.origin.lock().expect("no panic") = format!("http://{address}");
        tokio::spawn(async move { axum::serve(listener, app).await });
        org
    }

    fn origin(&self) -> String {
        self.origin.lock().expect("no panic").clone()
    }

    pub fn app(&self) -> App {
        App {
            host: LoginHost::parse(&self.origin(), true).expect("a host"),
            client_id: "key".into(),
            client_secret: SECRET.into(),
            redirect_uri: "https://liaison.example/cb".into(),
        }
    }

    pub fn refuse(&self, status: u16, body: &str) {
        *self.refusal.lock().expect("no panic") = Some((status, body.to_owned()));
    }

    fn refusal(&self) -> Option<Response> {
        let (status, body) = self.refusal.lock().expect("no panic").take()?;
        let status = StatusCode::from_u16(status).expect("a status");
        Some((status, body).into_response())
    }

    /// Overwrites fields of the next good answers.
    pub fn change(&self, fields: Value) {
        *self.change.lock().expect("no panic") = fields;
    }

    fn changed(&self, mut answer: Value) -> Json<Value> {
        let change = self.change.lock().expect("no panic").clone();
        if let (Some(answer), Value::Object(change)) = (answer.as_object_mut(), change) {
            answer.extend(change);
        }
        Json(answer)
    }

    pub fn asked(&self, name: &str) -> Option<String> {
        self.asked.lock().expect("no panic").get(name).cloned()
    }

    pub async fn tokens(&self) -> Tokens {
        let verifier = "v".into();
        salesforce::exchange(&outbound(None), &self.app(), "code", &verifier)
            .await
            .expect("tokens")
    }
}

async fn token(State(org): State<Org>, Form(fields): Form<Fields>) -> Response {
    *org.asked.lock().expect("no panic") = fields.clone();
    if let Some(refusal) = org.refusal() {
        return refusal;
    }
    let id = format!("{}{IDENTITY}", org.origin());
    let issued_at = "1795161600123";
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key");
    mac.update(format!("{id}{issued_at}").as_bytes());
    let answer = json!({
        "access_token": ACCESS, "refresh_token": "marker-refresh-2",
        "signature": STANDARD.encode(mac.finalize().into_bytes()),
        "scope": "refresh_token api id", "instance_url": org.origin(), "id": id,
        "token_type": "Bearer", "issued_at": issued_at,
    });
    org.changed(answer).into_response()
}

async fn revoke(State(org): State<Org>, Form(fields): Form<Fields>) -> Response {
    *org.asked.lock().expect("no panic") = fields;
    org.refusal()
        .unwrap_or_else(|| StatusCode::OK.into_response())
}

async fn identity(State(org): State<Org>, headers: HeaderMap) -> Response {
    if headers[header::AUTHORIZATION] != format!("Bearer {ACCESS}") {
        return (StatusCode::FORBIDDEN, "Bad_OAuth_Token").into_response();
    }
    if let Some(refusal) = org.refusal() {
        return refusal;
    }
    let answer = json!({
        "user_id": "005000000000001AAA", "organization_id": "00D000000000001AAA",
        "username": "rita.rep@acme.example", "display_name": "Rita Rep",
        "email": "rita.rep@acme.example", "email_verified": true, "first_name": null,
        "last_name": "Rep", "timezone": "Europe/Berlin", "active": true,
        "user_type": "STANDARD", "language": "en_US", "locale": "de_DE",
        "is_app_installed": true,
    });
    org.changed(answer).into_response()
}

async fn versions(State(org): State<Org>) -> Response {
    org.refusal().unwrap_or_else(|| {
        Json(json!([{ "label": "Spring '26", "url": "/services/data/v66.0", "version": "66.0" }]))
            .into_response()
    })
}

async fn query(State(org): State<Org>, Query(fields): Query<Fields>) -> Response {
    *org.asked.lock().expect("no panic") = fields;
    let page = json!({ "totalSize": 2, "done": true, "records": [{ "Id": "1" }, { "Id": "2" }] });
    let usage = [("sforce-limit-info", "api-usage=18/15000")];
    org.refusal()
        .unwrap_or_else(|| (usage, Json(page)).into_response())
}

async fn collection(Json(body): Json<Value>) -> Json<Value> {
    let records = body["records"].as_array().expect("records");
    let results = records
        .iter()
        .map(|record| match record["Subject"].is_null() {
            false => json!({ "id": "00T000000000001AAA", "success": true, "errors": [] }),
            true => json!({ "success": false, "errors": [{ "statusCode": "REQUIRED_FIELD_MISSING",
            "message": "Required fields are missing: [Subject]", "fields": ["Subject"] }] }),
        });
    Json(results.collect())
}
