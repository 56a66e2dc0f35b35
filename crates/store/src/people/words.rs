//! The words people are found by. They are kept as bytes, which both engines sort alike, so that all that
//! begin alike stand together.

use std::collections::BTreeSet;

use liaison_domain::people::Person;

use crate::sql::{Fault, Sql, Tx, Value};
use crate::values;

const INSERT: &str = "insert into people_words (person_id, word)";
/// Stands behind every word that begins alike: no text holds this byte.
const BEHIND: u8 = 0xff;
/// Among so many the one who searches finds somebody; who finds more writes more of the name.
pub(super) const MOST: i64 = 1_000;

fn rows(person: &Person) -> impl Iterator<Item = Vec<Value>> {
    let id = person.id;
    let words = person.words().into_iter();
    words.map(move |word| values![id, word.into_bytes()])
}

pub(super) async fn add_many(tx: &Tx, people: &[Person]) -> Result<(), Fault> {
    tx.insert_many(INSERT, people.iter().flat_map(rows).collect())
        .await
}

pub(super) async fn save(sql: &impl Sql, person: &Person) -> Result<(), Fault> {
    let old = "delete from people_words where person_id = $1";
    sql.run(old, values![person.id]).await?;
    let values: Vec<Value> = rows(person).flatten().collect();
    if values.is_empty() {
        return Ok(());
    }
    let marks: Vec<String> = (1..=values.len())
        .step_by(2)
        .map(|n| format!("(${n}, ${})", n + 1))
        .collect();
    let text = format!(
        "{INSERT} values {} on conflict do nothing",
        marks.join(", ")
    );
    sql.run(&text, values).await?;
    Ok(())
}

/// Which words a search is for, the rarest first: by it people are found, the others are looked for among them.
pub(super) async fn rarest_first(
    sql: &impl Sql,
    words: BTreeSet<String>,
) -> Result<Vec<String>, Fault> {
    if words.len() < 2 {
        return Ok(words.into_iter().collect());
    }
    let mut counted = Vec::with_capacity(words.len());
    for word in words {
        let mut values = Vec::new();
        let condition = begins("people_words", &word, &mut values);
        values.push(MOST.into());
        let text = format!(
            "select count(*) as n from (select 1 as one from people_words where {condition} limit $3) as counted"
        );
        let row = sql.row(&text, values).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.get("n"))?;
        counted.push((count, word));
    }
    counted.sort();
    Ok(counted.into_iter().map(|(_, word)| word).collect())
}

/// The condition that a word of the table begins so.
pub(super) fn begins(table: &str, word: &str, values: &mut Vec<Value>) -> String {
    let first = word.as_bytes();
    values.extend(values![first, [first, &[BEHIND]].concat()]);
    let n = values.len();
    format!("{table}.word >= ${} and {table}.word < ${n}", n - 1)
}
