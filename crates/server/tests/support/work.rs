//! People to work with, campaigns for them, and a clock that stands where a story begins.

use jiff::civil::{Weekday, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use liaison_domain::EmailAddress;
use liaison_domain::access::User;
use liaison_domain::id::{CampaignId, PersonId};
use liaison_domain::people::{Person, PersonSource};
use liaison_domain::work::campaign::{Email, SendAt, What};
use liaison_domain::work::{KeptTask, Member};
use liaison_engine::work::campaigns::{self, CampaignForm};
use liaison_engine::work::launch::{self, LaunchForm, Launched};
use liaison_engine::work::steps::{self, StepForm};
use liaison_engine::{Engine, Outcome};
use liaison_store::people::persons;
use liaison_store::work::members;
use liaison_store::work::tasks::{self, Wanted};

use super::Instance;

pub async fn person(engine: &Engine, name: &str) -> PersonId {
    let address = format!("{}@customer.example", name.to_lowercase());
    let now = engine.clock.now();
    let person = Person {
        id: PersonId(engine.dice.id(now)),
        first_name: name.into(),
        last_name: "Customer".into(),
        email: EmailAddress::parse(&address).ok(),
        title: String::new(),
        company: "Northern Lights".into(),
        phone: "+46 8 123 45".into(),
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
    };
    persons::save(&engine.db, &person).await.unwrap();
    person.id
}

pub async fn people(engine: &Engine, count: usize) -> Vec<PersonId> {
    let mut ids = Vec::new();
    for n in 0..count {
        ids.push(person(engine, &format!("Person{n}")).await);
    }
    ids
}

pub fn mail(subject: &str, send: SendAt) -> What {
    What::Email(Email {
        subject: subject.into(),
        html: "<p>Hello {{first_name}}</p>".into(),
        attachment_bytes: 0,
        send,
        follow_up: false,
    })
}

pub fn call() -> What {
    What::Call {
        notes: "Ask about the offer".into(),
    }
}

/// A campaign of these steps; it skips weekends and ends on a reply.
pub async fn campaign(engine: &Engine, user: &User, all: &[(u16, What)]) -> CampaignId {
    let form = CampaignForm {
        name: "Spring".into(),
        category: "New customers".into(),
    };
    let id = campaigns::create(engine, user, &form).await.unwrap();
    for (day, what) in all {
        let form = StepForm {
            day: *day,
            name: "Call them".into(),
            template: None,
            what: what.clone(),
        };
        steps::add(engine, user, id, &form).await.unwrap();
    }
    id
}

pub async fn start(
    engine: &Engine,
    user: &User,
    campaign: CampaignId,
    people: &[PersonId],
    start_at: Option<Timestamp>,
) -> Outcome<Launched> {
    let form = LaunchForm {
        campaign,
        people: people.to_vec(),
        identity: None,
        start_at,
        written: Default::default(),
    };
    launch::start(engine, user, &form).await
}

pub async fn member(engine: &Engine, person: PersonId) -> Member {
    let found = members::of_person(&engine.db, person, 1).await.unwrap();
    found.into_iter().next().unwrap()
}

pub async fn open_tasks(engine: &Engine, user: &User) -> Vec<KeptTask> {
    tasks::of_user(&engine.db, user.id, Wanted::default(), 0, 1000)
        .await
        .unwrap()
}

pub fn here(instance: &Instance, user: &User) -> Zoned {
    let zone = TimeZone::get(&user.time_zone).unwrap();
    instance.engine.clock.now().to_zoned(zone)
}

/// Lets time pass until the next such day, ten o'clock.
pub fn wait_for(instance: &Instance, user: &User, day: Weekday) {
    let now = here(instance, user);
    let mut then = now.with().time(time(10, 0, 0, 0)).build().unwrap();
    while then.weekday() != day || then <= now {
        then = then.checked_add(1.day()).unwrap();
    }
    instance.pass(now.duration_until(&then));
}

pub fn pass_hours(instance: &Instance, hours: i64) {
    instance.pass(SignedDuration::from_hours(hours));
}
