//! A whole story against the program, and no secret in what it logs.

use liaison_standins::{MARKER, Options, World};
use serde_json::json;

use crate::liaison::{Liaison, until};
use crate::support::outside::{Press, Seller};
use crate::support::people::SELLER;
use crate::support::{ADMIN, PASSWORD};
use crate::visit::{Visit, mails, outbound, path, tell};

/// Goes to Salesforce by a button and comes back.
pub async fn by_salesforce(world: &World, visit: &mut Visit, from: &str, username: &str) -> String {
    let leaving = visit.post(from, &[]).await;
    let refresh = leaving
        .header("refresh")
        .unwrap_or_else(|| panic!("{}", leaving.text()));
    let url = refresh.strip_prefix("0;url=").unwrap().to_owned();
    let back = Seller::at(outbound(), world)
        .walk(&url, username, Press::Allow)
        .await;
    let answer = visit.get(&back).await;
    answer
        .header("location")
        .unwrap_or_else(|| panic!("{}", answer.text()))
        .to_owned()
}

/// Enters the pretend Salesforce's app and says which organisation is ours.
pub async fn bind_organisation(world: &World, admin: &mut Visit) {
    let (id, secret) = world.salesforce_client();
    world.allow_redirect(&format!("{}/oauth/salesforce/callback", admin.address));
    let form = [
        ("client_id", id.as_str()),
        ("secret", &secret),
        ("host", "domain"),
        ("domain", &world.addresses().salesforce),
    ];
    let saved = admin.post("/settings/connections/salesforce", &form).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let chief = &world.company().employees[0].username;
    let to = by_salesforce(world, admin, "/settings/connections/organisation", chief).await;
    assert_eq!(to, "/settings/connections");
}

/// The link in the newest mail, as the program at this address sends it.
pub async fn newest_link(world: &World, address: &str) -> String {
    until("a mail", async || {
        let mails = mails(world, address).await;
        mails.last().and_then(|mail| {
            mail["links"].as_array()?.iter().find_map(|l| {
                let link = l.as_str()?;
                (link.contains("/welcome/") || link.contains("/reset/")).then(|| link.to_owned())
            })
        })
    })
    .await
}

#[tokio::test]
async fn no_secret_is_in_the_log_however_much_is_logged() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::start(Options::default()).await.unwrap();
    let addresses = world.addresses();
    let ca = addresses.ca.display().to_string();
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--allow-private-addresses",
        "--extra-ca",
        &ca,
        "--smtp-url",
        &addresses.mail.smtp,
        "--mail-from",
        "liaison@fjordlight.example",
    ];
    let mut served = Liaison::logging(folder.path(), &arguments, "debug");
    let address = served.address().await;
    let setup = served.link().await;
    let mut admin = Visit::to(&address);
    admin.make_admin(&setup).await;
    bind_organisation(&world, &mut admin).await;
    admin.invite(SELLER).await;
    let link = newest_link(&world, SELLER).await;
    let mut seller = Visit::to(&address);
    assert_eq!(seller.get(&path(&link)).await.status, 200);
    let from = format!("{}/salesforce", path(&link));
    assert_eq!(
        by_salesforce(&world, &mut seller, &from, SELLER).await,
        "/onboarding"
    );
    for step in ["start", "introduction"] {
        seller.post(&format!("/onboarding/{step}/done"), &[]).await;
    }
    let port = |url: &str| url.rsplit(':').next().unwrap().to_owned();
    let (imap, smtp) = (port(&addresses.mail.imaps), port(&addresses.mail.smtps));
    let password = format!("mail-{MARKER}");
    let form = [
        ("address", SELLER),
        ("username", ""),
        ("password", &password),
        ("imap_host", "127.0.0.1"),
        ("imap_port", &imap),
        ("imap_security", "tls"),
        ("smtp_host", "127.0.0.1"),
        ("smtp_port", &smtp),
        ("smtp_security", "tls"),
    ];
    let connected = seller.post("/onboarding/mailbox/servers", &form).await;
    assert_eq!(connected.status, 303, "{}", connected.text());
    // Refusals and faults are logged most.
    tell(&world, "salesforce/expire", json!({ "username": SELLER })).await;
    assert_eq!(
        seller.post("/settings/salesforce/check", &[]).await.status,
        303
    );
    tell(&world, "salesforce/revoke", json!({ "username": SELLER })).await;
    seller.post("/settings/salesforce/check", &[]).await;
    tell(
        &world,
        "faults",
        json!({ "service": "salesforce", "kind": "cut" }),
    )
    .await;
    seller.post("/settings/salesforce/disconnect", &[]).await;
    admin
        .post("/settings/connections/salesforce/test", &[])
        .await;
    Visit::to(&address)
        .sign_in(ADMIN, "a wrong guess at it")
        .await;
    Visit::to(&address)
        .post("/forgot", &[("email", ADMIN)])
        .await;
    let reset = newest_link(&world, ADMIN).await;
    Visit::to(&address).get(&path(&reset)).await;

    let last = |link: &str| link.rsplit('/').next().unwrap().to_owned();
    let log = served.log();
    assert!(
        log.contains("INFO") || log.contains("DEBUG"),
        "something is logged"
    );
    for (what, secret) in [
        ("a secret of the pretend world", MARKER.to_owned()),
        ("the first-run link", last(&setup)),
        ("an invitation's link", last(&link)),
        ("a reset link", last(&reset)),
        ("a password", PASSWORD.to_owned()),
        ("a wrong password", "a wrong guess at it".to_owned()),
        ("a session", seller.cookie("liaison_session")),
    ] {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(&secret)).collect();
        assert!(lines.is_empty(), "{what} is in the log: {lines:#?}");
    }
    let left = crate::support::tables::found_in_folder(&folder.path().join("data"), MARKER);
    assert!(left.is_empty(), "{left:?}");
    served.stop().await;
}
