//! Sign-in, identity and API against a small server that speaks the contract's answers.

use crate::support::{
    org::{ACCESS, Org},
    outbound,
};
use liaison_connectors::{
    outbound::OutboundError,
    salesforce::{self, Api, ApiError, ErrorClass, LoginHost, OAuthError, Pkce, Usage},
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

#[tokio::test]
async fn a_code_becomes_verified_tokens() {
    let org = Org::start().await;
    let pkce = Pkce::from_random([3; 32]);
    let tokens = salesforce::exchange(&outbound(None), &org.app(), "aPrx==", &pkce.verifier)
        .await
        .unwrap();
    assert_eq!(tokens.access_token.expose_secret(), ACCESS);
    assert_eq!(tokens.organization_id, "00D000000000001AAA");
    assert_eq!(tokens.user_id, "005000000000001AAA");
    assert_eq!(tokens.issued_at_ms, 1_795_161_600_123);
    assert_eq!(
        org.asked("grant_type").as_deref(),
        Some("authorization_code")
    );
    assert_eq!(org.asked("code").as_deref(), Some("aPrx=="));
    assert_eq!(
        org.asked("code_verifier").as_deref(),
        Some(pkce.verifier.expose_secret())
    );
    assert!(!format!("{tokens:?}").contains("marker"));
}

#[tokio::test]
async fn forged_and_misdirecting_answers_are_refused() {
    let org = Org::start().await;
    let app = org.app();
    let connector = outbound(None);
    let old = "marker-refresh-1".into();
    for (change, wanted) in [
        (json!({ "signature": "AAAA" }), OAuthError::BadSignature),
        (json!({ "signature": null }), OAuthError::BadSignature),
        (
            json!({ "issued_at": "1795161600124" }),
            OAuthError::BadSignature,
        ),
        (
            json!({ "instance_url": "https://evil.example" }),
            OAuthError::UntrustedHost,
        ),
        (
            json!({ "instance_url": "http://127.0.0.1:1" }),
            OAuthError::UntrustedHost,
        ),
        (json!({ "access_token": null }), OAuthError::Unreadable),
    ] {
        org.change(change.clone());
        let error = salesforce::refresh(&connector, &app, &old)
            .await
            .unwrap_err();
        assert_eq!(error, wanted, "{change}");
    }
}

#[tokio::test]
async fn refresh_hands_out_the_rotated_token() {
    let org = Org::start().await;
    let old = "marker-refresh-1".into();
    let tokens = salesforce::refresh(&outbound(None), &org.app(), &old)
        .await
        .unwrap();
    assert_eq!(
        org.asked("refresh_token").as_deref(),
        Some("marker-refresh-1")
    );
    let new = tokens.refresh_token.unwrap();
    assert_eq!(new.expose_secret(), "marker-refresh-2");
    org.change(json!({ "refresh_token": null }));
    let tokens = salesforce::refresh(&outbound(None), &org.app(), &old)
        .await
        .unwrap();
    assert!(tokens.refresh_token.is_none());
}

#[tokio::test]
async fn refusals_of_the_token_service_are_told_apart() {
    let org = Org::start().await;
    let refused = |error: &str, description: &str| {
        let body = json!({ "error": error, "error_description": description });
        (400, body.to_string())
    };
    for ((status, body), wanted) in [
        (
            refused("invalid_grant", "expired access/refresh token"),
            OAuthError::ExpiredRefreshToken,
        ),
        (
            refused("invalid_grant", "ip restricted"),
            OAuthError::IpRestricted,
        ),
        (
            refused("invalid_client", "invalid client credentials"),
            OAuthError::InvalidClientSecret,
        ),
        (
            refused("rate_limit_exceeded", "login rate exceeded"),
            OAuthError::RateLimited,
        ),
        (
            (503, "<html>".into()),
            OAuthError::Unavailable { status: 503 },
        ),
        ((400, "<html>".into()), OAuthError::Unreadable),
        ((302, String::new()), OAuthError::Unreadable),
    ] {
        org.refuse(status, &body);
        let old = "marker-refresh-1".into();
        let error = salesforce::refresh(&outbound(None), &org.app(), &old)
            .await
            .unwrap_err();
        assert_eq!(error, wanted, "{body}");
        assert!(!format!("{error} {error:?}").contains("marker"));
    }
}

#[tokio::test]
async fn an_app_is_proven_by_a_made_up_code() {
    let org = Org::start().await;
    let check = async |body: Value| {
        org.refuse(400, &body.to_string());
        salesforce::check_app(&outbound(None), &org.app()).await
    };
    let grant = |d: &str| json!({ "error": "invalid_grant", "error_description": d });
    assert_eq!(check(grant("expired authorization code")).await, Ok(()));
    assert_eq!(check(grant("something new")).await, Ok(()));
    assert_eq!(
        check(grant("ip restricted")).await,
        Err(OAuthError::IpRestricted)
    );
    let unknown = json!({ "error": "invalid_client_id", "error_description": "x" });
    assert_eq!(check(unknown).await, Err(OAuthError::InvalidClientId));
}

#[tokio::test]
async fn a_token_unknown_already_counts_as_revoked() {
    let org = Org::start().await;
    let token = "marker-refresh-1".into();
    let connector = outbound(None);
    salesforce::revoke(&connector, &org.app(), &token)
        .await
        .unwrap();
    assert_eq!(org.asked("token").as_deref(), Some("marker-refresh-1"));
    org.refuse(
        400,
        r#"{"error":"unsupported_token_type","error_description":"no"}"#,
    );
    salesforce::revoke(&connector, &org.app(), &token)
        .await
        .unwrap();
    org.refuse(503, "");
    let error = salesforce::revoke(&connector, &org.app(), &token)
        .await
        .unwrap_err();
    assert!(error.is_temporary());
}

#[tokio::test]
async fn the_identity_must_be_the_tokens_owner() {
    let org = Org::start().await;
    let tokens = org.tokens().await;
    let connector = outbound(None);
    let found = salesforce::identity(&connector, &tokens).await.unwrap();
    assert_eq!(found.username, "rita.rep@acme.example");
    assert_eq!(found.time_zone.as_deref(), Some("Europe/Berlin"));
    assert!(found.email_verified && found.active && found.is_app_installed);
    org.change(json!({ "user_id": "005000000000002AAA" }));
    let other = salesforce::identity(&connector, &tokens).await;
    assert_eq!(other.unwrap_err(), ApiError::WrongIdentity);
    for (status, word, wanted) in [
        (403, "Bad_OAuth_Token", ApiError::SessionExpired),
        (404, "Inactive", ApiError::InactiveUser),
        (404, "Bad_Id", ApiError::NotFound),
    ] {
        org.refuse(status, word);
        let refused = salesforce::identity(&connector, &tokens).await;
        assert_eq!(refused.unwrap_err(), wanted, "{word}");
    }
}

#[tokio::test]
async fn queries_carry_usage_and_stay_on_the_instance() {
    let org = Org::start().await;
    let api = Api::for_tokens(outbound(None), &org.tokens().await);
    assert_eq!(api.versions().await.unwrap()[0].version, "66.0");
    assert_eq!(api.usage(), None);
    let soql = "SELECT Id FROM Lead WHERE Name = 'a&b+c'";
    let page = api.query(soql).await.unwrap();
    assert_eq!(
        (page.total_size, page.records.len(), page.done),
        (2, 2, true)
    );
    assert_eq!(org.asked("q").as_deref(), Some(soql));
    let usage = Usage {
        used: 18,
        max: 15_000,
        app: None,
    };
    assert_eq!(api.usage(), Some(usage));
    for next in [
        "https://evil.example/services/data/",
        "//evil.example/",
        "/other",
    ] {
        assert_eq!(
            api.query_more(next).await.unwrap_err(),
            ApiError::CursorGone
        );
    }
    for (object, id) in [("Lead/x", "00Q000000000001AAA"), ("Lead", "../../x")] {
        let refused = api.retrieve(object, id, &[]).await.unwrap_err();
        assert!(
            matches!(refused, ApiError::BadRequest { .. }),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn refusals_of_the_api_fall_into_classes() {
    let org = Org::start().await;
    let api = Api::for_tokens(outbound(None), &org.tokens().await);
    let body =
        |code: &str, message: &str| json!([{ "errorCode": code, "message": message }]).to_string();
    for (status, body, class) in [
        (
            401,
            body("INVALID_SESSION_ID", "Session expired or invalid"),
            ErrorClass::Authentication,
        ),
        (401, String::new(), ErrorClass::Authentication),
        (
            403,
            body("API_CURRENTLY_DISABLED", "off"),
            ErrorClass::Access,
        ),
        (
            403,
            body("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
            ErrorClass::Intermittent,
        ),
        (
            503,
            body("SERVER_UNAVAILABLE", "server too busy"),
            ErrorClass::Intermittent,
        ),
        (502, "<html>".into(), ErrorClass::Intermittent),
        (500, body("UNKNOWN_EXCEPTION", "x"), ErrorClass::Other),
        (404, String::new(), ErrorClass::Other),
    ] {
        org.refuse(status, &body);
        let error = api.query("SELECT Id FROM Lead").await.unwrap_err();
        assert_eq!(error.class(), class, "{status} {body}: {error:?}");
        assert!(!format!("{error} {error:?} {api:?}").contains("marker"));
    }
}

#[tokio::test]
async fn collections_answer_for_each_record() {
    let org = Org::start().await;
    let api = Api::for_tokens(outbound(None), &org.tokens().await);
    let task = |subject: Value| json!({ "attributes": { "type": "Task" }, "Subject": subject });
    let records = [task(json!("Email")), task(Value::Null)];
    let results = api.create_many(&records, false).await.unwrap();
    assert!(results[0].is_success());
    let [ApiError::Field { code, fields, .. }] = results[1].errors.as_slice() else {
        panic!("{results:?}")
    };
    assert_eq!(
        (code.as_str(), fields.as_slice()),
        ("REQUIRED_FIELD_MISSING", &["Subject".to_owned()][..])
    );
    let too_many = vec![task(Value::Null); 201];
    assert!(api.create_many(&too_many, false).await.is_err());
}

#[tokio::test]
async fn a_cut_connection_is_reported_as_such() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut app = Org::start().await.app();
    let host = format!("http://{}", listener.local_addr().unwrap());
    app.host = LoginHost::parse(&host, true).unwrap();
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let error = salesforce::refresh(&outbound(None), &app, &"x".into())
        .await
        .unwrap_err();
    assert_eq!(error, OAuthError::Unreachable(OutboundError::CutOff));
    assert!(error.is_temporary());
}
