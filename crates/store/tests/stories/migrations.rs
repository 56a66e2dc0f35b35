//! Any number of processes may open a database at once, new or not.

use std::path::Path;

use liaison_store::Db;
use liaison_store::access::users;
use liaison_testkit::{Fresh, fresh_sqlite, on_both_engines};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::people;

on_both_engines! {
    async fn opening_twice_keeps_what_is_there(fresh: Fresh) {
        people::user(&fresh.db(), 1).await;
        for _ in 0..2 {
            assert_eq!(users::count(&fresh.open_again().await).await.unwrap(), 1);
        }
    }

    /// The tables are taken away again, so that everybody finds an empty database.
    async fn many_open_an_empty_one_at_once(fresh: Fresh) {
        let db = empty_again(&fresh).await;
        let start = std::sync::Arc::new(Barrier::new(6));
        let mut openers = JoinSet::new();
        for _ in 0..6 {
            let (fresh, db, start) = (fresh.clone(), db.clone(), start.clone());
            openers.spawn(async move {
                start.wait().await;
                open(&fresh, &db).await
            });
        }
        let opened = openers.join_all().await;
        people::user(&opened[0], 1).await;
        for db in &opened {
            assert_eq!(users::count(db).await.unwrap(), 1);
        }
    }
}

/// Where an empty database is: a new file, or the same database without its tables.
async fn empty_again(fresh: &Fresh) -> String {
    use liaison_store::Sql;
    let db = fresh.db();
    if db.engine_name() == "SQLite" {
        let path = Path::new(&fresh.address()).with_file_name("empty.db");
        return path.display().to_string();
    }
    for statement in ["drop schema public cascade", "create schema public"] {
        db.run(statement, vec![]).await.expect("no tables");
    }
    fresh.address()
}

async fn open(fresh: &Fresh, address: &str) -> Db {
    match fresh.db().engine_name() {
        "SQLite" => Db::sqlite(Path::new(address)).await,
        _ => Db::postgres(address).await,
    }
    .expect("it opens")
}

#[tokio::test]
async fn a_place_that_is_no_database_is_a_fault() {
    let file = fresh_sqlite();
    assert!(
        Db::sqlite(&file.folder().join("no/such/folder.db"))
            .await
            .is_err()
    );
    std::fs::write(
        file.folder().join("text.db"),
        "certainly not a database, just text",
    )
    .unwrap();
    assert!(Db::sqlite(&file.folder().join("text.db")).await.is_err());
    assert!(
        Db::postgres("postgres://nobody@127.0.0.1:1/nothing")
            .await
            .is_err()
    );
    assert!(Db::postgres("not a url").await.is_err());
}
