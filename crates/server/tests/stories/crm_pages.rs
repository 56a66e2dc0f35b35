//! What an admin sees and does: sync settings, the check, diagnostics.

use liaison_domain::links::crm::sync::{EmailLogging, NoMatch};
use liaison_domain::links::crm::{WriteKind, WriteState};
use liaison_engine::links::crm;
use liaison_store::Db;
use liaison_testkit::on_both_engines;
use serde_json::json;

use crate::support::Instance;
use crate::support::crm::{lead, seller_id, sent, settings, stranger, writes};
use crate::support::outside::{Press, fault, forget, tell, there_and_back};
use crate::support::people::{self, COLLEAGUE, SELLER, seller};

const PATH: &str = "/settings/salesforce-sync";

/// What the form sends when everything is as at first.
const FORM: [(&str, &str); 9] = [
    ("email", "api"),
    ("object_lead", "1"),
    ("duplicates", "newest"),
    ("no_match", "list"),
    ("subject", "{{activity_type}}: {{activity_subject}}"),
    ("opt_out_field", "standard"),
    ("most_calls", "5000"),
    ("keep_days", "365"),
    ("replies", "1"),
];

fn with<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let others = FORM.into_iter().filter(|(name, _)| *name != field);
    others.chain([(field, value)]).collect()
}

on_both_engines! {
    async fn the_choices_are_kept_and_mistakes_are_named(db: Db) {
        let instance = Instance::start(db).await;
        let mut admin = instance.admin_browser().await;
        assert_eq!(admin.get(PATH).await.view(), "sync-settings:form");
        for (field, value, code) in [
            ("subject", " ", "crm-subject-empty"),
            ("subject", "{{first_name}}", "crm-subject-field"),
            ("most_calls", "many", "crm-calls-cap"),
            ("most_calls", "0", "crm-calls-cap"),
            ("object_lead", "", "crm-no-object"),
        ] {
            let answer = admin.post(PATH, &with(field, value)).await;
            assert_eq!((answer.status.as_u16(), answer.view()), (422, "sync-settings:refused"), "{field}");
            assert!(answer.body.contains(code), "{}", answer.body);
        }
        assert_eq!(admin.post(PATH, &FORM).await.location(), PATH);
        let kept = crm::settings::get(&instance.engine.db).await.unwrap();
        assert!(kept.logs_replies() && !kept.calls && kept.objects.lead && !kept.objects.contact);
        assert_eq!((kept.no_match, kept.most_calls, kept.keep_days), (NoMatch::List, Some(5_000), 365));
        let shown = admin.get(PATH).await.body;
        assert!(shown.contains("Call: Ask about the pumps"), "the example is filled: {shown}");
        // Nothing can be looked for without a connection, and that is said.
        let answer = admin.post(&format!("{PATH}/check"), &[]).await;
        assert!(answer.body.contains("salesforce-reconnect"), "{}", answer.body);
        let answer = admin.post(&format!("{PATH}/opt-outs"), &[]).await;
        assert!(answer.body.contains("crm-nobody-connected"), "{}", answer.body);
    }
}

on_both_engines! {
    async fn the_check_names_what_is_missing_or_closed(db: Db) {
        let instance = Instance::start(db).await;
        let mut admin = people::another_admin(&instance, SELLER).await;
        there_and_back(&instance, &mut admin, "/settings/salesforce/connect", SELLER, Press::Allow).await;
        tell(&instance, "salesforce/security", json!({ "object": "Task", "fields": ["MSE_Viewed__c"], "access": "read" })).await;
        tell(&instance, "salesforce/security", json!({ "object": "Lead", "fields": ["Liaison_Last_Replied__c"] })).await;
        let answer = admin.post(&format!("{PATH}/check"), &[]).await;
        assert_eq!(answer.view(), "sync-settings:checked", "{}", answer.body);
        let line = |name: &str| answer.body.split("<tr>").find(|line| line.contains(&format!("<code>{name}</code>"))).unwrap().to_owned();
        assert!(line("Task.MSE_Viewed__c").contains("May not be written"));
        assert!(line("Task.MSE_Clicked__c").contains("In order"));
        assert!(line("Lead.Liaison_Last_Replied__c").contains("Missing or hidden"));
        assert!(line("Task.Type = Email").contains("In order"));
        assert!(line("Task.Type = Reply").contains("Add exactly this value"));
        assert!(line("Liaison*").contains("Cannot be read"));
        let found = liaison_engine::links::crm::check::check(&instance.engine, people::user(&instance, SELLER).await.id).await.unwrap();
        assert_eq!(found.iter().filter(|one| one.is_bad()).count(), 2);
    }
}

on_both_engines! {
    async fn failed_writes_are_explained_retried_and_taken_off_the_list(db: Db) {
        let instance = Instance::start(db).await;
        seller(&instance, SELLER).await;
        settings(&instance, |settings| settings.no_match = NoMatch::List).await;
        let mut admin = instance.admin_browser().await;
        let path = "/settings/diagnostics";
        assert_eq!(admin.get(path).await.view(), "diagnostics:nothing");
        let person = lead(&instance, 0).await;
        for _ in 0..2 {
            fault(&instance, json!({ "service": "salesforce", "kind": "refuse", "object": "Task", "text": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "times": 1 })).await;
            sent(&instance, &person, "=cmd|' /C calc'!A0").await;
            instance.drain().await;
        }
        forget(&instance, "faults").await;
        let nobody = stranger(&instance, 2, "nobody@nowhere.example").await;
        sent(&instance, &nobody, "Nobody").await;
        instance.drain().await;
        let list = admin.get(path).await;
        assert_eq!(list.view(), "diagnostics:list");
        for words in ["FIELD_CUSTOM_VALIDATION_EXCEPTION", "A validation rule of your organisation says no", "A discount above 20 % needs a reason.", "No lead or contact has this address"] {
            assert!(list.body.contains(words), "{words}: {}", list.body);
        }
        let of_code = admin.get(&format!("{path}?code=NO_MATCH")).await.body;
        assert!(!of_code.contains("A discount") && of_code.contains("NO_MATCH"));
        let file = admin.get(&format!("{path}/writes.csv")).await;
        assert!(file.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
        assert_eq!(file.body.lines().count(), 4, "{}", file.body);

        // The whole story of the record: both failures and what was rolled up, in their order.
        let record = person.lead_id.unwrap().to_string();
        let story = admin.get(&format!("{path}?record={record}")).await;
        assert_eq!(story.view(), "diagnostics:story");
        assert_eq!(story.body.matches("<li class=\"card write\">").count(), 4, "{}", story.body);
        assert!(story.body.contains("Last activity"));

        // All of a kind again; then one off the list.
        admin.post(&format!("{path}/retry"), &[("code", "FIELD_CUSTOM_VALIDATION_EXCEPTION")]).await;
        instance.drain().await;
        let all = writes(&instance).await;
        let there = all.iter().filter(|write| write.kind == WriteKind::Email && write.state == WriteState::Done);
        assert_eq!(there.count(), 2, "{all:?}");
        let last = all.iter().find(|write| write.state == WriteState::Unmatched).unwrap();
        admin.post(&format!("{path}/{}/dismiss", last.id), &[]).await;
        assert_eq!(admin.get(path).await.view(), "diagnostics:nothing");
        let gone = admin.post(&format!("{path}/00000000-0000-7000-8000-000000000000/retry"), &[]).await;
        assert_eq!(gone.status.as_u16(), 404);
    }
}

on_both_engines! {
    async fn blind_copies_go_to_each_ones_own_address(db: Db) {
        let instance = Instance::start(db).await;
        let mut member = people::with_password(&instance, COLLEAGUE).await;
        let id = people::user(&instance, COLLEAGUE).await.id;
        let db = &instance.engine.db;
        assert!(!member.get("/settings/salesforce").await.body.contains("name=\"bcc\""));
        settings(&instance, |settings| settings.email = EmailLogging::Bcc).await;
        assert!(member.get("/settings/salesforce").await.body.contains("name=\"bcc\""));
        let refused = member.post("/settings/salesforce/bcc", &[("bcc", "a@b\r\nBcc: c@d.example")]).await;
        assert!(refused.body.contains("crm-bcc-address"), "{}", refused.body);
        member.post("/settings/salesforce/bcc", &[("bcc", "emailtosalesforce@x.le.salesforce.example")]).await;
        let address = crm::bcc_address(db, id).await.unwrap().unwrap();
        assert_eq!(address.as_str(), "emailtosalesforce@x.le.salesforce.example");
        settings(&instance, |_| {}).await;
        assert_eq!(crm::bcc_address(db, id).await.unwrap(), None);
        seller(&instance, SELLER).await;
        assert_eq!(crm::bcc_address(db, seller_id(&instance).await).await.unwrap(), None);
    }
}
