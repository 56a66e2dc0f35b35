//! List views, with check boxes and buttons where the package adds some (administration 6.5).

use super::{Desk, Page, link, shown, text_of};
use crate::http::{Incoming, escaped};
use crate::salesforce::records::{Record, deleted};
use crate::salesforce::schema::Object;

const ROWS: usize = 50;
/// How many rows one may ask for.
const SIZES: [usize; 4] = [50, 100, 200, 250];

/// The package's list buttons: value of `action`, and label.
pub const ACTIONS: [(&str, &str); 3] = [
    ("email", "Send Sales Email"),
    ("campaign", "Add to Sales Campaign"),
    ("task", "Add Task"),
];

/// Whether the package puts its buttons on this object's lists.
pub fn has_buttons(desk: &Desk<'_>, object: &Object) -> bool {
    desk.org.package.deployed && matches!(object.name, "Lead" | "Contact")
}

/// The list of an object; `refused` says why the buttons did nothing.
pub fn page(
    desk: &Desk<'_>,
    object: &'static Object,
    incoming: &Incoming,
    refused: Option<&str>,
) -> Page {
    let number = |name: &str| incoming.parameter(name)?.parse::<usize>().ok();
    let page = number("page").unwrap_or(1).clamp(1, 10_000);
    let size = number("rows").unwrap_or(ROWS).clamp(1, SIZES[3]);
    let living: Vec<&Record> = desk
        .org
        .records
        .all(object)
        .iter()
        .rev()
        .filter(|record| !deleted(record))
        .collect();
    let here = living.iter().skip((page - 1) * size).take(size);
    let table = table(desk, object, here.copied());
    let pager = pager(page, size, living.len());
    let title = escaped(object.plural);
    let body = if has_buttons(desk, object) {
        let buttons: String = ACTIONS
            .iter()
            .map(|(action, label)| format!("<button type=\"submit\" name=\"action\" value=\"{action}\" class=\"second\">{label}</button>"))
            .collect();
        let alert = refused.map_or(String::new(), |why| {
            format!("<p class=\"bad\" role=\"alert\">{}</p>", escaped(why))
        });
        format!(
            "{alert}<form method=\"post\" action=\"/lightning/o/{}/action\"><div class=\"buttons\">{buttons}</div>\
             <p class=\"soft\" data-chosen aria-live=\"polite\"></p>{table}</form>{pager}",
            object.name
        )
    } else {
        format!("{table}{pager}")
    };
    let main = format!(
        "<main class=\"wide\"><div class=\"card\"><h1>{title} <span class=\"soft\">{}</span></h1>{body}</div></main>",
        living.len()
    );
    let mut page = Page::new(object.plural, main).with_panel();
    if refused.is_some() {
        page.status = 400;
    }
    page
}

fn table<'a>(
    desk: &Desk<'_>,
    object: &'static Object,
    records: impl Iterator<Item = &'a Record>,
) -> String {
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
    .filter_map(|name| desk.sight.field(object, name))
    .collect();
    let choose = has_buttons(desk, object);
    let first = if choose {
        "<th scope=\"col\"><span class=\"unseen\">Choose</span><input type=\"checkbox\" class=\"pick\" data-all hidden aria-label=\"Select all on this page\"></th>"
    } else {
        ""
    };
    let head: String = columns
        .iter()
        .map(|field| {
            format!(
                "<th scope=\"col\">{}</th>",
                escaped(field.label.trim_end_matches(" ID"))
            )
        })
        .collect();
    let rows: String = records
        .map(|record| {
            let id = text_of(record, "Id");
            let pick = if choose {
                format!("<td><input type=\"checkbox\" class=\"pick\" name=\"id\" value=\"{id}\" aria-label=\"Select {}\"></td>", escaped(super::name_of(record)))
            } else {
                String::new()
            };
            let cells: String = columns
                .iter()
                .map(|field| {
                    format!("<td>{}</td>", shown(desk.org, record, field.name, field.kind))
                })
                .collect();
            format!("<tr>{pick}<th scope=\"row\">{}</th>{cells}</tr>", link(desk.org, id))
        })
        .collect();
    format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table><thead><tr>{first}<th scope=\"col\">Name</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>",
        escaped(object.plural)
    )
}

fn pager(page: usize, size: usize, total: usize) -> String {
    let sizes: String = SIZES
        .iter()
        .map(|rows| {
            let here = if *rows == size {
                " aria-current=\"true\""
            } else {
                ""
            };
            format!(" <a href=\"?rows={rows}\"{here}>{rows}</a>")
        })
        .collect();
    let next = if total > page * size {
        format!(
            "<a href=\"?page={}&amp;rows={size}\">Next {size}</a>",
            page + 1
        )
    } else {
        String::new()
    };
    format!("<p class=\"pager\">{next}<span>Rows on a page:{sizes}</span></p>")
}
