//! Companies and opportunities, as Salesforce knows them.

use jiff::Timestamp;
use liaison_domain::id::PersonId;
use liaison_domain::people::RecordId;

use crate::sql::{Fault, Record, Sql, Tx};
use crate::values;

/// An account in Salesforce.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    pub id: RecordId,
    pub name: String,
    /// The Salesforce user who owns it.
    pub owner: String,
    pub website: String,
    pub phone: String,
    pub seen_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opportunity {
    pub id: RecordId,
    pub name: String,
    pub stage: String,
    pub company_id: Option<RecordId>,
    pub owner: String,
    /// A day, `2026-11-20`; may be empty.
    pub close_date: String,
    pub is_closed: bool,
    pub seen_at: Timestamp,
}

fn id_of(row: &Record, column: &str) -> Result<RecordId, Fault> {
    row.code(column, RecordId::parse)
}

pub async fn company(sql: &impl Sql, id: &RecordId) -> Result<Option<Company>, Fault> {
    let text = "select * from companies where id = $1";
    let row = sql.row(text, values![id.as_str()]).await?;
    row.map(|row| {
        Ok(Company {
            id: id_of(&row, "id")?,
            name: row.get("name")?,
            owner: row.get("owner")?,
            website: row.get("website")?,
            phone: row.get("phone")?,
            seen_at: row.get("seen_at")?,
        })
    })
    .transpose()
}

pub async fn save_company(sql: &impl Sql, company: &Company) -> Result<(), Fault> {
    let text = "insert into companies (id, name, owner, website, phone, seen_at) values ($1, $2, $3, $4, $5, $6)
                on conflict (id) do update set name = excluded.name, owner = excluded.owner,
                    website = excluded.website, phone = excluded.phone, seen_at = excluded.seen_at";
    let values = values![
        company.id.as_str(),
        &company.name,
        &company.owner,
        &company.website,
        &company.phone,
        company.seen_at
    ];
    sql.run(text, values).await?;
    Ok(())
}

pub async fn opportunity(sql: &impl Sql, id: &RecordId) -> Result<Option<Opportunity>, Fault> {
    let text = "select * from opportunities where id = $1";
    let row = sql.row(text, values![id.as_str()]).await?;
    row.map(|row| {
        let company: Option<String> = row.get("company_id")?;
        Ok(Opportunity {
            id: id_of(&row, "id")?,
            name: row.get("name")?,
            stage: row.get("stage")?,
            company_id: company.and_then(|id| RecordId::parse(&id)),
            owner: row.get("owner")?,
            close_date: row.get("close_date")?,
            is_closed: row.get("is_closed")?,
            seen_at: row.get("seen_at")?,
        })
    })
    .transpose()
}

/// Writes an opportunity and who has a role in it; whoever has none any more is taken out.
pub async fn save_opportunity(
    tx: &Tx,
    opportunity: &Opportunity,
    people: &[(PersonId, String)],
) -> Result<(), Fault> {
    let text = "insert into opportunities (id, name, stage, company_id, owner, close_date, is_closed, seen_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (id) do update set name = excluded.name, stage = excluded.stage,
                    company_id = excluded.company_id, owner = excluded.owner, close_date = excluded.close_date,
                    is_closed = excluded.is_closed, seen_at = excluded.seen_at";
    let id = opportunity.id.as_str();
    let values = values![
        id,
        &opportunity.name,
        &opportunity.stage,
        opportunity.company_id.as_ref().map(RecordId::as_str),
        &opportunity.owner,
        &opportunity.close_date,
        opportunity.is_closed,
        opportunity.seen_at
    ];
    tx.run(text, values).await?;
    tx.run(
        "delete from opportunity_people where opportunity_id = $1",
        values![id],
    )
    .await?;
    for (person, role) in people {
        let text =
            "insert into opportunity_people (opportunity_id, person_id, role) values ($1, $2, $3)
                    on conflict (opportunity_id, person_id) do nothing";
        tx.run(text, values![id, *person, role]).await?;
    }
    Ok(())
}
