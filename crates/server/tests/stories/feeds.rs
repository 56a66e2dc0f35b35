//! The live feed: in order, without a gap, over two processes, and only for whom it is.

use axum::body::BodyDataStream;
use axum::http::{Method, StatusCode};
use futures::StreamExt;
use liaison_domain::id::UserId;
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_engine::Engine;
use liaison_engine::insight;
use liaison_store::Db;
use liaison_store::insight::events;
use liaison_testkit::{Fresh, on_both_engines};

use crate::support::written::{admin_id, delivered};
use crate::support::{Browser, Instance};

/// What a browser reads of a stream.
struct Listening {
    body: BodyDataStream,
    rest: String,
}

impl Listening {
    async fn begin(browser: &Browser, path: &str, last: Option<i64>) -> Self {
        let last = last.map(|seq| seq.to_string()).unwrap_or_default();
        let mut headers = vec![("accept", "text/event-stream")];
        if !last.is_empty() {
            headers.push(("last-event-id", last.as_str()));
        }
        let answer = browser.raw(Method::GET, path, &headers, "").await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self {
            body: answer.into_body().into_data_stream(),
            rest: String::new(),
        }
    }

    /// The next event: its id and its row. None when the stream has ended.
    async fn next(&mut self) -> Option<(i64, String)> {
        loop {
            if let Some((block, rest)) = self.rest.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.rest = rest;
                if let Some(id) = block.lines().find_map(|line| line.strip_prefix("id: ")) {
                    return Some((id.parse().unwrap(), block));
                }
                continue;
            }
            let piece = self.body.next().await?.unwrap();
            self.rest.push_str(std::str::from_utf8(&piece).unwrap());
        }
    }

    async fn ids(&mut self, count: usize) -> Vec<i64> {
        let mut ids = Vec::new();
        for _ in 0..count {
            ids.push(self.next().await.unwrap().0);
        }
        ids
    }
}

fn opened(engine: &Engine, user: UserId) -> NewEvent {
    NewEvent::new(EventKind::EmailOpened, engine.clock.now(), user)
}

/// As a use-case does it, in its own transaction.
async fn within_a_use_case(engine: &Engine, event: NewEvent) -> i64 {
    let tx = engine.db.begin().await.unwrap();
    let seq = events::append(&tx, &[event]).await.unwrap();
    tx.commit().await.unwrap();
    seq
}

on_both_engines! {
    async fn two_processes_tell_one_story_without_a_gap(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let user = admin_id(&instance).await;
        let admin = instance.admin_browser().await;
        let mut watching = other.browser();
        let name = "liaison_session";
        watching.set_cookie(name, admin.cookie(name).unwrap());
        let stranger = UserId(instance.engine.dice.id(instance.engine.clock.now()));
        let count = crate::times(24, 400);

        let mut expected = vec![insight::append(&instance.engine, vec![opened(&instance.engine, user)]).await.unwrap()];
        let mut listening = Listening::begin(&watching, "/feed/stream?after=0&machines=1", None).await;
        let mut heard = listening.ids(1).await;
        for round in 0..count {
            let from = if round % 2 == 0 { &instance.engine } else { &other.engine };
            let event = opened(from, user);
            expected.push(match round % 3 {
                0 => within_a_use_case(from, event).await,
                _ => insight::append(from, vec![event]).await.unwrap(),
            });
            insight::append(from, vec![opened(from, stranger)]).await.unwrap();
            if round % 8 == 7 {
                // The line breaks; some of it was heard. What happens meanwhile is not lost.
                heard.extend(listening.ids(3).await);
                drop(listening);
                expected.push(insight::append(from, vec![opened(from, user)]).await.unwrap());
                listening = Listening::begin(&watching, "/feed/stream?after=0", heard.last().copied()).await;
            }
        }
        let left = expected.len() - heard.len();
        heard.extend(listening.ids(left).await);
        assert_eq!(heard, expected);
    }

    async fn what_there_was_is_not_read_on_after_the_session(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let user = admin_id(&instance).await;
        let mut admin = instance.admin_browser().await;
        let many = (0..250).map(|_| opened(&instance.engine, user)).collect();
        insight::append(&instance.engine, many).await.unwrap();
        let mut behind = Listening::begin(&admin, "/feed/stream?after=0", None).await;
        let mut waiting = Listening::begin(&admin, "/feed/stream", None).await;
        behind.ids(1).await;
        admin.post("/sign-out", &[]).await;
        assert!(waiting.next().await.is_none());
        let mut heard = 1;
        while behind.next().await.is_some() {
            heard += 1;
        }
        assert!(heard < 250, "{heard}");
    }

    async fn the_stream_ends_with_the_session(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let mut admin = instance.admin_browser().await;
        let mut listening = Listening::begin(&admin, "/feed/stream", None).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let mut elsewhere = other.browser();
        let name = "liaison_session";
        elsewhere.set_cookie(name, admin.cookie(name).unwrap());
        elsewhere.post("/sign-out", &[]).await;
        assert_eq!(listening.next().await, None, "on every process");
        assert!(!admin.is_in().await);
    }

    async fn the_process_ends_although_somebody_watches(db: Db) {
        let instance = Instance::start(db).await;
        let admin = instance.admin_browser().await;
        let mut listening = Listening::begin(&admin, "/feed/stream", None).await;
        let user = admin_id(&instance).await;
        insight::append(&instance.engine, vec![opened(&instance.engine, user)]).await.unwrap();
        assert!(listening.next().await.is_some());
        instance.engine.insight.end_streams();
        assert_eq!(listening.next().await, None);
        instance.engine.insight.close().await;
        let late = insight::append(&instance.engine, vec![opened(&instance.engine, user)]).await;
        assert!(late.is_err(), "what cannot be kept is not taken");
    }

    async fn the_page_shows_what_is_wanted_and_the_bell_rings_for_news(db: Db) {
        let instance = Instance::start(db).await;
        let engine = &instance.engine;
        let mut admin = instance.admin_browser().await;
        assert_eq!(admin.get("/feed").await.view(), "feed:empty");
        let email = delivered(&instance, "petra@fjord.example").await;
        let about = |kind, machine| NewEvent {
            person_id: Some(email.person_id),
            email_id: Some(email.id),
            machine,
            ..NewEvent::new(kind, engine.clock.now(), email.owner_id)
        };
        let happened = vec![
            about(EventKind::EmailSent, 0),
            about(EventKind::EmailOpened, 0),
            about(EventKind::EmailOpened, 0),
            about(EventKind::EmailOpened, 90),
            NewEvent { detail: "<b>Thanks</b>".into(), ..about(EventKind::EmailReplied, 0) },
        ];
        insight::append(engine, happened).await.unwrap();
        let bell = admin.get("/feed/count").await;
        assert!(bell.body.contains("\"count\":3"), "{}", bell.body);

        let page = admin.get("/feed").await;
        assert_eq!(page.view(), "feed:list");
        assert_eq!(page.body.matches("class=\"feed__row\"").count(), 2, "two opens are one row");
        assert!(page.body.contains("×2") && page.body.contains("Petra Person") && page.body.contains("Spring &#60;offer&#62;"));
        assert!(page.body.contains("&#60;b&#62;Thanks"), "what others wrote is shown as text");
        assert!(page.body.contains(&format!("/email/new?follow={}", email.id)));
        assert!(admin.get("/feed/count").await.body.contains("\"count\":0"));

        let with_machines = admin.get("/feed?opens=1&machines=1").await;
        assert_eq!(with_machines.body.matches("class=\"feed__row\"").count(), 2);
        assert!(with_machines.body.contains("Likely automated"));
        assert_eq!(admin.get("/feed?bounces=1").await.view(), "feed:nothing-found");

        let many = (0..60).map(|n| NewEvent { detail: format!("Call {n}"), ..about(EventKind::TaskAdded, 0) });
        insight::append(engine, many.collect()).await.unwrap();
        let page = admin.get("/feed?tasks=1").await;
        let next = page.body.split("href=\"/feed?tasks=1&#38;before=").nth(1).unwrap().split('"').next().unwrap();
        let older = admin.get(&format!("/feed?tasks=1&before={next}")).await;
        assert!(page.body.contains("Call 59") && page.body.contains("Call 10") && !page.body.contains("Call 9<"));
        assert!(older.body.contains("Call 9<") && older.body.contains("Call 0<"));
    }
}
