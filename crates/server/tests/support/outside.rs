//! The pretend world as tests bend it, and a browser at the pretend Salesforce.

use axum::http::{HeaderValue, header};
use liaison_connectors::outbound::{Outbound, Request, Response};
use liaison_standins::{MARKER, World};
use serde_json::{Value, json};
use url::Url;

use super::{Answer, Browser, Instance};

/// Asks the pretend world's control API.
pub async fn control(instance: &Instance, path: &str) -> Value {
    let answer = send(instance, Request::get(address(&instance.world, path))).await;
    serde_json::from_slice(&answer.body).unwrap()
}

/// Tells the pretend world's control API.
pub async fn tell(instance: &Instance, path: &str, body: Value) -> Value {
    let request = Request::post_form(address(&instance.world, path), &[]).json(&body);
    let answer = send(instance, request).await;
    serde_json::from_slice(&answer.body).unwrap()
}

/// Takes something back at the control API: faults, rules, the journal.
pub async fn forget(instance: &Instance, path: &str) {
    let url = address(&instance.world, path);
    send(instance, Request::new(axum::http::Method::DELETE, url)).await;
}

fn address(world: &World, path: &str) -> Url {
    format!("{}/{path}", world.addresses().control)
        .parse()
        .unwrap()
}

async fn send(instance: &Instance, request: Request) -> Response {
    let answer = instance.engine.outbound.http(request).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer
}

/// Orders a fault.
pub async fn fault(instance: &Instance, fault: Value) {
    tell(instance, "faults", fault).await;
}

/// Mails in a mailbox, the oldest first.
pub async fn mails(instance: &Instance, address: &str) -> Vec<Value> {
    match control(instance, &format!("mails?to={address}")).await {
        Value::Array(mails) => mails,
        other => panic!("{other}"),
    }
}

/// Our link in a mail.
pub fn link_in(mail: &Value) -> String {
    let links = mail["links"].as_array().unwrap();
    links
        .iter()
        .map(|l| l.as_str().unwrap())
        .find(|l| l.contains("4444"))
        .unwrap_or_else(|| panic!("no link of ours in {mail}"))
        .to_owned()
}

/// The link in the newest mail of a mailbox.
pub async fn welcome_link(instance: &Instance, address: &str) -> String {
    let mails = mails(instance, address).await;
    link_in(
        mails
            .last()
            .unwrap_or_else(|| panic!("no mail for {address}")),
    )
}

/// The requests the pretend Salesforce's token address received.
pub async fn token_requests(instance: &Instance) -> usize {
    requests(instance, "salesforce", "/services/oauth2/token").await
}

/// The requests an address of a pretend service received.
pub async fn requests(instance: &Instance, service: &str, path: &str) -> usize {
    let calls = control(instance, &format!("requests?service={service}")).await;
    let fits = |call: &&Value| call["path"].as_str().unwrap().starts_with(path);
    calls.as_array().unwrap().iter().filter(fits).count()
}

/// How many requests to an address of the pretend Salesforce succeeded.
pub async fn succeeded(instance: &Instance, path: &str) -> usize {
    let calls = control(instance, "requests?service=salesforce").await;
    let fits = |call: &&Value| {
        call["path"].as_str().unwrap().starts_with(path) && call["status"] == json!(200)
    };
    calls.as_array().unwrap().iter().filter(fits).count()
}

/// What somebody presses on the consent page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Press {
    Allow,
    Deny,
}

/// A browser at the pretend Salesforce: log-in page, consent page, and back.
pub struct Seller {
    outbound: Outbound,
    base: Url,
    cookie: String,
}

impl Seller {
    pub fn new(instance: &Instance) -> Self {
        Self::at(instance.engine.outbound.clone(), &instance.world)
    }

    pub fn at(outbound: Outbound, world: &World) -> Self {
        Self {
            outbound,
            base: world.addresses().salesforce.parse().unwrap(),
            cookie: String::new(),
        }
    }

    async fn ask(&mut self, request: Request) -> Response {
        let cookie = HeaderValue::from_str(&self.cookie).unwrap();
        let answer = self
            .outbound
            .http(request.header(header::COOKIE, cookie))
            .await
            .unwrap();
        if let Some(cookie) = answer.header("set-cookie") {
            self.cookie = cookie.split(';').next().unwrap().to_owned();
        }
        answer
    }

    /// Walks from the authorise address through the forms; the path and query of our callback.
    pub async fn walk(&mut self, url: &str, username: &str, press: Press) -> String {
        let mut answer = self.ask(Request::get(url.parse().unwrap())).await;
        for _ in 0..6 {
            if let Some(location) = answer.header("location") {
                let next = self.base.join(location).unwrap();
                if next.path().starts_with("/oauth/") {
                    return format!("{}?{}", next.path(), next.query().unwrap_or_default());
                }
                answer = self.ask(Request::get(next)).await;
                continue;
            }
            let page = answer.text();
            let request = if page.contains("name=\"username\"") {
                let password = format!("sf-{MARKER}");
                let next = attribute(&page, "name=\"next\" value=\"");
                Request::post_form(
                    self.base.join("/login").unwrap(),
                    &[
                        ("username", username),
                        ("password", &password),
                        ("next", &next),
                    ],
                )
            } else if page.contains("name=\"decision\"") {
                let action = attribute(&page, "<form method=\"post\" action=\"");
                let decision = if press == Press::Allow {
                    "allow"
                } else {
                    "deny"
                };
                Request::post_form(self.base.join(&action).unwrap(), &[("decision", decision)])
            } else {
                panic!("{}: neither log-in nor consent: {page}", answer.status);
            };
            answer = self.ask(request).await;
        }
        panic!("the pretend Salesforce leads nowhere: {}", answer.text());
    }
}

fn attribute(page: &str, before: &str) -> String {
    let value = page
        .split(before)
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    value.replace("&amp;", "&").replace("&#39;", "'")
}

/// Presses a button that leads to Salesforce; the address there.
pub async fn leave(browser: &mut Browser, path: &str, form: &[(&str, &str)]) -> String {
    let answer = browser.post(path, form).await;
    assert_eq!(
        answer.view(),
        "way:leaving",
        "{} {}",
        answer.status,
        answer.body
    );
    let refresh = answer.headers["refresh"].to_str().unwrap();
    refresh.strip_prefix("0;url=").unwrap().to_owned()
}

/// Goes to Salesforce, signs in as this user, and comes back to us.
pub async fn there_and_back(
    instance: &Instance,
    browser: &mut Browser,
    from: &str,
    username: &str,
    press: Press,
) -> Answer {
    let url = leave(browser, from, &[]).await;
    let back = Seller::new(instance).walk(&url, username, press).await;
    browser.get(&back).await
}
