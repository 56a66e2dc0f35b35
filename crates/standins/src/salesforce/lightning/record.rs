//! A record page in the Lightning look: the record, its activities, its relations and the panel.

use super::{Desk, Page, link, name_of, panel, shown, text_of, timeline};
use crate::http::escaped;
use crate::salesforce::ids;
use crate::salesforce::org::Org;
use crate::salesforce::records::{Record, deleted};
use crate::salesforce::schema::{self, Field, Object};

/// A record that is there and not deleted, with its object and 18-character id.
pub fn found<'a>(org: &'a Org, id: &str) -> Option<(&'static Object, &'a Record, String)> {
    let id = ids::normal(id)?;
    let record = org.records.get(&id).filter(|record| !deleted(record))?;
    Some((schema::object_of_id(&id)?, record, id))
}

/// The page of a record.
pub fn page(desk: &Desk<'_>, id: &str) -> Option<Page> {
    let (object, record, id) = found(desk.org, id)?;
    let name = name_of(record);
    let panel = panel::component(desk, object, &id);
    let layout = if panel.is_empty() { "" } else { " beside" };
    let main = format!(
        "<main class=\"wide{layout}\"><div class=\"card\"><p class=\"soft\">{}</p><h1>{}</h1>{}{}{}</div>{panel}</main>",
        escaped(object.label),
        escaped(name),
        fields(desk, object, record),
        timeline::section(desk, object, &id),
        relations(desk.org, object, &id),
    );
    Some(Page::new(name, main).with_panel())
}

/// The fields that have a value, the system's last.
pub fn fields(desk: &Desk<'_>, object: &'static Object, record: &Record) -> String {
    let hidden = ["Id", "IsDeleted", "SystemModstamp", "Name"];
    let audit = [
        "CreatedDate",
        "CreatedById",
        "LastModifiedDate",
        "LastModifiedById",
    ];
    let (last, first): (Vec<&Field>, Vec<&Field>) = desk
        .sight
        .fields(object)
        .filter(|field| !hidden.contains(&field.name))
        .partition(|field| audit.contains(&field.name));
    let fields: String = first
        .into_iter()
        .chain(last)
        .filter_map(|field| {
            let value = shown(desk.org, record, field.name, field.kind);
            (!value.is_empty()).then(|| {
                format!(
                    "<div><dt>{}</dt><dd>{value}</dd></div>",
                    escaped(field.label.trim_end_matches(" ID"))
                )
            })
        })
        .collect();
    format!("<dl>{fields}</dl>")
}

/// Records that belong to this one, newest first; activities have a place of their own.
pub fn relations(org: &Org, object: &Object, id: &str) -> String {
    ["Contact", "Opportunity", "OpportunityContactRole"]
        .into_iter()
        .filter_map(schema::object)
        .map(|child| related(org, child, object, id))
        .collect()
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
            let extra = ["Role", "Status", "StageName", "Title"]
                .into_iter()
                .map(|field| text_of(record, field))
                .find(|text| !text.is_empty());
            // A role is the way to the other end of it.
            let other = ["ContactId", "OpportunityId"]
                .into_iter()
                .map(|field| text_of(record, field))
                .find(|other| child.name == "OpportunityContactRole" && *other != id);
            format!(
                "<li>{} <span class=\"soft\">{}</span></li>",
                link(org, other.unwrap_or_else(|| text_of(record, "Id"))),
                escaped(extra.unwrap_or_default())
            )
        })
        .collect();
    format!("<h2>{}</h2><ul>{items}</ul>", escaped(child.plural))
}
