//! The power goes while a mail is on its way.

use std::path::Path;

use liaison_standins::{Options, World};
use liaison_testkit::fresh_postgres;
use serde_json::{Value, json};

use crate::liaison::{Liaison, until};
use crate::support::people::SELLER;
use crate::visit::{Visit, control, mails, tell};

async fn power_cut(folder: &Path, database: &[&str]) {
    let world = World::start(Options::default()).await.unwrap();
    let addresses = world.addresses().clone();
    let common = [
        "serve",
        "--allow-private-addresses",
        "--smtp-url",
        &addresses.mail.smtp,
        "--mail-from",
        "liaison@fjordlight.example",
        "--demo-clock",
        &addresses.control,
    ];
    let start = |listen: &str| {
        let arguments = [&common[..], &["--listen", listen], database].concat();
        Liaison::start(folder, &arguments)
    };
    let mut served = start("127.0.0.1:0");
    let address = served.address().await;
    let listen = address.strip_prefix("http://").unwrap().to_owned();
    let mut admin = Visit::to(&address);
    admin.make_admin(&served.link().await).await;

    // The relay dawdles over the mail; in the middle of it the power goes.
    tell(
        &world,
        "faults",
        json!({ "service": "smtp", "kind": "slow", "ms": 120_000, "path": "DATA", "times": 1 }),
    )
    .await;
    admin.invite(SELLER).await;
    until("the relay at its slowest", async || {
        (control(&world, "faults").await == json!([])).then_some(())
    })
    .await;
    served.kill().await;
    assert!(mails(&world, SELLER).await.is_empty());

    let mut again = start(&listen);
    assert_eq!(again.address().await, address);
    assert!(admin.is_in().await, "who was signed in is");
    let list = admin.get("/settings/invitations").await.text();
    assert!(list.contains("On its way"), "{list}");
    // The worker that is no more loses its job when its time is over.
    tell(&world, "clock", json!({ "advance_seconds": 121 })).await;
    let found = until("the mail", async || {
        let found = mails(&world, SELLER).await;
        (!found.is_empty()).then_some(found)
    })
    .await;
    until("the delivery in the list", async || {
        let list = admin.get("/settings/invitations").await.text();
        (!list.contains("On its way")).then_some(())
    })
    .await;
    tell(&world, "clock", json!({ "advance_seconds": 3600 })).await;
    assert_eq!(again.stop().await.0, 0);
    let ids: Vec<&Value> = found
        .iter()
        .map(|mail| &mail["headers"]["Message-ID"])
        .collect();
    assert_eq!(ids.len(), 1, "once: {ids:?}");
    assert_eq!(mails(&world, SELLER).await.len(), 1);
}

#[tokio::test]
async fn a_mail_survives_a_power_cut_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    power_cut(folder.path(), &[]).await;
}

#[tokio::test]
async fn a_mail_survives_a_power_cut_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let url = fresh_postgres().await;
    power_cut(folder.path(), &["--database-url", &url]).await;
}
