//! What sellers write from, and the links that confirm it.

use std::time::Duration;

use jiff::Timestamp;
use liaison_domain::access::UserState;
use liaison_domain::id::{IdentityId, UserId};
use liaison_domain::mail::{Identity, Signature};
use liaison_store::access::users;
use liaison_store::dump::TABLES;
use liaison_store::mail::{confirmation_mails, identities};
use liaison_store::{Db, Sql};
use liaison_testkit::sample::{self, minute};
use liaison_testkit::{Fresh, on_both_engines};
use tokio::time::timeout;

use crate::people;

fn identity(number: u128, user: UserId, address: &str, is_default: bool) -> Identity {
    Identity {
        id: IdentityId(sample::id(number)),
        user_id: user,
        name: "Rita Rep".into(),
        address: sample::address(address),
        is_default,
        signature: Signature::default(),
        channel: None,
        verified_at: is_default.then(|| minute(1)),
        link_sent_at: None,
    }
}

async fn confirmed_at(db: &Db, user: UserId, id: IdentityId) -> Option<Timestamp> {
    let found = identities::of_user_by_id(db, user, id).await.unwrap();
    found.unwrap().verified_at
}

on_both_engines! {
    async fn identities_come_back_the_default_one_first(db: Db) {
        let rita = people::user(&db, 1).await.id;
        let (own, other) = (identity(1, rita, "rita@acme.example", true), identity(2, rita, "a@acme.example", false));
        for one in [&other, &own] {
            identities::add(&db, one).await.unwrap();
        }
        assert_eq!(identities::of_user(&db, rita).await.unwrap(), [own.clone(), other.clone()]);
        let again = Identity { id: IdentityId(sample::id(3)), name: "Another".into(), ..own.clone() };
        identities::add(&db, &again).await.unwrap();
        assert_eq!(identities::of_user(&db, rita).await.unwrap()[0], own, "what is there stays");

        identities::make_default(&db, rita, other.id).await.unwrap();
        let defaults: Vec<_> = identities::of_user(&db, rita).await.unwrap().iter().map(|i| (i.id, i.is_default)).collect();
        assert_eq!(defaults, [(other.id, true), (own.id, false)]);
        identities::remove(&db, own.id).await.unwrap();
        assert_eq!(identities::of_user(&db, rita).await.unwrap().len(), 1);
    }

    async fn each_identity_keeps_its_own_signature(db: Db) {
        let (rita, anna) = (people::user(&db, 1).await.id, people::user(&db, 2).await.id);
        let (own, other) = (identity(1, rita, "rita@acme.example", true), identity(2, rita, "a@acme.example", false));
        for one in [&own, &other] {
            identities::add(&db, one).await.unwrap();
        }
        let [first, second] = ["<p>Åsa &amp; <b>Co</b></p>", "<p>Sales</p>"].map(|html| Signature::clean(html).unwrap());
        identities::set_signature(&db, rita, &first).await.unwrap();
        assert!(identities::change(&db, rita, other.id, "Sales", &second).await.unwrap());
        assert!(!identities::change(&db, anna, other.id, "Anna", &first).await.unwrap(), "only one's own");
        let all = identities::of_user(&db, rita).await.unwrap();
        let kept: Vec<_> = all.iter().map(|i| (i.name.as_str(), &i.signature)).collect();
        assert_eq!(kept, [("Rita Rep", &first), ("Sales", &second)]);
        assert_eq!(identities::of_user_by_id(&db, anna, other.id).await.unwrap(), None);
    }

    async fn a_link_confirms_once_until_its_time_or_a_newer_one(db: Db) {
        let rita = people::user(&db, 1).await.id;
        let other = identity(2, rita, "a@acme.example", false);
        identities::add(&db, &other).await.unwrap();
        identities::set_link(&db, other.id, b"old", minute(2)).await.unwrap();
        identities::set_link(&db, other.id, b"new", minute(3)).await.unwrap();
        assert_eq!(identities::by_link(&db, b"old").await.unwrap(), None);
        let found = identities::by_link(&db, b"new").await.unwrap().unwrap();
        assert_eq!((found.id, found.link_sent_at), (other.id, Some(minute(3))));
        assert!(!identities::confirm(&db, b"old", minute(4), minute(0)).await.unwrap());
        assert!(!identities::confirm(&db, b"new", minute(4), minute(3)).await.unwrap(), "too old");
        assert_eq!(confirmed_at(&db, rita, other.id).await, None);
        assert!(identities::confirm(&db, b"new", minute(4), minute(2)).await.unwrap());
        assert!(!identities::confirm(&db, b"new", minute(5), minute(2)).await.unwrap(), "used");
        assert_eq!(confirmed_at(&db, rita, other.id).await, Some(minute(4)));
    }

    async fn an_address_is_anothers_once_they_confirmed_it(db: Db) {
        let (rita, anna) = (people::user(&db, 1).await, people::user(&db, 2).await);
        let address = sample::address("sales@acme.example");
        let hers = identity(1, anna.id, "sales@acme.example", false);
        identities::add(&db, &hers).await.unwrap();
        assert!(!identities::is_anothers(&db, rita.id, &address).await.unwrap(), "only claimed");
        identities::set_link(&db, hers.id, b"link", minute(2)).await.unwrap();
        identities::confirm(&db, b"link", minute(3), minute(1)).await.unwrap();
        assert!(identities::is_anothers(&db, rita.id, &address).await.unwrap());
        assert!(!identities::is_anothers(&db, anna.id, &address).await.unwrap());
        assert!(identities::is_anothers(&db, rita.id, &anna.email).await.unwrap(), "an account's own");
        db.run("update users set state = 'deactivated' where email = $1", liaison_store::values![&anna.email]).await.unwrap();
        assert!(!identities::is_anothers(&db, rita.id, &address).await.unwrap(), "who has left gives it free");
    }

    async fn who_confirms_an_address_waits_for_its_accounts_activation(db: Db) {
        let (rita, anna) = (people::user(&db, 1).await, people::user(&db, 2).await);
        users::move_on(&db, anna.id, UserState::Active, UserState::Invited).await.unwrap();
        let activating = db.begin().await.unwrap();
        users::move_on(&activating, anna.id, UserState::Invited, UserState::Active).await.unwrap();
        let mut confirming = tokio::spawn({
            let (db, address) = (db.clone(), anna.email.clone());
            async move {
                let tx = db.begin().await.unwrap();
                identities::hold_address(&tx, &address).await.unwrap();
                identities::is_anothers(&tx, rita.id, &address).await.unwrap()
            }
        });
        // It can only end after the commit; what ends too early has seen the wrong thing by then.
        let moment = Duration::from_millis(200);
        assert!(timeout(moment, &mut confirming).await.is_err(), "it does not wait");
        activating.commit().await.unwrap();
        assert!(confirming.await.unwrap());
    }

    async fn mails_are_counted_by_user_and_address(db: Db) {
        let (rita, anna) = (people::user(&db, 1).await.id, people::user(&db, 2).await.id);
        let [one, two] = ["one@acme.example", "two@acme.example"].map(sample::address);
        assert!(confirmation_mails::note(&db, rita, &one, minute(10), minute(9)).await.unwrap());
        assert!(!confirmation_mails::note(&db, rita, &one, minute(10), minute(9)).await.unwrap());
        assert!(confirmation_mails::note(&db, anna, &one, minute(10), minute(9)).await.unwrap());
        assert!(confirmation_mails::note(&db, rita, &two, minute(10), minute(9)).await.unwrap());
        assert!(confirmation_mails::note(&db, rita, &one, minute(11), minute(10)).await.unwrap());
        assert_eq!(confirmation_mails::addresses_since(&db, rita, minute(9)).await.unwrap(), 2);
        confirmation_mails::forget(&db, rita, minute(10)).await.unwrap();
        assert_eq!(confirmation_mails::addresses_since(&db, rita, minute(9)).await.unwrap(), 1);
        assert_eq!(confirmation_mails::addresses_since(&db, anna, minute(9)).await.unwrap(), 1);
    }

    /// A database as it was before there were confirmations is opened.
    async fn default_identities_of_old_count_as_confirmed(fresh: Fresh) {
        let db = fresh.db();
        let rita = people::user(&db, 1).await;
        // The house as it was before identities were confirmed.
        let later = TABLES.iter().skip_while(|table| table.name != "confirmation_mails").filter(|table| table.name != "jobs");
        for table in later.collect::<Vec<_>>().into_iter().rev() {
            db.run(&format!("drop table {}", table.name), vec![]).await.unwrap();
        }
        for statement in [
            "drop index jobs_by_lane",
            "drop index identities_by_link",
            "drop index identities_by_address",
            "alter table identities drop column verified_at",
            "alter table identities drop column link_hash",
            "alter table identities drop column link_sent_at",
            "alter table identities drop column channel",
            "alter table sends drop column sender",
            "delete from refinery_schema_history where version >= 3",
        ] {
            db.run(statement, vec![]).await.unwrap();
        }
        let text = "insert into identities (id, user_id, name, address, is_default, signature) values ($1, $2, 'Rita', $3, $4, '')";
        for (number, address, is_default) in [(1, "rita@acme.example", true), (2, "sales@acme.example", false)] {
            let values = liaison_store::values![sample::id(number), rita.id, address, is_default];
            db.run(text, values).await.unwrap();
        }
        let migrated = fresh.open_again().await;
        let confirmed: Vec<_> = identities::of_user(&migrated, rita.id).await.unwrap().iter().map(|i| i.verified_at).collect();
        assert_eq!(confirmed, [rita.activated_at, None]);
    }
}
