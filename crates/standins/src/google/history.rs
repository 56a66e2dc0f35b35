//! History, watch and stop of the Gmail API.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::api::{Answer, Gmail};
use super::message::{id, labels};
use super::pubsub::Watch;
use super::refusal::Refusal;
use crate::provider::ledger::{Event, Standing};
use crate::provider::threads::threads;
use crate::state::lock;

const WEEK: i64 = 7 * 86_400 * 1_000_000;

fn labels_of(standing: &Option<Standing>) -> Vec<String> {
    standing
        .as_ref()
        .map(|standing| labels(&standing.folder, &standing.flags))
        .unwrap_or_default()
}

/// What an event is called, and the record it makes; a record can hold several kinds.
fn record(event: &Event, threads: &BTreeMap<u64, u64>, types: &[&str]) -> Option<Value> {
    let thread = threads
        .get(&event.message)
        .copied()
        .unwrap_or(event.message);
    let (before, after) = (labels_of(&event.before), labels_of(&event.after));
    let bare = json!({ "id": id(event.message), "threadId": id(thread) });
    let full = |labels: &[String]| json!({ "id": id(event.message), "threadId": id(thread), "labelIds": labels });
    let mut record = json!({ "id": event.number.to_string(), "messages": [bare] });
    let wanted = |name: &str| types.is_empty() || types.contains(&name);
    let mut some = false;
    let mut put = |kind: &str, name: &str, value: Value| {
        if wanted(kind) {
            record[name] = json!([value]);
            some = true;
        }
    };
    match (&event.before, &event.after) {
        (None, _) => put(
            "messageAdded",
            "messagesAdded",
            json!({ "message": full(&after) }),
        ),
        (_, None) => put(
            "messageDeleted",
            "messagesDeleted",
            json!({ "message": full(&before) }),
        ),
        _ => {
            let added: Vec<&String> = after
                .iter()
                .filter(|label| !before.contains(label))
                .collect();
            let removed: Vec<&String> = before
                .iter()
                .filter(|label| !after.contains(label))
                .collect();
            if !added.is_empty() {
                put(
                    "labelAdded",
                    "labelsAdded",
                    json!({ "message": full(&after), "labelIds": added }),
                );
            }
            if !removed.is_empty() {
                put(
                    "labelRemoved",
                    "labelsRemoved",
                    json!({ "message": full(&after), "labelIds": removed }),
                );
            }
        }
    }
    some.then_some(record)
}

/// Whether an event touches a label.
pub fn touches(event: &Event, label: &str) -> bool {
    let has = |standing: &Option<Standing>| labels_of(standing).iter().any(|own| own == label);
    has(&event.after) || has(&event.before)
}

pub fn list(call: &Gmail, _: &[&str]) -> Answer {
    let start = call
        .incoming
        .parameter("startHistoryId")
        .unwrap_or_default();
    let start: u64 = start
        .parse()
        .map_err(|_| Refusal::invalid("Invalid startHistoryId"))?;
    let (most, offset) = call.page()?;
    let types = call.all("historyTypes");
    let label = call.incoming.parameter("labelId");
    let found = call.state.at_mailbox(&call.user.email, |post, book| {
        let threads = threads(post.mailbox_or_new(&call.user.email));
        let events = book.since(start).filter(|_| start <= book.last)?;
        let events = events
            .iter()
            .filter(|event| label.is_none_or(|label| touches(event, label)));
        let records: Vec<Value> = events
            .filter_map(|event| record(event, &threads, &types))
            .collect();
        Some((records, book.last))
    });
    let (records, last) = found.ok_or_else(Refusal::not_found)?;
    let total = records.len();
    let page: Vec<Value> = records.into_iter().skip(offset).take(most).collect();
    let mut answer = json!({ "historyId": last.to_string() });
    if !page.is_empty() {
        answer["history"] = json!(page);
    }
    if offset + most < total {
        answer["nextPageToken"] = json!((offset + most).to_string());
    }
    Ok(answer)
}

pub fn watch(call: &Gmail, _: &[&str]) -> Answer {
    let body = call.body()?;
    let topic = body["topicName"].as_str().unwrap_or_default().to_owned();
    let label_ids: Vec<String> = body["labelIds"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|label| label.as_str().map(str::to_owned))
        .collect();
    let excludes = body["labelFilterBehavior"]
        .as_str()
        .or(body["labelFilterAction"].as_str())
        .is_some_and(|text| text.eq_ignore_ascii_case("exclude"));
    if !(topic.starts_with("projects/") && topic.contains("/topics/")) {
        return Err(Refusal::invalid(
            "Invalid topicName does not match projects/{project}/topics/{topic}",
        ));
    }
    let expires = call.state.clock.micros() + WEEK;
    {
        let mut watches = lock(&call.state.offices.watches);
        if !watches.topics.contains_key(&topic) {
            return Err(Refusal::no_topic(&topic));
        }
        let watch = Watch {
            topic,
            labels: label_ids,
            excludes,
            expires,
            told: None,
        };
        watches
            .watches
            .insert(call.user.email.to_lowercase(), watch);
    }
    // Gmail publishes once at once; the bell wakes whoever pushes.
    call.state.mail_changed();
    let last = call.state.at_mailbox(&call.user.email, |_, book| book.last);
    Ok(json!({ "historyId": last.to_string(), "expiration": (expires / 1_000).to_string() }))
}

pub fn stop(call: &Gmail, _: &[&str]) -> Answer {
    lock(&call.state.offices.watches)
        .watches
        .remove(&call.user.email.to_lowercase());
    call.state.changed();
    Ok(Value::Null)
}
