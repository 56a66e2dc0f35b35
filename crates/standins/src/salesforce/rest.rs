//! `/services/data`: finds the resource behind a call (contracts 2.2, 2.3).
//!
//! Calls are plain values, so that composite requests run through the same door.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::org::Org;
use super::records::Record;
use super::refusal::Refusal;
use super::schema::{self, Object};
use super::sight::Sight;
use super::writing::{self, Hand};
use super::{collections, composite, describe, paging, replication};
use crate::faults::Faults;

/// Oldest and newest API version served.
pub const VERSIONS: std::ops::RangeInclusive<u32> = 51..=68;

/// One call below `/services/data/vNN.0/`.
#[derive(Clone)]
pub struct Call {
    pub method: String,
    /// Decoded path segments after the version, without empty ones.
    pub segments: Vec<String>,
    pub query: Vec<(String, String)>,
    pub body: Option<Value>,
    /// `vNN.0`.
    pub version: String,
    /// Rows a page, from `Sforce-Query-Options`.
    pub batch: usize,
    /// Id of the calling user.
    pub user: String,
    /// User name of the calling user.
    pub username: String,
    /// The fields as the calling user meets them.
    pub sight: Arc<Sight>,
    /// Where refusals are ordered.
    pub faults: Arc<Faults>,
    pub now: Timestamp,
}

/// What a call is answered with.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Option<Value>,
    pub location: Option<String>,
}

impl Answer {
    /// 200 with a body.
    pub fn ok(body: Value) -> Self {
        Self {
            status: 200,
            body: Some(body),
            location: None,
        }
    }

    fn empty() -> Self {
        Self {
            status: 204,
            body: None,
            location: None,
        }
    }

    fn created(call: &Call, object: &Object, id: &str, body: Value) -> Self {
        Self {
            status: 201,
            body: Some(body),
            location: Some(format!("{}/sobjects/{}/{id}", call.base(), object.name)),
        }
    }
}

impl Call {
    /// `/services/data/vNN.0`.
    pub fn base(&self) -> String {
        format!("/services/data/{}", self.version)
    }

    /// A query parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as an object; `JSON_PARSER_ERROR` if it is none.
    pub fn object(&self) -> Result<&Record, Refusal> {
        self.body
            .as_ref()
            .and_then(Value::as_object)
            .ok_or_else(|| {
                Refusal::new(
                    400,
                    "JSON_PARSER_ERROR",
                    "The HTTP entity body is required, but this request has no entity body.",
                )
            })
    }

    /// The hand that writes.
    pub fn hand(&self) -> Hand<'_> {
        Hand {
            user: &self.user,
            username: &self.username,
            sight: &self.sight,
            faults: &self.faults,
            at: self.now,
        }
    }
}

/// The versions offered: `[{"label", "url", "version"}]`.
pub fn versions() -> Value {
    VERSIONS
        .map(|number| {
            let season = ["Spring", "Summer", "Winter"][(number as usize - 51) % 3];
            let year = 21 + (number - 51) / 3 + u32::from((number - 51) % 3 == 2);
            json!({ "label": format!("{season} '{year}"), "url": format!("/services/data/v{number}.0"), "version": format!("{number}.0") })
        })
        .collect()
}

/// Answers one call.
pub fn answer(org: &mut Org, call: &Call) -> Result<Answer, Refusal> {
    let parts: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    match parts.as_slice() {
        [] => read_only(call, || Ok(resources(call))),
        ["limits"] => read_only(call, || Ok(limits(org))),
        ["recent"] => read_only(call, || Ok(json!([]))),
        ["sobjects"] => read_only(call, || Ok(describe::global(&call.base()))),
        ["query", rest @ ..] => paging::answer(org, call, rest, false),
        ["queryAll", rest @ ..] => paging::answer(org, call, rest, true),
        ["composite", "sobjects", rest @ ..] => collections::answer(org, call, rest),
        ["composite", rest @ ..] => composite::answer(org, call, rest),
        ["sobjects", name, rest @ ..] => {
            let object = schema::object(name).ok_or_else(Refusal::not_found)?;
            sobject(org, call, object, rest)
        }
        _ => Err(Refusal::not_found()),
    }
}

fn read_only(
    call: &Call,
    body: impl FnOnce() -> Result<Value, Refusal>,
) -> Result<Answer, Refusal> {
    match call.method.as_str() {
        "GET" | "HEAD" => body().map(Answer::ok),
        other => Err(Refusal::method(other, "GET,HEAD")),
    }
}

fn resources(call: &Call) -> Value {
    let base = call.base();
    let names = [
        "sobjects",
        "query",
        "queryAll",
        "limits",
        "composite",
        "recent",
    ];
    names
        .iter()
        .map(|name| ((*name).to_owned(), json!(format!("{base}/{name}"))))
        .collect::<Record>()
        .into()
}

fn limits(org: &Org) -> Value {
    let pair = |max: u64, used: u64| json!({ "Max": max, "Remaining": max.saturating_sub(used) });
    json!({
        "DailyApiRequests": pair(org.settings.daily_requests, org.meter.used()), "DailyBulkApiBatches": pair(15_000, 0),
        "DailyBulkV2QueryJobs": pair(10_000, 0), "DailyBulkV2QueryFileStorageMB": pair(976_562, 0), "ConcurrentSyncReportRuns": pair(20, 0),
        "DataStorageMB": pair(1_024, 12), "FileStorageMB": pair(1_024, 1), "SingleEmail": pair(5_000, 0), "MassEmail": pair(5_000, 0),
        "HourlyTimeBasedWorkflow": pair(1_000, 0),
    })
}

fn sobject(
    org: &mut Org,
    call: &Call,
    object: &'static Object,
    rest: &[&str],
) -> Result<Answer, Refusal> {
    match (call.method.as_str(), rest) {
        ("GET", []) => Ok(Answer::ok(
            json!({ "objectDescribe": describe::summary(object, &call.base()), "recentItems": [] }),
        )),
        ("POST", [] | ["Id"]) => {
            let id = writing::create(&mut org.records, object, call.object()?, call.hand())?;
            Ok(Answer::created(
                call,
                object,
                &id,
                json!({ "id": id, "success": true, "errors": [] }),
            ))
        }
        (method, []) => Err(Refusal::method(method, "GET,HEAD,POST")),
        (_, ["describe"]) => read_only(call, || {
            Ok(describe::full(object, &call.sight, &call.base()))
        }),
        (_, ["deleted"]) => read_only(call, || replication::changed(org, call, object, true)),
        (_, ["updated"]) => read_only(call, || replication::changed(org, call, object, false)),
        (method, [id] | ["Id", id]) => record(org, call, object, method, id),
        (method, [field, key]) => by_key(org, call, object, method, field, key),
        _ => Err(Refusal::not_found()),
    }
}

fn record(
    org: &mut Org,
    call: &Call,
    object: &'static Object,
    method: &str,
    id: &str,
) -> Result<Answer, Refusal> {
    match method {
        "GET" | "HEAD" => {
            let id = writing::existing(&org.records, object, id, 404)?;
            read(org, call, object, &id).map(Answer::ok)
        }
        "PATCH" => {
            writing::update(&mut org.records, object, id, call.object()?, call.hand())?;
            Ok(Answer::empty())
        }
        "DELETE" => {
            writing::delete(&mut org.records, object, id, call.hand())?;
            Ok(Answer::empty())
        }
        other => Err(Refusal::method(other, "DELETE,GET,HEAD,PATCH")),
    }
}

fn read(org: &Org, call: &Call, object: &'static Object, id: &str) -> Result<Value, Refusal> {
    let record = org.records.get(id).ok_or_else(Refusal::not_found)?;
    let mut shown = json!({ "attributes": { "type": object.name, "url": format!("{}/sobjects/{}/{id}", call.base(), object.name) } });
    match call.parameter("fields") {
        None => {
            for field in call.sight.fields(object) {
                shown[field.name] = record.get(field.name).cloned().unwrap_or(Value::Null);
            }
        }
        Some(names) => {
            for name in names
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
            {
                let field = call
                    .sight
                    .field(object, name)
                    .ok_or_else(|| no_column(name, object))?;
                shown[field.name] = record.get(field.name).cloned().unwrap_or(Value::Null);
            }
            shown["Id"] = json!(id);
        }
    }
    Ok(shown)
}

/// A field that does not exist, as writes and `fields=` word it.
pub fn no_column(name: &str, object: &Object) -> Refusal {
    Refusal::new(
        400,
        "INVALID_FIELD",
        format!(
            "No such column '{name}' on entity '{}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
            object.name
        ),
    )
}

fn by_key(
    org: &mut Org,
    call: &Call,
    object: &'static Object,
    method: &str,
    field: &str,
    key: &str,
) -> Result<Answer, Refusal> {
    let unknown = || {
        Refusal::new(
            404,
            "NOT_FOUND",
            format!("Provided external ID field does not exist or is not accessible: {field}"),
        )
    };
    let name = call
        .sight
        .field(object, field)
        .filter(|field| field.external_id)
        .ok_or_else(unknown)?
        .name;
    let found = org.records.find(object, name, key);
    if found.len() > 1 {
        let urls: Vec<String> = found
            .iter()
            .map(|id| format!("{}/sobjects/{}/{id}", call.base(), object.name))
            .collect();
        return Ok(Answer {
            status: 300,
            body: Some(json!(urls)),
            location: None,
        });
    }
    match (method, found.first()) {
        ("GET" | "HEAD", Some(id)) => read(org, call, object, id).map(Answer::ok),
        ("DELETE", Some(id)) => {
            writing::delete(&mut org.records, object, id, call.hand())?;
            Ok(Answer::empty())
        }
        ("GET" | "HEAD" | "DELETE", None) => Err(Refusal::not_found()),
        ("PATCH", _) => {
            let (id, created) = upsert(org, call, object, name, key, call.object()?)?;
            let body = json!({ "id": id, "success": true, "errors": [], "created": created });
            Ok(if created {
                Answer::created(call, object, &id, body)
            } else {
                Answer::ok(body)
            })
        }
        (other, _) => Err(Refusal::method(other, "DELETE,GET,HEAD,PATCH")),
    }
}

/// Updates the record with this external key, or creates it; answers its id and whether it is new.
pub fn upsert(
    org: &mut Org,
    call: &Call,
    object: &'static Object,
    field: &'static str,
    key: &str,
    input: &Record,
) -> Result<(String, bool), Refusal> {
    let mut input = input.clone();
    if input.contains_key(field) {
        let message = format!("The {field} field should not be specified in the sobject data.");
        return Err(Refusal::new(400, "INVALID_FIELD", message));
    }
    match org.records.find(object, field, key).first() {
        Some(id) => {
            writing::update(&mut org.records, object, id, &input, call.hand())?;
            Ok((id.clone(), false))
        }
        None => {
            input.insert(field.into(), json!(key));
            writing::create(&mut org.records, object, &input, call.hand()).map(|id| (id, true))
        }
    }
}
