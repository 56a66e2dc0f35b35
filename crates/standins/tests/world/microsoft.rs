//! The pretend Microsoft from outside: sign-in, consent and tokens (contracts 5.1).
use crate::helper::provider::{Answer, answer, microsoft};
use crate::helper::{CALLBACK, VERIFIER, client, control, parameter, world};
use serde_json::json;

const SCOPES: &str = "openid profile offline_access User.Read Mail.Send Mail.ReadWrite";
const GRAPH: &str = "User.Read Mail.Send Mail.ReadWrite";
const ME: &str = "/v1.0/me";

fn sts(answer: &Answer) -> u64 {
    let number = answer.body["error_codes"][0].as_u64().unwrap_or_default();
    let text = answer.body["error_description"]
        .as_str()
        .unwrap_or_default();
    assert!(
        text.starts_with(&format!("AADSTS{number}: ")) && answer.body["trace_id"].is_string(),
        "{}",
        answer.body
    );
    number
}

fn graph_code(answer: &Answer) -> &str {
    assert!(
        answer.body["error"]["innerError"]["request-id"].is_string(),
        "{}",
        answer.body
    );
    answer.body["error"]["code"].as_str().unwrap()
}

#[tokio::test]
async fn pages_ask_for_address_password_and_consent() {
    let world = world().await;
    let place = microsoft(&world);
    for (language, next, accept) in [
        ("en", "Next", "Accept"),
        ("fr", "Suivant", "Accepter"),
        ("sv", "Nästa", "Acceptera"),
    ] {
        place
            .control(
                &world,
                "users",
                json!({ "email": place.user, "language": language }),
            )
            .await;
        let mut browser = place.browser(language);
        let path = place.ask(SCOPES, &[]);
        let first = browser.get(&path).await;
        assert!(
            first.text.contains(&format!(">{next}</button>"))
                && first.text.contains(&format!("<html lang=\"{language}\">"))
        );
        place.sign_in(&mut browser, &path).await;
        let consent = browser.get(&path).await.text;
        assert!(
            consent.contains(&format!(">{accept}</button>")) && !consent.contains("checkbox"),
            "{consent}"
        );
        let denied = browser.post(&path, &[("decision", "deny")]).await.location;
        assert!(
            denied.contains("error=access_denied&error_description=AADSTS65004")
                && denied.contains("error_subcode=cancel")
        );
    }
    world.stop().await;
}

#[tokio::test]
async fn each_refresh_brings_another_refresh_token() {
    let world = world().await;
    let place = microsoft(&world);
    let first = place.redeem(&place.code(SCOPES, &[]).await, VERIFIER).await;
    assert_eq!(first.status, 200, "{}", first.body);
    assert!(
        first.body["scope"].as_str().unwrap().contains("Mail.Send")
            && first.body["id_token"].is_string()
    );
    let old = first.body["refresh_token"].as_str().unwrap().to_owned();
    let second = place.refresh(&old).await;
    let fresh = second.body["refresh_token"].as_str().unwrap().to_owned();
    assert_ne!(fresh, old);
    assert_eq!(
        place.refresh(&old).await.status,
        200,
        "the old one goes on for a while"
    );
    control(
        &world,
        "POST",
        "/clock",
        Some(json!({ "advance_seconds": 601 })),
    )
    .await;
    assert_eq!(sts(&place.refresh(&old).await), 50173);
    assert_eq!(
        place.refresh(&fresh).await.status,
        200,
        "nobody spent its successor"
    );
    place
        .control(&world, "revoke", json!({ "email": place.user }))
        .await;
    let dead = place.refresh(&fresh).await;
    assert_eq!(
        (dead.status, sts(&dead), &dead.body["suberror"]),
        (400, 50173, &json!("bad_token"))
    );
    world.stop().await;
}

#[tokio::test]
async fn the_login_host_refuses_by_number() {
    let world = world().await;
    let place = microsoft(&world);
    let wrong = place
        .token(&[("client_secret", "no"), ("grant_type", "refresh_token")])
        .await;
    assert_eq!(
        (wrong.status, sts(&wrong), &wrong.body["error"]),
        (401, 7_000_215, &json!("invalid_client"))
    );
    assert_eq!(
        sts(&place
            .token(&[("client_id", "no"), ("grant_type", "refresh_token")])
            .await),
        700_016
    );
    assert_eq!(sts(&place.refresh("nonsense").await), 70_000);
    let other = "another-verifier-that-is-long-enough-for-the-rules-of-pkce";
    assert_eq!(
        sts(&place.redeem(&place.code(SCOPES, &[]).await, other).await),
        501_481
    );
    let code = place.code(SCOPES, &[]).await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", "http://localhost:9/other"),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(sts(&place.token(&fields).await), 50_011);
    assert_eq!(sts(&place.redeem(&code, VERIFIER).await), 54_005);

    let (_, refresh) = place.grant(&world, &format!("offline_access {GRAPH}"));
    let more = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh.as_str()),
        ("scope", "Calendars.Read"),
    ];
    let missing = place.token(&more).await;
    assert_eq!(
        (sts(&missing), &missing.body["suberror"]),
        (65_001, &json!("consent_required"))
    );
    place
        .control(
            &world,
            "users",
            json!({ "email": place.user, "consent": "missing" }),
        )
        .await;
    assert_eq!(sts(&place.refresh(&refresh).await), 65_001);
    place
        .control(
            &world,
            "users",
            json!({ "email": place.user, "consent": "admin" }),
        )
        .await;
    let mut browser = place.browser("en");
    let path = place.ask(SCOPES, &[]);
    place.sign_in(&mut browser, &path).await;
    let page = browser.get(&path).await;
    assert!(
        page.status == 403
            && page.text.contains("AADSTS90094")
            && page.text.contains("error=access_denied"),
        "{}",
        page.text
    );
    let silent = browser
        .get(&place.ask(SCOPES, &[("prompt", "none")]))
        .await
        .location;
    assert!(
        parameter(&silent, "error_description")
            .unwrap()
            .starts_with("AADSTS90094")
    );
    place
        .control(
            &world,
            "users",
            json!({ "email": place.user, "consent": "user", "active": false }),
        )
        .await;
    assert_eq!(sts(&place.refresh(&refresh).await), 50_057);
    let fault = json!({ "service": "microsoft", "kind": "status", "text": "50076", "path": "/common/oauth2/v2.0/token", "times": 1 });
    control(&world, "POST", "/faults", Some(fault)).await;
    assert_eq!(sts(&place.refresh(&refresh).await), 50_076);
    world.stop().await;
}

#[tokio::test]
async fn one_token_is_for_one_resource() {
    let world = world().await;
    let place = microsoft(&world);
    let outlook = "https://outlook.office.com/IMAP.AccessAsUser.All";
    let code = place.code(&format!("{SCOPES} {outlook}"), &[]).await;
    let redeem = |scope: String| {
        let (place, code) = (place.clone(), code.clone());
        async move {
            let fields = [
                ("grant_type", "authorization_code"),
                ("code", code.as_str()),
                ("redirect_uri", CALLBACK),
                ("code_verifier", VERIFIER),
                ("scope", scope.as_str()),
            ];
            place.token(&fields).await
        }
    };
    let graph = redeem("https://graph.microsoft.com/Mail.Send".into()).await;
    assert!(
        !graph.body["scope"].as_str().unwrap().contains("outlook"),
        "{}",
        graph.body
    );
    let refresh = graph.body["refresh_token"].as_str().unwrap();
    let with = |scope: &'static str| {
        [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh),
            ("scope", scope),
        ]
    };
    let both = place
        .token(&with(
            "Mail.Send https://outlook.office.com/IMAP.AccessAsUser.All",
        ))
        .await;
    assert_eq!(sts(&both), 28_000);
    let imap = place
        .token(&with("https://outlook.office.com/IMAP.AccessAsUser.All"))
        .await;
    let imap = imap.body["access_token"].as_str().unwrap();
    let wrong = place.call(imap, "GET", ME, None).await;
    assert_eq!(
        (wrong.status, graph_code(&wrong)),
        (401, "InvalidAuthenticationToken")
    );
    let introspect = |token: &str| {
        let fields = [
            ("token", token),
            ("client_id", "dovecot"),
            ("client_secret", "dovecot-secret"),
        ];
        client()
            .post(format!("{}/introspect", place.base))
            .form(&fields)
    };
    assert_eq!(
        answer(introspect(imap)).await.body,
        json!({ "active": true, "email": place.user, "scope": "mail" })
    );
    let graph = graph.body["access_token"].as_str().unwrap();
    assert_eq!(
        answer(introspect(graph)).await.body,
        json!({ "active": false })
    );
    world.stop().await;
}
