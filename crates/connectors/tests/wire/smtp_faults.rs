//! Servers that refuse, cut and stall.

use std::time::Duration;

use crate::support::{
    outbound,
    sink::{CUT, Faults, Sink},
};
use liaison_connectors::{
    outbound::{Outbound, OutboundError, OutboundPolicy, Security},
    smtp::{self, Accepted, Credentials, SmtpError, SmtpSettings},
};

const MAIL: &[u8] = b"Subject: x\r\n\r\nbody\r\n";
const ZOE: &str = "zoe@buyer.test";

fn settings(sink: &Sink) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".into(),
        port: sink.address.port(),
        security: Security::Plain,
        credentials: Some(("rita".into(), Credentials::Password("marker-secret".into()))),
    }
}

async fn send(faults: Faults) -> (Sink, Result<Accepted, SmtpError>) {
    let sink = Sink::start(faults).await;
    let to = [ZOE];
    let result = smtp::send(
        &outbound(None),
        &settings(&sink),
        "rita@seller.test",
        &to,
        MAIL,
    )
    .await;
    (sink, result)
}

#[tokio::test]
async fn a_mail_is_accepted_with_the_servers_words() {
    let (sink, result) = send(&[]).await;
    assert_eq!(result.unwrap().queue_text, "Queued as 4711");
    let mail = &sink.mails()[0];
    assert_eq!(
        (mail.from.as_str(), mail.to.as_slice()),
        ("rita@seller.test", &[ZOE.to_owned()][..])
    );
    assert_eq!(mail.data.as_bytes(), MAIL);
}

#[tokio::test]
async fn a_cut_says_whether_the_outcome_is_known() {
    const BEFORE: [Faults; 5] = [
        &[("EHLO", CUT)],
        &[("AUTH", CUT)],
        &[("MAIL", CUT)],
        &[("RCPT", CUT)],
        &[("DATA", CUT)],
    ];
    for faults in BEFORE {
        let (sink, result) = send(faults).await;
        let error = result.unwrap_err();
        assert_eq!(error, SmtpError::CutOff { after_data: false }, "{faults:?}");
        assert!(error.is_temporary() && !error.is_outcome_unknown());
        assert!(sink.mails().is_empty());
    }
    let (_, greeting) = send(&[("HELLO", CUT)]).await;
    assert_eq!(greeting, Err(SmtpError::Unreachable(OutboundError::CutOff)));

    let (sink, after) = send(&[("DOT", CUT)]).await;
    let error = after.unwrap_err();
    assert_eq!(error, SmtpError::CutOff { after_data: true });
    assert!(!error.is_temporary() && error.is_outcome_unknown());
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn refusals_come_through_typed() {
    type Is = fn(&SmtpError) -> bool;
    const CASES: [(Faults, Is); 8] = [
        (&[("HELLO", "421 4.7.0 Too many connections")], |e| {
            matches!(e, SmtpError::TooManyConnections { .. })
        }),
        (&[("AUTH", "535 5.7.8 No")], |e| {
            matches!(e, SmtpError::BadCredentials { .. })
        }),
        (&[("AUTH", "334 ")], |e| *e == SmtpError::Unreadable),
        (&[("MAIL", "530 5.7.0 Must issue STARTTLS first")], |e| {
            *e == SmtpError::TlsRequired
        }),
        (&[("MAIL", "550 5.7.60 No send-as")], |e| {
            matches!(e, SmtpError::SenderRefused { .. })
        }),
        (&[("RCPT", "450 4.2.1 Slow down")], |e| e.is_temporary()),
        (&[("DOT", "550 5.4.5 Daily limit")], |e| {
            matches!(e, SmtpError::DailyLimit { .. })
        }),
        (&[("EHLO", "nonsense")], |e| *e == SmtpError::Unreadable),
    ];
    for (faults, is) in CASES {
        let (_, result) = send(faults).await;
        let error = result.unwrap_err();
        assert!(is(&error), "{faults:?}: {error:?}");
        assert!(!format!("{error} {error:?}").contains("marker-secret"));
    }
}

#[tokio::test]
async fn credentials_never_travel_in_the_clear() {
    let sink = Sink::start(&[]).await;
    let mut demanding = settings(&sink);
    demanding.security = Security::StartTls;
    let refused = smtp::check(&outbound(None), &demanding).await;
    assert_eq!(refused, Err(SmtpError::TlsRequired));
    assert!(sink.commands().iter().all(|c| !c.starts_with("AUTH")));
}

#[tokio::test]
async fn extra_bytes_before_encryption_are_refused() {
    let sink = Sink::start(&[
        ("EHLO", "250-sink\r\n250 STARTTLS"),
        ("STARTTLS", "220 Go\r\n250 injected"),
    ])
    .await;
    let mut settings = settings(&sink);
    settings.security = Security::StartTls;
    let refused = smtp::check(&outbound(None), &settings).await;
    assert_eq!(refused, Err(SmtpError::Unreadable));
}

#[tokio::test]
async fn a_silent_server_is_given_up() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let impatient = Outbound::new(OutboundPolicy {
        allow_private: true,
        total_timeout: Duration::from_millis(50),
        ..OutboundPolicy::default()
    })
    .unwrap();
    let settings = SmtpSettings {
        host: "127.0.0.1".into(),
        port: listener.local_addr().unwrap().port(),
        security: Security::Plain,
        credentials: None,
    };
    let given_up = smtp::check(&impatient, &settings).await.unwrap_err();
    assert!(given_up.is_temporary(), "{given_up:?}");
}

#[tokio::test]
async fn addresses_cannot_carry_commands() {
    let sink = Sink::start(&[]).await;
    for bad in [
        "",
        "x",
        "a@b.test>\r\nRCPT TO:<c@d.test",
        "a b@c.test",
        "a@b.test\r\nDATA",
    ] {
        let result = smtp::send(&outbound(None), &settings(&sink), "", &[bad], MAIL).await;
        assert!(
            matches!(result, Err(SmtpError::BadAddress { .. })),
            "{bad}: {result:?}"
        );
    }
    assert!(sink.commands().is_empty());
}
