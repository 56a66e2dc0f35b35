//! Wrong passwords are counted, however many try at once.

use liaison_store::Db;
use liaison_store::access::users;
use liaison_testkit::on_both_engines;
use liaison_testkit::sample::minute;

use crate::people;

on_both_engines! {
    async fn tries_at_once_are_all_counted(db: Db) {
        let rita = people::user(&db, 1).await.id;
        let mut counted = people::at_once(&db, 20, move |db, _| async move {
            users::count_try(&db, rita, minute(0))
                .await
                .unwrap()
                .unwrap()
        })
        .await;
        counted.sort_unstable();
        assert_eq!(counted, (1..=20).collect::<Vec<u64>>());
    }

    /// As sign-in does it: what is counted and the rest it earns are one step.
    async fn tries_at_once_cannot_outrun_the_rest(db: Db) {
        let rita = people::user(&db, 1).await.id;
        let allowed = people::at_once(&db, 20, move |db, _| async move {
            let tx = db.begin().await.unwrap();
            let tries = users::count_try(&tx, rita, minute(0)).await.unwrap();
            if tries == Some(5) {
                users::rest_password(&tx, rita, minute(1)).await.unwrap();
            }
            tx.commit().await.unwrap();
            tries
        })
        .await;
        assert_eq!(allowed.iter().flatten().count(), 5);
    }

    async fn a_resting_password_is_not_tried(db: Db) {
        let rita = people::user(&db, 1).await.id;
        let count = |at| users::count_try(&db, rita, minute(at));
        assert_eq!(count(0).await.unwrap(), Some(1));
        users::rest_password(&db, rita, minute(5)).await.unwrap();
        assert_eq!(count(4).await.unwrap(), None);
        assert_eq!(count(5).await.unwrap(), Some(2), "the rest is over");
        users::rest_password(&db, rita, minute(50)).await.unwrap();
        users::set_password(&db, rita, "hash").await.unwrap();
        assert_eq!(
            count(6).await.unwrap(),
            Some(1),
            "a new password begins anew"
        );
        users::rest_password(&db, rita, minute(50)).await.unwrap();
        users::forget_tries(&db, rita).await.unwrap();
        assert_eq!(count(7).await.unwrap(), Some(1));
        assert_eq!(
            users::password_hash(&db, rita).await.unwrap().as_deref(),
            Some("hash")
        );
    }
}
