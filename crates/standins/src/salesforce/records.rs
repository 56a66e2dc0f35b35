//! The org's tables: records by object and id, kept in order of creation.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::ids;
use super::objects::OBJECTS;
use super::schema::{self, Object};

/// Field name to value; absent means null.
pub type Record = Map<String, Value>;

#[derive(Default)]
struct Table {
    rows: Vec<Record>,
    places: HashMap<String, usize>,
    count: u64,
}

/// All records of the org.
pub struct Records {
    tables: HashMap<&'static str, Table>,
    touched: BTreeSet<String>,
}

/// A date and time as the API writes it: `2026-11-20T08:00:00.000+0000`.
pub fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string()
}

/// A calendar day (UTC) as the API writes it: `2026-11-20`.
pub fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

impl Records {
    /// Empty tables.
    pub fn new() -> Self {
        let tables = OBJECTS
            .iter()
            .map(|object| (object.name, Table::default()))
            .collect();
        Self {
            tables,
            touched: BTreeSet::new(),
        }
    }

    fn table(&mut self, object: &Object) -> &mut Table {
        self.tables.entry(object.name).or_default()
    }

    /// Adds a record, gives it an id and the system's fields, and answers the id.
    pub fn add(
        &mut self,
        object: &'static Object,
        mut record: Record,
        by: &str,
        at: Timestamp,
    ) -> String {
        let table = self.table(object);
        table.count += 1;
        let id = ids::make(object.prefix, table.count);
        let now = json!(stamp(at));
        record.insert("Id".into(), json!(id));
        record.insert("IsDeleted".into(), json!(false));
        for field in ["CreatedDate", "LastModifiedDate", "SystemModstamp"] {
            record.insert(field.into(), now.clone());
        }
        record.insert("CreatedById".into(), json!(by));
        record.insert("LastModifiedById".into(), json!(by));
        table.places.insert(id.clone(), table.rows.len());
        table.rows.push(record);
        self.touched.insert(id.clone());
        id
    }

    /// The record with this normal id, deleted ones included.
    pub fn get(&self, id: &str) -> Option<&Record> {
        let table = self.tables.get(schema::object_of_id(id)?.name)?;
        table.rows.get(*table.places.get(id)?)
    }

    /// Changes fields of a record and its stamps.
    pub fn change(&mut self, id: &str, fields: Record, by: &str, at: Timestamp) {
        let Some(object) = schema::object_of_id(id) else {
            return;
        };
        let table = self.table(object);
        let Some(record) = table
            .places
            .get(id)
            .and_then(|place| table.rows.get_mut(*place))
        else {
            return;
        };
        record.extend(fields);
        record.insert("LastModifiedById".into(), json!(by));
        for field in ["LastModifiedDate", "SystemModstamp"] {
            record.insert(field.into(), json!(stamp(at)));
        }
        self.touched.insert(id.to_owned());
    }

    /// All records of an object, deleted ones included, oldest first.
    pub fn all(&self, object: &Object) -> &[Record] {
        self.tables
            .get(object.name)
            .map_or(&[], |table| &table.rows)
    }

    /// Ids of records whose `field` equals `text`, ignoring case, without deleted ones.
    pub fn find(&self, object: &Object, field: &str, text: &str) -> Vec<String> {
        let wanted = text.to_lowercase();
        let same = |found: &str| {
            found.eq_ignore_ascii_case(text)
                || (!found.is_ascii() && found.to_lowercase() == wanted)
        };
        self.all(object)
            .iter()
            .filter(|record| same(text_of(record, field)) && !deleted(record))
            .map(|record| text_of(record, "Id").to_owned())
            .collect()
    }

    /// Forgets which records changed: what is there now is the starting point of the world.
    pub fn settle(&mut self) {
        self.touched.clear();
    }

    /// Records that differ from the starting point.
    pub fn touched(&self) -> Vec<Record> {
        self.touched
            .iter()
            .filter_map(|id| self.get(id).cloned())
            .collect()
    }

    /// Puts kept records back over the starting point.
    pub fn restore(&mut self, mut kept: Vec<Record>) {
        kept.sort_by(|one, two| text_of(one, "Id").cmp(text_of(two, "Id")));
        for record in kept {
            let id = text_of(&record, "Id").to_owned();
            let Some(object) = schema::object_of_id(&id) else {
                continue;
            };
            let table = self.table(object);
            match table.places.get(&id) {
                Some(place) => table.rows[*place] = record,
                None => {
                    table.count += 1;
                    while ids::make(object.prefix, table.count) < id && table.count < 10_000_000 {
                        table.count += 1;
                    }
                    table.places.insert(id.clone(), table.rows.len());
                    table.rows.push(record);
                }
            }
            self.touched.insert(id);
        }
    }

    /// State to come back to when a whole request is rolled back.
    pub fn mark(&self) -> Mark {
        Mark {
            counts: self
                .tables
                .iter()
                .map(|(name, table)| (*name, table.rows.len()))
                .collect(),
            before: Vec::new(),
        }
    }

    /// Remembers a record before it is changed, for [`Records::roll_back`].
    pub fn remember(&self, mark: &mut Mark, id: &str) {
        if let Some(record) = self.get(id) {
            mark.before.push(record.clone());
        }
    }

    /// Undoes everything since `mark`.
    pub fn roll_back(&mut self, mark: Mark) {
        for (name, length) in mark.counts {
            if let Some(table) = self.tables.get_mut(name) {
                for record in table.rows.drain(length..) {
                    let id = text_of(&record, "Id").to_owned();
                    table.places.remove(&id);
                    self.touched.remove(&id);
                }
            }
        }
        for record in mark.before.into_iter().rev() {
            let id = text_of(&record, "Id").to_owned();
            if let Some(object) = schema::object_of_id(&id) {
                let table = self.table(object);
                if let Some(place) = table.places.get(&id) {
                    table.rows[*place] = record;
                }
            }
        }
    }
}

/// A point to roll back to.
pub struct Mark {
    counts: Vec<(&'static str, usize)>,
    before: Vec<Record>,
}

/// A field's text, empty when absent or not text.
pub fn text_of<'a>(record: &'a Record, field: &str) -> &'a str {
    record
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Whether the record is in the recycle bin.
pub fn deleted(record: &Record) -> bool {
    record.get("IsDeleted") == Some(&Value::Bool(true))
}
