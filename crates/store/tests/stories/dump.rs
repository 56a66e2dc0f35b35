//! Everything can be taken out and put back, into either engine.

use std::collections::BTreeSet;

use liaison_domain::access::Step;
use liaison_domain::access::session::{Session, SignInMethod};
use liaison_domain::id::{SessionId, TeamId};
use liaison_store::access::{invitations, onboarding, sessions, teams};
use liaison_store::dump::{self, TABLES};
use liaison_store::{Db, Sql};
use liaison_testkit::{Fresh, on_both_engines, sample};

use crate::people;

/// Tables and columns as the engine itself tells them.
async fn schema(db: &Db) -> BTreeSet<String> {
    let text = match db.engine_name() {
        "SQLite" => {
            "select m.name || '.' || c.name as found from sqlite_master m join pragma_table_info(m.name) c
             where m.type = 'table'"
        }
        _ => {
            "select table_name || '.' || column_name as found from information_schema.columns
             where table_schema = 'public'"
        }
    };
    let rows = db.rows(text, vec![]).await.unwrap();
    let names = rows.iter().map(|row| row.get::<String>("found").unwrap());
    names
        .filter(|name| !name.starts_with("refinery_schema_history") && !name.starts_with("sqlite_"))
        .collect()
}

/// Somebody with something in tables of every kind of column.
async fn move_in(db: &Db) {
    let user = people::user(db, 1).await;
    let team = TeamId(sample::id(2));
    teams::add(db, team, "Ångström & Söhne", true)
        .await
        .unwrap();
    teams::add_member(db, team, user.id).await.unwrap();
    invitations::add(db, &sample::invitation(3, &user), &[0, 255, 7])
        .await
        .unwrap();
    onboarding::complete(db, user.id, Step::Start, sample::monday())
        .await
        .unwrap();
    let session = Session {
        id: SessionId(sample::id(4)),
        user_id: user.id,
        created_at: sample::monday(),
        last_seen_at: sample::minute(5),
        user_agent: "a browser".into(),
        method: SignInMethod::Salesforce,
    };
    sessions::add(db, &session, b"hash").await.unwrap();
}

async fn everything(db: &Db) -> Vec<(&'static str, Vec<dump::Row>)> {
    let mut found = Vec::new();
    for table in TABLES {
        found.push((table.name, table.read(db, 0, 1000).await.unwrap()));
    }
    found
}

on_both_engines! {
    async fn the_catalogue_names_every_table_and_column(db: Db) {
        let said = TABLES.iter().flat_map(|t| t.columns.iter().map(|(c, _)| format!("{}.{c}", t.name)));
        assert_eq!(said.collect::<BTreeSet<_>>(), schema(&db).await);
    }
}

on_both_engines! {
    async fn what_is_copied_is_the_same_in_either_engine(db: Db) {
        move_in(&db).await;
        assert_eq!(dump::something_in(&db).await.unwrap(), Some("users"));
        for other in [Fresh::sqlite().await, Fresh::postgres().await] {
            let into = other.db();
            assert_eq!(dump::something_in(&into).await.unwrap(), None);
            let (reading, writing) = (db.begin_reading().await.unwrap(), into.begin().await.unwrap());
            assert_eq!(dump::copy(&reading, &writing).await.unwrap(), 6);
            writing.commit().await.unwrap();
            assert_eq!(everything(&into).await, everything(&db).await, "{other:?}");
        }
    }
}

on_both_engines! {
    async fn a_reader_sees_one_moment_while_others_write(db: Db) {
        people::user(&db, 1).await;
        let users = dump::Table::by_name("users").unwrap();
        let moment = db.begin_reading().await.unwrap();
        assert_eq!(users.read(&moment, 0, 10).await.unwrap().len(), 1);
        people::user(&db, 2).await;
        assert_eq!(users.read(&moment, 0, 10).await.unwrap().len(), 1, "as it was");
        drop(moment);
        assert_eq!(users.read(&db, 0, 10).await.unwrap().len(), 2);
    }
}

/// A backup of another form is refused by name, not by its rows.
#[test]
fn the_form_of_a_backup_is_the_newest_migration() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let newest = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(liaison_store::dump::FORM, u64::try_from(newest).unwrap());
}
