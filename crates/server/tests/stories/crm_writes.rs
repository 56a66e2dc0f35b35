//! What sellers do is in Salesforce, once, whatever happens on the way.

use jiff::SignedDuration;
use liaison_domain::links::crm::sync::{Duplicates, EmailLogging, NoMatch, Objects};
use liaison_domain::links::crm::{SyncSettings, WriteKind, WriteState};
use liaison_domain::mail::Email;
use liaison_domain::people::CrmObject;
use liaison_engine::links::crm::{self, Engaged};
use liaison_store::Db;
use liaison_store::mail::emails::{self, Counted};
use liaison_testkit::on_both_engines;
use serde_json::json;

use crate::support::Instance;
use crate::support::crm::{
    ask, connection, contact, lead, our_tasks, sent, settings, stranger, wait, writes,
};
use crate::support::outside::{fault, requests, tell};
use crate::support::people::{SELLER, seller};

const COLLECTIONS: &str = "/services/data/v66.0/composite/sobjects";

async fn happened(instance: &Instance, email: &Email, what: Counted) {
    let engine = &instance.engine;
    let (tx, now) = (engine.db.begin().await.unwrap(), engine.clock.now());
    emails::count_event(&tx, email.id, what, now).await.unwrap();
    match what {
        Counted::Open => crm::email_engaged(engine, &tx, email.id, Engaged::Opened).await,
        Counted::Click => crm::email_engaged(engine, &tx, email.id, Engaged::Clicked).await,
        Counted::Reply => crm::email_replied(engine, &tx, email, "", now).await,
    }
    .unwrap();
    tx.commit().await.unwrap();
}

async fn logging(db: Db, change: impl FnOnce(&mut SyncSettings)) -> Instance {
    let instance = Instance::start(db).await;
    seller(&instance, SELLER).await;
    settings(&instance, change).await;
    instance
}

on_both_engines! {
    async fn an_e_mail_and_what_follows_stand_with_the_person(db: Db) {
        let instance = logging(db, |_| {}).await;
        let person = lead(&instance, 0).await;
        let who = person.lead_id.clone().unwrap().to_string();
        let email = sent(&instance, &person, "Pumps\r\nBcc: x").await;
        instance.drain().await;
        let tasks = our_tasks(&instance, &who).await;
        assert_eq!(tasks.len(), 1, "{tasks:?}");
        let task = &tasks[0];
        let owner = connection(&instance).await.salesforce_user_id;
        for (field, value) in [
            ("Subject", json!("Email: Pumps  Bcc: x")),
            ("Status", json!("Completed")),
            ("Type", json!("Email")),
            ("Description", json!("Hello Lena")),
            ("WhatId", json!(null)),
            ("OwnerId", json!(owner.as_str())),
            ("MSE_Viewed__c", json!(false)),
            ("MSE_Email_Status__c", json!("sent")),
        ] {
            assert_eq!(task[field], value, "{field}");
        }
        assert!(task["MSE_Details__c"].as_str().unwrap().contains(&email.id.to_string()));

        // Ten opens and a click are one change.
        let before = requests(&instance, "salesforce", COLLECTIONS).await;
        for n in 0..11 {
            happened(&instance, &email, if n == 10 { Counted::Click } else { Counted::Open }).await;
            instance.drain().await;
        }
        wait(&instance, 2).await;
        let task = our_tasks(&instance, &who).await.remove(0);
        assert_eq!((&task["MSE_Viewed__c"], &task["MSE_Clicked__c"]), (&json!(true), &json!(true)));
        // One for the roll-up, one for the Task.
        assert_eq!(requests(&instance, "salesforce", COLLECTIONS).await, before + 2);

        // An answer is a Task of its own, which the template does not shape.
        happened(&instance, &email, Counted::Reply).await;
        wait(&instance, 2).await;
        let tasks = our_tasks(&instance, &who).await;
        assert_eq!(tasks.len(), 2);
        let of = |subject: &str| tasks.iter().find(|task| task["Subject"].as_str().unwrap().starts_with(subject)).unwrap();
        assert_eq!(of("Email: ")["MSE_Replied__c"], true);
        assert_eq!(of("Reply: Pumps")["Type"], json!(null), "this organisation has no type Reply");
        let rolled = ask(&instance, &format!("SELECT Liaison_Last_Activity_By_Sales__c, Liaison_Last_Replied__c FROM Lead WHERE Id = '{who}'")).await;
        assert!(rolled[0]["Liaison_Last_Activity_By_Sales__c"].is_string() && rolled[0]["Liaison_Last_Replied__c"].is_string(), "{rolled:?}");
        assert!(writes(&instance).await.iter().all(|write| matches!(write.state, WriteState::Done | WriteState::Skipped)));
    }
}

on_both_engines! {
    async fn what_happens_while_a_write_waits_is_written_after_it(db: Db) {
        let instance = logging(db, |settings| settings.roll_ups = Objects::of(|_| false)).await;
        let person = lead(&instance, 0).await;
        let who = person.lead_id.clone().unwrap().to_string();
        let email = sent(&instance, &person, "Pumps").await;
        instance.drain().await;
        happened(&instance, &email, Counted::Open).await;
        fault(&instance, json!({ "service": "salesforce", "kind": "status", "code": 503, "path": COLLECTIONS, "times": 1 })).await;
        instance.pass(SignedDuration::from_secs(61));
        instance.drain().await;
        assert_eq!(our_tasks(&instance, &who).await[0]["MSE_Viewed__c"], false, "it waits");
        happened(&instance, &email, Counted::Reply).await;
        wait(&instance, 60).await;
        let tasks = our_tasks(&instance, &who).await;
        let of_email = tasks.iter().find(|task| task["Subject"] == "Email: Pumps").unwrap();
        assert_eq!((&of_email["MSE_Viewed__c"], &of_email["MSE_Replied__c"]), (&json!(true), &json!(true)));
    }
}

on_both_engines! {
    async fn nothing_is_written_that_is_switched_off(db: Db) {
        let instance = logging(db, |settings| settings.email = EmailLogging::Off).await;
        let person = lead(&instance, 0).await;
        sent(&instance, &person, "Pumps").await;
        instance.drain().await;
        assert!(writes(&instance).await.is_empty());
        settings(&instance, |settings| settings.objects = Objects::of(|object| object == CrmObject::Contact)).await;
        sent(&instance, &person, "Pumps").await;
        instance.drain().await;
        assert_eq!(writes(&instance).await[0].state, WriteState::Skipped);
    }
}

on_both_engines! {
    async fn an_address_finds_its_records_by_the_admins_rule(db: Db) {
        let instance = logging(db, |settings| settings.no_match = NoMatch::List).await;
        let known = contact(&instance, 0).await;
        let address = known.email.clone().unwrap();
        // A lead with the same address is the newer of the two.
        let lead = lead(&instance, 5).await.lead_id.unwrap().to_string();
        crate::support::crm::change(&instance, "Lead", &lead, json!({ "Email": address.as_str() })).await;
        let person = stranger(&instance, 1, address.as_str()).await;
        sent(&instance, &person, "Newest").await;
        instance.drain().await;
        assert_eq!(our_tasks(&instance, &lead).await.len(), 1);
        settings(&instance, |settings| settings.duplicates = Duplicates::All).await;
        sent(&instance, &person, "All").await;
        instance.drain().await;
        let there = known.contact_id.unwrap().to_string();
        assert_eq!(our_tasks(&instance, &there).await.len(), 1);
        assert_eq!(our_tasks(&instance, &lead).await.len(), 2);
        settings(&instance, |settings| settings.no_match = NoMatch::List).await;
        let nobody = stranger(&instance, 2, "nobody@nowhere.example").await;
        sent(&instance, &nobody, "Nobody").await;
        instance.drain().await;
        let writes = writes(&instance).await;
        let last = writes.last().unwrap();
        assert_eq!((last.state, last.code.as_deref()), (WriteState::Unmatched, Some("NO_MATCH")));
    }
}

on_both_engines! {
    async fn a_cut_answer_is_looked_up_and_nothing_is_there_twice(db: Db) {
        let instance = logging(db, |settings| settings.roll_ups = Objects::of(|_| false)).await;
        let person = lead(&instance, 0).await;
        let who = person.lead_id.clone().unwrap().to_string();
        fault(&instance, json!({ "service": "salesforce", "kind": "cut", "path": COLLECTIONS, "times": 1 })).await;
        sent(&instance, &person, "Cut").await;
        instance.drain().await;
        assert_eq!(writes(&instance).await[0].state, WriteState::Intent);
        wait(&instance, 4).await;
        assert_eq!(writes(&instance).await[0].state, WriteState::Done);
        assert_eq!(our_tasks(&instance, &who).await.len(), 1);
        // The same where the organisation has no field for our address.
        tell(&instance, "salesforce/security", json!({ "object": "Task", "fields": ["MSE_Details__c"] })).await;
        instance.pass(jiff::SignedDuration::from_hours(25));
        fault(&instance, json!({ "service": "salesforce", "kind": "cut", "path": COLLECTIONS, "times": 1 })).await;
        sent(&instance, &person, "Unmarked").await;
        wait(&instance, 4).await;
        let there = ask(&instance, &format!("SELECT Id FROM Task WHERE WhoId = '{who}' AND Subject = 'Email: Unmarked'")).await;
        assert_eq!(there.len(), 1);
        // A connection that broke before anything was done: once more, and then it is there.
        fault(&instance, json!({ "service": "salesforce", "kind": "status", "code": 503, "path": COLLECTIONS, "times": 1 })).await;
        sent(&instance, &person, "Later").await;
        wait(&instance, 4).await;
        let there = ask(&instance, &format!("SELECT Id FROM Task WHERE WhoId = '{who}' AND Subject = 'Email: Later'")).await;
        assert_eq!(there.len(), 1);
    }
}

on_both_engines! {
    async fn fields_that_may_not_be_written_are_left_out_and_named_once(db: Db) {
        let instance = logging(db, |_| {}).await;
        let person = contact(&instance, 0).await;
        let who = person.contact_id.clone().unwrap().to_string();
        sent(&instance, &person, "Before").await;
        instance.drain().await;
        // Taken away after we had looked.
        tell(&instance, "salesforce/security", json!({ "object": "Task", "fields": ["MSE_Viewed__c", "MSE_Clicked__c"], "access": "read" })).await;
        tell(&instance, "salesforce/security", json!({ "object": "Contact", "fields": ["Liaison_Last_Activity_By_Sales__c"] })).await;
        for subject in ["One", "Two"] {
            sent(&instance, &person, subject).await;
            wait(&instance, 1).await;
        }
        assert_eq!(our_tasks(&instance, &who).await.len(), 3);
        let writes = writes(&instance).await;
        let notes: Vec<_> = writes.iter().filter(|write| write.kind == WriteKind::Fields).collect();
        let said: Vec<_> = notes.iter().map(|note| (note.object.as_str(), note.message.as_deref().unwrap())).collect();
        assert!(said.contains(&("Task", "MSE_Clicked__c, MSE_Viewed__c")), "{said:?}");
        assert!(said.contains(&("Contact", "Liaison_Last_Activity_By_Sales__c")), "{said:?}");
        assert_eq!(said.len(), 2, "{said:?}");
        // Without the package nothing but the Task is written.
        tell(&instance, "salesforce/package", json!({ "deployed": false })).await;
        instance.pass(jiff::SignedDuration::from_hours(25));
        sent(&instance, &person, "Bare").await;
        instance.drain().await;
        let there = ask(&instance, &format!("SELECT Id, Type FROM Task WHERE WhoId = '{who}' AND Subject = 'Email: Bare'")).await;
        assert_eq!(there[0]["Type"], "Email");
    }
}

on_both_engines! {
    async fn the_days_calls_are_never_exceeded(db: Db) {
        let instance = logging(db, |settings| settings.roll_ups = Objects::of(|_| false)).await;
        let mut people = Vec::new();
        for n in 0..3 {
            people.push(lead(&instance, n).await);
        }
        let used = crm::today(&instance.engine).await.unwrap().calls;
        let cap = u32::try_from(used).unwrap() + 2;
        settings(&instance, |settings| { settings.roll_ups = Objects::of(|_| false); settings.most_calls = Some(cap); }).await;
        let before = requests(&instance, "salesforce", "/services/data").await;
        for person in &people {
            sent(&instance, person, "Pumps").await;
            instance.drain().await;
        }
        // One to look at the object, one to write the first.
        assert_eq!(requests(&instance, "salesforce", "/services/data").await, before + 2);
        let today = crm::today(&instance.engine).await.unwrap();
        assert_eq!((today.calls, today.cap), (u64::from(cap), u64::from(cap)));
        assert!(today.allowed.is_some());
        let waiting = writes(&instance).await;
        assert_eq!(waiting.iter().filter(|write| write.state == WriteState::Waiting).count(), 2);
        assert!(waiting.iter().any(|write| write.code.as_deref() == Some("DAILY_CAP")));
        // The next day they go.
        wait(&instance, 60 * 25).await;
        assert!(writes(&instance).await.iter().all(|write| write.state == WriteState::Done));
    }
}
