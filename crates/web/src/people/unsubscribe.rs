//! Where the recipient of an e-mail says that they do not want any more (actions 7.2). No sign-in, no
//! cookie, no script; looking changes nothing, because mail scanners open every link.

use std::collections::HashMap;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use liaison_domain::mail::Email;
use liaison_domain::people::ConsentSource;
use liaison_domain::{EmailAddress, Language, Refusal};
use liaison_engine::people::{consent, unsubscribe};
use serde::Deserialize;

use crate::App;
use crate::forms::{Query, fields};
use crate::page::Page;
use crate::respond::{Answer, Trouble, html, say};
use crate::visitor::Visitor;

const WHAT: [&str; 2] = ["sales", "all"];
const WHY: [&str; 4] = ["too-many", "not-relevant", "never-asked", "other"];

#[derive(Template)]
#[template(path = "people/unsubscribe.html")]
struct Unsubscribe {
    page: Page,
    address: String,
    is_done: bool,
}

impl Unsubscribe {
    fn what(&self) -> [&'static str; 2] {
        WHAT
    }

    fn why(&self) -> [&'static str; 4] {
        WHY
    }
}

#[derive(Deserialize)]
pub(crate) struct Chosen {
    lang: Option<String>,
}

pub(crate) async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    chosen: Result<Query<Chosen>, Trouble>,
    headers: HeaderMap,
) -> Response {
    let visitor = visitor(app, &headers, &token, chosen.as_ref().ok());
    let answer = async {
        chosen?;
        let email = email(&visitor, &token).await?;
        Ok(html(&page(&visitor, &email, false)))
    };
    or_say(&visitor, answer.await)
}

/// By the page's form, or by a mail program's one click (RFC 8058), which comes from anywhere.
pub(crate) async fn leave(
    State(app): State<App>,
    Path(token): Path<String>,
    chosen: Result<Query<Chosen>, Trouble>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let visitor = visitor(app, &headers, &token, chosen.as_ref().ok());
    let answer = async {
        chosen?;
        let said = fields(&body)?;
        let (source, reason) = if is_one_click(&headers, &body) {
            (ConsentSource::OneClick, String::new())
        } else if is_from_here(&headers) {
            (ConsentSource::ClickedLink, reason(&visitor, &said))
        } else {
            return Err(Refusal::CrossSite.into());
        };
        let email = email(&visitor, &token).await?;
        let engine = &visitor.app.engine;
        if !consent::by_link(engine, email.id, source, &reason).await? {
            return Err(Refusal::UnsubscribeLinkUnknown.into());
        }
        Ok(html(&page(&visitor, &email, true)))
    };
    or_say(&visitor, answer.await)
}

fn visitor(app: App, headers: &HeaderMap, token: &str, chosen: Option<&Query<Chosen>>) -> Visitor {
    let language = chosen.and_then(|Query(chosen)| Language::from_code(chosen.lang.as_deref()?));
    Visitor::passing_by(app, headers, format!("/u/{token}"), language)
}

async fn email(visitor: &Visitor, token: &str) -> Result<Email, Trouble> {
    let email = unsubscribe::email_of(&visitor.app.engine, token).await?;
    Ok(email.ok_or(Refusal::UnsubscribeLinkUnknown)?)
}

fn page(visitor: &Visitor, email: &Email, is_done: bool) -> Unsubscribe {
    let t = visitor.t();
    let (view, title) = match is_done {
        true => ("unsubscribe:done", t.get("unsubscribe-done-title")),
        false => ("unsubscribe:ask", t.get("unsubscribe-title")),
    };
    Unsubscribe {
        page: Page::new(visitor, view, title),
        address: hinted(&email.to),
        is_done,
    }
}

/// Enough for its owner to know it again, not enough for whoever got the mail forwarded.
fn hinted(address: &EmailAddress) -> String {
    let first = address.as_str().chars().next().unwrap_or_default();
    format!("{first}…@{}", address.domain())
}

fn or_say(visitor: &Visitor, answer: Answer) -> Response {
    answer.unwrap_or_else(|trouble| say(visitor, trouble.into_response()))
}

/// What was ticked, in the words it was shown in, and what was written.
fn reason(visitor: &Visitor, said: &HashMap<String, String>) -> String {
    let t = visitor.t();
    let ticked = |name: &str, of: &[&'static str]| {
        let code = said.get(name)?;
        of.iter().find(|known| *known == code).copied()
    };
    let all = ticked("what", &WHAT[1..]).map(|code| t.of_family("unsubscribe-what", code));
    let why = ticked("why", &WHY).map(|code| t.of_family("unsubscribe-why", code));
    let words = said.get("words").map(String::as_str).unwrap_or_default();
    let words: String = words.chars().filter(|c| !c.is_control()).collect();
    let parts = [
        all.unwrap_or_default(),
        why.unwrap_or_default(),
        words.trim(),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// The one field of RFC 8058, in either of the two forms it may have, and nothing beside it.
fn is_one_click(headers: &HeaderMap, body: &[u8]) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    let Some((_, boundary)) = kind
        .filter(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
        .and_then(|kind| kind.split_once("boundary="))
    else {
        return body == b"List-Unsubscribe=One-Click";
    };
    let boundary = format!("--{}", boundary.trim().trim_matches('"'));
    let text = String::from_utf8_lossy(body);
    let parts: Vec<_> = text
        .split(boundary.as_str())
        .map(str::trim)
        .filter(|part| !part.is_empty() && *part != "--")
        .collect();
    let [part] = parts.as_slice() else {
        return false;
    };
    part.split_once("\r\n\r\n").is_some_and(|(head, value)| {
        head.contains("name=\"List-Unsubscribe\"") && value == "One-Click"
    })
}

/// A form of the page itself, wherever that was reached.
fn is_from_here(headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == header("host")
        }
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn one_click_is_this_field_and_nothing_else() {
        let mut headers = HeaderMap::new();
        assert!(is_one_click(&headers, b"List-Unsubscribe=One-Click"));
        assert!(!is_one_click(&headers, b"List-Unsubscribe=One-Click&a=b"));
        assert!(!is_one_click(&headers, b""));
        let kind = HeaderValue::from_static("multipart/form-data; boundary=\"x\"");
        headers.insert(header::CONTENT_TYPE, kind);
        let part =
            "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n";
        assert!(is_one_click(
            &headers,
            format!("{part}--x--\r\n").as_bytes()
        ));
        assert!(!is_one_click(
            &headers,
            format!("{part}{part}--x--\r\n").as_bytes()
        ));
        assert!(!is_one_click(&headers, b"List-Unsubscribe=One-Click"));
    }
}
