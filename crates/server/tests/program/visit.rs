//! Visiting the running program by HTTP, and its pretend world.

use axum::http::{HeaderName, HeaderValue, header};
use liaison_connectors::outbound::{Outbound, OutboundError, OutboundPolicy, Request, Response};
use liaison_standins::World;
use serde_json::Value;

use crate::support::{ADMIN, PASSWORD};

pub fn outbound() -> Outbound {
    let policy = OutboundPolicy {
        allow_private: true,
        ..OutboundPolicy::default()
    };
    Outbound::new(policy).unwrap()
}

/// A browser at one address that keeps its cookies.
pub struct Visit {
    outbound: Outbound,
    pub address: String,
    cookies: Vec<(String, String)>,
}

impl Visit {
    pub fn to(address: &str) -> Self {
        Self {
            outbound: outbound(),
            address: address.trim_end_matches('/').to_owned(),
            cookies: Vec::new(),
        }
    }

    /// The same browser at another process.
    pub fn at(&self, address: &str) -> Self {
        Self {
            cookies: self.cookies.clone(),
            ..Self::to(address)
        }
    }

    async fn ask(&mut self, request: Request) -> Response {
        self.try_ask(request).await.unwrap()
    }

    async fn try_ask(&mut self, request: Request) -> Result<Response, OutboundError> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = HeaderValue::from_str(&cookies.join("; ")).unwrap();
        let site = HeaderName::from_static("sec-fetch-site");
        let request = request
            .header(header::COOKIE, cookies)
            .header(site, HeaderValue::from_static("same-origin"));
        let answer = self.outbound.http(request).await?;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        Ok(answer)
    }

    /// Takes over the session of a browser that met the same data elsewhere.
    pub fn enter(&mut self, session: &str) {
        let name = "liaison_session".to_owned();
        self.cookies.push((name, session.to_owned()));
    }

    pub async fn get(&mut self, path: &str) -> Response {
        let url = format!("{}{path}", self.address).parse().unwrap();
        self.ask(Request::get(url)).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Response {
        let url = format!("{}{path}", self.address).parse().unwrap();
        self.ask(Request::post_form(url, form)).await
    }

    /// Asks a program that may end before it answers.
    pub async fn get_from_dying(&mut self, path: &str) -> Option<Response> {
        let url = format!("{}{path}", self.address).parse().unwrap();
        self.try_ask(Request::get(url)).await.ok()
    }

    /// Tells a program that may end before it answers.
    pub async fn post_to_dying(&mut self, path: &str, form: &[(&str, &str)]) -> Option<Response> {
        let url = format!("{}{path}", self.address).parse().unwrap();
        self.try_ask(Request::post_form(url, form)).await.ok()
    }

    /// Presses a button that leads to a provider; the address there.
    pub async fn leave(&mut self, path: &str, form: &[(&str, &str)]) -> String {
        let answer = self.post(path, form).await;
        let refresh = answer.header("refresh");
        let refresh = refresh.unwrap_or_else(|| panic!("{}", answer.text()));
        refresh.strip_prefix("0;url=").unwrap().to_owned()
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> String {
        let found = self.cookies.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap()
    }

    pub async fn is_in(&mut self) -> bool {
        self.get("/settings/profile").await.status == 200
    }

    /// Makes the first admin by a one-time link; what became of it.
    pub async fn make_admin(&mut self, link: &str) -> Response {
        let form = [
            ("email", ADMIN),
            ("first_name", "Ada"),
            ("last_name", "Admin"),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
            ("language", "en"),
            ("time_zone", "Europe/Stockholm"),
        ];
        self.post(&path(link), &form).await
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> bool {
        let form = [("email", email), ("password", password)];
        self.post("/sign-in", &form).await.status == 303
    }

    pub async fn invite(&mut self, address: &str) {
        let form = [("addresses", address), ("team", ""), ("language", "en")];
        let answer = self.post("/settings/users/invite", &form).await;
        assert!(answer.text().contains("invite:done"), "{}", answer.text());
    }
}

pub fn path(link: &str) -> String {
    url::Url::parse(link).unwrap().path().to_owned()
}

/// The `data-view` of a page.
pub fn view(page: &Response) -> String {
    let text = page.text();
    let after = text.split("data-view=\"").nth(1).unwrap_or_default();
    after.split('"').next().unwrap_or_default().to_owned()
}

/// What the pretend world's control API says.
pub async fn control(world: &World, path: &str) -> Value {
    let url = format!("{}/{path}", world.addresses().control);
    let answer = outbound().http(Request::get(url.parse().unwrap())).await;
    serde_json::from_slice(&answer.unwrap().body).unwrap()
}

/// Tells the pretend world's control API.
pub async fn tell(world: &World, path: &str, body: Value) {
    let url = format!("{}/{path}", world.addresses().control);
    let request = Request::post_form(url.parse().unwrap(), &[]).json(&body);
    let answer = outbound().http(request).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
}

/// The mails in a mailbox.
pub async fn mails(world: &World, address: &str) -> Vec<Value> {
    match control(world, &format!("mails?to={address}")).await {
        Value::Array(mails) => mails,
        other => panic!("{other}"),
    }
}
