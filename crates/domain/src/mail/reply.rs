//! What is new in an answer: without what it quotes and without its signature.
//!
//! Whoever answers below or between the quoted lines is heard too. When nothing would be left, the whole
//! text is given.

mod lines;

use super::MailHtml;
use super::inbound::Letter;

/// Of a message as it came over the wire.
pub fn read(raw: &[u8]) -> String {
    let Some(letter) = Letter::read(raw) else {
        return String::new();
    };
    match &letter.html {
        Some(html) => of_html(html),
        None => of_text(&letter.text),
    }
}

pub fn of_text(text: &str) -> String {
    let fresh = lines::fresh(text);
    if fresh.is_empty() { tidy(text) } else { fresh }
}

/// HTML as it came, not cleaned: what mail programs call their quotations is in attributes that
/// cleaning takes out.
pub fn of_html(html: &str) -> String {
    let marked = MailHtml::clean(&marked(html)).to_text();
    let fresh = lines::fresh(&marked);
    if fresh.is_empty() {
        tidy(&MailHtml::clean(html).to_text())
    } else {
        fresh
    }
}

/// Without empty lines around it and more than one between.
fn tidy(text: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && out.last().is_none_or(|last| last.is_empty())) {
            out.push(line);
        }
    }
    out.join("\n").trim_end().to_owned()
}

/// Attributes of what holds a quotation and perhaps an answer below it.
const QUOTES: [&str; 4] = [
    "gmail_quote",
    "yahoo_quoted",
    "protonmail_quote",
    "moz-cite-prefix",
];
/// Attributes of what stands before a quotation to the end.
const ENDS: [&str; 4] = [
    "appendonsend",
    "divrplyfwdmsg",
    "mail-editor-reference-message-container",
    "outlookmessageheader",
];

/// A line of our own before each tag that names a quotation.
fn marked(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for (n, piece) in html.split('<').enumerate() {
        if n > 0 {
            let tag = piece.split('>').next().unwrap_or_default().to_lowercase();
            let names = |known: &[&str]| known.iter().any(|name| tag.contains(name));
            if tag.contains('=') && names(&QUOTES) {
                out.push_str(&format!("<div>{}</div>", lines::QUOTE));
            } else if tag.contains('=') && names(&ENDS) {
                out.push_str(&format!("<div>{}</div>", lines::END));
            }
            out.push('<');
        }
        out.push_str(piece);
    }
    out
}

#[cfg(test)]
mod tests;
