//! Clean HTML as plain text.

use super::entity;
use super::token::{Token, Tokens};

/// Reads what [`super::tree`] wrote: every tag is closed, in order.
pub(super) fn plain(html: &str) -> String {
    let mut page = Page::default();
    for token in Tokens::of(html) {
        match token {
            Token::Text(raw) => page.text(&entity::decode(raw, false)),
            Token::Start {
                name, attributes, ..
            } => match name.as_str() {
                "a" => page.links.push((attributes.get("href"), page.out.len())),
                "img" => page.text(&attributes.get("alt").unwrap_or_default()),
                "ol" => {
                    let start = attributes.get("start").and_then(|start| start.parse().ok());
                    page.start("ol", Some(start.unwrap_or(1)));
                }
                _ => page.start(&name, None),
            },
            Token::End(name) if name == "a" => page.link_ends(),
            Token::End(name) => page.end(&name),
            Token::Comment => {}
        }
    }
    page.out
}

#[derive(Default)]
struct Page {
    out: String,
    /// Line ends wanted before the next word; none before the first.
    lines: usize,
    space: bool,
    /// Between two cells of a row.
    tab: bool,
    /// Written before the next word, behind the line end: `- `.
    mark: String,
    /// Each list's next number; none in lists without.
    lists: Vec<Option<u32>>,
    links: Vec<(Option<String>, usize)>,
    quoted: usize,
    preformatted: usize,
    cells: usize,
}

impl Page {
    fn break_line(&mut self, lines: usize) {
        self.lines = self.lines.max(lines);
        self.space &= lines == 0;
    }

    fn start(&mut self, name: &str, number: Option<u32>) {
        self.break_line(lines_around(name));
        match name {
            "br" => self.lines += 1,
            "hr" => {
                self.word("---");
                self.break_line(2);
            }
            "ul" | "ol" => {
                if !self.lists.is_empty() {
                    self.lines = 1;
                }
                self.lists.push(number);
            }
            "li" => {
                let depth = self.lists.len().saturating_sub(1);
                let sign = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.mark = format!("{}{sign}", "  ".repeat(depth));
            }
            "tr" => {
                self.cells = 0;
                self.tab = false;
            }
            "td" | "th" => {
                self.tab = self.cells > 0;
                self.cells += 1;
                self.space = false;
            }
            "blockquote" => self.quoted += 1,
            "pre" => self.preformatted += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "ul" | "ol" => {
                self.lists.pop();
            }
            "blockquote" => self.quoted = self.quoted.saturating_sub(1),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "li" => self.mark.clear(),
            _ => {}
        }
        let nested = matches!(name, "ul" | "ol") && !self.lists.is_empty();
        self.break_line(if nested { 1 } else { lines_around(name) });
        // What stands in a cell does not end its line.
        if matches!(name, "td" | "th") {
            self.lines = 0;
        }
    }

    fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.lines += 1;
                }
                if !line.is_empty() {
                    self.word(line);
                }
            }
            return;
        }
        let text = text.replace('\u{a0}', " ");
        self.space |= text.starts_with(char::is_whitespace);
        let mut words = text.split_whitespace().peekable();
        while let Some(word) = words.next() {
            self.word(word);
            self.space = words.peek().is_some() || text.ends_with(char::is_whitespace);
        }
    }

    fn word(&mut self, word: &str) {
        let begins = self.out.is_empty();
        if !begins {
            for n in 0..self.lines {
                if n > 0 {
                    self.quote();
                }
                self.out
                    .truncate(self.out.trim_end_matches([' ', '\t']).len());
                self.out.push('\n');
            }
        }
        if begins || self.lines > 0 {
            self.quote();
        } else if self.tab {
            self.out.push('\t');
        } else if self.space && !self.out.ends_with('\n') {
            self.out.push(' ');
        }
        self.out.push_str(&std::mem::take(&mut self.mark));
        self.out.push_str(word);
        self.lines = 0;
        self.space = false;
        self.tab = false;
    }

    fn quote(&mut self) {
        for _ in 0..self.quoted {
            self.out.push_str("> ");
        }
    }

    fn link_ends(&mut self) {
        let Some((Some(url), from)) = self.links.pop() else {
            return;
        };
        let text = self.out[from.min(self.out.len())..].trim();
        let bare = url.split_once(':').map_or("", |(_, rest)| rest);
        let bare = bare.trim_start_matches('/');
        let says_it = text.ends_with(&url) || (!bare.is_empty() && text.ends_with(bare));
        if text.is_empty() {
            self.word(&url);
        } else if !says_it && !url.starts_with('#') {
            self.out.push_str(&format!(" ({url})"));
        }
    }
}

/// Line ends before and after a tag's content.
fn lines_around(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "table" | "ul" | "ol"
        | "dl" | "pre" | "hr" => 2,
        "div" | "center" | "li" | "tr" | "dt" | "dd" => 1,
        _ => 0,
    }
}
