//! `deleted` and `updated`: which records changed in a window of at most 30 days (contracts 2.3).

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::org::Org;
use super::records::{Record, deleted, stamp, text_of};
use super::refusal::Refusal;
use super::rest::Call;
use super::schema::Object;
use super::values;

/// Answers `GET sobjects/{name}/updated`, or with `gone` `deleted`.
pub fn changed(org: &Org, call: &Call, object: &Object, gone: bool) -> Result<Value, Refusal> {
    let bound = |name: &str| {
        let text = call
            .parameter(name)
            .ok_or_else(|| Refusal::new(400, "MISSING_ARGUMENT", format!("{name} is required")))?;
        // A `+` of the zone that was not escaped arrives as a space.
        values::moment(&text.replace(' ', "+")).ok_or_else(|| {
            Refusal::new(
                400,
                "INVALID_REPLICATION_DATE",
                format!("invalid date: {text}"),
            )
        })
    };
    let (start, end) = (bound("start")?, bound("end")?);
    if end - SignedDuration::from_secs(60) < start {
        return Err(Refusal::new(
            400,
            "INVALID_REPLICATION_DATE",
            "startDate must be at least one minute before endDate",
        ));
    }
    if start < call.now - SignedDuration::from_hours(24 * 30) {
        return Err(Refusal::new(
            400,
            "INVALID_REPLICATION_DATE",
            "startDate before org replication enabled date or more than 30 days ago",
        ));
    }
    let (from, to) = (stamp(start), stamp(end.min(call.now)));
    let within = |record: &&Record| {
        (from.as_str()..=to.as_str()).contains(&text_of(record, "SystemModstamp"))
    };
    let rows = org
        .records
        .all(object)
        .iter()
        .filter(within)
        .filter(|record| deleted(record) == gone);
    Ok(if gone {
        let rows: Vec<Value> = rows
            .map(|record| json!({ "id": record["Id"], "deletedDate": record["SystemModstamp"] }))
            .collect();
        let earliest = stamp(call.now - SignedDuration::from_hours(24 * 30));
        json!({ "deletedRecords": rows, "earliestDateAvailable": earliest, "latestDateCovered": to })
    } else {
        json!({ "ids": rows.map(|record| record["Id"].clone()).collect::<Vec<_>>(), "latestDateCovered": to })
    })
}
