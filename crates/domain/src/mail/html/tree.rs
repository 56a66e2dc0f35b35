//! The first door: reads tags as they come, keeps the allowed ones and writes them properly nested.
//!
//! It closes what browsers close by themselves, and at the same places, so that they need not. It
//! keeps a short list of what is open and never a tree: time and memory grow with the length of the
//! text, whatever is in it.

use std::collections::{BTreeSet, HashMap};

use super::entity;
use super::rules::{Kind, Rules, value_of};
use super::token::{Attributes, Token, Tokens};

/// Deeper tags are left out; their content stays.
const DEEPEST: usize = 100;
/// More kinds of things are not named.
pub(super) const MOST_REMOVED: usize = 200;
const LONGEST_CODE: usize = 60;

/// Hold text that is none (HTML standard, 13.2.5.1 and 13.2.6.2).
pub(super) const RAW: [&str; 8] = [
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];
/// Go with all that is in them: other languages, and what is not shown.
const WHOLE: [&str; 4] = ["math", "noscript", "svg", "template"];

/// The text cleaned, and the codes of what went.
pub(super) fn clean(html: &str, rules: &Rules) -> (String, BTreeSet<String>) {
    let html = html
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\0', "");
    let mut tree = Tree {
        rules,
        out: String::with_capacity(html.len()),
        open: Vec::new(),
        left_out: HashMap::new(),
        inside: None,
        fresh_pre: false,
        removed: BTreeSet::new(),
    };
    let mut tokens = Tokens::of(&html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(raw) => tree.text(raw),
            Token::Comment => tree.remove("comment".into()),
            Token::End(name) => tree.end(&name),
            Token::Start {
                name,
                attributes,
                self_closing,
            } => {
                if RAW.contains(&name.as_str()) && !tree.is_foreign() {
                    tokens.pass_raw(&name);
                    tree.remove_tag(&name);
                } else {
                    tree.start(&name, &attributes, self_closing);
                }
            }
        }
    }
    tree.close_to(0);
    (tree.out.trim().to_owned(), tree.removed)
}

struct Open {
    tag: &'static str,
    kind: Kind,
    /// Its end was seen while a paragraph or block in it was open; it ends with that one.
    ended: bool,
}

struct Tree<'r> {
    rules: &'r Rules,
    out: String,
    open: Vec<Open>,
    /// How many tags of a name were too deep; as many ends are passed over.
    left_out: HashMap<&'static str, usize>,
    /// Of [`WHOLE`], with how many of the same name are open.
    inside: Option<(&'static str, usize)>,
    /// Nothing stands in `pre` yet: a line end there would be dropped by every parser.
    fresh_pre: bool,
    removed: BTreeSet<String>,
}

impl Tree<'_> {
    fn remove(&mut self, code: String) {
        if self.removed.len() < MOST_REMOVED {
            let plain = |c: &char| c.is_ascii_graphic();
            let code = code.chars().filter(plain).take(LONGEST_CODE).collect();
            self.removed.insert(code);
        }
    }

    fn remove_tag(&mut self, name: &str) {
        self.remove(format!("tag:{name}"));
    }

    fn is_foreign(&self) -> bool {
        matches!(self.inside, Some(("svg" | "math", _)))
    }

    fn text(&mut self, raw: &str) {
        if self.inside.is_some() {
            return;
        }
        let mut text = entity::decode(raw, false);
        if self.fresh_pre {
            text = text.trim_start_matches('\n').to_owned();
        }
        if text.is_empty() {
            return;
        }
        if self.between_cells() && text.chars().all(char::is_whitespace) {
            return;
        }
        self.make_room();
        entity::escape_text(&text, &mut self.out);
        self.fresh_pre = false;
    }

    fn start(&mut self, name: &str, attributes: &Attributes<'_>, self_closing: bool) {
        let known = self.rules.tag(name);
        if let Some((whole, depth)) = &mut self.inside {
            if *whole == name && !self_closing {
                *depth += 1;
            }
            // HTML ends what was drawn or calculated (HTML standard, 13.2.6.5).
            if !self.is_foreign() || known.is_none_or(|(tag, _)| tag == "a") {
                return;
            }
            self.inside = None;
        }
        let Some((tag, kind)) = known else {
            self.remove_tag(name);
            let whole = WHOLE.iter().find(|whole| **whole == name);
            if let Some(whole) = whole.filter(|_| !(self_closing && matches!(name, "svg" | "math")))
            {
                self.inside = Some((whole, 1));
            }
            return;
        };
        if self.open.len() >= DEEPEST && !matches!(kind, Kind::Void | Kind::Line) {
            *self.left_out.entry(tag).or_default() += 1;
            return self.remove_tag(tag);
        }
        let attributes = self.kept(tag, attributes);
        if tag == "img" && !attributes.iter().any(|(name, _)| *name == "src") {
            return self.remove_tag(tag);
        }
        if self.place(kind) {
            self.write(tag, &attributes);
            match kind {
                Kind::Void | Kind::Line => {}
                _ => self.open.push(Open {
                    tag,
                    kind,
                    ended: false,
                }),
            }
            self.fresh_pre = kind == Kind::Preformatted;
        } else {
            self.remove_tag(tag);
        }
    }

    fn kept(&mut self, tag: &'static str, given: &Attributes<'_>) -> Vec<(&'static str, String)> {
        let allowed: Vec<&'static str> = self.rules.attributes(tag).collect();
        let is_ours = |name: &str| tag == "a" && name == "rel" && self.rules.rel().is_some();
        let others: Vec<String> = given
            .names()
            .filter(|name| !allowed.contains(&name.as_str()) && !is_ours(name))
            .take(MOST_REMOVED)
            .collect();
        for name in others {
            self.remove(format!("attribute:{name}"));
        }
        let mut kept = Vec::new();
        for name in allowed {
            if let Some(value) = given.get(name)
                && let Some(value) = value_of(tag, name, &value, |code| self.remove(code))
            {
                kept.push((name, value));
            }
        }
        if let Some(rel) = self.rules.rel().filter(|_| tag == "a") {
            kept.push(("rel", rel.to_owned()));
        }
        kept
    }

    fn write(&mut self, tag: &str, attributes: &[(&'static str, String)]) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            entity::escape_attribute(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// Closes and opens what must be so that this tag can stand here; false when it cannot.
    fn place(&mut self, kind: Kind) -> bool {
        if matches!(kind, Kind::Section | Kind::Row | Kind::Cell) {
            return self.place_in_table(kind);
        }
        self.make_room();
        match kind {
            Kind::Heading | Kind::Item | Kind::Term => self.close_last(kind),
            Kind::Link => {
                if let Some(at) = self.open.iter().rposition(|open| open.kind == kind) {
                    if self.open[at..].iter().any(|open| open.kind == Kind::Cell) {
                        return false;
                    }
                    self.close_to(at);
                }
            }
            _ => {}
        }
        if !matches!(kind, Kind::Inline | Kind::Link | Kind::Void) {
            self.close_last(Kind::Paragraph);
        }
        true
    }

    fn place_in_table(&mut self, kind: Kind) -> bool {
        let Some(table) = self.open.iter().rposition(|open| open.kind == Kind::Table) else {
            return false;
        };
        let stands = |at: usize, kind: Kind| self.open.get(at).is_some_and(|o| o.kind == kind);
        let section = stands(table + 1, Kind::Section);
        let row = section && stands(table + 2, Kind::Row);
        let keep = match kind {
            Kind::Cell => 1 + usize::from(section) + usize::from(row),
            Kind::Row => 1 + usize::from(section),
            _ => 1,
        };
        self.close_to(table + keep);
        if kind != Kind::Section && !section {
            self.imply("tbody", Kind::Section);
        }
        if kind == Kind::Cell && !row {
            self.imply("tr", Kind::Row);
        }
        true
    }

    fn between_cells(&self) -> bool {
        self.open
            .last()
            .is_some_and(|o| matches!(o.kind, Kind::Table | Kind::Section | Kind::Row))
    }

    /// Content of a table outside of its cells gets a cell.
    fn make_room(&mut self) {
        if self.between_cells() && self.place_in_table(Kind::Cell) {
            self.imply("td", Kind::Cell);
        }
    }

    fn imply(&mut self, tag: &'static str, kind: Kind) {
        self.write(tag, &[]);
        self.open.push(Open {
            tag,
            kind,
            ended: false,
        });
    }

    /// Closes the last one of a kind, with what is in it, unless it holds a table or list we are in.
    fn close_last(&mut self, kind: Kind) {
        let in_list = matches!(kind, Kind::Item | Kind::Term);
        for at in (0..self.open.len()).rev() {
            match self.open[at].kind {
                found if found == kind => return self.close_to(at),
                Kind::Cell | Kind::Table => return,
                Kind::List if in_list => return,
                _ => {}
            }
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((whole, depth)) = &mut self.inside {
            if *whole == name {
                *depth -= 1;
                if *depth == 0 {
                    self.inside = None;
                }
            }
            return;
        }
        let Some((tag, kind)) = self.rules.tag(name) else {
            return;
        };
        if let Some(count) = self.left_out.get_mut(tag).filter(|count| **count > 0) {
            *count -= 1;
            return;
        }
        let in_table = matches!(kind, Kind::Table | Kind::Section | Kind::Row | Kind::Cell);
        let in_list = matches!(kind, Kind::Item | Kind::Term);
        let mut over_block = false;
        for at in (0..self.open.len()).rev() {
            let open = &self.open[at];
            let is_it = open.tag == tag || (kind == Kind::Heading && open.kind == kind);
            match open.kind {
                _ if is_it && over_block => return self.open[at].ended = true,
                _ if is_it => return self.close_to(at),
                Kind::Table => return,
                Kind::Cell | Kind::Row | Kind::Section if !in_table => return,
                Kind::List if in_list => return,
                Kind::Inline | Kind::Link => {}
                _ => over_block = matches!(kind, Kind::Inline | Kind::Link),
            }
        }
    }

    /// Closes the last ones until so many are open, and those that ended with them.
    fn close_to(&mut self, length: usize) {
        while self.open.len() > length || self.open.last().is_some_and(|open| open.ended) {
            if let Some(open) = self.open.pop() {
                self.out.push_str("</");
                self.out.push_str(open.tag);
                self.out.push('>');
                self.fresh_pre = false;
            }
        }
    }
}
