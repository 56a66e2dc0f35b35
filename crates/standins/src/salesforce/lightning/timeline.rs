//! The activities of a record, newest first, with what the package logs on them.

use super::{Desk, link, shown, text_of};
use crate::http::escaped;
use crate::salesforce::records::{Record, deleted};
use crate::salesforce::schema::{self, Kind, Object};

const MOST: usize = 20;

/// The section of a record page; empty without activities.
pub fn section(desk: &Desk<'_>, object: &Object, id: &str) -> String {
    let Some(tasks) = schema::object("Task") else {
        return String::new();
    };
    // An account shows what was done with its people too.
    let links: &[&str] = match object.name {
        "Account" => &["WhatId", "AccountId"],
        _ => &["WhoId", "WhatId"],
    };
    let items: String = desk
        .org
        .records
        .all(tasks)
        .iter()
        .rev()
        .filter(|task| !deleted(task) && links.iter().any(|field| text_of(task, field) == id))
        .take(MOST)
        .map(|task| item(desk, tasks, task))
        .collect();
    if items.is_empty() {
        return String::new();
    }
    format!("<h2>Activity</h2><ol class=\"timeline\">{items}</ol>")
}

fn item(desk: &Desk<'_>, tasks: &'static Object, task: &Record) -> String {
    let facts: Vec<String> = ["Type", "Status", "ActivityDate"]
        .into_iter()
        .map(|field| text_of(task, field))
        .filter(|text| !text.is_empty())
        .map(escaped)
        .collect();
    let logged: String = tasks
        .package
        .iter()
        .filter(|field| desk.sight.field(tasks, field.name).is_some())
        .map(|field| (field, shown(desk.org, task, field.name, field.kind)))
        .filter(|(field, value)| !value.is_empty() && (field.kind != Kind::Bool || value == "Yes"))
        .map(|(field, value)| {
            format!(
                "<div><dt>{}</dt><dd>{value}</dd></div>",
                escaped(field.label)
            )
        })
        .collect();
    let logged = if logged.is_empty() {
        logged
    } else {
        format!("<dl>{logged}</dl>")
    };
    format!(
        "<li>{} <span class=\"soft\">{}</span>{logged}</li>",
        link(desk.org, text_of(task, "Id")),
        facts.join(" · ")
    )
}
