//! The REST API of contracts 2.2 and 2.3, from outside.
use crate::helper::{client, control, form, query, rest, seller, world};
use serde_json::{Value, json};

#[tokio::test]
async fn records_live_change_and_die() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let call = |method: &'static str, path: String, body: Option<Value>| {
        rest_owned(&world, &token, method, path, body)
    };

    let (status, made) = call(
        "POST",
        "sobjects/Lead".into(),
        Some(json!({ "LastName": "Ødegård", "Company": "A", "Email": "a@b.example" })),
    )
    .await;
    assert_eq!((status, &made["success"]), (201, &json!(true)));
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("00Q") && id.len() == 18);
    assert_eq!(
        call(
            "PATCH",
            format!("sobjects/Lead/{}", &id[..15]),
            Some(json!({ "Title": "CEO" }))
        )
        .await
        .0,
        204
    );
    let (_, lead) = call(
        "GET",
        format!("sobjects/Lead/{id}?fields=Title,Name,IsConverted"),
        None,
    )
    .await;
    assert_eq!(
        (&lead["Title"], &lead["Name"], &lead["IsConverted"]),
        (&json!("CEO"), &json!("Ødegård"), &json!(false))
    );
    assert_eq!(
        lead["attributes"]["url"],
        format!("/services/data/v66.0/sobjects/Lead/{id}")
    );
    assert!(lead.get("Company").is_none());
    assert_eq!(
        call("PUT", format!("sobjects/Lead/{id}"), Some(json!({})))
            .await
            .1[0]["message"],
        "HTTP Method 'PUT' not allowed. Allowed are DELETE,GET,HEAD,PATCH"
    );
    assert_eq!(
        call("DELETE", format!("sobjects/Lead/{id}"), None).await.0,
        204
    );
    let (status, gone) = call("GET", format!("sobjects/Lead/{id}"), None).await;
    assert_eq!(
        (status, &gone[0]["errorCode"]),
        (404, &json!("ENTITY_IS_DELETED"))
    );

    let refusals = [
        (
            json!({ "LastName": "X" }),
            "REQUIRED_FIELD_MISSING",
            "Required fields are missing: [Company]",
        ),
        (
            json!({ "LastName": "X", "Company": "A", "Email": "no" }),
            "INVALID_EMAIL_ADDRESS",
            "Email: invalid email address: no",
        ),
        (
            json!({ "LastName": "x".repeat(81), "Company": "A" }),
            "STRING_TOO_LONG",
            "",
        ),
        (
            json!({ "LastName": "X", "Company": "A", "Foo": 1 }),
            "INVALID_FIELD",
            "",
        ),
        (
            json!({ "LastName": "X", "Company": "A", "IsConverted": true }),
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "",
        ),
        (
            json!({ "LastName": "X", "Company": "A", "OwnerId": "nonsense" }),
            "MALFORMED_ID",
            "",
        ),
        (
            json!({ "LastName": "X", "Company": "A", "HasOptedOutOfEmail": "maybe" }),
            "JSON_PARSER_ERROR",
            "",
        ),
    ];
    for (body, code, message) in refusals {
        let (status, refused) = call("POST", "sobjects/Lead".into(), Some(body)).await;
        assert_eq!(
            (status, &refused[0]["errorCode"]),
            (400, &json!(code)),
            "{refused}"
        );
        assert!(refused[0]["message"].as_str().unwrap().contains(message));
    }
    let (_, wrong) = call("GET", "sobjects/Lead/003000000000001".into(), None).await;
    assert_eq!(
        (&wrong[0]["errorCode"], &wrong[0]["fields"]),
        (&json!("MALFORMED_ID"), &json!(["Id"]))
    );
    assert_eq!(
        call("GET", "sobjects/Nothing/describe".into(), None)
            .await
            .0,
        404
    );
    world.stop().await;
}

async fn rest_owned(
    world: &liaison_standins::World,
    token: &str,
    method: &str,
    path: String,
    body: Option<Value>,
) -> (u16, Value) {
    rest(world, token, method, &path, body).await
}

#[tokio::test]
async fn tasks_know_their_account_and_refuse_what_does_not_fit() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let (_, found) = query(&world, &token, "SELECT Id, AccountId FROM Contact LIMIT 1").await;
    let contact = &found["records"][0];
    let (_, lead) = query(&world, &token, "SELECT Id FROM Lead LIMIT 1").await;
    let task = json!({ "WhoId": contact["Id"], "Subject": "Email: Hi", "Status": "Completed", "ActivityDate": "2026-11-20" });
    let (status, made) = rest(&world, &token, "POST", "sobjects/Task", Some(task)).await;
    assert_eq!(status, 201, "{made}");
    let (_, task) = rest(
        &world,
        &token,
        "GET",
        &format!("sobjects/Task/{}", made["id"].as_str().unwrap()),
        None,
    )
    .await;
    assert_eq!(
        (&task["AccountId"], &task["IsClosed"], &task["Priority"]),
        (&contact["AccountId"], &json!(true), &json!("Normal"))
    );
    assert!(
        task["CompletedDateTime"]
            .as_str()
            .unwrap()
            .ends_with("+0000")
    );
    let both = json!({ "WhoId": lead["records"][0]["Id"], "WhatId": contact["AccountId"] });
    let (_, refused) = rest(&world, &token, "POST", "sobjects/Task", Some(both)).await;
    assert_eq!(refused[0]["errorCode"], "FIELD_INTEGRITY_EXCEPTION");

    let (_, plain) = query(&world, &token, "SELECT COUNT() FROM Task").await;
    let all = rest(
        &world,
        &token,
        "GET",
        &format!("queryAll?{}", form(&[("q", "SELECT COUNT() FROM Task")])),
        None,
    )
    .await
    .1;
    assert!(
        all["totalSize"].as_u64() > plain["totalSize"].as_u64(),
        "archived tasks only show in queryAll"
    );
    world.stop().await;
}

#[tokio::test]
async fn external_keys_insert_then_update() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let path = "sobjects/Lead/SA_Ext__c/E%2F17";
    let body = || Some(json!({ "LastName": "K", "Company": "A" }));
    let (status, made) = rest(&world, &token, "PATCH", path, body()).await;
    assert_eq!((status, &made["created"]), (201, &json!(true)), "{made}");
    let (status, same) = rest(&world, &token, "PATCH", path, body()).await;
    assert_eq!(
        (status, &same["created"], &same["id"]),
        (200, &json!(false), &made["id"])
    );
    assert_eq!(
        rest(&world, &token, "GET", path, None).await.1["SA_Ext__c"],
        "E/17"
    );
    let (status, refused) = rest(&world, &token, "PATCH", "sobjects/Lead/Title/x", body()).await;
    assert_eq!(
        (status, &refused[0]["errorCode"]),
        (404, &json!("NOT_FOUND"))
    );
    let twice = json!({ "LastName": "K", "Company": "A", "SA_Ext__c": "e/17" });
    assert_eq!(
        rest(&world, &token, "POST", "sobjects/Lead", Some(twice))
            .await
            .1[0]["errorCode"],
        "DUPLICATE_VALUE"
    );

    let window = form(&[
        ("start", "2020-01-01T00:00:00Z"),
        ("end", "2100-01-01T00:00:00Z"),
    ]);
    assert_eq!(
        rest(
            &world,
            &token,
            "GET",
            &format!("sobjects/Lead/updated?{window}"),
            None
        )
        .await
        .0,
        400
    );
    let start = (
        jiff_now(&world).await - 3_600_000_000,
        jiff_now(&world).await + 3_600_000_000,
    );
    let window = form(&[("start", &iso(start.0)), ("end", &iso(start.1))]);
    let (_, updated) = rest(
        &world,
        &token,
        "GET",
        &format!("sobjects/Lead/updated?{window}"),
        None,
    )
    .await;
    assert!(updated["ids"].as_array().unwrap().contains(&made["id"]));
    world.stop().await;
}

async fn jiff_now(world: &liaison_standins::World) -> i64 {
    let (_, clock) = control(world, "GET", "/clock", None).await;
    clock["now"]
        .as_str()
        .unwrap()
        .parse::<jiff::Timestamp>()
        .unwrap()
        .as_microsecond()
}

fn iso(micros: i64) -> String {
    jiff::Timestamp::from_microsecond(micros)
        .unwrap()
        .strftime("%Y-%m-%dT%H:%M:%S+00:00")
        .to_string()
}

#[tokio::test]
async fn every_version_and_page_answers() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let get = |path: &'static str| {
        client()
            .get(format!("{}{path}", world.addresses().salesforce))
            .bearer_auth(&token)
            .send()
    };
    let versions: Value = get("/services/data").await.unwrap().json().await.unwrap();
    assert!(versions.as_array().unwrap().contains(
        &json!({ "label": "Spring '26", "url": "/services/data/v66.0", "version": "66.0" })
    ));
    assert_eq!(
        get("/services/data/v51.0/sobjects/")
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(
        get("/services/data/v68.0/sobjects/Lead/describe")
            .await
            .unwrap()
            .status(),
        200
    );
    assert_eq!(
        get("/services/data/v50.0/limits").await.unwrap().status(),
        410
    );
    assert_eq!(
        get("/services/data/v69.0/limits").await.unwrap().status(),
        404
    );
    assert_eq!(
        get("/services/oauth2/userinfo").await.unwrap().status(),
        200
    );
    let mut browser = crate::helper::Browser::new(&world);
    browser.log_in(&seller(&world)).await;
    let (_, lead) = query(
        &world,
        &token,
        "SELECT Id FROM Contact WHERE AccountId != null LIMIT 1",
    )
    .await;
    let id = lead["records"][0]["Id"].as_str().unwrap();
    for path in [
        "/",
        "/lightning",
        "/lightning/o/Lead/list",
        "/lightning/o/Opportunity/list?page=2",
    ] {
        assert_eq!(browser.get(path).await.status, 200, "{path}");
    }
    assert_eq!(
        browser.get(&format!("/{id}")).await.location,
        format!("/lightning/r/Contact/{id}/view")
    );
    assert_eq!(
        browser
            .get(&format!("/lightning/r/Contact/{id}/view"))
            .await
            .status,
        200
    );
    assert_eq!(browser.get("/nothing").await.status, 404);
    world.stop().await;
}
