//! The people of everybody, of oneself, and those who do not want to be written to (actions 12.1, 12.3).

use std::collections::HashMap;

use askama::Template;
use liaison_domain::id::PersonId;
use liaison_store::links::salesforce;
use liaison_store::people::list::{After, Found, Of, Wanted, list};
use liaison_store::people::persons;
use serde::Deserialize;

use super::head::{initials, owner_of};
use super::offers::{self, Offer};
use super::standing::{self, Standing};
use crate::forms::Query;
use crate::page::Page;
use crate::respond::{Answer, Trouble, html};
use crate::visitor::{Member, Seller};

const PAGE_SIZE: i64 = 50;

#[derive(Template)]
#[template(path = "people/list.html")]
struct PeoplePage {
    page: Page,
    query: Narrowed,
    rows: Vec<Row>,
    offers: Vec<Offer>,
    /// Some that fit are on no page.
    is_cut: bool,
    /// Where the list goes on.
    more: Option<String>,
}

struct Row {
    id: PersonId,
    name: String,
    initials: String,
    title: String,
    company: String,
    email: String,
    owner: String,
    standing: Standing,
}

#[derive(Deserialize, Default)]
pub(crate) struct Narrowed {
    #[serde(default)]
    q: String,
    /// `mine`, `unsubscribed`, or everybody.
    #[serde(default)]
    of: String,
    #[serde(default)]
    after: String,
}

impl PeoplePage {
    fn kinds(&self) -> [&'static str; 3] {
        ["mine", "all", "unsubscribed"]
    }

    fn is_of(&self, kind: &str) -> bool {
        self.query.of == kind || (self.query.of.is_empty() && kind == "all")
    }
}

async fn wanted(member: &Member, query: &Narrowed) -> Result<Wanted, Trouble> {
    let db = &member.visitor.app.engine.db;
    let of = if query.of == "mine" {
        let connection = salesforce::of_user(db, member.user.id).await?;
        let owner = connection.map(|c| c.salesforce_user_id.to_string());
        Some(Of {
            owner: owner.unwrap_or_default(),
            user: member.user.id,
        })
    } else {
        None
    };
    Ok(Wanted {
        text: query.q.trim().to_owned(),
        of,
        unsubscribed_only: query.of == "unsubscribed",
    })
}

/// The page goes on after somebody; when they are gone, from the beginning.
async fn after(member: &Member, id: &str) -> Result<Option<After>, Trouble> {
    let Ok(id) = id.parse::<PersonId>() else {
        return Ok(None);
    };
    let last = persons::by_id(&member.visitor.app.engine.db, id).await?;
    Ok(last.map(|person| After {
        last_name: person.last_name,
        first_name: person.first_name,
        id: person.id,
    }))
}

pub(crate) async fn show(seller: Seller, Query(query): Query<Narrowed>) -> Answer {
    let db = &seller.visitor.app.engine.db;
    let wanted = wanted(&seller, &query).await?;
    let after = after(&seller, &query.after).await?;
    let Found {
        people: mut found,
        is_cut,
    } = list(db, &wanted, after.as_ref(), PAGE_SIZE + 1).await?;
    let has_more = found.len() > usize::try_from(PAGE_SIZE).unwrap_or_default();
    if has_more {
        found.pop();
    }
    let more = found.last().filter(|_| has_more).map(|person| {
        let mut address = url::form_urlencoded::Serializer::new(String::from("/people?"));
        let id = person.id.to_string();
        address.extend_pairs([("q", query.q.as_str()), ("of", &query.of), ("after", &id)]);
        address.finish()
    });
    let standings = standing::look_all(db, &found).await?;
    let mut owners: HashMap<String, String> = HashMap::new();
    let mut rows = Vec::new();
    for (person, standing) in found.into_iter().zip(standings) {
        if !owners.contains_key(&person.owner) {
            let name = owner_of(&seller, &person.owner).await?;
            owners.insert(person.owner.clone(), name);
        }
        let name = person.display_name();
        rows.push(Row {
            standing,
            owner: owners.get(&person.owner).cloned().unwrap_or_default(),
            id: person.id,
            initials: initials(&name),
            name,
            title: person.title,
            company: person.company,
            email: person.email.map(|e| e.to_string()).unwrap_or_default(),
        });
    }
    let is_narrowed = !query.q.trim().is_empty() || !matches!(query.of.as_str(), "" | "all");
    let view = match (rows.is_empty(), is_narrowed) {
        (false, _) => "people:list",
        (true, true) => "people:nobody-found",
        (true, false) => "people:none",
    };
    Ok(html(&PeoplePage {
        page: Page::at(&seller, "people", view),
        offers: offers::for_many(&seller).await?,
        query,
        rows,
        is_cut,
        more,
    }))
}
