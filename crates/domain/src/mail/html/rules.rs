//! What may stay: tags, attributes, their values.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

use super::{entity, style};
use crate::mail::link::{self, Link};

/// How a tag behaves where browsers close others by themselves (HTML standard, 13.2.6.4.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Block,
    Paragraph,
    Preformatted,
    Heading,
    List,
    Item,
    Term,
    Table,
    Section,
    Row,
    Cell,
    Inline,
    Link,
    /// Has no content and is part of a line.
    Void,
    Line,
}

const TAGS: [(&str, Kind); 52] = [
    ("a", Kind::Link),
    ("b", Kind::Inline),
    ("big", Kind::Inline),
    ("blockquote", Kind::Block),
    ("br", Kind::Void),
    ("center", Kind::Block),
    ("cite", Kind::Inline),
    ("code", Kind::Inline),
    ("dd", Kind::Term),
    ("del", Kind::Inline),
    ("div", Kind::Block),
    ("dl", Kind::List),
    ("dt", Kind::Term),
    ("em", Kind::Inline),
    ("font", Kind::Inline),
    ("h1", Kind::Heading),
    ("h2", Kind::Heading),
    ("h3", Kind::Heading),
    ("h4", Kind::Heading),
    ("h5", Kind::Heading),
    ("h6", Kind::Heading),
    ("hr", Kind::Line),
    ("i", Kind::Inline),
    ("img", Kind::Void),
    ("ins", Kind::Inline),
    ("kbd", Kind::Inline),
    ("li", Kind::Item),
    ("mark", Kind::Inline),
    ("ol", Kind::List),
    ("p", Kind::Paragraph),
    ("pre", Kind::Preformatted),
    ("q", Kind::Inline),
    ("s", Kind::Inline),
    ("samp", Kind::Inline),
    ("small", Kind::Inline),
    ("span", Kind::Inline),
    ("strike", Kind::Inline),
    ("strong", Kind::Inline),
    ("sub", Kind::Inline),
    ("sup", Kind::Inline),
    ("table", Kind::Table),
    ("tbody", Kind::Section),
    ("td", Kind::Cell),
    ("tfoot", Kind::Section),
    ("th", Kind::Cell),
    ("thead", Kind::Section),
    ("tr", Kind::Row),
    ("tt", Kind::Inline),
    ("u", Kind::Inline),
    ("ul", Kind::List),
    ("var", Kind::Inline),
    ("wbr", Kind::Void),
];

/// For every tag; `style` where the rules allow it.
const EVERYWHERE: [&str; 4] = ["dir", "lang", "style", "title"];

const ATTRIBUTES: [(&str, &[&str]); 22] = [
    ("a", &["href"]),
    ("img", &["alt", "height", "src", "width", "border", "align"]),
    (
        "table",
        &[
            "align",
            "bgcolor",
            "border",
            "cellpadding",
            "cellspacing",
            "height",
            "width",
        ],
    ),
    ("tr", &["align", "bgcolor", "valign"]),
    (
        "td",
        &[
            "align", "bgcolor", "colspan", "height", "rowspan", "valign", "width",
        ],
    ),
    (
        "th",
        &[
            "align", "bgcolor", "colspan", "height", "rowspan", "scope", "valign", "width",
        ],
    ),
    ("thead", &["align", "valign"]),
    ("tbody", &["align", "valign"]),
    ("tfoot", &["align", "valign"]),
    ("ol", &["start", "type"]),
    ("ul", &["type"]),
    ("li", &["value"]),
    ("font", &["color", "face", "size"]),
    ("hr", &["align", "size", "width"]),
    ("p", &["align"]),
    ("div", &["align"]),
    ("h1", &["align"]),
    ("h2", &["align"]),
    ("h3", &["align"]),
    ("h4", &["align"]),
    ("h5", &["align"]),
    ("h6", &["align"]),
];

/// One set of rules.
#[derive(Debug)]
pub struct Rules {
    /// All of [`TAGS`] where none are named.
    tags: Option<&'static [&'static str]>,
    styles: bool,
    /// What links get as `rel`.
    rel: Option<&'static str>,
    /// Made once: that takes longer than to clean a mail.
    second_door: &'static LazyLock<Builder<'static>>,
}

static MAIL_DOOR: LazyLock<Builder<'static>> = LazyLock::new(|| Rules::MAIL.build_second_door());
static SIGNATURE_DOOR: LazyLock<Builder<'static>> =
    LazyLock::new(|| Rules::SIGNATURE.build_second_door());

impl Rules {
    /// Bodies of mails.
    pub const MAIL: Self = Self {
        tags: None,
        styles: true,
        rel: None,
        second_door: &MAIL_DOOR,
    };

    /// Signatures: no headings, tables or colours. They are shown on pages of ours, where links must
    /// not hand over the page.
    pub const SIGNATURE: Self = Self {
        tags: Some(&[
            "p", "br", "b", "strong", "i", "em", "u", "s", "a", "ul", "ol", "li", "img", "span",
            "div",
        ]),
        styles: false,
        rel: Some("noopener noreferrer"),
        second_door: &SIGNATURE_DOOR,
    };

    /// The tag by its name in lower case, if it may stay.
    pub(super) fn tag(&self, name: &str) -> Option<(&'static str, Kind)> {
        let at = TAGS.binary_search_by_key(&name, |(tag, _)| tag).ok()?;
        let allowed = self.tags.is_none_or(|tags| tags.contains(&name));
        allowed.then_some(TAGS[at])
    }

    pub(super) fn rel(&self) -> Option<&'static str> {
        self.rel
    }

    /// The attributes a tag may have, in the order in which they are written.
    pub(super) fn attributes(&self, tag: &str) -> impl Iterator<Item = &'static str> {
        let own = ATTRIBUTES.iter().find(|(of, _)| *of == tag);
        let styles = self.styles;
        let everywhere = EVERYWHERE.iter().filter(move |a| styles || **a != "style");
        own.map_or(&[][..], |(_, own)| own)
            .iter()
            .chain(everywhere)
            .copied()
    }

    /// The second door: parses as browsers do, and lets pass what these rules allow.
    pub(super) fn lock(&self, html: &str) -> String {
        let cleaned = self.second_door.clean(&entity::stand_in(html));
        entity::stand_out(&cleaned.to_string())
    }

    fn build_second_door(&self) -> Builder<'static> {
        let tags: HashSet<&str> = TAGS
            .iter()
            .filter_map(|(name, _)| self.tag(name).map(|(name, _)| name))
            .collect();
        let attributes: HashMap<&str, HashSet<&str>> = tags
            .iter()
            .map(|tag| (*tag, self.attributes(tag).collect()))
            .collect();
        let mut door = Builder::default();
        door.tags(tags)
            .generic_attributes(HashSet::new())
            .tag_attributes(attributes)
            .url_schemes(["https", "http", "mailto", "tel", "sms", "cid", "data"].into())
            .link_rel(self.rel)
            .attribute_filter(
                |tag, name, value| match value_of(tag, name, value, |_| ()) {
                    Some(clean) if clean == value => Some(Cow::Borrowed(value)),
                    clean => clean.map(Cow::Owned),
                },
            );
        door
    }
}

/// The value of an allowed attribute as it may stay; `removed` hears why it may not, or which parts
/// of a style may not.
pub(super) fn value_of(
    tag: &str,
    name: &str,
    value: &str,
    mut removed: impl FnMut(String),
) -> Option<String> {
    let kept = match name {
        "href" => return link_of(value, removed),
        "src" => return source_of(value, removed),
        "style" => {
            let kept = style::clean(value, |name| removed(format!("style:{name}")));
            return (!kept.is_empty()).then_some(kept);
        }
        "alt" | "title" | "rel" => return Some(value.to_owned()),
        "dir" => ["ltr", "rtl", "auto"].contains(&value),
        "colspan" | "rowspan" | "value" | "start" => is_number(value, 3),
        "size" if tag == "font" => is_number(value.trim_start_matches(['+', '-']), 1),
        "border" | "cellpadding" | "cellspacing" | "height" | "width" | "size" => {
            is_number(value.strip_suffix(['%']).unwrap_or(value), 4)
        }
        "face" => is_made_of(value, " ,-'_"),
        "bgcolor" | "color" => is_made_of(value, "#"),
        _ => is_made_of(value, "-"),
    };
    if !kept {
        removed(format!("attribute:{name}"));
    }
    kept.then(|| value.to_owned())
}

fn is_number(value: &str, longest: usize) -> bool {
    (1..=longest).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

fn is_made_of(value: &str, others: &str) -> bool {
    (1..=100).contains(&value.len())
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || others.contains(c))
}

fn link_of(value: &str, mut removed: impl FnMut(String)) -> Option<String> {
    let seen = link::as_seen(value);
    match link::decide(&seen) {
        Link::Refused(_) => {
            removed(url_code(&seen));
            None
        }
        // A picture by its Content-ID is none of a link's places.
        Link::Plain(_) if link::scheme(&seen).as_deref() == Some("cid") => {
            removed(url_code(&seen));
            None
        }
        Link::Tracked(_) | Link::Plain(_) => Some(seen),
    }
}

/// Pictures: from the web, from the mail itself, or small ones in place. No SVG, which may hold script.
fn source_of(value: &str, mut removed: impl FnMut(String)) -> Option<String> {
    let seen = link::as_seen(value);
    let kept = match link::scheme(&seen).as_deref() {
        Some("http" | "https") => !matches!(link::decide(&seen), Link::Refused(_)),
        Some("cid") => seen.len() > "cid:".len(),
        Some("data") => is_raster(&seen),
        _ => false,
    };
    if !kept {
        removed(url_code(&seen));
    }
    kept.then_some(seen)
}

fn is_raster(seen: &str) -> bool {
    let Some((head, content)) = seen.split_once(',') else {
        return false;
    };
    let head = head.to_ascii_lowercase();
    let kinds = ["png", "jpeg", "jpg", "gif", "webp"];
    kinds
        .iter()
        .any(|kind| head == format!("data:image/{kind};base64"))
        && content
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b' '))
}

fn url_code(seen: &str) -> String {
    match link::scheme(seen) {
        Some(scheme) => format!("url:{scheme}"),
        None if seen.is_empty() => "url:empty".into(),
        None => "url:relative".into(),
    }
}
