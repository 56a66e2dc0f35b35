//! Bringing records from Salesforce, as their seller sees them.

use jiff::SignedDuration;
use liaison_connectors::salesforce::Api;
use liaison_domain::id::UserId;
use liaison_domain::people::{CrmRecord, Person, RecordId};
use liaison_domain::{EmailAddress, Refusal};
use liaison_engine::people::{add, bring};
use liaison_store::Db;
use liaison_store::people::{crm, persons, sights};
use liaison_testkit::on_both_engines;
use serde_json::json;

use crate::support::Instance;
use crate::support::outside::{forget, requests, tell};
use crate::support::panel::{calling, first, query};
use crate::support::people::{SELLER, seller, user};
use crate::support::tables::count;

async fn ready(db: Db) -> (Instance, UserId) {
    let instance = Instance::start(db).await;
    seller(&instance, SELLER).await;
    let id = user(&instance, SELLER).await.id;
    (instance, id)
}

fn record(id: &str) -> CrmRecord {
    CrmRecord::parse(id).unwrap()
}

async fn known(instance: &Instance, id: &str) -> Person {
    let found = persons::by_record(&instance.engine.db, &record(id))
        .await
        .unwrap();
    found.unwrap_or_else(|| panic!("{id} is not known"))
}

async fn people(instance: &Instance) -> i64 {
    count(&instance.engine.db, "select count(*) as n from people").await
}

fn refused<T: std::fmt::Debug>(outcome: liaison_engine::Outcome<T>) -> Refusal {
    outcome.unwrap_err().refusal().unwrap().clone()
}

on_both_engines! {
    async fn all_four_kinds_are_brought(db: Db) {
        let (instance, id) = ready(db).await;
        let engine = &instance.engine;
        let lead = query(&instance, SELLER, "SELECT Id, Email, Company, OwnerId, HasOptedOutOfEmail FROM Lead WHERE HasOptedOutOfEmail = true LIMIT 1").await.remove(0);
        let lead_id = lead["Id"].as_str().unwrap();
        bring::bring(engine, id, &record(lead_id)).await.unwrap();
        let person = known(&instance, lead_id).await;
        assert_eq!(person.company, lead["Company"].as_str().unwrap());
        assert_eq!(person.owner, lead["OwnerId"].as_str().unwrap());
        assert!(person.opted_out_in_crm && person.seen_at.is_some());

        let contact = query(&instance, SELLER, "SELECT Id, Account.Name, AccountId FROM Contact LIMIT 1").await.remove(0);
        let contact_id = contact["Id"].as_str().unwrap();
        bring::bring(engine, id, &record(contact_id)).await.unwrap();
        let person = known(&instance, contact_id).await;
        assert_eq!(person.company, contact["Account"]["Name"].as_str().unwrap());
        let account = RecordId::parse(contact["AccountId"].as_str().unwrap()).unwrap();
        assert!(crm::company(&engine.db, &account).await.unwrap().is_some(), "with its account");

        let of_account = format!("SELECT Id FROM Contact WHERE AccountId = '{account}' AND Email != null");
        let there = query(&instance, SELLER, &of_account).await.len();
        let brought = bring::bring(engine, id, &record(account.as_str())).await.unwrap();
        assert_eq!((brought.people.len(), brought.has_more), (there, false));
        assert_eq!(persons::of_company(&engine.db, &account).await.unwrap().len(), there);

        let roles = query(&instance, SELLER, "SELECT OpportunityId, ContactId, Role FROM OpportunityContactRole LIMIT 1").await.remove(0);
        let opportunity = roles["OpportunityId"].as_str().unwrap();
        bring::bring(engine, id, &record(opportunity)).await.unwrap();
        let kept = persons::of_opportunity(&engine.db, &record(opportunity).id).await.unwrap();
        assert!(kept.iter().any(|p| p.contact_id.as_ref().map(RecordId::as_str) == roles["ContactId"].as_str()));

        // The same again is the same people.
        let before = people(&instance).await;
        for again in [lead_id, contact_id, account.as_str(), opportunity] {
            bring::bring(engine, id, &record(again)).await.unwrap();
        }
        assert_eq!(people(&instance).await, before);
    }
}

on_both_engines! {
    async fn what_the_profile_hides_is_left_as_it_is_known(db: Db) {
        let (instance, id) = ready(db).await;
        let contact = first(&instance, SELLER, "SELECT Id FROM Contact WHERE Phone != null LIMIT 1").await;
        bring::bring(&instance.engine, id, &record(&contact)).await.unwrap();
        let before = known(&instance, &contact).await;
        assert!(!before.phone.is_empty());
        for (object, fields) in [("Contact", vec!["Phone", "MobilePhone", "HasOptedOutOfEmail", "Email"]), ("Account", vec!["Website", "Phone"])] {
            tell(&instance, "salesforce/security", json!({ "object": object, "fields": fields })).await;
        }
        bring::bring(&instance.engine, id, &record(&contact)).await.unwrap();
        let after = known(&instance, &contact).await;
        assert_eq!((after.phone, after.email, after.website), (before.phone, before.email, before.website));
        let account = before.company_id.unwrap();
        let brought = bring::bring(&instance.engine, id, &record(account.as_str())).await.unwrap();
        assert!(!brought.people.is_empty(), "people whose address is hidden are still people");
        forget(&instance, "salesforce/security").await;
    }
}

on_both_engines! {
    async fn refusals_are_in_words(db: Db) {
        let (instance, id) = ready(db).await;
        let engine = &instance.engine;
        let lead = first(&instance, SELLER, "SELECT Id FROM Lead LIMIT 1").await;
        let none = record("00Q000000zzzzzz");
        assert_eq!(refused(bring::bring(engine, id, &none).await), Refusal::CrmNoAccess);
        bring::bring(engine, id, &record(&lead)).await.unwrap();
        calling(&instance, SELLER, async |api: Api| api.delete("Lead", &lead).await).await;
        assert_eq!(refused(bring::bring(engine, id, &record(&lead)).await), Refusal::CrmDeleted);
        let sight = sights::of(&engine.db, id, &record(&lead).id).await.unwrap();
        assert_eq!(sight, None, "what is gone may not be looked at any more");
        let admin = instance.admin().await.user_id().unwrap();
        assert_eq!(refused(bring::bring(engine, admin, &none).await), Refusal::CrmNotConnected);
        tell(&instance, "faults", json!({ "service": "salesforce", "kind": "status", "code": 503, "path": "/services/data", "times": 1 })).await;
        assert_eq!(refused(bring::bring(engine, id, &none).await), Refusal::SalesforceBusy);
        tell(&instance, "salesforce/revoke", json!({ "username": SELLER })).await;
        assert_eq!(refused(bring::bring(engine, id, &none).await), Refusal::SalesforceReconnect);
    }
}

on_both_engines! {
    async fn a_converted_lead_and_its_contact_are_one_person(db: Db) {
        let (instance, id) = ready(db).await;
        let engine = &instance.engine;
        let lead = first(&instance, SELLER, "SELECT Id FROM Lead LIMIT 1").await;
        let contact = first(&instance, SELLER, "SELECT Id FROM Contact LIMIT 1").await;
        bring::bring(engine, id, &record(&lead)).await.unwrap();
        bring::bring(engine, id, &record(&contact)).await.unwrap();
        let (was, is) = (known(&instance, &lead).await, known(&instance, &contact).await);
        assert_ne!(was.id, is.id);
        let actor = user(&instance, SELLER).await.actor();
        liaison_engine::people::consent::unsubscribe(engine, actor, was.id, "on the phone").await.unwrap();
        tell(&instance, "salesforce/convert", json!({ "lead": lead, "contact": contact })).await;
        bring::bring(engine, id, &record(&lead)).await.unwrap();
        let (by_lead, by_contact) = (known(&instance, &lead).await, known(&instance, &contact).await);
        assert_eq!((by_lead.id, by_contact.id), (is.id, is.id));
        assert_eq!(by_lead.email, is.email, "as the contact says");
        let happened = liaison_store::insight::events::of_person(&engine.db, is.id, i64::MAX, 9).await.unwrap();
        assert_eq!(happened.len(), 1, "what happened with the lead happened with the person");
        assert!(persons::by_id(&engine.db, was.id).await.unwrap().is_none());
    }
}

on_both_engines! {
    async fn somebody_added_by_hand_gets_their_record(db: Db) {
        let (instance, id) = ready(db).await;
        let lead = query(&instance, SELLER, "SELECT Id, Email FROM Lead LIMIT 1").await.remove(0);
        let (lead, email) = (lead["Id"].as_str().unwrap(), lead["Email"].as_str().unwrap());
        let entered = add::NewPerson {
            first_name: "Kim".into(),
            last_name: String::new(),
            email: email.to_uppercase(),
            title: String::new(),
            company: String::new(),
            phone: "1".into(),
        };
        let actor = user(&instance, SELLER).await.actor();
        let by_hand = add::add(&instance.engine, actor, &entered).await.unwrap();
        bring::bring(&instance.engine, id, &record(lead)).await.unwrap();
        let person = known(&instance, lead).await;
        assert_eq!((person.id, people(&instance).await), (by_hand, 1));
        assert_eq!(refused(add::add(&instance.engine, actor, &entered).await).code(), "person-known");
        let address = EmailAddress::parse(email).unwrap();
        assert_eq!(persons::by_address(&instance.engine.db, &address).await.unwrap().len(), 1);
    }
}

on_both_engines! {
    async fn what_is_old_is_asked_again_in_the_background(db: Db) {
        let (instance, id) = ready(db).await;
        let engine = &instance.engine;
        let lead = first(&instance, SELLER, "SELECT Id FROM Lead LIMIT 1").await;
        bring::bring(engine, id, &record(&lead)).await.unwrap();
        calling(&instance, SELLER, async |api: Api| api.update("Lead", &lead, &json!({ "Title": "Chair" })).await).await;
        let asked = async || requests(&instance, "salesforce", "/services/data").await;
        let before = asked().await;
        bring::freshen(engine, id, &record(&lead)).await.unwrap();
        instance.drain().await;
        assert_eq!(asked().await, before, "it is fresh");
        instance.pass(SignedDuration::from_mins(15));
        for _ in 0..3 {
            bring::freshen(engine, id, &record(&lead)).await.unwrap();
        }
        assert_ne!(known(&instance, &lead).await.title, "Chair");
        instance.drain().await;
        assert_eq!(known(&instance, &lead).await.title, "Chair");
        let queries = asked().await - before;
        assert!(queries <= 3, "once, however often it was opened: {queries}");
    }
}

on_both_engines! {
    async fn the_same_record_at_once_is_one_person(db: Db) {
        let (instance, id) = ready(db).await;
        let account = first(&instance, SELLER, "SELECT Id FROM Account LIMIT 1").await;
        let account = record(&account);
        let bringing = (0..6).map(|_| bring::bring(&instance.engine, id, &account));
        let brought = futures::future::join_all(bringing).await;
        let first = brought[0].as_ref().unwrap().clone();
        for one in brought {
            assert_eq!(one.unwrap(), first);
        }
        assert_eq!(people(&instance).await, i64::try_from(first.people.len()).unwrap());
    }
}
