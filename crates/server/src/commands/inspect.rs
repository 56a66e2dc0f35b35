//! `liaison inspect`: what the rules say about one thing, for support and for tests from outside.
//! Reads standard input and writes standard output; needs no settings and no database.

use std::io::{BufRead, BufWriter, Read, Write, stdin, stdout};

use clap::Subcommand;
use liaison_domain::EmailAddress;
use liaison_domain::mail::{Link, MailHtml, link};
use serde_json::{Value, json};

#[derive(Subcommand)]
pub(crate) enum Inspect {
    /// E-mail addresses, one on each line: is it one, how is it kept, why not
    Address,
    /// HTML of a mail: what we keep, how it reads as text, what was taken out
    Html,
    /// Links of a mail, one on each line: does it stay, may it be tracked, why not
    Url,
}

/// In place of a rule's reason, for a line that is no text.
const NOT_UTF8: &str = "not-utf8";

impl Inspect {
    pub fn run(self) -> anyhow::Result<()> {
        let mut out = BufWriter::new(stdout().lock());
        match self {
            Self::Address => each_line(&mut out, address)?,
            Self::Url => each_line(&mut out, url)?,
            Self::Html => {
                let mut html = Vec::new();
                stdin().lock().read_to_end(&mut html)?;
                let clean = MailHtml::clean(&String::from_utf8_lossy(&html));
                let answer = json!({
                    "html": clean.as_html(),
                    "text": clean.to_text(),
                    "removed": clean.removed(),
                });
                writeln!(out, "{answer}")?;
            }
        }
        Ok(out.flush()?)
    }
}

/// Answers each line, an empty one too; `\r\n` ends a line as `\n` does.
fn each_line(out: &mut impl Write, look: fn(Result<&str, &str>) -> Value) -> std::io::Result<()> {
    let mut input = stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        let answer = match std::str::from_utf8(text) {
            Ok(text) => look(Ok(text)),
            Err(_) => look(Err(&String::from_utf8_lossy(text))),
        };
        writeln!(out, "{answer}")?;
        line.clear();
    }
    Ok(())
}

/// `line` is what could be read where it is not UTF-8.
fn address(line: Result<&str, &str>) -> Value {
    let parsed = match line {
        Ok(text) => EmailAddress::parse(text).map_err(|fault| fault.code()),
        Err(_) => Err(NOT_UTF8.to_owned()),
    };
    json!({
        "input": line.unwrap_or_else(|lossy| lossy),
        "ok": parsed.is_ok(),
        "ascii": parsed.as_ref().ok().map(EmailAddress::as_str),
        "reason": parsed.as_ref().err(),
    })
}

fn url(line: Result<&str, &str>) -> Value {
    let (ok, target, reason) = match line.map(link::decide) {
        Ok(Link::Tracked(target)) => (true, Some(target), None),
        // The mail keeps the link, so that is where the browser goes.
        Ok(Link::Plain(plain)) => (true, line.ok(), Some(plain.to_string())),
        Ok(Link::Refused(fault)) => (false, None, Some(fault.to_string())),
        Err(_) => (false, None, Some(NOT_UTF8.to_owned())),
    };
    json!({
        "input": line.unwrap_or_else(|lossy| lossy),
        "ok": ok,
        "tracked": ok && reason.is_none(),
        "target": target,
        "reason": reason,
    })
}
