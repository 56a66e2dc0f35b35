//! E-mails of a seller's, and what comes back.

use jiff::SignedDuration;
use liaison_connectors::smtp;
use liaison_domain::EmailAddress;
use liaison_domain::id::{EmailId, PersonId};
use liaison_domain::insight::Event;
use liaison_domain::mail::Email;
use liaison_domain::mail::compose::Typed;
use liaison_domain::people::{Person, PersonSource};
use liaison_engine::mail::emails::{self as acts, Form, When};
use liaison_store::insight::events;
use liaison_store::mail::emails;
use liaison_store::people::persons;

use super::Instance;
use super::people::{SELLER, user};

/// Somebody to write to.
pub async fn person(instance: &Instance, address: &str) -> PersonId {
    let address = EmailAddress::parse(address).unwrap();
    let db = &instance.engine.db;
    if let Some(known) = persons::by_address(db, &address).await.unwrap().first() {
        return known.id;
    }
    let now = instance.engine.clock.now();
    let person = Person {
        id: PersonId(instance.engine.dice.id(now)),
        first_name: "Lena".into(),
        last_name: "Berg".into(),
        email: Some(address),
        title: String::new(),
        company: "Buyer".into(),
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
    };
    persons::save(db, &person).await.unwrap();
    person.id
}

/// An e-mail of the seller's that is on its way to somebody.
pub async fn written(instance: &Instance, to: &str, cc: &str) -> EmailId {
    let person = person(instance, to).await;
    let seller = user(instance, SELLER).await;
    let now = instance.engine.clock.now();
    let id = EmailId(instance.engine.dice.id(now));
    let form = Form {
        typed: Typed {
            cc,
            bcc: "",
            subject: "Lighthouses",
            body: "<p>Would you like to see one?</p>",
        },
        ..Form::default()
    };
    let sent = acts::send(&instance.engine, &seller, id, person, &form, &When::Now);
    sent.await.unwrap();
    instance.pass(SignedDuration::from_secs(9));
    id
}

/// The same, once it has left and everything that follows at once has happened.
pub async fn sent(instance: &Instance, to: &str, cc: &str) -> Email {
    let id = written(instance, to, cc).await;
    instance.drain().await;
    email(instance, id).await
}

pub async fn email(instance: &Instance, id: EmailId) -> Email {
    let found = emails::by_id(&instance.engine.db, id).await.unwrap();
    found.unwrap()
}

/// What happened with an e-mail, the newest first: kinds and details.
pub async fn events_of(instance: &Instance, id: EmailId) -> Vec<(&'static str, String)> {
    let found = events::of_email(&instance.engine.db, id, i64::MAX, 20).await;
    let told = |event: Event| (event.what.kind.code(), event.what.detail);
    found.unwrap().into_iter().map(told).collect()
}

/// Mail from somebody outside to the seller, as it travels.
pub async fn arrives(instance: &Instance, from: &str, message: &[u8]) {
    let relay = instance.relay().parse().unwrap();
    let taken = smtp::send(&instance.engine.outbound, &relay, from, &[SELLER], message);
    taken.await.unwrap();
}

/// An answer to an e-mail.
pub async fn answers(instance: &Instance, email: &Email, from: &str, id: &str, text: &str) {
    let answered = email.message_id.as_deref().unwrap();
    let message = format!(
        "From: <{from}>\r\nTo: <{SELLER}>\r\nSubject: Re: Lighthouses\r\nMessage-ID: <{id}>\r\n\
         References: <earlier@buyer.example> <{answered}>\r\n\r\n{text}\r\n\r\n\
         On Fri, 20 Nov 2026 at 10:00, Björn Håkansson <{SELLER}> wrote:\r\n> Would you like to see one?\r\n"
    );
    arrives(instance, from, message.as_bytes()).await;
}

/// Lets time pass until the mailbox has been looked into.
pub async fn look(instance: &Instance) {
    instance.pass(SignedDuration::from_secs(31));
    instance.drain().await;
}
