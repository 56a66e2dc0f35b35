//! The workshop keeps its promises.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use liaison_store::Db;
use liaison_store::access::users;
use liaison_testkit::{Fresh, fresh_postgres, on_both_engines, sample};

/// Set in the process that [`nothing_is_left_of_a_killed_process`] kills.
const VICTIM: &str = "LIAISON_TESTKIT_VICTIM";

on_both_engines! {
    /// A second fresh database does not see what the first holds.
    async fn every_test_has_its_own_database(fresh: Fresh) {
        users::add(&fresh.db(), &sample::user(1)).await.unwrap();
        let other = match fresh.db().engine_name() {
            "SQLite" => Fresh::sqlite().await,
            _ => Fresh::postgres().await,
        };
        assert_eq!(users::count(&other.db()).await.unwrap(), 0);
        assert_eq!(users::count(&fresh.open_again().await).await.unwrap(), 1);
    }

    async fn a_story_may_ask_for_the_database_alone(db: Db) {
        assert_eq!(users::count(&db).await.unwrap(), 0);
    }
}

/// As a process of its own, starts a server, tells where, and hangs until it is killed; among the
/// other tests it has nothing to do.
#[tokio::test]
async fn the_victim() {
    if std::env::var_os(VICTIM).is_none() {
        return;
    }
    let url = fresh_postgres().await;
    println!("victim {url}");
    std::future::pending::<()>().await;
}

#[test]
fn nothing_is_left_of_a_killed_process() {
    let folder = tempfile::tempdir().unwrap();
    // The server's account must be able to enter.
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_victim", "--nocapture"])
        .env(VICTIM, "1")
        .env_remove("LIAISON_TEST_POSTGRES")
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let url = BufReader::new(victim.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok)
        .find_map(|line| Some(line.split_once("victim ")?.1.to_owned()))
        .expect("the victim did not start");
    let port = url::Url::parse(&url).unwrap().port().unwrap();
    let answers = || TcpStream::connect(("127.0.0.1", port)).is_ok();
    assert!(answers());
    assert!(!is_empty(folder.path()));

    victim.kill().unwrap();
    victim.wait().unwrap();

    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_empty(folder.path()) || answers() {
        assert!(Instant::now() < deadline, "the server outlived its process");
        thread::park_timeout(Duration::from_millis(5));
    }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).expect("a folder").next().is_none()
}
