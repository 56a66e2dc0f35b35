//! Which records a person stands for: by Salesforce id first, then by address (administration 6.10).

use std::collections::HashMap;

use liaison_connectors::salesforce::{Api, Page, soql};
use liaison_domain::id::PersonId;
use liaison_domain::links::crm::sync::Duplicates;
use liaison_domain::people::{CrmObject, CrmRecord, Person, RecordId};
use serde_json::Value;

use super::Desk;
use crate::Outcome;
use crate::links::calls::{Asked, Unanswered, in_background};

/// So many texts fit into one query.
const AT_ONCE: usize = 80;
/// With the rule "all", so many records at most.
const MOST_DUPLICATES: usize = 10;

/// Where a Task may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub record: CrmRecord,
    pub account: Option<RecordId>,
    pub opportunity: Option<RecordId>,
}

impl Place {
    /// What a Task is related to besides the person, by the admin's choice.
    pub fn what(&self, desk: &Desk<'_>) -> Option<&RecordId> {
        let objects = desk.settings.objects;
        let opportunity = self.opportunity.as_ref().filter(|_| objects.opportunity);
        opportunity.or(self.account.as_ref().filter(|_| objects.account))
    }
}

/// The places of each person, or why they could not be looked for.
pub(super) type Places = HashMap<PersonId, Result<Vec<Place>, Unanswered>>;

/// Looks for all at once. `by_address` says whose address counts where there is no id.
pub(super) async fn places(
    desk: &Desk<'_>,
    people: &[Person],
    by_address: impl Fn(PersonId) -> bool,
) -> Outcome<Places> {
    let mut found = Places::new();
    let mut unknown: Vec<&Person> = Vec::new();
    for person in people {
        match person.record() {
            Some(record) => {
                found.insert(person.id, Ok(known(desk, person, record)));
            }
            None if by_address(person.id) && person.email.is_some() => unknown.push(person),
            None => {
                found.insert(person.id, Ok(vec![]));
            }
        }
    }
    for some in unknown.chunks(AT_ONCE) {
        match with_addresses(desk, some).await? {
            Ok(more) => found.extend(more.into_iter().map(|(id, places)| (id, Ok(places)))),
            Err(why) => found.extend(some.iter().map(|one| (one.id, Err(why.clone())))),
        }
    }
    if desk.settings.objects.opportunity || desk.settings.roll_ups.opportunity {
        add_opportunities(desk, &mut found).await?;
    }
    Ok(found)
}

fn known(desk: &Desk<'_>, person: &Person, record: CrmRecord) -> Vec<Place> {
    if !desk.settings.objects.has(record.object) {
        return vec![];
    }
    let is_contact = record.object == CrmObject::Contact;
    vec![Place {
        record,
        account: person.company_id.clone().filter(|_| is_contact),
        opportunity: None,
    }]
}

/// One row of a search by address.
struct Row {
    place: Place,
    address: String,
    created: String,
    modified: String,
}

fn row(object: CrmObject, record: &Value) -> Option<Row> {
    let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
    let id = RecordId::parse(record["Id"].as_str()?)?;
    Some(Row {
        place: Place {
            record: CrmRecord { object, id },
            account: record["AccountId"].as_str().and_then(RecordId::parse),
            opportunity: None,
        },
        address: text("Email").to_lowercase(),
        created: text("CreatedDate"),
        modified: text("LastModifiedDate"),
    })
}

async fn with_addresses(desk: &Desk<'_>, people: &[&Person]) -> Asked<Vec<(PersonId, Vec<Place>)>> {
    let addresses = people.iter().filter_map(|person| person.email.as_ref());
    let list = soql::quote_list(addresses.map(|address| address.as_str()));
    let mut rows = Vec::new();
    for (object, more, condition) in [
        (CrmObject::Contact, ", AccountId", ""),
        (CrmObject::Lead, "", " AND IsConverted = false"),
    ] {
        if !desk.settings.objects.has(object) {
            continue;
        }
        let query = format!(
            "SELECT Id, Email, CreatedDate, LastModifiedDate{more} FROM {} WHERE Email IN {list}{condition}",
            object.api_name()
        );
        match ask(desk, &query).await? {
            Ok(page) => rows.extend(page.records.iter().filter_map(|one| row(object, one))),
            Err(why) => return Ok(Err(why)),
        }
    }
    let of = |person: &&Person| {
        let address = person.email.as_ref().map(|address| address.as_str());
        let mut own: Vec<&Row> = rows
            .iter()
            .filter(|row| Some(row.address.as_str()) == address)
            .collect();
        match desk.settings.duplicates {
            Duplicates::Newest => own.sort_by(|a, b| b.modified.cmp(&a.modified)),
            Duplicates::Oldest | Duplicates::All => own.sort_by(|a, b| a.created.cmp(&b.created)),
        }
        let most = match desk.settings.duplicates {
            Duplicates::All => MOST_DUPLICATES,
            Duplicates::Newest | Duplicates::Oldest => 1,
        };
        let places = own.into_iter().take(most).map(|row| row.place.clone());
        (person.id, places.collect())
    };
    Ok(Ok(people.iter().map(of).collect()))
}

/// The open opportunity each contact has a role in, the one that closes first. What cannot be asked is done
/// without.
async fn add_opportunities(desk: &Desk<'_>, found: &mut Places) -> Outcome<()> {
    let contacts: Vec<String> = found
        .values()
        .flatten()
        .flatten()
        .filter(|place| place.record.object == CrmObject::Contact)
        .map(|place| place.record.id.to_string())
        .collect();
    let mut first: HashMap<String, RecordId> = HashMap::new();
    for some in contacts.chunks(AT_ONCE) {
        let query = format!(
            "SELECT ContactId, OpportunityId, Opportunity.CloseDate FROM OpportunityContactRole
             WHERE Opportunity.IsClosed = false AND ContactId IN {} ORDER BY Opportunity.CloseDate",
            soql::quote_list(some)
        );
        let Ok(page) = ask(desk, &query).await? else {
            return Ok(());
        };
        for role in &page.records {
            let contact = role["ContactId"].as_str().and_then(RecordId::parse);
            let opportunity = role["OpportunityId"].as_str().and_then(RecordId::parse);
            if let (Some(contact), Some(opportunity)) = (contact, opportunity) {
                first.entry(contact.to_string()).or_insert(opportunity);
            }
        }
    }
    for place in found.values_mut().flatten().flatten() {
        place.opportunity = first.get(place.record.id.as_str()).cloned();
    }
    Ok(())
}

/// One query, its first page.
pub(super) async fn ask(desk: &Desk<'_>, query: &str) -> Asked<Page<Value>> {
    in_background(desk.engine, &desk.connection, async |api: Api| {
        api.query(query).await
    })
    .await
}
