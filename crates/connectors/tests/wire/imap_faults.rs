//! Mail servers that refuse, cut, flood and stall.

use std::time::Duration;

use crate::support::outbound;
use liaison_connectors::{
    imap::{self, Credentials, ImapError, ImapSettings, Mailbox},
    outbound::{Outbound, OutboundError, OutboundPolicy, Security},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

/// A command word, and what to answer; `TAG` stands for the command's tag, nothing closes.
type Script = &'static [(&'static str, &'static str)];

const GREETING: (&str, &str) = ("GREETING", "* OK ready");
const LOGIN: (&str, &str) = ("LOGIN", "TAG OK welcome");
const EXAMINE: (&str, &str) = (
    "EXAMINE",
    "* OK [UIDVALIDITY 7] x\r\nTAG OK [READ-ONLY] done",
);

async fn serve(script: Script) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.ok()?;
        let mut stream = BufReader::new(stream);
        let mut line = String::from("TAG GREETING");
        loop {
            let mut words = line.split_whitespace();
            let tag = words.next().unwrap_or_default();
            let word = words.find(|w| *w != "UID").unwrap_or_default();
            let (_, text) = script.iter().find(|(at, _)| *at == word)?;
            let text = text.replace("TAG", tag);
            stream.write_all(text.as_bytes()).await.ok()?;
            stream.write_all(b"\r\n").await.ok()?;
            line.clear();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None::<()>;
            }
        }
    });
    port
}

fn settings(port: u16, security: Security) -> ImapSettings {
    ImapSettings {
        host: "127.0.0.1".into(),
        port,
        security,
        username: "rita".into(),
        credentials: Credentials::Password("marker-secret".into()),
    }
}

async fn check(script: Script, security: Security) -> ImapError {
    let port = serve(script).await;
    let error = imap::check(&outbound(None), &settings(port, security))
        .await
        .expect_err("a refusal");
    assert!(!format!("{error} {error:?}").contains("marker-secret"));
    error
}

#[tokio::test]
async fn refusals_before_and_at_sign_in_are_told_apart() {
    let busy = check(
        &[("GREETING", "* BYE Too many connections")],
        Security::Plain,
    )
    .await;
    assert!(busy.is_temporary() && matches!(busy, ImapError::Busy { .. }));
    const NO_TLS: Script = &[GREETING, ("STARTTLS", "TAG BAD unknown command")];
    assert_eq!(
        check(NO_TLS, Security::StartTls).await,
        ImapError::TlsRequired
    );
    const PRIVATE: Script = &[
        GREETING,
        ("LOGIN", "TAG NO [PRIVACYREQUIRED] Encrypt first"),
    ];
    assert_eq!(
        check(PRIVATE, Security::Plain).await,
        ImapError::TlsRequired
    );
    const WRONG: Script = &[GREETING, ("LOGIN", "TAG NO [AUTHENTICATIONFAILED] No")];
    let wrong = check(WRONG, Security::Plain).await;
    assert!(matches!(wrong, ImapError::BadCredentials { .. }));
    let web = check(&[("GREETING", "HTTP/1.1 400 Bad Request")], Security::Plain).await;
    assert!(!web.is_temporary() || web == ImapError::CutOff, "{web:?}");
}

#[tokio::test]
async fn cuts_are_reported_as_such() {
    const SCRIPTS: [Script; 3] = [&[], &[GREETING], &[GREETING, LOGIN]];
    for script in SCRIPTS {
        assert_eq!(
            check(script, Security::Plain).await,
            ImapError::CutOff,
            "{script:?}"
        );
    }
}

async fn open(script: Script) -> Mailbox {
    let port = serve(script).await;
    let opened = Mailbox::open(&outbound(None), &settings(port, Security::Plain)).await;
    opened.expect("a mailbox")
}

#[tokio::test]
async fn not_found_is_never_a_cut_or_a_refusal() {
    const FOUND: Script = &[
        GREETING,
        LOGIN,
        EXAMINE,
        ("SEARCH", "* SEARCH 4 9\r\nTAG OK done"),
    ];
    const NONE: Script = &[
        GREETING,
        LOGIN,
        EXAMINE,
        ("SEARCH", "* SEARCH\r\nTAG OK done"),
    ];
    const REFUSED: Script = &[
        GREETING,
        LOGIN,
        EXAMINE,
        ("SEARCH", "TAG NO [SERVERBUG] no"),
    ];
    const CUT: Script = &[GREETING, LOGIN, EXAMINE];
    const CUT_EARLY: Script = &[GREETING, LOGIN];
    let find = async |script| {
        open(script)
            .await
            .find_by_message_id("Sent", "a@b.test")
            .await
    };
    assert_eq!(find(FOUND).await, Ok(Some(9)));
    assert_eq!(find(NONE).await, Ok(None));
    assert!(matches!(find(REFUSED).await, Err(ImapError::Other { .. })));
    assert_eq!(find(CUT).await, Err(ImapError::CutOff));
    assert_eq!(find(CUT_EARLY).await, Err(ImapError::CutOff));
    assert_eq!(
        open(CUT).await.fetch("Sent", 1).await,
        Err(ImapError::CutOff)
    );
}

#[tokio::test]
async fn a_refused_copy_says_why() {
    const FULL: Script = &[GREETING, LOGIN, ("APPEND", "TAG NO [OVERQUOTA] full")];
    const CUT: Script = &[GREETING, LOGIN, ("APPEND", "+ go on")];
    let append = async |script| open(script).await.append("Sent", &[], b"x\r\n").await;
    assert!(matches!(
        append(FULL).await,
        Err(ImapError::OverQuota { .. })
    ));
    assert_eq!(append(CUT).await, Err(ImapError::CutOff));
}

#[tokio::test]
async fn a_flood_is_stopped() {
    const FLOOD: Script = &[
        GREETING,
        LOGIN,
        (
            "EXAMINE",
            "* OK a line that is longer than all this test allows for one command",
        ),
    ];
    let port = serve(FLOOD).await;
    let narrow = Outbound::new(OutboundPolicy {
        allow_private: true,
        max_body: 64,
        ..OutboundPolicy::default()
    })
    .unwrap();
    let opened = Mailbox::open(&narrow, &settings(port, Security::Plain)).await;
    let flooded = opened.unwrap().fetch("Sent", 1).await;
    let too_large = ImapError::Unreachable(OutboundError::TooLarge { limit: 64 });
    assert_eq!(flooded.unwrap_err(), too_large);
}

#[tokio::test]
async fn a_silent_server_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let impatient = Outbound::new(OutboundPolicy {
        allow_private: true,
        total_timeout: Duration::from_millis(50),
        ..OutboundPolicy::default()
    })
    .unwrap();
    let given_up = imap::check(&impatient, &settings(port, Security::Plain)).await;
    assert_eq!(given_up.unwrap_err(), ImapError::CutOff);
}
