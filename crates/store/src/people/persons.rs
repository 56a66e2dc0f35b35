//! People.

use jiff::Timestamp;
use liaison_domain::EmailAddress;
use liaison_domain::id::PersonId;
use liaison_domain::people::{CrmObject, CrmRecord, Person, PersonSource, RecordId};

use super::words;
use crate::sql::{Fault, Record, Sql, Tx, Value};
use crate::values;

fn record_id(row: &Record, column: &str) -> Result<Option<RecordId>, Fault> {
    let id: Option<String> = row.get(column)?;
    Ok(id.and_then(|id| RecordId::parse(&id)))
}

pub(super) fn read(row: &Record) -> Result<Person, Fault> {
    let email: String = row.get("email")?;
    Ok(Person {
        id: row.get("id")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        email: EmailAddress::parse(&email).ok(),
        title: row.get("title")?,
        company: row.get("company")?,
        phone: row.get("phone")?,
        website: row.get("website")?,
        lead_id: record_id(row, "lead_id")?,
        contact_id: record_id(row, "contact_id")?,
        company_id: record_id(row, "company_id")?,
        owner: row.get("owner")?,
        source: row.code("source", PersonSource::from_code)?,
        added_by: row.get("added_by")?,
        opted_out_in_crm: row.get("opted_out_in_crm")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        seen_at: row.get("seen_at")?,
    })
}

pub async fn by_id(sql: &impl Sql, id: PersonId) -> Result<Option<Person>, Fault> {
    let row = sql
        .row("select * from people where id = $1", values![id])
        .await?;
    row.as_ref().map(read).transpose()
}

/// The person a lead or a contact stands for.
pub async fn by_record(sql: &impl Sql, record: &CrmRecord) -> Result<Option<Person>, Fault> {
    let column = match record.object {
        CrmObject::Lead => "lead_id",
        CrmObject::Contact => "contact_id",
        CrmObject::Account | CrmObject::Opportunity => return Ok(None),
    };
    let text = format!("select * from people where {column} = $1");
    let row = sql.row(&text, values![record.id.as_str()]).await?;
    row.as_ref().map(read).transpose()
}

/// The people a number of leads and contacts stand for.
pub async fn by_record_ids(sql: &impl Sql, ids: &[RecordId]) -> Result<Vec<Person>, Fault> {
    let (list, values) = list_of(ids.iter().map(|id| id.as_str().into()));
    some(
        sql,
        &format!("lead_id in ({list}) or contact_id in ({list})"),
        values,
    )
    .await
}

/// The people with these ids.
pub async fn by_ids(sql: &impl Sql, ids: &[PersonId]) -> Result<Vec<Person>, Fault> {
    let (list, values) = list_of(ids.iter().map(|id| (*id).into()));
    some(sql, &format!("id in ({list})"), values).await
}

async fn some(sql: &impl Sql, condition: &str, values: Vec<Value>) -> Result<Vec<Person>, Fault> {
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("select * from people where {condition} order by last_name, first_name, id");
    sql.rows(&text, values).await?.iter().map(read).collect()
}

fn list_of(values: impl Iterator<Item = Value>) -> (String, Vec<Value>) {
    let values: Vec<Value> = values.collect();
    let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    (places.join(", "), values)
}

/// Everybody with this address: Salesforce may know one as a lead and as a contact.
pub async fn by_address(sql: &impl Sql, address: &EmailAddress) -> Result<Vec<Person>, Fault> {
    let text = "select * from people where email = $1 order by contact_id is null, created_at, id";
    sql.rows(text, values![address])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The contacts of an account.
pub async fn of_company(sql: &impl Sql, company: &RecordId) -> Result<Vec<Person>, Fault> {
    let text = "select * from people where company_id = $1 order by last_name, first_name, id";
    sql.rows(text, values![company.as_str()])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The people with a role in an opportunity.
pub async fn of_opportunity(sql: &impl Sql, id: &RecordId) -> Result<Vec<Person>, Fault> {
    let text = "select people.* from people
                join opportunity_people on opportunity_people.person_id = people.id
                where opportunity_people.opportunity_id = $1 order by last_name, first_name, people.id";
    sql.rows(text, values![id.as_str()])
        .await?
        .iter()
        .map(read)
        .collect()
}

const INSERT: &str = "insert into people
    (id, first_name, last_name, email, title, company, phone, website, lead_id, contact_id, company_id,
     owner, source, added_by, opted_out_in_crm, created_at, updated_at, seen_at)";

fn values_of(person: &Person) -> Vec<Value> {
    let email = person.email.as_ref().map_or("", EmailAddress::as_str);
    values![
        person.id,
        &person.first_name,
        &person.last_name,
        email,
        &person.title,
        &person.company,
        &person.phone,
        &person.website,
        person.lead_id.as_ref().map(RecordId::as_str),
        person.contact_id.as_ref().map(RecordId::as_str),
        person.company_id.as_ref().map(RecordId::as_str),
        &person.owner,
        person.source.code(),
        person.added_by,
        person.opted_out_in_crm,
        person.created_at,
        person.updated_at,
        person.seen_at
    ]
}

/// Adds many people who are not here yet.
pub async fn add_many(tx: &Tx, people: &[Person]) -> Result<(), Fault> {
    tx.insert_many(INSERT, people.iter().map(values_of).collect())
        .await?;
    words::add_many(tx, people).await
}

/// Adds a person or writes the one with this id as they now are, with the words they are found by.
pub async fn save(sql: &impl Sql, person: &Person) -> Result<(), Fault> {
    let text = format!(
        "{INSERT}
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        on conflict (id) do update set
            first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
            title = excluded.title, company = excluded.company, phone = excluded.phone,
            website = excluded.website, lead_id = excluded.lead_id, contact_id = excluded.contact_id,
            company_id = excluded.company_id, owner = excluded.owner, opted_out_in_crm = excluded.opted_out_in_crm,
            updated_at = excluded.updated_at, seen_at = excluded.seen_at"
    );
    sql.run(&text, values_of(person)).await?;
    words::save(sql, person).await
}

/// Makes one person of two that turned out to be the same: everything of `from` becomes `into`'s, and
/// `from` is gone. What both have, `into` keeps.
pub async fn unite(tx: &Tx, from: PersonId, into: PersonId) -> Result<(), Fault> {
    const OWN: [(&str, &str); 2] = [
        ("opportunity_people", "opportunity_id"),
        ("person_fields", "name"),
    ];
    const HISTORY: [&str; 7] = [
        "consent_events",
        "emails",
        "campaign_members",
        "tasks",
        "calls",
        "events",
        "crm_writes",
    ];
    for (table, key) in OWN {
        let twice = format!(
            "delete from {table} where person_id = $1
             and {key} in (select {key} from {table} where person_id = $2)"
        );
        tx.run(&twice, values![from, into]).await?;
    }
    for table in OWN.into_iter().map(|(table, _)| table).chain(HISTORY) {
        let text = format!("update {table} set person_id = $2 where person_id = $1");
        tx.run(&text, values![from, into]).await?;
    }
    tx.run("delete from people where id = $1", values![from])
        .await?;
    Ok(())
}

/// Notes that Salesforce has somebody as opted out.
pub async fn set_opted_out(sql: &impl Sql, id: PersonId) -> Result<(), Fault> {
    let text = "update people set opted_out_in_crm = $2 where id = $1";
    sql.run(text, values![id, true]).await?;
    Ok(())
}

/// A lead became a contact. `false` when somebody else here stands for that contact already.
pub async fn follow_lead(
    sql: &impl Sql,
    lead: &RecordId,
    contact: &RecordId,
) -> Result<bool, Fault> {
    let text = "update people set contact_id = $2 where lead_id = $1
                and not exists (select 1 from people other where other.contact_id = $2)";
    Ok(sql
        .run(text, values![lead.as_str(), contact.as_str()])
        .await?
        == 1)
}

/// People with a record who unsubscribed here while Salesforce does not know.
pub async fn opted_out_here_alone(sql: &impl Sql, limit: i64) -> Result<Vec<Person>, Fault> {
    let text =
        "select people.* from people join suppressions on suppressions.address = people.email
                where suppressions.cause = 'unsubscribed' and not people.opted_out_in_crm
                  and (people.lead_id is not null or people.contact_id is not null)
                order by people.id limit $1";
    sql.rows(text, values![limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The person's own fields by name.
pub async fn fields(sql: &impl Sql, id: PersonId) -> Result<Vec<(String, String)>, Fault> {
    let text = "select name, value from person_fields where person_id = $1 order by name";
    let rows = sql.rows(text, values![id]).await?;
    rows.iter()
        .map(|row| Ok((row.get("name")?, row.get("value")?)))
        .collect()
}

/// When Salesforce was last asked about the person with this record.
pub async fn seen_at(sql: &impl Sql, record: &CrmRecord) -> Result<Option<Timestamp>, Fault> {
    Ok(by_record(sql, record).await?.and_then(|p| p.seen_at))
}
