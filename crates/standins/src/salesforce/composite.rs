//! `composite`, `composite/batch` and `composite/tree`: several calls in one.

use serde_json::{Value, json};

use super::org::Org;
use super::records::Record;
use super::refusal::Refusal;
use super::rest::{self, Answer, Call};
use super::schema::{self, Object};
use super::writing;

const MOST: usize = 25;

/// Answers a call below `composite`.
pub fn answer(org: &mut Org, call: &Call, rest: &[&str]) -> Result<Answer, Refusal> {
    match (call.method.as_str(), rest) {
        ("GET", []) => {
            let base = call.base();
            Ok(Answer::ok(
                json!({ "batch": format!("{base}/composite/batch"), "sobjects": format!("{base}/composite/sobjects"), "tree": format!("{base}/composite/tree") }),
            ))
        }
        ("POST", []) => dependent(org, call).map(Answer::ok),
        ("POST", ["batch"]) => batch(org, call).map(Answer::ok),
        ("POST", ["tree", name]) => {
            let object = schema::object(name).ok_or_else(Refusal::not_found)?;
            tree(org, call, object)
        }
        (other, [] | ["batch"] | ["tree", _]) => Err(Refusal::method(other, "POST")),
        _ => Err(Refusal::not_found()),
    }
}

fn list<'a>(call: &'a Call, key: &str) -> Result<&'a [Value], Refusal> {
    let list = call.object()?.get(key).and_then(Value::as_array);
    let list =
        list.ok_or_else(|| Refusal::new(400, "JSON_PARSER_ERROR", format!("{key} is required")))?;
    if list.len() > MOST {
        return Err(Refusal::new(
            400,
            "INVALID_INPUT",
            format!("Cannot have more than {MOST} subrequests"),
        ));
    }
    Ok(list)
}

/// The call a sub-request stands for; its URL may be relative to `/services/data/`.
pub fn sub_call(
    outer: &Call,
    method: &str,
    url: &str,
    body: Option<Value>,
) -> Result<Call, Refusal> {
    let wrong = || {
        Refusal::new(
            400,
            "INVALID_INPUT",
            format!("Invalid subrequest URL: {url}"),
        )
    };
    let path = url
        .strip_prefix("/services/data/")
        .unwrap_or_else(|| url.trim_start_matches('/'));
    let parsed = url::Url::parse(&format!("http://org/{path}")).map_err(|_| wrong())?;
    let mut segments = crate::http::segments(parsed.path());
    if segments.is_empty() {
        return Err(wrong());
    }
    let version = segments.remove(0);
    Ok(Call {
        method: method.to_uppercase(),
        segments,
        query: parsed
            .query_pairs()
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect(),
        body,
        version,
        ..outer.clone()
    })
}

fn run(org: &mut Org, call: &Call) -> (u16, Value, Option<String>) {
    if call
        .segments
        .first()
        .is_some_and(|first| first == "composite")
        && call
            .segments
            .get(1)
            .is_none_or(|second| second != "sobjects")
    {
        let refusal = Refusal::new(400, "INVALID_INPUT", "composite requests cannot be nested");
        return (400, refusal.body(), None);
    }
    match rest::answer(org, call) {
        Ok(answer) => (
            answer.status,
            answer.body.unwrap_or(Value::Null),
            answer.location,
        ),
        Err(refusal) => (refusal.status, refusal.body(), None),
    }
}

fn batch(org: &mut Org, call: &Call) -> Result<Value, Refusal> {
    let halt = call
        .object()?
        .get("haltOnError")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let mut failed = false;
    let mut results = Vec::new();
    for request in list(call, "batchRequests")? {
        if failed && halt {
            let refusal = Refusal::new(
                412,
                "BATCH_PROCESSING_HALTED",
                "Batch processing halted per request",
            );
            results.push(json!({ "statusCode": 412, "result": refusal.body() }));
            continue;
        }
        let url = request["url"].as_str().unwrap_or_default();
        let inner = sub_call(
            call,
            request["method"].as_str().unwrap_or("GET"),
            url,
            request.get("richInput").cloned(),
        )?;
        let (status, result, _) = run(org, &inner);
        failed |= status >= 400;
        results.push(json!({ "statusCode": status, "result": result }));
    }
    Ok(json!({ "hasErrors": failed, "results": results }))
}

fn dependent(org: &mut Org, call: &Call) -> Result<Value, Refusal> {
    let requests = list(call, "compositeRequest")?;
    let together = call
        .object()?
        .get("allOrNone")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let queries = requests.iter().filter(|request| {
        let url = request["url"].as_str().unwrap_or_default();
        url.contains("/query") || url.contains("/composite/sobjects")
    });
    if queries.count() > 5 {
        return Err(Refusal::new(
            400,
            "INVALID_INPUT",
            "Cannot have more than 5 query or collection subrequests",
        ));
    }
    let mut mark = org.records.mark();
    let mut done: Vec<(String, u16, Value, Option<String>)> = Vec::new();
    for request in requests {
        let name = request["referenceId"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let url = fill(request["url"].as_str().unwrap_or_default(), &done);
        let body = request
            .get("body")
            .map_or(Ok(None), |body| fill_all(body, &done).map(Some));
        let stopped = together && done.iter().any(|(_, status, ..)| *status >= 400);
        let (status, answer, location) = match (url, body) {
            (Ok(url), Ok(body)) if !stopped => {
                let inner = sub_call(
                    call,
                    request["method"].as_str().unwrap_or("GET"),
                    &url,
                    body,
                )?;
                if let Some(id) = inner.segments.last().and_then(|id| super::ids::normal(id)) {
                    org.records.remember(&mut mark, &id);
                }
                run(org, &inner)
            }
            _ => {
                let message = "The transaction was rolled back since another operation in the same transaction failed.";
                (
                    400,
                    Refusal::new(400, "PROCESSING_HALTED", message).body(),
                    None,
                )
            }
        };
        done.push((name, status, answer, location));
    }
    if together && done.iter().any(|(_, status, ..)| *status >= 400) {
        org.records.roll_back(mark);
        for entry in done.iter_mut().filter(|(_, status, ..)| *status < 400) {
            let message = "The transaction was rolled back since another operation in the same transaction failed.";
            (entry.1, entry.2, entry.3) = (
                400,
                Refusal::new(400, "PROCESSING_HALTED", message).body(),
                None,
            );
        }
    }
    let shown: Vec<Value> = done
        .into_iter()
        .map(|(name, status, body, location)| {
            let headers = location.map_or(json!({}), |location| json!({ "Location": location }));
            json!({ "body": body, "httpHeaders": headers, "httpStatusCode": status, "referenceId": name })
        })
        .collect();
    Ok(json!({ "compositeResponse": shown }))
}

type Done = [(String, u16, Value, Option<String>)];

/// Replaces `@{reference.path}`; fails when the referenced request failed.
fn fill(text: &str, done: &Done) -> Result<String, ()> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("@{") {
        let (path, behind) = after.split_once('}').ok_or(())?;
        let (name, steps) = path.split_once('.').ok_or(())?;
        let (_, status, body, _) = done.iter().find(|(done, ..)| done == name).ok_or(())?;
        if *status >= 400 {
            return Err(());
        }
        let pointer = format!("/{}", steps.replace(['.', '['], "/").replace(']', ""));
        let value = body.pointer(&pointer).ok_or(())?;
        filled.push_str(before);
        filled.push_str(
            &value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
        );
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn fill_all(value: &Value, done: &Done) -> Result<Value, ()> {
    match value {
        Value::String(text) => fill(text, done).map(Value::String),
        Value::Array(list) => list.iter().map(|value| fill_all(value, done)).collect(),
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| Ok((key.clone(), fill_all(value, done)?)))
            .collect::<Result<Record, ()>>()
            .map(Value::Object),
        other => Ok(other.clone()),
    }
}

fn tree(org: &mut Org, call: &Call, object: &'static Object) -> Result<Answer, Refusal> {
    let records = call
        .object()?
        .get("records")
        .and_then(Value::as_array)
        .ok_or_else(|| Refusal::new(400, "INVALID_INPUT", "records are required"))?;
    let mark = org.records.mark();
    let (mut made, mut failed) = (Vec::new(), Vec::new());
    for record in records {
        plant(org, call, object, record, None, 1, &mut made, &mut failed);
    }
    if made.len() + failed.len() > 200 {
        org.records.roll_back(mark);
        return Err(Refusal::new(
            400,
            "EXCEEDED_ID_LIMIT",
            "Cannot create more than 200 records in one tree",
        ));
    }
    if failed.is_empty() {
        return Ok(Answer {
            status: 201,
            body: Some(json!({ "hasErrors": false, "results": made })),
            location: None,
        });
    }
    org.records.roll_back(mark);
    Ok(Answer {
        status: 400,
        body: Some(json!({ "hasErrors": true, "results": failed })),
        location: None,
    })
}

#[expect(clippy::too_many_arguments, reason = "one recursion over one tree")]
fn plant(
    org: &mut Org,
    call: &Call,
    object: &'static Object,
    node: &Value,
    parent: Option<(&'static str, &str)>,
    level: usize,
    made: &mut Vec<Value>,
    failed: &mut Vec<Value>,
) {
    let reference = node["attributes"]["referenceId"]
        .as_str()
        .unwrap_or_default();
    let mut fields = Record::new();
    let mut branches = Vec::new();
    for (name, value) in node.as_object().into_iter().flatten() {
        match schema::children(object.name, name) {
            Some((child, link)) if value.get("records").is_some() => {
                branches.push((child, link, value))
            }
            _ => {
                fields.insert(name.clone(), value.clone());
            }
        }
    }
    if let Some((link, id)) = parent {
        fields.insert(link.into(), json!(id));
    }
    let outcome = if level > 5 {
        Err(Refusal::write(
            "INVALID_INPUT",
            "A tree has at most five levels",
            &[],
        ))
    } else {
        writing::create(&mut org.records, object, &fields, call.hand())
    };
    match outcome {
        Ok(id) => {
            made.push(json!({ "referenceId": reference, "id": id }));
            for (child, link, value) in branches {
                for record in value["records"].as_array().into_iter().flatten() {
                    plant(
                        org,
                        call,
                        child,
                        record,
                        Some((link.name, &id)),
                        level + 1,
                        made,
                        failed,
                    );
                }
            }
        }
        Err(refusal) => {
            failed.push(json!({ "referenceId": reference, "errors": refusal.entry()["errors"] }))
        }
    }
}
