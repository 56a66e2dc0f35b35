//! Choosing the person something is about.

use askama::Template;
use askama::filters::HtmlSafe;
use liaison_domain::people::Person;
use liaison_store::people::list::{Wanted, list};
use liaison_store::{Fault, Sql};

use crate::parts::Icon;
use crate::texts::Texts;

const MOST: i64 = 12;

/// A search field, and who was found as links.
#[derive(Template)]
#[template(path = "work/pick.html")]
pub(super) struct Pick {
    t: &'static Texts,
    /// The page that is asked again.
    action: &'static str,
    /// What is kept while searching: name and value.
    kept: Vec<(&'static str, String)>,
    q: String,
    found: Vec<Found>,
}

impl HtmlSafe for Pick {}

struct Found {
    name: String,
    about: String,
    path: String,
}

impl Pick {
    fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }
}

/// Title and company, or the address.
pub(super) fn about(person: &Person) -> String {
    let known: Vec<&str> = [person.title.as_str(), person.company.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    match &person.email {
        Some(email) if known.is_empty() => email.to_string(),
        _ => known.join(", "),
    }
}

pub(super) async fn pick(
    sql: &impl Sql,
    t: &'static Texts,
    action: &'static str,
    kept: Vec<(&'static str, String)>,
    q: &str,
) -> Result<Pick, Fault> {
    let q = q.trim();
    let wanted = Wanted {
        text: q.to_owned(),
        ..Wanted::default()
    };
    let people = match q {
        "" => vec![],
        _ => list(sql, &wanted, None, MOST).await?.people,
    };
    let found = people.iter().map(|person| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in &kept {
            query.append_pair(name, value);
        }
        query.append_pair("person", &person.id.to_string());
        Found {
            name: person.display_name(),
            about: about(person),
            path: format!("{action}?{}", query.finish()),
        }
    });
    let found = found.collect();
    Ok(Pick {
        t,
        action,
        kept,
        q: q.to_owned(),
        found,
    })
}
