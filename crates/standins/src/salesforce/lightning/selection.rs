//! What a list button opens: a page that posts the chosen records to Liaison (administration 6.5).

use super::panel::{About, posted};
use super::{Desk, Page, list};
use crate::http::{Incoming, escaped, find};
use crate::salesforce::ids;
use crate::salesforce::records::deleted;
use crate::salesforce::schema::Object;

const MOST: usize = 200;

/// Answers the form of a list.
pub fn page(desk: &Desk<'_>, object: &'static Object, incoming: &Incoming) -> Option<Page> {
    let form = incoming.form();
    let wanted = find(&form, "action")?;
    let (action, label) = list::ACTIONS
        .into_iter()
        .find(|(name, _)| *name == wanted)?;
    if !list::has_buttons(desk, object) {
        return None;
    }
    let mut chosen: Vec<String> = Vec::new();
    for (_, id) in form.iter().filter(|(name, _)| name == "id") {
        let id = ids::normal(id).filter(|id| id.starts_with(object.prefix))?;
        desk.org
            .records
            .get(&id)
            .filter(|record| !deleted(record))?;
        if !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    let objects = object.plural.to_lowercase();
    let refused = match chosen.len() {
        0 => Some(format!(
            "Nothing is selected. Select one or more {objects}, then press {label}."
        )),
        many if many > MOST => Some(format!(
            "{many} {objects} are selected, and {label} takes {MOST} at most. Select fewer and press it again."
        )),
        _ => None,
    };
    if let Some(why) = refused {
        return Some(list::page(desk, object, incoming, Some(&why)));
    }
    let about = About {
        object: object.name,
        record: &chosen.join(","),
    };
    let frame = match &desk.org.panel {
        None => super::panel::UNCONFIGURED.to_owned(),
        Some(panel) => {
            let ticket = panel.ticket(desk.org, desk.user, about, desk.now);
            let fields = [("ticket", ticket.as_str()), ("action", action)];
            posted(panel, about, &fields)
        }
    };
    let main = format!(
        "<main class=\"wide\"><div class=\"card\"><p class=\"soft\"><a href=\"/lightning/o/{}/list\">{}</a></p><h1>{label} <span class=\"soft\">{}</span></h1>{frame}</div></main>",
        object.name,
        escaped(object.plural),
        chosen.len()
    );
    Some(Page::new(label, main).with_panel())
}
