//! A message taken apart, as far as we ask.

use jiff::civil::Date;
use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders, PartType};

use crate::mail::MailHtml;

/// Of the raw message; what we look for stands at its beginning.
const LONGEST: usize = 1024 * 1024;
/// Headers that begin a part. The parser looks for the end of each, so that more cost their square.
const MOST_PARTS: usize = 200;
/// Of the text, in bytes.
const LONGEST_TEXT: usize = 256 * 1024;

#[derive(Debug, Default)]
pub(in crate::mail) struct Letter {
    /// Names in lower case, values on one line.
    headers: Vec<(String, String)>,
    pub subject: String,
    pub from: Option<String>,
    pub id: Option<String>,
    pub date: Option<Date>,
    /// The plain text; of HTML, how it reads.
    pub text: String,
    /// Set when there is HTML and no plain text beside it.
    pub html: Option<String>,
    /// Type in lower case and content of what is neither text nor HTML.
    parts: Vec<(String, Vec<u8>)>,
    in_reply_to: Vec<String>,
    references: Vec<String>,
}

impl Letter {
    /// `None` when there is not a single header.
    pub fn read(raw: &[u8]) -> Option<Self> {
        let raw = disarmed(&raw[..raw.len().min(LONGEST)]);
        let message = MessageParser::default().parse(&raw)?;
        let headers = message.headers().iter().map(|header| {
            let value = match &header.value {
                HeaderValue::Text(text) => text.to_string(),
                _ => raw
                    .get(header.offset_start as usize..header.offset_end as usize)
                    .map(|raw| String::from_utf8_lossy(raw).into_owned())
                    .unwrap_or_default(),
            };
            (header.name().to_lowercase(), one_line(&value))
        });
        let from = message.from().and_then(|from| from.first());
        let (text, html) = bodies(&message);
        Some(Self {
            headers: headers.collect(),
            subject: one_line(message.subject().unwrap_or_default()),
            from: from.and_then(|from| from.address()).map(one_line),
            id: message.message_id().and_then(message_id),
            date: message.date().and_then(|date| {
                let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
                Date::new(i16::try_from(date.year).ok()?, month, day).ok()
            }),
            text,
            html,
            parts: parts(&message),
            in_reply_to: ids(message.in_reply_to()),
            references: ids(message.references()),
        })
    }

    /// The first header of that name, which is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The content of parts of these types.
    pub fn parts<'a>(&'a self, kinds: &'a [&str]) -> impl Iterator<Item = &'a [u8]> {
        let found = self
            .parts
            .iter()
            .filter(|(kind, _)| kinds.contains(&kind.as_str()));
        found.map(|(_, content)| content.as_slice())
    }

    /// `report-type` of a `multipart/report`, in lower case (RFC 6522).
    pub fn report_type(&self) -> Option<String> {
        let content_type = self.header("content-type")?.to_lowercase();
        if !content_type.starts_with("multipart/report") {
            return None;
        }
        let (_, rest) = content_type.split_once("report-type")?;
        let value = rest.trim_start().strip_prefix('=')?.trim_start();
        let value = value.trim_start_matches('"');
        let end = value.find(['"', ';', ' ']).unwrap_or(value.len());
        Some(value[..end].to_owned())
    }

    /// What it answers: the nearest first.
    pub fn answers(&self) -> Vec<String> {
        let back = self.references.iter().rev();
        self.in_reply_to.iter().chain(back).cloned().collect()
    }

    /// The mail a notice brings back, from its headers or from its text.
    pub fn bounced_ids(&self) -> Vec<String> {
        let originals = [
            "message/rfc82x",
            "message/globax",
            "text/rfc822-headers",
            "message/global-headers",
        ];
        let mut found: Vec<String> = self
            .parts(&originals)
            .filter_map(|original| {
                let head = &original[..original.len().min(64 * 1024)];
                let parsed = MessageParser::default().parse_headers(head)?;
                message_id(parsed.message_id()?)
            })
            .collect();
        for name in ["x-original-message-id", "original-message-id"] {
            found.extend(self.header(name).and_then(message_id));
        }
        let lines = self.text.lines().filter_map(|line| {
            let (name, value) = line.trim_start_matches(['>', ' ', '\t']).split_once(':')?;
            name.eq_ignore_ascii_case("message-id")
                .then(|| message_id(value))?
        });
        found.extend(lines.take(5));
        found
    }
}

/// Spaces for line ends and controls.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between `<` and `>`; nothing a Message-ID could not be.
fn message_id(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = match text.split_once('<') {
        Some((_, rest)) => rest.split('>').next()?,
        None => text,
    };
    let fits = !inner.is_empty()
        && inner.len() <= 998
        && inner
            .chars()
            .all(|c| !c.is_whitespace() && !c.is_control() && !"<>".contains(c));
    fits.then(|| inner.to_owned())
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    let texts: Vec<&str> = match value {
        HeaderValue::Text(text) => vec![text.as_ref()],
        HeaderValue::TextList(list) => list.iter().map(|text| text.as_ref()).collect(),
        _ => Vec::new(),
    };
    texts.into_iter().filter_map(message_id).collect()
}

fn bodies(message: &Message<'_>) -> (String, Option<String>) {
    let mut text = String::new();
    let mut html = None;
    let only_html = |id: &&u32| !message.text_body.contains(id);
    let bodies = message
        .text_body
        .iter()
        .chain(message.html_body.iter().filter(only_html));
    for part in bodies.filter_map(|id| message.parts.get(*id as usize)) {
        match &part.body {
            PartType::Text(plain) if html.is_none() => {
                text.push_str(plain);
                text.push('\n');
            }
            PartType::Html(rich) if text.trim().is_empty() && html.is_none() => {
                html = Some(cut(rich).to_owned());
                text = MailHtml::clean(cut(rich)).to_text();
            }
            _ => {}
        }
    }
    (cut(&text).to_owned(), html)
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_TEXT)]
}

fn parts(message: &Message<'_>) -> Vec<(String, Vec<u8>)> {
    let kinds = message.parts.iter().filter_map(|part| {
        let kind = part.content_type()?;
        let name = format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default());
        let is_known = name.starts_with("message/") || name == "text/rfc822-headers";
        is_known.then(|| (name.to_lowercase(), part.contents().to_vec()))
    });
    kinds.collect()
}

/// The message with mails inside it turned into mere parts, and not too many of them: the parser
/// goes into each, however deep they lie.
fn disarmed(raw: &[u8]) -> Vec<u8> {
    let mut out = raw.to_vec();
    let mut parts = 0;
    let mut begin = 0;
    while begin < out.len() {
        let mut end = line_end(&out, begin);
        if find(&out[begin..end], b"content-type").is_some() {
            parts += 1;
            if parts > MOST_PARTS {
                out.truncate(begin);
                break;
            }
            while matches!(out.get(end), Some(b' ' | b'\t')) {
                end = line_end(&out, end);
            }
            for nested in [&b"rfc822"[..], b"global", b"digest"] {
                disarm(&mut out[begin..end], nested);
            }
        }
        begin = end;
    }
    out
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = &bytes[from..];
    from + rest
        .iter()
        .position(|b| *b == b'\n')
        .map_or(rest.len(), |n| n + 1)
}

/// Writes `x` over the last letter of a subtype; a word elsewhere, as in a boundary, stays.
fn disarm(header: &mut [u8], subtype: &[u8]) {
    let mut from = 0;
    while let Some(at) = find(&header[from..], subtype).map(|at| from + at) {
        let before = header[..at].iter().rev().find(|b| !b.is_ascii_whitespace());
        let end = at + subtype.len();
        let goes_on = matches!(header.get(end), Some(b) if b.is_ascii_alphanumeric() || *b == b'-');
        if matches!(before, Some(b'/' | b')')) && !goes_on {
            header[end - 1] = b'x';
        }
        from = end;
    }
}

/// Whatever its case.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted))
}
