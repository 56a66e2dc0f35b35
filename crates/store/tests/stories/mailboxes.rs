//! Mailboxes.

use liaison_domain::Refusal;
use liaison_domain::id::{MailboxId, UserId};
use liaison_domain::links::Health;
use liaison_domain::links::mailbox::{Access, Findings, Mailbox, OutsideId};
use liaison_domain::links::servers::{Security, Server, Servers};
use liaison_store::Db;
use liaison_store::links::mailboxes::{self, Keys};
use liaison_store::links::tokens::{self, Holder, SealedTokens};
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
}
