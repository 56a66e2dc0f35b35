//! The pretend Google from outside: sign-in, consent and tokens (contracts 4.1).
use crate::helper::provider::{answer, google};
use crate::helper::{VERIFIER, client, control, parameter, world};
use serde_json::{Value, json};

const SEND: &str = "https://www.googleapis.com/auth/gmail.send";
const READ: &str = "https://www.googleapis.com/auth/gmail.readonly";
const ALL: &str = "https://mail.google.com/";
const OFFLINE: &[(&str, &str)] = &[("access_type", "offline"), ("prompt", "consent")];
const ME: &str = "/gmail/v1/users/me";

fn reason(body: &Value) -> &Value {
    &body["error"]["errors"][0]["reason"]
}

#[tokio::test]
async fn pages_ask_step_by_step_in_the_readers_language() {
    let world = world().await;
    let place = google(&world);
    for (language, next, go_on) in [
        ("en", "Next", "Continue"),
        ("fr", "Suivant", "Continuer"),
        ("sv", "Nästa", "Fortsätt"),
    ] {
        place
            .control(
                &world,
                "users",
                json!({ "email": place.user, "language": language }),
            )
            .await;
        let mut browser = place.browser(language);
        let path = place.ask(
            &format!("openid {SEND} {READ}"),
            &[("login_hint", &place.user)],
        );
        let first = browser.get(&path).await;
        let wanted = format!("<html lang=\"{language}\">");
        assert!(
            first.text.contains(&wanted) && first.text.contains(&format!(">{next}</button>")),
            "{}",
            first.text
        );
        assert!(first.text.contains(&format!("value=\"{}\"", place.user)));
        assert!(first.policy.contains("default-src 'none'") && !first.policy.contains("unsafe"));
        let unknown = browser
            .post(
                "/signin/address",
                &[("address", "nobody@else.example"), ("next", &path)],
            )
            .await;
        assert!(unknown.status == 401 && unknown.text.contains("aria-invalid"));
        let wrong = browser
            .post(
                "/signin/password",
                &[
                    ("address", &place.user),
                    ("password", "no"),
                    ("next", &path),
                ],
            )
            .await;
        assert!(
            wrong.status == 401
                && wrong.text.contains("role=\"alert\"")
                && wrong.text.contains(&format!(">{next}</button>"))
        );
        place.sign_in(&mut browser, &path).await;
        let consent = browser.get(&path).await.text;
        assert_eq!(consent.matches("type=\"checkbox\"").count(), 2, "{consent}");
        assert!(consent.contains(&format!(">{go_on}</button>")) && consent.contains("Google"));
    }
    world.stop().await;
}

#[tokio::test]
async fn tokens_follow_the_consent() {
    let world = world().await;
    let place = google(&world);
    let first = place
        .redeem(
            &place.code(&format!("openid email {SEND}"), OFFLINE).await,
            VERIFIER,
        )
        .await;
    assert_eq!(first.status, 200, "{}", first.body);
    assert_eq!(
        (&first.body["expires_in"], &first.body["token_type"]),
        (&json!(3_599), &json!("Bearer"))
    );
    assert!(
        first.body["id_token"].is_string()
            && first.body["scope"]
                .as_str()
                .unwrap()
                .contains("userinfo.email")
    );
    let refresh = first.body["refresh_token"].as_str().unwrap().to_owned();
    let again = place.refresh(&refresh).await;
    assert!(
        again.status == 200 && again.body.get("refresh_token").is_none(),
        "{}",
        again.body
    );
    let silent = place
        .allow(
            &format!("openid email {SEND}"),
            &[("access_type", "offline")],
        )
        .await;
    let second = place
        .redeem(&parameter(&silent, "code").unwrap(), VERIFIER)
        .await;
    assert!(
        second.body.get("refresh_token").is_none(),
        "no consent page, no refresh token"
    );
    let more = place
        .allow(READ, &[("include_granted_scopes", "true")])
        .await;
    assert!(parameter(&more, "scope").unwrap().contains(SEND), "{more}");

    let info = |token: String| {
        client().get(format!(
            "{}/oauth2/tokeninfo?access_token={token}",
            place.base
        ))
    };
    let access = again.body["access_token"].as_str().unwrap().to_owned();
    assert_eq!(
        answer(info(access.clone())).await.body["email"],
        json!(place.user)
    );
    let user = place.call(&access, "GET", "/v1/userinfo", None).await.body;
    assert_eq!(user["sub"].as_str().unwrap().len(), 21);
    let revoke = |token: String| {
        client()
            .post(format!("{}/oauth2/revoke", place.base))
            .form(&[("token", token)])
    };
    assert_eq!(answer(revoke(access.clone())).await.status, 200);
    let unknown = answer(revoke(access.clone())).await;
    assert_eq!(
        (unknown.status, &unknown.body["error"]),
        (400, &json!("invalid_token"))
    );
    let dead = place.refresh(&refresh).await;
    assert_eq!(
        dead.body,
        json!({ "error": "invalid_grant", "error_description": "Token has been expired or revoked." })
    );
    assert_eq!(answer(info(access)).await.body["error"], "invalid_token");
    world.stop().await;
}

#[tokio::test]
async fn token_refusals_have_their_bodies() {
    let world = world().await;
    let place = google(&world);
    let wrong = place
        .token(&[("client_secret", "no"), ("grant_type", "refresh_token")])
        .await;
    assert_eq!(
        (wrong.status, &wrong.body["error"]),
        (401, &json!("invalid_client"))
    );
    let unknown = place
        .token(&[("client_id", "no"), ("grant_type", "refresh_token")])
        .await;
    assert_eq!(
        (unknown.status, &unknown.body["error"]),
        (401, &json!("invalid_client"))
    );
    let kind = place.token(&[("grant_type", "password")]).await;
    assert_eq!(
        (kind.status, &kind.body["error"]),
        (400, &json!("unsupported_grant_type"))
    );

    let other = "another-verifier-that-is-long-enough-for-the-rules-of-pkce";
    for verifier in [other, "short", ""] {
        let refused = place
            .redeem(&place.code(SEND, OFFLINE).await, verifier)
            .await;
        assert_eq!(
            (refused.status, &refused.body["error"]),
            (400, &json!("invalid_grant")),
            "{verifier}"
        );
    }
    let code = place.code(SEND, OFFLINE).await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", "http://localhost:9/other"),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(
        place.token(&fields).await.body["error"],
        "redirect_uri_mismatch"
    );

    let mut browser = place.browser("en");
    let elsewhere = place.ask(SEND, &[]).replace("callback", "elsewhere");
    let page = browser.get(&elsewhere).await;
    assert_eq!((page.status, page.location.as_str()), (400, ""));
    assert!(page.text.contains("redirect_uri_mismatch"));
    let none = browser.get(&place.ask(SEND, &[("prompt", "none")])).await;
    assert!(
        none.location.contains("error=login_required"),
        "{}",
        none.location
    );
    let path = place.ask(READ, &[]);
    place.sign_in(&mut browser, &path).await;
    let denied = browser.post(&path, &[("decision", "deny")]).await.location;
    assert!(
        denied.contains("error=access_denied") && denied.contains("state=s+1"),
        "{denied}"
    );
    place
        .control(
            &world,
            "users",
            json!({ "email": place.user, "consent": "admin" }),
        )
        .await;
    assert!(
        browser
            .get(&path)
            .await
            .text
            .contains("admin_policy_enforced")
    );
    world.stop().await;
}

#[tokio::test]
async fn old_refresh_tokens_end() {
    let world = world().await;
    let place = google(&world);
    let day = |days: u32| json!({ "advance_seconds": days * 86_400 });
    let (access, refresh) = place.grant(&world, ALL);
    control(
        &world,
        "POST",
        "/clock",
        Some(json!({ "advance_seconds": 3_600 })),
    )
    .await;
    let expired = place
        .call(&access, "GET", &format!("{ME}/profile"), None)
        .await;
    assert_eq!(
        (
            expired.status,
            reason(&expired.body),
            &expired.body["error"]["status"]
        ),
        (401, &json!("authError"), &json!("UNAUTHENTICATED"))
    );
    place
        .control(&world, "settings", json!({ "refresh_life_days": 7 }))
        .await;
    control(&world, "POST", "/clock", Some(day(6))).await;
    assert_eq!(place.refresh(&refresh).await.status, 200);
    control(&world, "POST", "/clock", Some(day(2))).await;
    assert_eq!(place.refresh(&refresh).await.body["error"], "invalid_grant");
    let (_, refresh) = place.grant(&world, ALL);
    place
        .control(
            &world,
            "users",
            json!({ "email": place.user, "password": "changed" }),
        )
        .await;
    assert_eq!(
        place.refresh(&refresh).await.body["error"],
        "invalid_grant",
        "a new password ends grants"
    );
    world.stop().await;
}
