//! Settings → Diagnostics: writes to Salesforce that failed or wait, in words, with the way out
//! (administration 6.11).

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use liaison_domain::Refusal;
use liaison_domain::id::{CrmWriteId, PersonId, UserId};
use liaison_domain::links::crm::trouble::{class_of, words_of};
use liaison_domain::links::crm::{CrmWrite, WriteKind, WriteState};
use liaison_domain::people::RecordId;
use liaison_engine::links::crm::diagnose as acts;
use liaison_store::access::users;
use liaison_store::links::{crm_writes as writes, salesforce};
use liaison_store::people::persons;
use serde::Deserialize;

use super::diagnostics_csv;
use crate::dates;
use crate::forms::{Form, Query};
use crate::page::Page;
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::texts::Texts;
use crate::visitor::Admin;

const PATH: &str = "/settings/diagnostics";
const PAGE_SIZE: i64 = 50;
/// Most lines of a download.
const MOST_LINES: i64 = 5_000;

#[derive(Template)]
#[template(path = "links/diagnostics.html")]
struct DiagnosticsPage {
    page: Page,
    query: Asked,
    rows: Vec<Row>,
    /// Codes among what is open, with how many and their meaning.
    codes: Vec<Code>,
    people: Vec<(String, String)>,
    /// Whose story it is, when it is one.
    story: String,
    download: String,
    more: Option<String>,
}

struct Code {
    code: String,
    count: u64,
}

/// One write, in words.
pub(super) struct Row {
    pub id: String,
    pub when: String,
    pub user: String,
    /// Empty when it is about nobody.
    pub person: String,
    pub kind: &'static str,
    pub operation: &'static str,
    pub object: String,
    pub record: String,
    /// The record's page in Salesforce; empty when nobody knows it.
    pub link: String,
    pub state: &'static str,
    tone: &'static str,
    pub code: String,
    pub class: &'static str,
    pub meaning: String,
    pub remedy: String,
    pub detail: String,
    pub tries: u32,
    /// When it is tried again; empty when it is not.
    next: String,
    may_retry: bool,
    may_dismiss: bool,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Asked {
    state: String,
    user: String,
    code: String,
    object: String,
    record: String,
    person: String,
    after: String,
}

const OBJECTS: [&str; 5] = ["Task", "Lead", "Contact", "Account", "Opportunity"];

impl Asked {
    fn wanted(&self) -> writes::Wanted {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        writes::Wanted {
            state: WriteState::from_code(&self.state),
            user: self.user.parse().ok().map(UserId),
            code: some(&self.code),
            object: some(&self.object).filter(|name| OBJECTS.contains(&name.as_str())),
            record: RecordId::parse(&self.record),
            person: self.person.parse().ok().map(PersonId),
        }
    }

    fn is_story(&self) -> bool {
        let wanted = self.wanted();
        wanted.record.is_some() || wanted.person.is_some()
    }

    /// The same filters as an address.
    fn address(&self, path: &str, after: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("state", self.state.as_str()),
            ("user", &self.user),
            ("code", &self.code),
            ("object", &self.object),
            ("record", &self.record),
            ("person", &self.person),
            ("after", after),
        ] {
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        }
        let query = pairs.finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }
}

impl DiagnosticsPage {
    fn states(&self) -> &'static [WriteState] {
        WriteState::ALL
    }

    fn objects(&self) -> [&'static str; 5] {
        OBJECTS
    }

    /// What the chosen code means, when one is chosen.
    fn chosen(&self) -> Option<&Code> {
        self.codes.iter().find(|one| one.code == self.query.code)
    }
}

/// Names and addresses looked up once for a page.
#[derive(Default)]
struct Known {
    users: HashMap<UserId, (String, String)>,
    people: HashMap<PersonId, String>,
}

impl Known {
    /// A user's name, and where their Salesforce is.
    async fn user(&mut self, admin: &Admin, id: UserId) -> Result<(String, String), Trouble> {
        if let Some(known) = self.users.get(&id) {
            return Ok(known.clone());
        }
        let db = &admin.visitor.app.engine.db;
        let name = users::by_id(db, id).await?.map(|user| user.display_name());
        let connection = salesforce::of_user(db, id).await?;
        let instance = connection.map(|one| one.instance_url.trim_end_matches('/').to_owned());
        let known = (name.unwrap_or_default(), instance.unwrap_or_default());
        self.users.insert(id, known.clone());
        Ok(known)
    }

    async fn person(&mut self, admin: &Admin, id: Option<PersonId>) -> Result<String, Trouble> {
        let Some(id) = id else {
            return Ok(String::new());
        };
        if let Some(name) = self.people.get(&id) {
            return Ok(name.clone());
        }
        let person = persons::by_id(&admin.visitor.app.engine.db, id).await?;
        let name = person.map(|one| one.display_name()).unwrap_or_default();
        self.people.insert(id, name.clone());
        Ok(name)
    }
}

fn tone(state: WriteState) -> &'static str {
    match state {
        WriteState::Waiting | WriteState::Intent => "wait",
        WriteState::Done => "ok",
        WriteState::Failed => "bad",
        WriteState::Unmatched => "warn",
        WriteState::Skipped | WriteState::Dismissed => "off",
    }
}

async fn row(admin: &Admin, known: &mut Known, write: &CrmWrite) -> Result<Row, Trouble> {
    let t: &Texts = admin.t();
    let zone = &admin.user.time_zone;
    let (user, instance) = known.user(admin, write.user_id).await?;
    let person = known.person(admin, write.person_id).await?;
    let record = write.record_id.as_ref().map(|id| id.to_string());
    let record = record.unwrap_or_default();
    let code = write.code.clone().unwrap_or_default();
    let detail = write.message.clone().unwrap_or_default();
    let word = words_of(&code, &detail);
    // The code stands in a line of its own.
    let shown = detail.strip_prefix(&format!("{code}: ")).unwrap_or(&detail);
    let said = |family: &str| match code.as_str() {
        "" => String::new(),
        _ => t.of_family(family, &word).to_owned(),
    };
    let is_note = write.kind == WriteKind::Fields;
    let waits = write.state == WriteState::Waiting && !code.is_empty();
    let is_open = write.state.is_open() && write.state != WriteState::Intent;
    Ok(Row {
        id: write.id.to_string(),
        when: dates::moment(t, write.created_at, zone),
        user,
        person,
        kind: write.kind.code(),
        operation: write.operation.code(),
        object: write.object.clone(),
        link: match (instance.is_empty(), record.is_empty()) {
            (false, false) => format!("{instance}/{record}"),
            _ => String::new(),
        },
        record,
        state: write.state.code(),
        tone: tone(write.state),
        class: match code.as_str() {
            "" => "",
            code => class_of(code, &detail).code(),
        },
        meaning: said("crm-code"),
        remedy: said("crm-remedy"),
        detail: shown.to_owned(),
        code,
        tries: write.tries,
        next: match waits {
            true => dates::moment(t, write.due_at, zone),
            false => String::new(),
        },
        may_retry: is_open && (!code_is_empty(write) || is_note),
        may_dismiss: is_open && !code_is_empty(write),
    })
}

fn code_is_empty(write: &CrmWrite) -> bool {
    write.code.as_ref().is_none_or(String::is_empty)
}

async fn rows(admin: &Admin, found: &[CrmWrite]) -> Result<Vec<Row>, Trouble> {
    let mut known = Known::default();
    let mut rows = Vec::with_capacity(found.len());
    for write in found {
        rows.push(row(admin, &mut known, write).await?);
    }
    Ok(rows)
}

pub(crate) async fn show(admin: Admin, Query(query): Query<Asked>) -> Answer {
    let db = &admin.visitor.app.engine.db;
    let after = query.after.parse().ok().map(CrmWriteId);
    let mut found = writes::list(db, &query.wanted(), after, PAGE_SIZE + 1).await?;
    let has_more = found.len() > usize::try_from(PAGE_SIZE).unwrap_or_default();
    if has_more {
        found.pop();
    }
    let more = found
        .last()
        .filter(|_| has_more)
        .map(|last| query.address(PATH, &last.id.to_string()));
    let rows = rows(&admin, &found).await?;
    let view = match (query.is_story(), rows.is_empty()) {
        (true, _) => "diagnostics:story",
        (false, true) => "diagnostics:nothing",
        (false, false) => "diagnostics:list",
    };
    let codes = writes::open_codes(db).await?;
    let mut known = Known::default();
    let mut people = Vec::new();
    for id in writes::users_with_writes(db).await? {
        people.push((id.to_string(), known.user(&admin, id).await?.0));
    }
    let story = match query.wanted().person {
        Some(person) => known.person(&admin, Some(person)).await?,
        None => query.record.clone(),
    };
    Ok(html(&DiagnosticsPage {
        page: Page::at(&admin, "diagnostics", view),
        download: query.address(&format!("{PATH}/writes.csv"), ""),
        codes: codes
            .into_iter()
            .map(|(code, count)| Code { code, count })
            .collect(),
        query,
        rows,
        people,
        story,
        more,
    }))
}

/// The same list as a file.
pub(crate) async fn download(admin: Admin, Query(query): Query<Asked>) -> Answer {
    let db = &admin.visitor.app.engine.db;
    let found = writes::list(db, &query.wanted(), None, MOST_LINES).await?;
    let rows = rows(&admin, &found).await?;
    Ok(as_file(diagnostics_csv::write(admin.t(), &rows)))
}

fn as_file(content: Vec<u8>) -> Response {
    let headers = [
        (axum::http::header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            axum::http::header::CONTENT_DISPOSITION,
            "attachment; filename=\"salesforce-writes.csv\"",
        ),
    ];
    (headers, content).into_response()
}

fn id_of(text: &str) -> Result<CrmWriteId, Trouble> {
    let id = text.parse().map_err(|_| Refusal::NotFound)?;
    Ok(CrmWriteId(id))
}

pub(crate) async fn retry(admin: Admin, Path(id): Path<String>) -> Answer {
    acts::retry(&admin.visitor.app.engine, admin.actor(), id_of(&id)?).await?;
    Ok(go_saying(&admin.visitor, PATH, "crm-retried"))
}

#[derive(Deserialize)]
pub(crate) struct Kind {
    code: String,
}

pub(crate) async fn retry_all(admin: Admin, Form(kind): Form<Kind>) -> Answer {
    acts::retry_all(&admin.visitor.app.engine, admin.actor(), &kind.code).await?;
    Ok(go_saying(&admin.visitor, PATH, "crm-retried"))
}

pub(crate) async fn dismiss(admin: Admin, Path(id): Path<String>) -> Answer {
    acts::dismiss(&admin.visitor.app.engine, admin.actor(), id_of(&id)?).await?;
    Ok(go_saying(&admin.visitor, PATH, "crm-dismissed"))
}
