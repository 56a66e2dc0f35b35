//! `composite/sobjects`: up to 200 records in one call, each with its own outcome.

use serde_json::{Value, json};

use super::org::Org;
use super::records::{Mark, Record, deleted};
use super::refusal::Refusal;
use super::rest::{Answer, Call, no_column, upsert};
use super::schema::{self, Object};
use super::{ids, writing};

const MOST: usize = 200;
const MOST_TYPE_CHANGES: usize = 10;

/// Answers a call below `composite/sobjects`.
pub fn answer(org: &mut Org, call: &Call, rest: &[&str]) -> Result<Answer, Refusal> {
    let outcome = match (call.method.as_str(), rest) {
        ("POST", []) => each_record(org, call, &mut |org, _, object, record| {
            writing::create(&mut org.records, object, record, call.hand()).map(|id| (id, None))
        }),
        ("PATCH", []) => each_record(org, call, &mut |org, mark, object, record| {
            let id = id_of(record)?;
            org.records.remember(mark, &id);
            writing::update(&mut org.records, object, &id, record, call.hand())
                .map_err(softened)?;
            Ok((id, None))
        }),
        ("PATCH", [name, field]) => upserts(org, call, name, field),
        ("DELETE", []) => deletes(org, call),
        ("POST", [name]) => retrieve(org, call, name),
        ("GET", [name]) => retrieve(org, call, name),
        (other, _) => Err(Refusal::method(other, "DELETE,PATCH,POST")),
    };
    outcome.map(Answer::ok)
}

type Outcome = Result<(String, Option<bool>), Refusal>;

/// Inside a collection a missing record is an entry, not a 404.
fn softened(mut refusal: Refusal) -> Refusal {
    refusal.status = 400;
    for fault in &mut refusal.faults {
        if fault.code == "NOT_FOUND" {
            fault.code = "INVALID_CROSS_REFERENCE_KEY";
            fault.message = "invalid cross reference id".into();
        }
    }
    refusal
}

fn id_of(record: &Record) -> Result<String, Refusal> {
    let given = record
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case("id"))
        .and_then(|(_, value)| value.as_str());
    let given = given.ok_or_else(|| {
        Refusal::write(
            "MISSING_ARGUMENT",
            "Id not specified in an update call",
            &["Id"],
        )
    })?;
    ids::normal(given).ok_or_else(|| {
        Refusal::write(
            "MALFORMED_ID",
            format!("id value of incorrect type: {given}"),
            &["Id"],
        )
    })
}

fn records_of(call: &Call) -> Result<(Vec<Record>, bool), Refusal> {
    let body = call.object()?;
    let records = body
        .get("records")
        .and_then(Value::as_array)
        .ok_or_else(|| Refusal::new(400, "INVALID_INPUT", "records are required"))?;
    limited(records.len())?;
    let records = records
        .iter()
        .map(|record| record.as_object().cloned().unwrap_or_default())
        .collect();
    Ok((
        records,
        body.get("allOrNone")
            .and_then(Value::as_bool)
            .unwrap_or(false),
    ))
}

fn limited(count: usize) -> Result<(), Refusal> {
    if count > MOST {
        return Err(Refusal::new(
            400,
            "EXCEEDED_ID_LIMIT",
            format!(
                "record limit reached. cannot submit more than {MOST} records in this operation"
            ),
        ));
    }
    Ok(())
}

fn type_of(record: &Record) -> &str {
    record
        .get("attributes")
        .and_then(|attributes| attributes.get("type"))
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn each_record(
    org: &mut Org,
    call: &Call,
    write: &mut dyn FnMut(&mut Org, &mut Mark, &'static Object, &Record) -> Outcome,
) -> Result<Value, Refusal> {
    let (records, together) = records_of(call)?;
    let changes = records
        .windows(2)
        .filter(|pair| type_of(&pair[0]) != type_of(&pair[1]))
        .count();
    if changes >= MOST_TYPE_CHANGES {
        return Err(Refusal::new(
            400,
            "INVALID_INPUT",
            "Too many chunks: at most 10 groups of records of one type",
        ));
    }
    all(org, together, records, &mut |org, mark, record| {
        let name = type_of(record);
        let object = schema::object(name).ok_or_else(|| {
            Refusal::write(
                "INVALID_TYPE",
                format!("sObject type '{name}' is not supported."),
                &[],
            )
        })?;
        write(org, mark, object, record)
    })
}

/// Runs every write; with `together`, one failure undoes all.
fn all<T>(
    org: &mut Org,
    together: bool,
    inputs: Vec<T>,
    write: &mut dyn FnMut(&mut Org, &mut Mark, &T) -> Outcome,
) -> Result<Value, Refusal> {
    let mut mark = org.records.mark();
    let outcomes: Vec<Outcome> = inputs
        .iter()
        .map(|input| write(org, &mut mark, input))
        .collect();
    let failed = together && outcomes.iter().any(Result::is_err);
    if failed {
        org.records.roll_back(mark);
    }
    let shown = outcomes.into_iter().map(|outcome| match outcome {
        Ok(_) if failed => Refusal::write("ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records were valid and the request was using AllOrNone header", &[]).entry(),
        Ok((id, None)) => json!({ "id": id, "success": true, "errors": [] }),
        Ok((id, Some(created))) => json!({ "id": id, "success": true, "errors": [], "created": created }),
        Err(refusal) => refusal.entry(),
    });
    Ok(shown.collect())
}

fn upserts(org: &mut Org, call: &Call, name: &str, field: &str) -> Result<Value, Refusal> {
    let object = schema::object(name).ok_or_else(Refusal::not_found)?;
    let by_id = field.eq_ignore_ascii_case("Id");
    let key_field = call
        .sight
        .field(object, field)
        .filter(|field| field.external_id || by_id)
        .ok_or_else(|| {
            Refusal::new(
                404,
                "NOT_FOUND",
                format!("Provided external ID field does not exist or is not accessible: {field}"),
            )
        })?;
    let (records, together) = records_of(call)?;
    all(org, together, records, &mut |org, mark, record| {
        if by_id && !record.keys().any(|key| key.eq_ignore_ascii_case("id")) {
            return writing::create(&mut org.records, object, record, call.hand())
                .map(|id| (id, Some(true)));
        }
        if by_id {
            let id = id_of(record)?;
            org.records.remember(mark, &id);
            writing::update(&mut org.records, object, &id, record, call.hand())
                .map_err(softened)?;
            return Ok((id, Some(false)));
        }
        let mut rest = record.clone();
        rest.remove("attributes");
        let key = match rest.remove(key_field.name) {
            Some(Value::String(key)) => key,
            Some(Value::Number(key)) => key.to_string(),
            _ => {
                return Err(Refusal::write(
                    "MISSING_ARGUMENT",
                    format!("{} not specified", key_field.name),
                    &[key_field.name],
                ));
            }
        };
        for id in org.records.find(object, key_field.name, &key) {
            org.records.remember(mark, &id);
        }
        upsert(org, call, object, key_field.name, &key, &rest)
            .map(|(id, created)| (id, Some(created)))
    })
}

fn deletes(org: &mut Org, call: &Call) -> Result<Value, Refusal> {
    let ids: Vec<String> = call
        .parameter("ids")
        .unwrap_or_default()
        .split(',')
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect();
    limited(ids.len())?;
    let together = call.parameter("allOrNone") == Some("true");
    all(org, together, ids, &mut |org, mark, id| {
        let wrong = || Refusal::write("MALFORMED_ID", format!("malformed id {id}"), &[]);
        let id = ids::normal(id).ok_or_else(wrong)?;
        let object = schema::object_of_id(&id).ok_or_else(wrong)?;
        org.records.remember(mark, &id);
        writing::delete(&mut org.records, object, &id, call.hand()).map_err(softened)?;
        Ok((id, None))
    })
}

fn retrieve(org: &Org, call: &Call, name: &str) -> Result<Value, Refusal> {
    let object = schema::object(name).ok_or_else(Refusal::not_found)?;
    let split = |text: Option<&str>| {
        text.unwrap_or_default()
            .split(',')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (wanted, fields) = if call.method == "GET" {
        (
            split(call.parameter("ids")),
            split(call.parameter("fields")),
        )
    } else {
        let body = call.object()?;
        let list = |key: &str| -> Vec<String> {
            body.get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|value| value.as_str().map(str::to_owned))
                .collect()
        };
        (list("ids"), list("fields"))
    };
    if wanted.len() > 2_000 {
        return Err(Refusal::new(
            400,
            "EXCEEDED_ID_LIMIT",
            "record limit reached. cannot submit more than 2000 records in this operation",
        ));
    }
    let fields = fields
        .iter()
        .map(|name| {
            let field = call.sight.field(object, name);
            field.ok_or_else(|| no_column(name, object))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let shown = wanted.iter().map(|id| {
        let record = ids::normal(id).filter(|id| id.starts_with(object.prefix)).and_then(|id| org.records.get(&id));
        let Some(record) = record.filter(|record| !deleted(record)) else { return Value::Null };
        let id = record["Id"].as_str().unwrap_or_default();
        let mut row = json!({ "attributes": { "type": object.name, "url": format!("{}/sobjects/{}/{id}", call.base(), object.name) }, "Id": id });
        for field in &fields {
            row[field.name] = record.get(field.name).cloned().unwrap_or(Value::Null);
        }
        row
    });
    Ok(shown.collect())
}
