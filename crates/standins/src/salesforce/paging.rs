//! `query`, `queryAll` and their next pages.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::org::{Cursor, Org};
use super::refusal::Refusal;
use super::rest::{Answer, Call};
use super::soql::{self, Found};
use crate::chance::unguessable;

/// Answers `GET query?q=` and `GET query/{locator}-{offset}`.
pub fn answer(org: &mut Org, call: &Call, rest: &[&str], all: bool) -> Result<Answer, Refusal> {
    if call.method != "GET" && call.method != "HEAD" {
        return Err(Refusal::method(&call.method, "GET,HEAD"));
    }
    match rest {
        [] => first(org, call, all).map(Answer::ok),
        [locator] => next(org, call, locator).map(Answer::ok),
        _ => Err(Refusal::not_found()),
    }
}

fn first(org: &mut Org, call: &Call, all: bool) -> Result<Value, Refusal> {
    let text = call.parameter("q").ok_or_else(soql_missing)?;
    let query = soql::parse(text)?;
    let url = format!("{}/sobjects", call.base());
    let rows = match soql::run(&org.records, &call.sight, &query, text, &url, call.now, all)? {
        Found::Count(count) => {
            return Ok(json!({ "totalSize": count, "done": true, "records": [] }));
        }
        Found::Rows(rows) => rows,
    };
    if rows.len() <= call.batch {
        return Ok(json!({ "totalSize": rows.len(), "done": true, "records": rows }));
    }
    org.cursors.retain(|_, cursor| {
        call.now.duration_since(cursor.opened) < SignedDuration::from_hours(48)
    });
    let locator = super::ids::lengthen(&format!("0r8{}", unguessable(12)));
    org.cursors.insert(
        locator.clone(),
        Cursor {
            rows,
            opened: call.now,
        },
    );
    page(org, call, &locator, 0)
}

fn soql_missing() -> Refusal {
    Refusal::new(400, "MALFORMED_QUERY", "A query string has to be specified")
}

fn next(org: &Org, call: &Call, locator: &str) -> Result<Value, Refusal> {
    let wrong = || Refusal::new(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    let (locator, offset) = locator.rsplit_once('-').ok_or_else(wrong)?;
    page(org, call, locator, offset.parse().map_err(|_| wrong())?)
}

fn page(org: &Org, call: &Call, locator: &str, offset: usize) -> Result<Value, Refusal> {
    let cursor = org
        .cursors
        .get(locator)
        .filter(|cursor| {
            offset <= cursor.rows.len()
                && call.now.duration_since(cursor.opened) < SignedDuration::from_hours(48)
        })
        .ok_or_else(|| Refusal::new(400, "INVALID_QUERY_LOCATOR", "invalid query locator"))?;
    let end = (offset + call.batch).min(cursor.rows.len());
    let mut page = json!({ "totalSize": cursor.rows.len(), "done": end == cursor.rows.len(), "records": cursor.rows[offset..end] });
    if end < cursor.rows.len() {
        page["nextRecordsUrl"] = json!(format!("{}/query/{locator}-{end}", call.base()));
    }
    Ok(page)
}
