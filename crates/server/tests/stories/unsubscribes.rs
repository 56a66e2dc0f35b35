//! Leaving: by the page, by a mail program's one click, never by a look.

use axum::http::{Method, StatusCode, header};
use http_body_util::BodyExt;
use liaison_domain::insight::EventKind;
use liaison_domain::mail::Email;
use liaison_domain::people::{ConsentEvent, ConsentSource, SuppressionCause};
use liaison_engine::people::unsubscribe::{self, Message};
use liaison_store::Db;
use liaison_store::people::consent;
use liaison_testkit::on_both_engines;

use crate::support::written::{delivered, events_of, path_of};
use crate::support::{Browser, Instance};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

async fn path(instance: &Instance, email: &Email) -> String {
    path_of(
        &unsubscribe::unsubscribe_url(&instance.engine, &instance.engine.db, email.id)
            .await
            .unwrap(),
    )
}

async fn ledger(instance: &Instance, email: &Email) -> Vec<ConsentEvent> {
    consent::history(&instance.engine.db, &email.to)
        .await
        .unwrap()
}

async fn is_left_alone(instance: &Instance, email: &Email) -> bool {
    let suppression = consent::of_address(&instance.engine.db, &email.to)
        .await
        .unwrap();
    suppression.is_some_and(|s| s.cause == SuppressionCause::Unsubscribed)
}

async fn call(
    browser: &Browser,
    method: Method,
    path: &str,
    site: &str,
    body: &str,
) -> (StatusCode, String) {
    let headers = [FORM, ("sec-fetch-site", site), ("accept-language", "sv")];
    let answer = browser.raw(method, path, &headers, body).await;
    assert!(!answer.headers().contains_key(header::SET_COOKIE));
    let status = answer.status();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

on_both_engines! {
    async fn the_page_asks_and_the_button_does_it(db: Db) {
        let instance = Instance::start(db).await;
        let stranger = instance.browser();
        let email = delivered(&instance, "petra@fjord.example").await;
        let path = path(&instance, &email).await;
        let (status, page) = call(&stranger, Method::GET, &path, "cross-site", "").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("unsubscribe:ask") && page.contains("lang=\"sv\"") && page.contains("p…@fjord.example"));
        assert!(!page.contains("petra@"), "the address is not given away");
        let (_, french) = call(&stranger, Method::GET, &format!("{path}?lang=fr"), "none", "").await;
        assert!(french.contains("<html lang=\"fr\""));
        assert!(!is_left_alone(&instance, &email).await, "looking changes nothing");

        let form = "what=all&why=too-many&words=No+more%2C+please";
        let (status, page) = call(&stranger, Method::POST, &path, "cross-site", form).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{page}");
        assert!(!is_left_alone(&instance, &email).await);

        for _ in 0..2 {
            let (status, page) = call(&stranger, Method::POST, &format!("{path}?lang=en"), "same-origin", form).await;
            assert_eq!(status, StatusCode::OK);
            assert!(page.contains("unsubscribe:done"));
        }
        assert!(is_left_alone(&instance, &email).await);
        let said = &ledger(&instance, &email).await[0];
        assert_eq!(said.source, ConsentSource::ClickedLink);
        assert_eq!(said.reason, "All e-mails from this company · There are too many · No more, please");
        assert_eq!((said.email_id, said.person_id), (Some(email.id), Some(email.person_id)));
        let seen = events_of(&instance.engine.db, email.id).await;
        assert_eq!(seen.len(), 1, "twice is once");
        assert_eq!(seen[0].what.kind, EventKind::Unsubscribed);
        assert_eq!(seen[0].what.detail, said.reason);
    }

    async fn one_click_needs_no_page_and_comes_from_anywhere(db: Db) {
        let instance = Instance::start(db).await;
        let stranger = instance.browser();
        let email = delivered(&instance, "petra@fjord.example").await;
        let headers = unsubscribe::unsubscribe_headers(&instance.engine, &instance.engine.db, email.id).await.unwrap();
        let url = headers[0].1.trim_matches(['<', '>']).to_owned();
        assert_eq!(headers[1], ("List-Unsubscribe-Post", ONE_CLICK.to_owned()));
        let (status, _) = call(&stranger, Method::POST, &path_of(&url), "cross-site", "List-Unsubscribe=No").await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(!is_left_alone(&instance, &email).await);
        let path = path_of(&url);
        let calls = (0..8).map(|_| call(&stranger, Method::POST, &path, "cross-site", ONE_CLICK));
        for (status, _) in futures::future::join_all(calls).await {
            assert_eq!(status, StatusCode::OK);
        }
        assert!(is_left_alone(&instance, &email).await);
        assert!(ledger(&instance, &email).await.iter().all(|said| said.source == ConsentSource::OneClick));
        assert_eq!(events_of(&instance.engine.db, email.id).await.len(), 1, "eight at once are one");

        let altered = format!("{path}A");
        let (status, page) = call(&stranger, Method::POST, &altered, "cross-site", ONE_CLICK).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(page.contains("refusal:unsubscribe-link-unknown"));
    }

    async fn the_first_link_of_the_message_is_the_real_one(db: Db) {
        let instance = Instance::start(db).await;
        let engine = &instance.engine;
        let email = delivered(&instance, "petra@fjord.example").await;
        let url = unsubscribe::unsubscribe_url(engine, &engine.db, email.id).await.unwrap();
        let ours = unsubscribe::unsubscribe_html(engine, &engine.db, email.id).await.unwrap();
        assert!(ours.contains(&format!("href=\"{url}\"")), "{ours}");
        let admin = instance.admin().await;
        for (html, first) in [
            ("<p>Leave <a href=\"https://elsewhere.example/x\">here</a> or <a href=\"https://b.example/\">see</a></p>", "here"),
            ("<p>No link at all</p>", "Unsubscribe"),
        ] {
            let message = Message { is_on: true, html: html.to_owned() };
            unsubscribe::set_message(engine, admin, &message).await.unwrap();
            let shown = unsubscribe::unsubscribe_html(engine, &engine.db, email.id).await.unwrap();
            assert!(shown.contains(&format!("{url}\"")) && shown.contains(&format!(">{first}</a>")), "{shown}");
            assert!(!shown.contains("elsewhere"));
            let marked = liaison_engine::insight::tracking::mark(engine, &engine.db, email.id, &shown).await.unwrap();
            assert!(marked.contains(&url), "the way out is not tracked");
        }
    }
}
