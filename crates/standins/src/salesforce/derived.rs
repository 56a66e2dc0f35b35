//! Fields Salesforce works out itself.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::records::{Record, Records, day, stamp, text_of};
use super::refusal::Refusal;
use super::schema::Object;

/// Works them out for a record about to be kept; refuses combinations that cannot be.
pub fn fill(
    records: &Records,
    object: &Object,
    record: &mut Record,
    at: Timestamp,
) -> Result<(), Refusal> {
    match object.name {
        "Lead" | "Contact" => {
            let parts = [text_of(record, "FirstName"), text_of(record, "LastName")];
            let name = parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ");
            record.insert("Name".into(), json!(name));
        }
        "Opportunity" => {
            let stage = text_of(record, "StageName").to_owned();
            record.insert("IsClosed".into(), json!(stage.starts_with("Closed")));
            record.insert("IsWon".into(), json!(stage == "Closed Won"));
        }
        "Task" => derive_task(records, record, at)?,
        "CampaignMember" => {
            if record.get("LeadId").is_none_or(Value::is_null)
                && record.get("ContactId").is_none_or(Value::is_null)
            {
                return Err(Refusal::write(
                    "REQUIRED_FIELD_MISSING",
                    "Required fields are missing: [LeadId, ContactId]",
                    &["LeadId", "ContactId"],
                ));
            }
            let responded = text_of(record, "Status") == "Responded";
            record.insert("HasResponded".into(), json!(responded));
        }
        _ => {}
    }
    Ok(())
}

fn derive_task(records: &Records, record: &mut Record, at: Timestamp) -> Result<(), Refusal> {
    let who = text_of(record, "WhoId").to_owned();
    let what = text_of(record, "WhatId").to_owned();
    if who.starts_with("00Q") && !what.is_empty() {
        return Err(Refusal::write(
            "FIELD_INTEGRITY_EXCEPTION",
            "Related To: a Lead cannot be combined with a related record",
            &["WhatId"],
        ));
    }
    let account = match what.get(..3) {
        Some("001") => Some(json!(what)),
        Some("006") => records
            .get(&what)
            .and_then(|record| record.get("AccountId").cloned()),
        _ => records
            .get(&who)
            .and_then(|record| record.get("AccountId").cloned()),
    };
    record.insert("AccountId".into(), account.unwrap_or(Value::Null));
    record.insert("WhoCount".into(), json!(u8::from(!who.is_empty())));
    record.insert("WhatCount".into(), json!(u8::from(!what.is_empty())));
    let closed = text_of(record, "Status") == "Completed";
    record.insert("IsClosed".into(), json!(closed));
    if !closed {
        record.insert("CompletedDateTime".into(), Value::Null);
    } else if record.get("CompletedDateTime").is_none_or(Value::is_null) {
        record.insert("CompletedDateTime".into(), json!(stamp(at)));
    }
    let year_ago = day(at - SignedDuration::from_hours(24 * 365));
    let due = text_of(record, "ActivityDate").to_owned();
    record.insert(
        "IsArchived".into(),
        json!(closed && !due.is_empty() && due < year_ago),
    );
    Ok(())
}
