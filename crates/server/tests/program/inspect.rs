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
