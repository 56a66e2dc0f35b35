//! Opens and clicks: what counts, what does not, and that a link leads where it says.

use axum::body::Bytes;
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt;
use jiff::SignedDuration;
use liaison_domain::id::EmailId;
use liaison_domain::insight::{EventKind, TrackingRules};
use liaison_domain::mail::{Email, EmailState};
use liaison_engine::Dice;
use liaison_engine::insight::rules::{self, Settings};
use liaison_engine::insight::tracking;
use liaison_store::Db;
use liaison_store::mail::emails;
use liaison_testkit::{Fresh, on_both_engines};

use crate::support::written::{READER, attributes, delivered, events_of, path_of};
use crate::support::{Browser, Instance};

async fn pixel_of(instance: &Instance, email: EmailId) -> String {
    let marked = tracking::mark(&instance.engine, &instance.engine.db, email, "<p>x</p>")
        .await
        .unwrap();
    path_of(attributes(&marked, "src")[0])
}

async fn get(browser: &Browser, path: &str, agent: &str) -> Response {
    browser
        .raw(Method::GET, path, &[("user-agent", agent)], "")
        .await
}

async fn bytes(response: Response) -> Bytes {
    response.into_body().collect().await.unwrap().to_bytes()
}

async fn now_is(instance: &Instance, email: &Email) -> Email {
    emails::by_id(&instance.engine.db, email.id)
        .await
        .unwrap()
        .unwrap()
}

on_both_engines! {
    async fn an_open_is_written_down_before_the_image_comes(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let email = delivered(&instance, "petra@fjord.example").await;
        let path = pixel_of(&instance, email.id).await;
        let answer = get(&instance.browser(), &path, READER).await;
        let elsewhere = fresh.open_again().await;
        let seen = events_of(&elsewhere, email.id).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let headers = answer.headers();
        assert_eq!(headers["content-type"], "image/gif");
        assert!(headers["cache-control"].to_str().unwrap().contains("no-store"));
        assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
        assert!(!headers.contains_key(header::SET_COOKIE));
        let image = bytes(answer).await;
        assert!(image.len() == 43 && image.starts_with(b"GIF89a"));
        assert_eq!(seen.len(), 1);
        let what = &seen[0].what;
        assert_eq!(what.kind, EventKind::EmailOpened);
        assert_eq!((what.user_id, what.person_id), (Some(email.owner_id), Some(email.person_id)));
        assert_eq!(what.machine, 0);
        assert_eq!(now_is(&instance, &email).await.opens, 1);
    }

    async fn what_is_not_somebody_reading_does_not_count(db: Db) {
        let instance = Instance::start(db).await;
        let stranger = instance.browser();
        let email = delivered(&instance, "petra@fjord.example").await;
        let path = pixel_of(&instance, email.id).await;
        let kind = |event: &liaison_domain::insight::Event| (event.what.kind, event.what.is_machine());

        // A look at the head, an altered token, the seller's own browser.
        stranger.raw(Method::HEAD, &path, &[("user-agent", READER)], "").await;
        let altered = path.replace(".gif", "A.gif");
        let image = get(&stranger, &altered, READER).await;
        assert_eq!(image.status(), StatusCode::OK);
        assert_eq!(bytes(image).await.len(), 43);
        get(&instance.admin_browser().await, &path, READER).await;
        assert_eq!(events_of(&instance.engine.db, email.id).await, []);

        // Machines are kept apart.
        get(&stranger, &path, "Mozilla/5.0 (Mimecast URL Protect)").await;
        get(&stranger, &path, READER).await;
        // The image is loaded twice by one reading.
        get(&stranger, &path, READER).await;
        let seen = events_of(&instance.engine.db, email.id).await;
        let seen: Vec<_> = seen.iter().map(kind).collect();
        assert_eq!(seen, [(EventKind::EmailOpened, true), (EventKind::EmailOpened, false)]);
        assert_eq!(now_is(&instance, &email).await.opens, 1);
        instance.pass(SignedDuration::from_secs(11));
        get(&stranger, &path, READER).await;
        assert_eq!(now_is(&instance, &email).await.opens, 2);

        // Archived, and not gone out yet.
        let archived = Email { archived_at: Some(instance.engine.clock.now()), ..email.clone() };
        let waiting = Email { state: EmailState::Scheduled, sent_at: None, ..email.clone() };
        for quiet in [archived, waiting] {
            instance.pass(SignedDuration::from_secs(11));
            emails::save(&instance.engine.db, &quiet).await.unwrap();
            get(&stranger, &path, READER).await;
        }
        assert_eq!(now_is(&instance, &email).await.opens, 2);
        assert_eq!(events_of(&instance.engine.db, email.id).await.len(), 3);
    }

    async fn nobody_is_tracked_where_it_is_switched_off(db: Db) {
        let instance = Instance::start(db).await;
        let admin = instance.admin().await;
        let german = delivered(&instance, "gerd@firma.de").await;
        let shy = delivered(&instance, "shy@fjord.example").await;
        let other = delivered(&instance, "open@fjord.example").await;
        let text = "<p><a href=\"https://a.example/\">a</a></p>";
        let settings = |is_on| Settings {
            rules: TrackingRules { is_on, off_in: vec!["de".into()] },
            base: String::new(),
            untracked: vec![shy.to.clone()],
        };
        let engine = &instance.engine;
        rules::set(engine, admin, &settings(true)).await.unwrap();
        assert_eq!(tracking::mark(engine, &engine.db, german.id, text).await.unwrap(), text);
        assert_eq!(tracking::mark(engine, &engine.db, shy.id, text).await.unwrap(), text);
        assert_ne!(tracking::mark(engine, &engine.db, other.id, text).await.unwrap(), text);
        let path = pixel_of(&instance, other.id).await;
        rules::set(engine, admin, &settings(false)).await.unwrap();
        assert_eq!(tracking::mark(engine, &engine.db, other.id, text).await.unwrap(), text);
        get(&instance.browser(), &path, READER).await;
        assert_eq!(events_of(&engine.db, other.id).await, []);
    }

    async fn many_at_once_are_all_written_in_one_order(db: Db) {
        let instance = Instance::start(db).await;
        let mut paths = Vec::new();
        for n in 0..12 {
            let email = delivered(&instance, &format!("p{n}@fjord.example")).await;
            paths.push((email.id, pixel_of(&instance, email.id).await));
        }
        let stranger = instance.browser();
        let agents: Vec<_> = (0..8).map(|n| format!("{READER} {n}")).collect();
        let calls = paths.iter().flat_map(|(_, path)| agents.iter().map(move |agent| (path, agent)));
        let calls = calls.map(|(path, agent)| get(&stranger, path, agent));
        let answers = futures::future::join_all(calls).await;
        assert!(answers.iter().all(|answer| answer.status() == StatusCode::OK));
        let mut numbers = Vec::new();
        for (email, _) in paths {
            let seen = events_of(&instance.engine.db, email).await;
            assert_eq!(seen.len(), agents.len());
            numbers.extend(seen.iter().map(|event| event.seq));
            let email = emails::by_id(&instance.engine.db, email).await.unwrap().unwrap();
            assert_eq!(email.opens, 8);
        }
        numbers.sort_unstable();
        let first = numbers[0];
        assert!(numbers.iter().zip(first..).all(|(number, expected)| *number == expected));
    }

    async fn a_link_leads_where_it_says_byte_by_byte(db: Db) {
        let instance = Instance::start(db).await;
        let stranger = instance.browser();
        let email = delivered(&instance, "petra@fjord.example").await;
        let mut targets = vec![
            "https://a.example".to_owned(),
            "HTTP://A.Example:8080/?a=1&b=2&amp=3&copy=4#x?y".to_owned(),
            "https://a.example/%2f%2F%00/..//./?q=%C3%A5;(a),'b'|{c}[d]".to_owned(),
            format!("https://a.example/{}", "x".repeat(4_000)),
        ];
        targets.extend(addresses(crate::times(30, 3_000)));
        let written: Vec<_> = targets.iter().map(|t| t.replace('&', "&amp;").replace('\'', "&#39;")).collect();
        let links: Vec<_> = written.iter().map(|t| format!("<A title=\"\u{e5}>\" href='{t}' >\r\nx</A>")).collect();
        let html = format!("<p>{}<a href='mailto:a@b.example'>m</a><a href='#x'>s</a></p>", links.join("\t"));
        let marked = tracking::mark(&instance.engine, &instance.engine.db, email.id, &html).await.unwrap();

        let mut restored = marked.clone();
        let tracked: Vec<_> = marked.split("href='").skip(1).map(|rest| rest.split('\'').next().unwrap()).collect();
        let tracked: Vec<_> = tracked.into_iter().filter(|link| link.contains("/l/")).map(str::to_owned).collect();
        assert_eq!(tracked.len(), targets.len());
        for ((link, target), was) in tracked.iter().zip(&targets).zip(&written) {
            restored = restored.replacen(link.as_str(), was, 1);
            let answer = get(&stranger, &path_of(link), READER).await;
            assert_eq!(answer.status(), StatusCode::FOUND, "{target}");
            assert_eq!(answer.headers()[header::LOCATION].as_bytes(), target.as_bytes());
            assert!(!answer.headers().contains_key(header::SET_COOKIE));
        }
        let pixel = restored.find("<img").unwrap();
        assert_eq!(&restored[..pixel], html, "nothing else has changed");
        let seen = events_of(&instance.engine.db, email.id).await;
        assert_eq!(seen.len(), targets.len());
        assert!(seen.iter().zip(&targets).all(|(event, target)| event.what.detail == *target));

        let altered = format!("{}A", path_of(&tracked[0]));
        let answer = get(&stranger, &altered, READER).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert!(!answer.headers().contains_key(header::LOCATION));
        let page = bytes(answer).await;
        assert!(String::from_utf8_lossy(&page).contains("refusal:tracked-link-unknown"));
    }
}

/// Addresses of every character that may stand in one.
fn addresses(count: usize) -> Vec<String> {
    const MAY: &[u8] = b"abzAZ09-._~:/?#[]@!$&()*+,;=%{}|";
    let dice = Dice::repeatable(11);
    let address = |n| {
        let thrown = dice.bytes::<48>();
        let length = usize::from(thrown[0] % 47);
        let rest = thrown[1..=length]
            .iter()
            .map(|b| char::from(MAY[usize::from(*b) % MAY.len()]));
        format!("https://host{n}.example/{}", rest.collect::<String>())
    };
    let all = (0..count).map(address);
    // `{{` waits for a field to be filled in.
    all.filter(|a| !a.contains("{{") && !a.contains("}}"))
        .collect()
}
