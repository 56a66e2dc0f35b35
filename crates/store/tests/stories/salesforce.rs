//! Connections to Salesforce and their tokens.

use liaison_domain::id::{SalesforceConnectionId, UserId};
use liaison_domain::links::{Health, OrganisationId, SalesforceConnection, SalesforceUserId};
use liaison_store::Db;
use liaison_store::links::salesforce;
use liaison_store::links::tokens::{self as kept, Holder, SealedTokens};
use liaison_testkit::on_both_engines;
use liaison_testkit::sample::{self, minute};

use crate::people;

/// A connection of `user` to the Salesforce user with this last digit.
fn connection(number: u128, user: UserId, digit: u8) -> SalesforceConnection {
    let salesforce_user = format!("00500000000000{digit}");
    SalesforceConnection {
        id: SalesforceConnectionId(sample::id(number)),
        user_id: user,
        organisation_id: OrganisationId::parse("00DA0000000ABCD").expect("an id"),
        salesforce_user_id: SalesforceUserId::parse(&salesforce_user).expect("an id"),
        username: "rita@acme.example".into(),
        instance_url: "https://acme.my.salesforce.com".into(),
        health: Health::Connected,
        connected_at: minute(1),
        last_ok_at: minute(2),
    }
}

const IDENTITY: &str = "https://login.salesforce.com/id/x";

fn tokens(access: u8, refresh: Option<u8>, version: i64) -> SealedTokens {
    SealedTokens {
        access: vec![access],
        refresh: refresh.map(|r| vec![r]),
        version,
    }
}

/// Rita, connected with version 1 of her tokens.
async fn connected(db: &Db) -> SalesforceConnection {
    let rita = people::user(db, 1).await;
    let connection = connection(1, rita.id, 1);
    salesforce::save(db, &connection, IDENTITY, &tokens(1, Some(2), 1))
        .await
        .expect("a connection");
    connection
}

on_both_engines! {
    async fn a_connection_comes_back_with_its_tokens(db: Db) {
        let connection = connected(&db).await;
        assert_eq!(
            salesforce::of_user(&db, connection.user_id)
                .await
                .unwrap()
                .as_ref(),
            Some(&connection)
        );
        let owner = salesforce::user_of(&db, &connection.organisation_id, &connection.salesforce_user_id);
        assert_eq!(owner.await.unwrap(), Some(connection.user_id));
        let holder = Holder::Salesforce(connection.id);
        let (found, ..) = kept::of(&db, holder).await.unwrap().unwrap();
        assert_eq!(
            (found.access, found.refresh, found.version),
            (vec![1], Some(vec![2]), 1)
        );
        assert!(
            kept::set_health(&db, Holder::Salesforce(connection.id), Health::Reconnect)
                .await
                .unwrap()
        );
        assert!(
            !kept::set_health(&db, Holder::Salesforce(connection.id), Health::Reconnect)
                .await
                .unwrap()
        );
        assert!(salesforce::remove(&db, connection.user_id).await.unwrap());
        assert!(kept::of(&db, holder).await.unwrap().is_none());
    }

    async fn a_new_connection_takes_the_place_of_the_users_own(db: Db) {
        let old = connected(&db).await;
        let new = connection(2, old.user_id, 1);
        salesforce::save(&db, &new, IDENTITY, &tokens(5, None, 1))
            .await
            .unwrap();
        assert_eq!(
            salesforce::of_user(&db, old.user_id).await.unwrap(),
            Some(new)
        );
        assert!(kept::of(&db, Holder::Salesforce(old.id)).await.unwrap().is_none());
    }

    async fn somebody_elses_identity_is_refused_and_nothing_is_lost(db: Db) {
        let of_rita = connected(&db).await;
        let sam = people::user(&db, 2).await.id;
        let of_sam = connection(2, sam, 2);
        salesforce::save(&db, &of_sam, IDENTITY, &tokens(1, None, 1))
            .await
            .unwrap();
        let tx = db.begin().await.unwrap();
        let foreign = connection(3, sam, 1);
        let refused = salesforce::save(&tx, &foreign, IDENTITY, &tokens(1, None, 1))
            .await
            .unwrap_err();
        assert!(refused.is_taken(), "{refused}");
        drop(tx);
        assert_eq!(
            salesforce::of_user(&db, of_rita.user_id).await.unwrap(),
            Some(of_rita)
        );
        assert_eq!(salesforce::of_user(&db, sam).await.unwrap(), Some(of_sam));
    }

    async fn one_refresh_is_in_flight(db: Db) {
        let id = Holder::Salesforce(connected(&db).await.id);
        let begun = people::at_once(&db, 12, move |db, _| async move {
            kept::begin_refresh(&db, id, 1, minute(0), minute(2))
                .await
                .unwrap()
        })
        .await;
        assert_eq!(begun.iter().filter(|begun| **begun).count(), 1);
        let begin =
            |version, at| kept::begin_refresh(&db, id, version, minute(at), minute(at + 2));
        assert!(!begin(1, 1).await.unwrap(), "somebody is at it");
        assert!(
            begin(1, 2).await.unwrap(),
            "who took too long lost the right"
        );
        let end = |until| kept::end_refresh(&db, id, minute(until));
        assert!(
            !end(2).await.unwrap(),
            "what it gives back is another's by now"
        );
        assert!(!begin(1, 3).await.unwrap(), "so that one keeps it");
        assert!(end(4).await.unwrap());
        assert!(begin(1, 3).await.unwrap(), "it was given back");
        assert!(
            kept::replace(&db, id, 1, &tokens(3, None, 2))
                .await
                .unwrap()
        );
        assert!(!begin(1, 4).await.unwrap(), "there is a new pair");
        assert!(begin(2, 4).await.unwrap(), "and its refresh is free");
    }

    async fn of_many_new_pairs_one_is_kept(db: Db) {
        let connection = connected(&db).await;
        let id = Holder::Salesforce(connection.id);
        kept::set_health(&db, id, Health::Reconnect).await.unwrap();
        let replaced = people::at_once(&db, 12, move |db, n| async move {
            let pair = tokens(u8::try_from(n).unwrap(), None, 2);
            let won = kept::replace(&db, id, 1, &pair).await.unwrap();
            (won, pair.access)
        })
        .await;
        let winners: Vec<_> = replaced.into_iter().filter(|(won, _)| *won).collect();
        assert_eq!(winners.len(), 1);
        let (found, health, _) = kept::of(&db, id).await.unwrap().unwrap();
        assert_eq!((found.access, found.version), (winners[0].1.clone(), 2));
        assert_eq!(
            found.refresh,
            Some(vec![2]),
            "without a new one the old one stays"
        );
        assert_eq!(health, Health::Connected);
        salesforce::set_worked(&db, connection.id, minute(9)).await.unwrap();
        let healed = salesforce::of_user(&db, connection.user_id).await.unwrap().unwrap();
        assert_eq!(healed.last_ok_at, minute(9));
    }
}
