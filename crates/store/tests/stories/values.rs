//! Values go in and come out as they were.

use jiff::Timestamp;
use liaison_domain::EmailAddress;
use liaison_domain::id::UserId;
use liaison_store::sql::Value;
use liaison_store::{Db, Fault, Sql, values};
use liaison_testkit::{on_both_engines, sample};
use uuid::Uuid;

/// A table with a column of every kind, all nullable.
async fn every_kind(db: &Db) {
    let text =
        "create table kinds (n bigint primary key, b boolean, i bigint, t text, y bytea, u uuid)";
    db.run(text, vec![]).await.expect("a table");
}

async fn text_back(db: &Db, text: &str) -> String {
    db.run("delete from kinds", vec![]).await.expect("room");
    let insert = "insert into kinds (n, t) values (1, $1)";
    db.run(insert, values![text]).await.expect("a row");
    let row = db.row("select t from kinds", vec![]).await.expect("a row");
    row.expect("a row").get("t").expect("text")
}

on_both_engines! {
    async fn placeholders_mean_their_number(db: Db) {
        every_kind(&db).await;
        let insert = "insert into kinds (i, t, n) values ($2, $3, $1)";
        db.run(insert, values![1_i64, 2_i64, "three"])
            .await
            .unwrap();
        let update = "update kinds set t = $2 where i = $3 and n = $1 and n + 1 = $3 and n = $1";
        let touched = db.run(update, values![1_i64, "drei", 2_i64]).await.unwrap();
        assert_eq!(touched, 1);
        let find = "select i, t from kinds where t = $2 and n = $1 and (t = $2 or i = $1)";
        let row = db.row(find, values![1_i64, "drei"]).await.unwrap().unwrap();
        assert_eq!(row.get::<i64>("i").unwrap(), 2);
        assert_eq!(row.get::<String>("t").unwrap(), "drei");
    }

    async fn null_of_every_kind(db: Db) {
        every_kind(&db).await;
        let insert = "insert into kinds (n, b, i, t, y, u) values ($1, $2, $3, $4, $5, $6)";
        let nothing = values![
            1_i64,
            None::<bool>,
            None::<i64>,
            None::<String>,
            None::<Vec<u8>>,
            None::<Uuid>,
        ];
        db.run(insert, nothing).await.unwrap();
        let row = db
            .row("select * from kinds", vec![])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.get::<Option<bool>>("b").unwrap(), None);
        assert_eq!(row.get::<Option<i64>>("i").unwrap(), None);
        assert_eq!(row.get::<Option<Timestamp>>("i").unwrap(), None);
        assert_eq!(row.get::<Option<String>>("t").unwrap(), None);
        assert_eq!(row.get::<Option<EmailAddress>>("t").unwrap(), None);
        assert_eq!(row.get::<Option<Vec<u8>>>("y").unwrap(), None);
        assert_eq!(row.get::<Option<UserId>>("u").unwrap(), None);
        let kept = "update kinds set i = coalesce($1, 7), t = coalesce($2, 'x')";
        db.run(kept, vec![Value::Null, Value::Null]).await.unwrap();
        let row = db
            .row("select i, t from kinds", vec![])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.get::<i64>("i").unwrap(), 7);
        assert_eq!(row.get::<String>("t").unwrap(), "x");
    }

    async fn every_value_comes_back(db: Db) {
        every_kind(&db).await;
        let all_bytes: Vec<u8> = (0..=255).collect();
        let insert = "insert into kinds (n, b, i, t, y, u) values ($1, $2, $3, $4, $5, $6)";
        let rows = [
            (true, i64::MIN, "", Vec::new(), Uuid::nil()),
            (false, i64::MAX, "it's $1 ?", all_bytes, Uuid::max()),
            (true, 0, " spaces\r\n\t", b"text".to_vec(), sample::id(9)),
        ];
        for (n, (b, i, t, y, u)) in (1_u32..).zip(&rows) {
            let values = values![n, *b, *i, *t, y.as_slice(), *u];
            assert_eq!(db.run(insert, values).await.unwrap(), 1);
        }
        let found = db
            .rows("select * from kinds order by n", vec![])
            .await
            .unwrap();
        assert_eq!(found.len(), rows.len());
        for (row, (b, i, t, y, u)) in found.iter().zip(&rows) {
            assert_eq!(row.get::<bool>("b").unwrap(), *b);
            assert_eq!(row.get::<i64>("i").unwrap(), *i);
            assert_eq!(row.get::<String>("t").unwrap(), *t);
            assert_eq!(row.get::<Vec<u8>>("y").unwrap(), *y);
            assert_eq!(row.get::<Uuid>("u").unwrap(), *u);
        }
        let by_id = db.row(
            "select n from kinds where u = $1",
            values![UserId(sample::id(9))],
        );
        assert_eq!(by_id.await.unwrap().unwrap().get::<i64>("n").unwrap(), 3);
    }

    async fn times_keep_their_microseconds(db: Db) {
        every_kind(&db).await;
        for time in ["1969-07-20T20:17:40.123456Z", "2026-03-02T08:00:00.000001Z"] {
            let time: Timestamp = time.parse().unwrap();
            db.run("delete from kinds", vec![]).await.unwrap();
            db.run("insert into kinds (n, i) values (1, $1)", values![time])
                .await
                .unwrap();
            let row = db
                .row("select i from kinds", vec![])
                .await
                .unwrap()
                .unwrap();
            assert_eq!(row.get::<Timestamp>("i").unwrap(), time);
        }
    }

    async fn text_of_every_script_and_size(db: Db) {
        every_kind(&db).await;
        let large = "Å🜁".repeat(400_000);
        for text in [
            "Åsa Öberg",
            "Zoë\u{301}",
            "שלום",
            "👩‍👩‍👧‍👦",
            "\u{10ffff}\u{1}",
            &large,
        ] {
            assert!(text_back(&db, text).await == text);
        }
    }

    async fn a_taken_key_is_told_apart(db: Db) {
        every_kind(&db).await;
        db.run("insert into kinds (n) values (1)", vec![])
            .await
            .unwrap();
        let again = db
            .run("insert into kinds (n) values (1)", vec![])
            .await
            .unwrap_err();
        assert!(again.is_taken(), "{again}");
        let other = db
            .run("insert into no_such_table (n) values (1)", vec![])
            .await
            .unwrap_err();
        assert!(matches!(other, Fault::Engine(_)), "{other}");
    }

    /// A statement that writes and answers runs without a transaction, too.
    async fn returning_works_on_the_bare_database(db: Db) {
        every_kind(&db).await;
        let text = "insert into kinds (n, t) values (1, 'x') returning t";
        let row = db.row(text, vec![]).await.unwrap().unwrap();
        assert_eq!(row.get::<String>("t").unwrap(), "x");
        assert_eq!(
            db.rows("select n from kinds", vec![]).await.unwrap().len(),
            1
        );
    }

    async fn a_column_that_cannot_be_read_says_which(db: Db) {
        every_kind(&db).await;
        db.run("insert into kinds (n, t) values (1, 'x')", vec![])
            .await
            .unwrap();
        let row = db
            .row("select n, t, b from kinds", vec![])
            .await
            .unwrap()
            .unwrap();
        let column = |fault: Fault| match fault {
            Fault::Column { column, .. } => column,
            other => panic!("{other}"),
        };
        assert_eq!(column(row.get::<i64>("t").unwrap_err()), "t");
        assert_eq!(column(row.get::<bool>("b").unwrap_err()), "b");
        assert_eq!(column(row.get::<i64>("nowhere").unwrap_err()), "nowhere");
        assert_eq!(column(row.code("t", |_| None::<()>).unwrap_err()), "t");
    }
}
