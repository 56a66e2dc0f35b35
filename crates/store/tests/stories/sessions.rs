//! Signed-in browsers, the wizard's steps, settings and teams.

use liaison_domain::access::session::{Session, SignInMethod};
use liaison_domain::access::{Onboarding, Step};
use liaison_domain::id::{SessionId, TeamId, UserId};
use liaison_store::access::{onboarding, sessions, teams};
use liaison_store::{Db, settings};
use liaison_testkit::sample::{self, minute};
use liaison_testkit::{Fresh, on_both_engines};

use crate::people;

/// A session last seen in minute `number`; its token hash is that one byte.
async fn begin(db: &Db, user: UserId, number: u8) -> Session {
    let session = Session {
        id: SessionId(sample::id(number.into())),
        user_id: user,
        created_at: minute(0),
        last_seen_at: minute(number.into()),
        user_agent: "Lynx".into(),
        method: SignInMethod::ALL[usize::from(number) % 3],
    };
    sessions::add(db, &session, &[number])
        .await
        .expect("a session");
    session
}

on_both_engines! {
    async fn a_session_is_found_by_its_token(fresh: Fresh) {
        let db = fresh.db();
        let rita = people::user(&db, 1).await.id;
        let (old, new) = (begin(&db, rita, 1).await, begin(&db, rita, 2).await);
        assert_eq!(
            sessions::by_token(&db, &[1]).await.unwrap().as_ref(),
            Some(&old)
        );
        assert_eq!(sessions::by_token(&db, &[9]).await.unwrap(), None);
        assert_eq!(
            sessions::of_user(&db, rita).await.unwrap(),
            [new.clone(), old.clone()]
        );
        sessions::seen(&db, old.id, minute(30)).await.unwrap();
        let seen = Session {
            last_seen_at: minute(30),
            ..old
        };
        assert_eq!(sessions::of_user(&db, rita).await.unwrap(), [seen, new]);
    }

    async fn nobody_has_no_session(db: Db) {
        let nobody = sample::user(1).id;
        let session = Session {
            id: SessionId(sample::id(1)),
            user_id: nobody,
            created_at: minute(0),
            last_seen_at: minute(0),
            user_agent: String::new(),
            method: SignInMethod::Password,
        };
        let refused = sessions::add(&db, &session, b"token").await.unwrap_err();
        assert!(!refused.is_taken(), "{refused}");
    }

    /// Another process must not go on letting in whom this one has sent away.
    async fn an_ended_session_is_ended_everywhere(fresh: Fresh) {
        let (db, elsewhere) = (fresh.db(), fresh.open_again().await);
        let (rita, sam) = (people::user(&db, 1).await.id, people::user(&db, 2).await.id);
        let session = begin(&db, rita, 1).await;
        assert!(
            sessions::by_token(&elsewhere, &[1])
                .await
                .unwrap()
                .is_some()
        );
        assert!(
            !sessions::end(&db, sam, session.id).await.unwrap(),
            "not theirs"
        );
        assert!(sessions::end(&db, rita, session.id).await.unwrap());
        assert_eq!(sessions::by_token(&elsewhere, &[1]).await.unwrap(), None);
        assert!(!sessions::end(&db, rita, session.id).await.unwrap());
    }

    async fn all_end_but_the_one_to_keep(db: Db) {
        let (rita, sam) = (people::user(&db, 1).await.id, people::user(&db, 2).await.id);
        for number in 1..=3 {
            begin(&db, rita, number).await;
        }
        begin(&db, sam, 4).await;
        let keep = SessionId(sample::id(2));
        assert_eq!(sessions::end_all(&db, rita, Some(keep)).await.unwrap(), 2);
        assert_eq!(sessions::of_user(&db, rita).await.unwrap()[0].id, keep);
        assert_eq!(sessions::end_all(&db, rita, None).await.unwrap(), 1);
        assert_eq!(sessions::of_user(&db, sam).await.unwrap().len(), 1);
    }

    async fn a_step_is_done_once_and_keeps_its_first_time(db: Db) {
        let (rita, sam) = (people::user(&db, 1).await.id, people::user(&db, 2).await.id);
        assert_eq!(
            onboarding::of_user(&db, rita).await.unwrap(),
            Onboarding::default()
        );
        for (step, at) in [(Step::Start, 1), (Step::Mailbox, 2), (Step::Start, 3)] {
            onboarding::complete(&db, rita, step, minute(at))
                .await
                .unwrap();
        }
        let done = onboarding::of_user(&db, rita).await.unwrap().done;
        assert_eq!(done, [Some(minute(1)), None, Some(minute(2)), None, None, None]);
        assert_eq!(
            onboarding::of_user(&db, sam).await.unwrap(),
            Onboarding::default()
        );
    }

    async fn a_setting_is_what_was_last_set(db: Db) {
        let key = settings::key::LOGIN_MODE;
        assert_eq!(settings::get(&db, key).await.unwrap(), None);
        for value in ["all-methods", "salesforce-only"] {
            settings::set(&db, key, value).await.unwrap();
            assert_eq!(
                settings::get(&db, key).await.unwrap().as_deref(),
                Some(value)
            );
        }
    }

    async fn teams_know_their_members(db: Db) {
        let rita = people::user(&db, 1).await.id;
        let [everyone, north] = [TeamId(sample::id(1)), TeamId(sample::id(2))];
        assert_eq!(teams::everyone(&db).await.unwrap(), None);
        teams::add(&db, north, "Norr ÅÄÖ", false).await.unwrap();
        teams::add(&db, everyone, "Everyone", true).await.unwrap();
        for team in [everyone, north, north] {
            teams::add_member(&db, team, rita).await.unwrap();
        }
        let all = teams::list(&db).await.unwrap();
        let told: Vec<_> = all
            .iter()
            .map(|t| (t.id, t.is_everyone, t.members))
            .collect();
        assert_eq!(told, [(everyone, true, 1), (north, false, 1)]);
        assert_eq!(teams::everyone(&db).await.unwrap(), Some(everyone));
        assert_eq!(teams::names_of(&db, rita).await.unwrap(), ["Norr ÅÄÖ"]);
        let again = teams::add(&db, TeamId(sample::id(3)), "Everyone", false).await;
        assert!(again.unwrap_err().is_taken());
    }
}
