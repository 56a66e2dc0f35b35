//! Cuts HTML into tags and text, as browsers do (HTML standard, 13.2.5), in one pass.

use super::entity;

#[derive(Debug)]
pub(super) enum Token<'a> {
    /// Character references not decoded yet.
    Text(&'a str),
    /// The name in lower case.
    Start {
        name: String,
        attributes: Attributes<'a>,
        self_closing: bool,
    },
    End(String),
    Comment,
}

/// The attributes of one tag as they were written; the first of a name counts.
#[derive(Debug, Default)]
pub(super) struct Attributes<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Attributes<'a> {
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(name, _)| name.to_ascii_lowercase())
    }

    pub(super) fn get(&self, wanted: &str) -> Option<String> {
        self.written(wanted)
            .map(|value| entity::decode(value, true))
    }

    /// A value as it was written, character references and all.
    pub(super) fn written(&self, wanted: &str) -> Option<&'a str> {
        let found = self
            .0
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| *value)
    }
}

pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(html: &'a str) -> Self {
        Self { rest: html }
    }

    /// Passes over the content of a tag that holds no markup (`script`, `style`, `title`), and its end.
    pub(super) fn pass_raw(&mut self, name: &str) {
        while let Some(at) = self.rest.find("</") {
            let after = &self.rest[at + 2..];
            self.rest = after;
            let (found, next) = after.as_bytes().split_at(name.len().min(after.len()));
            let ends = matches!(
                next.first(),
                Some(b'\t' | b'\n' | 0x0c | b' ' | b'/' | b'>')
            );
            if ends && found.eq_ignore_ascii_case(name.as_bytes()) {
                self.rest = &after[name.len()..];
                if self.attributes().is_none() {
                    break;
                }
                return;
            }
        }
        self.rest = "";
    }

    fn comment(&mut self) {
        let Some(text) = self.rest.strip_prefix("<!--") else {
            let end = self.rest.find('>').map(|at| at + 1);
            self.rest = &self.rest[end.unwrap_or(self.rest.len())..];
            return;
        };
        self.rest = text;
        if let Some(rest) = text.strip_prefix('>').or_else(|| text.strip_prefix("->")) {
            self.rest = rest;
            return;
        }
        while let Some(at) = self.rest.find("--") {
            let after = &self.rest[at + 2..];
            if let Some(rest) = after.strip_prefix('>').or_else(|| after.strip_prefix("!>")) {
                self.rest = rest;
                return;
            }
            self.rest = &self.rest[at + 1..];
        }
        self.rest = "";
    }

    fn name(&mut self) -> String {
        let end = self
            .rest
            .find(|c: char| is_space(c) || c == '/' || c == '>');
        let (name, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        name.to_ascii_lowercase()
    }

    /// The rest of a tag to its `>`: attributes, and whether it closes itself. None where the text ends
    /// before the tag does.
    fn attributes(&mut self) -> Option<(Attributes<'a>, bool)> {
        let mut found = Vec::new();
        loop {
            let before = self.rest.trim_start_matches(|c| is_space(c) || c == '/');
            let closes_itself = self.rest.len() > before.len()
                && self.rest[..self.rest.len() - before.len()].ends_with('/');
            self.rest = before;
            if let Some(rest) = before.strip_prefix('>') {
                self.rest = rest;
                return Some((Attributes(found), closes_itself));
            }
            let first = before.chars().next()?.len_utf8();
            let of_name = |c: char| is_space(c) || matches!(c, '/' | '>' | '=');
            let end = before[first..].find(of_name).map(|end| first + end)?;
            let (name, rest) = before.split_at(end);
            self.rest = rest;
            let value = match rest.trim_start_matches(is_space).strip_prefix('=') {
                Some(rest) => {
                    self.rest = rest.trim_start_matches(is_space);
                    self.value()?
                }
                None => "",
            };
            found.push((name, value));
        }
    }

    fn value(&mut self) -> Option<&'a str> {
        let quote = self.rest.chars().next()?;
        let (value, rest) = if matches!(quote, '"' | '\'') {
            self.rest[1..].split_once(quote)?
        } else {
            self.rest
                .split_at(self.rest.find(|c| is_space(c) || c == '>')?)
        };
        self.rest = rest;
        Some(value)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let text = self.rest;
        let mut from = 0;
        let markup = loop {
            let at = from + text[from..].find('<').unwrap_or(text.len() - from);
            if at == text.len() || begins_markup(&text[at..]) {
                break at;
            }
            from = at + 1;
        };
        if markup > 0 {
            self.rest = &text[markup..];
            return Some(Token::Text(&text[..markup]));
        }
        if text.is_empty() {
            return None;
        }
        let is_letter = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
        if is_letter(1) {
            self.rest = &text[1..];
            let name = self.name();
            let Some((attributes, self_closing)) = self.attributes() else {
                self.rest = "";
                return Some(Token::Comment);
            };
            return Some(Token::Start {
                name,
                attributes,
                self_closing,
            });
        }
        if text.starts_with("</") && is_letter(2) {
            self.rest = &text[2..];
            let name = self.name();
            if self.attributes().is_none() {
                self.rest = "";
            }
            return Some(Token::End(name));
        }
        self.comment();
        Some(Token::Comment)
    }
}

fn begins_markup(text: &str) -> bool {
    let mut next = text.bytes().skip(1);
    match next.next() {
        Some(b'!' | b'?') => true,
        Some(b'/') => next.next().is_some(),
        Some(letter) => letter.is_ascii_alphabetic(),
        None => false,
    }
}

pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\x0c')
}
