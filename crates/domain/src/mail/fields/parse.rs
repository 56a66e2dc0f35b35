//! Cuts a text at its fields.

use super::catalogue::Source;
use super::{Form, Piece, Place, What, key};
use crate::mail::html::entity;

/// Longest field, in bytes between its braces; braces further apart are text.
const LONGEST: usize = 2_000;

pub(super) fn pieces(form: Form, text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut at = Position::default();
    let mut rest = text;
    while let Some((before, inner, after)) = next(rest) {
        literal.push_str(before);
        if form == Form::Html {
            at.pass(before);
        }
        let written = format!("{{{{{inner}}}}}");
        match field(form, inner, at.place()) {
            Some((what, tags)) => {
                if !literal.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                let place = at.place();
                at.pass_field();
                pieces.push(Piece::Field {
                    written,
                    what,
                    place,
                    tags,
                });
            }
            None => literal.push_str(&written),
        }
        rest = after;
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    pieces
}

/// The text before the next braces, between and behind them. The innermost pair counts.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(end) = text[from..].find("}}").map(|end| from + end) {
        if let Some(open) = text[from..end].rfind("{{").map(|open| from + open) {
            let inner = &text[open + 2..end];
            if inner.len() <= LONGEST {
                return Some((&text[..open], inner, &text[end + 2..]));
            }
        }
        from = end + 2;
    }
    None
}

/// What stands between the braces, and the tags among it; `None` when nothing does.
fn field(form: Form, inner: &str, place: Place) -> Option<(What, String)> {
    let (inner, tags) = match form {
        Form::Html if place == Place::Text => without_tags(inner)?,
        _ => (inner.to_owned(), String::new()),
    };
    let said = match form {
        Form::Html => entity::decode(&inner, place != Place::Text),
        Form::Subject => inner,
    };
    let said = said.trim_matches(|c: char| c.is_whitespace() || super::values::is_invisible(c));
    if said.is_empty() {
        return None;
    }
    let what = if let Some(prompt) = said.strip_prefix('!') {
        What::Prompt(prompt.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        named(said)
    };
    Some((what, tags))
}

fn named(said: &str) -> What {
    let (name, filter) = match said.split_once('|') {
        Some((name, filter)) => (name, Some(filter)),
        None => (said, None),
    };
    let name = key(name);
    let default = match filter.map(default) {
        Some(None) => return What::Unknown(said.to_owned()),
        Some(Some(default)) => Some(default),
        None => None,
    };
    if Source::named(&name).is_none() {
        return What::Unknown(name);
    }
    What::Value { name, default }
}

/// `default: "x"`, in any quotes or none.
fn default(filter: &str) -> Option<String> {
    let filter = filter.trim();
    let word = filter.get(..7)?;
    if !word.eq_ignore_ascii_case("default") {
        return None;
    }
    let value = filter[7..].trim_start().strip_prefix(':')?.trim();
    let inner = value
        .strip_prefix(QUOTES)
        .and_then(|rest| rest.strip_suffix(QUOTES));
    Some(inner.unwrap_or(value).trim().to_owned())
}

const QUOTES: [char; 10] = ['"', '\'', '“', '”', '„', '‟', '‘', '’', '«', '»'];

/// `None` when the tags part paragraphs or cells: such braces do not belong together.
fn without_tags(inner: &str) -> Option<(String, String)> {
    let (mut text, mut tags) = (String::new(), String::new());
    let mut rest = inner;
    while let Some(open) = rest.find('<') {
        let length = rest[open..].find('>')? + 1;
        let tag = &rest[open..open + length];
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
        if !INLINE.contains(&name?) {
            return None;
        }
        text.push_str(&rest[..open]);
        if name == Some("br") {
            text.push(' ');
        } else {
            tags.push_str(tag);
        }
        rest = &rest[open + length..];
    }
    text.push_str(rest);
    Some((text, tags))
}

const INLINE: [&str; 17] = [
    "a", "abbr", "b", "big", "br", "code", "em", "font", "i", "mark", "s", "small", "span",
    "strong", "sub", "sup", "u",
];

/// Follows clean HTML, where `<` and `>` stand for nothing but tags and values are in `"`.
#[derive(Default)]
struct Position {
    in_tag: bool,
    in_value: bool,
    /// The attribute's name, then what its value holds already.
    attribute: String,
    begun: bool,
}

impl Position {
    fn pass(&mut self, html: &str) {
        for c in html.chars() {
            match c {
                '<' if !self.in_value => self.in_tag = true,
                '>' if !self.in_value => *self = Self::default(),
                '"' if self.in_tag => {
                    self.in_value = !self.in_value;
                    self.begun = false;
                    if !self.in_value {
                        self.attribute.clear();
                    }
                }
                _ if self.in_value => self.begun = true,
                ' ' | '\n' | '\t' if self.in_tag => self.attribute.clear(),
                '=' => {}
                _ if self.in_tag => self.attribute.push(c),
                _ => {}
            }
        }
    }

    fn pass_field(&mut self) {
        self.begun |= self.in_value;
    }

    fn place(&self) -> Place {
        let is_address = ["href", "src", "cite", "background"].contains(&self.attribute.as_str());
        match self.in_tag {
            false => Place::Text,
            true if self.in_value && self.begun && is_address => Place::Address,
            true => Place::Attribute,
        }
    }
}
