//! Logging a call (actions 11.1): the number to dial, how it ended, what was said.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::id::{PersonId, TaskId};
use liaison_domain::people::Person;
use liaison_domain::work::call::{CallChoices, CallStatus};
use liaison_engine::work::calls::{self as acts, CallForm};
use liaison_store::people::persons;
use liaison_store::work::tasks;

use super::fields::{Fields, local};
use super::pick::{Pick, pick};
use super::tasks::back;
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::parts::{Field, Refused};
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Seller;

#[derive(Template)]
#[template(path = "work/call_pick.html")]
struct CallPick {
    page: Page,
    pick: Pick,
}

#[derive(Template)]
#[template(path = "work/call_form.html")]
struct CallPage {
    page: Page,
    person: PersonId,
    name: String,
    company: String,
    /// For `tel:`; empty where there is nothing to dial.
    dial: String,
    number: Field,
    when: Field,
    duration: Field,
    notes: String,
    choices: CallChoices,
    typed: Fields,
    /// The task it is made for: id and name.
    task: Option<(TaskId, String, String)>,
    back: String,
    refused: Option<Refused>,
}

impl CallPage {
    fn statuses(&self) -> &'static [CallStatus] {
        CallStatus::ALL
    }

    fn is_typed(&self, name: &str, value: &str) -> bool {
        self.typed.get(name) == value
    }

    fn completes(&self) -> bool {
        !self.typed.has("completes") || self.typed.get("completes") == "yes"
    }
}

/// What a telephone can dial.
pub(super) fn dial(number: &str) -> String {
    let is_dialled = |c: &char| c.is_ascii_digit() || matches!(c, '*' | '#');
    let plus = number.trim_start().starts_with('+');
    let digits: String = number.chars().filter(is_dialled).collect();
    match (digits.is_empty(), plus) {
        (true, _) => String::new(),
        (false, true) => format!("+{digits}"),
        (false, false) => digits,
    }
}

fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::CallDuration => "duration",
        Refusal::TimeMalformed => "when",
        Refusal::CallOutcomeMissing => "outcome",
        Refusal::CallReasonMissing => "reason",
        Refusal::TooLong { field, .. } if field == "number" => "number",
        Refusal::TooLong { field, .. } if field == "notes" => "notes",
        _ => "",
    }
}

async fn page(
    seller: &Seller,
    view: &'static str,
    person: &Person,
    fields: Fields,
    refusal: Option<&Refusal>,
) -> Result<CallPage, Trouble> {
    let (engine, t) = (&seller.visitor.app.engine, seller.t());
    let at = refusal.map(field_of).unwrap_or_default();
    let said = refusal.map(|refusal| t.say(refusal));
    let error = |id: &str| said.as_ref().filter(|_| id == at);
    let typed = |name: &str, usual: String| match fields.has(name) {
        true => fields.get(name).to_owned(),
        false => usual,
    };
    let task = match fields.id::<TaskId>("task")? {
        Some(id) => tasks::by_id(&engine.db, id).await?,
        None => None,
    };
    let task = task.filter(|task| task.is_open() && task.is_of(seller.user.id));
    let number = typed("number", person.phone.clone());
    let now = local(engine.clock.now(), &seller.user);
    let title = t.one("call-title", "name", person.display_name());
    Ok(CallPage {
        page: Page {
            place: "tasks",
            ..Page::new(&seller.visitor, view, &title)
        },
        person: person.id,
        name: person.display_name(),
        company: super::pick::about(person),
        dial: dial(&number),
        number: Field::new("number", "tel", t.get("field-number"), number).error(error("number")),
        when: Field::new(
            "when",
            "datetime-local",
            t.get("field-called"),
            typed("when", now),
        )
        .error(error("when")),
        duration: Field {
            optional: t.get("optional").to_owned(),
            ..Field::new(
                "duration",
                "text",
                t.get("field-duration"),
                typed("duration", String::new()),
            )
            .hint(t.get("field-duration-hint"))
            .error(error("duration"))
        },
        notes: fields.get("notes").to_owned(),
        choices: acts::choices(&engine.db).await?,
        task: task.map(|kept| (kept.id, kept.task.name, kept.task.details)),
        back: fields.get("back").to_owned(),
        typed: fields,
        refused: refusal.map(|refusal| Refused {
            said: t.say(refusal),
            field: at,
        }),
    })
}

async fn person_of(seller: &Seller, fields: &Fields) -> Result<Option<Person>, Trouble> {
    let db = &seller.visitor.app.engine.db;
    match fields.id::<PersonId>("person")? {
        Some(id) => Ok(Some(
            persons::by_id(db, id).await?.ok_or(Refusal::NotFound)?,
        )),
        None => Ok(None),
    }
}

pub(crate) async fn new(seller: Seller, Query(query): Query<Fields>) -> Answer {
    let (engine, t) = (&seller.visitor.app.engine, seller.t());
    if let Some(person) = person_of(&seller, &query).await? {
        let shown = page(&seller, "calls:new", &person, query, None).await?;
        return Ok(html(&shown));
    }
    let pick = pick(&engine.db, t, "/calls/new", vec![], query.get("q")).await?;
    let title = t.get("call-log");
    Ok(html(&CallPick {
        page: Page {
            place: "tasks",
            ..Page::new(&seller.visitor, "calls:pick", title)
        },
        pick,
    }))
}

fn read(seller: &Seller, person: &Person, fields: &Fields) -> Result<CallForm, Refusal> {
    let now = seller.visitor.app.engine.clock.now();
    let completes = fields.all("completes").any(|value| value == "yes");
    Ok(CallForm {
        person: person.id,
        number: fields.get("number").to_owned(),
        status: match fields.get("status") {
            "" => CallStatus::Completed,
            code => CallStatus::from_code(code).ok_or(Refusal::BadForm)?,
        },
        outcome: fields.get("outcome").to_owned(),
        reason: fields.get("reason").to_owned(),
        notes: fields.get("notes").to_owned(),
        duration: fields.get("duration").to_owned(),
        called_at: fields.moment("when", &seller.user)?.unwrap_or(now),
        task: fields.id("task")?.filter(|_| completes),
    })
}

pub(crate) async fn log(seller: Seller, Form(form): Form<Fields>) -> Answer {
    let engine = &seller.visitor.app.engine;
    let person = person_of(&seller, &form).await?;
    let person = person.ok_or(Refusal::PersonMissing)?;
    let outcome = match read(&seller, &person, &form) {
        Ok(read) => acts::log(engine, &seller.user, &read).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome.map_err(Trouble::from) {
        Ok(_) => {
            let path = match form.get("back") {
                "" => format!("/people/{}", person.id),
                _ => back(&seller, &form),
            };
            Ok(go_saying(&seller.visitor, &path, "call-logged"))
        }
        Err(trouble) => {
            let refusal = trouble.refusal()?;
            if field_of(&refusal).is_empty() {
                return Err(refusal.into());
            }
            let shown = page(&seller, "calls:refused", &person, form, Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)).into_response())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::dial;

    #[test]
    fn only_what_can_be_dialled_is() {
        assert_eq!(dial("+46 (0)8-123 45"), "+460812345");
        assert_eq!(dial("0800 LIAISON"), "0800");
        assert_eq!(dial("javascript:alert(1)"), "1");
        assert_eq!(dial(" – "), "");
    }
}
