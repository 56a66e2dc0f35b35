//! What `inspect` answers, line by line.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

fn inspect(what: &str, input: &[u8]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["inspect", what])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writing = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    assert!(output.status.success());
    let printed = String::from_utf8(output.stdout).unwrap();
    printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn each_line_is_an_address_or_says_why_not() {
    let input = b"Rita@B\xc3\xbccher.Example\r\n\nrita@acme\n\"R\" <a@b.example>\nri\xffta@acme.example\na\0@b.example\n a@b.example";
    assert_eq!(
        inspect("address", input),
        [
            json!({"input": "Rita@Bücher.Example", "ok": true, "ascii": "rita@xn--bcher-kva.example", "reason": null}),
            json!({"input": "", "ok": false, "ascii": null, "reason": "empty"}),
            json!({"input": "rita@acme", "ok": false, "ascii": null, "reason": "no-dot"}),
            json!({"input": "\"R\" <a@b.example>", "ok": false, "ascii": null, "reason": "display-name"}),
            json!({"input": "ri\u{fffd}ta@acme.example", "ok": false, "ascii": null, "reason": "not-utf8"}),
            json!({"input": "a\0@b.example", "ok": false, "ascii": null, "reason": "invisible"}),
            json!({"input": " a@b.example", "ok": true, "ascii": "a@b.example", "reason": null}),
        ]
    );
    assert!(inspect("address", b"").is_empty());
}

#[test]
fn html_comes_out_clean_and_as_text() {
    let input = b"<p onclick=x>One <a href=\"https://a.example/\">two</a></p><script>x</script><a href=javascript:x>\xff</a>";
    assert_eq!(
        inspect("html", input),
        [json!({
            "html": "<p>One <a href=\"https://a.example/\">two</a></p><a>\u{fffd}</a>",
            "text": "One two (https://a.example/)\n\n\u{fffd}",
            "removed": ["attribute:onclick", "tag:script", "url:javascript"],
        })]
    );
    let empty = json!({"html": "", "text": "", "removed": []});
    assert_eq!(inspect("html", b""), [empty]);
}

#[test]
fn each_link_has_its_target_or_a_reason() {
    let input = b"https://acme.example/a?b=%20#c\nmailto:a@b.example\njavascript:x\n\n\xff\n";
    assert_eq!(
        inspect("url", input),
        [
            json!({"input": "https://acme.example/a?b=%20#c", "ok": true, "tracked": true, "target": "https://acme.example/a?b=%20#c", "reason": null}),
            json!({"input": "mailto:a@b.example", "ok": true, "tracked": false, "target": "mailto:a@b.example", "reason": "not-web"}),
            json!({"input": "javascript:x", "ok": false, "tracked": false, "target": null, "reason": "script"}),
            json!({"input": "", "ok": false, "tracked": false, "target": null, "reason": "empty"}),
            json!({"input": "\u{fffd}", "ok": false, "tracked": false, "target": null, "reason": "not-utf8"}),
        ]
    );
}

#[test]
fn a_message_is_an_answer_or_a_bounce() {
    let bounce = b"From: mailer-daemon@acme.example\r\nSubject: failure notice\r\n\r\nUnable to deliver.\r\n<lena@buyer.example>:\r\n550 5.1.1 no such user\r\n";
    assert_eq!(
        inspect("inbound", bounce),
        [
            json!({"class": "bounce", "address": "lena@buyer.example", "hard": true, "reason": "550 5.1.1 no such user", "until": null})
        ]
    );
    let away = b"Date: Fri, 20 Nov 2026 10:00:00 +0100\nSubject: Autosvar: Hej\n\nBorta till den 24 november.";
    assert_eq!(
        inspect("inbound", away),
        [
            json!({"class": "out-of-office", "address": null, "hard": null, "reason": null, "until": "2026-11-24"})
        ]
    );
    for (message, class) in [
        (&b"In-Reply-To: <a@b.example>\n\nYes"[..], "reply"),
        (b"Auto-Submitted: auto-replied\n\nTicket 5", "auto-reply"),
        (b"\0\xff\n\nx", "other"),
        (b"", "other"),
    ] {
        assert_eq!(inspect("inbound", message)[0]["class"], class);
    }
}

#[test]
fn an_answer_is_read_without_what_it_quotes() {
    let message = b"Subject: Re: x\n\nYes please\n\nOn 20 Nov 2026, Rita wrote:\n> old\n";
    assert_eq!(inspect("reply", message), [json!({"text": "Yes please"})]);
    assert_eq!(inspect("reply", b""), [json!({"text": ""})]);
}

#[test]
fn a_signed_request_says_whose_it_is() {
    let signed = concat!(
        "swnnsBO/DuGVJomwwF+plW7Hc4Bca8ovCgV62QLMrwE=.",
        "eyJhbGdvcml0aG0iOiJITUFDU0hBMjU2IiwiaXNzdWVkQXQiOjE3OTUxNjE2MDAsInVzZXJJZCI6IjAwNTAwMDAwMD",
        "AwMDAwMUFBQSIsImNvbnRleHQiOnsidXNlciI6eyJ1c2VySWQiOiIwMDUwMDAwMDAwMDAwMDEifSwib3JnYW5pemF0",
        "aW9uIjp7Im9yZ2FuaXphdGlvbklkIjoiMDBEMDAwMDAwMDAwMDAxIn0sImVudmlyb25tZW50Ijp7InJlY29yZCI6ey",
        "JhdHRyaWJ1dGVzIjp7InR5cGUiOiJMZWFkIn0sIklkIjoiMDBRMDAwMDAwMDAwMDAxIn19fX0="
    );
    let good = format!("consumer secret\n{signed}\n");
    assert_eq!(
        inspect("signed-request", good.as_bytes()),
        [
            json!({"ok": true, "reason": null, "organisation": "00D000000000001EAA", "user": "005000000000001AAA", "record": "00Q000000000001EAA"})
        ]
    );
    let refused = |input: &str, reason: &str| {
        let answer = json!({"ok": false, "reason": reason, "organisation": null, "user": null, "record": null});
        assert_eq!(inspect("signed-request", input.as_bytes()), [answer]);
    };
    refused(&format!("another secret\n{signed}"), "signature");
    refused("consumer secret", "malformed");
    refused("", "malformed");
}
