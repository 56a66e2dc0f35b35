//! Mailboxes.

use liaison_domain::id::{MailboxId, UserId};
use liaison_domain::links::mailbox::{Mailbox, Security, Server};
use liaison_domain::links::{Health, MailboxSettings};
use liaison_store::Db;
use liaison_store::links::mailboxes;
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
        settings: MailboxSettings {
            address: sample::address("rita@acme.example"),
            username: "rita".into(),
            imap: server("imap.acme.example", 993, Security::Tls),
            smtp: server("smtp.acme.example", 65_535, Security::StartTls),
        },
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
        mailboxes::save(&db, &first, vec![0, 1]).await.unwrap();
        assert_eq!(
            mailboxes::of_user(&db, rita).await.unwrap(),
            Some((first, vec![0, 1]))
        );
        let second = Mailbox {
            sent_folder: Some("Envoyés".into()),
            ..mailbox(2, rita)
        };
        mailboxes::save(&db, &second, vec![2]).await.unwrap();
        assert_eq!(
            mailboxes::of_user(&db, rita).await.unwrap(),
            Some((second.clone(), vec![2]))
        );
        mailboxes::set_checked(&db, second.id, Health::Reconnect, minute(9))
            .await
            .unwrap();
        let (checked, _) = mailboxes::of_user(&db, rita).await.unwrap().unwrap();
        assert_eq!(
            (checked.health, checked.last_checked_at),
            (Health::Reconnect, minute(9))
        );
        assert!(mailboxes::remove(&db, rita).await.unwrap());
        assert!(!mailboxes::remove(&db, rita).await.unwrap());
        assert_eq!(mailboxes::of_user(&db, rita).await.unwrap(), None);
    }
}
