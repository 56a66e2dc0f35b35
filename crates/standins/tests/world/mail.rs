//! SMTP, IMAP rules and the viewer, over bare sockets.
use std::time::Duration;

use crate::helper::{client, control, seller, world};
use liaison_standins::{MARKER, Options, World};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

struct Line(TcpStream);

impl Line {
    async fn open(address: &str) -> Self {
        let mut line = Self(
            TcpStream::connect(address.split("://").nth(1).unwrap())
                .await
                .unwrap(),
        );
        line.read().await;
        line
    }

    async fn read(&mut self) -> String {
        let mut buffer = vec![0; 65_536];
        let length = tokio::time::timeout(Duration::from_secs(5), self.0.read(&mut buffer))
            .await
            .unwrap()
            .unwrap();
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    }

    async fn say(&mut self, text: &str) -> String {
        self.0
            .write_all(format!("{text}\r\n").as_bytes())
            .await
            .unwrap();
        self.read().await
    }
}

async fn send(world: &World, to: &str, subject: &str) -> String {
    let mut line = Line::open(&world.addresses().mail.smtp).await;
    line.say("EHLO test").await;
    line.say(&format!("MAIL FROM:<{}>", seller(world))).await;
    let answer = line.say(&format!("RCPT TO:<{to}>")).await;
    if answer.starts_with("250") {
        line.say("DATA").await;
        line.say(&format!("From: {}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@test>\r\nContent-Type: text/html\r\n\r\n<p>See <a href=\"https://x.example/a?b=1&amp;c=2\">this</a></p>\r\n..dot\r\n.", seller(world))).await;
    }
    answer
}

async fn mails(world: &World, to: &str) -> Vec<Value> {
    let (status, found) = control(world, "GET", &format!("/mails?to={to}"), None).await;
    assert_eq!(status, 200);
    found.as_array().unwrap().clone()
}

#[tokio::test]
async fn anybody_gets_mail_and_it_can_be_looked_at() {
    let world = world().await;
    assert!(
        send(&world, "new@elsewhere.example", "hello")
            .await
            .starts_with("250 2.1.5")
    );
    let found = mails(&world, "new@elsewhere.example").await;
    assert_eq!(
        (found.len(), &found[0]["subject"], &found[0]["links"]),
        (1, &json!("hello"), &json!(["https://x.example/a?b=1&c=2"]))
    );
    assert!(
        found[0]["html"].as_str().unwrap().contains("\r\n.dot"),
        "dots are unstuffed"
    );
    let viewer = &world.addresses().mail.viewer;
    let get = |path: String| client().get(format!("{viewer}{path}")).send();
    let latest = get("/new@elsewhere.example/latest".into()).await.unwrap();
    assert_eq!(latest.status(), 303);
    let place = latest.headers()["location"].to_str().unwrap().to_owned();
    let page = get(place.clone()).await.unwrap().text().await.unwrap();
    assert!(page.contains("sandbox=\"allow-popups") && page.contains("<h1>hello</h1>"));
    let html = get(format!("{place}/html")).await.unwrap();
    assert!(
        html.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    assert!(
        html.text()
            .await
            .unwrap()
            .contains("<base target=\"_top\">")
    );
    assert!(
        get(format!("{place}/raw"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
            .starts_with("Return-Path: <")
    );
    assert!(
        get("/?filter=elsewhere".into())
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
            .contains("new@elsewhere.example")
    );
    assert_eq!(
        get("/nobody@elsewhere.example".into())
            .await
            .unwrap()
            .status(),
        404
    );
    world.stop().await;
}

#[tokio::test]
async fn rules_refuse_bounce_delay_and_answer() {
    let world = world().await;
    let me = seller(&world);
    assert!(
        send(&world, "refuse1@x.example", "s1")
            .await
            .starts_with("550 5.1.1")
    );
    control(&world, "POST", "/mail/rules", Some(json!({ "address": "*@busy.example", "action": "refuse", "code": 451, "text": "4.7.1 Later" }))).await;
    assert!(
        send(&world, "a@busy.example", "s2")
            .await
            .starts_with("451 4.7.1 Later")
    );

    send(&world, "bounce@x.example", "s3").await;
    let report = mails(&world, &me).await.pop().unwrap();
    assert!(
        report["headers"]["Content-Type"]
            .as_str()
            .unwrap()
            .starts_with("multipart/report; report-type=delivery-status")
    );
    assert_eq!(report["from"], "");
    let raw = client()
        .get(format!(
            "{}/{me}/{}/raw",
            world.addresses().mail.viewer,
            report["id"]
        ))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        raw.contains("Action: failed\r\nStatus: 5.1.1") && raw.contains("Message-ID: <s3@test>")
    );

    send(&world, "ooo@x.example", "s4").await;
    let reply = mails(&world, &me).await.pop().unwrap();
    assert_eq!(
        (
            &reply["headers"]["Auto-Submitted"],
            &reply["headers"]["In-Reply-To"]
        ),
        (&json!("auto-replied"), &json!("<s4@test>"))
    );
    assert_eq!(mails(&world, "ooo@x.example").await.len(), 1);

    send(&world, "delay@x.example", "s5").await;
    assert!(mails(&world, "delay@x.example").await.is_empty());
    control(
        &world,
        "POST",
        "/clock",
        Some(json!({ "advance_seconds": 31 })),
    )
    .await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(mails(&world, "delay@x.example").await.len(), 1);
    world.stop().await;
}

#[tokio::test]
async fn smtp_keeps_its_order_and_its_limits() {
    let world = world().await;
    let mut line = Line::open(&world.addresses().mail.smtp).await;
    assert!(line.say("MAIL FROM:<a@b.example>").await.starts_with("503"));
    let offers = line.say("EHLO test").await;
    for offer in [
        "STARTTLS",
        "SIZE 26214400",
        "8BITMIME",
        "SMTPUTF8",
        "PIPELINING",
        "ENHANCEDSTATUSCODES",
        "AUTH PLAIN LOGIN XOAUTH2",
    ] {
        assert!(offers.contains(offer), "{offer}");
    }
    assert!(
        line.say("AUTH PLAIN AGFAYi5leGFtcGxlAHg=")
            .await
            .starts_with("535 5.7.8")
    );
    assert!(line.say("AUTH XOAUTH2 dXNlcj1h").await.starts_with("334 "));
    assert!(line.say("").await.starts_with("535 5.7.8"));
    assert!(
        line.say("MAIL FROM:<a@b.example> SIZE=99999999")
            .await
            .starts_with("552")
    );
    assert!(line.say(&"x".repeat(5_000)).await.starts_with("500"));
    assert!(line.say("DATA").await.starts_with("503"));
    control(
        &world,
        "POST",
        "/faults",
        Some(json!({ "service": "smtp", "kind": "throttled", "times": 1 })),
    )
    .await;
    assert!(line.say("MAIL FROM:<a@b.example>").await.starts_with("421"));
    world.stop().await;
}

#[tokio::test]
async fn imap_refuses_xoauth2_after_an_empty_line() {
    let world = world().await;
    let mut line = Line::open(&world.addresses().mail.imap).await;
    assert!(line.say("a SELECT INBOX").await.starts_with("a BAD"));
    assert!(
        line.say("a AUTHENTICATE XOAUTH2 dXNlcj1h")
            .await
            .starts_with("+ ")
    );
    assert!(
        line.say("")
            .await
            .starts_with("a NO [AUTHENTICATIONFAILED]")
    );
    assert!(
        line.say(&format!(
            "b LOGIN {} {{{}}}",
            seller(&world),
            MARKER.len() + 5
        ))
        .await
        .starts_with("+ ")
    );
    assert!(
        line.say(&format!("mail-{MARKER}"))
            .await
            .starts_with("b OK")
    );
    send(&world, &seller(&world), "one").await;
    assert!(line.say("c SELECT inbox").await.contains("* 1 EXISTS"));
    assert!(
        line.say("d UID SEARCH HEADER Message-ID <one@test> SINCE 1-Jan-2020")
            .await
            .starts_with("* SEARCH 1\r\n")
    );
    let got = line
        .say("e FETCH 1 (BODY.PEEK[HEADER.FIELDS (SUBJECT)] BODY[TEXT]<0.5>)")
        .await;
    assert!(
        got.contains("Subject: one\r\n\r\n") && got.contains("BODY[TEXT]<0> {5}\r\n<p>Se"),
        "{got}"
    );
    send(&world, &seller(&world), "two").await;
    assert!(
        line.say("f STORE 1 +FLAGS (\\Deleted)")
            .await
            .contains("FLAGS (\\Deleted \\Seen)")
    );
    let expunged = line.say("g EXPUNGE").await;
    assert!(expunged.contains("* 1 EXPUNGE"), "{expunged}");
    assert!(line.say("h NOOP").await.contains("h OK"));
    world.stop().await;
}

#[tokio::test]
async fn the_control_api_lists_and_refuses_politely() {
    let world = world().await;
    let (status, index) = control(&world, "GET", "/", None).await;
    assert!(status == 200 && index["routes"].as_array().unwrap().len() > 10);
    assert_eq!(control(&world, "GET", "/nothing", None).await.0, 404);
    assert_eq!(
        control(
            &world,
            "POST",
            "/faults",
            Some(json!({ "service": "x", "kind": "cut" }))
        )
        .await
        .0,
        400
    );
    let (_, accounts) = control(&world, "GET", "/accounts", None).await;
    assert!(
        accounts
            .as_array()
            .unwrap()
            .iter()
            .all(|account| account["password"].as_str().unwrap().contains(MARKER))
    );
    let (_, made) = control(
        &world,
        "POST",
        "/salesforce/users",
        Some(json!({ "email": "new@fjordlight.example", "last_name": "New", "language": "sv" })),
    )
    .await;
    assert!(made["id"].as_str().unwrap().starts_with("005"));
    assert!(world.salesforce_grant("new@fjordlight.example").is_ok());
    let (_, calls) = control(&world, "GET", "/requests?service=smtp", None).await;
    assert_eq!(calls, json!([]));
    let company = world.company();
    assert_eq!(
        (
            company.teams.len(),
            company
                .employees
                .iter()
                .filter(|employee| employee.username != employee.email)
                .count()
        ),
        (4, 1)
    );
    world.stop().await;
}

#[tokio::test]
async fn mail_and_rules_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        data: Some(folder.path().to_owned()),
        ..Options::default()
    };
    let first = World::start(options()).await.unwrap();
    control(
        &first,
        "POST",
        "/mail/rules",
        Some(json!({ "address": "x@y.example", "action": "refuse" })),
    )
    .await;
    send(&first, "kept@y.example", "kept").await;
    first.stop().await;
    let second = World::start(options()).await.unwrap();
    assert_eq!(mails(&second, "kept@y.example").await[0]["subject"], "kept");
    assert!(send(&second, "x@y.example", "no").await.starts_with("550"));
    second.stop().await;
}
