//! What lies on a seller's desk: one of everything they write, plan and keep.

use liaison_domain::id::{
    BatchId, CampaignId, EmailId, FileId, PersonId, StepId, TaskId, TemplateId,
};
use liaison_domain::mail::compose::Typed;
use liaison_domain::work::campaign::SendAt;
use liaison_domain::work::task::{Priority, TaskKind};
use liaison_engine::Engine;
use liaison_engine::mail::batch::{self, Written};
use liaison_engine::mail::emails::{self, Form};
use liaison_engine::mail::{files, templates};
use liaison_engine::work::tasks::{self, TaskForm};
use liaison_store::work::steps;

use super::people::user;
use super::{Instance, work};

pub struct Desk {
    pub person: PersonId,
    pub draft: EmailId,
    /// Nobody else may use it.
    pub template: TemplateId,
    pub file: FileId,
    pub copies: BatchId,
    pub task: TaskId,
    pub campaign: CampaignId,
    pub step: StepId,
}

fn form(subject: &str) -> Form<'_> {
    Form {
        typed: Typed {
            subject,
            body: "<p>Between us</p>",
            ..Typed::default()
        },
        ..Form::default()
    }
}

impl Desk {
    pub async fn of(instance: &Instance, email: &str, name: &str) -> Self {
        let engine: &Engine = &instance.engine;
        let owner = user(instance, email).await;
        let now = engine.clock.now();
        let person = work::person(engine, name).await;
        let draft = EmailId(engine.dice.id(now));
        emails::keep_draft(engine, &owner, draft, person, &form("Not yet to be seen"))
            .await
            .unwrap();
        let template = TemplateId(engine.dice.id(now));
        let written = templates::Written {
            name: "My own",
            category: None,
            new_category: "",
            subject: "Hello",
            body: "<p>My own words</p>",
            is_shared: false,
            is_non_commercial: false,
        };
        templates::save(engine, &owner, template, &written)
            .await
            .unwrap();
        let file = files::add(engine, &owner, "offer.pdf", "application/pdf", b"%PDF")
            .await
            .unwrap();
        let other = work::person(engine, &format!("{name}2")).await;
        let both = [person, other];
        let copies = BatchId(engine.dice.id(engine.clock.now()));
        let written = Written {
            id: copies,
            name: "Two",
            people: &both,
            form: form("To both"),
            draft: "[]".into(),
        };
        batch::make(engine, &owner, &written).await.unwrap();
        let planned = TaskForm {
            kind: TaskKind::Call,
            name: "Call them".into(),
            details: String::new(),
            due: None,
            priority: Priority::Normal,
            remind_at: None,
            assignee: owner.id,
        };
        let due = Some(work::here(instance, &owner).date());
        let planned = TaskForm { due, ..planned };
        let task = tasks::add(engine, &owner, &[person], None, &planned)
            .await
            .unwrap()[0];
        let first = work::mail("Hello {{first_name}}", SendAt::AtLaunch);
        let campaign = work::campaign(engine, &owner, &[(1, first), (2, work::call())]).await;
        let all = steps::of_campaign(&engine.db, campaign).await.unwrap();
        Self {
            person,
            draft,
            template,
            file: file.id,
            copies,
            task,
            campaign,
            step: all[0].id,
        }
    }

    /// An address of the route table with what lies here in its places.
    pub fn fill(&self, path: &str) -> String {
        let places = [
            ("/email/copies/{id}", self.copies.to_string()),
            ("/email/{id}", self.draft.to_string()),
            ("/templates/{id}", self.template.to_string()),
            ("/tasks/{id}", self.task.to_string()),
            ("/campaigns/{id}", self.campaign.to_string()),
            ("/people/{id}", self.person.to_string()),
        ];
        let found = places.iter().find(|(place, _)| path.starts_with(place));
        let path = match found {
            Some((place, id)) => path.replacen(place, &place.replace("{id}", id), 1),
            None => path.to_owned(),
        };
        path.replace("/steps/{step}", &format!("/steps/{}", self.step))
    }
}
