//! A record page in the Classic look. Its layout holds a Visualforce page, and that holds the panel.

use super::record::{fields, found, relations};
use super::{Desk, Page, name_of, panel, timeline, visualforce};
use crate::http::escaped;

/// The page of a record; `cookie` is the browser's session.
pub fn page(desk: &Desk<'_>, cookie: &str, id: &str) -> Option<Page> {
    let (object, record, id) = found(desk.org, id)?;
    let name = name_of(record);
    let inline = if panel::OBJECTS.contains(&object.name) && desk.org.package.deployed {
        let address = visualforce::address(desk, object, &id, cookie);
        format!(
            "<section aria-label=\"Liaison\"><h2>Liaison</h2><iframe class=\"inline\" title=\"Sales panel\" src=\"{}\"></iframe></section>",
            escaped(&address)
        )
    } else {
        String::new()
    };
    let main = format!(
        "<main class=\"wide classic\"><div class=\"card\"><h1><span class=\"soft\">{}</span> {}</h1>{}{inline}{}{}</div></main>",
        escaped(object.label),
        escaped(name),
        fields(desk, object, record),
        relations(desk.org, object, &id),
        timeline::section(desk, object, &id),
    );
    Some(Page::new(name, main).with_panel())
}
