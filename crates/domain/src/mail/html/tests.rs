use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

fn clean(html: &str) -> String {
    MailHtml::clean(html).as_html().to_owned()
}

fn removed(html: &str) -> Vec<String> {
    MailHtml::clean(html).removed().iter().cloned().collect()
}

fn text(html: &str) -> String {
    MailHtml::clean(html).to_text()
}

#[test]
fn what_people_write_stays() {
    for kept in [
        "<h1>Hello</h1><p>A <b>bold</b> <em>word</em> &amp; more&nbsp;&lt;3</p>",
        "<p style=\"color: red; text-align: center\">x</p>",
        "<ul><li>one<ul><li>two</li></ul></li></ul><ol start=\"3\"><li>three</li></ol>",
        "<blockquote><p>quoted</p></blockquote><hr><pre>a\n  b</pre>",
        "<table cellpadding=\"0\" width=\"100%\"><tbody><tr><td style=\"width: 50%\">a</td><th>b</th></tr></tbody></table>",
        "<a href=\"https://acme.example/?a=1&amp;b=2\">x</a><a href=\"mailto:a@b.example\">m</a>",
        "<a href=\"tel:+4681\">t</a><a href=\"{{link}}\">p</a>",
        "<img alt=\"Logo\" height=\"10\" src=\"cid:logo\"><img src=\"https://acme.example/a.png\">",
        "<img src=\"data:image/png;base64,iVBORw0KGgo=\">",
        "<b><p>block in bold</p></b><a href=\"https://acme.example/\"><div>x</div></a>",
        "<font color=\"#ff0000\" face=\"Arial\">x</font><span dir=\"ltr\" lang=\"sv\">å</span>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
    ] {
        let cleaned = MailHtml::clean(kept);
        assert_eq!(cleaned.as_html(), kept);
        assert!(
            cleaned.removed().is_empty(),
            "{kept}: {:?}",
            cleaned.removed()
        );
    }
}

#[test]
fn what_is_taken_out_is_named() {
    for (html, left, gone) in [
        ("a<script>alert(1)</script>b", "ab", &["tag:script"][..]),
        ("<p onclick=x()>a</p>", "<p>a</p>", &["attribute:onclick"]),
        (
            "<a href=\"javascript:x\">a</a>",
            "<a>a</a>",
            &["url:javascript"],
        ),
        (
            "<a href=\" java&Tab;script&colon;x\">a</a>",
            "<a>a</a>",
            &["url:javascript"],
        ),
        ("<a href=\"/x\">a</a>", "<a>a</a>", &["url:relative"]),
        (
            "<p style=\"position:fixed;color:red\">a</p>",
            "<p style=\"color: red\">a</p>",
            &["style:position"],
        ),
        (
            "<p style=\"background:url(x)\">a</p>",
            "<p>a</p>",
            &["style:background"],
        ),
        (
            "<img src=x onerror=y>",
            "",
            &["attribute:onerror", "tag:img", "url:relative"],
        ),
        (
            "<img src=\"data:image/svg+xml;base64,AAAA\">",
            "",
            &["tag:img", "url:data"],
        ),
        (
            "<form action=x><input name=a><button>b</button></form>",
            "b",
            &["tag:button", "tag:form", "tag:input"],
        ),
        (
            "<iframe src=x></iframe><object data=x>o</object>",
            "o",
            &["tag:iframe", "tag:object"],
        ),
        (
            "<meta x><base href=y><link z><style>p{}</style>a",
            "a",
            &["tag:base", "tag:link", "tag:meta", "tag:style"],
        ),
        ("a<!-- c -->b<!doctype html>", "ab", &["comment"]),
        ("<!--[if mso]><p>m</p><![endif]-->a", "a", &["comment"]),
        (
            "<p id=a class=b>c</p>",
            "<p>c</p>",
            &["attribute:class", "attribute:id"],
        ),
    ] {
        assert_eq!(clean(html), left, "{html}");
        assert_eq!(removed(html), gone, "{html}");
    }
}

#[test]
fn traps_for_parsers_come_out_harmless() {
    for trap in [
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<template><script>alert(1)</script></template>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!--[if gte mso 9]><xml><script>alert(1)</script></xml><![endif]-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<textarea><script>alert(1)</textarea><img src=x onerror=alert(1)>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<svg><foreignObject><p onclick=x></p></foreignObject><animate onbegin=alert(1)></svg>",
        "<img src=\"x` `<script>alert(1)</script>\"` `>",
        "<a href=\"&#x6a;avascript:alert(1)\">x</a>",
        "<div style=\"width: expression(alert(1))\">x</div>",
        "<title><img src=x onerror=alert(1)></title>",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
        "<select><template><style><!--</style><a rel=\"--></style></template></select><img onerror=alert(1) src=x>\">",
        "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
        "<plaintext><script>alert(1)</script>",
    ] {
        let cleaned = clean(trap);
        let open: Vec<token::Token> = token::Tokens::of(&cleaned).collect();
        for token in open {
            if let token::Token::Start {
                name, attributes, ..
            } = token
            {
                assert!(Rules::MAIL.tag(&name).is_some(), "{trap}: {cleaned}");
                assert!(
                    attributes.names().all(|a| !a.starts_with("on")),
                    "{trap}: {cleaned}"
                );
                let href = attributes.get("href").unwrap_or_default();
                assert!(!href.contains("script"), "{trap}: {cleaned}");
            }
        }
        assert_eq!(clean(&cleaned), cleaned, "{trap}");
    }
}

#[test]
fn disorder_is_put_in_order() {
    for (html, ordered) in [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b>c"),
        ("<b><p>a</b>b</p>c", "<b><p>ab</p></b>c"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        (
            "<table><td>a<td>b<tr>c</table>",
            "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>",
        ),
        ("<td>a</td>", "a"),
        (
            "<a href=\"#a\">a<a href=\"#b\">b</a>",
            "<a href=\"#a\">a</a><a href=\"#b\">b</a>",
        ),
        (
            "<p>a<table><tr><td>b",
            "<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>",
        ),
        ("a</p></div></td>b", "ab"),
        ("<pre>\n\na</pre>", "<pre>a</pre>"),
    ] {
        assert_eq!(clean(html), ordered, "{html}");
    }
}

#[test]
fn words_stay_as_plain_text() {
    for (html, plain) in [
        (
            "<p>One &amp; two</p><p>three<br>four</p>",
            "One & two\n\nthree\nfour",
        ),
        (
            "see <a href=\"https://acme.example/\">our site</a>.",
            "see our site (https://acme.example/).",
        ),
        (
            "<a href=\"https://acme.example/\">https://acme.example/</a>",
            "https://acme.example/",
        ),
        (
            "<a href=\"mailto:a@b.example\">a@b.example</a>",
            "a@b.example",
        ),
        (
            "<ul><li>one</li><li>two<ol><li>deep</li></ol></li></ul>x",
            "- one\n- two\n  1. deep\n\nx",
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            "a\tb\nc",
        ),
        (
            "<blockquote><p>a</p><p>b</p></blockquote>c",
            "> a\n>\n> b\n\nc",
        ),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<div>a</div><div>b  \n c</div>", "a\nb c"),
        ("<img alt=\"Logo\" src=\"cid:x\"> x", "Logo x"),
        ("a <b>b</b> <i>c</i>d <br> e", "a b cd\ne"),
        ("<h1>T</h1>x<hr>y", "T\n\nx\n\n---\n\ny"),
        (
            "1 &lt; 2 &copy;&nbsp;&#x20ac; &#128; &ampx &notin;",
            "1 < 2 © € € &x ∉",
        ),
        ("<script>x</script><style>y</style>", ""),
    ] {
        assert_eq!(text(html), plain, "{html}");
    }
}

/// What grows faster than its length would stop a server. Not optimised, all of it is slower.
#[test]
fn a_large_text_takes_no_longer_than_its_length() {
    let size = if cfg!(debug_assertions) {
        300_000
    } else {
        1_000_000
    };
    let mega = |piece: &str| piece.repeat(size / piece.len());
    let attributes: String = (0..150_000).map(|n| format!(" a{n}")).collect();
    let emphasis: String = (0..20_000).map(|n| format!("<font color=c{n}>")).collect();
    let href = "x".repeat(8_000);
    let texts = [
        "<div>".repeat(10_000) + "x" + &"</div>".repeat(10_000),
        mega("<div>"),
        mega("<b>"),
        mega("<table><tr><td>"),
        mega("<ul><li>"),
        mega("<p>x "),
        mega("<a href=x>"),
        mega("</p>"),
        mega("<!---->"),
        mega("<!--"),
        mega("<script></"),
        mega("&"),
        mega("&amp"),
        mega("<svg>"),
        mega("<"),
        mega("<p style=\"color:red\">word</p>\n"),
        format!("<p{attributes}>"),
        format!("<p>{emphasis}</p>{}", "<p>x</p>".repeat(50_000)),
        format!("<a href=\"https://a.example/{href}\">{}", mega("<p>x</p>")),
        format!("<p style=\"{}\">", mega("color:red;")),
        format!("<p style=\"{}\">", mega("/*")),
    ];
    let patience = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 2 });
    for text in texts {
        let began = Instant::now();
        let cleaned = MailHtml::clean(&text);
        cleaned.to_text();
        let took = began.elapsed();
        let start: String = text.chars().take(40).collect();
        assert!(took < patience, "{start}: {took:?}");
        assert!(cleaned.as_html().len() < 8 * text.len() + 100, "{start}");
    }
}

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(vec![
            "p", "b", "i", "a href=\"https://x.example/\"", "a", "ul", "ol", "li", "table", "tr", "td", "th",
            "tbody", "thead", "div", "span", "h1", "h2", "pre", "br", "hr", "img src=\"cid:a\"", "blockquote",
            "dl", "dt", "dd", "font color=\"red\"", "center", "svg", "math", "style", "script", "template",
            "noscript", "select", "option", "form", "p style=\"color: red; top: 1px\"", "title", "nobr",
        ]).prop_map(|tag| format!("<{tag}>")),
        4 => proptest::sample::select(vec![
            "p", "b", "i", "a", "ul", "li", "table", "tr", "td", "tbody", "div", "span", "h1", "h2", "pre",
            "blockquote", "dl", "dd", "font", "svg", "math", "style", "script", "template", "br",
        ]).prop_map(|tag| format!("</{tag}>")),
        3 => "[a-z&;<>\"' \n]{1,5}",
        1 => "<[a-z!?/]{1,3}[ =\"'a-z/>-]{0,8}",
        1 => "&(amp|lt|nbsp|#x3c|#10|copy|quot);?",
        1 => "\\PC{0,8}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn cleaning_twice_changes_nothing(html in soup()) {
        let once = MailHtml::clean(&html);
        let twice = MailHtml::clean(once.as_html());
        prop_assert_eq!(twice.as_html(), once.as_html());
        prop_assert!(twice.removed().is_empty(), "{:?} of {}", twice.removed(), once.as_html());
    }

    #[test]
    fn both_doors_agree_at_once(html in soup()) {
        let (ours, _) = tree::clean(&html, &Rules::MAIL);
        prop_assert_eq!(Rules::MAIL.lock(&ours), ours);
    }

    #[test]
    fn plain_text_ends_with_its_last_words(html in soup()) {
        let text = MailHtml::clean(&html).to_text();
        prop_assert_eq!(text.trim_end_matches('\n'), text.as_str());
    }
}
