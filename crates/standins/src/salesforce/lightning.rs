//! What a logged-in user sees: a home page, lists and record pages. Plain and tidy.

use axum::body::Body;
use axum::http::Response;
use serde_json::Value;

use super::org::Org;
use super::pages::{self, session, words};
use super::records::{Record, deleted, text_of};
use super::schema::{self, Field, Kind, Object};
use super::texts::{Texts, texts};
use super::{ids, listener::json_reply, refusal::Refusal};
use crate::http::{Incoming, escaped, see_other};
use crate::state::State;

const TABS: [&str; 4] = ["Lead", "Contact", "Account", "Opportunity"];
const ROWS: usize = 50;

/// Answers every address that is no API.
pub fn answer(state: &State, incoming: &Incoming, parts: &[&str]) -> Response<Body> {
    if incoming.path.starts_with("/services/") {
        return json_reply(404, &Refusal::not_found().body());
    }
    let Some(user) = session(state, incoming) else {
        return pages::login(
            state,
            words(state, incoming, None),
            &incoming.full_path(),
            "",
            false,
        );
    };
    // Only sign-in and consent exist in three languages; the record pages are English.
    let words = texts("en");
    let org = state.org();
    let shown = match parts {
        [] | ["lightning"] | ["lightning", "page", "home"] => Some(home(&org, &user)),
        ["lightning", "o", name, "list" | "home"] => {
            schema::object(name).map(|object| list(&org, object, incoming))
        }
        ["lightning", "r", id, "view"] | ["lightning", "r", _, id, "view"] => record(&org, id),
        [id] => {
            let found = ids::normal(id).filter(|id| org.records.get(id).is_some());
            if let Some(object) = found.as_deref().and_then(schema::object_of_id) {
                return see_other(&format!("/lightning/r/{}/{id}/view", object.name));
            }
            None
        }
        _ => None,
    };
    let bar = bar(&org, words, &user, &incoming.path);
    drop(org);
    match shown {
        Some((title, main)) => pages::page(state, 200, words, &title, &bar, &main),
        None => {
            let main = "<main class=\"wide\"><div class=\"card\"><h1>Page not found</h1><p>There is no such page or record in this org. <a href=\"/\">Go to Home</a></p></div></main>";
            pages::page(state, 404, words, "Page not found", &bar, main)
        }
    }
}

fn bar(org: &Org, words: &Texts, user: &str, path: &str) -> String {
    let tabs: String = TABS
        .iter()
        .filter_map(|name| schema::object(name))
        .map(|object| {
            let here = path.contains(&format!("/{}/", object.name));
            let current = if here { " aria-current=\"page\"" } else { "" };
            format!(
                "<li><a href=\"/lightning/o/{}/list\"{current}>{}</a></li>",
                object.name, object.plural
            )
        })
        .collect();
    let name = org.user(user).map_or("", |user| text_of(user, "Name"));
    format!(
        "<header class=\"bar\"><div class=\"wide\"><nav aria-label=\"Objects\"><ul><li><a href=\"/\">Home</a></li>{tabs}</ul></nav>\
         <span class=\"end soft\">{} · <a href=\"/secur/logout.jsp\">{}</a></span></div></header>",
        escaped(name),
        escaped(words.log_out)
    )
}

fn home(org: &Org, user: &str) -> (String, String) {
    let name = org.user(user).map_or("", |user| text_of(user, "FirstName"));
    let rows: String = TABS
        .iter()
        .filter_map(|name| schema::object(name))
        .map(|object| {
            let living = || org.records.all(object).iter().filter(|record| !deleted(record));
            let own = living().filter(|record| text_of(record, "OwnerId") == user).count();
            let total = living().count();
            format!("<tr><th scope=\"row\"><a href=\"/lightning/o/{}/list\">{}</a></th><td>{own}</td><td>{total}</td></tr>", object.name, object.plural)
        })
        .collect();
    let main = format!(
        "<main class=\"wide\"><div class=\"card\"><h1>Welcome, {}</h1><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Your records\">\
         <table><thead><tr><th scope=\"col\">Object</th><th scope=\"col\">Yours</th><th scope=\"col\">All</th></tr></thead><tbody>{rows}</tbody></table></div></div></main>",
        escaped(name)
    );
    ("Home".into(), main)
}

fn name_of(record: &Record) -> &str {
    let name = ["Name", "Subject", "Role"]
        .into_iter()
        .map(|field| text_of(record, field))
        .find(|name| !name.is_empty());
    name.unwrap_or_else(|| text_of(record, "Id"))
}

fn link(org: &Org, id: &str) -> String {
    match (org.records.get(id), schema::object_of_id(id)) {
        (Some(record), Some(object)) => format!(
            "<a href=\"/lightning/r/{}/{id}/view\">{}</a>",
            object.name,
            escaped(name_of(record))
        ),
        _ => escaped(id),
    }
}

fn list(org: &Org, object: &'static Object, incoming: &Incoming) -> (String, String) {
    let page: usize = incoming
        .parameter("page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1)
        .clamp(1, 10_000);
    let columns: Vec<_> = [
        "Company",
        "AccountId",
        "Title",
        "Email",
        "StageName",
        "CloseDate",
        "Industry",
        "Website",
        "Status",
        "OwnerId",
    ]
    .into_iter()
    .filter_map(|name| object.field(name))
    .collect();
    let living: Vec<&Record> = org
        .records
        .all(object)
        .iter()
        .rev()
        .filter(|record| !deleted(record))
        .collect();
    let head: String = columns
        .iter()
        .map(|field| {
            format!(
                "<th scope=\"col\">{}</th>",
                escaped(field.label.trim_end_matches(" ID"))
            )
        })
        .collect();
    let rows: String = living
        .iter()
        .skip((page - 1) * ROWS)
        .take(ROWS)
        .map(|record| {
            let cells: String = columns
                .iter()
                .map(|field| format!("<td>{}</td>", shown(org, record, field.name, field.kind)))
                .collect();
            format!(
                "<tr><th scope=\"row\">{}</th>{cells}</tr>",
                link(org, text_of(record, "Id"))
            )
        })
        .collect();
    let more = if living.len() > page * ROWS {
        format!("<p><a href=\"?page={}\">Next {ROWS}</a></p>", page + 1)
    } else {
        String::new()
    };
    let title = escaped(object.plural);
    let main = format!(
        "<main class=\"wide\"><div class=\"card\"><h1>{title} <span class=\"soft\">{}</span></h1><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">\
         <table><thead><tr><th scope=\"col\">Name</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}</div></main>",
        living.len()
    );
    (object.plural.into(), main)
}

fn shown(org: &Org, record: &Record, field: &str, kind: Kind) -> String {
    match record.get(field) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(id)) if kind == Kind::Reference => link(org, id),
        Some(Value::String(text)) if kind == Kind::Time => escaped(&moment(text)),
        Some(Value::String(text)) => escaped(text),
        Some(Value::Bool(flag)) => if *flag { "Yes" } else { "No" }.into(),
        Some(other) => escaped(other.to_string().trim_end_matches(".0")),
    }
}

/// Day and minute of `2026-11-20T08:00:00.000+0000`.
fn moment(text: &str) -> String {
    match text.get(..16) {
        Some(minute) => format!("{} UTC", minute.replace('T', " ")),
        None => text.to_owned(),
    }
}

fn record(org: &Org, id: &str) -> Option<(String, String)> {
    let id = ids::normal(id)?;
    let (object, record) = (
        schema::object_of_id(&id)?,
        org.records.get(&id).filter(|record| !deleted(record))?,
    );
    let hidden = ["Id", "IsDeleted", "SystemModstamp", "Name"];
    let audit = [
        "CreatedDate",
        "CreatedById",
        "LastModifiedDate",
        "LastModifiedById",
    ];
    let (last, first): (Vec<&Field>, Vec<&Field>) = object
        .fields()
        .filter(|field| !hidden.contains(&field.name))
        .partition(|field| audit.contains(&field.name));
    let fields: String = first
        .into_iter()
        .chain(last)
        .filter_map(|field| {
            let value = shown(org, record, field.name, field.kind);
            (!value.is_empty()).then(|| {
                format!(
                    "<div><dt>{}</dt><dd>{value}</dd></div>",
                    escaped(field.label.trim_end_matches(" ID"))
                )
            })
        })
        .collect();
    let related: String = ["Task", "Contact", "Opportunity", "OpportunityContactRole"]
        .into_iter()
        .filter_map(schema::object)
        .map(|child| related(org, child, object, &id))
        .collect();
    let name = name_of(record);
    let main = format!(
        "<main class=\"wide\"><div class=\"card\"><p class=\"soft\">{}</p><h1>{}</h1><dl>{fields}</dl>{related}</div></main>",
        escaped(object.label),
        escaped(name)
    );
    Some((name.to_owned(), main))
}

fn related(org: &Org, child: &'static Object, parent: &Object, id: &str) -> String {
    let links: Vec<_> = child
        .fields()
        .filter(|field| field.children.is_some() && field.targets.contains(&parent.name))
        .collect();
    let rows: Vec<&Record> = org
        .records
        .all(child)
        .iter()
        .rev()
        .filter(|record| {
            !deleted(record) && links.iter().any(|field| text_of(record, field.name) == id)
        })
        .take(20)
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let items: String = rows
        .iter()
        .map(|record| {
            let extra = ["Status", "StageName", "Title"]
                .into_iter()
                .map(|field| text_of(record, field))
                .find(|text| !text.is_empty());
            format!(
                "<li>{} <span class=\"soft\">{}</span></li>",
                link(org, text_of(record, "Id")),
                escaped(extra.unwrap_or_default())
            )
        })
        .collect();
    format!("<h2>{}</h2><ul>{items}</ul>", escaped(child.plural))
}
