//! Reading records of Salesforce as one seller sees them (contracts 2.3, 2.6).

use liaison_connectors::salesforce::{Api, ApiError, soql};
use liaison_domain::people::{CrmObject, CrmRecord, Learned, RecordId, learned::MOST_PEOPLE};
use serde_json::Value;

const LEAD: &[&str] = &[
    "Id",
    "FirstName",
    "LastName",
    "Title",
    "Company",
    "Email",
    "Phone",
    "MobilePhone",
    "Website",
    "OwnerId",
    "HasOptedOutOfEmail",
    "IsConverted",
    "ConvertedContactId",
];
const CONTACT: &[&str] = &[
    "Id",
    "FirstName",
    "LastName",
    "Title",
    "Email",
    "Phone",
    "MobilePhone",
    "OwnerId",
    "HasOptedOutOfEmail",
    "AccountId",
    "Account.Name",
    "Account.OwnerId",
    "Account.Website",
    "Account.Phone",
];
const ACCOUNT: &[&str] = &["Id", "Name", "OwnerId", "Website", "Phone"];
const OPPORTUNITY: &[&str] = &[
    "Id",
    "Name",
    "StageName",
    "CloseDate",
    "IsClosed",
    "OwnerId",
    "AccountId",
    "Account.Name",
    "Account.OwnerId",
    "Account.Website",
    "Account.Phone",
];

/// A lead or a contact.
pub(super) struct ReadPerson {
    pub record: CrmRecord,
    pub learned: Learned,
    /// The lead this contact was, when that was asked for.
    pub was_lead: Option<RecordId>,
    /// Their role in the opportunity that was asked for.
    pub role: String,
    pub company: Option<ReadCompany>,
}

/// An account; what is hidden is `None`.
pub(super) struct ReadCompany {
    pub id: RecordId,
    pub name: Option<String>,
    pub owner: Option<String>,
    pub website: Option<String>,
    pub phone: Option<String>,
}

pub(super) struct ReadOpportunity {
    pub id: RecordId,
    pub name: Option<String>,
    pub stage: Option<String>,
    pub close_date: Option<String>,
    pub is_closed: Option<bool>,
    pub owner: Option<String>,
    pub company: Option<ReadCompany>,
}

/// What a record turned out to be, with the people who belong to it.
pub(super) struct Found {
    pub company: Option<ReadCompany>,
    pub opportunity: Option<ReadOpportunity>,
    pub people: Vec<ReadPerson>,
    /// More people belong to it than were read.
    pub has_more: bool,
}

pub(super) enum Answer {
    Found(Box<Found>),
    Deleted,
    /// There is none, or not for this seller.
    Nothing,
}

/// Reads a record and the people who belong to it.
pub(super) async fn record(api: &Api, record: &CrmRecord) -> Result<Answer, ApiError> {
    let found = match record.object {
        CrmObject::Lead | CrmObject::Contact => person(api, record).await,
        CrmObject::Account => account(api, &record.id).await,
        CrmObject::Opportunity => opportunity(api, &record.id).await,
    };
    match found {
        Ok(Some(found)) => Ok(Answer::Found(Box::new(found))),
        Ok(None) => gone(api, record).await,
        // Objects the profile has no access to at all.
        Err(ApiError::Access { .. } | ApiError::NotFound) => Ok(Answer::Nothing),
        Err(error) => Err(error),
    }
}

/// Several leads or contacts at once; those that cannot be seen are left out.
pub(super) async fn people(
    api: &Api,
    object: CrmObject,
    ids: &[RecordId],
) -> Result<Vec<ReadPerson>, ApiError> {
    let list = soql::quote_list(ids.iter().map(RecordId::as_str));
    let rest = format!("WHERE Id IN {list} LIMIT {MOST_PEOPLE}");
    let rows = match object {
        CrmObject::Lead => api.query_visible("Lead", LEAD, &rest).await,
        _ => api.query_visible("Contact", CONTACT, &rest).await,
    };
    match rows {
        Ok(rows) => Ok(rows
            .iter()
            .filter_map(|row| person_of(object, row))
            .collect()),
        Err(ApiError::Access { .. } | ApiError::NotFound) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

async fn person(api: &Api, record: &CrmRecord) -> Result<Option<Found>, ApiError> {
    let by_id = |id: &RecordId| format!("WHERE Id = {} LIMIT 1", soql::quote(id.as_str()));
    let rest = by_id(&record.id);
    if record.object == CrmObject::Contact {
        let rows = api.query_visible("Contact", CONTACT, &rest).await?;
        return Ok(rows
            .first()
            .and_then(|row| person_of(CrmObject::Contact, row))
            .map(alone));
    }
    let rows = api.query_visible("Lead", LEAD, &rest).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let contact = text(row, "ConvertedContactId").and_then(|id| RecordId::parse(&id));
    if let Some(contact) = contact.filter(|_| row["IsConverted"] == Value::Bool(true)) {
        let rows = api
            .query_visible("Contact", CONTACT, &by_id(&contact))
            .await;
        if let Ok(rows) = &rows
            && let Some(mut person) = rows
                .first()
                .and_then(|row| person_of(CrmObject::Contact, row))
        {
            person.was_lead = Some(record.id.clone());
            return Ok(Some(alone(person)));
        }
        // A contact the seller may not see leaves the lead as it was.
        if let Err(error) = rows
            && !matches!(error, ApiError::Access { .. } | ApiError::NotFound)
        {
            return Err(error);
        }
    }
    Ok(person_of(CrmObject::Lead, row).map(alone))
}

fn alone(person: ReadPerson) -> Found {
    Found {
        company: None,
        opportunity: None,
        people: vec![person],
        has_more: false,
    }
}

async fn account(api: &Api, id: &RecordId) -> Result<Option<Found>, ApiError> {
    let rest = format!("WHERE Id = {} LIMIT 1", soql::quote(id.as_str()));
    let rows = api.query_visible("Account", ACCOUNT, &rest).await?;
    let Some(company) = rows.first().and_then(|row| company_of(row, id.clone())) else {
        return Ok(None);
    };
    let of_account = format!("AccountId = {}", soql::quote(id.as_str()));
    let (people, has_more) = contacts(api, &of_account).await?;
    Ok(Some(Found {
        company: Some(company),
        opportunity: None,
        people,
        has_more,
    }))
}

async fn opportunity(api: &Api, id: &RecordId) -> Result<Option<Found>, ApiError> {
    let quoted = soql::quote(id.as_str());
    let rest = format!("WHERE Id = {quoted} LIMIT 1");
    let rows = api.query_visible("Opportunity", OPPORTUNITY, &rest).await?;
    let Some(row) = rows.first() else {
        return Ok(None);
    };
    let account = text(row, "AccountId").and_then(|id| RecordId::parse(&id));
    let roles = roles(api, &quoted).await?;
    let (mut people, mut has_more) = (Vec::new(), false);
    if !roles.is_empty() {
        let with_role = format!(
            "Id IN (SELECT ContactId FROM OpportunityContactRole WHERE OpportunityId = {quoted})"
        );
        (people, has_more) = contacts(api, &with_role).await?;
        for person in &mut people {
            let role = roles
                .iter()
                .find(|(contact, _)| *contact == person.record.id);
            person.role = role.map(|(_, role)| role.clone()).unwrap_or_default();
        }
    } else if let Some(account) = &account {
        let of_account = format!("AccountId = {}", soql::quote(account.as_str()));
        (people, has_more) = contacts(api, &of_account).await?;
    }
    Ok(Some(Found {
        company: None,
        opportunity: Some(ReadOpportunity {
            id: id.clone(),
            name: text(row, "Name"),
            stage: text(row, "StageName"),
            close_date: text(row, "CloseDate"),
            is_closed: row["IsClosed"].as_bool(),
            owner: text(row, "OwnerId"),
            company: account.and_then(|id| company_of(&row["Account"], id)),
        }),
        people,
        has_more,
    }))
}

/// Contacts and their roles; nobody where the profile may not see roles.
async fn roles(api: &Api, opportunity: &str) -> Result<Vec<(RecordId, String)>, ApiError> {
    let rest = format!("WHERE OpportunityId = {opportunity} ORDER BY IsPrimary DESC LIMIT 1000");
    let rows = api
        .query_visible("OpportunityContactRole", &["ContactId", "Role"], &rest)
        .await;
    match rows {
        Ok(rows) => Ok(rows
            .iter()
            .filter_map(|row| {
                let id = RecordId::parse(&text(row, "ContactId")?)?;
                Some((id, text(row, "Role").unwrap_or_default()))
            })
            .collect()),
        Err(ApiError::Access { .. } | ApiError::Field { .. }) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Contacts with an address, and whether there are more than are brought.
async fn contacts(api: &Api, condition: &str) -> Result<(Vec<ReadPerson>, bool), ApiError> {
    let order = format!("ORDER BY LastName, FirstName LIMIT {}", MOST_PEOPLE + 1);
    let with_address = format!("WHERE {condition} AND Email != null {order}");
    let rows = match api.query_visible("Contact", CONTACT, &with_address).await {
        // The address itself is hidden: the people are still people.
        Err(ApiError::Field { .. }) => {
            let anyone = format!("WHERE {condition} {order}");
            api.query_visible("Contact", CONTACT, &anyone).await
        }
        Err(ApiError::Access { .. }) => Ok(Vec::new()),
        other => other,
    }?;
    let people = rows.iter().take(MOST_PEOPLE);
    Ok((
        people
            .filter_map(|row| person_of(CrmObject::Contact, row))
            .collect(),
        rows.len() > MOST_PEOPLE,
    ))
}

async fn gone(api: &Api, record: &CrmRecord) -> Result<Answer, ApiError> {
    let soql = format!(
        "SELECT Id, IsDeleted FROM {} WHERE Id = {}",
        record.object.api_name(),
        soql::quote(record.id.as_str())
    );
    let page = api.query_all(&soql).await?;
    let is_deleted = |row: &Value| row["IsDeleted"] == Value::Bool(true);
    Ok(if page.records.iter().any(is_deleted) {
        Answer::Deleted
    } else {
        Answer::Nothing
    })
}

fn person_of(object: CrmObject, row: &Value) -> Option<ReadPerson> {
    let id = RecordId::parse(&text(row, "Id")?)?;
    let company_id = text(row, "AccountId").and_then(|id| RecordId::parse(&id));
    let company = company_id
        .clone()
        .and_then(|id| company_of(&row["Account"], id));
    let phone = ["Phone", "MobilePhone"].map(|name| text(row, name));
    let phone = phone
        .iter()
        .flatten()
        .find(|p| !p.is_empty())
        .cloned()
        .or(phone[0].clone());
    let learned = Learned {
        first_name: text(row, "FirstName"),
        last_name: text(row, "LastName"),
        email: text(row, "Email"),
        title: text(row, "Title"),
        company: match object {
            CrmObject::Lead => text(row, "Company"),
            _ => company.as_ref().and_then(|company| company.name.clone()),
        },
        phone,
        website: match object {
            CrmObject::Lead => text(row, "Website"),
            _ => company.as_ref().and_then(|company| company.website.clone()),
        },
        company_id,
        owner: text(row, "OwnerId"),
        opted_out: row["HasOptedOutOfEmail"].as_bool(),
    };
    Some(ReadPerson {
        record: CrmRecord { object, id },
        learned,
        was_lead: None,
        role: String::new(),
        company,
    })
}

fn company_of(row: &Value, id: RecordId) -> Option<ReadCompany> {
    row.as_object()?;
    Some(ReadCompany {
        id,
        name: text(row, "Name"),
        owner: text(row, "OwnerId"),
        website: text(row, "Website"),
        phone: text(row, "Phone"),
    })
}

/// `None` where the field is absent, an empty text where it is empty. What no text of ours can hold is left out.
fn text(row: &Value, name: &str) -> Option<String> {
    match row.get(name)? {
        Value::String(text) => Some(
            text.chars()
                .filter(|c| !c.is_control())
                .take(2_000)
                .collect(),
        ),
        Value::Null => Some(String::new()),
        _ => None,
    }
}
