//! The real router over a fresh database, with the pretend world outside; users are HTTP clients.
#![allow(dead_code, reason = "each test program uses its own part")]

pub mod consent;
pub mod crm;
pub mod desk;
pub mod forms;
pub mod letters;
pub mod outside;
pub mod panel;
pub mod people;
pub mod tables;
pub mod team;
pub mod work;
pub mod written;

use std::sync::atomic::Ordering;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt;
use jiff::SignedDuration;
use liaison_connectors::outbound::{Outbound, OutboundPolicy};
use liaison_domain::access::{Actor, Role};
use liaison_domain::links::Provider;
use liaison_domain::{EmailAddress, Language};
use liaison_engine::access::first_run::{self, FirstAdmin};
use liaison_engine::access::password::NewPassword;
use liaison_engine::links::apps::{self, AppForm};
use liaison_engine::mail::Relay;
use liaison_engine::{Clock, Dice, Engine, Key, Parts, Token, Vault, jobs};
use liaison_standins::{MARKER, Options, World};
use liaison_store::Db;
use liaison_store::access::users;
use liaison_store::settings::{self, key};
use liaison_web::App;
use secrecy::SecretString;
use tower::ServiceExt;

pub const ADMIN: &str = "ada.admin@company.example";
pub const PASSWORD: &str = "vinden viskar i björken";

/// An instance with its first admin, connected to a pretend world of its own.
pub struct Instance {
    pub engine: Engine,
    pub world: World,
    key: Key,
    router: Router,
}

/// One more process of an instance: other connections, the same key.
pub struct Process {
    pub engine: Engine,
    router: Router,
}

impl Process {
    pub fn browser(&self) -> Browser {
        Browser::new(&self.router)
    }

    /// Runs every due job.
    pub async fn drain(&self) {
        while jobs::run_one(&self.engine).await.unwrap() {}
    }
}

impl Instance {
    pub async fn start(db: Db) -> Self {
        let world = World::start(Options::default()).await.unwrap();
        let relay = world.addresses().mail.smtp.clone();
        Self::with_relay(db, world, &relay).await
    }

    /// An instance whose mails go through this relay.
    pub async fn with_relay(db: Db, world: World, relay: &str) -> Self {
        Self::with_key(db, world, relay, Key::throw(&Dice::system())).await
    }

    /// An instance whose secrets are sealed with this key.
    pub async fn with_key(db: Db, world: World, relay: &str, key: Key) -> Self {
        let engine = engine(db, &world, key.clone(), relay);
        let this = Self {
            router: liaison_web::router(App::new(engine.clone())),
            engine,
            world,
            key,
        };
        this.make_admin().await;
        this.enter_apps().await;
        this
    }

    /// Starts another process on a handle of its own.
    pub fn process(&self, db: Db, relay: &str) -> Process {
        let engine = engine(db, &self.world, self.key.clone(), relay);
        Process {
            router: liaison_web::router(App::new(engine.clone())),
            engine,
        }
    }

    /// The pretend world's relay.
    pub fn relay(&self) -> &str {
        &self.world.addresses().mail.smtp
    }

    /// Lets time pass, here and in the pretend world.
    pub fn pass(&self, time: SignedDuration) {
        let micros = i64::try_from(time.as_micros()).unwrap();
        self.world
            .clock_offset()
            .fetch_add(micros, Ordering::Relaxed);
    }

    async fn make_admin(&self) {
        let link = first_run::new_link(&self.engine).await.unwrap();
        let password = SecretString::from(PASSWORD);
        let form = FirstAdmin {
            email: ADMIN.into(),
            first_name: "Ada".into(),
            last_name: "Admin".into(),
            password: NewPassword {
                first: password.clone(),
                again: password,
            },
            language: Language::En,
            time_zone: "Europe/Stockholm".into(),
        };
        first_run::make_admin(&self.engine, &token_of(&link), form, "tests")
            .await
            .unwrap();
    }

    /// Enters the pretend providers' apps and binds the organisation.
    async fn enter_apps(&self) {
        let addresses = self.world.addresses().clone();
        for (provider, (client_id, secret), address) in [
            (
                Provider::Salesforce,
                self.world.salesforce_client(),
                addresses.salesforce,
            ),
            (
                Provider::Google,
                self.world.google_client(),
                addresses.google.unwrap(),
            ),
            (
                Provider::Microsoft,
                self.world.microsoft_client(),
                addresses.microsoft.unwrap(),
            ),
        ] {
            self.world
                .allow_redirect(&apps::redirect_address(&self.engine, provider));
            let form = AppForm {
                provider,
                client_id,
                secret: SecretString::from(secret),
                login_host: address,
            };
            apps::save(&self.engine, Actor::System, &form)
                .await
                .unwrap();
        }
        let grant = self
            .world
            .salesforce_grant(&self.world.company().employees[0].username)
            .unwrap();
        let organisation = liaison_connectors::salesforce::long_id(&grant.organization_id).unwrap();
        settings::set(&self.engine.db, key::ORGANISATION, &organisation)
            .await
            .unwrap();
    }

    /// The admin as the actor of a use-case.
    pub async fn admin(&self) -> Actor {
        let address = EmailAddress::parse(ADMIN).unwrap();
        let user = users::by_email(&self.engine.db, &address)
            .await
            .unwrap()
            .unwrap();
        Actor::User {
            id: user.id,
            role: Role::Admin,
        }
    }

    /// Runs every due job.
    pub async fn drain(&self) {
        while jobs::run_one(&self.engine).await.unwrap() {}
    }

    /// A browser that has not been here before.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.router)
    }

    /// A browser in which the admin is signed in.
    pub async fn admin_browser(&self) -> Browser {
        let mut browser = self.browser();
        let answer = browser
            .post("/sign-in", &[("email", ADMIN), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }
}

fn engine(db: Db, world: &World, key: Key, relay: &str) -> Engine {
    let dice = Dice::system();
    let policy = OutboundPolicy {
        allow_private: true,
        extra_ca: Some(std::fs::read(&world.addresses().ca).unwrap()),
        ..OutboundPolicy::default()
    };
    Engine::new(Parts {
        db,
        clock: Clock::with_offset(world.clock_offset()),
        vault: Vault::new(key, vec![]),
        dice,
        outbound: Outbound::new(policy).unwrap(),
        public_url: "http://127.0.0.1:4444".parse().unwrap(),
        relay: Some(Relay {
            settings: relay.parse().unwrap(),
            from: EmailAddress::parse("liaison@company.example").unwrap(),
        }),
        letters: Box::new(liaison_web::TemplateLetters),
        bell: tokio::sync::Notify::new(),
    })
}

pub fn token_of(link: &str) -> Token {
    Token::received(link.rsplit('/').next().unwrap())
}

/// A client of the router that keeps cookies as a browser does.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
    /// What the panel's script holds in memory.
    bearer: Option<String>,
    accept: &'static str,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Every secret of the pretend world carries a marker: none belongs into an answer of ours.
    fn must_hold_no_secret(&self, path: &str) {
        let head = format!("{:?}", self.headers);
        for part in [path, head.as_str(), self.body.as_str()] {
            assert!(!part.contains(MARKER), "a secret at {path}: {part}");
        }
    }

    pub fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .map_or("", |v| v.to_str().unwrap())
    }

    /// The page's `data-view`.
    pub fn view(&self) -> &str {
        self.body
            .split("data-view=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .unwrap_or("")
    }
}

fn is_stream(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "text/event-stream")
}

impl Browser {
    /// A request as somebody else's program sends it: with this browser's cookies and these headers,
    /// which are all there are. Cookies that come back are not kept.
    pub async fn raw(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        for (name, value) in &self.cookies {
            request = request.header(header::COOKIE, format!("{name}={value}"));
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    fn new(router: &Router) -> Self {
        Self {
            router: router.clone(),
            cookies: Vec::new(),
            bearer: None,
            accept: "text/html",
        }
    }

    /// From now on this is the panel's script with its token.
    pub fn set_bearer(&mut self, token: &str) {
        self.bearer = Some(token.to_owned());
    }

    /// Asks for JSON, as scripts do.
    pub async fn post_for_json(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.accept = "application/json";
        let answer = self.post(path, form).await;
        self.accept = "text/html";
        answer
    }

    /// Whether this browser is signed in, by what the home page says.
    pub async fn is_in(&mut self) -> bool {
        let answer = self.get("/settings/profile").await;
        match answer.status {
            StatusCode::OK => true,
            StatusCode::SEE_OTHER if answer.location().starts_with("/sign-in") => false,
            other => panic!("{other}: {}", answer.body),
        }
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Takes over a cookie of another browser, or an old one.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.retain(|(known, _)| known != name);
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("email", email), ("password", password)])
            .await
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[]).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(Method::POST, path, form).await
    }

    /// A form sent from a page of this `Sec-Fetch-Site`.
    pub async fn post_from(&mut self, site: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        self.exchange(Method::POST, site, path, form).await
    }

    pub async fn send(&mut self, method: Method, path: &str, form: &[(&str, &str)]) -> Answer {
        self.exchange(method, "same-origin", path, form).await
    }

    async fn exchange(
        &mut self,
        method: Method,
        site: &str,
        path: &str,
        form: &[(&str, &str)],
    ) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let mut request = Request::builder();
        if let Some(token) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request
            .method(&method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:4444")
            .header(header::ACCEPT, self.accept)
            .header("sec-fetch-site", site)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(if method == Method::GET {
                Body::empty()
            } else {
                Body::from(body.finish())
            })
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = match is_stream(&parts.headers) {
            // It has no end.
            true => Bytes::new(),
            false => body.collect().await.unwrap().to_bytes(),
        };
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        };
        answer.must_hold_no_secret(path);
        answer
    }
}
