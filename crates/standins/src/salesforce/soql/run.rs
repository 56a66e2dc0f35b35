//! Answers a [`Query`] from the records.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::records::{Record, Records, deleted, text_of};
use super::super::refusal::Refusal;
use super::super::schema::{self, Field, Object};
use super::super::sight::Sight;
use super::filter::{compare, key_of};
use super::{Item, Order, Path, Query};

/// The rows of an answer, or the number alone for `SELECT COUNT()`.
#[derive(Debug)]
pub enum Found {
    Rows(Vec<Value>),
    Count(usize),
}

/// What a running query sees.
pub(super) struct Scope<'a> {
    records: &'a Records,
    sight: &'a Sight,
    text: &'a str,
    url: &'a str,
    pub(super) now: Timestamp,
    all: bool,
}

/// Runs `query`, which was read from `text`. `url` is `/services/data/vNN.0/sobjects`;
/// `all` includes deleted records and archived activities. Fails with `INVALID_FIELD`
/// (four lines, contracts 2.3) or `INVALID_TYPE`.
pub fn run(
    records: &Records,
    sight: &Sight,
    query: &Query,
    text: &str,
    url: &str,
    now: Timestamp,
    all: bool,
) -> Result<Found, Refusal> {
    let scope = Scope {
        records,
        sight,
        text,
        url,
        now,
        all: all || query.all_rows,
    };
    let object = schema::object(&query.from).ok_or_else(|| {
        Refusal::new(400, "INVALID_TYPE", format!(
            "{}\nsObject type '{}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
            scope.pointer(query.from_at), query.from
        ))
    })?;
    scope.select(object, query, None)
}

impl Scope<'_> {
    pub(super) fn pointer(&self, at: usize) -> String {
        let before = self.text.get(..at).unwrap_or_default();
        let row = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count();
        let line = self.text.lines().nth(row - 1).unwrap_or_default();
        format!(
            "\n{line}\n{}^\nERROR at Row:{row}:Column:{}",
            " ".repeat(column),
            column + 1
        )
    }

    fn no_column(&self, path: &Path, object: &str) -> Refusal {
        Refusal::new(
            400,
            "INVALID_FIELD",
            format!(
                "{}\nNo such column '{}' on entity '{object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
                self.pointer(path.at),
                path.steps.last().map_or("", String::as_str)
            ),
        )
    }

    pub(super) fn no_relation(&self, path: &Path, relation: &str) -> Refusal {
        Refusal::new(
            400,
            "INVALID_FIELD",
            format!(
                "{}\nDidn't understand relationship '{relation}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.",
                self.pointer(path.at)
            ),
        )
    }

    /// Checks that the path exists; answers its last field (`None` for `Who.Type`).
    pub(super) fn check(
        &self,
        object: &'static Object,
        path: &Path,
    ) -> Result<Option<&'static Field>, Refusal> {
        let steps = own_steps(object, &path.steps);
        let mut here = vec![object];
        for step in &steps[..steps.len() - 1] {
            let next: Vec<&'static Object> = here
                .iter()
                .filter_map(|object| object.parent(step))
                .flat_map(|field| {
                    field
                        .targets
                        .iter()
                        .filter_map(|target| schema::object(target))
                })
                .collect();
            if next.is_empty() {
                return Err(self.no_relation(path, step));
            }
            here = next;
        }
        let last = &steps[steps.len() - 1];
        match here
            .iter()
            .find_map(|object| self.sight.field(object, last))
        {
            Some(field) => Ok(Some(field)),
            None if last.eq_ignore_ascii_case("Type") && steps.len() > 1 => Ok(None),
            None => Err(self.no_column(path, here[0].name)),
        }
    }

    /// The value at the end of a path, null when a parent is missing.
    pub(super) fn value(&self, record: &Record, path: &Path) -> Value {
        let Some(mut object) = schema::object_of_id(text_of(record, "Id")) else {
            return Value::Null;
        };
        let mut record = record;
        let mut polymorphic = false;
        let mut steps = own_steps(object, &path.steps);
        while let [step, rest @ ..] = steps {
            if rest.is_empty() {
                // `Who.Type` names the object, whatever fields that object has.
                if polymorphic && step.eq_ignore_ascii_case("Type") {
                    return json!(object.name);
                }
                let field = object.field(step);
                return field
                    .and_then(|field| record.get(field.name))
                    .cloned()
                    .unwrap_or(Value::Null);
            }
            let Some(reference) = object.parent(step) else {
                return Value::Null;
            };
            let parent = self.records.get(text_of(record, reference.name));
            let next = parent.and_then(|parent| schema::object_of_id(text_of(parent, "Id")));
            let (Some(parent), Some(next)) = (parent, next) else {
                return Value::Null;
            };
            polymorphic = reference.targets.len() > 1;
            (record, object, steps) = (parent, next, rest);
        }
        Value::Null
    }

    /// Rows of `object`, restricted to the children of `parent` (its field and id) if given.
    pub(super) fn select(
        &self,
        object: &'static Object,
        query: &Query,
        parent: Option<(&Field, &str)>,
    ) -> Result<Found, Refusal> {
        self.check_all(object, query)?;
        let test = query
            .test
            .as_ref()
            .map(|test| self.prepare(object, test))
            .transpose()?;
        let mut rows: Vec<&Record> = self
            .records
            .all(object)
            .iter()
            .filter(|record| {
                self.all || !(deleted(record) || record.get("IsArchived") == Some(&json!(true)))
            })
            .filter(|record| parent.is_none_or(|(field, id)| text_of(record, field.name) == id))
            .filter(|record| test.as_ref().is_none_or(|test| test.holds(self, record)))
            .collect();
        if let [Item::Aggregate(function, None, _)] = query.items.as_slice()
            && query.group.is_empty()
            && function == "COUNT"
        {
            return Ok(Found::Count(
                query
                    .limit
                    .map_or(rows.len(), |limit| rows.len().min(limit)),
            ));
        }
        if !query.group.is_empty()
            || query
                .items
                .iter()
                .any(|item| matches!(item, Item::Aggregate(..)))
        {
            return Ok(Found::Rows(self.group(query, &rows)));
        }
        if !query.order.is_empty() {
            let mut keyed: Vec<(Vec<Value>, &Record)> = rows
                .into_iter()
                .map(|row| {
                    (
                        query
                            .order
                            .iter()
                            .map(|order| self.value(row, &order.by))
                            .collect(),
                        row,
                    )
                })
                .collect();
            keyed.sort_by(|one, two| compare_keys(&query.order, &one.0, &two.0));
            rows = keyed.into_iter().map(|(_, row)| row).collect();
        }
        let shown = rows
            .into_iter()
            .skip(query.offset)
            .take(query.limit.unwrap_or(usize::MAX));
        shown
            .map(|row| self.show(object, query, row))
            .collect::<Result<_, _>>()
            .map(Found::Rows)
    }

    fn check_all(&self, object: &'static Object, query: &Query) -> Result<(), Refusal> {
        for item in &query.items {
            match item {
                Item::Field(path) => {
                    self.check(object, path)?;
                }
                Item::Aggregate(_, Some(path), _) => {
                    self.check(object, path)?;
                }
                Item::Children(inner) => {
                    if schema::children(object.name, &inner.from).is_none() {
                        return Err(Refusal::new(
                            400,
                            "INVALID_TYPE",
                            format!(
                                "{}\nDidn't understand relationship '{}' in FROM part of query call.",
                                self.pointer(inner.from_at),
                                inner.from
                            ),
                        ));
                    }
                }
                Item::Fields(which) => {
                    if which != "STANDARD" && query.limit.is_none_or(|limit| limit > 200) {
                        return Err(Refusal::new(
                            400,
                            "MALFORMED_QUERY",
                            format!(
                                "The SOQL FIELDS function must have a LIMIT of at most 200: FIELDS({which})"
                            ),
                        ));
                    }
                }
                Item::Aggregate(_, None, _) => {}
            }
        }
        let aliased = |path: &Path| {
            query.items.iter().any(|item| matches!(item, Item::Aggregate(_, _, Some(alias)) if path.steps.len() == 1 && alias.eq_ignore_ascii_case(&path.steps[0])))
        };
        for path in query
            .group
            .iter()
            .chain(query.order.iter().map(|order| &order.by))
        {
            if !aliased(path) {
                self.check(object, path)?;
            }
        }
        Ok(())
    }

    fn show(&self, object: &'static Object, query: &Query, row: &Record) -> Result<Value, Refusal> {
        let id = text_of(row, "Id");
        let mut shown = json!({ "attributes": self.attributes(object.name, id) });
        for item in &query.items {
            match item {
                Item::Field(path) => self.place(&mut shown, object, row, path),
                Item::Fields(which) => {
                    for field in self
                        .sight
                        .fields(object)
                        .filter(|field| which == "ALL" || field.custom() == (which == "CUSTOM"))
                    {
                        shown[field.name] = row.get(field.name).cloned().unwrap_or(Value::Null);
                    }
                }
                Item::Children(inner) => {
                    let Some((child, field)) = schema::children(object.name, &inner.from) else {
                        continue;
                    };
                    let name = field.children.unwrap_or_default();
                    let rows = match self.select(child, inner, Some((field, id)))? {
                        Found::Rows(rows) => rows,
                        Found::Count(_) => Vec::new(),
                    };
                    shown[name] = if rows.is_empty() {
                        Value::Null
                    } else {
                        json!({ "totalSize": rows.len(), "done": true, "records": rows })
                    };
                }
                Item::Aggregate(..) => {}
            }
        }
        Ok(shown)
    }

    fn attributes(&self, name: &str, id: &str) -> Value {
        json!({ "type": name, "url": format!("{}/{name}/{id}", self.url) })
    }

    /// Puts a possibly dotted field into the row shown, with a nested object per parent.
    fn place(&self, shown: &mut Value, object: &'static Object, row: &Record, path: &Path) {
        let value = self.value(row, path);
        let (mut slot, mut object, mut row) = (shown, object, row);
        let mut steps = own_steps(object, &path.steps);
        while let [step, rest @ ..] = steps {
            let Some(reference) = (!rest.is_empty()).then(|| object.parent(step)).flatten() else {
                break;
            };
            let name = reference.parent.unwrap_or_default();
            let parent = self.records.get(text_of(row, reference.name));
            let Some((parent, next)) = parent
                .and_then(|record| Some((record, schema::object_of_id(text_of(record, "Id"))?)))
            else {
                slot[name] = Value::Null;
                return;
            };
            if slot.get(name).is_none() {
                // A polymorphic parent is shown as `Name`, as the API does.
                let kind = if reference.targets.len() > 1 {
                    "Name"
                } else {
                    next.name
                };
                slot[name] = json!({ "attributes": self.attributes(kind, text_of(parent, "Id")) });
            }
            slot = &mut slot[name];
            (row, object, steps) = (parent, next, rest);
        }
        if let [last] = steps {
            let name = object.field(last).map_or(last.as_str(), |field| field.name);
            slot[name] = value;
        }
    }

    fn group(&self, query: &Query, rows: &[&Record]) -> Vec<Value> {
        let mut groups: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
        for row in rows {
            let key: Vec<Value> = query
                .group
                .iter()
                .map(|path| self.value(row, path))
                .collect();
            groups.entry(json!(key).to_string()).or_default().push(row);
        }
        if query.group.is_empty() && groups.is_empty() {
            groups.insert(String::new(), Vec::new());
        }
        let mut results: Vec<Value> = groups
            .into_values()
            .map(|rows| self.group_row(query, &rows))
            .collect();
        let name = |order: &Order| order.by.steps.last().cloned().unwrap_or_default();
        results.sort_by(|one, two| {
            let keys = |row: &Value| {
                query
                    .order
                    .iter()
                    .map(|order| row[name(order)].clone())
                    .collect::<Vec<_>>()
            };
            compare_keys(&query.order, &keys(one), &keys(two))
        });
        results
            .into_iter()
            .skip(query.offset)
            .take(query.limit.unwrap_or(2_000))
            .collect()
    }

    fn group_row(&self, query: &Query, rows: &[&Record]) -> Value {
        let mut result = json!({ "attributes": { "type": "AggregateResult" } });
        let mut unnamed = 0;
        for item in &query.items {
            match item {
                Item::Field(path) => {
                    let name = path.steps.last().cloned().unwrap_or_default();
                    result[name] = rows
                        .first()
                        .map_or(Value::Null, |row| self.value(row, path));
                }
                Item::Aggregate(function, of, alias) => {
                    let name = alias.clone().unwrap_or_else(|| {
                        unnamed += 1;
                        format!("expr{}", unnamed - 1)
                    });
                    let values: Vec<Value> = match of {
                        None => vec![json!(true); rows.len()],
                        Some(path) => rows
                            .iter()
                            .map(|row| self.value(row, path))
                            .filter(|value| !value.is_null())
                            .collect(),
                    };
                    result[name] = aggregate(function, &values);
                }
                _ => {}
            }
        }
        result
    }
}

fn compare_keys(order: &[Order], one: &[Value], two: &[Value]) -> Ordering {
    for ((order, one), two) in order.iter().zip(one).zip(two) {
        let ordering = match (one.is_null(), two.is_null()) {
            (true, true) => Ordering::Equal,
            (true, false) => {
                if order.nulls_last {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (false, true) => {
                if order.nulls_last {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
            (false, false) if order.descending => compare(two, one),
            (false, false) => compare(one, two),
        };
        if ordering.is_ne() {
            return ordering;
        }
    }
    Ordering::Equal
}

fn aggregate(function: &str, values: &[Value]) -> Value {
    let numbers = || values.iter().filter_map(Value::as_f64);
    match function {
        "COUNT" => json!(values.len()),
        "COUNT_DISTINCT" => json!(values.iter().map(key_of).collect::<HashSet<_>>().len()),
        "MIN" => values
            .iter()
            .min_by(|one, two| compare(one, two))
            .cloned()
            .unwrap_or(Value::Null),
        "MAX" => values
            .iter()
            .max_by(|one, two| compare(one, two))
            .cloned()
            .unwrap_or(Value::Null),
        "SUM" => json!(numbers().sum::<f64>()),
        _ if numbers().count() == 0 => Value::Null,
        _ => json!(numbers().sum::<f64>() / numbers().count() as f64),
    }
}

/// The steps without the object's own name in front, as in `SELECT Lead.Id FROM Lead`.
fn own_steps<'a>(object: &Object, steps: &'a [String]) -> &'a [String] {
    match steps.split_first() {
        Some((first, rest))
            if !rest.is_empty()
                && first.eq_ignore_ascii_case(object.name)
                && object.parent(first).is_none() =>
        {
            rest
        }
        _ => steps,
    }
}
