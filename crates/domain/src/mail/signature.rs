//! Signatures: rich text, cleaned on save and on show.

use crate::Refusal;

/// Longest signature we keep, in bytes of HTML.
pub const LONGEST: usize = 20_000;

/// HTML that is safe to show and to send: no script, no style sheets, no forms, no `javascript:`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature(String);

impl Signature {
    /// Cleans what an editor or a plain text field sent.
    pub fn clean(html: &str) -> Result<Self, Refusal> {
        if html.len() > LONGEST {
            return Err(Refusal::TooLong {
                field: "signature".into(),
                limit: LONGEST.to_string(),
            });
        }
        let html = if html.contains('<') {
            html.to_owned()
        } else {
            paragraphs(html)
        };
        let cleaned = ammonia::Builder::default()
            .tags(
                [
                    "p", "br", "b", "strong", "i", "em", "u", "s", "a", "ul", "ol", "li", "img",
                    "span", "div",
                ]
                .into(),
            )
            .generic_attributes(["lang", "dir"].into())
            .url_schemes(["https", "http", "mailto", "tel"].into())
            .link_rel(Some("noopener noreferrer"))
            .clean(&html)
            .to_string();
        let cleaned = cleaned.trim();
        let is_empty = ammonia::Builder::empty()
            .clean(cleaned)
            .to_string()
            .trim()
            .is_empty()
            && !cleaned.contains("<img");
        Ok(Self(if is_empty {
            String::new()
        } else {
            cleaned.to_owned()
        }))
    }

    pub fn as_html(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Plain text typed without the editor: line ends become line ends.
fn paragraphs(text: &str) -> String {
    let lines: Vec<String> = text.trim().lines().map(ammonia::clean_text).collect();
    if lines.is_empty() {
        String::new()
    } else {
        format!("<p>{}</p>", lines.join("<br>"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn clean(html: &str) -> String {
        Signature::clean(html).unwrap().as_html().to_owned()
    }

    #[test]
    fn what_makes_a_signature_stays() {
        let html = "<p><strong>Rita Rep</strong><br><a href=\"https://acme.example\">Acme</a></p>";
        assert!(
            clean(html).contains("<strong>Rita Rep</strong><br><a href=\"https://acme.example\"")
        );
    }

    #[test]
    fn what_could_harm_goes() {
        assert_eq!(
            clean("<script>alert(1)</script><p onclick=x()>Hi</p>"),
            "<p>Hi</p>"
        );
        assert!(!clean("<a href=\"javascript:alert(1)\">x</a>").contains("javascript"));
    }

    #[test]
    fn an_editors_empty_paragraph_is_no_signature() {
        assert!(Signature::clean("<p><br></p> ").unwrap().is_empty());
        assert!(Signature::clean("").unwrap().is_empty());
    }

    #[test]
    fn plain_text_keeps_its_lines() {
        assert_eq!(clean("Rita\nR&D"), "<p>Rita<br>R&amp;D</p>");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(html in "\\PC{0,120}|(<(p|b|a href=\"x\"|script|img src=x onerror=y)>|</p>|[a-z&; ]{1,6}){0,12}") {
            let once = Signature::clean(&html).unwrap();
            if once.as_html().contains('<') {
                prop_assert_eq!(Signature::clean(once.as_html()).unwrap(), once);
            }
        }
    }
}
