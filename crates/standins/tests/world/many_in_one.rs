//! Collections, composite, batch and tree (contracts 2.3), from outside.
use crate::helper::{query, rest, seller, world};
use serde_json::{Value, json};

#[tokio::test]
async fn collections_answer_record_by_record() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let records = json!([
        { "attributes": { "type": "Lead" }, "LastName": "One", "Company": "A" },
        { "attributes": { "type": "Lead" }, "LastName": "Two" },
    ]);
    let body = |together: bool| Some(json!({ "allOrNone": together, "records": records }));
    let (status, mixed) = rest(&world, &token, "POST", "composite/sobjects", body(false)).await;
    assert_eq!(
        (
            status,
            &mixed[0]["success"],
            &mixed[1]["errors"][0]["statusCode"]
        ),
        (200, &json!(true), &json!("REQUIRED_FIELD_MISSING"))
    );
    assert!(mixed[1]["errors"][0].get("errorCode").is_none());
    let count = || async {
        query(
            &world,
            &token,
            "SELECT COUNT() FROM Lead WHERE LastName IN ('One', 'Two')",
        )
        .await
        .1["totalSize"]
            .clone()
    };
    assert_eq!(count().await, 1);
    let (_, rolled) = rest(&world, &token, "POST", "composite/sobjects", body(true)).await;
    assert_eq!(
        rolled[0]["errors"][0]["statusCode"],
        "ALL_OR_NONE_OPERATION_ROLLED_BACK"
    );
    assert_eq!(count().await, 1);

    let id = mixed[0]["id"].as_str().unwrap();
    let change = json!({ "records": [{ "attributes": { "type": "Lead" }, "id": id, "Title": "T" }, { "attributes": { "type": "Lead" }, "id": "00Q000000000999", "Title": "T" }] });
    let (_, changed) = rest(&world, &token, "PATCH", "composite/sobjects", Some(change)).await;
    assert_eq!(
        (&changed[0]["success"], &changed[1]["success"]),
        (&json!(true), &json!(false))
    );
    let (_, got) = rest(
        &world,
        &token,
        "POST",
        "composite/sobjects/Lead",
        Some(json!({ "ids": [id, "00Q000000000999"], "fields": ["Title"] })),
    )
    .await;
    assert_eq!((&got[0]["Title"], &got[1]), (&json!("T"), &Value::Null));
    let keyed = json!({ "records": [{ "attributes": { "type": "Lead" }, "SA_Ext__c": "c1", "LastName": "U", "Company": "A" }] });
    for created in [true, false] {
        let (_, upserted) = rest(
            &world,
            &token,
            "PATCH",
            "composite/sobjects/Lead/SA_Ext__c",
            Some(keyed.clone()),
        )
        .await;
        assert_eq!(upserted[0]["created"], created, "{upserted}");
    }
    let (status, deleted) = rest(
        &world,
        &token,
        "DELETE",
        &format!("composite/sobjects?ids={id}&allOrNone=false"),
        None,
    )
    .await;
    assert_eq!((status, &deleted[0]["success"]), (200, &json!(true)));
    let many: Vec<Value> = (0..201)
        .map(|_| json!({ "attributes": { "type": "Lead" } }))
        .collect();
    assert_eq!(
        rest(
            &world,
            &token,
            "POST",
            "composite/sobjects",
            Some(json!({ "records": many }))
        )
        .await
        .0,
        400
    );
    world.stop().await;
}

#[tokio::test]
async fn composite_fills_in_what_came_before() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let requests = json!({ "compositeRequest": [
        { "method": "POST", "url": "/services/data/v66.0/sobjects/Account", "referenceId": "a", "body": { "Name": "Composite" } },
        { "method": "POST", "url": "/services/data/v66.0/sobjects/Contact", "referenceId": "c", "body": { "LastName": "C", "AccountId": "@{a.id}" } },
        { "method": "POST", "url": "/services/data/v66.0/sobjects/Contact", "referenceId": "bad", "body": {} },
        { "method": "GET", "url": "/services/data/v66.0/sobjects/Contact/@{bad.id}", "referenceId": "halted" },
        { "method": "GET", "url": "/services/data/v66.0/sobjects/Contact/@{c.id}?fields=AccountId", "referenceId": "read" },
    ] });
    let (status, answer) = rest(&world, &token, "POST", "composite", Some(requests)).await;
    assert_eq!(status, 200);
    let codes: Vec<&Value> = answer["compositeResponse"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["httpStatusCode"])
        .collect();
    assert_eq!(codes, [201, 201, 400, 400, 200]);
    assert_eq!(
        answer["compositeResponse"][3]["body"][0]["errorCode"],
        "PROCESSING_HALTED"
    );
    assert_eq!(
        answer["compositeResponse"][4]["body"]["AccountId"],
        answer["compositeResponse"][0]["body"]["id"]
    );
    assert!(
        answer["compositeResponse"][0]["httpHeaders"]["Location"]
            .as_str()
            .unwrap()
            .contains("/sobjects/Account/001")
    );

    let batch = json!({ "batchRequests": [{ "method": "GET", "url": "v66.0/limits" }, { "method": "GET", "url": "v66.0/nowhere" }] });
    let (_, answer) = rest(&world, &token, "POST", "composite/batch", Some(batch)).await;
    assert_eq!(
        (
            &answer["hasErrors"],
            &answer["results"][0]["statusCode"],
            &answer["results"][1]["statusCode"]
        ),
        (&json!(true), &json!(200), &json!(404))
    );

    let tree = json!({ "records": [{ "attributes": { "type": "Account", "referenceId": "r1" }, "Name": "Tree",
        "Contacts": { "records": [{ "attributes": { "type": "Contact", "referenceId": "r2" }, "LastName": "Leaf" }] } }] });
    let (status, answer) = rest(&world, &token, "POST", "composite/tree/Account", Some(tree)).await;
    assert_eq!(
        (status, answer["results"].as_array().unwrap().len()),
        (201, 2),
        "{answer}"
    );
    let (_, found) = query(
        &world,
        &token,
        "SELECT (SELECT LastName FROM Contacts) FROM Account WHERE Name = 'Tree'",
    )
    .await;
    assert_eq!(
        found["records"][0]["Contacts"]["records"][0]["LastName"],
        "Leaf"
    );
    world.stop().await;
}
