//! What `doctor` says, and by which exit code.

use std::path::Path;

use liaison_standins::{MARKER, Options, World};
use serde_json::json;

use crate::liaison::{Liaison, run};
use crate::support::team::USER;
use crate::visit::{Visit, tell};

async fn doctor(folder: &Path, more: &[&str]) -> (i32, String) {
    let ended = run(folder, &[&["doctor"], more].concat()).await;
    (ended.code, format!("{}\n{}", ended.printed, ended.log))
}

#[tokio::test]
async fn the_doctor_names_what_is_missing_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (code, report) = doctor(folder.path(), &[]).await;
    assert_eq!(code, 1);
    for sentence in [
        "ok    database: SQLite is up to date",
        "note  mail: no relay is set",
        "BAD   people: nobody administers this instance",
        "→ run `liaison admin-link`",
        "salesforce-not-set-up",
        "no organisation is set",
        "3 of ",
    ] {
        assert!(report.contains(sentence), "{sentence} is missing: {report}");
    }

    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let relay = format!("smtp://rita:geheim-9@{closed}");
    let (code, report) = doctor(
        folder.path(),
        &[
            "--smtp-url",
            &relay,
            "--allow-private-addresses",
            "--mail-from",
            "a@b.example",
        ],
    )
    .await;
    assert_eq!(code, 1);
    assert!(
        report.contains("BAD   mail: 127.0.0.1") && report.contains("check --smtp-url"),
        "{report}"
    );
    assert!(
        !report.contains("geheim-9"),
        "a password in the report: {report}"
    );
    // A relay inside the company needs the operator's word.
    let (_, report) = doctor(
        folder.path(),
        &["--smtp-url", &relay, "--mail-from", "a@b.example"],
    )
    .await;
    assert!(report.contains("BAD   mail: 127.0.0.1"), "{report}");

    let (code, report) = doctor(folder.path(), &["--public-url", "http://liaison.example"]).await;
    assert!(code == 1 && report.contains("is not encrypted"), "{report}");
}

#[tokio::test]
async fn the_doctor_is_content_with_a_sound_instance() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::start(Options::default()).await.unwrap();
    let relay = world.addresses().mail.smtp.clone();
    // The world takes its own away with it.
    let ca = folder.path().join("ca.pem");
    std::fs::copy(&world.addresses().ca, &ca).unwrap();
    let ca = ca.display().to_string();
    let network = [
        "--allow-private-addresses",
        "--extra-ca",
        &ca,
        "--smtp-url",
        &relay,
        "--mail-from",
        "liaison@fjordlight.example",
    ];
    let mut served = Liaison::start(
        folder.path(),
        &[&["serve", "--listen", "127.0.0.1:0"], &network[..]].concat(),
    );
    let address = served.address().await;
    let mut admin = Visit::to(&address);
    admin.make_admin(&served.link().await).await;
    crate::logs::bind_organisation(&world, &mut admin).await;
    set_up_team_server(&world, &mut admin).await;
    let public = ["--public-url", &address];
    let (code, report) = doctor(folder.path(), &[&network[..], &public].concat()).await;
    assert_eq!(code, 0, "{report}");
    for sentence in [
        "ok    mail: 127.0.0.1 takes mail",
        "ok    people: 1 users",
        "client id and secret are right",
        "ok    Salesforce: organisation 00D",
        "ok    the team's server: 127.0.0.1 takes our mail",
        "note  the team's server: mail from fjordlight.example is not signed by us",
        "none failed",
    ] {
        assert!(report.contains(sentence), "{sentence} is missing: {report}");
    }
    world.stop().await;
    let (code, report) = doctor(folder.path(), &[&network[..], &public].concat()).await;
    assert!(
        code == 1 && report.contains("salesforce-unreachable"),
        "{report}"
    );
    assert!(
        report.contains("BAD   the team's server: team-server-unreachable"),
        "{report}"
    );
    served.stop().await;
}

async fn set_up_team_server(world: &World, admin: &mut Visit) {
    let password = format!("team-{MARKER}");
    let account = json!({ "user": USER, "password": password, "senders": ["fjordlight.example"] });
    tell(world, "mail/submitters", account).await;
    let port = world.addresses().mail.smtps.rsplit(':').next().unwrap();
    let form = [
        ("host", "127.0.0.1"),
        ("port", port),
        ("security", "tls"),
        ("username", USER),
        ("password", &password),
        ("senders", "fjordlight.example"),
        ("tried_as", "anna@fjordlight.example"),
    ];
    let kept = admin.post("/settings/team-server", &form).await;
    assert_eq!(kept.status, 303, "{}", kept.text());
}
