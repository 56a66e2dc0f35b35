//! Tasks and calls as a seller works through them.

use jiff::SignedDuration;
use liaison_domain::Refusal;
use liaison_domain::insight::EventKind;
use liaison_domain::work::task::{Priority, TaskKind};
use liaison_engine::work::tasks::{self, TaskForm};
use liaison_store::Db;
use liaison_store::insight::events;
use liaison_store::work::calls;
use liaison_testkit::on_both_engines;

use crate::support::Instance;
use crate::support::people::{COLLEAGUE, SELLER, seller, user};
use crate::support::work::*;

on_both_engines! {
    async fn tasks_are_added_for_several_completed_reopened_and_thrown_away(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        let me = user(&instance, SELLER).await;
        let engine = &instance.engine;
        assert_eq!(browser.get("/tasks").await.view(), "tasks:empty");
        let (anna, bo) = (person(engine, "Anna").await, person(engine, "Bo").await);
        let page = browser.get(&format!("/tasks/new?people={anna},{bo}")).await;
        assert_eq!(page.view(), "tasks:new");
        let (anna, bo) = (anna.to_string(), bo.to_string());
        let today = here(&instance, &me).date().to_string();
        let form = |name| [("person", anna.as_str()), ("person", bo.as_str()), ("kind", "call"), ("name", name), ("due", today.as_str())];
        let refused = browser.post("/tasks/new", &form("")).await;
        assert_eq!(refused.view(), "tasks:refused");
        assert!(refused.body.contains("task-name-missing"));
        browser.post("/tasks/new", &form("Call <b>them</b>")).await;
        let open = open_tasks(engine, &me).await;
        assert_eq!(open.len(), 2);
        let list = browser.get("/tasks?show=today").await;
        assert!(list.body.contains("Call &#60;b&#62;them") || list.body.contains("Call &lt;b&gt;them"), "{}", list.body);
        assert!(list.body.contains(&format!("/calls/new?person={anna}&#38;task=")) || list.body.contains(&format!("/calls/new?person={anna}&amp;task=")));

        let ids: Vec<String> = open.iter().map(|task| task.id.to_string()).collect();
        browser.post("/tasks/several", &[("task", &ids[0]), ("task", &ids[1]), ("act", "complete")]).await;
        assert_eq!(open_tasks(engine, &me).await.len(), 0);
        assert_eq!(browser.get("/tasks?show=done").await.view(), "tasks:list");
        browser.post(&format!("/tasks/{}/reopen", ids[0]), &[]).await;
        assert_eq!(open_tasks(engine, &me).await.len(), 1);
        browser.post("/tasks/several", &[("task", &ids[0]), ("act", "delete")]).await;
        assert_eq!(open_tasks(engine, &me).await.len(), 0);
        let feed = events::of_user(&engine.db, me.id, i64::MAX, 50).await.unwrap();
        let count = |kind| feed.iter().filter(|event| event.what.kind == kind).count();
        assert_eq!((count(EventKind::TaskAdded), count(EventKind::TaskCompleted)), (2, 2));
    }
}

on_both_engines! {
    async fn a_task_given_to_a_colleague_is_theirs_and_nobody_elses(db: Db) {
        let instance = Instance::start(db).await;
        let mut mine = seller(&instance, SELLER).await;
        let mut theirs = seller(&instance, COLLEAGUE).await;
        let (me, colleague) = (user(&instance, SELLER).await, user(&instance, COLLEAGUE).await);
        let engine = &instance.engine;
        let day = here(&instance, &me).date().to_string();
        let whom = colleague.id.to_string();
        mine.post("/tasks/new", &[("kind", "custom"), ("name", "Look"), ("due", &day), ("assignee", &whom)]).await;
        assert_eq!(open_tasks(engine, &me).await.len(), 0);
        let task = open_tasks(engine, &colleague).await.remove(0);
        let page = theirs.get(&format!("/tasks/{}", task.id)).await;
        assert_eq!(page.view(), "tasks:edit");
        let stranger = instance.admin_browser().await.get(&format!("/tasks/{}", task.id)).await;
        assert_eq!(stranger.view(), "refusal:not-found");
        theirs.post(&format!("/tasks/{}/complete", task.id), &[]).await;
        assert_eq!(open_tasks(engine, &colleague).await.len(), 0);
    }
}

on_both_engines! {
    async fn a_reminder_is_said_once_and_not_for_what_is_done(db: Db) {
        let instance = Instance::start(db).await;
        seller(&instance, SELLER).await;
        let me = user(&instance, SELLER).await;
        let engine = &instance.engine;
        let at = engine.clock.now() + SignedDuration::from_hours(2);
        let form = |name: &str| TaskForm {
            kind: TaskKind::Custom,
            name: name.into(),
            details: String::new(),
            due: Some(here(&instance, &me).date()),
            priority: Priority::High,
            remind_at: Some(at),
            assignee: me.id,
        };
        let kept = tasks::add(engine, &me, &[], None, &form("Kept")).await.unwrap()[0];
        let done = tasks::add(engine, &me, &[], None, &form("Done")).await.unwrap();
        tasks::complete(engine, &me, &done).await.unwrap();
        // Moved and moved back: two jobs, one reminder.
        let later = TaskForm { remind_at: Some(at + SignedDuration::from_hours(1)), ..form("Kept") };
        tasks::edit(engine, &me, kept, &later).await.unwrap();
        tasks::edit(engine, &me, kept, &form("Kept")).await.unwrap();
        pass_hours(&instance, 1);
        instance.drain().await;
        let due = async || {
            let feed = events::of_user(&engine.db, me.id, i64::MAX, 50).await.unwrap();
            feed.iter().filter(|event| event.what.kind == EventKind::TaskDue).map(|event| event.what.detail.clone()).collect::<Vec<_>>()
        };
        assert!(due().await.is_empty(), "not before its time");
        pass_hours(&instance, 5);
        instance.drain().await;
        instance.drain().await;
        assert_eq!(due().await, ["Kept"]);
    }
}

on_both_engines! {
    async fn a_call_is_logged_as_the_admin_asks_and_completes_its_task(db: Db) {
        let instance = Instance::start(db).await;
        let mut admin = instance.admin_browser().await;
        for (name, answered) in [("Reached", "yes"), ("Voice mail", "no")] {
            admin.post("/settings/calls/outcome", &[("name", name), ("answered", answered)]).await;
        }
        let twice = admin.post("/settings/calls/outcome", &[("name", " reached ")]).await;
        assert!(twice.body.contains("choice-known"), "{}", twice.body);
        admin.post("/settings/calls/outcome/set", &[("enabled", "yes"), ("required", "yes")]).await;
        for n in 2..15 {
            admin.post("/settings/calls/outcome", &[("name", &format!("Outcome {n}"))]).await;
        }
        let full = admin.post("/settings/calls/outcome", &[("name", "One more")]).await;
        assert!(full.body.contains("choice-limit"), "{}", full.body);

        let mut browser = seller(&instance, SELLER).await;
        let me = user(&instance, SELLER).await;
        assert_eq!(browser.get("/settings/calls").await.view(), "refusal:not-found");
        let engine = &instance.engine;
        let lena = person(engine, "Lena").await;
        let form = TaskForm {
            kind: TaskKind::Call,
            name: "Call Lena".into(),
            details: "Ask about the offer".into(),
            due: Some(here(&instance, &me).date()),
            priority: Priority::Normal,
            remind_at: None,
            assignee: me.id,
        };
        let task = tasks::add(engine, &me, &[lena], None, &form).await.unwrap()[0].to_string();
        let id = lena.to_string();
        let page = browser.get(&format!("/calls/new?person={id}&task={task}")).await;
        assert!(page.body.contains("tel:+46812345"), "{}", page.body);
        let log = |outcome, duration| [("person", id.as_str()), ("task", task.as_str()), ("completes", "yes"), ("number", "+46 8 123 45"), ("outcome", outcome), ("duration", duration)];
        let refused = browser.post("/calls/new", &log("", "4:05")).await;
        assert!(refused.body.contains("call-outcome-missing"), "{}", refused.body);
        let refused = browser.post("/calls/new", &log("Reached", "4:99")).await;
        assert!(refused.body.contains("call-duration"), "{}", refused.body);
        assert_eq!(open_tasks(engine, &me).await.len(), 1);
        browser.post("/calls/new", &log("Voice mail", "4:05")).await;
        let logged = calls::of_person(&engine.db, lena, 10).await.unwrap();
        assert_eq!((logged.len(), logged[0].seconds, logged[0].status.code()), (1, 245, "no-answer"));
        assert_eq!(open_tasks(engine, &me).await.len(), 0);
        let seen = events::of_person(&engine.db, lena, i64::MAX, 10).await.unwrap();
        assert_eq!(seen[0].what.kind, EventKind::CallLogged);
        assert_eq!(seen[0].what.detail, "Voice mail");
        assert_eq!(seen[1].what.kind, EventKind::TaskCompleted);
        let missing = browser.post("/calls/new", &[("outcome", "Reached")]).await;
        assert_eq!(missing.view(), format!("refusal:{}", Refusal::PersonMissing.code()));
    }
}
