//! The pretend Gmail from outside: mail, history, limits and pushes (contracts 4.2).
use crate::helper::provider::{Place, google, hook, next};
use crate::helper::{control, world};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use liaison_standins::World;
use serde_json::{Value, json};

const SEND: &str = "https://www.googleapis.com/auth/gmail.send";
const READ: &str = "https://www.googleapis.com/auth/gmail.readonly";
const ALL: &str = "https://mail.google.com/";
const ME: &str = "/gmail/v1/users/me";

fn raw(from: &str, to: &str, subject: &str) -> Value {
    let text = format!(
        "From: {from}\r\nTo: {to}\r\nBcc: hidden@else.example\r\nSubject: {subject}\r\n\r\nx\r\n"
    );
    json!({ "raw": URL_SAFE_NO_PAD.encode(text) })
}

async fn send(place: &Place, token: &str, to: &str) -> Value {
    let sent = place
        .call(
            token,
            "POST",
            &format!("{ME}/messages/send"),
            Some(raw(&place.user, to, "hello")),
        )
        .await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    sent.body
}

fn reason(body: &Value) -> &Value {
    &body["error"]["errors"][0]["reason"]
}

#[tokio::test]
async fn mail_goes_out_and_comes_back() {
    let world = world().await;
    let place = google(&world);
    let (token, _) = place.grant(&world, ALL);
    let body = raw(
        "Somebody <else@else.example>",
        "reader@else.example, refuse@else.example",
        "hello",
    );
    let sent = place
        .call(&token, "POST", &format!("{ME}/messages/send"), Some(body))
        .await
        .body;
    let (_, mails) = control(&world, "GET", "/mails?to=hidden@else.example", None).await;
    let headers = &mails[0]["headers"];
    assert!(
        headers["From"].as_str().unwrap().contains(&place.user),
        "rewritten: {headers}"
    );
    assert!(
        headers.get("Bcc").is_none()
            && headers["Message-ID"]
                .as_str()
                .unwrap()
                .ends_with("@mail.gmail.com>")
    );
    let (_, reports) = control(&world, "GET", &format!("/mails?to={}", place.user), None).await;
    assert_eq!(
        reports[0]["headers"]["X-Failed-Recipients"],
        "refuse@else.example"
    );

    let path = format!("{ME}/messages/{}", sent["id"].as_str().unwrap());
    let raw_again = place
        .call(&token, "GET", &format!("{path}?format=raw"), None)
        .await
        .body;
    assert!(!raw_again["raw"].as_str().unwrap().is_empty());
    let nobody = place
        .call(
            &token,
            "POST",
            &format!("{ME}/messages/send"),
            Some(json!({ "raw": URL_SAFE_NO_PAD.encode("Subject: x\r\n\r\nx") })),
        )
        .await;
    assert_eq!(
        (nobody.status, reason(&nobody.body)),
        (400, &json!("invalidArgument"))
    );
    let empty = place
        .call(
            &token,
            "GET",
            &format!("{ME}/messages?q=rfc822msgid:none@x"),
            None,
        )
        .await
        .body;
    assert_eq!(empty, json!({ "resultSizeEstimate": 0 }), "no messages key");
    assert_eq!(
        place
            .call(
                &token,
                "GET",
                &format!("{ME}/messages/19b2f60000ffffff"),
                None
            )
            .await
            .status,
        404
    );
    let draft = place
        .call(
            &token,
            "POST",
            &format!("{ME}/drafts"),
            Some(json!({ "message": raw(&place.user, "reader@else.example", "draft") })),
        )
        .await
        .body;
    let out = place
        .call(
            &token,
            "POST",
            &format!("{ME}/drafts/send"),
            Some(json!({ "id": draft["id"] })),
        )
        .await
        .body;
    assert_eq!(out["id"], draft["message"]["id"]);
    world.stop().await;
}

#[tokio::test]
async fn history_tells_what_happened_until_it_is_forgotten() {
    let world = world().await;
    let place = google(&world);
    let (token, _) = place.grant(&world, ALL);
    let start = place
        .call(&token, "GET", &format!("{ME}/profile"), None)
        .await
        .body["historyId"]
        .as_str()
        .unwrap()
        .to_owned();
    let sent = send(&place, &token, &place.user).await;
    let path = format!("{ME}/messages/{}", sent["id"].as_str().unwrap());
    place
        .call(
            &token,
            "POST",
            &format!("{path}/modify"),
            Some(json!({ "addLabelIds": ["STARRED"] })),
        )
        .await;
    place
        .call(&token, "POST", &format!("{path}/trash"), None)
        .await;
    let list = |more: &str| format!("{ME}/history?startHistoryId={start}{more}");
    let all = place.call(&token, "GET", &list(""), None).await.body;
    let keys: Vec<&str> = ["messagesAdded", "labelsAdded", "labelsRemoved"]
        .into_iter()
        .filter(|key| {
            all["history"]
                .as_array()
                .unwrap()
                .iter()
                .any(|one| one.get(*key).is_some())
        })
        .collect();
    assert_eq!(keys.len(), 3, "{all}");
    let inbox = place
        .call(
            &token,
            "GET",
            &list("&historyTypes=messageAdded&labelId=INBOX&maxResults=1"),
            None,
        )
        .await
        .body;
    assert_eq!(inbox["history"].as_array().unwrap().len(), 1);
    assert_ne!(inbox["history"][0]["messages"][0]["id"], sent["id"]);
    let newest = all["historyId"].as_str().unwrap();
    let nothing = place
        .call(
            &token,
            "GET",
            &format!("{ME}/history?startHistoryId={newest}"),
            None,
        )
        .await
        .body;
    assert_eq!(nothing, json!({ "historyId": newest }));
    place
        .control(&world, "forget", json!({ "email": place.user }))
        .await;
    let old = place.call(&token, "GET", &list(""), None).await;
    assert_eq!((old.status, reason(&old.body)), (404, &json!("notFound")));
    world.stop().await;
}

#[tokio::test]
async fn limits_are_told_in_googles_words() {
    let world = world().await;
    let place = google(&world);
    let (token, _) = place.grant(&world, &format!("{SEND} {READ}"));
    place
        .control(
            &world,
            "settings",
            json!({ "units_per_minute": 105, "mails_per_minute": 1 }),
        )
        .await;
    send(&place, &token, "reader@else.example").await;
    let list = format!("{ME}/messages");
    assert_eq!(
        place.call(&token, "GET", &list, None).await.status,
        200,
        "100 and 5 units"
    );
    let units = place.call(&token, "GET", &list, None).await;
    assert_eq!(
        (
            units.status,
            reason(&units.body),
            &units.body["error"]["errors"][0]["domain"]
        ),
        (403, &json!("userRateLimitExceeded"), &json!("usageLimits"))
    );
    let mails = place
        .call(
            &token,
            "POST",
            &format!("{ME}/messages/send"),
            Some(raw(&place.user, "a@b.example", "x")),
        )
        .await;
    assert_eq!(
        (mails.status, reason(&mails.body)),
        (429, &json!("rateLimitExceeded"))
    );
    assert!(
        mails.body["error"]["message"]
            .as_str()
            .unwrap()
            .starts_with("User-rate limit exceeded.  Retry after 20")
    );
    control(
        &world,
        "POST",
        "/clock",
        Some(json!({ "advance_seconds": 61 })),
    )
    .await;
    send(&place, &token, "reader@else.example").await;

    place
        .control(&world, "settings", json!({ "units_per_minute": 6_000 }))
        .await;
    for (fault, status, name) in [
        (json!({ "kind": "scope" }), 403, "insufficientPermissions"),
        (
            json!({ "kind": "status", "code": 503 }),
            503,
            "backendError",
        ),
        (
            json!({ "kind": "status", "code": 403, "text": "dailyLimitExceeded" }),
            403,
            "dailyLimitExceeded",
        ),
        (json!({ "kind": "expired" }), 401, "authError"),
    ] {
        let mut fault = fault;
        (fault["service"], fault["times"], fault["account"]) =
            (json!("google"), json!(1), json!(place.user));
        control(&world, "POST", "/faults", Some(fault)).await;
        let struck = place.call(&token, "GET", &list, None).await;
        assert_eq!(
            (struck.status, reason(&struck.body)),
            (status, &json!(name))
        );
    }
    let (narrow, _) = place.grant(&world, SEND);
    let narrow = place.call(&narrow, "GET", &list, None).await;
    assert_eq!(
        narrow.body["error"]["details"][0]["reason"],
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
    );
    place
        .control(
            &world,
            "users",
            json!({ "email": place.user, "mail_enabled": false }),
        )
        .await;
    let (token, _) = place.grant(&world, ALL);
    assert_eq!(
        reason(&place.call(&token, "GET", &list, None).await.body),
        "failedPrecondition"
    );
    world.stop().await;
}

fn history_of(push: &Value) -> u64 {
    let data = STANDARD
        .decode(push["message"]["data"].as_str().unwrap())
        .unwrap();
    serde_json::from_slice::<Value>(&data).unwrap()["historyId"]
        .as_u64()
        .unwrap()
}

async fn watched(world: &World, place: &Place, token: &str, address: &str) {
    let topic = json!({ "topic": "projects/p/topics/t", "push_endpoint": address });
    place.control(world, "topics", topic).await;
    let body = json!({ "topicName": "projects/p/topics/t", "labelIds": ["INBOX"] });
    assert_eq!(
        place
            .call(token, "POST", &format!("{ME}/watch"), Some(body))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn pushes_come_get_lost_and_come_twice() {
    let world = world().await;
    let place = google(&world);
    let (token, _) = place.grant(&world, ALL);
    let (address, mut pushes) = hook(|token| token).await;
    watched(&world, &place, &token, &address).await;
    let first = history_of(&next(&mut pushes).await);
    send(&place, &token, &place.user).await;
    let second = next(&mut pushes).await;
    assert!(history_of(&second) > first);
    assert_eq!(second["subscription"], "projects/p/subscriptions/t");
    place
        .control(&world, "settings", json!({ "push_copies": 0 }))
        .await;
    send(&place, &token, &place.user).await;
    // Pushes are due in the order of mails, so this state means that the lost one is past.
    let newest = || async {
        let (_, watches) = control(&world, "GET", "/google/watches", None).await;
        watches["watches"][&place.user]["told"].as_u64().unwrap()
    };
    while newest().await <= history_of(&second) {
        tokio::task::yield_now().await;
    }
    place
        .control(&world, "settings", json!({ "push_copies": 2 }))
        .await;
    send(&place, &token, &place.user).await;
    let (one, two) = (next(&mut pushes).await, next(&mut pushes).await);
    assert_eq!(history_of(&one), history_of(&two));
    assert_eq!(one["message"]["messageId"], two["message"]["messageId"]);
    world.stop().await;
}
