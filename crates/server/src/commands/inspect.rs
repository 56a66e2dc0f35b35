//! `liaison inspect`: what the rules say about one thing, for support and for tests from outside.
//! Reads standard input and writes standard output; needs no settings and no database.

use std::io::{BufRead, BufWriter, Read, Write, stdin, stdout};

use clap::Subcommand;
use liaison_domain::EmailAddress;
use liaison_domain::links::panel::SignedRequest;
use liaison_domain::mail::{Inbound, Incoming, Link, MailHtml, link, reply};
use serde_json::{Value, json};

#[derive(Subcommand)]
pub(crate) enum Inspect {
    /// E-mail addresses, one on each line: is it one, how is it kept, why not
    Address,
    /// HTML of a mail: what we keep, how it reads as text, what was taken out
    Html,
    /// A message of a mailbox: an answer, an automatic one, a bounce; whom it did not reach and why
    Inbound,
    /// A message of a mailbox: what is new in it, without what it quotes
    Reply,
    /// A consumer secret on the first line, a Canvas signed request on the second: is it one, whose
    SignedRequest,
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
            Self::Inbound => writeln!(out, "{}", inbound(&everything()?))?,
            Self::Reply => writeln!(out, "{}", json!({"text": reply::read(&everything()?)}))?,
            Self::SignedRequest => writeln!(out, "{}", signed_request(&everything()?))?,
            Self::Html => {
                let clean = MailHtml::clean(&String::from_utf8_lossy(&everything()?));
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

fn everything() -> std::io::Result<Vec<u8>> {
    let mut input = Vec::new();
    stdin().lock().read_to_end(&mut input)?;
    Ok(input)
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

fn inbound(message: &[u8]) -> Value {
    let class = Incoming::read(message).class;
    let (bounce, until) = match &class {
        Inbound::Bounce(bounce) => (Some(bounce), None),
        Inbound::OutOfOffice { until } => (None, until.map(|day| day.to_string())),
        _ => (None, None),
    };
    json!({
        "class": class.code(),
        "address": bounce.and_then(|bounce| bounce.address.as_deref()),
        "hard": bounce.map(|bounce| bounce.hard),
        "reason": bounce.map(|bounce| bounce.reason.as_str()),
        "until": until,
    })
}

fn signed_request(input: &[u8]) -> Value {
    let mut lines = input.splitn(2, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default().trim_ascii_end();
    let (secret, request) = (line(), line());
    let opened = SignedRequest::open(&String::from_utf8_lossy(request), secret);
    let request = opened.as_ref().ok();
    json!({
        "ok": opened.is_ok(),
        "reason": opened.as_ref().err().map(|fault| fault.code()),
        "organisation": request.map(|it| it.organisation.as_str()),
        "user": request.map(|it| it.user.as_str()),
        "record": request.and_then(|it| it.record.as_ref()).map(|it| it.as_str()),
    })
}
