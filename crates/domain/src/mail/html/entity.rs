//! Character references, out of and into HTML (HTML standard, 13.2.5.72 and 13.3).

use std::borrow::Cow;

use markup5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// The longest name, with its semicolon.
const LONGEST_NAME: usize = 33;

/// Text as it is meant. In an attribute, `&copy=` is no reference: addresses hold such.
pub(in crate::mail) fn decode(raw: &str, in_attribute: bool) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = numeric(rest, &mut out).or_else(|| named(rest, in_attribute, &mut out));
        let taken = taken.unwrap_or_else(|| {
            out.push('&');
            1
        });
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out.retain(|c| matches!(c, '\n' | '\t') || !(c.is_control() || is_no_character(c)));
    out
}

/// `&#65;` and `&#x41;`; how many bytes it takes.
fn numeric(rest: &str, out: &mut String) -> Option<usize> {
    let digits = rest.strip_prefix("&#")?;
    let (digits, radix, prefix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 3),
        None => (digits, 10, 2),
    };
    let length = digits
        .find(|c: char| !c.is_digit(radix))
        .unwrap_or(digits.len());
    if length == 0 {
        return None;
    }
    let number = u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX);
    let meant = match number {
        0x80..=0x9f => C1_REPLACEMENTS[(number - 0x80) as usize],
        0 => None,
        _ => char::from_u32(number),
    };
    out.push(meant.unwrap_or('\u{fffd}'));
    let ended = digits[length..].starts_with(';');
    Some(prefix + length + usize::from(ended))
}

/// `&amp;`, and the old ones that need no semicolon; how many bytes it takes.
fn named(rest: &str, in_attribute: bool, out: &mut String) -> Option<usize> {
    let name = &rest[1..];
    let mut length = name
        .bytes()
        .take(LONGEST_NAME)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    if name[length..].starts_with(';') {
        length += 1;
    }
    while length > 1 {
        let known = NAMED_ENTITIES.get(&name[..length]).copied();
        if let Some((first, second)) = known.filter(|(first, _)| *first != 0) {
            let follows = name[length..].bytes().next();
            let is_query = follows.is_some_and(|b| b == b'=' || b.is_ascii_alphanumeric());
            if in_attribute && is_query && !name[..length].ends_with(';') {
                return None;
            }
            out.extend(
                [first, second]
                    .into_iter()
                    .filter(|c| *c != 0)
                    .filter_map(char::from_u32),
            );
            return Some(1 + length);
        }
        length -= 1;
    }
    None
}

pub(in crate::mail) fn escape_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            _ => out.push(c),
        }
    }
}

pub(in crate::mail) fn escape_attribute(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            _ => out.push(c),
        }
    }
}

/// References in texts, and what stands in for them. The parser behind the second door copies a text
/// whole for each reference in it, so that a long one would take minutes.
const STAND_INS: [(&str, char); 4] = [
    ("&amp;", '\u{fdd0}'),
    ("&lt;", '\u{fdd1}'),
    ("&gt;", '\u{fdd2}'),
    ("&nbsp;", '\u{fdd3}'),
];

/// Not for exchange between programs (Unicode 23.7), so nobody's text is the poorer without them.
fn is_no_character(c: char) -> bool {
    ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

/// Replaces the references in the texts of HTML that we wrote; attributes stay as they are.
pub(super) fn stand_in(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in html.split_inclusive('<') {
        // In our attributes `>` is a reference, so the first one ends the tag.
        let (tag, text) = match piece.split_once('>') {
            Some((tag, text)) => (&piece[..=tag.len()], text),
            None => ("", piece),
        };
        out.push_str(tag);
        let mut text = Cow::Borrowed(text);
        for (reference, character) in STAND_INS {
            if text.contains(reference) {
                text = text
                    .replace(reference, character.encode_utf8(&mut [0; 4]))
                    .into();
            }
        }
        out.push_str(&text);
    }
    out
}

pub(super) fn stand_out(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for c in html.chars() {
        match STAND_INS.iter().find(|(_, character)| *character == c) {
            Some((reference, _)) => out.push_str(reference),
            None => out.push(c),
        }
    }
    out
}
