//! Writing a task, for one person, for several, or for nobody in particular.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::id::{EmailId, PersonId, TaskId, UserId};
use liaison_domain::people::Person;
use liaison_domain::work::KeptTask;
use liaison_domain::work::task::{Priority, TaskKind};
use liaison_engine::work::tasks::{self as acts, TaskForm};
use liaison_store::access::users;
use liaison_store::people::persons;
use liaison_store::work::tasks;

use super::fields::{Fields, local, today};
use super::pick::{Pick, pick};
use super::tasks::{Row, back, icon_of, row};
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::parts::{Field, Icon, Refused};
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Seller;

#[derive(Template)]
#[template(path = "work/task_form.html")]
struct TaskPage {
    page: Page,
    /// Where the form goes.
    action: String,
    /// Whom it is about: id and name.
    people: Vec<(PersonId, String)>,
    pick: Option<Pick>,
    /// The task as it stands, when it is edited.
    row: Option<Row>,
    kind: TaskKind,
    name: Field,
    details: String,
    due: Field,
    remind: Field,
    is_high: bool,
    colleagues: Vec<Colleague>,
    email: String,
    back: String,
    refused: Option<Refused>,
}

struct Colleague {
    id: UserId,
    name: String,
    is_chosen: bool,
}

impl TaskPage {
    fn kinds(&self) -> &'static [TaskKind] {
        TaskKind::ALL
    }

    fn icon_of(&self, kind: &TaskKind) -> Icon {
        Icon(icon_of(*kind))
    }
}

/// What the form shows: as typed, or as it is kept.
#[derive(Default)]
struct Typed {
    kind: String,
    name: String,
    details: String,
    due: String,
    remind: String,
    is_high: bool,
    assignee: Option<UserId>,
    email: String,
    back: String,
}

impl Typed {
    fn of(fields: &Fields) -> Self {
        Self {
            kind: fields.get("kind").to_owned(),
            name: fields.get("name").to_owned(),
            details: fields.get("details").to_owned(),
            due: fields.get("due").to_owned(),
            remind: fields.get("remind").to_owned(),
            is_high: fields.get("priority") == Priority::High.code(),
            assignee: fields.get("assignee").parse().ok(),
            email: fields.get("email").to_owned(),
            back: fields.get("back").to_owned(),
        }
    }

    fn kept(seller: &Seller, kept: &KeptTask) -> Self {
        let task = &kept.task;
        Self {
            kind: task.kind.code().to_owned(),
            name: task.name.clone(),
            details: task.details.clone(),
            due: task.due.map(|day| day.to_string()).unwrap_or_default(),
            remind: kept
                .remind_at
                .map(|at| local(at, &seller.user))
                .unwrap_or_default(),
            is_high: task.priority == Priority::High,
            assignee: Some(kept.user_id),
            ..Self::default()
        }
    }
}

fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::TaskNameMissing => "name",
        Refusal::TooLong { field, .. } if field == "name" => "name",
        Refusal::TooLong { field, .. } if field == "details" => "details",
        Refusal::TaskDayMissing | Refusal::TimeMalformed => "due",
        _ => "",
    }
}

async fn page(
    seller: &Seller,
    (view, place): (&'static str, &'static str),
    typed: Typed,
    people: &[Person],
    kept: Option<KeptTask>,
    refusal: Option<&Refusal>,
) -> Result<TaskPage, Trouble> {
    let (engine, t) = (&seller.visitor.app.engine, seller.t());
    let now = engine.clock.now();
    let at = refusal.map(field_of).unwrap_or_default();
    let said = refusal.map(|refusal| t.say(refusal));
    let error = |id: &str| said.as_ref().filter(|_| id == at);
    let me = seller.user.id;
    let chosen = typed.assignee.unwrap_or(me);
    let colleagues = users::list(&engine.db, &users::Wanted::default(), None, 500).await?;
    let colleagues = colleagues
        .into_iter()
        .filter(|user| user.may_enter(now) || user.id == chosen)
        .map(|user| Colleague {
            id: user.id,
            name: user.display_name(),
            is_chosen: user.id == chosen,
        });
    let day = today(now, &seller.user);
    let action = match &kept {
        Some(kept) => format!("/tasks/{}", kept.id),
        None => "/tasks/new".to_owned(),
    };
    let due = match (&kept, typed.due.as_str(), refusal) {
        (None, "", None) => day.to_string(),
        (_, due, _) => due.to_owned(),
    };
    let title = t.of_family("task-page", place);
    Ok(TaskPage {
        page: Page {
            place: "tasks",
            ..Page::new(&seller.visitor, view, title)
        },
        action,
        people: people
            .iter()
            .map(|person| (person.id, person.display_name()))
            .collect(),
        pick: None,
        kind: TaskKind::from_code(&typed.kind).unwrap_or(TaskKind::Call),
        name: Field::new("name", "text", t.get("field-task-name"), typed.name)
            .required()
            .error(error("name")),
        details: typed.details,
        due: Field::new("due", "date", t.get("field-due"), due)
            .required()
            .error(error("due")),
        remind: Field {
            optional: t.get("optional").to_owned(),
            ..Field::new(
                "remind",
                "datetime-local",
                t.get("field-remind"),
                typed.remind,
            )
            .hint(t.get("field-remind-hint"))
        },
        is_high: typed.is_high,
        colleagues: colleagues.collect(),
        email: typed.email,
        back: typed.back,
        row: kept.map(|kept| row(t, kept, people.first(), day)),
        refused: refusal.map(|refusal| Refused {
            said: t.say(refusal),
            field: at,
        }),
    })
}

/// Everybody named in the address or in the form.
async fn people_of(seller: &Seller, fields: &Fields) -> Result<Vec<Person>, Trouble> {
    let mut ids: Vec<PersonId> = fields.ids("people")?;
    ids.extend(fields.ids::<PersonId>("person")?);
    let mut people = Vec::new();
    for id in ids {
        let person = persons::by_id(&seller.visitor.app.engine.db, id).await?;
        people.push(person.ok_or(Refusal::NotFound)?);
    }
    Ok(people)
}

pub(crate) async fn new(seller: Seller, Query(query): Query<Fields>) -> Answer {
    let (engine, t) = (&seller.visitor.app.engine, seller.t());
    let people = people_of(&seller, &query).await?;
    let names = ("tasks:new", "new");
    let mut shown = page(&seller, names, Typed::of(&query), &people, None, None).await?;
    if people.is_empty() {
        let kept = vec![("kind", query.get("kind").to_owned())];
        let q = query.get("q");
        shown.pick = Some(pick(&engine.db, t, "/tasks/new", kept, q).await?);
    }
    Ok(html(&shown))
}

fn read(seller: &Seller, fields: &Fields) -> Result<TaskForm, Refusal> {
    Ok(TaskForm {
        kind: fields.code("kind", TaskKind::from_code)?,
        name: fields.get("name").to_owned(),
        details: fields.get("details").to_owned(),
        due: fields.day("due")?,
        priority: match fields.get("priority") {
            "" => Priority::Normal,
            code => Priority::from_code(code).ok_or(Refusal::BadForm)?,
        },
        remind_at: fields.moment("remind", &seller.user)?,
        assignee: fields.id("assignee")?.unwrap_or(seller.user.id),
    })
}

fn stands_on_the_page(refusal: &Refusal) -> bool {
    !matches!(
        refusal,
        Refusal::NotFound | Refusal::StateChanged | Refusal::BadForm
    )
}

pub(crate) async fn add(seller: Seller, Form(form): Form<Fields>) -> Answer {
    let engine = &seller.visitor.app.engine;
    let people = people_of(&seller, &form).await?;
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let email: Option<EmailId> = form.id("email")?;
    let outcome = match read(&seller, &form) {
        Ok(read) => acts::add(engine, &seller.user, &ids, email, &read).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome.map_err(Trouble::from) {
        Ok(_) => {
            let path = back(&seller, &form);
            Ok(go_saying(&seller.visitor, &path, "task-added"))
        }
        Err(trouble) => {
            let refusal = trouble.refusal()?;
            if !stands_on_the_page(&refusal) {
                return Err(refusal.into());
            }
            let names = ("tasks:refused", "new");
            let typed = Typed::of(&form);
            let shown = page(&seller, names, typed, &people, None, Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)).into_response())
        }
    }
}

async fn find(seller: &Seller, id: &str) -> Result<(KeptTask, Vec<Person>), Trouble> {
    let db = &seller.visitor.app.engine.db;
    let id: TaskId = id.parse().map_err(|_| Refusal::NotFound)?;
    let kept = tasks::by_id(db, id).await?;
    let kept = kept.filter(|kept| kept.deleted_at.is_none() && kept.is_of(seller.user.id));
    let kept = kept.ok_or(Refusal::NotFound)?;
    let person = match kept.person_id {
        Some(id) => persons::by_id(db, id).await?,
        None => None,
    };
    Ok((kept, person.into_iter().collect()))
}

pub(crate) async fn show(seller: Seller, Path(id): Path<String>) -> Answer {
    let (kept, people) = find(&seller, &id).await?;
    let typed = Typed::kept(&seller, &kept);
    let names = ("tasks:edit", "edit");
    let shown = page(&seller, names, typed, &people, Some(kept), None).await?;
    Ok(html(&shown))
}

pub(crate) async fn edit(
    seller: Seller,
    Path(id): Path<String>,
    Form(form): Form<Fields>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    let (kept, people) = find(&seller, &id).await?;
    let outcome = match read(&seller, &form) {
        Ok(read) => acts::edit(engine, &seller.user, kept.id, &read).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome.map_err(Trouble::from) {
        Ok(()) => Ok(go_saying(&seller.visitor, "/tasks", "saved")),
        Err(trouble) => {
            let refusal = trouble.refusal()?;
            if !stands_on_the_page(&refusal) {
                return Err(refusal.into());
            }
            let names = ("tasks:refused", "edit");
            let typed = Typed::of(&form);
            let shown = page(&seller, names, typed, &people, Some(kept), Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&shown)).into_response())
        }
    }
}
