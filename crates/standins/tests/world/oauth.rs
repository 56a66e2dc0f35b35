//! The web-server flow of contracts 2.1.
use crate::helper::{
    Browser, CALLBACK, VERIFIER, authorize_path, client, control, parameter, rest, seller, token,
    world,
};
use liaison_standins::MARKER;
use serde_json::json;

#[tokio::test]
async fn a_seller_logs_in_allows_and_is_known() {
    let world = world().await;
    let mut browser = Browser::new(&world);
    let first = browser
        .get(&authorize_path(&world, "&login_hint=a%40b.example"))
        .await;
    assert_eq!(first.status, 200);
    assert!(
        first.text.contains("name=\"password\"") && first.text.contains("value=\"a@b.example\"")
    );
    assert!(first.policy.contains("default-src 'none'") && !first.policy.contains("unsafe"));

    let back = browser
        .authorize(&world, &seller(&world), "", "allow")
        .await;
    assert!(back.starts_with(CALLBACK));
    assert_eq!(parameter(&back, "state").as_deref(), Some("s 1"));
    assert!(!back.contains(MARKER), "codes carry no marker");
    let code = parameter(&back, "code").unwrap();
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let (status, answer) = token(&world, &fields).await;
    assert_eq!(status, 200, "{answer}");
    assert!(answer["issued_at"].is_string() && answer.get("expires_in").is_none());
    assert!(answer["refresh_token"].as_str().unwrap().contains(MARKER));
    let access = answer["access_token"].as_str().unwrap();
    assert!(access.contains(MARKER));

    let identity = client()
        .get(answer["id"].as_str().unwrap())
        .bearer_auth(access)
        .send()
        .await
        .unwrap();
    let identity: serde_json::Value = identity.json().await.unwrap();
    assert_eq!(identity["username"], json!(seller(&world)));
    assert_eq!(identity["organization_id"].as_str().unwrap().len(), 18);
    assert!(
        identity["urls"]["rest"]
            .as_str()
            .unwrap()
            .contains("v{version}")
    );

    let (status, again) = token(&world, &fields).await;
    assert_eq!((status, &again["error"]), (400, &json!("invalid_grant")));
    assert_eq!(again["error_description"], "expired authorization code");
    assert_eq!(
        rest(&world, access, "GET", "limits", None).await.0,
        401,
        "reuse of a code ends what it gave"
    );
    world.stop().await;
}

#[tokio::test]
async fn refusals_go_where_they_belong() {
    let world = world().await;
    let user = seller(&world);
    let mut browser = Browser::new(&world);
    let denied = browser.authorize(&world, &user, "", "deny").await;
    assert!(
        denied.contains("error=access_denied&error_description=end-user+denied+authorization"),
        "{denied}"
    );

    let wrong = authorize_path(&world, "").replace("callback", "elsewhere");
    let page = browser.get(&wrong).await;
    assert_eq!((page.status, page.location.as_str()), (400, ""));
    assert!(page.text.contains("redirect_uri_mismatch"));

    let bare = authorize_path(&world, "")
        .split("&code_challenge")
        .next()
        .unwrap()
        .to_owned();
    let told = browser.get(&bare).await;
    assert_eq!(told.status, 302);
    assert!(told.location.contains("missing+required+code+challenge"));

    control(
        &world,
        "POST",
        "/salesforce/users",
        Some(json!({ "email": user, "app_installed": false })),
    )
    .await;
    let told = browser.get(&authorize_path(&world, "")).await;
    assert!(
        told.location
            .contains("error=invalid_client&error_description=app+must+be+installed+into+org"),
        "{}",
        told.location
    );
    world.stop().await;
}

#[tokio::test]
async fn pages_speak_the_readers_language() {
    let world = world().await;
    let mut browser = Browser::new(&world);
    browser.language = "sv-SE,sv;q=0.9,en;q=0.5";
    assert!(
        browser
            .get(&authorize_path(&world, ""))
            .await
            .text
            .contains("<html lang=\"sv\">")
    );
    let french = world
        .company()
        .employees
        .iter()
        .find(|employee| employee.language == "fr")
        .unwrap()
        .clone();
    browser.log_in(&french.username).await;
    let consent = browser.get(&authorize_path(&world, "")).await.text;
    assert!(consent.contains("Autoriser</button>") && consent.contains("Refuser</button>"));
    let again = browser
        .get(&authorize_path(&world, "&prompt=login"))
        .await
        .text;
    assert!(again.contains("Se connecter") && again.contains("name=\"password\""));
    let out = browser.get("/secur/logout.jsp").await;
    assert_eq!(out.status, 303);
    world.stop().await;
}

#[tokio::test]
async fn a_rotated_refresh_token_ends_the_whole_grant_when_reused() {
    let world = world().await;
    let grant = world.salesforce_grant(&seller(&world)).unwrap();
    let refresh = |value: String| {
        let world = &world;
        async move {
            token(
                world,
                &[("grant_type", "refresh_token"), ("refresh_token", &value)],
            )
            .await
        }
    };
    let (status, fresh) = refresh(grant.refresh_token.clone()).await;
    assert_eq!(status, 200);
    let (next, access) = (
        fresh["refresh_token"].as_str().unwrap().to_owned(),
        fresh["access_token"].as_str().unwrap(),
    );
    assert_ne!(next, grant.refresh_token);
    assert_eq!(rest(&world, access, "GET", "limits", None).await.0, 200);
    let (status, reused) = refresh(grant.refresh_token.clone()).await;
    assert_eq!(
        (status, &reused["error_description"]),
        (400, &json!("expired access/refresh token"))
    );
    assert_eq!(rest(&world, access, "GET", "limits", None).await.0, 401);
    assert_eq!(refresh(next).await.0, 400);

    control(
        &world,
        "POST",
        "/salesforce/settings",
        Some(json!({ "rotation": false })),
    )
    .await;
    let grant = world.salesforce_grant(&seller(&world)).unwrap();
    for _ in 0..2 {
        let (status, answer) = refresh(grant.refresh_token.clone()).await;
        assert_eq!(status, 200);
        assert!(answer.get("refresh_token").is_none());
    }
    world.stop().await;
}

#[tokio::test]
async fn access_ends_after_idling_and_on_order() {
    let world = world().await;
    let user = seller(&world);
    let grant = world.salesforce_grant(&user).unwrap();
    control(
        &world,
        "POST",
        "/clock",
        Some(json!({ "advance_seconds": 7000 })),
    )
    .await;
    assert_eq!(
        rest(&world, &grant.access_token, "GET", "limits", None)
            .await
            .0,
        200
    );
    control(
        &world,
        "POST",
        "/clock",
        Some(json!({ "advance_seconds": 7000 })),
    )
    .await;
    assert_eq!(
        rest(&world, &grant.access_token, "GET", "limits", None)
            .await
            .0,
        200,
        "use renews the session"
    );
    control(
        &world,
        "POST",
        "/clock",
        Some(json!({ "advance_seconds": 7300 })),
    )
    .await;
    let (status, body) = rest(&world, &grant.access_token, "GET", "limits", None).await;
    assert_eq!(
        (status, &body[0]["errorCode"]),
        (401, &json!("INVALID_SESSION_ID"))
    );

    let grant = world.salesforce_grant(&user).unwrap();
    let fault =
        json!({ "service": "salesforce", "kind": "throttled", "account": user, "times": 1 });
    assert_eq!(control(&world, "POST", "/faults", Some(fault)).await.0, 200);
    let (status, body) = rest(&world, &grant.access_token, "GET", "limits", None).await;
    assert_eq!(
        (status, &body[0]["errorCode"]),
        (403, &json!("REQUEST_LIMIT_EXCEEDED"))
    );
    assert_eq!(
        rest(&world, &grant.access_token, "GET", "limits", None)
            .await
            .0,
        200
    );

    control(
        &world,
        "POST",
        "/faults",
        Some(json!({ "service": "salesforce", "kind": "cut", "times": 1 })),
    )
    .await;
    let address = format!(
        "{}/services/data/v66.0/limits",
        world.addresses().salesforce
    );
    let cut = client()
        .get(&address)
        .bearer_auth(&grant.access_token)
        .send()
        .await;
    let cut = match cut {
        Ok(response) => response.text().await.is_err(),
        Err(_) => true,
    };
    assert!(cut, "the connection breaks in the middle");

    control(
        &world,
        "POST",
        "/faults",
        Some(json!({ "service": "salesforce", "kind": "revoked", "times": 1 })),
    )
    .await;
    let (status, body) = token(
        &world,
        &[
            ("grant_type", "refresh_token"),
            ("refresh_token", &grant.refresh_token),
        ],
    )
    .await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
    world.stop().await;
}

#[tokio::test]
async fn without_api_access_only_the_data_is_refused() {
    let world = world().await;
    let barred = world
        .company()
        .employees
        .iter()
        .find(|employee| !employee.api_enabled)
        .unwrap()
        .username
        .clone();
    let back = Browser::new(&world)
        .authorize(&world, &barred, "", "allow")
        .await;
    let code = parameter(&back, "code").unwrap();
    let (status, answer) = token(
        &world,
        &[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ],
    )
    .await;
    assert_eq!(status, 200);
    let access = answer["access_token"].as_str().unwrap();
    let identity = client()
        .get(answer["id"].as_str().unwrap())
        .bearer_auth(access)
        .send()
        .await
        .unwrap();
    assert_eq!(identity.status().as_u16(), 200);
    let (status, body) = rest(&world, access, "GET", "limits", None).await;
    assert_eq!(
        (status, &body[0]["errorCode"], &body[0]["message"]),
        (
            403,
            &json!("API_CURRENTLY_DISABLED"),
            &json!("API is disabled for this User")
        )
    );
    world.stop().await;
}

#[tokio::test]
async fn a_restarted_world_still_knows_its_grants_and_mails() {
    let folder = tempfile::tempdir().unwrap();
    let options = || liaison_standins::Options {
        data: Some(folder.path().to_owned()),
        ..Default::default()
    };
    let world = liaison_standins::World::start(options()).await.unwrap();
    let grant = world.salesforce_grant(&seller(&world)).unwrap();
    let (_, made) = rest(
        &world,
        &grant.access_token,
        "POST",
        "sobjects/Lead",
        Some(json!({ "LastName": "Kept", "Company": "K" })),
    )
    .await;
    let ca = std::fs::read(&world.addresses().ca).unwrap();
    world.stop().await;
    let world = liaison_standins::World::start(options()).await.unwrap();
    let (status, _) = rest(
        &world,
        &grant.access_token,
        "GET",
        &format!("sobjects/Lead/{}", made["id"].as_str().unwrap()),
        None,
    )
    .await;
    assert_eq!(status, 200);
    assert_eq!(std::fs::read(&world.addresses().ca).unwrap(), ca);
    let (_, next) = rest(
        &world,
        &grant.access_token,
        "POST",
        "sobjects/Lead",
        Some(json!({ "LastName": "Next", "Company": "K" })),
    )
    .await;
    assert_ne!(next["id"], made["id"]);
    world.stop().await;
}
