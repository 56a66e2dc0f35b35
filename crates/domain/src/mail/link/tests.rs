use proptest::prelude::*;

use super::*;

fn reason(link: &str) -> String {
    match decide(link) {
        Link::Tracked(_) => "tracked".into(),
        Link::Plain(plain) => format!("plain {plain}"),
        Link::Refused(fault) => format!("refused {fault}"),
    }
}

#[test]
fn web_addresses_are_tracked_as_they_are() {
    for link in [
        "https://acme.example",
        "http://acme.example/",
        "HTTPS://Acme.Example:8443/a/../b/./c?x=%7e&y=a+b&&#frag/ment?",
        "https://acme.example?q=1",
        "https://acme.example#x",
        "https://acme.example/%E5%84%AA?q=%zz&utm_source=a|b",
        "https://acme.example/a;b=1,2/(x)/'q'/*~!$[0]",
        "https://acme.example//double//slash",
        "https://xn--bcher-kva.example/",
        "https://192.0.2.1/x",
        "https://[2001:db8::1]:443/x",
        "https://acme.example/mail@acme.example?to=a@b.example",
        "https://acme.example/{one}",
    ] {
        assert_eq!(decide(link), Link::Tracked(link));
    }
}

#[test]
fn what_could_lead_elsewhere_is_left_alone() {
    for (link, why) in [
        ("mailto:rita@acme.example", "plain not-web"),
        ("TEL:+46-8-1", "plain not-web"),
        ("sms:+4681", "plain not-web"),
        ("cid:logo", "plain same-mail"),
        ("#below", "plain same-mail"),
        ("{{link}}", "plain placeholder"),
        ("https://acme.example/{{id}}", "plain placeholder"),
        ("https://{{host}}/x", "plain placeholder"),
        ("https://bücher.example/", "plain not-ascii"),
        ("https://acme.example/é", "plain not-ascii"),
        ("https://acme.example/a b", "plain character"),
        (" https://acme.example/", "plain character"),
        ("https://acme.example/\n", "plain character"),
        ("ht\ttps://acme.example/", "plain character"),
        ("https:\\\\acme.example\\x", "plain character"),
        ("https://acme.example\\@evil.example", "plain character"),
        ("https://acme.example/\"x", "plain character"),
        ("https://acme.example/<x>", "plain character"),
        ("https:acme.example", "plain host"),
        ("https:/acme.example", "plain host"),
        ("https:///acme.example", "plain host"),
        ("https://0x7f.1/", "plain host"),
        ("https://2130706433/", "plain host"),
        ("https://%61cme.example/", "plain host"),
        ("https://acme.example:/", "plain host"),
        ("https://rita@acme.example/", "plain user-info"),
        ("https://rita:pw@acme.example/", "plain user-info"),
        ("https://acme.example:@evil.example/", "plain user-info"),
    ] {
        assert_eq!(reason(link), why, "{link:?}");
    }
}

#[test]
fn what_has_no_place_in_a_mail_is_refused() {
    let long = format!("https://acme.example/{}", "x".repeat(LONGEST));
    for (link, why) in [
        ("", "refused empty"),
        (" \t", "refused empty"),
        (long.as_str(), "refused too-long"),
        ("javascript:alert(1)", "refused script"),
        ("\u{1} java\nscript:alert(1)", "refused script"),
        ("JaVaScRiPt://acme.example/%0aalert(1)", "refused script"),
        ("data:text/html,x", "refused script"),
        ("vbscript:x", "refused script"),
        ("file:///etc/passwd", "refused local"),
        ("blob:https://acme.example/1", "refused local"),
        ("/path", "refused relative"),
        ("//acme.example/", "refused relative"),
        ("acme.example/x", "refused relative"),
        ("?q", "refused relative"),
        ("ftp://acme.example/", "refused scheme"),
        ("acme.example:80/x", "refused scheme"),
        ("https://", "refused no-host"),
        ("https://acme.example:99999/", "refused no-host"),
        ("https://ac me.example/", "refused no-host"),
        ("http://[::1/", "refused no-host"),
    ] {
        assert_eq!(reason(link), why, "{link:?}");
    }
}

proptest! {
    #[test]
    fn a_tracked_target_is_the_link_and_the_same_place(
        link in "\\PC{0,40}|(https?|HTTP|javascript|ftp):?[/\\\\]{0,3}([a-z0-9@:.%\\[\\]\\\\\t -]{0,12}(\\.com)?)(:[0-9]{0,6})?([/?#][ -~é\\{\\}]{0,20})?"
    ) {
        if let Link::Tracked(target) = decide(&link) {
            prop_assert_eq!(target.as_bytes(), link.as_bytes());
            prop_assert!(target.bytes().all(|b| b.is_ascii_graphic()));
            let url = Url::parse(target).unwrap();
            let host = url.host_str().unwrap();
            let rest = target.split_once("://").unwrap().1;
            prop_assert!(rest.to_ascii_lowercase().starts_with(host));
            prop_assert!(matches!(rest.as_bytes().get(host.len()), None | Some(b'/' | b'?' | b'#' | b':')));
            prop_assert_eq!((url.username(), url.password()), ("", None));
            // Relative to any page, as a `Location` is, it is the same.
            let base = Url::parse("https://click.liaison.example/t/1").unwrap();
            prop_assert_eq!(base.join(target).unwrap(), url);
        }
    }

    #[test]
    fn every_link_has_its_answer(link in "[\\PC\\t\\n]{0,60}") {
        decide(&link);
    }
}
