//! Backup, restore and the move to PostgreSQL, with the built program.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::{Command, Output};

use liaison_store::access::users;
use liaison_store::{Db, Fault};
use liaison_testkit::{fresh_postgres, sample};

fn liaison(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(arguments)
        .output()
        .unwrap()
}

fn says(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// A folder with a database in which Rita is.
async fn with_rita(folder: &Path) -> Result<String, Fault> {
    let db = Db::sqlite(&folder.join("liaison.db")).await?;
    users::add(&db, &sample::user(1)).await?;
    Ok(folder.to_str().unwrap().to_owned())
}

async fn has_rita(db: &Db) -> bool {
    users::by_email(db, &sample::user(1).email)
        .await
        .unwrap()
        .is_some()
}

#[tokio::test]
async fn what_was_backed_up_comes_back_once_and_whole() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let data = with_rita(here.path()).await.unwrap();
    let file = here.path().join("backup.jsonl");
    let file = file.to_str().unwrap();
    let made = liaison(&["backup", "--data", &data, file]);
    assert!(made.status.success(), "{}", says(&made));
    assert!(
        !liaison(&["backup", "--data", &data, file]).status.success(),
        "an older backup is not overwritten"
    );

    let empty = there.path().to_str().unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    let cut = there.path().join("cut.jsonl");
    let lines: Vec<&str> = text.lines().collect();
    std::fs::write(&cut, lines[..lines.len() - 1].join("\n")).unwrap();
    let refused = liaison(&["restore", "--data", empty, cut.to_str().unwrap()]);
    assert!(
        !refused.status.success() && says(&refused).contains("cut short"),
        "{}",
        says(&refused)
    );
    std::fs::write(&cut, text.replace("Rita", "Mata")).unwrap();
    let refused = liaison(&["restore", "--data", empty, cut.to_str().unwrap()]);
    assert!(
        !refused.status.success() && says(&refused).contains("changed or damaged"),
        "{}",
        says(&refused)
    );

    let restored = liaison(&["restore", "--data", empty, file]);
    assert!(restored.status.success(), "{}", says(&restored));
    assert!(has_rita(&Db::sqlite(&there.path().join("liaison.db")).await.unwrap()).await);
    let again = liaison(&["restore", "--data", empty, file]);
    assert!(
        !again.status.success() && says(&again).contains("not empty"),
        "{}",
        says(&again)
    );
}

#[tokio::test]
async fn moving_to_postgresql_takes_everything_along() {
    let here = tempfile::tempdir().unwrap();
    let data = with_rita(here.path()).await.unwrap();
    let url = fresh_postgres().await;
    let moved = liaison(&["move-to-postgres", "--data", &data, "--to", &url]);
    assert!(moved.status.success(), "{}", says(&moved));
    assert!(has_rita(&Db::postgres(&url).await.unwrap()).await);
    let again = liaison(&["move-to-postgres", "--data", &data, "--to", &url]);
    assert!(
        !again.status.success() && says(&again).contains("not empty"),
        "{}",
        says(&again)
    );
}
