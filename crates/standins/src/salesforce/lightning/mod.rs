//! What a logged-in user sees: a home page, lists and record pages, with the package's panel. Plain and tidy.
//!
//! Pages answer under each of the org's hosts; frames of the Visualforce host answer there alone.

mod canvas;
mod classic;
mod list;
mod panel;
mod record;
mod selection;
mod timeline;
mod visualforce;

use axum::body::Body;
use axum::http::Response;
use serde_json::Value;

use super::org::Org;
use super::pages::{self, Around, session, words};
use super::records::{Record, deleted, text_of};
use super::schema::{self, Kind};
use super::sight::Sight;
use super::texts::{Texts, texts};
use super::{ids, listener::json_reply, refusal::Refusal};
use crate::http::{Incoming, encoded, escaped, find, see_other, set};
use crate::state::State;

pub use panel::Panel;

const TABS: [&str; 4] = ["Lead", "Contact", "Account", "Opportunity"];

/// Cookie of those who prefer Classic pages.
const LOOK: &str = "pretend_look";

/// One page below the bar.
struct Page {
    status: u16,
    title: String,
    /// HTML of the `main` element.
    main: String,
    /// Whether Liaison, or a Visualforce page with it, is framed.
    has_panel: bool,
}

impl Page {
    fn new(title: impl Into<String>, main: String) -> Self {
        Self {
            status: 200,
            title: title.into(),
            main,
            has_panel: false,
        }
    }

    fn with_panel(mut self) -> Self {
        self.has_panel = true;
        self
    }
}

/// What a page is made from.
struct Desk<'a> {
    state: &'a State,
    org: &'a mut Org,
    user: &'a str,
    /// The fields as the user meets them.
    sight: Sight,
    /// Microseconds.
    now: i64,
}

/// Answers every address that is no API.
pub fn answer(state: &State, incoming: &Incoming, parts: &[&str]) -> Response<Body> {
    if incoming.path.starts_with("/services/") {
        return json_reply(404, &Refusal::not_found().body());
    }
    match (incoming.method.as_str(), parts) {
        ("POST", ["panel", "ticket"]) => return panel::fresh_ticket(state, incoming),
        (_, ["apex", page]) if visualforce::is_its_host(state, incoming) => {
            return visualforce::answer(state, incoming, page);
        }
        _ => {}
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
    if let Some(response) = elsewhere(state, incoming, parts) {
        return response;
    }
    // Only sign-in and consent exist in three languages; the record pages are English.
    let words = texts("en");
    let mut org = state.org();
    let sight = org.package.sight(org.username(&user));
    let bar = bar(&org, words, &user, incoming);
    let mut desk = Desk {
        state,
        org: &mut org,
        user: &user,
        sight,
        now: state.clock.micros(),
    };
    let shown = page(&mut desk, incoming, parts);
    let app = org.panel.as_ref().map(|panel| panel.base_url.clone());
    drop(org);
    let Some(shown) = shown else {
        let main = "<main class=\"wide\"><div class=\"card\"><h1>Page not found</h1><p>There is no such page or record in this org. <a href=\"/\">Go to Home</a></p></div></main>";
        return pages::page(state, 404, words, "Page not found", &bar, main);
    };
    let frames: Vec<&str> = app
        .as_deref()
        .into_iter()
        .chain([state.addresses.salesforce_visualforce.as_str()])
        .collect();
    let around = Around {
        scripts: if shown.has_panel {
            &["panel.js", "list.js"]
        } else {
            &[]
        },
        frames: if shown.has_panel { &frames } else { &[] },
        ancestors: &[],
    };
    pages::page_around(
        state,
        shown.status,
        words,
        &shown.title,
        &bar,
        &shown.main,
        &around,
    )
}

fn page(desk: &mut Desk<'_>, incoming: &Incoming, parts: &[&str]) -> Option<Page> {
    let posted = incoming.method == "POST";
    match parts {
        [] | ["lightning"] | ["lightning", "page", "home"] => Some(home(desk.org, desk.user)),
        ["lightning", "o", name, "list" | "home"] => {
            list::page(desk, schema::object(name)?, incoming, None).into()
        }
        ["lightning", "o", name, "action"] if posted => {
            selection::page(desk, schema::object(name)?, incoming)
        }
        ["lightning", "r", _, id, "canvas"] => canvas::page(desk, id),
        ["lightning", "r", id, "view"] | ["lightning", "r", _, id, "view"] => {
            record::page(desk, id)
        }
        [id] => classic::page(desk, incoming.cookie(pages::COOKIE)?, id),
        _ => None,
    }
}

/// Addresses that lead to another: the switch between the two looks, and pages of the look not chosen.
fn elsewhere(state: &State, incoming: &Incoming, parts: &[&str]) -> Option<Response<Body>> {
    let is_classic = incoming.cookie(LOOK) == Some("classic");
    match parts {
        ["ltng", "switcher"] => {
            let classic = incoming.parameter("destination") == Some("classic");
            let back = incoming.parameter("retUrl").filter(|to| is_local(to));
            let mut response = see_other(back.unwrap_or("/"));
            let look = if classic { "classic" } else { "lex" };
            let cookie = format!("{LOOK}={look}; Path=/; HttpOnly; SameSite=Lax");
            set(&mut response, "set-cookie", &cookie);
            Some(response)
        }
        ["lightning", "r", _, id, "view"] if is_classic => Some(see_other(&format!("/{id}"))),
        [id] if !is_classic && find(&incoming.query, "nooverride").is_none() => {
            let org = state.org();
            let found = ids::normal(id).filter(|id| org.records.get(id).is_some());
            let object = found.as_deref().and_then(schema::object_of_id)?;
            Some(see_other(&format!(
                "/lightning/r/{}/{id}/view",
                object.name
            )))
        }
        _ => None,
    }
}

/// Whether a path stays on this host.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n'])
}

fn bar(org: &Org, words: &Texts, user: &str, incoming: &Incoming) -> String {
    let path = &incoming.path;
    let (look, offer) = if incoming.cookie(LOOK) == Some("classic") {
        ("lex", "Switch to Lightning Experience")
    } else {
        ("classic", "Switch to Salesforce Classic")
    };
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
         <span class=\"end soft\"><a href=\"/ltng/switcher?destination={look}&amp;retUrl={}\">{offer}</a> · {} · <a href=\"/secur/logout.jsp\">{}</a></span></div></header>",
        encoded(back(incoming)),
        escaped(name),
        escaped(words.log_out)
    )
}

/// Where the switch of looks leads back to: this page, unless it only answers a form.
fn back(incoming: &Incoming) -> &str {
    if incoming.method == "POST" {
        "/"
    } else {
        &incoming.path
    }
}

fn home(org: &Org, user: &str) -> Page {
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
    Page::new("Home", main)
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
