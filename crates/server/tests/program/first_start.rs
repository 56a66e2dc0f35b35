//! From an empty folder to an admin; what stands in the way says so.

use std::os::unix::fs::PermissionsExt;

use liaison_testkit::fresh_postgres;

use crate::liaison::{Liaison, run};
use crate::support::{ADMIN, PASSWORD};
use crate::visit::{Visit, path};

const ANY_PORT: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

/// The one key file below a folder.
fn key_file(folder: &std::path::Path) -> std::path::PathBuf {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() == "key" {
                return path;
            }
        }
    }
    panic!("no key file");
}

#[tokio::test]
async fn an_empty_folder_becomes_an_instance() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Liaison::start(folder.path(), &ANY_PORT);
    let address = first.address().await;
    let old = first.link().await;
    assert!(old.starts_with(&address), "{old}");
    assert_eq!(Visit::to(&address).get("/health").await.status, 200);
    let mode = std::fs::metadata(key_file(folder.path()))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600, "the key is its owner's");
    assert_eq!(first.stop().await.0, 0);

    // Nobody took the link: the next start prints another, and the old one ends.
    let mut second = Liaison::start(folder.path(), &ANY_PORT);
    let address = second.address().await;
    let link = second.link().await;
    let mut visit = Visit::to(&address);
    assert_eq!(visit.get(&path(&old)).await.status, 404);
    assert_eq!(visit.get(&path(&link)).await.status, 200);
    let made = visit.make_admin(&link).await;
    assert_eq!(made.status, 303, "{}", made.text());
    assert!(visit.is_in().await);
    let again = Visit::to(&address).make_admin(&link).await;
    assert!(again.status.is_client_error(), "the link worked twice");

    // While it serves, the operator has another way in.
    let printed = run(folder.path(), &["admin-link"]).await;
    assert_eq!(printed.code, 0, "{}", printed.log);
    let operators = printed.printed.trim().to_owned();
    assert!(
        !second.log().contains(operators.rsplit('/').next().unwrap()),
        "a link in the log"
    );
    let mut operator = Visit::to(&address);
    assert_eq!(operator.make_admin(&operators).await.status, 303);
    assert!(
        operator.is_in().await && !visit.is_in().await,
        "who had the old password is out"
    );
    let (code, rest) = second.stop().await;
    assert_eq!((code, rest.as_str()), (0, ""));

    // With an admin there is no link any more.
    let mut third = Liaison::start(folder.path(), &ANY_PORT);
    let address = third.address().await;
    assert!(Visit::to(&address).sign_in(ADMIN, PASSWORD).await);
    let (code, rest) = third.stop().await;
    assert_eq!((code, rest.as_str()), (0, ""), "no link is printed");
}

#[tokio::test]
async fn migrate_prepares_both_engines() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let lite = run(folder.path(), &["migrate", "--data", "here"]).await;
        assert_eq!(
            (lite.code, lite.printed.as_str()),
            (0, "The SQLite database is up to date.\n")
        );
        let url = fresh_postgres().await;
        let postgres = run(folder.path(), &["migrate", "--database-url", &url]).await;
        assert_eq!(
            (postgres.code, postgres.printed.as_str()),
            (0, "The PostgreSQL database is up to date.\n")
        );
    }
    assert!(folder.path().join("here/liaison.db").exists());
    let nowhere = run(
        folder.path(),
        &[
            "migrate",
            "--database-url",
            "postgres://liaison:geheim-9@127.0.0.1:1/x",
        ],
    )
    .await;
    assert_eq!(nowhere.code, 1);
    assert!(
        nowhere.log.contains("check --database-url"),
        "{}",
        nowhere.log
    );
    assert!(
        !nowhere.log.contains("geheim-9"),
        "a password in the log: {}",
        nowhere.log
    );
}

#[tokio::test]
async fn what_stands_in_the_way_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().to_string();
    let busy = run(folder.path(), &["serve", "--listen", &port]).await;
    assert_eq!(busy.code, 1);
    assert!(
        busy.log.contains(&port) && busy.log.contains("--listen"),
        "{}",
        busy.log
    );

    std::fs::write(folder.path().join("bad-key"), "not a key\n").unwrap();
    let arguments = [&ANY_PORT[..], &["--key-file", "bad-key"]].concat();
    let bad = run(folder.path(), &arguments).await;
    assert_eq!(bad.code, 1);
    assert!(
        bad.log.contains("bad-key") && bad.log.contains("64 hexadecimal digits"),
        "{}",
        bad.log
    );

    for clock in [
        "http://10.0.0.1",
        "http://demo.example:80",
        "http://127.0.0.1.evil.example",
    ] {
        let arguments = [&ANY_PORT[..], &["--demo-clock", clock]].concat();
        let refused = run(folder.path(), &arguments).await;
        assert_eq!(refused.code, 1);
        assert!(refused.log.contains("loopback"), "{}", refused.log);
    }
    let arguments = [
        &ANY_PORT[..],
        &["--mail-from", "nobody", "--smtp-url", "smtp://127.0.0.1:1"],
    ]
    .concat();
    let from = run(folder.path(), &arguments).await;
    assert!(
        from.code == 1 && from.log.contains("--mail-from"),
        "{}",
        from.log
    );
}

#[tokio::test]
async fn another_instances_key_is_noticed_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let mut served = Liaison::start(folder.path(), &ANY_PORT);
    let address = served.address().await;
    let mut admin = Visit::to(&address);
    admin.make_admin(&served.link().await).await;
    let form = [
        ("client_id", "id"),
        ("secret", "secret"),
        ("host", "production"),
    ];
    assert_eq!(
        admin
            .post("/settings/connections/salesforce", &form)
            .await
            .status,
        303
    );
    served.stop().await;

    let key = key_file(folder.path());
    let own = std::fs::read_to_string(&key).unwrap();
    std::fs::write(&key, format!("{}\n", "0123456789abcdef".repeat(4))).unwrap();
    let refused = run(folder.path(), &ANY_PORT).await;
    assert_eq!(refused.code, 1);
    assert!(
        refused.log.contains("does not fit this database"),
        "{}",
        refused.log
    );
    // A new key before the old one is a rotation, and fits.
    std::fs::write(&key, format!("{}\n{own}", "0123456789abcdef".repeat(4))).unwrap();
    let mut rotated = Liaison::start(folder.path(), &ANY_PORT);
    rotated.address().await;
    assert_eq!(rotated.stop().await.0, 0);
}
