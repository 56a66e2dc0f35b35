//! Each of the documented codes ends in what the specification says about it.

use jiff::SignedDuration;
use liaison_domain::links::crm::sync::Objects;
use liaison_domain::links::crm::trouble::{Reaction, reaction};
use liaison_domain::links::crm::{WriteKind, WriteState};
use liaison_domain::links::crm_log::{Class, Fault, fault as meaning};
use liaison_engine::links::{crm, salesforce};
use liaison_store::Db;
use liaison_testkit::on_both_engines;
use serde_json::json;

use crate::support::Instance;
use crate::support::crm::{lead, our_tasks, sent, settings, wait, writes};
use crate::support::outside::{Press, fault, forget, tell, there_and_back};
use crate::support::people::{SELLER, seller};

on_both_engines! {
    async fn every_documented_code_is_kept_and_what_passes_passes(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        settings(&instance, |settings| settings.roll_ups = Objects::of(|_| false)).await;
        let person = lead(&instance, 0).await;
        sent(&instance, &person, "First").await;
        instance.drain().await;
        for code in Fault::CODES {
            let class = meaning(code, "").class;
            if class == Class::Authentication {
                tell(&instance, "salesforce/expire", json!({ "username": SELLER })).await;
            }
            fault(&instance, json!({ "service": "salesforce", "kind": "refuse", "object": "Task", "text": code, "times": 1 })).await;
            sent(&instance, &person, code).await;
            instance.drain().await;
            let write = writes(&instance).await.into_iter().rfind(|write| write.kind == WriteKind::Email).unwrap();
            let expected = match reaction(code, "", 1) {
                Reaction::Never => WriteState::Failed,
                // These say nothing about a field or a lead of ours.
                Reaction::WithoutFields if *code == "INVALID_FIELD" => WriteState::Failed,
                Reaction::FollowLead => WriteState::Failed,
                Reaction::WithoutFields => WriteState::Done,
                _ if matches!(*code, "FAILED_WRITE" | "SERVER_UNAVAILABLE" | "QUERY_TIMEOUT" | "UNKNOWN_EXCEPTION") => WriteState::Intent,
                _ => WriteState::Waiting,
            };
            assert_eq!(write.state, expected, "{code}: {write:?}");
            if expected != WriteState::Done {
                assert_eq!(write.code.as_deref(), Some(*code), "{write:?}");
            }
            forget(&instance, "faults").await;
            if class == Class::Authentication {
                // Connecting anew wakes what waited for it.
                let answer = there_and_back(&instance, &mut browser, "/settings/salesforce/connect", SELLER, Press::Allow).await;
                assert_eq!(answer.location(), "/settings/salesforce", "{}", answer.body);
            }
            wait(&instance, 60 * 26).await;
            let write = writes(&instance).await.into_iter().rfind(|write| write.kind == WriteKind::Email).unwrap();
            let is_over = if expected == WriteState::Failed { WriteState::Failed } else { WriteState::Done };
            assert_eq!(write.state, is_over, "{code}: {write:?}");
            if is_over == WriteState::Failed {
                // An admin mends it and presses the button.
                let admin = instance.admin().await;
                crm::diagnose::retry(&instance.engine, admin, write.id).await.unwrap();
                instance.drain().await;
                let write = writes(&instance).await.into_iter().rfind(|one| one.id == write.id).unwrap();
                assert_eq!(write.state, WriteState::Done, "{code}");
            }
        }
        let who = person.lead_id.unwrap().to_string();
        let there = our_tasks(&instance, &who).await;
        assert_eq!(there.len(), 27, "each once");
    }
}

on_both_engines! {
    async fn without_a_connection_writes_wait_for_one(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        settings(&instance, |_| {}).await;
        let person = lead(&instance, 0).await;
        browser.post("/settings/salesforce/disconnect", &[]).await;
        sent(&instance, &person, "Waits").await;
        instance.drain().await;
        assert_eq!(writes(&instance).await[0].code.as_deref(), Some("NOT_CONNECTED"));
        there_and_back(&instance, &mut browser, "/settings/salesforce/connect", SELLER, Press::Allow).await;
        instance.pass(SignedDuration::from_secs(1));
        instance.drain().await;
        let done = writes(&instance).await;
        assert_eq!(done[0].state, WriteState::Done, "{done:?}");
        let id = crate::support::crm::seller_id(&instance).await;
        salesforce::check(&instance.engine, id).await.unwrap();
    }
}
