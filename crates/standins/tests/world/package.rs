//! What the package adds to the org and what an admin may take away (administration 6.8 to 6.11).
use crate::helper::{client, control, form, query, rest, seller, token, world};
use liaison_standins::{Options, World};
use serde_json::{Value, json};

const CAMPAIGN: &str = "Liaison_Current_Campaign__c";
const REPLIED: &str = "Liaison_Last_Replied__c";

async fn some_lead(world: &World, token: &str) -> String {
    let (_, found) = query(world, token, "SELECT Id FROM Lead LIMIT 1").await;
    found["records"][0]["Id"].as_str().unwrap().to_owned()
}

async fn field(world: &World, token: &str, object: &str, name: &str) -> Option<Value> {
    let path = format!("sobjects/{object}/describe");
    let (_, described) = rest(world, token, "GET", &path, None).await;
    let fields = described["fields"].as_array().unwrap();
    fields.iter().find(|field| field["name"] == name).cloned()
}

async fn order(world: &World, order: Value) {
    let (status, said) = control(world, "POST", "/faults", Some(order)).await;
    assert_eq!(status, 200, "{said}");
}

#[tokio::test]
async fn the_fields_of_the_package_are_described_written_and_found() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    for (object, name, kind, length) in [
        ("Task", "mktosales_call_outcome__c", "string", 50),
        ("Task", "mktosales_call_reason__c", "string", 50),
        ("Task", "MSE_Template__c", "string", 255),
        ("Task", "MSE_Details__c", "url", 255),
        ("Task", "MSE_Viewed__c", "boolean", 0),
        ("Opportunity", "Liaison_Opt_Out__c", "boolean", 0),
        ("Contact", REPLIED, "datetime", 0),
        (
            "Account",
            "Liaison_Last_Activity_By_Sales__c",
            "datetime",
            0,
        ),
        (
            "Lead",
            "Liaison_Last_Marketing_Engagement_Source__c",
            "string",
            255,
        ),
    ] {
        let field = field(&world, &token, object, name).await.unwrap();
        assert_eq!(
            (&field["type"], &field["length"], &field["updateable"]),
            (&json!(kind), &json!(length), &json!(true)),
            "{object}.{name}"
        );
    }
    let soql = format!("SELECT Id FROM Account WHERE {CAMPAIGN} = 'Spring'");
    for object in ["Lead", "Contact", "Account", "Opportunity"] {
        let (_, one) = query(&world, &token, &format!("SELECT Id FROM {object} LIMIT 1")).await;
        let id = one["records"][0]["Id"].as_str().unwrap().to_owned();
        let body = json!({ CAMPAIGN: "Spring", REPLIED: "2026-11-20T08:00:00Z", "Liaison_Opt_Out__c": true });
        let path = format!("sobjects/{object}/{id}");
        assert_eq!(
            rest(&world, &token, "PATCH", &path, Some(body)).await.0,
            204
        );
        let soql = soql.replace("Account", object);
        let (_, found) = query(&world, &token, &soql).await;
        assert_eq!(found["records"][0]["Id"], json!(id), "{object}");
    }
    world.stop().await;
}

#[tokio::test]
async fn without_the_package_its_fields_do_not_exist() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let id = some_lead(&world, &token).await;
    let off = json!({ "deployed": false });
    control(&world, "POST", "/salesforce/package", Some(off)).await;
    assert!(field(&world, &token, "Lead", CAMPAIGN).await.is_none());
    assert!(
        field(&world, &token, "Task", "MSE_Campaign__c")
            .await
            .is_none()
    );
    let path = format!("sobjects/Lead/{id}");
    let (status, refused) = rest(
        &world,
        &token,
        "PATCH",
        &path,
        Some(json!({ CAMPAIGN: "X" })),
    )
    .await;
    assert_eq!(
        (status, &refused[0]["errorCode"]),
        (400, &json!("INVALID_FIELD"))
    );
    let (_, refused) = query(&world, &token, &format!("SELECT {CAMPAIGN} FROM Lead")).await;
    assert_eq!(refused[0]["errorCode"], "INVALID_FIELD");
    let on = json!({ "deployed": true });
    control(&world, "POST", "/salesforce/package", Some(on)).await;
    assert!(field(&world, &token, "Lead", CAMPAIGN).await.is_some());
    world.stop().await;
}

#[tokio::test]
async fn field_level_security_hides_fields_from_whom_it_is_meant_for() {
    let world = world().await;
    let grant = |username: &str| world.salesforce_grant(username).unwrap().access_token;
    let other = world.company().employees[3].username.clone();
    let (token, free) = (grant(&seller(&world)), grant(&other));
    let id = some_lead(&world, &token).await;
    let rule =
        json!({ "username": seller(&world), "object": "Lead", "fields": [REPLIED, CAMPAIGN] });
    assert_eq!(
        control(&world, "POST", "/salesforce/security", Some(rule))
            .await
            .0,
        200
    );
    assert!(field(&world, &token, "Lead", REPLIED).await.is_none());
    assert!(field(&world, &free, "Lead", REPLIED).await.is_some());
    let path = format!("sobjects/Lead/{id}");
    let both = json!({ CAMPAIGN: "X", REPLIED: "2026-11-20T08:00:00Z", "Title": "T" });
    let (status, refused) = rest(&world, &token, "PATCH", &path, Some(both.clone())).await;
    assert_eq!(
        (status, &refused[0]["errorCode"]),
        (400, &json!("INVALID_FIELD_FOR_INSERT_UPDATE"))
    );
    let message = refused[0]["message"].as_str().unwrap();
    assert!(message.starts_with("Unable to create/update fields: "));
    assert!(message.ends_with(
        ". Please check the security settings of this field and verify that it is read/write for your profile or permission set."
    ));
    assert!(message.contains(REPLIED) && message.contains(CAMPAIGN));
    let batch =
        json!({ "records": [{ "attributes": { "type": "Lead" }, "id": id, CAMPAIGN: "X" }] });
    let (_, answer) = rest(&world, &token, "PATCH", "composite/sobjects", Some(batch)).await;
    assert_eq!(
        answer[0]["errors"][0]["statusCode"],
        "INVALID_FIELD_FOR_INSERT_UPDATE"
    );
    let (_, refused) = query(&world, &token, &format!("SELECT {REPLIED} FROM Lead")).await;
    assert_eq!(refused[0]["errorCode"], "INVALID_FIELD");
    let (_, whole) = rest(&world, &token, "GET", &path, None).await;
    assert!(whole.get(REPLIED).is_none() && whole.get("Title").is_some());
    assert_eq!(
        rest(&world, &free, "PATCH", &path, Some(both.clone()))
            .await
            .0,
        204
    );

    control(&world, "DELETE", "/salesforce/security", None).await;
    let rule = json!({ "object": "Lead", "fields": [REPLIED], "access": "read" });
    control(&world, "POST", "/salesforce/security", Some(rule)).await;
    let seen = field(&world, &free, "Lead", REPLIED).await.unwrap();
    assert_eq!(seen["updateable"], json!(false));
    assert_eq!(rest(&world, &free, "PATCH", &path, Some(both)).await.0, 400);
    let unknown = json!({ "object": "Lead", "fields": ["Nothing__c"] });
    assert_eq!(
        control(&world, "POST", "/salesforce/security", Some(unknown))
            .await
            .0,
        400
    );
    world.stop().await;
}

#[tokio::test]
async fn every_code_of_the_diagnostics_page_can_be_ordered() {
    let world = world().await;
    let grant = world.salesforce_grant(&seller(&world)).unwrap();
    let access = grant.access_token.clone();
    let id = some_lead(&world, &access).await;
    let task = || Some(json!({ "Subject": "Email: Hi", "WhoId": id, "MSE_Clicked__c": true }));
    let many = || {
        let task = json!({ "attributes": { "type": "Task" }, "Subject": "A" });
        Some(json!({ "records": [task, task] }))
    };
    for code in [
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "CANNOT_UPDATE_CONVERTED_LEAD",
        "ENTITY_IS_LOCKED",
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "FIELD_FILTER_VALIDATION_EXCEPTION",
        "FIELD_INTEGRITY_EXCEPTION",
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "INVALID_FIELD",
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "INVALID_TYPE",
        "REQUIRED_FIELD_MISSING",
        "UNABLE_TO_LOCK_ROW",
    ] {
        order(&world, json!({ "service": "salesforce", "kind": "refuse", "text": code, "object": "Task", "times": 2 })).await;
        let (status, refused) = rest(&world, &access, "POST", "sobjects/Task", task()).await;
        let single = if code == "INSUFFICIENT_ACCESS_OR_READONLY" {
            403
        } else {
            400
        };
        assert_eq!(
            (status, &refused[0]["errorCode"]),
            (single, &json!(code)),
            "{refused}"
        );
        let (status, answer) = rest(&world, &access, "POST", "composite/sobjects", many()).await;
        let first = &answer[0]["errors"][0]["statusCode"];
        assert_eq!((status, first), (200, &json!(code)));
        assert_eq!(
            answer[1]["success"],
            json!(true),
            "one order, one record: {code}"
        );
    }
    for (code, status) in [
        ("API_CURRENTLY_DISABLED", 403),
        ("INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE", 503),
        ("QUERY_TIMEOUT", 500),
        ("REQUEST_LIMIT_EXCEEDED", 403),
        ("SERVER_UNAVAILABLE", 503),
        ("TXN_SECURITY_NO_ACCESS", 403),
        ("UNKNOWN_EXCEPTION", 500),
    ] {
        order(&world, json!({ "service": "salesforce", "kind": "refuse", "text": code, "object": "Task", "times": 1 })).await;
        let path = format!("sobjects/Lead/{id}");
        let title = Some(json!({ "Title": code }));
        assert_eq!(
            rest(&world, &access, "PATCH", &path, title).await.0,
            204,
            "other objects go on"
        );
        let (seen, refused) = rest(&world, &access, "POST", "composite/sobjects", many()).await;
        assert_eq!((seen, &refused[0]["errorCode"]), (status, &json!(code)));
        assert_eq!(
            rest(&world, &access, "POST", "sobjects/Task", task())
                .await
                .0,
            201
        );
    }
    order(
        &world,
        json!({ "service": "salesforce", "kind": "refuse", "text": "FAILED_WRITE", "times": 1 }),
    )
    .await;
    let address = format!(
        "{}/services/data/v66.0/sobjects/Task",
        world.addresses().salesforce
    );
    let sent = client()
        .post(address)
        .bearer_auth(&access)
        .json(&task().unwrap())
        .send()
        .await;
    let broken = match sent {
        Ok(response) => response.bytes().await.is_err(),
        Err(_) => true,
    };
    assert!(broken);
    for (code, description) in [
        ("AUTHENTICATION_FAILURE", "authentication failure"),
        ("EXPIRED_ACCESS", "expired access/refresh token"),
        ("INACTIVE_ORGANIZATION", "inactive organization"),
        ("INACTIVE_USER", "inactive user"),
        ("INVALID_GRANT", "ip restricted"),
    ] {
        let grant = world.salesforce_grant(&seller(&world)).unwrap();
        order(&world, json!({ "service": "salesforce", "kind": "refuse", "text": code, "times": 1, "account": seller(&world) })).await;
        let (status, refused) =
            rest(&world, &grant.access_token, "POST", "sobjects/Task", task()).await;
        assert_eq!(
            (status, &refused[0]["errorCode"]),
            (401, &json!("INVALID_SESSION_ID"))
        );
        let refresh = [
            ("grant_type", "refresh_token"),
            ("refresh_token", grant.refresh_token.as_str()),
        ];
        let (status, refused) = token(&world, &refresh).await;
        assert_eq!(
            (status, &refused["error"], &refused["error_description"]),
            (400, &json!("invalid_grant"), &json!(description))
        );
        assert_eq!(token(&world, &refresh).await.0, 200, "the order is spent");
    }
    let (_, left) = control(&world, "GET", "/faults", None).await;
    assert_eq!(left, json!([]));
    let nonsense = json!({ "service": "salesforce", "kind": "refuse", "text": "NO_SUCH_CODE" });
    assert_eq!(
        control(&world, "POST", "/faults", Some(nonsense)).await.0,
        400
    );
    world.stop().await;
}

#[tokio::test]
async fn one_record_can_be_locked_until_it_is_released() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let (_, found) = query(&world, &token, "SELECT Id FROM Lead LIMIT 2").await;
    let id = |place: usize| found["records"][place]["Id"].as_str().unwrap();
    let lock = json!({ "service": "salesforce", "kind": "refuse", "text": "ENTITY_IS_LOCKED", "record": &id(0)[..15] });
    let (_, fault) = control(&world, "POST", "/faults", Some(lock)).await;
    let change = async |id: &str| {
        let body = Some(json!({ "Title": "T" }));
        rest(
            &world,
            &token,
            "PATCH",
            &format!("sobjects/Lead/{id}"),
            body,
        )
        .await
    };
    for _ in 0..2 {
        let (status, refused) = change(id(0)).await;
        assert_eq!(
            (status, &refused[0]["message"]),
            (400, &json!("the entity is locked for editing"))
        );
    }
    assert_eq!(change(id(1)).await.0, 204);
    control(&world, "DELETE", &format!("/faults/{}", fault["id"]), None).await;
    assert_eq!(change(id(0)).await.0, 204);
    world.stop().await;
}

#[tokio::test]
async fn the_limit_of_calls_is_told_and_moves_on_after_a_day() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let settings = json!({ "access_token_life_seconds": 400_000 });
    control(&world, "POST", "/salesforce/settings", Some(settings)).await;
    let limits = json!({ "used": 14_999, "max": 15_000 });
    control(&world, "POST", "/salesforce/limits", Some(limits)).await;
    let ask = async || {
        let response = client()
            .get(format!(
                "{}/services/data/v66.0/limits",
                world.addresses().salesforce
            ))
            .bearer_auth(&token)
            .send()
            .await
            .unwrap();
        let told = response.headers()["sforce-limit-info"].to_str().unwrap();
        (told.to_owned(), response.json::<Value>().await.unwrap())
    };
    let (told, body) = ask().await;
    assert_eq!(told, "api-usage=15000/15000");
    assert_eq!(body["DailyApiRequests"]["Remaining"], json!(0));
    let (told, body) = ask().await;
    assert_eq!(told, "api-usage=15000/15000");
    assert_eq!(
        (&body[0]["errorCode"], &body[0]["message"]),
        (
            &json!("REQUEST_LIMIT_EXCEEDED"),
            &json!("TotalRequests Limit exceeded.")
        )
    );
    let later = json!({ "advance_seconds": 86_400 });
    control(&world, "POST", "/clock", Some(later)).await;
    assert_eq!(ask().await.0, "api-usage=1/15000");
    world.stop().await;
}

#[tokio::test]
async fn changed_and_deleted_tasks_and_opt_outs_are_found_by_their_time() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let make = async || {
        let body = Some(json!({ "Subject": "Call back" }));
        let (_, made) = rest(&world, &token, "POST", "sobjects/Task", body).await;
        made["id"].clone()
    };
    let (kept, gone) = (make().await, make().await);
    let path = format!("sobjects/Task/{}", gone.as_str().unwrap());
    rest(&world, &token, "DELETE", &path, None).await;
    let (_, clock) = control(&world, "GET", "/clock", None).await;
    let now: jiff::Timestamp = clock["now"].as_str().unwrap().parse().unwrap();
    let at = |hours: i64| {
        let at = now + jiff::SignedDuration::from_hours(hours);
        at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    };
    let (from, to) = (at(-1), at(1));
    let window = form(&[("start", &from), ("end", &to)]);
    let look = async |what: &str| {
        let path = format!("sobjects/Task/{what}?{window}");
        rest(&world, &token, "GET", &path, None).await.1
    };
    let (updated, deleted) = (look("updated").await, look("deleted").await);
    let ids = updated["ids"].as_array().unwrap();
    assert!(ids.contains(&kept) && !ids.contains(&gone));
    assert_eq!(deleted["deletedRecords"][0]["id"], gone);
    assert!(deleted["deletedRecords"][0]["deletedDate"].is_string());
    assert!(
        updated["latestDateCovered"].as_str().unwrap() < to.as_str(),
        "the future is not covered"
    );

    let id = some_lead(&world, &token).await;
    let path = format!("sobjects/Lead/{id}");
    let out = Some(json!({ "HasOptedOutOfEmail": true }));
    assert_eq!(rest(&world, &token, "PATCH", &path, out).await.0, 204);
    let soql = format!(
        "SELECT Id FROM Lead WHERE HasOptedOutOfEmail = true AND SystemModstamp >= {from} ORDER BY SystemModstamp, Id"
    );
    let (_, found) = query(&world, &token, &soql).await;
    let found = found["records"].as_array().unwrap();
    assert!(found.iter().any(|lead| lead["Id"] == json!(id)));
    world.stop().await;
}

#[tokio::test]
async fn accounts_have_several_contacts_and_opportunities_several_roles() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let soql = "SELECT OpportunityId, COUNT(Id) n FROM OpportunityContactRole GROUP BY OpportunityId ORDER BY OpportunityId";
    let (_, roles) = query(&world, &token, soql).await;
    let roles = roles["records"].as_array().unwrap();
    let rich = roles.iter().filter(|row| row["n"].as_u64() >= Some(3));
    assert!(rich.count() >= 10);
    let soql = "SELECT AccountId, COUNT(Id) n FROM Contact WHERE Email != null GROUP BY AccountId ORDER BY AccountId";
    let (_, contacts) = query(&world, &token, soql).await;
    let contacts = contacts["records"].as_array().unwrap();
    let rich = contacts.iter().filter(|row| row["n"].as_u64() >= Some(3));
    assert!(rich.count() >= 10);
    world.stop().await;
}

#[tokio::test]
async fn what_the_admin_entered_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        data: Some(folder.path().to_owned()),
        ..Options::default()
    };
    let world = World::start(options()).await.unwrap();
    world
        .install_panel("http://localhost:8099/", "key")
        .unwrap();
    assert!(world.install_panel("nonsense", "key").is_err());
    let rule = json!({ "object": "Task", "fields": ["MSE_Viewed__c"] });
    control(&world, "POST", "/salesforce/security", Some(rule)).await;
    world.stop().await;
    let world = World::start(options()).await.unwrap();
    let (_, panel) = control(&world, "GET", "/salesforce/panel", None).await;
    assert_eq!(
        panel,
        json!({ "baseUrl": "http://localhost:8099", "secret": "key" })
    );
    let (_, package) = control(&world, "GET", "/salesforce/package", None).await;
    assert_eq!(package["security"][0]["fields"], json!(["MSE_Viewed__c"]));
    world.stop().await;
}
