//! Where the mail server asks whether a token is good (contracts 6.1).

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{Form, Json, Router, extract::State, routing::post};
use serde_json::{Value, json};

/// Token and the address it belongs to.
#[derive(Clone, Default)]
pub struct Tokens(Arc<Mutex<BTreeMap<String, String>>>);

impl Tokens {
    /// Listens on a free port until the test's runtime ends.
    pub async fn serve(&self) -> SocketAddr {
        let app = Router::new()
            .route("/introspect", post(introspect))
            .with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, app).await });
        address
    }

    pub fn grant(&self, token: &str, address: &str) {
        let mut tokens = self.0.lock().expect("no panic");
        tokens.insert(token.to_owned(), address.to_owned());
    }

    pub fn revoke(&self, token: &str) {
        self.0.lock().expect("no panic").remove(token);
    }
}

async fn introspect(
    State(tokens): State<Tokens>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Json<Value> {
    let token = fields.get("token").cloned().unwrap_or_default();
    let tokens = tokens.0.lock().expect("no panic");
    Json(match tokens.get(&token) {
        Some(address) => json!({ "active": true, "email": address, "scope": "mail" }),
        None => json!({ "active": false }),
    })
}
