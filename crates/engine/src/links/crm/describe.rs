//! What a user may write of an object: asked once a day, and again when a write was refused.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use liaison_connectors::salesforce::Api;
use liaison_domain::id::UserId;
use liaison_domain::links::crm::CrmWrite;
use liaison_domain::links::crm::activity::{Fields, ROLL_UPS, TaskType, is_optional};
use liaison_domain::links::crm::sync::OptOutField;
use liaison_domain::links::crm::trouble::ours;
use liaison_domain::links::crm::write::{Operation, WriteKind, WriteState};
use liaison_domain::links::crm_log;
use liaison_store::Sql;
use liaison_store::links::{crm_describes, crm_writes};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Desk;
use super::plan::planned;
use crate::links::calls::{Asked, in_background};
use crate::{Engine, Error, Outcome};

/// How long an answer is believed.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What one user may do with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct May {
    pub create: bool,
    pub update: bool,
}

/// An object as one user sees it, as far as we write it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sight {
    /// Optional fields that are there.
    pub fields: BTreeMap<String, May>,
    /// The values of a Task's `Type`, and whether one is set by itself.
    pub types: Vec<String>,
    pub has_default_type: bool,
}

impl Sight {
    /// Reads a describe answer.
    pub fn read(answer: &Value) -> Self {
        let mut sight = Self::default();
        for field in answer["fields"].as_array().into_iter().flatten() {
            let Some(name) = field["name"].as_str() else {
                continue;
            };
            if name == "Type" {
                let active = |one: &&Value| one["active"].as_bool() != Some(false);
                let values: Vec<&Value> = field["picklistValues"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(active)
                    .collect();
                sight.has_default_type = values
                    .iter()
                    .any(|one| one["defaultValue"].as_bool() == Some(true));
                let names = values.iter().filter_map(|one| one["value"].as_str());
                sight.types = names.map(str::to_owned).collect();
            }
            if is_optional(name) && is_ours(name) || name == OptOutField::Standard.api_name() {
                let is = |key: &str| field[key].as_bool() == Some(true);
                let (create, update) = (is("createable"), is("updateable"));
                sight.fields.insert(name.to_owned(), May { create, update });
            }
        }
        sight
    }

    fn may_write(&self, field: &str, operation: Operation) -> bool {
        self.fields.get(field).is_some_and(|may| match operation {
            Operation::Create => may.create,
            Operation::Update | Operation::Delete => may.update,
        })
    }

    /// Takes out what this user cannot write. Answers the fields of ours among it.
    pub fn fit(&self, fields: &mut Fields, operation: Operation) -> Vec<String> {
        let kind = fields
            .get("Type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if crm_log::task_type(kind, &self.types, self.has_default_type).is_none() {
            fields.remove("Type");
        }
        let mut left_out = Vec::new();
        fields.retain(|name, _| {
            let stays = !is_optional(name) || self.may_write(name, operation);
            if !stays && name.ends_with("__c") {
                left_out.push(name.clone());
            }
            stays
        });
        left_out
    }

    /// Whether a kind of activity has a value of its own in `Type`.
    pub fn has_type(&self, of: TaskType) -> bool {
        crm_log::task_type(of.name(), &self.types, self.has_default_type).is_some()
    }
}

fn is_ours(name: &str) -> bool {
    name == "Type"
        || name.starts_with("Call")
        || crm_log::FIELDS.iter().any(|(field, _)| *field == name)
        || ROLL_UPS.contains(&name)
        || name == OptOutField::Liaison.api_name()
}

/// As kept, or as Salesforce says now.
pub(super) async fn of(desk: &Desk<'_>, object: &str) -> Asked<Sight> {
    let (engine, user) = (desk.engine, desk.user.id);
    let now = engine.clock.now();
    if let Some((text, seen_at)) = crm_describes::of_user(&engine.db, user, object).await?
        && now.duration_since(seen_at) < GOOD_FOR
        && let Ok(sight) = serde_json::from_str(&text)
    {
        return Ok(Ok(sight));
    }
    let asked = in_background(engine, &desk.connection, async |api: Api| {
        api.describe(object).await
    })
    .await?;
    let sight = match asked {
        Ok(answer) => Sight::read(&answer),
        Err(why) => return Ok(Err(why)),
    };
    keep(engine, user, object, &sight).await?;
    Ok(Ok(sight))
}

/// Remembers what was asked for.
pub(super) async fn keep(
    engine: &Engine,
    user: UserId,
    object: &str,
    sight: &Sight,
) -> Outcome<()> {
    let text = serde_json::to_string(sight).map_err(Error::broken)?;
    crm_describes::save(&engine.db, user, object, &text, engine.clock.now()).await?;
    Ok(())
}

/// Says once on the diagnostics page which fields are left out for a user; again when there are more.
pub(super) async fn note_left_out(
    engine: &Engine,
    sql: &impl Sql,
    user: UserId,
    object: &str,
    left_out: &[String],
) -> Outcome<()> {
    if left_out.is_empty() {
        return Ok(());
    }
    let said = crm_writes::fields_note(sql, user, object).await?;
    let mut note = said.unwrap_or_else(|| CrmWrite {
        object: object.to_owned(),
        state: WriteState::Failed,
        code: Some(ours::FIELDS_LEFT_OUT.into()),
        ..planned(engine, user, WriteKind::Fields, Operation::Update, None)
    });
    let news: Vec<&String> = left_out
        .iter()
        .filter(|name| !note.fields.contains_key(*name))
        .collect();
    if news.is_empty() {
        return Ok(());
    }
    for name in news {
        note.fields.insert(name.clone(), json!(null));
    }
    let names: Vec<&str> = note.fields.keys().map(String::as_str).collect();
    note.message = Some(names.join(", "));
    note.state = WriteState::Failed;
    note.changed_at = engine.clock.now();
    crm_writes::save(sql, &note).await?;
    Ok(())
}
