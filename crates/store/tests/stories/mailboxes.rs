//! Mailboxes and what sellers write from.

use liaison_domain::Refusal;
use liaison_domain::id::{IdentityId, MailboxId, UserId};
use liaison_domain::links::Health;
use liaison_domain::links::mailbox::{Access, Findings, Mailbox, OutsideId};
use liaison_domain::links::servers::{Security, Server, Servers};
use liaison_domain::mail::{Identity, Signature};
use liaison_store::Db;
use liaison_store::links::mailboxes::{self, Keys};
use liaison_store::links::tokens::{self, Holder, SealedTokens};
use liaison_store::mail::identities;
use liaison_testkit::on_both_engines;
use liaison_testkit::sample::{self, minute};

use crate::people;

fn mailbox(number: u128, user: UserId) -> Mailbox {
    let server = |host: &str, port, security| Server {
        host: host.into(),
        port,
        security,
    };
    Mailbox {
        id: MailboxId(sample::id(number)),
        user_id: user,
        address: sample::address("rita@acme.example"),
        access: Access::Imap(Servers {
            username: "rita".into(),
            imap: server("imap.acme.example", 993, Security::Tls),
            smtp: server("smtp.acme.example", 65_535, Security::StartTls),
        }),
        findings: Findings::testing(),
        health: Health::Connected,
        sent_folder: None,
        connected_at: minute(1),
        last_checked_at: minute(2),
    }
}

fn identity(number: u128, user: UserId, address: &str, is_default: bool) -> Identity {
    Identity {
        id: IdentityId(sample::id(number)),
        user_id: user,
        name: "Rita Rep".into(),
        address: sample::address(address),
        is_default,
        signature: Signature::default(),
    }
}

on_both_engines! {
    async fn a_mailbox_comes_back_with_its_password(db: Db) {
        let rita = people::user(&db, 1).await.id;
        assert_eq!(mailboxes::of_user(&db, rita).await.unwrap(), None);
        let first = mailbox(1, rita);
        let password = |sealed: &[u8]| Keys::Password(sealed.to_vec());
        mailboxes::save(&db, &first, password(&[0, 1])).await.unwrap();
        let kept = mailboxes::of_user(&db, rita).await.unwrap();
        assert_eq!(kept, Some(first.clone()));
        let sealed = mailboxes::password(&db, first.id).await.unwrap();
        assert_eq!(sealed, Some(vec![0, 1]));
        let second = Mailbox {
            sent_folder: Some("Envoyés".into()),
            ..mailbox(2, rita)
        };
        mailboxes::save(&db, &second, password(&[2])).await.unwrap();
        let kept = mailboxes::of_user(&db, rita).await.unwrap();
        assert_eq!(kept, Some(second.clone()));
        assert_eq!(mailboxes::by_id(&db, first.id).await.unwrap(), None);
        let problem = Refusal::MailboxBusy {
            address: "rita@acme.example".into(),
        };
        let findings = Findings::not_seen(problem);
        mailboxes::set_findings(&db, second.id, &findings, minute(9))
            .await
            .unwrap();
        let checked = mailboxes::of_user(&db, rita).await.unwrap().unwrap();
        assert_eq!(
            (checked.findings, checked.last_checked_at),
            (findings, minute(9))
        );
        assert!(mailboxes::remove(&db, rita).await.unwrap());
        assert!(!mailboxes::remove(&db, rita).await.unwrap());
        assert_eq!(mailboxes::of_user(&db, rita).await.unwrap(), None);
    }

    async fn a_mailbox_at_google_has_tokens_instead(db: Db) {
        let rita = people::user(&db, 1).await.id;
        let gmail = Mailbox {
            access: Access::Gmail {
                subject: OutsideId("1152".into()),
            },
            ..mailbox(1, rita)
        };
        let tokens = SealedTokens {
            access: vec![1],
            refresh: Some(vec![2]),
            version: 1,
        };
        mailboxes::save(&db, &gmail, Keys::Tokens(tokens)).await.unwrap();
        assert_eq!(mailboxes::of_user(&db, rita).await.unwrap(), Some(gmail.clone()));
        assert_eq!(mailboxes::password(&db, gmail.id).await.unwrap(), None);
        let holder = Holder::Mailbox(gmail.id);
        let (kept, health, owner) = tokens::of(&db, holder).await.unwrap().unwrap();
        assert_eq!((kept.refresh, health, owner), (Some(vec![2]), Health::Connected, rita));
    }

    async fn an_identity_keeps_its_signature_when_its_name_changes(db: Db) {
        let rita = people::user(&db, 1).await.id;
        let own = identity(1, rita, "rita@acme.example", true);
        identities::save(&db, &identity(2, rita, "a@acme.example", false))
            .await
            .unwrap();
        identities::save(&db, &own).await.unwrap();
        let signature = Signature::clean("<p>Åsa &amp; <b>Co</b></p>").unwrap();
        identities::set_signature(&db, rita, &signature)
            .await
            .unwrap();
        let renamed = Identity {
            id: IdentityId(sample::id(3)),
            name: "R. Rep".into(),
            ..own.clone()
        };
        identities::save(&db, &renamed).await.unwrap();
        let all = identities::of_user(&db, rita).await.unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(
            all[0],
            Identity {
                name: "R. Rep".into(),
                signature,
                ..own
            }
        );
        assert!(all[1].signature.is_empty(), "the default one's alone");
    }
}
