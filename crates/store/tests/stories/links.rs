//! One-time links, ways to a login page and back, client ids, the audit log.

use liaison_domain::access::AuditAction;
use liaison_domain::id::{AttemptId, AuditId, InvitationId};
use liaison_domain::links::Provider;
use liaison_store::Db;
use liaison_store::access::{audit, invitations, links};
use liaison_store::links::apps;
use liaison_store::links::attempts::{self, Attempt};
use liaison_testkit::on_both_engines;
use liaison_testkit::sample::{self, minute};

use crate::people;

fn attempt(number: u128) -> Attempt {
    Attempt {
        id: AttemptId(sample::id(number)),
        purpose: "sign-in".into(),
        invitation_id: None,
        user_id: None,
        verifier_sealed: vec![0, 255],
        expires_at: minute(10),
    }
}

on_both_engines! {
    async fn a_way_back_works_once_and_for_the_browser_that_left(db: Db) {
        attempts::add(&db, &attempt(1), b"state", b"browser")
            .await
            .unwrap();
        assert!(
            attempts::take(&db, b"state", b"another")
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            attempts::take(&db, b"else", b"browser")
                .await
                .unwrap()
                .is_none()
        );
        let taken = attempts::take(&db, b"state", b"browser")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (taken.id, taken.purpose.as_str()),
            (attempt(1).id, "sign-in")
        );
        assert_eq!(
            (taken.verifier_sealed, taken.expires_at),
            (vec![0, 255], minute(10))
        );
        assert!(
            attempts::take(&db, b"state", b"browser")
                .await
                .unwrap()
                .is_none()
        );
    }

    async fn of_many_who_come_back_at_once_one_does(db: Db) {
        let rita = people::user(&db, 1).await;
        invitations::add(&db, &sample::invitation(1, &rita), b"link")
            .await
            .unwrap();
        let bound = Attempt {
            invitation_id: Some(InvitationId(sample::id(1))),
            user_id: Some(rita.id),
            ..attempt(1)
        };
        attempts::add(&db, &bound, b"state", b"browser")
            .await
            .unwrap();
        let taken = people::at_once(&db, 8, |db, _| async move {
            attempts::take(&db, b"state", b"browser").await.unwrap()
        })
        .await;
        let taken: Vec<_> = taken.into_iter().flatten().collect();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].invitation_id, bound.invitation_id);
        assert_eq!(taken[0].user_id, bound.user_id);
    }

    async fn ways_nobody_came_back_from_are_forgotten(db: Db) {
        attempts::add(&db, &attempt(1), b"one", b"browser")
            .await
            .unwrap();
        let later = Attempt {
            expires_at: minute(11),
            ..attempt(2)
        };
        attempts::add(&db, &later, b"two", b"browser")
            .await
            .unwrap();
        assert_eq!(attempts::sweep(&db, minute(10)).await.unwrap(), 1);
        assert!(
            attempts::take(&db, b"two", b"browser")
                .await
                .unwrap()
                .is_some()
        );
    }

    async fn the_setup_link_is_used_once_and_in_time(db: Db) {
        for hash in [b"old", b"new"] {
            let tx = db.begin().await.unwrap();
            links::add_setup(&tx, hash, minute(10)).await.unwrap();
            tx.commit().await.unwrap();
        }
        let open = |hash: &'static [u8], at| links::setup_is_open(&db, hash, minute(at));
        assert!(
            !open(b"old", 0).await.unwrap(),
            "a new link takes its place"
        );
        assert!(open(b"new", 9).await.unwrap());
        assert!(!open(b"new", 10).await.unwrap());
        assert!(!links::use_setup(&db, b"new", minute(10)).await.unwrap());
        let used = people::at_once(&db, 8, |db, _| async move {
            links::use_setup(&db, b"new", minute(1)).await.unwrap()
        })
        .await;
        assert_eq!(used.iter().filter(|used| **used).count(), 1);
        assert!(!open(b"new", 2).await.unwrap());
    }

    async fn a_reset_is_used_once_and_in_time(db: Db) {
        let (rita, sam) = (people::user(&db, 1).await.id, people::user(&db, 2).await.id);
        links::add_reset(&db, sam, b"sam", minute(10))
            .await
            .unwrap();
        links::add_reset(&db, rita, b"old", minute(10))
            .await
            .unwrap();
        links::add_reset(&db, rita, b"new", minute(10))
            .await
            .unwrap();
        assert!(links::reset(&db, b"old").await.unwrap().is_none());
        let reset = links::reset(&db, b"new").await.unwrap().unwrap();
        assert_eq!((reset.user_id, reset.expires_at), (rita, minute(10)));
        assert_eq!(reset.used_at, None);
        assert!(!links::use_reset(&db, b"new", minute(10)).await.unwrap());
        assert!(links::use_reset(&db, b"new", minute(9)).await.unwrap());
        assert!(!links::use_reset(&db, b"new", minute(9)).await.unwrap());
        let reset = links::reset(&db, b"new").await.unwrap().unwrap();
        assert_eq!(reset.used_at, Some(minute(9)));
        assert!(links::use_reset(&db, b"sam", minute(1)).await.unwrap());
    }

    async fn an_app_keeps_its_secret_until_it_gets_another(db: Db) {
        let google = Provider::Google;
        assert!(apps::with_secret(&db, google).await.unwrap().is_none());
        apps::save(&db, google, "one", "", None).await.unwrap();
        let (app, secret) = apps::with_secret(&db, google).await.unwrap().unwrap();
        assert_eq!((app.has_secret, secret), (false, None));
        apps::save(&db, google, "two", "", Some(vec![1, 2]))
            .await
            .unwrap();
        apps::save(&db, google, "three", "host", None)
            .await
            .unwrap();
        let (app, secret) = apps::with_secret(&db, google).await.unwrap().unwrap();
        assert_eq!(
            (app.client_id.as_str(), app.login_host.as_str()),
            ("three", "host")
        );
        assert_eq!((app.has_secret, secret), (true, Some(vec![1, 2])));
        assert_eq!(apps::list(&db).await.unwrap(), [app]);
    }

    async fn the_audit_log_tells_in_order(db: Db) {
        let rita = people::user(&db, 1).await.id;
        let told = [
            (2, None, AuditAction::RoleChanged),
            (1, Some(rita), AuditAction::UserInvited),
        ];
        for (n, actor, action) in told {
            let id = AuditId(sample::id(n));
            let at = minute(i64::try_from(n).unwrap());
            audit::write(&db, id, at, actor, action, "user 1", "{}")
                .await
                .unwrap();
        }
        let actions = audit::actions_on(&db, "user 1").await.unwrap();
        assert_eq!(actions, ["user.invited", "user.role-changed"]);
        assert!(audit::actions_on(&db, "user 2").await.unwrap().is_empty());
    }
}
