//! Opt-outs and tasks go both ways.

use jiff::SignedDuration;
use jiff::civil::date;
use liaison_domain::id::TaskId;
use liaison_domain::links::crm::{WriteKind, WriteState};
use liaison_domain::people::{ConsentSource, SuppressionCause};
use liaison_domain::work::task::{Origin, Priority, TaskKind, TaskStatus};
use liaison_domain::work::{KeptTask, Task};
use liaison_engine::links::crm;
use liaison_store::Db;
use liaison_store::people::consent;
use liaison_store::work::tasks;
use liaison_testkit::on_both_engines;
use serde_json::json;

use crate::support::Instance;
use crate::support::crm::{ask, change, connection, lead, seller_id, settings, uuid, wait, writes};
use crate::support::people::{SELLER, seller};

on_both_engines! {
    async fn an_opt_out_on_either_side_wins(db: Db) {
        let instance = Instance::start(db).await;
        seller(&instance, SELLER).await;
        let engine = &instance.engine;
        let (here, there) = (lead(&instance, 0).await, lead(&instance, 1).await);
        let opted_out = async |id: &str| {
            let soql = format!("SELECT HasOptedOutOfEmail, Liaison_Opt_Out__c FROM Lead WHERE Id = '{id}'");
            let found = ask(&instance, &soql).await;
            (found[0]["HasOptedOutOfEmail"] == true, found[0]["Liaison_Opt_Out__c"] == true)
        };
        // At once, though nothing is switched on.
        let tx = engine.db.begin().await.unwrap();
        crm::opted_out(engine, &tx, here.email.as_ref().unwrap()).await.unwrap();
        crm::opted_out(engine, &tx, here.email.as_ref().unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        instance.drain().await;
        assert_eq!(opted_out(here.lead_id.as_ref().unwrap().as_str()).await, (true, false));
        assert_eq!(writes(&instance).await.len(), 1);

        // In the evening, what was said in Salesforce.
        let id = there.lead_id.as_ref().unwrap().as_str();
        settings(&instance, |settings| settings.opt_outs = true).await;
        instance.drain().await;
        change(&instance, "Lead", id, json!({ "HasOptedOutOfEmail": true })).await;
        for _ in 0..25 {
            instance.pass(SignedDuration::from_hours(1));
            instance.drain().await;
        }
        let address = there.email.as_ref().unwrap();
        let known = consent::of_address(&engine.db, address).await.unwrap().unwrap();
        assert_eq!(known.cause, SuppressionCause::Unsubscribed);
        let ledger = consent::history(&engine.db, address).await.unwrap();
        assert_eq!(ledger.len(), 1);
        assert_eq!(ledger[0].source, ConsentSource::Crm);
        // Taken back there, it stays here, and one look more adds nothing.
        change(&instance, "Lead", id, json!({ "HasOptedOutOfEmail": false })).await;
        let admin = instance.admin().await;
        crm::opt_outs::run_now(engine, admin).await.unwrap();
        instance.drain().await;
        assert_eq!(consent::history(&engine.db, address).await.unwrap().len(), 1);
        assert!(consent::of_address(&engine.db, address).await.unwrap().is_some());
    }
}

fn task(user: liaison_domain::id::UserId, number: u128, at: jiff::Timestamp) -> KeptTask {
    KeptTask {
        id: TaskId(uuid(number)),
        user_id: user,
        made_by: None,
        person_id: None,
        task: Task {
            kind: TaskKind::Call,
            name: "Ask Lena".into(),
            details: "one".into(),
            due: Some(date(2026, 11, 20)),
            priority: Priority::Normal,
            status: TaskStatus::Open,
            origin: Origin::Person,
        },
        remind_at: None,
        email_id: None,
        member_id: None,
        step_id: None,
        salesforce_id: None,
        salesforce_changed_at: None,
        created_at: at,
        updated_at: at,
        completed_at: None,
        deleted_at: None,
    }
}

async fn changed(instance: &Instance, kept: &KeptTask) {
    let tx = instance.engine.db.begin().await.unwrap();
    tasks::save(&tx, kept).await.unwrap();
    crm::task_changed(&instance.engine, &tx, kept.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    instance.drain().await;
}

on_both_engines! {
    async fn a_task_is_the_same_on_both_sides(db: Db) {
        let instance = Instance::start(db).await;
        seller(&instance, SELLER).await;
        let (engine, user) = (&instance.engine, seller_id(&instance).await);
        let kept = async |number| tasks::by_id(&engine.db, TaskId(uuid(number))).await.unwrap().unwrap();
        // From before: it stays here.
        let old = task(user, 1, engine.clock.now());
        tasks::save(&engine.db, &old).await.unwrap();
        instance.pass(SignedDuration::from_secs(1));
        settings(&instance, |settings| settings.tasks = true).await;
        instance.drain().await;
        changed(&instance, &old).await;
        assert_eq!(kept(1).await.salesforce_id, None);

        // What is open there comes in; what is over does not.
        let owner = connection(&instance).await.salesforce_user_id;
        let open = ask(&instance, &format!("SELECT Id FROM Task WHERE OwnerId = '{owner}' AND IsClosed = false")).await;
        let wanted = tasks::Wanted::default();
        assert_eq!(tasks::count(&engine.db, user, wanted).await.unwrap(), open.len() as u64 + 1);

        // A new one goes out, and each side gets what the other changes.
        instance.pass(SignedDuration::from_secs(1));
        changed(&instance, &task(user, 2, engine.clock.now())).await;
        let id = kept(2).await.salesforce_id.unwrap();
        let read = async || ask(&instance, &format!("SELECT Subject, Status, Priority, ActivityDate, Description, Type FROM Task WHERE Id = '{id}'")).await.remove(0);
        let there = read().await;
        assert_eq!((&there["Subject"], &there["Status"], &there["Type"]), (&json!("Call: Ask Lena"), &json!("Not Started"), &json!(null)));
        instance.pass(SignedDuration::from_mins(2));
        change(&instance, "Task", &id, json!({ "Subject": "Renamed", "Status": "Completed", "Priority": "Low" })).await;
        let mut ours = kept(2).await;
        ours.task.details = "two".into();
        ours.updated_at = engine.clock.now();
        changed(&instance, &ours).await;
        wait(&instance, 20).await;
        let now = kept(2).await;
        assert_eq!((now.task.name.as_str(), now.task.status, now.task.priority), ("Ask Lena", TaskStatus::Complete, Priority::Normal));
        assert_eq!(read().await["Description"], "two");
        assert_eq!(tasks::count(&engine.db, user, wanted).await.unwrap(), open.len() as u64 + 1, "none came in twice");

        // Deleted there is deleted here, and the other way round.
        let mut ours = kept(2).await;
        ours.deleted_at = Some(engine.clock.now());
        changed(&instance, &ours).await;
        assert!(ask(&instance, &format!("SELECT Id FROM Task WHERE Id = '{id}'")).await.is_empty());
        let theirs = open[0]["Id"].as_str().unwrap();
        let connection = connection(&instance).await;
        liaison_engine::links::salesforce::with_api(engine, &connection, async |api: liaison_connectors::salesforce::Api| {
            api.delete("Task", theirs).await
        }).await.unwrap();
        wait(&instance, 20).await;
        assert!(tasks::by_salesforce_id(&engine.db, theirs).await.unwrap().unwrap().deleted_at.is_some());
        let writes = writes(&instance).await;
        assert!(writes.iter().all(|write| write.kind == WriteKind::Task && write.state != WriteState::Failed), "{writes:?}");
    }
}
