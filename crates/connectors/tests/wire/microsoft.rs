//! Microsoft's sign-in and Graph against a server that answers in the contract's words.

use std::time::Duration;

use crate::support::{
    outbound,
    provider::{Provider, id_token},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use liaison_connectors::{
    id_token::IdTokenError,
    microsoft::{
        self, Api, ApiError, App, Code, DeltaLink, Endpoints, NewSubscription, OAuthError, Pkce,
        Tenant, Tokens, scope,
    },
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

const NOW_S: i64 = 1_795_161_600;
const TID: &str = "0f0c4ad1-0000-4000-8000-0000000000aa";
const MAIL: &[u8] = b"Subject: x\r\n\r\nbody\r\n";

struct World {
    provider: Provider,
    endpoints: Endpoints,
    app: App,
}

impl World {
    async fn start() -> Self {
        let provider = Provider::start().await;
        let login = format!("{}/login", provider.base);
        let graph = format!("{}/graph", provider.base);
        let endpoints = Endpoints::pretend(&login, &graph, true).expect("addresses");
        let app = App {
            tenant: Tenant::Organizations,
            client_id: "6731".into(),
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
        json!({ "iss": format!("{}/login/{TID}/v2.0", self.provider.base), "aud": "6731",
            "tid": TID, "oid": "6f1d", "preferred_username": "rita@acme.example", "nonce": "n",
            "exp": NOW_S + 3600 })
    }

    fn tokens(&self, claims: &Value) -> Value {
        json!({ "access_token": "marker-access", "expires_in": 3912, "token_type": "Bearer",
            "refresh_token": "marker-refresh-2", "id_token": id_token(claims),
            "scope": "Mail.Send Mail.ReadWrite User.Read" })
    }

    async fn exchange(&self) -> Result<Tokens, OAuthError> {
        let code = Code {
            code: &"marker-code".into(),
            verifier: &Pkce::from_random([3; 32]).verifier,
            nonce: Some("n"),
        };
        microsoft::exchange(&outbound(None), &self.endpoints, &self.app, &code, NOW_S).await
    }

    async fn refresh(&self) -> Result<Tokens, OAuthError> {
        let old = "marker-refresh".into();
        let scopes = [scope::SMTP, scope::OFFLINE];
        let (endpoints, app) = (&self.endpoints, &self.app);
        microsoft::refresh(&outbound(None), endpoints, app, &old, &scopes, NOW_S).await
    }
}

fn refused(number: u32) -> Value {
    json!({ "error": "invalid_grant", "error_codes": [number], "suberror": "bad_token",
        "error_description": format!("AADSTS{number}: words.\r\nTrace ID: 1") })
}

fn fault(code: &str) -> Value {
    json!({ "error": { "code": code, "message": "m", "innerError": { "request-id": "r" } } })
}

#[tokio::test]
async fn a_code_becomes_tokens_and_a_person() {
    let world = World::start().await;
    world.provider.answer(200, world.tokens(&world.claims()));
    let tokens = world.exchange().await.unwrap();
    let asked = world.provider.last();
    assert_eq!(asked.line(), "POST /login/organizations/oauth2/v2.0/token");
    assert_eq!(asked.field("code").as_deref(), Some("marker-code"));
    let person = tokens.id_claims.as_ref().unwrap();
    assert_eq!((person.tid.as_str(), person.oid.as_str()), (TID, "6f1d"));
    assert!(tokens.require(&[scope::OFFLINE, scope::MAIL_SEND]).is_ok());
    assert!(tokens.require(&[scope::SMTP]).is_err());
    assert!(!format!("{tokens:?}").contains("marker"));
    for (name, value, wanted) in [
        ("iss", json!("https://evil.example"), IdTokenError::Issuer),
        ("aud", json!("6732"), IdTokenError::Audience),
        ("exp", json!(NOW_S - 300), IdTokenError::Expired),
        ("nonce", json!("m"), IdTokenError::Nonce),
    ] {
        let mut claims = world.claims();
        claims[name] = value;
        world.provider.answer(200, world.tokens(&claims));
        assert_eq!(world.exchange().await.unwrap_err(), wanted.into(), "{name}");
    }
}

#[tokio::test]
async fn a_refresh_brings_a_new_refresh_token() {
    let world = World::start().await;
    let mut answer = world.tokens(&json!({}));
    answer["id_token"] = Value::Null;
    world.provider.answer(200, answer);
    let tokens = world.refresh().await.unwrap();
    let new = tokens.refresh_token.unwrap();
    assert_eq!(new.expose_secret(), "marker-refresh-2");
    let asked = world.provider.last();
    assert_eq!(
        asked.field("scope").as_deref(),
        Some("https://outlook.office.com/SMTP.Send offline_access")
    );
}

#[tokio::test]
async fn refusals_of_the_token_service_are_told_apart() {
    let world = World::start().await;
    for (status, body, wanted) in [
        (400, refused(700_082), OAuthError::ExpiredRefreshToken),
        (400, refused(65_001), OAuthError::ConsentRequired),
        (400, refused(90_094), OAuthError::AdminConsentRequired),
        (400, refused(500_212), OAuthError::TenantBlocked),
        (
            400,
            refused(50_079),
            OAuthError::InteractionRequired { claims: None },
        ),
        (401, refused(7_000_215), OAuthError::InvalidClientSecret),
        (400, refused(50_011), OAuthError::RedirectMismatch),
        (429, json!(""), OAuthError::RateLimited),
        (503, json!(""), OAuthError::Unavailable { status: 503 }),
        (400, json!("<html>"), OAuthError::Unreadable),
    ] {
        world.provider.answer(status, &body);
        let error = world.refresh().await.unwrap_err();
        assert_eq!(error, wanted, "{body}");
        assert!(!format!("{error} {error:?}").contains("marker"));
    }
    world.provider.answer(400, refused(54_005));
    assert_eq!(world.exchange().await.unwrap_err(), OAuthError::ExpiredCode);
}

#[tokio::test]
async fn an_app_is_tried_with_a_made_up_code() {
    let world = World::start().await;
    let connector = outbound(None);
    let check = async || microsoft::check_app(&connector, &world.endpoints, &world.app).await;
    world.provider.answer(400, refused(9_002_313));
    assert_eq!(check().await, Ok(()));
    world.provider.answer(401, refused(7_000_222));
    assert_eq!(check().await, Err(OAuthError::ExpiredClientSecret));
    world.provider.answer(400, refused(700_016));
    assert_eq!(check().await, Err(OAuthError::InvalidClientId));
}

#[tokio::test]
async fn a_mail_is_drafted_sent_and_found() {
    let world = World::start().await;
    let api = world.api();
    let draft = json!({ "id": "AAk=/x", "internetMessageId": "<a@prod.outlook.com>",
        "conversationId": "c", "isDraft": true });
    world.provider.answer(201, &draft);
    let kept = api.create_draft(MAIL).await.unwrap();
    assert_eq!(
        kept.internet_message_id.as_deref(),
        Some("<a@prod.outlook.com>")
    );
    let asked = world.provider.last();
    assert_eq!(asked.line(), "POST /graph/v1.0/me/messages");
    assert_eq!(asked.header("content-type"), "text/plain");
    assert_eq!(asked.header("prefer"), r#"IdType="ImmutableId""#);
    assert_eq!(asked.header("authorization"), "Bearer marker-access");
    assert_eq!(asked.body, STANDARD.encode(MAIL));

    world.provider.answer(202, "");
    api.send_draft(&kept.id).await.unwrap();
    let line = "POST /graph/v1.0/me/messages/AAk=%2Fx/send";
    assert_eq!(world.provider.last().line(), line);
    assert_eq!(world.provider.last().header("content-length"), "0");

    world.provider.answer(200, json!({ "value": [] }));
    let folder = Some("sentitems");
    let id = "<o'neill@prod.outlook.com>";
    let none = api.find_by_internet_message_id(folder, id).await.unwrap();
    assert_eq!(none, None);
    let asked = world.provider.last();
    assert_eq!(
        asked.uri.path(),
        "/graph/v1.0/me/mailFolders/sentitems/messages"
    );
    let filter = "internetMessageId eq '<o''neill@prod.outlook.com>'";
    assert_eq!(asked.query("$filter").as_deref(), Some(filter));
    world.provider.answer(200, json!({ "value": [draft] }));
    let found = api.find_by_internet_message_id(None, id).await.unwrap();
    assert_eq!(found.unwrap().id, "AAk=/x");
}

#[tokio::test]
async fn the_other_ways_to_hand_over_and_read() {
    let world = World::start().await;
    let api = world.api();
    world.provider.answer(201, json!({ "id": "1" }));
    let message = json!({ "subject": "x" });
    api.create_draft_from_json(&message).await.unwrap();
    assert_eq!(world.provider.last().json(), message);
    world.provider.answer(202, "");
    api.send_mime(MAIL).await.unwrap();
    assert_eq!(world.provider.last().line(), "POST /graph/v1.0/me/sendMail");
    world.provider.answer(200, "Subject: x\r\n\r\n");
    assert_eq!(api.get_mime("1").await.unwrap(), b"Subject: x\r\n\r\n");
    world.provider.answer(404, fault("ErrorItemNotFound"));
    api.delete("1").await.unwrap();
    let me = json!({ "id": "6f1d", "mail": null, "userPrincipalName": "rita@acme.example" });
    world.provider.answer(200, me);
    assert_eq!(api.me().await.unwrap().address(), "rita@acme.example");
    let before = world.provider.count();
    let large = vec![b'x'; microsoft::MOST_BYTES + 1];
    assert_eq!(api.send_mime(&large).await, Err(ApiError::TooLarge));
    assert!(api.send_draft("..").await.is_err());
    assert_eq!(world.provider.count(), before);
}

#[tokio::test]
async fn a_folder_is_followed() {
    let world = World::start().await;
    let api = world.api();
    let next = format!("{}/graph/v1.0/me/x?$skiptoken=a%20b", world.provider.base);
    let page = json!({ "value": [{ "id": "1" }], "@odata.nextLink": next });
    world.provider.answer(200, page);
    let page = api.delta("inbox", None).await.unwrap();
    assert_eq!(page.changed.len(), 1);
    let asked = world.provider.last();
    assert_eq!(
        asked.uri.path(),
        "/graph/v1.0/me/mailFolders/inbox/messages/delta"
    );
    assert_eq!(
        asked.header("prefer"),
        r#"IdType="ImmutableId", odata.maxpagesize=50"#
    );
    let DeltaLink::More(link) = page.link else {
        panic!("{page:?}")
    };
    let last = json!({ "@odata.deltaLink": "d",
        "value": [{ "id": "1", "@removed": { "reason": "deleted" } }] });
    world.provider.answer(200, last);
    let page = api.delta("inbox", Some(&link)).await.unwrap();
    assert_eq!(
        world.provider.last().query("$skiptoken").as_deref(),
        Some("a b")
    );
    assert_eq!(
        (page.removed, page.link),
        (vec!["1".into()], DeltaLink::Later("d".into()))
    );

    world.provider.answer(410, fault("syncStateNotFound"));
    let lost = api.delta("inbox", Some(&link)).await;
    assert_eq!(lost, Err(ApiError::ResyncRequired));
    let before = world.provider.count();
    let elsewhere = api
        .delta("inbox", Some("https://evil.example/v1.0/x"))
        .await;
    assert_eq!(elsewhere, Err(ApiError::ResyncRequired));
    assert_eq!(world.provider.count(), before);
}

#[tokio::test]
async fn notices_are_asked_for_renewed_and_ended() {
    let world = World::start().await;
    let api = world.api();
    let answer = json!({ "id": "s-1", "expirationDateTime": "2026-11-20T09:00:00.000Z" });
    let new = NewSubscription {
        folder: "inbox",
        notification_url: "https://liaison.example/n",
        lifecycle_url: None,
        client_state: &"marker-state".into(),
        expires_at_s: NOW_S + 3600,
    };
    assert!(!format!("{new:?}").contains("marker"));
    world.provider.answer(201, &answer);
    let made = api.subscribe(&new).await.unwrap();
    assert_eq!((made.id.as_str(), made.expires_at_s), ("s-1", NOW_S + 3600));
    let asked = world.provider.last().json();
    assert_eq!(asked["resource"], "/me/mailFolders('inbox')/messages");
    assert_eq!(asked["expirationDateTime"], "2026-11-20T09:00:00Z");
    assert_eq!(asked["clientState"], "marker-state");
    world.provider.answer(200, &answer);
    api.renew("s-1", NOW_S + 3600).await.unwrap();
    assert_eq!(
        world.provider.last().line(),
        "PATCH /graph/v1.0/subscriptions/s-1"
    );
    world.provider.answer(204, "");
    api.unsubscribe("s-1").await.unwrap();
    world.provider.answer(404, fault("ResourceNotFound"));
    assert_eq!(api.renew("s-1", NOW_S).await, Err(ApiError::NotFound));
}

#[tokio::test]
async fn limits_and_failures_of_a_send() {
    let world = World::start().await;
    let api = world.api();
    let wait = Some(Duration::from_secs(12));
    let retry = ("retry-after", "12");
    world
        .provider
        .answer_with(429, &[retry], fault("ApplicationThrottled"));
    let limited = api.send_draft("1").await.unwrap_err();
    let wanted = ApiError::RateLimited {
        retry_after: wait,
        daily: false,
    };
    assert_eq!(limited, wanted);
    assert!(!limited.is_outcome_unknown());
    world
        .provider
        .answer_with(503, &[retry], fault("ErrorServerBusy"));
    let busy = api.send_draft("1").await.unwrap_err();
    assert_eq!(busy, ApiError::Busy { retry_after: wait });
    assert!(busy.is_outcome_unknown() && busy.is_temporary());
    world
        .provider
        .answer(401, fault("InvalidAuthenticationToken"));
    assert_eq!(api.send_draft("1").await, Err(ApiError::Expired));
    assert!(!format!("{api:?}").contains("marker"));
}
