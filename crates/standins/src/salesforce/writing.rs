//! Creating, changing and deleting records with the org's rules (codes of contracts 2.2).

use jiff::Timestamp;
use serde_json::{Value, json};

use super::records::{Record, Records, deleted};
use super::refusal::Refusal;
use super::schema::{self, Field, Kind, Object};
use super::sight::Sight;
use super::values::typed;
use super::{derived, ids, orders};
use crate::faults::Faults;

/// Who writes, and when.
#[derive(Clone, Copy)]
pub struct Hand<'a> {
    pub user: &'a str,
    pub username: &'a str,
    /// The fields as this user meets them.
    pub sight: &'a Sight,
    /// Where refusals are ordered.
    pub faults: &'a Faults,
    pub at: Timestamp,
}

/// Creates a record; answers its id.
pub fn create(
    records: &mut Records,
    object: &'static Object,
    input: &Record,
    hand: Hand<'_>,
) -> Result<String, Refusal> {
    if !object.writable {
        return Err(Refusal::write(
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            "entity type cannot be inserted",
            &[],
        ));
    }
    orders::record(hand.faults, hand.username, object, None, input)?;
    let mut record = accept(records, object, input, None, hand.sight)?;
    let missing: Vec<&str> = object
        .fields()
        .filter(|field| field.required && record.get(field.name).is_none_or(Value::is_null))
        .map(|field| field.name)
        .collect();
    if !missing.is_empty() {
        let message = format!("Required fields are missing: [{}]", missing.join(", "));
        return Err(Refusal::write("REQUIRED_FIELD_MISSING", message, &missing));
    }
    for field in object
        .fields()
        .filter(|field| field.kind == Kind::Bool && field.name != "IsDeleted")
    {
        record.entry(field.name).or_insert(json!(false));
    }
    if object.field("OwnerId").is_some() && record.get("OwnerId").is_none_or(Value::is_null) {
        record.insert("OwnerId".into(), json!(hand.user));
    }
    match object.name {
        "Lead" => default(&mut record, "Status", "Open - Not Contacted"),
        "Campaign" => default(&mut record, "Status", "Planned"),
        "CampaignMember" => default(&mut record, "Status", "Sent"),
        "Task" => {
            default(&mut record, "Status", "Not Started");
            default(&mut record, "Priority", "Normal");
            default(&mut record, "TaskSubtype", "Task");
        }
        _ => {}
    }
    derived::fill(records, object, &mut record, hand.at)?;
    Ok(records.add(object, record, hand.user, hand.at))
}

/// Changes a record that exists and is not deleted.
pub fn update(
    records: &mut Records,
    object: &'static Object,
    id: &str,
    input: &Record,
    hand: Hand<'_>,
) -> Result<(), Refusal> {
    let id = existing(records, object, id, 404)?;
    if !object.writable {
        return Err(Refusal::new(
            403,
            "INSUFFICIENT_ACCESS_OR_READONLY",
            "insufficient access rights on object id",
        ));
    }
    orders::record(hand.faults, hand.username, object, Some(&id), input)?;
    let before = records.get(&id).cloned().unwrap_or_default();
    if object.name == "Lead" && before.get("IsConverted") == Some(&json!(true)) {
        return Err(Refusal::write(
            "CANNOT_UPDATE_CONVERTED_LEAD",
            "cannot reference converted lead",
            &[],
        ));
    }
    let changes = accept(records, object, input, Some(&id), hand.sight)?;
    let emptied: Vec<&str> = object
        .fields()
        .filter(|field| field.required && changes.get(field.name).is_some_and(Value::is_null))
        .map(|field| field.name)
        .collect();
    if !emptied.is_empty() {
        let message = format!("Required fields are missing: [{}]", emptied.join(", "));
        return Err(Refusal::write("REQUIRED_FIELD_MISSING", message, &emptied));
    }
    let mut after = before;
    after.extend(changes);
    derived::fill(records, object, &mut after, hand.at)?;
    records.change(&id, after, hand.user, hand.at);
    Ok(())
}

/// Moves a record to the recycle bin.
pub fn delete(
    records: &mut Records,
    object: &'static Object,
    id: &str,
    hand: Hand<'_>,
) -> Result<(), Refusal> {
    let id = existing(records, object, id, 404)?;
    if !object.writable {
        return Err(Refusal::new(
            403,
            "INSUFFICIENT_ACCESS_OR_READONLY",
            "insufficient access rights on object id",
        ));
    }
    orders::record(
        hand.faults,
        hand.username,
        object,
        Some(&id),
        &Record::new(),
    )?;
    let mut gone = Record::new();
    gone.insert("IsDeleted".into(), json!(true));
    records.change(&id, gone, hand.user, hand.at);
    Ok(())
}

/// The 18-character id of a record that can be read; `gone` is the status for deleted ones.
pub fn existing(
    records: &Records,
    object: &Object,
    id: &str,
    gone: u16,
) -> Result<String, Refusal> {
    let long = match ids::normal(id) {
        Some(long) if long.starts_with(object.prefix) => long,
        Some(_) => {
            let message = format!("{} ID: id value of incorrect type: {id}", object.label);
            return Err(Refusal::write("MALFORMED_ID", message, &["Id"]));
        }
        None => return Err(Refusal::not_found()),
    };
    match records.get(&long) {
        None => Err(Refusal::not_found()),
        Some(record) if deleted(record) => {
            let mut refusal = Refusal::write("ENTITY_IS_DELETED", "entity is deleted", &[]);
            refusal.status = gone;
            Err(refusal)
        }
        Some(_) => Ok(long),
    }
}

fn default(record: &mut Record, field: &str, value: &str) {
    if record.get(field).is_none_or(Value::is_null) {
        record.insert(field.into(), json!(value));
    }
}

/// Checks what was sent against the fields; answers it under the proper names.
fn accept(
    records: &Records,
    object: &'static Object,
    input: &Record,
    changing: Option<&str>,
    sight: &Sight,
) -> Result<Record, Refusal> {
    let mut accepted = Record::new();
    let mut closed = Vec::new();
    for (name, value) in input {
        if name == "attributes" || (name.eq_ignore_ascii_case("id") && changing.is_some()) {
            continue;
        }
        let Some(field) = sight.existing(object, name) else {
            let resolved = by_foreign_key(records, object, name, value)?;
            accepted.insert(resolved.0.into(), resolved.1);
            continue;
        };
        let allowed = if changing.is_some() {
            field.updateable
        } else {
            field.createable
        };
        if !allowed || !sight.writes(object, field) {
            closed.push(field.name);
            continue;
        }
        let value = typed(field, value)?;
        check_reference(records, field, &value)?;
        if field.external_id
            && let Some(key) = value.as_str()
        {
            let owners = records.find(object, field.name, key);
            if let Some(other) = owners.iter().find(|id| Some(id.as_str()) != changing) {
                let message = format!(
                    "duplicate value found: {} duplicates value on record with id: {other}",
                    field.name
                );
                return Err(Refusal::write("DUPLICATE_VALUE", message, &[]));
            }
        }
        accepted.insert(field.name.into(), value);
    }
    if !closed.is_empty() {
        let message = format!(
            "Unable to create/update fields: {}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
            closed.join(", ")
        );
        return Err(Refusal::write(
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            message,
            &closed,
        ));
    }
    Ok(accepted)
}

/// `"Account": {"SA_Ext__c": "A-1"}` instead of `"AccountId"`.
fn by_foreign_key(
    records: &Records,
    object: &'static Object,
    name: &str,
    value: &Value,
) -> Result<(&'static str, Value), Refusal> {
    let unknown = || {
        Refusal::new(
            400,
            "INVALID_FIELD",
            format!("No such column '{name}' on sobject of type {}", object.name),
        )
    };
    let field = object.parent(name).ok_or_else(unknown)?;
    let key = value
        .as_object()
        .and_then(|keys| keys.iter().find(|(key, _)| *key != "attributes"))
        .ok_or_else(unknown)?;
    let found = field
        .targets
        .iter()
        .filter_map(|target| schema::object(target))
        .find_map(|target| {
            let external = target.field(key.0).filter(|field| field.external_id)?;
            records
                .find(target, external.name, key.1.as_str()?)
                .first()
                .cloned()
        });
    match found {
        Some(id) => Ok((field.name, json!(id))),
        None => {
            let message = format!(
                "Foreign key external ID: {} not found for field {} in entity {}",
                key.1,
                key.0,
                field.targets.join(",")
            );
            Err(Refusal::write("INVALID_FIELD", message, &[]))
        }
    }
}

fn check_reference(records: &Records, field: &Field, value: &Value) -> Result<(), Refusal> {
    let Some(id) = value.as_str().filter(|_| field.kind == Kind::Reference) else {
        return Ok(());
    };
    let right = field
        .targets
        .iter()
        .filter_map(|target| schema::object(target))
        .any(|target| id.starts_with(target.prefix));
    if !right {
        return Err(Refusal::write(
            "FIELD_INTEGRITY_EXCEPTION",
            format!("{}: id value of incorrect type: {id}", field.label),
            &[field.name],
        ));
    }
    match records.get(id) {
        None => Err(Refusal::write(
            "INVALID_CROSS_REFERENCE_KEY",
            "invalid cross reference id",
            &[],
        )),
        Some(record) if deleted(record) => Err(Refusal::write(
            "ENTITY_IS_DELETED",
            "entity is deleted",
            &[],
        )),
        Some(record)
            if field.name == "OwnerId" && record.get("IsActive") == Some(&json!(false)) =>
        {
            Err(Refusal::write(
                "INACTIVE_OWNER_OR_USER",
                "operation performed with inactive user",
                &[],
            ))
        }
        Some(record)
            if field.name == "WhoId" && record.get("IsConverted") == Some(&json!(true)) =>
        {
            Err(Refusal::write(
                "CANNOT_UPDATE_CONVERTED_LEAD",
                "cannot reference converted lead",
                &[],
            ))
        }
        Some(_) => Ok(()),
    }
}
