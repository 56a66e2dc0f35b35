//! Signing in to mail servers by access token.

use crate::support::{
    dovecot::{Dovecot, USER},
    introspection::Tokens,
    outbound,
    sink::Sink,
    tls::TestTls,
};
use liaison_connectors::{
    imap::{self, Credentials, ImapError, ImapSettings},
    mime::{self, Outgoing},
    outbound::Security,
    smtp::{self, SmtpError, SmtpSettings},
};

const GOOD: &str = "ya29.marker-good";
const BAD: &str = "ya29.marker-bad";

/// What Dovecot and Google say before they refuse.
const CHALLENGE: &str = "334 eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIiwic2NvcGUiOiJtYWlsIn0=";

struct World {
    tls: TestTls,
    tokens: Tokens,
    sink: Sink,
    server: Dovecot,
}

impl World {
    async fn start() -> Self {
        let tls = TestTls::for_localhost();
        let sink = Sink::start(&[]).await;
        let tokens = Tokens::default();
        tokens.grant(GOOD, USER);
        let introspection = tokens.serve().await;
        let server = Dovecot::start_with_tokens(&tls, Some(sink.address), Some(introspection));
        Self {
            tls,
            tokens,
            sink,
            server,
        }
    }

    fn imap(&self, token: &str) -> ImapSettings {
        ImapSettings {
            host: "localhost".into(),
            port: self.server.imaps,
            security: Security::Tls,
            username: USER.into(),
            credentials: Credentials::OAuth(token.into()),
        }
    }

    fn smtp(&self, token: &str) -> SmtpSettings {
        SmtpSettings {
            host: "localhost".into(),
            port: self.server.submission,
            security: Security::StartTls,
            credentials: Some((USER.into(), Credentials::OAuth(token.into()))),
        }
    }
}

fn refused_by_imap(error: &ImapError) -> bool {
    assert!(!format!("{error} {error:?}").contains("marker"));
    matches!(error, ImapError::TokenRefused { status: Some(status), .. } if status == "401")
}

fn refused_by_smtp(error: &SmtpError) -> bool {
    assert!(!format!("{error} {error:?}").contains("marker"));
    matches!(error, SmtpError::TokenRefused { status: Some(status), .. } if status == "401")
}

#[tokio::test(flavor = "multi_thread")]
async fn imap_takes_a_good_token_and_refuses_others() {
    let world = World::start().await;
    let connector = outbound(Some(&world.tls.ca));
    let facts = imap::check(&connector, &world.imap(GOOD)).await.unwrap();
    assert_eq!(facts.sent_folder.as_deref(), Some("Sent"));
    assert!(!format!("{:?}", world.imap(GOOD)).contains("marker"));

    let bad = imap::check(&connector, &world.imap(BAD)).await.unwrap_err();
    assert!(refused_by_imap(&bad), "{bad:?}");
    let mut of_another = world.imap(GOOD);
    of_another.username = "otto@seller.test".into();
    let of_another = imap::check(&connector, &of_another).await.unwrap_err();
    let refused = matches!(of_another, ImapError::TokenRefused { .. });
    assert!(refused, "{of_another:?}");
    world.tokens.revoke(GOOD);
    let revoked = imap::check(&connector, &world.imap(GOOD)).await;
    assert!(refused_by_imap(&revoked.unwrap_err()));
}

#[tokio::test(flavor = "multi_thread")]
async fn submission_takes_a_good_token_and_refuses_others() {
    let world = World::start().await;
    let connector = outbound(Some(&world.tls.ca));
    let mail = mime::compose(&Outgoing {
        from: (None, USER.into()),
        to: vec![(None, "zoe@buyer.test".into())],
        subject: "x".into(),
        text: "y\n".into(),
        message_id: "0190-oauth@liaison.test".into(),
        date: 1_795_161_600,
        ..Outgoing::default()
    })
    .unwrap();
    smtp::send(
        &connector,
        &world.smtp(GOOD),
        USER,
        &["zoe@buyer.test"],
        &mail,
    )
    .await
    .unwrap();
    assert_eq!(world.sink.mails().len(), 1);

    let bad = smtp::check(&connector, &world.smtp(BAD)).await.unwrap_err();
    assert!(refused_by_smtp(&bad), "{bad:?}");
    world.tokens.revoke(GOOD);
    let revoked = smtp::check(&connector, &world.smtp(GOOD)).await;
    assert!(refused_by_smtp(&revoked.unwrap_err()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_still_works_beside_tokens() {
    let world = World::start().await;
    let connector = outbound(Some(&world.tls.ca));
    let mut settings = world.imap(GOOD);
    settings.credentials = Credentials::Password(crate::support::dovecot::PASSWORD.into());
    imap::check(&connector, &settings).await.unwrap();
    settings.credentials = Credentials::Password(GOOD.into());
    let error = imap::check(&connector, &settings).await.unwrap_err();
    assert!(
        matches!(error, ImapError::BadCredentials { .. }),
        "{error:?}"
    );
}

fn at_sink(sink: &Sink) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".into(),
        port: sink.address.port(),
        security: Security::Plain,
        credentials: Some((USER.into(), Credentials::OAuth(GOOD.into()))),
    }
}

#[tokio::test]
async fn a_challenge_is_answered_by_an_empty_line() {
    let sink = Sink::start(&[
        ("EHLO", "250-sink\r\n250 AUTH PLAIN XOAUTH2"),
        ("AUTH", CHALLENGE),
        ("", "535 5.7.8 Authentication failed."),
    ])
    .await;
    let refused = smtp::check(&outbound(None), &at_sink(&sink)).await;
    assert!(refused_by_smtp(&refused.unwrap_err()));
    let commands = sink.commands();
    assert!(commands[1].starts_with("AUTH XOAUTH2 "), "{commands:?}");
    assert_eq!(commands[2], "");
}

#[tokio::test]
async fn other_refusals_keep_their_meaning() {
    const OFFERED: (&str, &str) = ("EHLO", "250-sink\r\n250 AUTH XOAUTH2");
    let sink = Sink::start(&[OFFERED, ("AUTH", "454 4.7.0 Temporary failure")]).await;
    let later = smtp::check(&outbound(None), &at_sink(&sink)).await;
    assert!(later.unwrap_err().is_temporary());
    let sink = Sink::start(&[OFFERED, ("AUTH", "535 5.7.3 Authentication unsuccessful")]).await;
    let refused = smtp::check(&outbound(None), &at_sink(&sink)).await;
    assert!(matches!(
        refused,
        Err(SmtpError::TokenRefused { status: None, .. })
    ));
    // user=rita.rep@seller.test\x01auth=Bearer ya29.marker-good\x01\x01
    const ECHO: &str =
        "500 dXNlcj1yaXRhLnJlcEBzZWxsZXIudGVzdAFhdXRoPUJlYXJlciB5YTI5Lm1hcmtlci1nb29kAQE= ?";
    let sink = Sink::start(&[OFFERED, ("AUTH", ECHO)]).await;
    let refused = smtp::check(&outbound(None), &at_sink(&sink)).await;
    assert!(!format!("{refused:?}").contains("YXJrZXI"), "{refused:?}");
    let sink = Sink::start(&[]).await;
    let none = smtp::check(&outbound(None), &at_sink(&sink)).await;
    assert_eq!(none, Err(SmtpError::NoAuthMechanism));

    let tls = TestTls::for_localhost();
    let server = Dovecot::start(&tls, None);
    let settings = ImapSettings {
        host: "localhost".into(),
        port: server.imaps,
        security: Security::Tls,
        username: USER.into(),
        credentials: Credentials::OAuth(GOOD.into()),
    };
    let none = imap::check(&outbound(Some(&tls.ca)), &settings).await;
    assert_eq!(none, Err(ImapError::NoAuthMechanism));
}
