//! The list of tasks: by day, completed with one button or several at once (actions 10.1).

use askama::Template;
use axum::extract::Path;
use jiff::ToSpan;
use jiff::civil::Date;
use liaison_domain::Refusal;
use liaison_domain::id::TaskId;
use liaison_domain::people::Person;
use liaison_domain::work::KeptTask;
use liaison_domain::work::task::{Priority, TaskKind};
use liaison_engine::work::tasks as acts;
use liaison_store::people::persons;
use liaison_store::work::tasks::{self, Wanted};

use super::fields::{Fields, today};
use crate::access::safe_next;
use crate::dates;
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::respond::{Answer, go_saying, html};
use crate::texts::Texts;
use crate::visitor::{Member, Seller};

const PAGE_SIZE: i64 = 50;
pub(super) const FILTERS: [&str; 6] = ["all", "overdue", "today", "tomorrow", "week", "done"];

#[derive(Template)]
#[template(path = "work/tasks.html")]
struct TasksPage {
    page: Page,
    filters: Vec<Filter>,
    rows: Vec<Row>,
    filter: &'static str,
    /// The next page's number.
    more: Option<i64>,
}

struct Filter {
    code: &'static str,
    count: Option<u64>,
}

/// A task as it is shown.
pub(super) struct Row {
    pub id: TaskId,
    pub kind: &'static str,
    pub icon: &'static str,
    pub name: String,
    pub details: String,
    pub person: Option<(String, String)>,
    pub due: String,
    /// `late`, `today`, or nothing.
    pub urgency: &'static str,
    pub is_high: bool,
    pub is_open: bool,
    pub is_of_campaign: bool,
    /// Where the work is done.
    pub start: String,
    pub is_outside: bool,
}

impl TasksPage {
    fn path(&self) -> String {
        format!("/tasks?show={}", self.filter)
    }
}

fn wanted(filter: &str, today: Date) -> Wanted {
    let day = |days: i64| today.checked_add(days.days()).ok();
    let between = |from, until| Wanted {
        from,
        until,
        is_done: false,
    };
    match filter {
        "overdue" => between(None, day(-1)),
        "today" => between(day(0), day(0)),
        "tomorrow" => between(day(1), day(1)),
        "week" => between(day(0), day(6)),
        "done" => Wanted {
            is_done: true,
            ..Wanted::default()
        },
        _ => Wanted::default(),
    }
}

fn linkedin(person: &Person) -> String {
    let words = format!("{} {}", person.display_name(), person.company);
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("keywords", words.trim())
        .finish();
    format!("https://www.linkedin.com/search/results/people/?{query}")
}

pub(super) fn icon_of(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Email => "mail",
        TaskKind::Call => "phone",
        TaskKind::InMail => "contact",
        TaskKind::Custom => "file",
    }
}

pub(super) fn row(t: &Texts, kept: KeptTask, person: Option<&Person>, today: Date) -> Row {
    let id = kept.id;
    let kind = kept.task.kind;
    let start = match (kind, person) {
        (TaskKind::Email, Some(person)) => format!("/email/new?person={}&task={id}", person.id),
        (TaskKind::Call, Some(person)) => format!("/calls/new?person={}&task={id}", person.id),
        (TaskKind::InMail, Some(person)) => linkedin(person),
        _ => format!("/tasks/{id}"),
    };
    let is_open = kept.is_open();
    let urgency = match kept.task.due {
        Some(due) if is_open && due < today => "late",
        Some(due) if is_open && due == today => "today",
        _ => "",
    };
    let due = match kept.task.due {
        Some(due) if due == today => t.get("task-due-today").to_owned(),
        Some(due) => dates::date(t, due),
        None => t.get("task-due-never").to_owned(),
    };
    Row {
        id,
        kind: kind.code(),
        icon: icon_of(kind),
        due,
        urgency,
        is_high: kept.task.priority == Priority::High,
        is_open,
        is_of_campaign: kept.member_id.is_some(),
        is_outside: start.starts_with("https:"),
        start,
        person: person.map(|person| (person.id.to_string(), person.display_name())),
        name: kept.task.name,
        details: kept.task.details,
    }
}

pub(crate) async fn list(seller: Seller, Query(query): Query<Fields>) -> Answer {
    let (engine, t) = (&seller.visitor.app.engine, seller.t());
    let asked = query.get("show");
    let filter = FILTERS.into_iter().find(|f| *f == asked).unwrap_or("all");
    let number: i64 = query.get("page").parse().unwrap_or(0).clamp(0, 1000);
    let now = engine.clock.now();
    let (me, day) = (seller.user.id, today(now, &seller.user));
    let skip = number * PAGE_SIZE;
    let mut found =
        tasks::of_user(&engine.db, me, wanted(filter, day), skip, PAGE_SIZE + 1).await?;
    let has_more = found.len() > usize::try_from(PAGE_SIZE).unwrap_or_default();
    if has_more {
        found.pop();
    }
    let mut rows = Vec::new();
    for kept in found {
        let person = match kept.person_id {
            Some(id) => persons::by_id(&engine.db, id).await?,
            None => None,
        };
        rows.push(row(t, kept, person.as_ref(), day));
    }
    let mut filters = Vec::new();
    for code in FILTERS {
        let count = match code {
            "done" => None,
            code => Some(tasks::count(&engine.db, me, wanted(code, day)).await?),
        };
        filters.push(Filter { code, count });
    }
    let view = match (rows.is_empty(), filter) {
        (false, _) => "tasks:list",
        (true, "all") => "tasks:empty",
        (true, _) => "tasks:none",
    };
    Ok(html(&TasksPage {
        page: Page::at(&seller, "tasks", view),
        filters,
        rows,
        filter,
        more: has_more.then_some(number + 1),
    }))
}

fn id_of(text: &str) -> Result<TaskId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

/// Back to where the button was pressed: a list of ours, or the tasks.
pub(super) fn back(member: &Member, fields: &Fields) -> String {
    let back = fields.get("back");
    match back == safe_next(back) {
        true => back.to_owned(),
        false if member.visitor.path.starts_with("/tasks?") => member.visitor.path.clone(),
        false => "/tasks".to_owned(),
    }
}

pub(crate) async fn complete(
    seller: Seller,
    Path(id): Path<String>,
    Form(form): Form<Fields>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    acts::complete(engine, &seller.user, &[id_of(&id)?]).await?;
    let path = back(&seller, &form);
    Ok(go_saying(&seller.visitor, &path, "task-completed"))
}

pub(crate) async fn reopen(
    seller: Seller,
    Path(id): Path<String>,
    Form(form): Form<Fields>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    acts::reopen(engine, &seller.user, id_of(&id)?).await?;
    let path = back(&seller, &form);
    Ok(go_saying(&seller.visitor, &path, "task-reopened"))
}

pub(crate) async fn delete(
    seller: Seller,
    Path(id): Path<String>,
    Form(form): Form<Fields>,
) -> Answer {
    let engine = &seller.visitor.app.engine;
    acts::delete(engine, &seller.user, &[id_of(&id)?]).await?;
    let path = back(&seller, &form);
    Ok(go_saying(&seller.visitor, &path, "task-deleted"))
}

/// What is done with the tasks that are ticked.
pub(crate) async fn several(seller: Seller, Form(form): Form<Fields>) -> Answer {
    let engine = &seller.visitor.app.engine;
    let ids = form.ids("task")?;
    let path = back(&seller, &form);
    match form.get("act") {
        "complete" => {
            acts::complete(engine, &seller.user, &ids).await?;
            Ok(go_saying(&seller.visitor, &path, "tasks-completed"))
        }
        "delete" => {
            acts::delete(engine, &seller.user, &ids).await?;
            Ok(go_saying(&seller.visitor, &path, "tasks-deleted"))
        }
        _ => Err(Refusal::BadForm.into()),
    }
}
