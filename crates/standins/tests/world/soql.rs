//! Queries over HTTP (contracts 2.3).
use crate::helper::{client, form, query, rest, seller, world};
use serde_json::{Value, json};

#[tokio::test]
async fn soql_finds_joins_groups_and_pages() {
    let world = world().await;
    let token = world
        .salesforce_grant(&seller(&world))
        .unwrap()
        .access_token;
    let count = |soql: &'static str| {
        let (world, token) = (&world, &token);
        async move {
            let (status, found) = query(world, token, soql).await;
            assert_eq!(status, 200, "{soql}: {found}");
            found["totalSize"].as_u64().unwrap()
        }
    };
    assert_eq!(
        count("SELECT Id FROM Lead").await + count("SELECT Id FROM Contact").await,
        2_000
    );
    assert_eq!(count("SELECT Id FROM Account").await, 300);
    assert_eq!(
        count("select id from opportunity where stagename like 'closed%' and isclosed = false")
            .await,
        0
    );
    assert!(count("SELECT Id FROM Contact WHERE Id IN (SELECT ContactId FROM OpportunityContactRole WHERE IsPrimary = true)").await > 50);
    assert!(
        count("SELECT Id FROM Task WHERE Who.Type = 'Lead' AND (NOT Status = 'Completed')").await
            > 0
    );
    assert!(
        count("SELECT Id FROM Lead WHERE CreatedDate = LAST_N_DAYS:30 OR CreatedDate = TODAY")
            .await
            > 0
    );
    assert_eq!(
        count("SELECT Id FROM Lead WHERE CreatedDate > 2100-01-01T00:00:00Z").await,
        0
    );
    assert_eq!(
        count("SELECT Id FROM User WHERE Username = 'ASA.LINDQVIST@FJORDLIGHT.EXAMPLE'").await,
        1
    );
    assert_eq!(
        count("SELECT Id FROM Account WHERE Name = 'O\\'Hara \\\"x\\\" \\\\'").await,
        0
    );
    assert_eq!(count("SELECT Id FROM Lead WHERE Email = null").await, 0);
    assert_eq!(
        count("SELECT FIELDS(STANDARD) FROM Lead ORDER BY Name DESC NULLS LAST LIMIT 3 OFFSET 2")
            .await,
        3
    );

    let some =
        count("SELECT Id FROM Lead WHERE SA_Interests__c INCLUDES ('Sensors;Service', 'Nothing')")
            .await;
    let others =
        count("SELECT Id FROM Lead WHERE SA_Interests__c EXCLUDES ('Sensors;Service')").await;
    assert_eq!((some > 100, some + others), (true, 1_100));

    let (_, parents) = query(
        &world,
        &token,
        "SELECT Id, Account.Name, Account.Owner.Email, Owner.Name FROM Contact LIMIT 1",
    )
    .await;
    let record = &parents["records"][0];
    assert!(
        record["Account"]["Name"].is_string() && record["Account"]["Owner"]["Email"].is_string()
    );
    assert_eq!(record["Owner"]["attributes"]["type"], "User");

    let address = format!(
        "{}/services/data/v66.0/query?{}",
        world.addresses().salesforce,
        form(&[("q", "SELECT Id FROM Lead")])
    );
    let page = client()
        .get(address)
        .bearer_auth(&token)
        .header("Sforce-Query-Options", "batchSize=500")
        .send()
        .await
        .unwrap();
    let page: Value = page.json().await.unwrap();
    assert_eq!(
        (page["records"].as_array().unwrap().len(), &page["done"]),
        (500, &json!(false))
    );
    let next = page["nextRecordsUrl"].as_str().unwrap();
    assert!(next.starts_with("/services/data/v66.0/query/0r8") && next.ends_with("-500"));
    let (status, wrong) = rest(&world, &token, "GET", "query/0r8000000000000AAA-500", None).await;
    assert_eq!(
        (status, &wrong[0]["errorCode"]),
        (400, &json!("INVALID_QUERY_LOCATOR"))
    );

    let (status, wrong) = query(&world, &token, "SELECT Id, Foo FROM Lead").await;
    assert_eq!(
        (status, &wrong[0]["errorCode"]),
        (400, &json!("INVALID_FIELD"))
    );
    assert!(wrong[0]["message"].as_str().unwrap().starts_with("\nSELECT Id, Foo FROM Lead\n           ^\nERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'Lead'."), "{wrong}");
    for broken in [
        "SELECT Id FORM Lead",
        "SELECT",
        "SELECT Id FROM Lead WHERE",
        "SELECT TYPEOF What WHEN Account THEN Name END FROM Task",
        "SELECT Id FROM Lead WHERE a = 'x",
    ] {
        let (status, wrong) = query(&world, &token, broken).await;
        assert_eq!(
            (status, &wrong[0]["errorCode"]),
            (400, &json!("MALFORMED_QUERY")),
            "{broken}"
        );
    }
    assert_eq!(
        query(&world, &token, "SELECT Id FORM Lead").await.1[0]["message"],
        "unexpected token: 'FORM'"
    );
    assert_eq!(
        query(&world, &token, "SELECT Id FROM Nothing").await.1[0]["errorCode"],
        "INVALID_TYPE"
    );
    world.stop().await;
}
