//! Rich text that people write or paste into mails: what we keep, what we take out, and how it reads
//! as plain text.
//!
//! There are two doors, with the same [`rules`]. The first ([`tree`]) reads the text once, keeps what
//! is allowed and closes everything in order, so that what comes out means the same to every parser;
//! its time grows with the length of the text and nothing else. The second is ammonia, which parses
//! that again as browsers do. A text is clean when both leave it as it is.

pub(super) mod entity;
mod links;
mod rules;
mod style;
mod text;
mod token;
mod tree;

use std::collections::BTreeSet;

pub use links::{append, replace_links};
pub use rules::Rules;

/// HTML that is safe to show and to send, by [`Rules::MAIL`].
///
/// Placeholders (`{{…}}`) may stand in texts and in links: fill them in first, escaped, and clean
/// after that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailHtml {
    html: String,
    removed: BTreeSet<String>,
}

impl MailHtml {
    /// Cleans a document or a part of one. Cleaning twice changes nothing.
    pub fn clean(html: &str) -> Self {
        Self::clean_by(html, &Rules::MAIL)
    }

    pub(super) fn clean_by(html: &str, rules: &'static Rules) -> Self {
        let (mut ours, removed) = tree::clean(html, rules);
        for _ in 0..ROUNDS {
            let locked = rules.lock(&ours);
            if locked == ours {
                return Self {
                    html: ours,
                    removed,
                };
            }
            (ours, _) = tree::clean(&locked, rules);
            if ours == locked {
                return Self {
                    html: ours,
                    removed,
                };
            }
        }
        // The doors do not agree on what it means: only its words stay.
        Self {
            html: plain(&text::plain(&ours)),
            removed,
        }
    }

    /// The same for a page of ours: without styles, which its policy forbids.
    pub fn clean_for_page(html: &str) -> Self {
        Self::clean_by(html, &Rules::SIGNATURE)
    }

    pub fn as_html(&self) -> &str {
        &self.html
    }

    /// The alternative for readers without HTML: links as `text (url)`, a line for each paragraph and
    /// list item, blank lines between paragraphs, quotations behind `> `.
    pub fn to_text(&self) -> String {
        text::plain(&self.html)
    }

    /// What was taken out, sorted: `tag:script`, `attribute:onclick`, `url:javascript`,
    /// `style:position`, `comment`. At most [`tree::MOST_REMOVED`] of them.
    pub fn removed(&self) -> &BTreeSet<String> {
        &self.removed
    }
}

const ROUNDS: usize = 4;

/// Plain text as HTML: line ends become line ends.
pub(super) fn plain(text: &str) -> String {
    let mut html = String::new();
    for (n, line) in text.trim().lines().enumerate() {
        html.push_str(if n == 0 { "<p>" } else { "<br>" });
        entity::escape_text(line, &mut html);
    }
    if !html.is_empty() {
        html.push_str("</p>");
    }
    html
}

#[cfg(test)]
mod tests;
