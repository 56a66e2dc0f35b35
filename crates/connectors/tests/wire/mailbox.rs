//! Mail against a real server.

use crate::support::{
    dovecot::{Dovecot, PASSWORD, USER},
    outbound,
    sink::Sink,
    tls::TestTls,
};
use liaison_connectors::{
    imap::{self, Credentials, ImapError, ImapSettings, Mailbox},
    mime::{self, Outgoing},
    outbound::Security,
    smtp::{self, SmtpError, SmtpSettings},
};

struct World {
    tls: TestTls,
    sink: Sink,
    server: Dovecot,
}

impl World {
    async fn start() -> Self {
        let tls = TestTls::for_localhost();
        let sink = Sink::start(&[]).await;
        let server = Dovecot::start(&tls, None);
        Self { tls, sink, server }
    }

    async fn with_submission() -> Self {
        let tls = TestTls::for_localhost();
        let sink = Sink::start(&[]).await;
        let server = Dovecot::start(&tls, Some(sink.address));
        Self { tls, sink, server }
    }

    fn imap(&self, security: Security) -> ImapSettings {
        ImapSettings {
            host: "localhost".into(),
            port: match security {
                Security::Tls => self.server.imaps,
                _ => self.server.imap,
            },
            security,
            username: USER.into(),
            credentials: Credentials::Password(PASSWORD.into()),
        }
    }

    fn smtp(&self, security: Security) -> SmtpSettings {
        SmtpSettings {
            host: "localhost".into(),
            port: self.server.submission,
            security,
            credentials: Some((USER.into(), Credentials::Password(PASSWORD.into()))),
        }
    }
}

fn mail() -> Vec<u8> {
    mime::compose(&Outgoing {
        from: (Some("Rita Rep".into()), USER.into()),
        to: vec![(None, "zoe@buyer.test".into())],
        subject: "Grüße".into(),
        text: "Hej Zoë\n.\nslut\n".into(),
        message_id: "0190-abc@liaison.test".into(),
        date: 1_795_161_600,
        ..Outgoing::default()
    })
    .expect("a mail")
}

#[tokio::test(flavor = "multi_thread")]
async fn imap_signs_in_over_every_kind_of_connection() {
    let world = World::start().await;
    let connector = outbound(Some(&world.tls.ca));
    for security in [Security::Tls, Security::StartTls, Security::Plain] {
        let facts = imap::check(&connector, &world.imap(security))
            .await
            .unwrap();
        assert_eq!(facts.sent_folder.as_deref(), Some("Sent"), "{security:?}");
        assert!(facts.uid_validity.is_some());
        assert!(facts.capabilities.contains(&"UIDPLUS".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn imap_tells_a_wrong_password_from_a_wrong_certificate() {
    let world = World::start().await;
    let connector = outbound(Some(&world.tls.ca));
    for password in ["no-such-7", "nö-such-7"] {
        let mut settings = world.imap(Security::Tls);
        settings.credentials = Credentials::Password(password.into());
        let error = imap::check(&connector, &settings).await.unwrap_err();
        assert!(
            matches!(error, ImapError::BadCredentials { .. }),
            "{error:?}"
        );
        assert!(!format!("{error} {error:?} {settings:?}").contains(password));
    }
    for security in [Security::Tls, Security::StartTls] {
        let error = imap::check(&outbound(None), &world.imap(security))
            .await
            .unwrap_err();
        assert!(matches!(error, ImapError::Certificate(_)), "{error:?}");
        let mut other_name = world.imap(security);
        other_name.host = "127.0.0.1".into();
        let error = imap::check(&connector, &other_name).await.unwrap_err();
        assert!(matches!(error, ImapError::Certificate(_)), "{error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn our_copy_is_found_by_its_message_id() {
    let world = World::start().await;
    let connector = outbound(Some(&world.tls.ca));
    let mut mailbox = Mailbox::open(&connector, &world.imap(Security::Tls))
        .await
        .unwrap();
    let id = "<0190-abc@liaison.test>";
    assert_eq!(mailbox.find_by_message_id("Sent", id).await.unwrap(), None);
    mailbox.append("Sent", &["\\Seen"], &mail()).await.unwrap();
    let uid = mailbox
        .find_by_message_id("Sent", id)
        .await
        .unwrap()
        .unwrap();
    let kept = mailbox.fetch("Sent", uid).await.unwrap();
    assert_eq!(kept.as_deref(), Some(mail().as_slice()));
    assert_eq!(mailbox.fetch("Sent", uid + 1).await.unwrap(), None);

    let missing = ImapError::NoSuchFolder {
        folder: "Envoi".into(),
    };
    let found = mailbox.find_by_message_id("Envoi", id).await;
    assert_eq!(found.unwrap_err(), missing);
    let kept = mailbox.append("Envoi", &[], &mail()).await;
    assert_eq!(kept.unwrap_err(), missing);
    let injected = mailbox
        .find_by_message_id("Sent", "a\"\r\nA9 DELETE Sent")
        .await;
    assert!(matches!(injected, Err(ImapError::Invalid(_))));
    mailbox.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_is_read_from_where_the_last_reading_ended() {
    let world = World::start().await;
    let connector = outbound(Some(&world.tls.ca));
    let mut mailbox = Mailbox::open(&connector, &world.imap(Security::Tls))
        .await
        .unwrap();
    let nothing: [u32; 0] = [];
    let before = mailbox.look("INBOX").await.unwrap();
    let next = before.uid_next.unwrap();
    assert_eq!(mailbox.uids_from("INBOX", next).await.unwrap(), nothing);
    for _ in 0..3 {
        mailbox.append("INBOX", &[], &mail()).await.unwrap();
    }
    let after = mailbox.look("INBOX").await.unwrap();
    assert_eq!(after.uid_validity, before.uid_validity);
    assert_eq!(after.uid_next, Some(next + 3));
    let uids = mailbox.uids_from("INBOX", next + 1).await.unwrap();
    assert_eq!(uids, [next + 1, next + 2]);
    assert_eq!(
        mailbox.uids_from("INBOX", next + 3).await.unwrap(),
        nothing,
        "not the newest again"
    );
    let long_ago = jiff::civil::date(2020, 1, 2);
    assert_eq!(
        mailbox.uids_since("INBOX", long_ago).await.unwrap().len(),
        3
    );
    let later = jiff::civil::date(2099, 1, 2);
    assert_eq!(mailbox.uids_since("INBOX", later).await.unwrap(), nothing);

    let heads = mailbox
        .heads(
            "INBOX",
            &[next + 1, next + 2, next + 9],
            &["Message-ID", "From"],
        )
        .await
        .unwrap();
    assert_eq!(heads.len(), 2, "who is gone is left out");
    let head = String::from_utf8(heads[0].1.clone()).unwrap();
    assert!(head.contains("0190-abc@liaison.test"), "{head}");
    assert!(!head.contains("Subject"), "{head}");
    let beginning = mailbox.beginning("INBOX", next, 40).await.unwrap();
    assert_eq!(beginning.as_deref(), Some(&mail()[..40]));
    assert_eq!(
        mailbox.beginning("INBOX", next + 9, 40).await.unwrap(),
        None
    );
    let injected = mailbox.heads("INBOX", &[next], &["X)] BODY["]).await;
    assert!(matches!(injected, Err(ImapError::Invalid(_))));
    mailbox.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn submission_hands_mail_on() {
    let world = World::with_submission().await;
    let connector = outbound(Some(&world.tls.ca));
    for security in [Security::StartTls, Security::Plain] {
        let settings = world.smtp(security);
        let offered = smtp::check(&connector, &settings).await.unwrap();
        assert_eq!(offered.encrypted, security == Security::StartTls);
        smtp::send(&connector, &settings, USER, &["zoe@buyer.test"], &mail())
            .await
            .unwrap();
        let mails = world.sink.mails();
        let last = mails.last().unwrap();
        assert_eq!(last.from, USER);
        assert_eq!(last.to, ["zoe@buyer.test"]);
        assert!(last.data.ends_with(std::str::from_utf8(&mail()).unwrap()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn submission_refusals_are_told_apart() {
    let world = World::with_submission().await;
    let connector = outbound(Some(&world.tls.ca));
    let mut settings = world.smtp(Security::StartTls);
    let unknown = smtp::send(
        &connector,
        &settings,
        USER,
        &["unknown@buyer.test"],
        &mail(),
    )
    .await;
    assert!(
        matches!(
            &unknown,
            Err(SmtpError::RecipientRefused {
                code: 550,
                permanent: true,
                ..
            })
        ),
        "{unknown:?}"
    );
    let error = smtp::check(&outbound(None), &settings).await.unwrap_err();
    assert!(matches!(error, SmtpError::Certificate(_)), "{error:?}");
    settings.credentials = Some((USER.into(), Credentials::Password("wrong".into())));
    let error = smtp::check(&connector, &settings).await.unwrap_err();
    assert!(
        matches!(error, SmtpError::BadCredentials { .. }),
        "{error:?}"
    );
    assert!(world.sink.mails().is_empty());
}
