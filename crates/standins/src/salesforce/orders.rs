//! Writes refused on order, by the codes of administration 6.11 in the shape of contracts 2.1 and 2.2.

use std::cell::Cell;

use serde_json::Value;

use super::records::Record;
use super::refusal::Refusal;
use super::rest::Call;
use super::schema::{self, Object};
use super::{composite, ids};
use crate::faults::{Fault, Faults, Kind};

/// Where a code shows up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// One record of a write; in a collection an entry beside others.
    Record,
    /// The whole call.
    Call,
    /// The refresh of a token, as OAuth's `error_description`.
    SignIn,
}

/// Code, status of a single call (0: the connection breaks off), message, level.
type Code = (&'static str, u16, &'static str, Level);

#[rustfmt::skip]
const CODES: [Code; 26] = [
    ("API_CURRENTLY_DISABLED", 403, "API is disabled for this User", Level::Call),
    ("AUTHENTICATION_FAILURE", 400, "authentication failure", Level::SignIn),
    ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", 400, "CampaignTrigger: execution of BeforeInsert caused by: System.NullPointerException: Attempt to de-reference a null object", Level::Record),
    ("CANNOT_UPDATE_CONVERTED_LEAD", 400, "cannot reference converted lead", Level::Record),
    ("ENTITY_IS_LOCKED", 400, "the entity is locked for editing", Level::Record),
    ("EXPIRED_ACCESS", 400, "expired access/refresh token", Level::SignIn),
    ("FAILED_WRITE", 0, "the connection broke off", Level::Call),
    ("FIELD_CUSTOM_VALIDATION_EXCEPTION", 400, "A discount above 20 % needs a reason.", Level::Record),
    ("FIELD_FILTER_VALIDATION_EXCEPTION", 400, "Value does not exist or does not match filter criteria.", Level::Record),
    ("FIELD_INTEGRITY_EXCEPTION", 400, "There's a problem with this country, even though it may appear correct. Please select a country from the list of valid countries.", Level::Record),
    ("INACTIVE_ORGANIZATION", 400, "inactive organization", Level::SignIn),
    ("INACTIVE_USER", 400, "inactive user", Level::SignIn),
    ("INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE", 503, "Updates can't be made during maintenance. Try again when maintenance is complete.", Level::Call),
    ("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", 400, "insufficient access rights on cross-reference id", Level::Record),
    ("INSUFFICIENT_ACCESS_OR_READONLY", 403, "insufficient access rights on object id", Level::Record),
    ("INVALID_FIELD", 400, "No such column 'Region__c' on sobject of type {object}", Level::Record),
    ("INVALID_FIELD_FOR_INSERT_UPDATE", 400, "Unable to create/update fields: {field}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.", Level::Record),
    ("INVALID_GRANT", 400, "ip restricted", Level::SignIn),
    ("INVALID_TYPE", 400, "sObject type '{object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.", Level::Record),
    ("QUERY_TIMEOUT", 500, "Your query request was running for too long.", Level::Call),
    ("REQUEST_LIMIT_EXCEEDED", 403, "ConcurrentRequests (Concurrent API Requests) Limit exceeded.", Level::Call),
    ("REQUIRED_FIELD_MISSING", 400, "Required fields are missing: [Region__c]", Level::Record),
    ("SERVER_UNAVAILABLE", 503, "server too busy", Level::Call),
    ("TXN_SECURITY_NO_ACCESS", 403, "The action you attempted was blocked by a transaction security policy of your organization.", Level::Call),
    ("UNABLE_TO_LOCK_ROW", 400, "unable to obtain exclusive access to this record or 1 records: {record}", Level::Record),
    ("UNKNOWN_EXCEPTION", 500, "An unexpected error occurred. Please include this ErrorId if you contact support: 1234567-123 (-123456789)", Level::Call),
];

fn code_of(fault: &Fault) -> Option<&'static Code> {
    let wanted = fault.text.as_deref()?;
    CODES.iter().find(|code| code.0 == wanted)
}

/// The level of an order; `None` when nobody knows its code.
pub fn level(fault: &Fault) -> Option<Level> {
    code_of(fault).map(|code| code.3)
}

/// The message of a code of the table that can be given without a record at hand.
pub fn wording(code: &str) -> Option<&'static str> {
    CODES
        .iter()
        .find(|(name, _, message, _)| *name == code && !message.contains('{'))
        .map(|(_, _, message, _)| *message)
}

/// The next order that fits, counted down; a second one waits for the next write.
fn next(
    faults: &Faults,
    account: &str,
    level: Level,
    fits: impl Fn(&Fault) -> bool,
) -> Option<&'static Code> {
    let taken = Cell::new(false);
    let struck = faults.strike("salesforce", account, "", |fault| {
        fault.kind == Kind::Refuse
            && self::level(fault) == Some(level)
            && fits(fault)
            && !taken.replace(true)
    });
    struck.iter().find_map(code_of)
}

fn concerns(fault: &Fault, object: &Object, id: Option<&str>) -> bool {
    let of_object = fault
        .object
        .as_ref()
        .is_none_or(|name| name.eq_ignore_ascii_case(object.name));
    let of_record = fault
        .record
        .as_ref()
        .is_none_or(|wanted| ids::normal(wanted).as_deref() == id);
    of_object && of_record
}

/// Refuses one record of a write if that is ordered. `id` is `None` for a new record.
pub fn record(
    faults: &Faults,
    account: &str,
    object: &Object,
    id: Option<&str>,
    input: &Record,
) -> Result<(), Refusal> {
    let struck = next(faults, account, Level::Record, |fault| {
        concerns(fault, object, id)
    });
    let Some((code, status, message, _)) = struck else {
        return Ok(());
    };
    let named = object
        .package
        .iter()
        .find(|field| input.contains_key(field.name))
        .or(object.package.first())
        .map_or("Region__c", |field| field.name);
    let message = message
        .replace("{object}", object.name)
        .replace("{field}", named)
        .replace("{record}", id.unwrap_or_default());
    let fields: &[&str] = match *code {
        "INVALID_FIELD_FOR_INSERT_UPDATE" => &[named],
        "REQUIRED_FIELD_MISSING" => &["Region__c"],
        _ => &[],
    };
    let mut refusal = Refusal::write(code, message.trim_end_matches([' ', ':']), fields);
    refusal.status = *status;
    Err(refusal)
}

/// Refuses a whole call that writes if that is ordered; status 0 asks for a broken connection.
pub fn call(faults: &Faults, account: &str, call: &Call) -> Result<(), Refusal> {
    let targets = targets(call);
    let struck = next(faults, account, Level::Call, |fault| {
        targets
            .iter()
            .any(|(object, id)| concerns(fault, object, id.as_deref()))
    });
    match struck {
        Some((code, status, message, _)) => Err(Refusal::new(*status, code, *message)),
        None => Ok(()),
    }
}

/// What OAuth says instead of a fresh token if that is ordered.
pub fn sign_in(faults: &Faults, account: &str) -> Option<&'static str> {
    next(faults, account, Level::SignIn, |_| true).map(|code| code.2)
}

type Target = (&'static Object, Option<String>);

/// What a call writes: objects, with the ids of records that exist.
fn targets(call: &Call) -> Vec<Target> {
    let parts: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let of = |name: &str, id: Option<&str>| {
        schema::object(name).map(|object| (object, id.and_then(ids::normal)))
    };
    let list = |key: &str| {
        let body = call.body.as_ref().map(|body| &body[key]);
        body.and_then(Value::as_array).cloned().unwrap_or_default()
    };
    match (call.method.as_str(), parts.as_slice()) {
        ("GET" | "HEAD", _) | ("POST", ["composite", "sobjects", _]) => Vec::new(),
        (_, ["sobjects", name, rest @ ..]) => of(name, rest.last().copied()).into_iter().collect(),
        ("DELETE", ["composite", "sobjects"]) => {
            let ids = call.parameter("ids").unwrap_or_default().split(',');
            ids.filter_map(ids::normal)
                .filter_map(|id| Some((schema::object_of_id(&id)?, Some(id))))
                .collect()
        }
        (_, ["composite", "sobjects", name, _] | ["composite", "tree", name]) => {
            of(name, None).into_iter().collect()
        }
        (_, ["composite", "sobjects"]) => list("records")
            .iter()
            .filter_map(|one| of(one["attributes"]["type"].as_str()?, one["id"].as_str()))
            .collect(),
        (_, ["composite", rest @ ..]) => {
            let batch = rest == ["batch"];
            list(if batch {
                "batchRequests"
            } else {
                "compositeRequest"
            })
            .iter()
            .filter_map(|one| {
                let body = &one[if batch { "richInput" } else { "body" }];
                let method = one["method"].as_str().unwrap_or("GET");
                composite::sub_call(call, method, one["url"].as_str()?, Some(body.clone())).ok()
            })
            .filter(|inner| {
                inner
                    .segments
                    .first()
                    .is_some_and(|first| first == "sobjects")
            })
            .flat_map(|inner| targets(&inner))
            .collect()
        }
        _ => Vec::new(),
    }
}
