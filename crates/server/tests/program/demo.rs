//! `demo --json` for outside programs, and a kept demo world.

use serde_json::Value;

use crate::liaison::Liaison;
use crate::visit::Visit;

const DEMO: [&str; 6] = ["demo", "--json", "--port", "0", "--data", "kept"];

async fn started(demo: &mut Liaison) -> Value {
    serde_json::from_str(&demo.line().await).unwrap()
}

fn account<'a>(line: &'a Value, system: &str, role: &str) -> (&'a str, &'a str) {
    let accounts = line["accounts"].as_array().unwrap();
    let found = accounts
        .iter()
        .find(|a| a["system"] == system && a["role"] == role)
        .unwrap();
    (
        found["email"].as_str().unwrap(),
        found["password"].as_str().unwrap(),
    )
}

#[tokio::test]
async fn the_demo_says_all_that_is_needed_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Liaison::start(folder.path(), &DEMO);
    let line = started(&mut demo).await;
    for pointer in [
        "/product",
        "/salesforce",
        "/control",
        "/ca",
        "/mail/smtp",
        "/mail/smtps",
        "/mail/imap",
        "/mail/imaps",
        "/mail/viewer",
        "/salesforce_client/id",
        "/salesforce_client/secret",
    ] {
        assert!(
            line.pointer(pointer)
                .is_some_and(|v| !v.as_str().unwrap().is_empty()),
            "{pointer}: {line}"
        );
    }
    assert!(line["invited"].as_array().unwrap().len() >= 6);
    for (system, role) in [
        ("product", "admin"),
        ("salesforce", "seller"),
        ("salesforce", "no-api"),
        ("mail", "seller"),
    ] {
        account(&line, system, role);
    }
    let product = line["product"].as_str().unwrap();
    let mut visit = Visit::to(product);
    assert_eq!(visit.get("/demo").await.status, 200);
    let (email, password) = account(&line, "product", "admin");
    assert!(visit.sign_in(email, password).await);
    let users = visit.get("/settings/users").await.text();
    assert_eq!(demo.stop().await.0, 0);

    // The kept world: same people, same ports outside, signed in or not.
    let mut again = Liaison::start(folder.path(), &DEMO);
    let second = started(&mut again).await;
    for pointer in [
        "/salesforce",
        "/control",
        "/mail",
        "/accounts",
        "/invited",
        "/salesforce_client",
    ] {
        assert_eq!(line.pointer(pointer), second.pointer(pointer), "{pointer}");
    }
    let mut visit = visit.at(second["product"].as_str().unwrap());
    assert!(visit.is_in().await, "the session was kept");
    let count = |page: &str| page.matches("@fjordlight.example").count();
    assert_eq!(
        count(&users),
        count(&visit.get("/settings/users").await.text()),
        "nobody moved in twice"
    );
    let check = visit.post("/settings/salesforce/check", &[]).await;
    assert_eq!(
        check.status,
        303,
        "the admin's connection still works: {}",
        check.text()
    );
    assert_eq!(again.stop().await.0, 0);
}
