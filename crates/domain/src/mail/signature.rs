//! Signatures: rich text, cleaned on save and on show.

use super::html::{self, MailHtml, Rules};
use crate::Refusal;

/// Longest signature we keep, in bytes of HTML.
pub const LONGEST: usize = 20_000;

/// HTML that is safe to show and to send: no script, no style sheets, no forms, no `javascript:`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature(String);

impl Signature {
    /// Cleans what an editor or a plain text field sent: the rules of [`html`], with fewer tags and
    /// without styles.
    pub fn clean(written: &str) -> Result<Self, Refusal> {
        if written.len() > LONGEST {
            return Err(Refusal::TooLong {
                field: "signature".into(),
                limit: LONGEST.to_string(),
            });
        }
        let cleaned = if written.contains('<') {
            MailHtml::clean_by(written, &Rules::SIGNATURE)
        } else {
            MailHtml::clean_by(&html::plain(written), &Rules::SIGNATURE)
        };
        let is_empty = cleaned.to_text().is_empty() && !cleaned.as_html().contains("<img");
        Ok(Self(if is_empty {
            String::new()
        } else {
            cleaned.as_html().to_owned()
        }))
    }

    pub fn as_html(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
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
