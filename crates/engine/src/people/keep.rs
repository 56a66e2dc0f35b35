//! Keeping what was read: the same record is always the same person.

use jiff::Timestamp;
use liaison_domain::id::{PersonId, UserId};
use liaison_domain::people::{CrmObject, CrmRecord, Person, RecordId};
use liaison_store::people::crm::{self, Company, Opportunity};
use liaison_store::people::persons;
use liaison_store::people::sights::{self, Sight};
use liaison_store::{Fault, Tx};

use super::read::{Found, ReadCompany, ReadOpportunity, ReadPerson};
use crate::{Engine, Outcome};

/// Keeps what a seller has read of a record, in one transaction.
pub(super) async fn keep(
    engine: &Engine,
    user: UserId,
    record: &CrmRecord,
    found: &Found,
) -> Outcome<Vec<PersonId>> {
    // Another worker may bring the same people for the first time: then they are there the second time.
    match try_keep(engine, user, Some((record, found.has_more)), found).await {
        Err(fault) if fault.is_taken() => {
            Ok(try_keep(engine, user, Some((record, found.has_more)), found).await?)
        }
        other => Ok(other?),
    }
}

/// Keeps people who were read by themselves.
pub(super) async fn keep_people(
    engine: &Engine,
    user: UserId,
    people: Vec<ReadPerson>,
) -> Outcome<Vec<PersonId>> {
    let found = Found {
        company: None,
        opportunity: None,
        people,
        has_more: false,
    };
    match try_keep(engine, user, None, &found).await {
        Err(fault) if fault.is_taken() => Ok(try_keep(engine, user, None, &found).await?),
        other => Ok(other?),
    }
}

async fn try_keep(
    engine: &Engine,
    user: UserId,
    record: Option<(&CrmRecord, bool)>,
    found: &Found,
) -> Result<Vec<PersonId>, Fault> {
    let now = engine.clock.now();
    let tx = engine.db.begin().await?;
    let saw = async |id: &RecordId, has_more| {
        let sight = Sight {
            seen_at: now,
            has_more,
        };
        sights::saw(&tx, user, id, sight).await
    };
    if let Some((record, has_more)) = record {
        saw(&record.id, has_more).await?;
    }
    if let Some(company) = &found.company {
        keep_company(&tx, company, now).await?;
    }
    let mut ids = Vec::new();
    let mut roles = Vec::new();
    let mut companies: Vec<&RecordId> = Vec::new();
    for person in &found.people {
        if let Some(company) = &person.company
            && !companies.contains(&&company.id)
        {
            keep_company(&tx, company, now).await?;
            companies.push(&company.id);
        }
        let id = keep_person(engine, &tx, person, now).await?;
        if record.is_none_or(|(record, _)| record.id != person.record.id) {
            saw(&person.record.id, false).await?;
        }
        if !person.role.is_empty() || found.opportunity.is_some() {
            roles.push((id, person.role.clone()));
        }
        ids.push(id);
    }
    if let Some(opportunity) = &found.opportunity {
        keep_opportunity(&tx, opportunity, &roles, now).await?;
    }
    tx.commit().await?;
    Ok(ids)
}

async fn keep_company(tx: &Tx, read: &ReadCompany, now: Timestamp) -> Result<(), Fault> {
    let before = crm::company(tx, &read.id).await?;
    let text = |read: &Option<String>, before: Option<&String>| {
        read.clone().or_else(|| before.cloned()).unwrap_or_default()
    };
    let company = Company {
        id: read.id.clone(),
        name: text(&read.name, before.as_ref().map(|c| &c.name)),
        owner: text(&read.owner, before.as_ref().map(|c| &c.owner)),
        website: text(&read.website, before.as_ref().map(|c| &c.website)),
        phone: text(&read.phone, before.as_ref().map(|c| &c.phone)),
        seen_at: now,
    };
    crm::save_company(tx, &company).await
}

async fn keep_opportunity(
    tx: &Tx,
    read: &ReadOpportunity,
    roles: &[(PersonId, String)],
    now: Timestamp,
) -> Result<(), Fault> {
    if let Some(company) = &read.company {
        keep_company(tx, company, now).await?;
    }
    let before = crm::opportunity(tx, &read.id).await?;
    let text = |read: &Option<String>, before: Option<&String>| {
        read.clone().or_else(|| before.cloned()).unwrap_or_default()
    };
    let opportunity = Opportunity {
        id: read.id.clone(),
        name: text(&read.name, before.as_ref().map(|o| &o.name)),
        stage: text(&read.stage, before.as_ref().map(|o| &o.stage)),
        company_id: match &read.company {
            Some(company) => Some(company.id.clone()),
            None => before.as_ref().and_then(|o| o.company_id.clone()),
        },
        owner: text(&read.owner, before.as_ref().map(|o| &o.owner)),
        close_date: text(&read.close_date, before.as_ref().map(|o| &o.close_date)),
        is_closed: read
            .is_closed
            .or(before.map(|o| o.is_closed))
            .unwrap_or(false),
        seen_at: now,
    };
    crm::save_opportunity(tx, &opportunity, roles).await
}

async fn keep_person(
    engine: &Engine,
    tx: &Tx,
    read: &ReadPerson,
    now: Timestamp,
) -> Result<PersonId, Fault> {
    let lead = read.was_lead.clone().map(|id| CrmRecord {
        object: CrmObject::Lead,
        id,
    });
    let known = persons::by_record(tx, &read.record).await?;
    let as_lead = match &lead {
        Some(lead) => persons::by_record(tx, lead).await?,
        None => None,
    };
    let mut person = match (known, as_lead) {
        (Some(known), Some(as_lead)) if known.id != as_lead.id => {
            // Known as the lead and as the contact it became: one person from now on.
            persons::unite(tx, as_lead.id, known.id).await?;
            known
        }
        (Some(known), _) | (None, Some(known)) => known,
        (None, None) => match without_record(tx, read).await? {
            Some(person) => person,
            None => Person::from_crm(PersonId(engine.dice.id(now)), now),
        },
    };
    if let Some(lead) = &lead {
        person.lead_id = Some(lead.id.clone());
    }
    person.learn(read.record.object, &read.record.id, &read.learned, now);
    persons::save(tx, &person).await?;
    Ok(person.id)
}

/// Somebody known by this address alone is who the record is about (administration 6.10).
async fn without_record(tx: &Tx, read: &ReadPerson) -> Result<Option<Person>, Fault> {
    let Some(address) = read.learned.address() else {
        return Ok(None);
    };
    let same = persons::by_address(tx, &address).await?;
    Ok(same.into_iter().find(|person| person.record().is_none()))
}
