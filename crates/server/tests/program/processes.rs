//! Several processes of one instance.

use std::path::Path;

use axum::http::StatusCode;
use liaison_standins::{Options, World};
use liaison_testkit::fresh_postgres;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::liaison::{Liaison, run, until};
use crate::support::people::SELLER;
use crate::support::{ADMIN, PASSWORD};
use crate::visit::{Visit, mails};

const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

#[tokio::test]
async fn two_processes_on_one_postgres_are_one_instance() {
    let folder = tempfile::tempdir().unwrap();
    let url = fresh_postgres().await;
    let arguments = [&SERVE[..], &["--database-url", &url]].concat();
    // Both at once on a database nobody has prepared.
    let mut first = Liaison::start(folder.path(), &arguments);
    let mut second = Liaison::start(folder.path(), &arguments);
    let (here, there) = (first.address().await, second.address().await);
    let links = [first.link().await, second.link().await];
    let mut made = 0;
    let mut admin = Visit::to(&here);
    for link in &links {
        made += u8::from(admin.make_admin(link).await.status == StatusCode::SEE_OTHER);
    }
    assert_eq!(made, 1, "the newest link counts");
    let mut elsewhere = admin.at(&there);
    assert!(elsewhere.is_in().await);
    elsewhere.post("/sign-out", &[]).await;
    assert!(!admin.is_in().await, "signed out everywhere at once");
    assert!(Visit::to(&there).sign_in(ADMIN, PASSWORD).await);
    assert_eq!(first.stop().await.0, 0);
    assert!(
        Visit::to(&there).sign_in(ADMIN, PASSWORD).await,
        "the other goes on"
    );
    assert_eq!(second.stop().await.0, 0);
}

async fn work_apart(folder: &Path, database: &[&str]) {
    let world = World::start(Options::default()).await.unwrap();
    let relay = world.addresses().mail.smtp.clone();
    let mail = [
        "--allow-private-addresses",
        "--smtp-url",
        &relay,
        "--mail-from",
        "liaison@fjordlight.example",
    ];
    let served = [&SERVE[..], &["--no-jobs"], &mail, database].concat();
    let mut served = Liaison::start(folder, &served);
    let address = served.address().await;
    let mut admin = Visit::to(&address);
    admin.make_admin(&served.link().await).await;
    admin.invite(SELLER).await;
    let list = admin.get("/settings/invitations").await.text();
    assert!(list.contains("On its way"), "{list}");
    let public = ["work", "--public-url", &address];
    let mut worker = Liaison::start(folder, &[&public[..], &mail, database].concat());
    assert_eq!(worker.line().await, "Liaison works in the background.");
    let found = until("the mail", async || {
        let found = mails(&world, SELLER).await;
        (!found.is_empty()).then_some(found)
    })
    .await;
    assert!(
        found[0]["text"]
            .as_str()
            .unwrap()
            .contains(&format!("{address}/welcome/"))
    );
    assert_eq!(worker.stop().await.0, 0);
    assert_eq!(served.stop().await.0, 0);
}

#[tokio::test]
async fn pages_and_work_in_processes_of_their_own_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    work_apart(folder.path(), &[]).await;
}

#[tokio::test]
async fn pages_and_work_in_processes_of_their_own_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let url = fresh_postgres().await;
    work_apart(folder.path(), &["--database-url", &url]).await;
}

#[tokio::test]
async fn a_request_in_flight_is_answered_after_the_signal() {
    let folder = tempfile::tempdir().unwrap();
    let mut served = Liaison::start(folder.path(), &SERVE);
    let address = served.address().await;
    Visit::to(&address).make_admin(&served.link().await).await;
    let host = address.strip_prefix("http://").unwrap();
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("email", ADMIN), ("password", PASSWORD)])
        .finish();
    let mut line = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    line.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    line.read_exact(&mut go_on).await.unwrap();
    assert!(
        go_on.starts_with(b"HTTP/1.1 100"),
        "the handler has the request in hand"
    );
    served.signal("TERM");
    until("the closed door", async || {
        TcpStream::connect(host).await.err()
    })
    .await;
    line.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).await.unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 303") && answer.contains("liaison_session="),
        "{answer}"
    );
    assert_eq!(served.ended().await.0, 0);
}

#[tokio::test]
async fn the_clock_of_the_demo_world_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::start(Options::default()).await.unwrap();
    let control = world.addresses().control.clone();
    let mut served = Liaison::start(
        folder.path(),
        &[&SERVE[..], &["--demo-clock", &control]].concat(),
    );
    let address = served.address().await;
    let link = served.link().await;
    let mut visit = Visit::to(&address);
    let page = crate::visit::path(&link);
    assert_eq!(visit.get(&page).await.status, 200);
    crate::visit::tell(
        &world,
        "clock",
        serde_json::json!({ "advance_seconds": 25 * 3600 }),
    )
    .await;
    until("the link's end after a day", async || {
        (visit.get(&page).await.status == 404).then_some(())
    })
    .await;
    served.stop().await;
    world.stop().await;
    let silent = run(
        folder.path(),
        &[&SERVE[..], &["--demo-clock", &control]].concat(),
    )
    .await;
    assert!(
        silent.code == 1 && silent.log.contains("--demo-clock does not answer"),
        "{}",
        silent.log
    );
}
