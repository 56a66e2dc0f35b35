//! A transaction happens as a whole or not at all, whatever becomes of the one who began it.

use std::task::Poll;

use liaison_domain::id::JobId;
use liaison_store::access::users;
use liaison_store::jobs::{self, NewJob};
use liaison_store::{Db, Sql, values};
use liaison_testkit::{Fresh, on_both_engines, sample};

use crate::people;

/// More than any pool has connections, so that one with a leftover would be met.
const ROUNDS: u128 = 40;

on_both_engines! {
    async fn committed_is_kept(fresh: Fresh) {
        let tx = fresh.db().begin().await.unwrap();
        people::user(&tx, 1).await;
        people::user(&tx, 2).await;
        assert_eq!(
            users::count(&tx).await.unwrap(),
            2,
            "it sees its own writes"
        );
        tx.commit().await.unwrap();
        assert_eq!(users::count(&fresh.open_again().await).await.unwrap(), 2);
    }

    async fn nobody_sees_it_before(fresh: Fresh) {
        let tx = fresh.db().begin().await.unwrap();
        people::user(&tx, 1).await;
        assert_eq!(users::count(&fresh.db()).await.unwrap(), 0);
        assert_eq!(users::count(&fresh.open_again().await).await.unwrap(), 0);
        tx.commit().await.unwrap();
    }

    async fn dropped_is_rolled_back_and_leaves_clean_connections(db: Db) {
        for n in 0..ROUNDS {
            let tx = db.begin().await.unwrap();
            people::user(&tx, n).await;
            drop(tx);
        }
        for n in 0..ROUNDS {
            people::user(&db, 100 + n).await;
        }
        let all = users::count(&db).await.unwrap();
        assert_eq!(all, u64::try_from(ROUNDS).unwrap());
    }

    async fn a_failed_statement_spoils_the_whole(db: Db) {
        people::user(&db, 1).await;
        let tx = db.begin().await.unwrap();
        people::user(&tx, 2).await;
        let taken = users::add(&tx, &sample::user(1)).await.unwrap_err();
        assert!(taken.is_taken(), "{taken}");
        assert!(
            users::count(&tx).await.is_err(),
            "nothing more is done in it"
        );
        assert!(
            tx.commit().await.is_err(),
            "and it does not pretend to have been kept"
        );
        assert_eq!(users::count(&db).await.unwrap(), 1);
        people::user(&db, 3).await;
        let tx = db.begin().await.unwrap();
        people::user(&tx, 4).await;
        tx.commit().await.unwrap();
        assert_eq!(users::count(&db).await.unwrap(), 3);
    }

    /// A browser that goes away drops what was being done for it, at any point.
    async fn an_abandoned_beginning_leaves_nothing_open(fresh: Fresh) {
        let db = fresh.db();
        for polls in 0..20 {
            let mut beginning = Box::pin(db.begin());
            for _ in 0..polls {
                let step = futures::poll!(beginning.as_mut());
                if let Poll::Ready(tx) = step {
                    drop(tx.unwrap());
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        for n in 0..ROUNDS {
            people::user(&db, n).await;
        }
        let seen_from_outside = users::count(&fresh.open_again().await).await.unwrap();
        assert_eq!(seen_from_outside, u64::try_from(ROUNDS).unwrap());
        db.begin().await.unwrap().commit().await.unwrap();
    }

    async fn an_abandoned_write_is_rolled_back(db: Db) {
        people::user(&db, 0).await;
        let insert = "insert into settings (key, value) values ($1, 'x')";
        for n in 0_u32..30 {
            let tx = db.begin().await.unwrap();
            let mut write = Box::pin(tx.run(insert, values![format!("key {n}")]));
            let _ = futures::poll!(write.as_mut());
            drop(write);
            drop(tx);
        }
        db.begin().await.unwrap().commit().await.unwrap();
        let kept = db.rows("select key from settings", vec![]).await.unwrap();
        assert_eq!(kept.len(), 0);
    }

    async fn transactions_of_many_wait_for_each_other(db: Db) {
        people::user(&db, 1).await;
        let id = sample::user(1).id;
        people::at_once(&db, 20, |db, _| async move {
            let tx = db.begin().await.unwrap();
            users::hold_admins(&tx).await.unwrap();
            let add_one = "update users set wrong_passwords = wrong_passwords + 1 where id = $1";
            tx.run(add_one, values![id]).await.unwrap();
            tx.commit().await.unwrap();
        })
        .await;
        let row = db
            .row("select wrong_passwords from users", vec![])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.get::<i64>("wrong_passwords").unwrap(), 20);
    }

    async fn a_job_goes_with_its_transaction(db: Db) {
        let job = |n| NewJob {
            id: JobId(sample::id(n)),
            kind: "letter",
            lane: None,
            payload_sealed: vec![1],
            run_at: sample::monday(),
        };
        let tx = db.begin().await.unwrap();
        jobs::enqueue(&tx, job(1), sample::monday()).await.unwrap();
        drop(tx);
        assert_eq!(jobs::count(&db).await.unwrap(), (0, 0));
        let tx = db.begin().await.unwrap();
        jobs::enqueue(&tx, job(1), sample::monday()).await.unwrap();
        assert_eq!(
            jobs::count(&db).await.unwrap(),
            (0, 0),
            "not before it commits"
        );
        tx.commit().await.unwrap();
        assert_eq!(jobs::count(&db).await.unwrap(), (1, 0));
    }
}

/// As SQLite itself does when the disk is full.
#[tokio::test(flavor = "multi_thread")]
async fn sqlite_runs_nothing_of_a_transaction_that_has_ended() {
    let fresh = Fresh::sqlite().await;
    let db = fresh.db();
    let tx = db.begin().await.unwrap();
    people::user(&tx, 1).await;
    tx.run("rollback", vec![]).await.unwrap();
    assert!(users::add(&tx, &sample::user(2)).await.is_err());
    assert!(tx.commit().await.is_err());
    assert_eq!(users::count(&db).await.unwrap(), 0);
    people::user(&db, 3).await;
}

/// Time stands still but for the waiting itself.
#[tokio::test(start_paused = true)]
async fn who_waits_for_the_writer_in_vain_is_told() {
    let fresh = Fresh::sqlite().await;
    let db = fresh.db();
    let _tx = db.begin().await.unwrap();
    assert!(db.begin().await.is_err());
}
