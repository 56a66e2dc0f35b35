//! What one seller writes and plans is not another's to read or to change, whatever ids they have learned.

use axum::http::{Method, StatusCode};
use liaison_domain::id::{EmailId, TemplateId};
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_engine::insight;
use liaison_store::Db;
use liaison_store::mail::{emails, files};
use liaison_testkit::on_both_engines;
use liaison_web::routes::table;

use crate::support::Instance;
use crate::support::desk::Desk;
use crate::support::people::{COLLEAGUE, SELLER, user, with_password};
use crate::support::tables::everything;

/// What is everybody's to see; campaigns are used by all.
const SHARED: [&str; 6] = [
    "/people/{id}",
    "/people/{id}/unsubscribe",
    "/campaigns/{id}",
    "/campaigns/{id}/settings",
    "/campaigns/{id}/people",
    "/campaigns/{id}/steps",
];

/// Without what looking itself leaves behind: when a browser was seen, a key made when first needed.
fn what_matters(lines: Vec<String>) -> Vec<String> {
    let kept = lines.into_iter();
    kept.filter(|line| !line.starts_with("sessions:") && !line.starts_with("instance_keys:"))
        .collect()
}

on_both_engines! {
    async fn nobody_reads_or_changes_what_is_on_anothers_desk(db: Db) {
        let instance = Instance::start(db).await;
        let mut writer = with_password(&instance, SELLER).await;
        let desk = Desk::of(&instance, SELLER, "Nadia").await;
        let mut stranger = with_password(&instance, COLLEAGUE).await;
        instance.drain().await;
        let before = what_matters(everything(&instance.engine.db).await);
        let person = desk.person.to_string();
        let mut tried = 0;
        for route in table(false).routes {
            let path = desk.fill(route.path);
            let is_shared = SHARED.iter().any(|shared| match route.method {
                Method::GET => route.path.starts_with(shared),
                _ => route.path == *shared && shared.ends_with("unsubscribe"),
            });
            if path == route.path || path.contains('{') || is_shared {
                continue;
            }
            let form = [
                ("person", person.as_str()), ("subject", "Mine"), ("body", "<p>Mine</p>"), ("name", "Mine"), ("is", "yes"),
                ("kind", "call"), ("due", "2026-12-01"), ("on_reply", "end"), ("timing", "task"), ("day", "1"), ("to", "up"),
                ("time", "2099-01-01T10:00"), ("zone", "UTC"), ("reason", "because"), ("member", person.as_str()),
            ];
            let answer = stranger.send(route.method.clone(), &path, &form).await;
            assert!(answer.status.is_client_error(), "{} {path}: {} {}", route.method, answer.status, answer.body);
            assert!(!answer.body.contains("Not yet to be seen") && !answer.body.contains("My own words"), "{path}");
            tried += 1;
        }
        assert!(tried > 30, "{tried}");
        let (task, draft) = (desk.task.to_string(), desk.draft.to_string());
        for act in ["complete", "delete"] {
            let answer = stranger.post("/tasks/several", &[("task", &task), ("act", act)]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
        }
        for act in ["archive", "delete", "retry"] {
            stranger.post("/email/act", &[("email", &draft), ("do", act)]).await;
        }
        let answer = stranger.post("/tasks/new", &[("email", &draft), ("kind", "call"), ("name", "Look"), ("due", "2026-12-01")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "a line in the story of somebody else's e-mail");
        let after = what_matters(everything(&instance.engine.db).await);
        assert_eq!(after, before);
        let page = stranger.get(&format!("/people/{person}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("Not yet to be seen"), "a draft is its writer's");
        let owner = user(&instance, SELLER).await.id;
        let answered = NewEvent {
            person_id: Some(desk.person),
            detail: "Between you and me".into(),
            ..NewEvent::new(EventKind::EmailReplied, instance.engine.clock.now(), owner)
        };
        insight::append(&instance.engine, vec![answered]).await.unwrap();
        let path = format!("/people/{person}");
        let page = stranger.get(&path).await;
        assert_eq!(page.view(), "person:timeline");
        assert!(!page.body.contains("Between you and me"), "an answer is for whom it was written to");
        assert!(writer.get(&path).await.body.contains("Between you and me"));
    }
}

on_both_engines! {
    async fn what_is_anothers_or_nobodys_does_not_come_into_an_email(db: Db) {
        let instance = Instance::start(db).await;
        with_password(&instance, SELLER).await;
        let theirs = Desk::of(&instance, SELLER, "Nadia").await;
        let mut mine = with_password(&instance, COLLEAGUE).await;
        let engine = &instance.engine;
        let me = user(&instance, COLLEAGUE).await;
        let fresh = || engine.dice.id(engine.clock.now());
        let person = theirs.person.to_string();
        let (unknown, other) = (fresh().to_string(), theirs.template.to_string());
        for (template, follows, file) in [
            (other.as_str(), theirs.draft.to_string(), theirs.file.to_string()),
            (unknown.as_str(), unknown.clone(), unknown.clone()),
        ] {
            let form = [
                ("person", person.as_str()), ("subject", "Hello"), ("body", "<p>Hello</p>"), ("template", template),
                ("follows", follows.as_str()), ("file", file.as_str()), ("identity", unknown.as_str()),
            ];
            let id = EmailId(fresh());
            let answer = mine.post(&format!("/email/{id}/draft"), &form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            let kept = emails::by_id(&engine.db, id).await.unwrap().unwrap();
            assert_eq!((kept.owner_id, kept.template_id, kept.follows_id), (me.id, None, None));
            assert!(files::of_email(&engine.db, id).await.unwrap().is_empty());
            assert_eq!(mine.get(&format!("/email/{id}/edit")).await.view(), "compose:form");
            let answer = mine.post(&format!("/email/copies/{}/made", fresh()), &form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        }
        let taken = mine.post(&format!("/email/{}/template", TemplateId(fresh())), &[("person", &person), ("template", &other)]).await;
        assert_eq!(taken.status, StatusCode::NOT_FOUND);
        let pinned = mine.post("/templates/pinned", &[("category", &unknown), ("category", &unknown)]).await;
        assert_eq!(pinned.location(), "/templates", "{}", pinned.body);
    }
}
