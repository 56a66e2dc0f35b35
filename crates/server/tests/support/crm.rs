//! A seller connected to Salesforce, somebody there, and an e-mail that has just left.

use jiff::SignedDuration;
use liaison_connectors::salesforce::Api;
use liaison_domain::EmailAddress;
use liaison_domain::id::{EmailId, PersonId, UserId};
use liaison_domain::links::SalesforceConnection;
use liaison_domain::links::crm::sync::EmailLogging;
use liaison_domain::links::crm::{CrmWrite, SyncSettings};
use liaison_domain::mail::{Email, EmailState, Writing};
use liaison_domain::people::{Person, PersonSource, RecordId};
use liaison_engine::links::{crm, salesforce};
use liaison_store::links::{crm_writes, salesforce as connections};
use liaison_store::mail::emails;
use liaison_store::people::persons;
use serde_json::Value;

use super::Instance;
use super::people::{SELLER, user};

/// Switches logging on, and whatever else a story needs.
pub async fn settings(instance: &Instance, change: impl FnOnce(&mut SyncSettings)) {
    let mut settings = SyncSettings {
        email: EmailLogging::Api,
        replies: true,
        ..SyncSettings::default()
    };
    change(&mut settings);
    let admin = instance.admin().await;
    crm::settings::save(&instance.engine, admin, &settings)
        .await
        .unwrap();
}

pub async fn connection(instance: &Instance) -> SalesforceConnection {
    let seller = user(instance, SELLER).await.id;
    let found = connections::of_user(&instance.engine.db, seller).await;
    found.unwrap().unwrap()
}

/// Asks the pretend Salesforce as the seller.
pub async fn ask(instance: &Instance, soql: &str) -> Vec<Value> {
    let connection = connection(instance).await;
    let page = salesforce::with_api(&instance.engine, &connection, async |api: Api| {
        api.query(soql).await
    });
    page.await.unwrap().records
}

/// Changes a record as the seller.
pub async fn change(instance: &Instance, object: &str, id: &str, fields: Value) {
    let connection = connection(instance).await;
    salesforce::with_api(&instance.engine, &connection, async |api: Api| {
        api.update(object, id, &fields).await
    })
    .await
    .unwrap();
}

/// The Tasks that stand with somebody whose mark is ours.
pub async fn our_tasks(instance: &Instance, who: &str) -> Vec<Value> {
    let soql = format!(
        "SELECT Id, Subject, Status, Type, Description, WhoId, WhatId, OwnerId, MSE_Details__c, MSE_Viewed__c,
             MSE_Clicked__c, MSE_Replied__c, MSE_Email_Status__c, CreatedDate
         FROM Task WHERE WhoId = '{who}' AND MSE_Details__c != null ORDER BY CreatedDate, Subject"
    );
    ask(instance, &soql).await
}

fn person(number: u128, email: &str) -> Person {
    let at = "2026-01-01T00:00:00Z".parse().unwrap();
    Person {
        id: PersonId(uuid(number)),
        first_name: "Lena".into(),
        last_name: "Lind".into(),
        email: EmailAddress::parse(email).ok(),
        title: String::new(),
        company: String::new(),
        phone: String::new(),
        website: String::new(),
        lead_id: None,
        contact_id: None,
        company_id: None,
        owner: String::new(),
        source: PersonSource::Crm,
        added_by: None,
        opted_out_in_crm: false,
        created_at: at,
        updated_at: at,
        seen_at: None,
    }
}

pub fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

/// Somebody known by address alone.
pub async fn stranger(instance: &Instance, number: u128, email: &str) -> Person {
    let person = person(number, email);
    persons::save(&instance.engine.db, &person).await.unwrap();
    person
}

/// The `number`th lead of the pretend organisation who has not opted out.
pub async fn lead(instance: &Instance, number: usize) -> Person {
    known(instance, "Lead", number).await
}

pub async fn contact(instance: &Instance, number: usize) -> Person {
    known(instance, "Contact", number).await
}

async fn known(instance: &Instance, object: &str, number: usize) -> Person {
    let more = if object == "Contact" {
        ", AccountId"
    } else {
        ""
    };
    let soql = format!(
        "SELECT Id, Email{more} FROM {object} WHERE HasOptedOutOfEmail = false ORDER BY Id LIMIT {}",
        number + 1
    );
    let found = ask(instance, &soql).await.pop().unwrap();
    let kind = if object == "Lead" { 1_000 } else { 2_000 };
    let text = |name: &str| found[name].as_str().unwrap_or_default();
    let mut person = person(kind + number as u128, text("Email"));
    let id = RecordId::parse(text("Id"));
    if object == "Lead" {
        person.lead_id = id;
    } else {
        person.contact_id = id;
        person.company_id = RecordId::parse(text("AccountId"));
    }
    persons::save(&instance.engine.db, &person).await.unwrap();
    person
}

/// An e-mail of the seller's that has just left.
pub async fn sent(instance: &Instance, person: &Person, subject: &str) -> Email {
    let email = written(instance, person, subject).await;
    let tx = instance.engine.db.begin().await.unwrap();
    crm::email_sent(&instance.engine, &tx, &email)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    email
}

/// The same without telling anybody.
pub async fn written(instance: &Instance, person: &Person, subject: &str) -> Email {
    let engine = &instance.engine;
    let now = engine.clock.now();
    let email = Email {
        id: EmailId(engine.dice.id(now)),
        owner_id: user(instance, SELLER).await.id,
        person_id: person.id,
        identity_id: None,
        batch_id: None,
        template_id: None,
        member_id: None,
        step_id: None,
        follows_id: None,
        state: EmailState::Delivered,
        to: person.email.clone().unwrap(),
        writing: Writing {
            subject: subject.into(),
            body: "<p>Hello</p>".into(),
            ..Writing::default()
        },
        is_non_commercial: false,
        sent_subject: Some(subject.into()),
        sent_body: Some("<p>Hello Lena</p>".into()),
        send_id: None,
        message_id: None,
        created_at: now,
        updated_at: now,
        scheduled_at: None,
        time_zone: None,
        sent_at: Some(now),
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

/// Every write there is, in its order.
pub async fn writes(instance: &Instance) -> Vec<CrmWrite> {
    let mut all = Vec::new();
    for state in liaison_domain::links::crm::WriteState::ALL {
        let wanted = crm_writes::Wanted {
            state: Some(*state),
            ..crm_writes::Wanted::default()
        };
        let some = crm_writes::list(&instance.engine.db, &wanted, None, 500).await;
        all.extend(some.unwrap());
    }
    all.sort_by_key(|write| write.id);
    all
}

pub async fn seller_id(instance: &Instance) -> UserId {
    user(instance, SELLER).await.id
}

/// Lets time pass in small steps, as the worker sees it.
pub async fn wait(instance: &Instance, minutes: i64) {
    for _ in 0..4 {
        instance.pass(SignedDuration::from_secs(minutes * 15));
        instance.drain().await;
    }
}
