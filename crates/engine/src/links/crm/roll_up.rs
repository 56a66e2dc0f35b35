//! Roll-ups: the time of the last activity and the like, on the records themselves (administration 6.9).

use liaison_domain::id::{PersonId, UserId};
use liaison_domain::links::crm::CrmWrite;
use liaison_domain::links::crm::activity::{CAMPAIGN, Fields, merge_roll_ups};
use liaison_domain::links::crm::write::{Operation, WriteKind};
use liaison_domain::people::{CrmObject, CrmRecord, Person};
use liaison_store::links::crm_writes;
use liaison_store::{Sql, Tx};

use super::plan::planned;
use super::settings;
use crate::{Engine, Outcome};

/// How many earlier roll-ups of a record are looked at.
const LOOK_BACK: i64 = 10;

/// The records a person's roll-ups stand on: their own, their account, and whatever was rolled up before.
pub(super) async fn records_of(sql: &impl Sql, person: &Person) -> Outcome<Vec<CrmRecord>> {
    let mut records: Vec<CrmRecord> = person.record().into_iter().collect();
    if person.contact_id.is_some()
        && let Some(id) = person.company_id.clone()
    {
        let object = CrmObject::Account;
        records.push(CrmRecord { object, id });
    }
    for (_, id) in crm_writes::rolled_up(sql, person.id).await? {
        if let Some(object) = id.object() {
            let record = CrmRecord { object, id };
            if !records.contains(&record) {
                records.push(record);
            }
        }
    }
    Ok(records)
}

/// Plans a roll-up, or adds to one that waits. The caller enqueues.
pub(super) async fn plan(
    engine: &Engine,
    tx: &Tx,
    user: UserId,
    person: PersonId,
    record: &CrmRecord,
    fields: &Fields,
) -> Outcome<()> {
    if !settings::get(tx).await?.roll_ups.has(record.object) {
        return Ok(());
    }
    let kind = WriteKind::RollUp;
    if let Some(mut waiting) = crm_writes::waiting_update(tx, user, &record.id, kind).await? {
        waiting.fields = merge_roll_ups(&waiting.fields, fields);
        waiting.changed_at = engine.clock.now();
        crm_writes::save(tx, &waiting).await?;
        return Ok(());
    }
    let write = CrmWrite {
        person_id: Some(person),
        object: record.object.api_name().to_owned(),
        record_id: Some(record.id.clone()),
        fields: fields.clone(),
        ..planned(engine, user, kind, Operation::Update, None)
    };
    crm_writes::save(tx, &write).await?;
    Ok(())
}

/// Takes out what somebody else has moved further on already.
pub(super) async fn leave_newer(sql: &impl Sql, write: &mut CrmWrite) -> Outcome<()> {
    let Some(record) = &write.record_id else {
        return Ok(());
    };
    for done in crm_writes::done_at_record(sql, record, WriteKind::RollUp, LOOK_BACK).await? {
        write.fields.retain(|name, value| {
            let there = done.fields.get(name).and_then(|it| it.as_str());
            name == CAMPAIGN || there.is_none() || there < value.as_str()
        });
    }
    Ok(())
}
