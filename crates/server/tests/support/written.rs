//! E-mails that have left, and what is written down about them.

use jiff::SignedDuration;
use liaison_domain::EmailAddress;
use liaison_domain::access::Actor;
use liaison_domain::id::{EmailId, PersonId, UserId};
use liaison_domain::insight::Event;
use liaison_domain::mail::{Email, EmailState, Writing};
use liaison_domain::people::{Person, PersonSource};
use liaison_engine::Engine;
use liaison_store::insight::events;
use liaison_store::mail::emails;
use liaison_store::people::persons;

use super::Instance;

/// A browser of a recipient.
pub const READER: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

pub async fn admin_id(instance: &Instance) -> UserId {
    match instance.admin().await {
        Actor::User { id, .. } => id,
        Actor::System => panic!("the admin is a user"),
    }
}

pub fn person(engine: &Engine, to: &str) -> Person {
    let now = engine.clock.now();
    Person {
        id: PersonId(engine.dice.id(now)),
        first_name: "Petra".into(),
        last_name: "Person".into(),
        email: Some(EmailAddress::parse(to).unwrap()),
        title: String::new(),
        company: "Fjord AB".into(),
        phone: String::new(),
        website: String::new(),
        lead_id: None,
        contact_id: None,
        company_id: None,
        owner: String::new(),
        source: PersonSource::Manual,
        added_by: None,
        opted_out_in_crm: false,
        created_at: now,
        updated_at: now,
        seen_at: None,
    }
}

/// An e-mail of the admin's to a new person, delivered an hour ago.
pub async fn delivered(instance: &Instance, to: &str) -> Email {
    let engine = &instance.engine;
    let now = engine.clock.now();
    let person = person(engine, to);
    persons::save(&engine.db, &person).await.unwrap();
    let sent_at = now - SignedDuration::from_hours(1);
    let email = Email {
        id: EmailId(engine.dice.id(now)),
        owner_id: admin_id(instance).await,
        person_id: person.id,
        identity_id: None,
        batch_id: None,
        template_id: None,
        member_id: None,
        step_id: None,
        follows_id: None,
        state: EmailState::Delivered,
        to: EmailAddress::parse(to).unwrap(),
        writing: Writing {
            subject: "Spring <offer>".into(),
            ..Writing::default()
        },
        is_non_commercial: false,
        sent_subject: None,
        sent_body: None,
        send_id: None,
        message_id: None,
        created_at: sent_at,
        updated_at: sent_at,
        scheduled_at: None,
        time_zone: None,
        sent_at: Some(sent_at),
        failed_at: None,
        problem: None,
        archived_at: None,
        is_success: false,
        opens: 0,
        clicks: 0,
        replies: 0,
        last_event_at: None,
    };
    emails::save(&engine.db, &email).await.unwrap();
    email
}

/// The path of an address of ours.
pub fn path_of(address: &str) -> String {
    url::Url::parse(address).unwrap().path().to_owned()
}

/// The values of an attribute, in the order they stand.
pub fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!("{name}=\"");
    html.match_indices(&mark)
        .filter_map(|(at, _)| html[at + mark.len()..].split('"').next())
        .collect()
}

/// What is written down about an e-mail, the oldest first, by whoever looks.
pub async fn events_of(sql: &impl liaison_store::Sql, email: EmailId) -> Vec<Event> {
    let mut found = events::of_email(sql, email, i64::MAX, 1_000).await.unwrap();
    found.reverse();
    found
}
