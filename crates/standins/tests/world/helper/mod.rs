//! A running world and a browser-like client, for the tests of this folder.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use liaison_standins::{MARKER, Options, World};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

pub mod dovecot;
pub mod provider;

pub const CALLBACK: &str = "http://localhost:9/callback";
pub const VERIFIER: &str = "a-verifier-that-is-long-enough-for-the-rules-of-pkce";

pub async fn world() -> World {
    let options = Options {
        salesforce_redirects: vec![CALLBACK.into()],
        mail_redirects: vec![CALLBACK.into()],
        ..Options::default()
    };
    World::start(options).await.unwrap()
}

pub fn client() -> reqwest::Client {
    // A second call finds the provider installed, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    #[expect(
        clippy::disallowed_methods,
        reason = "tests speak to the world directly"
    )]
    let builder = reqwest::Client::builder();
    builder
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

pub fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

/// A browser that keeps one cookie and follows nothing.
pub struct Browser {
    pub http: reqwest::Client,
    pub base: String,
    pub cookie: String,
    pub language: &'static str,
}

pub struct Seen {
    pub status: u16,
    pub location: String,
    pub text: String,
    pub policy: String,
}

impl Browser {
    pub fn new(world: &World) -> Self {
        Self {
            http: client(),
            base: world.addresses().salesforce.clone(),
            cookie: String::new(),
            language: "en",
        }
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Seen {
        let response = request
            .header("cookie", &self.cookie)
            .header("accept-language", self.language)
            .send()
            .await
            .unwrap();
        if let Some(cookie) = response.headers().get("set-cookie") {
            self.cookie = cookie.to_str().unwrap().split(';').next().unwrap().into();
        }
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .map_or(String::new(), |value| value.to_str().unwrap().to_owned())
        };
        let (location, policy) = (header("location"), header("content-security-policy"));
        Seen {
            status: response.status().as_u16(),
            location,
            policy,
            text: response.text().await.unwrap(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Seen {
        let request = self.http.get(format!("{}{path}", self.base));
        self.send(request).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Seen {
        let request = self.http.post(format!("{}{path}", self.base)).form(form);
        self.send(request).await
    }

    pub async fn log_in(&mut self, username: &str) -> Seen {
        let password = format!("sf-{MARKER}");
        self.post(
            "/login",
            &[
                ("username", username),
                ("password", &password),
                ("next", "/"),
            ],
        )
        .await
    }

    /// Walks log-in and consent; answers the address the browser is sent to.
    pub async fn authorize(
        &mut self,
        world: &World,
        username: &str,
        extra: &str,
        decision: &str,
    ) -> String {
        let path = authorize_path(world, extra);
        self.log_in(username).await;
        let page = self.get(&path).await;
        if page.status == 302 {
            return page.location;
        }
        self.post(&path, &[("decision", decision)]).await.location
    }
}

pub fn authorize_path(world: &World, extra: &str) -> String {
    let (id, _) = world.salesforce_client();
    let query = form(&[
        ("response_type", "code"),
        ("client_id", &id),
        ("redirect_uri", CALLBACK),
        ("state", "s 1"),
        ("code_challenge", &challenge()),
    ]);
    format!("/services/oauth2/authorize?{query}{extra}")
}

pub fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

pub fn parameter(address: &str, name: &str) -> Option<String> {
    let address = url::Url::parse(address).unwrap();
    address
        .query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

pub async fn token(world: &World, fields: &[(&str, &str)]) -> (u16, Value) {
    let (id, secret) = world.salesforce_client();
    let mut all = vec![
        ("client_id", id.as_str()),
        ("client_secret", secret.as_str()),
    ];
    all.extend(fields);
    let address = format!("{}/services/oauth2/token", world.addresses().salesforce);
    let response = client().post(address).form(&all).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

/// A REST call with a bearer; `path` begins behind the version.
pub async fn rest(
    world: &World,
    token: &str,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> (u16, Value) {
    let address = format!(
        "{}/services/data/v66.0/{path}",
        world.addresses().salesforce
    );
    let mut request = client()
        .request(method.parse().unwrap(), address)
        .bearer_auth(token);
    if let Some(body) = body {
        request = request.json(&body);
    }
    let response = request.send().await.unwrap();
    assert!(response.headers().contains_key("sforce-limit-info"));
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

pub async fn query(world: &World, token: &str, soql: &str) -> (u16, Value) {
    rest(
        world,
        token,
        "GET",
        &format!("query?{}", form(&[("q", soql)])),
        None,
    )
    .await
}

pub async fn control(world: &World, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
    let mut request = client().request(
        method.parse().unwrap(),
        format!("{}{path}", world.addresses().control),
    );
    if let Some(body) = body {
        request = request.json(&body);
    }
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

pub fn seller(world: &World) -> String {
    world.company().employees[2].username.clone()
}

fn hosted_by(world: &World, provider: &str) -> String {
    let mut employees = world.company().employees.iter();
    let found = employees.find(|employee| employee.mail_provider == provider && !employee.is_admin);
    found.unwrap().email.clone()
}

/// Somebody with a Google account.
pub fn googler(world: &World) -> String {
    hosted_by(world, "google")
}

/// Somebody with a Microsoft account.
pub fn outlooker(world: &World) -> String {
    hosted_by(world, "microsoft")
}
