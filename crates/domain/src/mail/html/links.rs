//! Replaces the links of HTML and leaves every other byte as it is.

use super::entity;
use super::token::{Token, Tokens};
use super::tree::RAW;

/// Asks for each link, decoded, in the order they stand; what the answer says stands there instead.
pub fn replace_links(html: &str, mut replacement: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut copied = 0;
    let mut tokens = Tokens::of(html);
    while let Some(token) = tokens.next() {
        let Token::Start {
            name, attributes, ..
        } = token
        else {
            continue;
        };
        if RAW.contains(&name.as_str()) {
            tokens.pass_raw(&name);
        }
        if !matches!(name.as_str(), "a" | "area") {
            continue;
        }
        let Some(written) = attributes.written("href").filter(|href| !href.is_empty()) else {
            continue;
        };
        let Some(new) = replacement(&entity::decode(written, true)) else {
            continue;
        };
        // A value is a piece of the text it was cut from.
        let at = written.as_ptr() as usize - html.as_ptr() as usize;
        out.push_str(&html[copied..at]);
        entity::escape_attribute(&new, &mut out);
        copied = at + written.len();
    }
    out.push_str(&html[copied..]);
    out
}

/// Puts something at the end of a mail's text: before the end of its body, where there is one.
pub fn append(html: &str, what: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let at = ["</body", "</html"]
        .into_iter()
        .find_map(|end| lower.rfind(end))
        .unwrap_or(html.len());
    format!("{}{what}{}", &html[..at], &html[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(html: &str) -> (String, Vec<String>) {
        let mut seen = Vec::new();
        let out = replace_links(html, |link| {
            seen.push(link.to_owned());
            link.contains("take")
                .then(|| "https://t.example/?a=1&b=\"2\"".to_owned())
        });
        (out, seen)
    }

    #[test]
    fn only_the_links_change() {
        let html = "<p class=a>x &amp; y<A title='>' HREF='https://take.example/?a=1&amp;b=2'  >\u{e5}</a>\r\n\
                    <a name=\"x\">no</a><a href=https://stay.example/>z</a><br/>";
        let (out, seen) = replaced(html);
        assert_eq!(
            seen,
            ["https://take.example/?a=1&b=2", "https://stay.example/"]
        );
        let expected = html.replace(
            "https://take.example/?a=1&amp;b=2",
            "https://t.example/?a=1&amp;b=&quot;2&quot;",
        );
        assert_eq!(out, expected);
    }

    #[test]
    fn what_is_no_link_is_not_asked_about() {
        let html = "<!-- <a href=take> --><style>a[href=\"take\"]</style><img src=take><a>take</a><a href>t</a><a href=";
        assert_eq!(replaced(html), (html.to_owned(), vec![]));
    }

    #[test]
    fn the_end_is_before_the_end_of_the_body() {
        assert_eq!(append("<p>x</p>", "!"), "<p>x</p>!");
        assert_eq!(
            append("<BODY>x</BODY></html>", "!"),
            "<BODY>x!</BODY></html>"
        );
    }
}
