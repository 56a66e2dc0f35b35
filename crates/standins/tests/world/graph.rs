//! The pretend Graph from outside: mail, delta, limits and notifications (contracts 5.2).
use crate::helper::provider::{Answer, Place, answer, hook, microsoft, next};
use crate::helper::{client, control, world};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use liaison_standins::World;
use serde_json::{Value, json};

const GRAPH: &str = "User.Read Mail.Send Mail.ReadWrite";
const IMMUTABLE: &[(&str, &str)] = &[("prefer", "IdType=\"ImmutableId\"")];
const ME: &str = "/v1.0/me";

fn code(answer: &Answer) -> &str {
    assert!(
        answer.body["error"]["innerError"]["request-id"].is_string(),
        "{}",
        answer.body
    );
    answer.body["error"]["code"].as_str().unwrap()
}

fn letter(to: &str) -> Value {
    json!({ "subject": "Zażółć", "body": { "contentType": "HTML", "content": "<p>é</p>" }, "toRecipients": [{ "emailAddress": { "address": to, "name": "Ångström, A" } }] })
}

#[tokio::test]
async fn drafts_are_sent_and_ids_move() {
    let world = world().await;
    let place = microsoft(&world);
    let (token, _) = place.grant(&world, GRAPH);
    let draft = place
        .call(
            &token,
            "POST",
            &format!("{ME}/messages"),
            Some(letter("reader@else.example")),
        )
        .await;
    assert_eq!((draft.status, &draft.body["isDraft"]), (201, &json!(true)));
    let path = format!("{ME}/messages/{}", draft.body["id"].as_str().unwrap());
    let changed = place
        .call(&token, "PATCH", &path, Some(json!({ "subject": "Åter" })))
        .await
        .body;
    assert_eq!(
        (&changed["subject"], &changed["internetMessageId"]),
        (&json!("Åter"), &draft.body["internetMessageId"])
    );
    assert_eq!(
        place
            .call(&token, "POST", &format!("{path}/send"), None)
            .await
            .status,
        202
    );
    let gone = place.call(&token, "GET", &path, None).await;
    assert_eq!((gone.status, code(&gone)), (404, "ErrorItemNotFound"));
    let filter = format!(
        "{ME}/messages?$filter=internetMessageId%20eq%20'{}'&$select=subject,isDraft",
        draft.body["internetMessageId"]
            .as_str()
            .unwrap()
            .replace('<', "%3C")
            .replace('>', "%3E")
    );
    let found = place.call(&token, "GET", &filter, None).await.body;
    assert_eq!(
        (&found["value"][0]["isDraft"], found["value"][0].get("body")),
        (&json!(false), None),
        "{found}"
    );
    let (_, mails) = control(&world, "GET", "/mails?to=reader@else.example", None).await;
    assert_eq!(
        (&mails[0]["subject"], &mails[0]["html"]),
        (&json!("Åter"), &json!("<p>é</p>"))
    );

    let mail = json!({ "message": letter(&place.user), "saveToSentItems": false });
    assert_eq!(
        place
            .call(&token, "POST", &format!("{ME}/sendMail"), Some(mail))
            .await
            .status,
        202
    );
    let inbox = place
        .call_with(
            &token,
            "GET",
            &format!("{ME}/mailFolders('inbox')/messages?$top=1&$orderby=receivedDateTime%20desc"),
            None,
            IMMUTABLE,
        )
        .await
        .body;
    let received = inbox["value"][0]["id"].as_str().unwrap();
    let reply = place
        .call(
            &token,
            "POST",
            &format!("{ME}/messages/{received}/createReply"),
            None,
        )
        .await
        .body;
    assert_eq!(
        (&reply["subject"], &reply["conversationId"]),
        (&json!("RE: Zażółć"), &inbox["value"][0]["conversationId"])
    );
    let moved = json!({ "destinationId": "deleteditems" });
    let moved = place
        .call_with(
            &token,
            "POST",
            &format!("{ME}/messages/{received}/move"),
            Some(moved),
            IMMUTABLE,
        )
        .await
        .body;
    assert_eq!(moved["id"], received);
    world.stop().await;
}

#[tokio::test]
async fn sending_is_refused_for_good_reasons() {
    let world = world().await;
    let place = microsoft(&world);
    let (token, _) = place.grant(&world, GRAPH);
    let send = |message: Value| {
        place.call(
            &token,
            "POST",
            "/v1.0/me/sendMail",
            Some(json!({ "message": message })),
        )
    };
    let nobody = send(json!({ "subject": "x" })).await;
    assert_eq!(
        (nobody.status, code(&nobody)),
        (400, "ErrorInvalidRecipients")
    );
    let mut other = letter("reader@else.example");
    other["from"] = json!({ "emailAddress": { "address": "boss@else.example" } });
    let other = send(other).await;
    assert_eq!((other.status, code(&other)), (403, "ErrorSendAsDenied"));
    let mime = |text: String| {
        let request = client()
            .post(format!("{}/v1.0/me/sendMail", place.base))
            .bearer_auth(&token);
        answer(request.header("content-type", "text/plain").body(text))
    };
    assert_eq!(
        code(&mime("no base64!".into()).await),
        "ErrorMimeContentInvalidBase64String"
    );
    let raw = "To: mime@else.example\r\nMessage-ID: <kept@our.example>\r\nSubject: m\r\n\r\nx\r\n";
    assert_eq!(mime(STANDARD.encode(raw)).await.status, 202);
    let (_, mails) = control(&world, "GET", "/mails?to=mime@else.example", None).await;
    assert_eq!(mails[0]["headers"]["Message-ID"], "<kept@our.example>");
    let (narrow, _) = place.grant(&world, "Mail.Send");
    let denied = place
        .call(&narrow, "GET", &format!("{ME}/messages"), None)
        .await;
    assert_eq!((denied.status, code(&denied)), (403, "ErrorAccessDenied"));
    place
        .control(&world, "settings", json!({ "mails_per_minute": 1 }))
        .await;
    let slow = send(letter("reader@else.example")).await;
    assert_eq!((slow.status, code(&slow)), (429, "ApplicationThrottled"));
    assert!(slow.retry_after.unwrap().parse::<u32>().unwrap() > 1);
    place
        .control(&world, "settings", json!({ "mails_per_day": 1 }))
        .await;
    assert_eq!(
        code(&send(letter("reader@else.example")).await),
        "ErrorExceededMessageLimit"
    );
    world.stop().await;
}

#[tokio::test]
async fn busy_mailboxes_say_when_to_come_back() {
    let world = world().await;
    let place = microsoft(&world);
    let (token, _) = place.grant(&world, GRAPH);
    place
        .control(&world, "settings", json!({ "concurrent_requests": 0 }))
        .await;
    let busy = place.call(&token, "GET", ME, None).await;
    assert_eq!(
        (busy.status, &busy.body["error"]["message"]),
        (
            429,
            &json!("Application is over its MailboxConcurrency limit.")
        )
    );
    assert_eq!(busy.retry_after.as_deref(), Some("1"));
    place
        .control(
            &world,
            "settings",
            json!({ "concurrent_requests": 4, "requests_per_ten_minutes": 1 }),
        )
        .await;
    assert_eq!(place.call(&token, "GET", ME, None).await.status, 200);
    assert_eq!(place.call(&token, "GET", ME, None).await.status, 429);
    control(
        &world,
        "POST",
        "/clock",
        Some(json!({ "advance_seconds": 601 })),
    )
    .await;
    let fault = json!({ "service": "microsoft", "kind": "throttled", "code": 503, "retry_after": 7, "times": 1 });
    control(&world, "POST", "/faults", Some(fault)).await;
    let struck = place.call(&token, "GET", ME, None).await;
    assert_eq!(
        (struck.status, struck.retry_after.as_deref(), code(&struck)),
        (503, Some("7"), "serviceNotAvailable")
    );
    assert_eq!(place.call(&token, "GET", ME, None).await.status, 200);
    world.stop().await;
}

async fn delta(place: &Place, token: &str, link: &str) -> (Vec<Value>, String) {
    let mut link = link.to_owned();
    let mut values = Vec::new();
    loop {
        let headers = [("prefer", "odata.maxpagesize=2"), IMMUTABLE[0]];
        let page = place
            .call_with(token, "GET", &link, None, &headers)
            .await
            .body;
        values.extend(
            page["value"]
                .as_array()
                .unwrap_or_else(|| panic!("{page}"))
                .iter()
                .cloned(),
        );
        if let Some(last) = page["@odata.deltaLink"].as_str() {
            return (values, last.to_owned());
        }
        link = page["@odata.nextLink"].as_str().unwrap().to_owned();
    }
}

async fn write_to_myself(place: &Place, token: &str) {
    let body = json!({ "message": letter(&place.user) });
    assert_eq!(
        place
            .call(token, "POST", &format!("{ME}/sendMail"), Some(body))
            .await
            .status,
        202
    );
}

#[tokio::test]
async fn delta_tells_what_came_and_went() {
    let world = world().await;
    let place = microsoft(&world);
    let (token, _) = place.grant(&world, GRAPH);
    for _ in 0..5 {
        write_to_myself(&place, &token).await;
    }
    let start = format!("{ME}/mailFolders/inbox/messages/delta?$select=subject");
    let (all, link) = delta(&place, &token, &start).await;
    assert_eq!((all.len(), &all[0]["subject"]), (5, &json!("Zażółć")));
    let (nothing, link) = delta(&place, &token, &link).await;
    assert!(nothing.is_empty());
    write_to_myself(&place, &token).await;
    let first = all[0]["id"].as_str().unwrap();
    assert_eq!(
        place
            .call(&token, "DELETE", &format!("{ME}/messages/{first}"), None)
            .await
            .status,
        204
    );
    let (news, _) = delta(&place, &token, &link).await;
    assert_eq!(news.len(), 2, "{news:?}");
    let removed = news.iter().find(|one| one["id"] == first).unwrap();
    assert_eq!(removed["@removed"]["reason"], "deleted");
    place
        .control(&world, "forget", json!({ "email": place.user }))
        .await;
    let old = place.call(&token, "GET", &link, None).await;
    assert_eq!((old.status, code(&old)), (410, "syncStateNotFound"));
    let (again, _) = delta(&place, &token, &old.location.unwrap()).await;
    assert_eq!(again.len(), 5);
    world.stop().await;
}

fn wanted(world: &World, url: &str, minutes: i64) -> Value {
    let micros = world
        .clock_offset()
        .load(std::sync::atomic::Ordering::Relaxed);
    #[expect(
        clippy::disallowed_methods,
        reason = "the world's clock begins at the real time"
    )]
    let now = jiff::Timestamp::now();
    let at =
        now + jiff::SignedDuration::from_micros(micros) + jiff::SignedDuration::from_mins(minutes);
    json!({ "changeType": "created", "notificationUrl": url, "resource": "/me/mailFolders('inbox')/messages", "expirationDateTime": at.to_string(), "clientState": "s3" })
}

#[tokio::test]
async fn subscriptions_begin_with_a_handshake_and_end_in_time() {
    let world = world().await;
    let place = microsoft(&world);
    let (token, _) = place.grant(&world, GRAPH);
    let subscribe = |body: Value| place.call(&token, "POST", "/v1.0/subscriptions", Some(body));
    let (silent, _) = hook(|_| "something else".into()).await;
    let refused = subscribe(wanted(&world, &silent, 60)).await;
    assert_eq!((refused.status, code(&refused)), (400, "ValidationError"));
    let (url, mut pushes) = hook(|token| token).await;
    let mut long = wanted(&world, &url, 60);
    long["clientState"] = json!("x".repeat(129));
    assert_eq!(subscribe(long).await.status, 400);
    assert_eq!(subscribe(wanted(&world, &url, 10_090)).await.status, 400);
    assert_eq!(subscribe(wanted(&world, &url, -1)).await.status, 400);
    let made = subscribe(wanted(&world, &url, 60)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    write_to_myself(&place, &token).await;
    let push = next(&mut pushes).await;
    let one = &push["value"][0];
    assert_eq!(
        (
            &one["clientState"],
            &one["changeType"],
            &one["subscriptionId"]
        ),
        (&json!("s3"), &json!("created"), &made.body["id"])
    );
    let told = place
        .call(
            &token,
            "GET",
            &format!(
                "{ME}/messages/{}",
                one["resourceData"]["id"].as_str().unwrap()
            ),
            None,
        )
        .await;
    assert_eq!(told.status, 200);
    control(
        &world,
        "POST",
        "/clock",
        Some(json!({ "advance_seconds": 3_601 })),
    )
    .await;
    let (token, _) = place.grant(&world, GRAPH);
    let renew = place
        .call(
            &token,
            "PATCH",
            &format!("/v1.0/subscriptions/{}", made.body["id"].as_str().unwrap()),
            Some(wanted(&world, &url, 60)),
        )
        .await;
    assert_eq!((renew.status, code(&renew)), (404, "ResourceNotFound"));
    world.stop().await;
}
