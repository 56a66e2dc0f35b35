//! Google's sign-in and Gmail against a server that answers in the contract's words.

use std::time::Duration;

use crate::support::{
    outbound,
    provider::{Provider, id_token},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use liaison_connectors::{
    google::{self, Api, ApiError, App, Code, Endpoints, Format, OAuthError, Pkce, Tokens, scope},
    id_token::IdTokenError,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

const NOW_S: i64 = 1_795_161_600;
const MAIL: &[u8] = b"Subject: x\r\n\r\nbody\r\n";

struct World {
    provider: Provider,
    endpoints: Endpoints,
    app: App,
}

impl World {
    async fn start() -> Self {
        let provider = Provider::start().await;
        let endpoints = Endpoints::pretend(&provider.base, true).expect("an address");
        let app = App {
            client_id: "7-x.apps".into(),
            client_secret: "marker-secret".into(),
            redirect_uri: "https://liaison.example/cb".into(),
        };
        Self {
            provider,
            endpoints,
            app,
        }
    }

    fn api(&self) -> Api {
        Api::new(outbound(None), &self.endpoints, "marker-access".into())
    }

    fn claims(&self) -> Value {
        json!({ "iss": "https://accounts.google.com", "aud": "7-x.apps", "sub": "1157",
            "email": "rita@acme.example", "email_verified": true, "nonce": "n",
            "exp": NOW_S + 3600 })
    }

    fn tokens(&self, claims: &Value) -> Value {
        json!({ "access_token": "marker-access", "expires_in": 3599, "token_type": "Bearer",
            "refresh_token": "marker-refresh", "id_token": id_token(claims),
            "scope": "openid https://www.googleapis.com/auth/userinfo.email" })
    }

    async fn exchange(&self) -> Result<Tokens, OAuthError> {
        let code = Code {
            code: &"marker-code".into(),
            verifier: &Pkce::from_random([3; 32]).verifier,
            nonce: Some("n"),
        };
        google::exchange(&outbound(None), &self.endpoints, &self.app, &code, NOW_S).await
    }

    async fn refresh(&self) -> Result<Tokens, OAuthError> {
        let old = "marker-refresh".into();
        google::refresh(&outbound(None), &self.endpoints, &self.app, &old, NOW_S).await
    }
}

#[tokio::test]
async fn a_code_becomes_tokens_and_a_person() {
    let world = World::start().await;
    world.provider.answer(200, world.tokens(&world.claims()));
    let tokens = world.exchange().await.unwrap();
    let asked = world.provider.last();
    assert_eq!(asked.line(), "POST /token");
    assert_eq!(asked.field("code").as_deref(), Some("marker-code"));
    assert_eq!(
        asked.field("client_secret").as_deref(),
        Some("marker-secret")
    );
    let person = tokens.id_claims.as_ref().unwrap();
    assert_eq!((person.sub.as_str(), person.email_verified), ("1157", true));
    assert!(!format!("{tokens:?}").contains("marker"));
    assert!(tokens.require(&[scope::OPENID, scope::EMAIL]).is_ok());
    let missing = OAuthError::ScopeMissing {
        scopes: vec![scope::SEND.into()],
    };
    assert_eq!(tokens.require(&[scope::SEND]), Err(missing));
}

#[tokio::test]
async fn answers_about_somebody_else_are_refused() {
    let world = World::start().await;
    for (name, value, wanted) in [
        ("iss", json!("https://evil.example"), IdTokenError::Issuer),
        ("aud", json!("8-y.apps"), IdTokenError::Audience),
        ("exp", json!(NOW_S - 300), IdTokenError::Expired),
        ("nonce", json!("m"), IdTokenError::Nonce),
    ] {
        let mut claims = world.claims();
        claims[name] = value;
        world.provider.answer(200, world.tokens(&claims));
        assert_eq!(world.exchange().await.unwrap_err(), wanted.into(), "{name}");
    }
    let mut answer = world.tokens(&world.claims());
    answer["id_token"] = Value::Null;
    world.provider.answer(200, &answer);
    let missing = world.exchange().await.unwrap_err();
    assert_eq!(missing, IdTokenError::Missing.into());
}

#[tokio::test]
async fn a_refresh_brings_no_refresh_token() {
    let world = World::start().await;
    let answer = json!({ "access_token": "marker-2", "expires_in": 3599, "scope": "openid" });
    world.provider.answer(200, answer);
    let tokens = world.refresh().await.unwrap();
    assert_eq!(tokens.access_token.expose_secret(), "marker-2");
    assert!(tokens.refresh_token.is_none() && tokens.id_claims.is_none());
    let asked = world.provider.last();
    assert_eq!(asked.field("grant_type").as_deref(), Some("refresh_token"));
}

#[tokio::test]
async fn refusals_of_the_token_service_are_told_apart() {
    let world = World::start().await;
    let invalid = |words: &str| json!({ "error": "invalid_grant", "error_description": words });
    for (status, body, wanted) in [
        (
            400,
            invalid("Token has been expired or revoked."),
            OAuthError::ExpiredRefreshToken,
        ),
        (
            400,
            json!({ "error": "invalid_grant", "error_subtype": "invalid_rapt" }),
            OAuthError::ReauthRequired,
        ),
        (
            401,
            json!({ "error": "invalid_client" }),
            OAuthError::InvalidClient,
        ),
        (
            400,
            json!({ "error": "admin_policy_enforced" }),
            OAuthError::AdminPolicy,
        ),
        (429, json!("slow"), OAuthError::RateLimited),
        (
            503,
            json!("<html>"),
            OAuthError::Unavailable { status: 503 },
        ),
        (302, json!(""), OAuthError::Unreadable),
    ] {
        world.provider.answer(status, &body);
        let error = world.refresh().await.unwrap_err();
        assert_eq!(error, wanted, "{body}");
        assert!(!format!("{error} {error:?}").contains("marker"));
    }
    world.provider.answer(400, invalid("Malformed auth code."));
    assert_eq!(world.exchange().await.unwrap_err(), OAuthError::ExpiredCode);
}

#[tokio::test]
async fn an_app_is_proven_by_a_made_up_code() {
    let world = World::start().await;
    let connector = outbound(None);
    let check = async || google::check_app(&connector, &world.endpoints, &world.app).await;
    world
        .provider
        .answer(400, json!({ "error": "invalid_grant" }));
    assert_eq!(check().await, Ok(()));
    world
        .provider
        .answer(401, json!({ "error": "invalid_client" }));
    assert_eq!(check().await, Err(OAuthError::InvalidClient));
    world.provider.answer(200, world.tokens(&world.claims()));
    assert!(check().await.is_err());
}

#[tokio::test]
async fn a_token_unknown_already_counts_as_revoked() {
    let world = World::start().await;
    let token = "marker-refresh".into();
    let connector = outbound(None);
    for (status, body, is_fine) in [
        (200, json!({}), true),
        (400, json!({ "error": "invalid_token" }), true),
        (503, json!({}), false),
    ] {
        world.provider.answer(status, body);
        let revoked = google::revoke(&connector, &world.endpoints, &token).await;
        assert_eq!(revoked.is_ok(), is_fine, "{status}");
    }
    assert_eq!(world.provider.last().line(), "POST /revoke");
}

#[tokio::test]
async fn mail_is_sent_and_found() {
    let world = World::start().await;
    let api = world.api();
    let sent = json!({ "id": "19b2f6", "threadId": "19b2f0", "labelIds": ["SENT"] });
    world.provider.answer(200, &sent);
    let found = api.send(MAIL, Some("19b2f0")).await.unwrap();
    assert_eq!(
        (found.id.as_str(), found.thread_id.as_str()),
        ("19b2f6", "19b2f0")
    );
    let asked = world.provider.last();
    assert_eq!(asked.line(), "POST /gmail/v1/users/me/messages/send");
    assert_eq!(asked.header("authorization"), "Bearer marker-access");
    assert_eq!(asked.json()["raw"], URL_SAFE_NO_PAD.encode(MAIL));
    assert_eq!(asked.json()["threadId"], "19b2f0");

    world.provider.answer(200, &sent);
    let large = [MAIL, &vec![b'x'; 5 * 1024 * 1024]].concat();
    api.send(&large, None).await.unwrap();
    let asked = world.provider.last();
    assert_eq!(asked.uri.path(), "/upload/gmail/v1/users/me/messages/send");
    assert_eq!(asked.query("uploadType").as_deref(), Some("multipart"));
    assert!(asked.body.windows(large.len()).any(|part| part == large));
    let too_large = vec![b'x'; google::MOST_BYTES + 1];
    assert_eq!(api.send(&too_large, None).await, Err(ApiError::TooLarge));
}

#[tokio::test]
async fn searches_and_readings() {
    let world = World::start().await;
    let api = world.api();
    world
        .provider
        .answer(200, json!({ "resultSizeEstimate": 0 }));
    let id = "<0190-a+b@liaison.test>";
    assert_eq!(api.find_by_message_id(id).await.unwrap(), None);
    let query = world.provider.last().query("q");
    assert_eq!(query.as_deref(), Some("rfc822msgid:0190-a+b@liaison.test"));
    let one = json!({ "messages": [{ "id": "1a", "threadId": "1a" }], "nextPageToken": "p" });
    world.provider.answer(200, &one);
    assert_eq!(
        api.find_by_message_id(id).await.unwrap().as_deref(),
        Some("1a")
    );
    world.provider.answer(200, &one);
    let page = api.list("in:sent", Some("o")).await.unwrap();
    assert_eq!(page.next_page_token.as_deref(), Some("p"));
    assert_eq!(
        world.provider.last().query("pageToken").as_deref(),
        Some("o")
    );

    let message = json!({ "id": "1a", "threadId": "1a", "raw": URL_SAFE_NO_PAD.encode(MAIL) });
    world.provider.answer(200, message);
    let message = api.get("1a", Format::Raw).await.unwrap();
    assert_eq!(message.raw.as_deref(), Some(MAIL));
    let profile = json!({ "emailAddress": "rita@acme.example", "messagesTotal": 3,
        "threadsTotal": 2, "historyId": "10042" });
    world.provider.answer(200, profile);
    assert_eq!(api.profile().await.unwrap().history_id, 10_042);

    let before = world.provider.count();
    for bad in ["", "../profile", "1a?x", "1a/x"] {
        assert!(api.get(bad, Format::Minimal).await.is_err(), "{bad}");
    }
    assert!(api.find_by_message_id("a b OR in:anywhere").await.is_err());
    assert_eq!(world.provider.count(), before);
}

#[tokio::test]
async fn history_tells_when_it_is_too_old() {
    let world = World::start().await;
    let api = world.api();
    let added = json!({ "message": { "id": "1a", "threadId": "1a", "labelIds": ["INBOX"] } });
    let page = json!({ "historyId": "10050",
        "history": [{ "id": "10043", "messagesAdded": [added] }] });
    world.provider.answer(200, page);
    let page = api.history(10_042, None).await.unwrap();
    assert_eq!((page.history_id, page.added[0].id.as_str()), (10_050, "1a"));
    let asked = world.provider.last();
    assert_eq!(asked.query("startHistoryId").as_deref(), Some("10042"));
    let gone = json!({ "error": { "code": 404, "message": "Requested entity was not found.",
        "errors": [{ "reason": "notFound" }], "status": "NOT_FOUND" } });
    world.provider.answer(404, gone);
    assert_eq!(api.history(1, None).await, Err(ApiError::TooOld));

    let watch = json!({ "historyId": "10050", "expiration": "1795766400000" });
    world.provider.answer(200, watch);
    let watch = api.watch("projects/p/topics/t").await.unwrap();
    assert_eq!(watch.expires_at_ms, 1_795_766_400_000);
    assert_eq!(
        world.provider.last().json()["topicName"],
        "projects/p/topics/t"
    );
    world.provider.answer(204, "");
    api.stop().await.unwrap();
    assert_eq!(world.provider.last().header("content-length"), "0");
}

#[tokio::test]
async fn limits_and_failures_of_a_send() {
    let world = World::start().await;
    let api = world.api();
    let limited = json!({ "error": { "code": 429, "errors": [{ "reason": "rateLimitExceeded" }],
        "message": "User-rate limit exceeded.  Retry after 2026-11-20T08:15:00.000Z" } });
    let date = ("date", "Fri, 20 Nov 2026 08:00:00 GMT");
    world.provider.answer_with(429, &[date], limited);
    let error = api.send(MAIL, None).await.unwrap_err();
    let wanted = ApiError::RateLimited {
        retry_after: Some(Duration::from_secs(900)),
        daily: false,
    };
    assert_eq!(error, wanted);
    assert!(!error.is_outcome_unknown());
    world.provider.answer(200, "not JSON");
    assert!(api.send(MAIL, None).await.unwrap_err().is_outcome_unknown());
    world
        .provider
        .answer(401, json!({ "error": { "code": 401 } }));
    assert_eq!(api.send(MAIL, None).await, Err(ApiError::Expired));
    assert!(!format!("{api:?}").contains("marker"));
}
