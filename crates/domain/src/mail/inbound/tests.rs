use std::time::{Duration, Instant};

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn read(message: &str) -> Incoming {
    Incoming::read(message.replace('\n', "\r\n").as_bytes())
}

fn bounced(message: &str) -> Bounce {
    match read(message).class {
        Inbound::Bounce(bounce) => bounce,
        other => panic!("{other:?} of {message}"),
    }
}

/// A report as Postfix writes it.
fn report(status: &str, action: &str, diagnostic: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.acme.example\nTo: rita@acme.example\nSubject: Undelivered Mail Returned to Sender\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\n\n\
         --B\nContent-Type: text/plain; charset=us-ascii\n\nThis is the mail system at host mx.acme.example.\n\n\
         --B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.acme.example\n\n\
         Final-Recipient: rfc822; forwarded@inner.example\nOriginal-Recipient: rfc822;Lena@Buyer.example\nAction: {action}\nStatus: {status}\n\
         Diagnostic-Code: smtp; {diagnostic}\n\n\
         --B\nContent-Type: message/rfc822\n\nMessage-ID: <sent-1@acme.example>\nFrom: rita@acme.example\nSubject: Hello\n\nHi\n--B--\n"
    )
}

/// Without a report.
fn notice(from: &str, subject: &str, text: &str) -> String {
    format!("From: {from}\nTo: rita@acme.example\nSubject: {subject}\n\n{text}\n")
}

#[test]
fn a_report_says_whom_and_why() {
    let message = report(
        "5.1.1",
        "failed",
        "550 5.1.1 <lena@buyer.example>:\n    User unknown in table",
    );
    let incoming = read(&message);
    assert_eq!(incoming.answers, ["sent-1@acme.example"]);
    assert_eq!(
        bounced(&message),
        Bounce {
            address: Some("lena@buyer.example".into()),
            hard: true,
            policy: false,
            given_up: true,
            status: Some("5.1.1".into()),
            reason: "550 5.1.1 <lena@buyer.example>: User unknown in table".into(),
        }
    );
}

#[test]
fn hard_soft_and_policy_are_told_apart() {
    for (status, action, diagnostic, hard, policy) in [
        ("5.1.1", "failed", "550 5.1.1 no", true, false),
        (
            "5.1.10",
            "failed",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound",
            true,
            false,
        ),
        ("5.2.1", "failed", "550 disabled", true, false),
        ("5.0.0", "failed", "550 5.1.1 User unknown", true, false),
        ("5.0.0", "failed", "550 No such user here", true, false),
        (
            "5.4.1",
            "failed",
            "550 5.4.1 Recipient address rejected: Access denied",
            true,
            false,
        ),
        (
            "5.4.4",
            "failed",
            "Host or domain name not found",
            true,
            false,
        ),
        ("5.2.2", "failed", "552 mailbox full", false, false),
        ("4.2.2", "failed", "452 over quota", false, false),
        ("4.4.1", "delayed", "connection timed out", false, false),
        ("5.1.1", "delayed", "no such user", false, false),
        ("5.4.7", "failed", "expired", false, false),
        (
            "5.7.1",
            "failed",
            "550 5.7.1 blocked using spamhaus",
            false,
            true,
        ),
        ("5.7.26", "failed", "fails DMARC", false, true),
        ("5.7.1", "failed", "550 5.7.1 user unknown", true, false),
        (
            "5.7.133",
            "failed",
            "sender not authenticated for group",
            false,
            false,
        ),
        ("4.7.0", "failed", "421 4.7.0 try later", false, true),
        (
            "5.0.0",
            "failed",
            "554 message rejected as spam",
            false,
            true,
        ),
        ("5.1.8", "failed", "bad sender", false, true),
        ("", "failed", "", false, false),
    ] {
        let bounce = bounced(&report(status, action, diagnostic));
        assert_eq!(
            (bounce.hard, bounce.policy),
            (hard, policy),
            "{status} {diagnostic}"
        );
    }
}

#[test]
fn a_report_that_all_is_well_is_no_bounce() {
    for action in ["delivered", "relayed", "expanded"] {
        let class = read(&report("2.0.0", action, "250 ok")).class;
        assert_eq!(class, Inbound::AutoReply, "{action}");
    }
}

#[test]
fn notices_without_a_report_are_read_by_their_words() {
    for (from, subject, text, hard, policy) in [
        (
            "MAILER-DAEMON@a.example",
            "failure notice",
            "Hi. This is the qmail-send program at a.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<lena@buyer.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <sent-1@acme.example>",
            true,
            false,
        ),
        (
            "Mailer-Daemon@a.example",
            "Mail delivery failed: returning message to sender",
            "A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.\n\n  lena@buyer.example\n    Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n\nMessage-ID: <sent-1@acme.example>",
            true,
            false,
        ),
        (
            "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            "Delivery Status Notification (Failure)",
            "** Address not found **\n\nYour message wasn't delivered to lena@buyer.example because the address couldn't be found\n\nMessage-ID: <sent-1@acme.example>",
            true,
            false,
        ),
        (
            "postmaster@outlook.example",
            "Non remis : Offre",
            "Votre message n’a pas pu être remis à lena@buyer.example.\nL’adresse est introuvable : 550 5.1.10\n\nMessage-ID: <sent-1@acme.example>",
            true,
            false,
        ),
        (
            "postmaster@outlook.example",
            "Olevererbart: Erbjudande",
            "Meddelandet kunde inte levereras till lena@buyer.example. Adressen hittades inte.\n\nMessage-ID: <sent-1@acme.example>",
            true,
            false,
        ),
        (
            "postmaster@outlook.example",
            "Unzustellbar: Angebot",
            "Ihre Nachricht an lena@buyer.example konnte nicht zugestellt werden. Das Postfach des Empfängers ist voll.\n\nMessage-ID: <sent-1@acme.example>",
            false,
            false,
        ),
        (
            "MAILER-DAEMON@a.example",
            "Undelivered Mail Returned to Sender",
            "<lena@buyer.example>: host mx.buyer.example[192.0.2.1] said: 554 Service unavailable; Client host blocked using a blocklist\n\nMessage-ID: <sent-1@acme.example>",
            false,
            true,
        ),
        (
            "help@buyer.example",
            "Delivery failure",
            "Your mail to lena@buyer.example: 550 user unknown\n\n> Message-ID: <sent-1@acme.example>",
            true,
            false,
        ),
    ] {
        let message = notice(from, subject, text);
        let bounce = bounced(&message);
        assert_eq!(
            bounce.address.as_deref(),
            Some("lena@buyer.example"),
            "{text}"
        );
        assert_eq!((bounce.hard, bounce.policy), (hard, policy), "{text}");
        assert!(!bounce.reason.is_empty());
        assert_eq!(read(&message).answers, ["sent-1@acme.example"]);
    }
}

#[test]
fn people_answer_and_are_no_bounce() {
    for (from, subject, class) in [
        ("lena@buyer.example", "Re: Delivery failure", "reply"),
        ("lena@buyer.example", "Delivery failure in Lyon", "other"),
        ("lena@buyer.example", "SV: Hej", "reply"),
        ("lena@buyer.example", "Hello", "other"),
        ("lena@buyer.example", "Absence of evidence", "other"),
        ("lena@buyer.example", "Re: Automatic reply: Hello", "reply"),
    ] {
        let message = notice(from, subject, "Let us talk on Monday.");
        assert_eq!(read(&message).class.code(), class, "{subject}");
    }
    let answer = "From: Lena <lena@buyer.example>\nIn-Reply-To: <b@x.example>\nReferences: <a@x.example>\n <b@x.example>\nMessage-ID: <c@y.example>\nSubject: Hello\n\nYes";
    let incoming = read(answer);
    assert_eq!(incoming.class, Inbound::Reply);
    assert_eq!(incoming.answers, ["b@x.example", "a@x.example"]);
    assert_eq!(incoming.id.as_deref(), Some("c@y.example"));
    assert_eq!(incoming.from.as_deref(), Some("lena@buyer.example"));
}

#[test]
fn programs_answer_too() {
    for (header, subject, text, class) in [
        (
            "Auto-Submitted: auto-replied",
            "Re: Hello",
            "Ticket 5 was opened.",
            "auto-reply",
        ),
        ("Auto-Submitted: no", "Re: Hello", "Yes", "reply"),
        (
            "Auto-Submitted: auto-replied",
            "Re: Hello",
            "I am on vacation.",
            "out-of-office",
        ),
        ("X-Autoreply: yes", "Re: Hello", "Received", "auto-reply"),
        (
            "Precedence: auto_reply",
            "Re: Hello",
            "Received",
            "auto-reply",
        ),
        ("Precedence: list", "Re: Hello", "Yes", "reply"),
        (
            "X-Auto-Response-Suppress: DR, OOF, AutoReply",
            "Re: Hello",
            "Yes",
            "reply",
        ),
        (
            "X-Auto-Response-Suppress: All",
            "Re: Hello",
            "Received",
            "auto-reply",
        ),
        (
            "X-Other: x",
            "Automatic reply: Hello",
            "Received",
            "auto-reply",
        ),
        (
            "X-Other: x",
            "Réponse automatique : Bonjour",
            "Je suis absent.",
            "out-of-office",
        ),
        (
            "X-Other: x",
            "Autosvar: Hej",
            "Jag är på semester.",
            "out-of-office",
        ),
        (
            "X-Other: x",
            "Abwesenheitsnotiz",
            "Ich bin im Urlaub.",
            "out-of-office",
        ),
        ("X-Other: x", "Out of office", "On holiday", "out-of-office"),
    ] {
        let message = format!(
            "From: lena@buyer.example\n{header}\nSubject: {subject}\nIn-Reply-To: <a@x.example>\n\n{text}\n"
        );
        assert_eq!(read(&message).class.code(), class, "{header} {subject}");
    }
}

#[test]
fn an_absence_is_dated_by_its_own_date() {
    let message = "Date: Thu, 31 Dec 2026 23:30:00 -0500\nSubject: Automatic reply: Hello\n\nI am away until 2 January.";
    let until = Some(date(2027, 1, 2));
    assert_eq!(read(message).class, Inbound::OutOfOffice { until });
}

#[test]
fn encodings_are_read() {
    let message = "From: =?iso-8859-1?Q?L=E9na?= <lena@buyer.example>\nSubject: =?utf-8?B?UsOpcG9uc2UgYXV0b21hdGlxdWU=?=\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\nDate: Fri, 20 Nov 2026 10:00:00 +0100\n\n<p>Absente jusqu&#39;au 3&nbsp;d=E9cembre</p>";
    let until = Some(date(2026, 12, 3));
    assert_eq!(read(message).class, Inbound::OutOfOffice { until });
}

/// What grows faster than its length, or nests without end, would stop a server.
#[test]
fn a_trap_is_read_in_time() {
    let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(60_000);
    let spaced = "Content-Type: message / rfc822\r\n\r\n".repeat(30_000);
    let digest = "Content-Type: multipart/digest; boundary=x\r\n\r\n--x\r\n".repeat(20_000);
    let inner = "Q29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMg0KDQog".repeat(20_000);
    let lost: String = (0..20_000)
        .map(|n| format!("--x\r\nContent-Type: multipart/mixed; boundary=lost{n}\r\n\r\n"))
        .collect();
    for trap in [
        nested,
        spaced,
        digest,
        format!("Content-Type: multipart/mixed; boundary=x\r\n\r\n{lost}"),
        format!("Content-Type: message/global\r\nContent-Transfer-Encoding: base64\r\n\r\n{inner}"),
        format!("Subject: {}\r\n\r\nx", "=?utf-8?q?a?= ".repeat(60_000)),
        format!("References: {}\r\n\r\nx", "<a@b.example> ".repeat(60_000)),
        format!(
            "From: mailer-daemon@a.example\r\nSubject: failure notice\r\n\r\n{}",
            "a@b. 5.5.5.5 ".repeat(80_000)
        ),
        format!("Auto-Submitted: x\r\n\r\n{}", "until ".repeat(150_000)),
        format!("{}\r\n", "A:".repeat(500_000)),
    ] {
        let began = Instant::now();
        let incoming = Incoming::read(trap.as_bytes());
        let took = began.elapsed();
        assert!(took < Duration::from_secs(5), "{took:?} {}", &trap[..60]);
        assert!(incoming.answers.len() <= MOST_IDS);
    }
}

fn sample() -> impl Strategy<Value = Vec<u8>> {
    let samples = vec![
        report("5.1.1", "failed", "550 5.1.1 gone"),
        notice("mailer-daemon@a.example", "failure notice", "<a@b.example>: 550 5.1.1 é"),
        "Date: Fri, 20 Nov 2026 10:00:00 +0100\nAuto-Submitted: auto-replied\nSubject: =?utf-8?Q?Fr=C3=A5nvaro?=\n\nTill den 24:e november, t.o.m. 2026-11-24, bis 24.11., 11/24".to_owned(),
        "Content-Type: multipart/alternative; boundary=\"b\"\n\n--b\nContent-Type: text/html; charset=utf-7\nContent-Transfer-Encoding: base64\n\nPHA+\n--b--".to_owned(),
    ];
    proptest::sample::select(samples).prop_map(String::into_bytes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        Incoming::read(&bytes);
    }

    #[test]
    fn damaged_messages_are_read(
        mut message in sample(),
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..12),
        end in any::<proptest::sample::Index>(),
    ) {
        for (at, byte) in damage {
            let at = at.index(message.len());
            message[at] = byte;
        }
        message.truncate(end.index(message.len()) + 1);
        if let Inbound::Bounce(bounce) = Incoming::read(&message).class {
            prop_assert!(!(bounce.hard && bounce.policy));
            prop_assert!(!bounce.reason.chars().any(char::is_control));
        }
    }
}

#[test]
fn what_is_only_late_is_not_given_up() {
    let given_up = |status, action| bounced(&report(status, action, "452 try later")).given_up;
    assert!(given_up("5.2.2", "failed"));
    assert!(given_up("4.4.7", "failed"), "the last word of their server");
    assert!(!given_up("4.4.7", "delayed"));
    let late = bounced(&notice(
        "mailer-daemon@mx.example",
        "Warning: message delayed 4 hours",
        "<lena@buyer.example>: delivery temporarily suspended; you do not need to resend.",
    ));
    assert!(!late.given_up && !late.hard);
}

#[test]
fn a_head_alone_lets_expect_a_bounce() {
    let head = |text: &str| may_be_bounce(text.replace('\n', "\r\n").as_bytes());
    assert!(head("From: MAILER-DAEMON@mx.example\nSubject: x\n"));
    assert!(head(
        "From: post@mx.example\nSubject: Undeliverable: Hello\n"
    ));
    assert!(head(
        "From: a@b.example\nContent-Type: multipart/report; report-type=\"delivery-status\"; boundary=B\n"
    ));
    assert!(!head(
        "From: lena@buyer.example\nSubject: Re: Undeliverable: Hello\n"
    ));
    assert!(!head("From: news@shop.example\nSubject: Sale\n"));
    assert!(!may_be_bounce(b""));
}
