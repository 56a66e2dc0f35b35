//! Lists of people by last name, whole or narrowed, at a cost that does not grow with how many there are.

use liaison_domain::id::{PersonId, UserId};
use liaison_domain::people::{Person, words as rules};

use super::persons::read;
use super::words::{self, MOST};
use crate::sql::{Fault, Sql, Value};
use crate::values;

/// A seller as the owner of people.
#[derive(Debug, Clone)]
pub struct Of {
    /// The Salesforce user who owns the records; empty for a seller who is not connected.
    pub owner: String,
    /// Who added people by hand.
    pub user: UserId,
}

/// What a list of people may be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// How words of the name, the address or the company begin.
    pub text: String,
    /// Whose people are wanted.
    pub of: Option<Of>,
    pub unsubscribed_only: bool,
}

/// Where a page of the list goes on: after this name and id.
#[derive(Debug, Clone)]
pub struct After {
    pub last_name: String,
    pub first_name: String,
    pub id: PersonId,
}

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub people: Vec<Person>,
    /// More fit than a search looks at: some that fit are on no page.
    pub is_cut: bool,
}

const ORDER: &str = "order by last_name, first_name, id";

/// People by last name, at most `limit`.
pub async fn list(
    sql: &impl Sql,
    wanted: &Wanted,
    after: Option<&After>,
    limit: i64,
) -> Result<Found, Fault> {
    let mut values = Vec::new();
    let arms = arms(wanted, &mut values);
    let page = after.map_or(String::new(), |after| page(after, &mut values));
    values.push(limit.into());
    let ends = format!("{ORDER} limit ${}", values.len());
    if !wanted.text.is_empty() {
        return search(sql, &wanted.text, &arms, &page, &ends, values).await;
    }
    let arms: Vec<String> = arms
        .iter()
        .map(|arm| format!("select * from (select * from people where {arm}{page} {ends}) as arm"))
        .collect();
    let text = format!(
        "select * from ({}) as page {ends}",
        arms.join(" union all ")
    );
    let rows = sql.rows(&text, values).await?;
    let people = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok(Found {
        people,
        is_cut: false,
    })
}

/// What a list is narrowed by, cut so that an index stands for each piece: nobody fits two of them.
fn arms(wanted: &Wanted, values: &mut Vec<Value>) -> Vec<String> {
    let mut arms = vec!["true".to_owned()];
    if let Some(of) = &wanted.of {
        values.extend(values![&of.owner, of.user]);
        let n = values.len();
        arms = vec![
            format!("owner <> '' and owner = ${}", n - 1),
            format!("owner = '' and added_by = ${n}"),
        ];
    }
    if wanted.unsubscribed_only {
        let has_left = [
            "opted_out_in_crm",
            "not opted_out_in_crm and email in (select address from suppressions)",
        ];
        let both = |arm: &String| has_left.map(|left| format!("{arm} and {left}"));
        arms = arms.iter().flat_map(both).collect();
    }
    arms
}

fn page(after: &After, values: &mut Vec<Value>) -> String {
    values.extend(values![&after.last_name, &after.first_name, after.id]);
    let n = values.len();
    format!(
        " and (last_name, first_name, id) > (${}, ${}, ${n})",
        n - 2,
        n - 1
    )
}

async fn search(
    sql: &impl Sql,
    text: &str,
    arms: &[String],
    page: &str,
    ends: &str,
    mut values: Vec<Value>,
) -> Result<Found, Fault> {
    let words = words::rarest_first(sql, rules::wanted(text)).await?;
    let Some((rarest, others)) = words.split_first() else {
        return Ok(Found::default());
    };
    let mut fits = words::begins("people_words", rarest, &mut values);
    for word in others {
        let begins = words::begins("other", word, &mut values);
        fits.push_str(&format!(
            " and exists (select 1 from people_words other
                where other.person_id = people_words.person_id and {begins})"
        ));
    }
    if arms != ["true"] {
        fits.push_str(&format!(
            " and exists (select 1 from people where id = people_words.person_id and ({}))",
            arms.join(" or ")
        ));
    }
    values.push((MOST + 1).into());
    let text = format!(
        "select * from (
            with fitting as (
                select person_id from people_words where {fits} order by word, person_id limit ${}
            )
            select people.*, (select count(*) from fitting) as fit from people
            where id in (select person_id from fitting){page} {ends}
        ) as page {ORDER}",
        values.len()
    );
    let rows = sql.rows(&text, values).await?;
    let fit = rows.first().map_or(Ok(0), |row| row.get::<i64>("fit"))?;
    Ok(Found {
        people: rows.iter().map(read).collect::<Result<_, _>>()?,
        is_cut: fit > MOST,
    })
}
