//! Invitations.

use liaison_domain::access::{Delivery, Invitation, InvitationState};
use liaison_domain::id::TeamId;
use liaison_store::Db;
use liaison_store::access::{invitations, teams};
use liaison_testkit::on_both_engines;
use liaison_testkit::sample::{self, minute};

use crate::people;

on_both_engines! {
    async fn an_invitation_comes_back_as_it_was(db: Db) {
        let (rita, sam) = (people::user(&db, 1).await, people::user(&db, 2).await);
        teams::add(&db, TeamId(sample::id(9)), "North", false)
            .await
            .unwrap();
        let full = Invitation {
            team_id: Some(TeamId(sample::id(9))),
            invited_by: Some(sam.id),
            delivery: Delivery::Failed("550 no such user".into()),
            ..sample::invitation(1, &rita)
        };
        let sparse = Invitation {
            sent_at: minute(1),
            ..sample::invitation(2, &rita)
        };
        invitations::add(&db, &full, b"one").await.unwrap();
        invitations::add(&db, &sparse, b"two").await.unwrap();
        assert_eq!(
            invitations::by_token(&db, b"one").await.unwrap().unwrap(),
            full
        );
        assert_eq!(
            invitations::by_id(&db, sparse.id).await.unwrap().unwrap(),
            sparse
        );
        assert_eq!(invitations::by_token(&db, b"three").await.unwrap(), None);
        assert_eq!(
            invitations::of_user(&db, rita.id).await.unwrap().unwrap(),
            sparse
        );
        assert_eq!(
            invitations::list(&db, 10).await.unwrap(),
            [sparse.clone(), full]
        );
        assert_eq!(invitations::list(&db, 1).await.unwrap(), [sparse]);
    }

    async fn one_link_opens_one_invitation(db: Db) {
        let rita = people::user(&db, 1).await;
        invitations::add(&db, &sample::invitation(1, &rita), b"link")
            .await
            .unwrap();
        let again = invitations::add(&db, &sample::invitation(2, &rita), b"link").await;
        assert!(again.unwrap_err().is_taken());
    }

    async fn of_many_who_settle_it_one_does(db: Db) {
        let rita = people::user(&db, 1).await;
        let invitation = sample::invitation(1, &rita);
        invitations::add(&db, &invitation, b"link").await.unwrap();
        let settled = people::at_once(&db, 16, move |db, n| async move {
            let to = [InvitationState::Accepted, InvitationState::Revoked][n % 2];
            invitations::settle(&db, invitation.id, to).await.unwrap()
        })
        .await;
        assert_eq!(settled.iter().filter(|won| **won).count(), 1);
    }

    async fn in_transactions_too_one_settles_it(db: Db) {
        let rita = people::user(&db, 1).await;
        let invitation = sample::invitation(1, &rita);
        invitations::add(&db, &invitation, b"link").await.unwrap();
        let settled = people::at_once(&db, 16, move |db, _| async move {
            let tx = db.begin().await.unwrap();
            let to = InvitationState::Accepted;
            let won = invitations::settle(&tx, invitation.id, to).await.unwrap();
            tx.commit().await.unwrap();
            won
        })
        .await;
        assert_eq!(settled.iter().filter(|won| **won).count(), 1);
    }

    async fn renewed_has_another_link_unless_it_was_accepted(db: Db) {
        let rita = people::user(&db, 1).await;
        let invitation = sample::invitation(1, &rita);
        invitations::add(&db, &invitation, b"old").await.unwrap();
        invitations::settle(&db, invitation.id, InvitationState::Revoked)
            .await
            .unwrap();
        let renewed = Invitation {
            sent_at: minute(1),
            expires_at: minute(2),
            delivery: Delivery::LinkShown,
            ..invitation.clone()
        };
        assert!(invitations::renew(&db, &renewed, b"new").await.unwrap());
        assert_eq!(invitations::by_token(&db, b"old").await.unwrap(), None);
        assert_eq!(
            invitations::by_token(&db, b"new").await.unwrap().unwrap(),
            renewed
        );
        invitations::settle(&db, invitation.id, InvitationState::Accepted)
            .await
            .unwrap();
        assert!(!invitations::renew(&db, &renewed, b"third").await.unwrap());
        invitations::set_delivery(&db, invitation.id, &Delivery::Sent)
            .await
            .unwrap();
        let kept = invitations::by_token(&db, b"new").await.unwrap().unwrap();
        assert_eq!(
            (kept.state, kept.delivery),
            (InvitationState::Accepted, Delivery::Sent)
        );
    }
}
