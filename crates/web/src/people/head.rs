//! Who somebody is: the head of their page, in the web application and in the panel.

use askama::Template;
use askama::filters::HtmlSafe;
use liaison_domain::links::SalesforceUserId;
use liaison_domain::people::{CrmRecord, Person};
use liaison_engine::links::salesforce::organisation;
use liaison_store::access::users;
use liaison_store::links::salesforce;

use super::offers::{self, Offer};
use super::standing::{self, Standing};
use crate::parts::Icon;
use crate::respond::Trouble;
use crate::texts::Texts;
use crate::visitor::Member;

#[derive(Template)]
#[template(path = "people/head.html")]
pub(crate) struct Head {
    pub t: &'static Texts,
    pub name: String,
    pub initials: String,
    pub title: String,
    pub company: String,
    pub email: String,
    pub phone: String,
    pub phone_link: String,
    pub website: String,
    pub owner: String,
    pub standing: Standing,
    pub offers: Vec<Offer>,
    /// The record in Salesforce, where it is and what kind it is.
    pub record: Option<(String, &'static str)>,
    /// Their page in Liaison, for the panel.
    pub page: String,
    pub in_panel: bool,
}

impl HtmlSafe for Head {}

impl Head {
    pub async fn of(member: &Member, person: &Person) -> Result<Self, Trouble> {
        let db = &member.visitor.app.engine.db;
        let standing = standing::look(db, person).await?;
        let name = person.display_name();
        let in_panel = member.visitor.in_panel;
        let record = match person.record() {
            Some(record) if !in_panel => address_of(member, &record).await?,
            _ => None,
        };
        Ok(Self {
            t: member.t(),
            initials: initials(&name),
            name,
            title: person.title.clone(),
            company: person.company.clone(),
            email: person
                .email
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            phone_link: person
                .phone
                .chars()
                .filter(|c| c.is_ascii_digit() || *c == '+')
                .collect(),
            phone: person.phone.clone(),
            website: web_address(&person.website),
            owner: owner_of(member, &person.owner).await?,
            standing,
            offers: offers::for_one(member, person.id, standing).await?,
            record,
            page: format!("/people/{}", person.id),
            in_panel,
        })
    }

    fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }
}

/// Where a record is looked at in Salesforce, for a seller who is connected.
pub(crate) async fn address_of(
    member: &Member,
    record: &CrmRecord,
) -> Result<Option<(String, &'static str)>, Trouble> {
    let db = &member.visitor.app.engine.db;
    let connection = salesforce::of_user(db, member.user.id).await?;
    Ok(connection.map(|connection| {
        let base = connection.instance_url.trim_end_matches('/').to_owned();
        (format!("{base}/{}", record.id), record.object.code())
    }))
}

/// The name of the one who owns a record: one of us, or somebody else in Salesforce.
pub(crate) async fn owner_of(member: &Member, owner: &str) -> Result<String, Trouble> {
    if owner.is_empty() {
        return Ok(String::new());
    }
    let db = &member.visitor.app.engine.db;
    let organisation = organisation(db).await?;
    let user = match (organisation, SalesforceUserId::parse(owner)) {
        (Some(organisation), Some(user)) => salesforce::user_of(db, &organisation, &user).await?,
        _ => None,
    };
    let user = match user {
        Some(id) => users::by_id(db, id).await?,
        None => None,
    };
    Ok(match user {
        Some(user) => user.display_name(),
        None => member.t().get("owner-elsewhere").to_owned(),
    })
}

/// Two letters for the round sign beside a name.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next();
    let last = words.next_back();
    let letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let letters: String = [first, last]
        .into_iter()
        .flatten()
        .filter_map(letter)
        .collect();
    letters.to_uppercase()
}

/// What may stand behind a link: an address of the web, nothing else.
fn web_address(text: &str) -> String {
    let text = text.trim();
    let whole = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    match url::Url::parse(&whole) {
        Ok(url) if !text.is_empty() && matches!(url.scheme(), "http" | "https") => url.to_string(),
        _ => String::new(),
    }
}
