//! What changed in a folder: pages, then a link to come back with.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::graph::{Answer, Graph};
use super::message::all;
use super::refusal::Refusal;
use super::{ids, query};

/// Where a reader is: changes after `since` (all mails when 0), up to `until`, from `offset` on.
struct Place {
    since: u64,
    until: u64,
    offset: usize,
}

impl Place {
    fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|part| part.parse::<u64>().ok());
        Some(Self {
            since: numbers.next()??,
            until: numbers.next()??,
            offset: usize::try_from(numbers.next()??).ok()?,
        })
    }
}

fn page_size(call: &Graph) -> usize {
    let prefers = call
        .incoming
        .headers
        .get_all("prefer")
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut sizes = prefers
        .flat_map(|text| text.split([',', ';']))
        .filter_map(|one| {
            one.trim()
                .to_lowercase()
                .strip_prefix("odata.maxpagesize=")?
                .parse()
                .ok()
        });
    sizes.next().unwrap_or(10_usize).clamp(1, 1_000)
}

pub fn answer(call: &Graph, folder: &str) -> Answer {
    let name = ids::folder_name(folder).ok_or_else(Refusal::not_found)?;
    let token = call
        .incoming
        .parameter("$deltatoken")
        .or(call.incoming.parameter("$skiptoken"));
    let start = || {
        query::link(
            call.incoming,
            call.base,
            &[
                ("$deltatoken", String::new()),
                ("$skiptoken", String::new()),
            ],
        )
    };
    let place = match token {
        None => None,
        Some(text) => Some(Place::read(text).ok_or_else(|| Refusal::bad("Badly formed token."))?),
    };
    let created_only = call.incoming.parameter("changeType") == Some("created");
    let (values, until) = call.state.at_mailbox(&call.user.email, |post, book| {
        let mailbox = post.mailbox_or_new(&call.user.email);
        let Some(number) = mailbox.folder(&name).map(|folder| folder.uid_validity) else {
            return Err(Refusal::not_found());
        };
        let until = place.as_ref().map_or(book.last, |place| if place.until == 0 { book.last } else { place.until });
        let mut mails = all(mailbox, book);
        mails.retain(|found| found.folder == name);
        mails.sort_by_key(|found| found.message.id);
        let since = place.as_ref().map_or(0, |place| place.since);
        if since == 0 {
            return Ok((mails.iter().map(|found| found.resource(call.immutable)).collect::<Vec<Value>>(), until));
        }
        let events = book.since(since).ok_or_else(|| Refusal::forgotten(start()))?;
        let mut values = Vec::new();
        let mut seen = BTreeSet::new();
        for event in events.iter().filter(|event| event.number <= until) {
            let before = event.before.as_ref().is_some_and(|standing| standing.folder == name);
            let after = event.after.as_ref().is_some_and(|standing| standing.folder == name);
            if !(before || after) || !seen.insert(event.message) {
                continue;
            }
            match mails.iter().find(|found| found.message.id == event.message) {
                Some(_) if created_only && before => {}
                Some(found) => values.push(found.resource(call.immutable)),
                None if created_only || !before => {}
                None => values.push(json!({ "id": ids::mail(event.message, number, call.immutable), "@removed": { "reason": "deleted" } })),
            }
        }
        Ok((values, until))
    })?;
    // What was filtered at first stays filtered; nobody filters what is gone.
    let mut kept = Vec::new();
    for value in values {
        if value.get("@removed").is_some() || query::fits(call.incoming, &value)? {
            kept.push(value);
        }
    }
    let values = kept;
    let (since, offset) = place.map_or((0, 0), |place| (place.since, place.offset));
    let (size, total) = (page_size(call), values.len());
    let page: Vec<Value> = values
        .into_iter()
        .skip(offset)
        .take(size)
        .map(|one| query::selected(call.incoming, one))
        .collect();
    let mut answer = json!({ "@odata.context": format!("{}/v1.0/$metadata#Collection(message)", call.base), "value": page });
    let (name, link, other) = if offset + size < total {
        (
            "@odata.nextLink",
            ("$skiptoken", format!("{since}.{until}.{}", offset + size)),
            "$deltatoken",
        )
    } else {
        (
            "@odata.deltaLink",
            ("$deltatoken", format!("{until}.0.0")),
            "$skiptoken",
        )
    };
    answer[name] = json!(query::link(
        call.incoming,
        call.base,
        &[link, (other, String::new())]
    ));
    Ok((200, answer))
}
