//! The items of `FETCH`.

use super::super::mime::{self, Part};
use super::super::post::Message;
use super::describe;

/// One asked item.
#[derive(Clone, Debug)]
pub enum Item {
    Flags,
    Uid,
    Date,
    Size,
    Envelope,
    Structure,
    Body,
    /// Section text, whether reading marks as seen, and the first byte and length of a partial.
    Section(String, bool, Option<(usize, usize)>),
    /// `RFC822`, `RFC822.HEADER`, `RFC822.TEXT`.
    Old(&'static str, &'static str),
}

/// Reads the items of a FETCH; `None` for an unknown one.
pub fn items(words: &[String]) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    for word in words {
        let upper = word.to_uppercase();
        match upper.as_str() {
            "ALL" => items.extend([Item::Flags, Item::Date, Item::Size, Item::Envelope]),
            "FAST" => items.extend([Item::Flags, Item::Date, Item::Size]),
            "FULL" => items.extend([
                Item::Flags,
                Item::Date,
                Item::Size,
                Item::Envelope,
                Item::Body,
            ]),
            "FLAGS" => items.push(Item::Flags),
            "UID" => items.push(Item::Uid),
            "INTERNALDATE" => items.push(Item::Date),
            "RFC822.SIZE" => items.push(Item::Size),
            "ENVELOPE" => items.push(Item::Envelope),
            "BODYSTRUCTURE" => items.push(Item::Structure),
            "BODY" => items.push(Item::Body),
            "RFC822" => items.push(Item::Old("RFC822", "")),
            "RFC822.HEADER" => items.push(Item::Old("RFC822.HEADER", "HEADER")),
            "RFC822.TEXT" => items.push(Item::Old("RFC822.TEXT", "TEXT")),
            _ => items.push(section_item(word)?),
        }
    }
    Some(items)
}

fn section_item(word: &str) -> Option<Item> {
    let open = word.find('[')?;
    let close = word.rfind(']')?;
    let reads = match word[..open].to_uppercase().as_str() {
        "BODY" => true,
        "BODY.PEEK" => false,
        _ => return None,
    };
    let partial = match word[close + 1..]
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
    {
        None => None,
        Some(range) => {
            let (first, length) = range.split_once('.')?;
            Some((first.parse().ok()?, length.parse().ok()?))
        }
    };
    Some(Item::Section(
        word.get(open + 1..close)?.to_owned(),
        reads,
        partial,
    ))
}

/// Whether answering these items marks the message as seen.
pub fn marks_seen(items: &[Item]) -> bool {
    items.iter().any(|item| {
        matches!(
            item,
            Item::Section(_, true, _) | Item::Old("RFC822" | "RFC822.TEXT", _)
        )
    })
}

/// `(FLAGS (\Seen) UID 4 …)` as bytes.
pub fn answer(message: &Message, items: &[Item]) -> Vec<u8> {
    let raw = message.raw.as_slice();
    let mut out = vec![b'('];
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(b' ');
        }
        match item {
            Item::Flags => out.extend_from_slice(format!("FLAGS ({})", flags(message)).as_bytes()),
            Item::Uid => out.extend_from_slice(format!("UID {}", message.uid).as_bytes()),
            Item::Date => out.extend_from_slice(
                format!("INTERNALDATE \"{}\"", date(message.received)).as_bytes(),
            ),
            Item::Size => out.extend_from_slice(format!("RFC822.SIZE {}", raw.len()).as_bytes()),
            Item::Envelope => {
                out.extend_from_slice(format!("ENVELOPE {}", describe::envelope(raw)).as_bytes())
            }
            Item::Structure => out.extend_from_slice(
                format!(
                    "BODYSTRUCTURE {}",
                    describe::structure(&mime::read(raw), true)
                )
                .as_bytes(),
            ),
            Item::Body => out.extend_from_slice(
                format!("BODY {}", describe::structure(&mime::read(raw), false)).as_bytes(),
            ),
            Item::Old(name, section) => bytes(
                &mut out,
                name,
                Some(section_bytes(raw, section).unwrap_or_default()),
            ),
            Item::Section(section, _, partial) => {
                let mut found = section_bytes(raw, section);
                let mut name = format!("BODY[{}]", section.to_uppercase());
                if let Some((first, length)) = partial {
                    name.push_str(&format!("<{first}>"));
                    found =
                        found.map(|found| found.into_iter().skip(*first).take(*length).collect());
                }
                bytes(&mut out, &name, found);
            }
        }
    }
    out.push(b')');
    out
}

fn bytes(out: &mut Vec<u8>, name: &str, found: Option<Vec<u8>>) {
    match found {
        None => out.extend_from_slice(format!("{name} NIL").as_bytes()),
        Some(found) => {
            out.extend_from_slice(format!("{name} {{{}}}\r\n", found.len()).as_bytes());
            out.extend_from_slice(&found);
        }
    }
}

/// Flags as they stand in an answer.
pub fn flags(message: &Message) -> String {
    message.flags.iter().cloned().collect::<Vec<_>>().join(" ")
}

fn date(micros: i64) -> String {
    jiff::Timestamp::from_microsecond(micros).map_or(String::new(), |at| {
        at.strftime("%d-%b-%Y %H:%M:%S +0000").to_string()
    })
}

/// The bytes of a section such as `1.2.MIME`, `HEADER.FIELDS (TO)` or nothing; `None` if there is none.
fn section_bytes(raw: &[u8], section: &str) -> Option<Vec<u8>> {
    let message = mime::read(raw);
    let mut rest = section;
    let mut part = &message;
    let mut numbered = false;
    while let Some(number) = rest
        .split('.')
        .next()
        .and_then(|text| text.parse::<usize>().ok())
    {
        // Inside message/rfc822 the numbers count the parts of the inner message.
        if numbered && part.kind == "message" {
            part = part.parts.first()?;
        }
        if part.kind == "multipart" {
            part = part.parts.get(number.checked_sub(1)?)?;
        } else if number != 1 {
            return None;
        }
        numbered = true;
        rest = rest.split_once('.').map_or("", |(_, rest)| rest);
    }
    let upper = rest.to_uppercase();
    let inner: &Part<'_> = if numbered && part.kind == "message" {
        part.parts.first().unwrap_or(part)
    } else {
        part
    };
    match upper.as_str() {
        "" if numbered => Some(part.body.to_vec()),
        "" => Some(raw.to_vec()),
        "MIME" if numbered => Some(part.header.to_vec()),
        "HEADER" => Some(inner.header.to_vec()),
        "TEXT" => Some(inner.body.to_vec()),
        _ => header_fields(inner.header, &upper),
    }
}

fn header_fields(header: &[u8], section: &str) -> Option<Vec<u8>> {
    let (not, list) = match section.strip_prefix("HEADER.FIELDS.NOT") {
        Some(list) => (true, list),
        None => (false, section.strip_prefix("HEADER.FIELDS")?),
    };
    let names: Vec<&str> = list
        .trim()
        .trim_matches(['(', ')'])
        .split_whitespace()
        .map(|name| name.trim_matches('"'))
        .collect();
    let mut found = Vec::new();
    for (name, line) in mime::lines(header) {
        if names
            .iter()
            .any(|wanted| wanted.eq_ignore_ascii_case(&name))
            != not
        {
            found.extend_from_slice(line);
        }
    }
    found.extend_from_slice(b"\r\n");
    Some(found)
}
