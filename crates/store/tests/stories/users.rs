//! Users, the list of them, and the last admin.

use liaison_domain::Language;
use liaison_domain::access::{Role, User, UserState};
use liaison_store::Db;
use liaison_store::access::users::{self, Profile, Wanted};
use liaison_testkit::on_both_engines;
use liaison_testkit::sample::{self, minute};

use crate::people;

async fn add_named(db: &Db, number: u128, first: &str, last: &str, address: &str) {
    let user = User {
        first_name: first.into(),
        last_name: last.into(),
        email: sample::address(address),
        ..sample::user(number)
    };
    users::add(db, &user).await.expect("a user");
}

/// The first names of those found, in the order of their addresses.
async fn search(db: &Db, text: &str) -> Vec<String> {
    let wanted = Wanted {
        text: text.into(),
        role: None,
    };
    let found = users::list(db, &wanted, None, 100).await.expect("a list");
    found.into_iter().map(|user| user.first_name).collect()
}

on_both_engines! {
    async fn a_user_comes_back_as_they_were(db: Db) {
        let full = User {
            language: Language::Sv,
            access_expires_at: Some(minute(9)),
            ..sample::admin(1)
        };
        let sparse = User {
            first_name: String::new(),
            last_name: String::new(),
            decided: UserState::Invited,
            activated_at: None,
            ..sample::user(2)
        };
        for user in [&full, &sparse] {
            users::add(&db, user).await.unwrap();
            assert_eq!(
                users::by_id(&db, user.id).await.unwrap().as_ref(),
                Some(user)
            );
            assert_eq!(
                users::by_email(&db, &user.email).await.unwrap().as_ref(),
                Some(user)
            );
        }
        assert_eq!(users::by_id(&db, sample::user(3).id).await.unwrap(), None);
        let same_address = User {
            email: full.email.clone(),
            ..sample::user(4)
        };
        assert!(users::add(&db, &same_address).await.unwrap_err().is_taken());
    }

    async fn what_changes_is_kept(db: Db) {
        let rita = people::user(&db, 1).await;
        let profile = Profile {
            first_name: "Åsa".into(),
            last_name: "Öberg".into(),
            language: Language::Fr,
            time_zone: "Europe/Stockholm".into(),
        };
        users::set_profile(&db, rita.id, &profile).await.unwrap();
        assert!(users::set_role(&db, rita.id, Role::Admin).await.unwrap());
        assert!(
            !users::set_role(&db, rita.id, Role::Admin).await.unwrap(),
            "no change"
        );
        users::set_password(&db, rita.id, "hash").await.unwrap();
        users::set_activated(&db, rita.id, minute(60))
            .await
            .unwrap();
        let moved = |from, to| users::move_on(&db, rita.id, from, to);
        assert!(!moved(UserState::Invited, UserState::Active).await.unwrap());
        assert!(
            moved(UserState::Active, UserState::Deactivated)
                .await
                .unwrap()
        );
        let changed = User {
            first_name: profile.first_name,
            last_name: profile.last_name,
            language: Language::Fr,
            time_zone: profile.time_zone,
            role: Role::Admin,
            has_password: true,
            decided: UserState::Deactivated,
            ..rita.clone()
        };
        assert_eq!(users::by_id(&db, rita.id).await.unwrap(), Some(changed));
        users::set_language(&db, rita.id, Language::En)
            .await
            .unwrap();
        let user = users::by_id(&db, rita.id).await.unwrap().unwrap();
        assert_eq!(user.language, Language::En);
    }

    async fn search_takes_percent_and_underscore_as_they_are(db: Db) {
        add_named(&db, 1, "50%", "Off", "a@acme.example").await;
        add_named(&db, 2, "snake_case", "Off", "b_b@acme.example").await;
        add_named(&db, 3, "back\\slash", "Off", "c@acme.example").await;
        add_named(&db, 4, "Plain", "Off", "d@acme.example").await;
        assert_eq!(search(&db, "%").await, ["50%"]);
        assert_eq!(search(&db, "_").await, ["snake_case"]);
        assert_eq!(search(&db, "\\").await, ["back\\slash"]);
        assert_eq!(
            search(&db, "0% o").await,
            ["50%"],
            "given and family name are one text"
        );
        assert_eq!(search(&db, "").await.len(), 4);
        assert_eq!(search(&db, "' or 1=1 --").await.len(), 0);
    }

    async fn search_knows_no_case_in_any_language(db: Db) {
        add_named(&db, 1, "Åsa", "Öberg", "a@acme.example").await;
        add_named(&db, 2, "ÉLODIE", "Brûlé", "b@acme.example").await;
        add_named(&db, 3, "Ωmega", "Жuk", "c@acme.example").await;
        assert_eq!(search(&db, "åsa ö").await, ["Åsa"]);
        assert_eq!(search(&db, "ÅSA").await, ["Åsa"]);
        assert_eq!(search(&db, " élodie ").await, ["ÉLODIE"]);
        assert_eq!(search(&db, "BRÛLÉ").await, ["ÉLODIE"]);
        assert_eq!(search(&db, "ωMEGA ж").await, ["Ωmega"]);
        assert_eq!(search(&db, "A@ACME").await, ["Åsa"]);
    }

    async fn pages_follow_each_other_without_gap_or_repeat(db: Db) {
        for number in 0..25 {
            people::user(&db, number).await;
        }
        users::add(&db, &sample::admin(90)).await.unwrap();
        let wanted = Wanted {
            text: "rita".into(),
            role: Some(Role::User),
        };
        let mut seen: Vec<String> = Vec::new();
        loop {
            let after = seen.last().map(String::as_str);
            let page = users::list(&db, &wanted, after, 10).await.unwrap();
            if page.is_empty() {
                break;
            }
            assert!(page.len() <= 10);
            seen.extend(page.iter().map(|user| user.email.to_string()));
        }
        assert_eq!(seen.len(), 25);
        assert!(seen.is_sorted());
        let admins = Wanted {
            role: Some(Role::Admin),
            ..Wanted::default()
        };
        assert_eq!(
            users::list(&db, &admins, None, 10).await.unwrap(),
            [sample::admin(90)]
        );
    }

    async fn two_admins_who_leave_at_once_do_not_both_leave(db: Db) {
        for round in 0..5 {
            let (one, other) = (sample::admin(round * 2), sample::admin(round * 2 + 1));
            users::add(&db, &one).await.unwrap();
            users::add(&db, &other).await.unwrap();
            let ids = [one.id, other.id];
            let left = people::at_once(&db, 2, move |db, n| async move {
                let tx = db.begin().await.unwrap();
                users::hold_admins(&tx).await.unwrap();
                let may = users::other_admins(&tx, ids[n]).await.unwrap() > 0;
                if may {
                    users::set_role(&tx, ids[n], Role::User).await.unwrap();
                }
                tx.commit().await.unwrap();
                may
            })
            .await;
            assert_eq!(
                left.iter().filter(|left| **left).count(),
                1,
                "round {round}"
            );
            for id in ids {
                users::set_role(&db, id, Role::User).await.unwrap();
            }
        }
    }

    async fn only_active_admins_count_as_others(db: Db) {
        let one = sample::admin(1);
        users::add(&db, &one).await.unwrap();
        for (number, decided) in [(2, UserState::Invited), (3, UserState::Deactivated)] {
            users::add(
                &db,
                &User {
                    decided,
                    ..sample::admin(number)
                },
            )
            .await
            .unwrap();
        }
        people::user(&db, 4).await;
        assert_eq!(users::other_admins(&db, one.id).await.unwrap(), 0);
        users::add(&db, &sample::admin(5)).await.unwrap();
        assert_eq!(users::other_admins(&db, one.id).await.unwrap(), 1);
    }
}
