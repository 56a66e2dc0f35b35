//! A sales campaign takes people from step to step, each step once, and stops where it should.

use jiff::SignedDuration;
use jiff::civil::Weekday;
use liaison_domain::access::User;
use liaison_domain::id::{ConsentEventId, PersonId};
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::mail::{Email, EmailState};
use liaison_domain::people::{ConsentEvent, ConsentKind, ConsentSource, SuppressionCause};
use liaison_domain::work::campaign::SendAt;
use liaison_domain::work::launch::{LeftOut, MOST_LAUNCHES};
use liaison_domain::work::{EndReason, Member};
use liaison_domain::{EmailAddress, Refusal};
use liaison_engine::work::steps::StepForm;
use liaison_engine::work::{members, steps, tasks, tick};
use liaison_store::Db;
use liaison_store::insight::events;
use liaison_store::mail::emails::{self, Folder};
use liaison_store::people::{consent, persons};
use liaison_store::work::campaigns;
use liaison_testkit::on_both_engines;

use super::mailboxes::{at_the_step, connect};
use crate::support::Instance;
use crate::support::desk::Desk;
use crate::support::people::{COLLEAGUE, SELLER, seller, user};
use crate::support::work::*;

/// A seller whose mailbox sends.
async fn with_mailbox(instance: &Instance) -> User {
    let mut browser = at_the_step(instance).await;
    connect(instance, &mut browser, "gmail").await;
    instance.drain().await;
    user(instance, SELLER).await
}

async fn without_mailbox(instance: &Instance) -> User {
    seller(instance, SELLER).await;
    user(instance, SELLER).await
}

async fn mails_to(instance: &Instance, person: PersonId) -> Vec<Email> {
    let found = emails::of_person(&instance.engine.db, person, 10).await;
    found.unwrap()
}

async fn states(instance: &Instance, person: PersonId) -> Vec<EmailState> {
    let found = mails_to(instance, person).await;
    found.iter().map(|email| email.state).collect()
}

/// Runs what is due now, with the seconds a mailbox takes.
async fn work(instance: &Instance) {
    for _ in 0..6 {
        instance.drain().await;
        instance.pass(SignedDuration::from_secs(5));
    }
}

async fn in_folder(instance: &Instance, user: &User, folder: Folder) -> i64 {
    let counts = emails::counts(&instance.engine.db, user.id).await.unwrap();
    counts.iter().find(|(f, _)| *f == folder).unwrap().1
}

async fn said(instance: &Instance, person: PersonId, kind: EventKind) -> usize {
    let all = events::of_person(&instance.engine.db, person, i64::MAX, 100).await;
    all.unwrap()
        .iter()
        .filter(|event| event.what.kind == kind)
        .count()
}

fn ended(member: &Member, reason: EndReason) -> bool {
    member.state == "ended" && member.ended_reason == Some(reason) && member.due_at.is_none()
}

async fn unsubscribe(instance: &Instance, address: &str) {
    let engine = &instance.engine;
    let now = engine.clock.now();
    let event = ConsentEvent {
        id: ConsentEventId(engine.dice.id(now)),
        address: EmailAddress::parse(address).unwrap(),
        person_id: None,
        at: now,
        kind: ConsentKind::Unsubscribed,
        source: ConsentSource::ClickedLink,
        reason: String::new(),
        actor: None,
        email_id: None,
    };
    let tx = engine.db.begin().await.unwrap();
    consent::record(&tx, &event, SuppressionCause::Unsubscribed)
        .await
        .unwrap();
    members::unsubscribed(engine, &tx, &event.address)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn a_campaign_skips_the_weekend_waits_for_a_task_and_comes_to_its_end(db: Db) {
        let instance = Instance::start(db).await;
        let seller = with_mailbox(&instance).await;
        let engine = &instance.engine;
        wait_for(&instance, &seller, Weekday::Friday);
        let plan = [(1, mail("First", SendAt::AtLaunch)), (2, call()), (3, mail("Second", SendAt::SameTime))];
        let spring = campaign(engine, &seller, &plan).await;
        let lena = person(engine, "Lena").await;
        let launched = start(engine, &seller, spring, &[lena], None).await.unwrap();
        assert_eq!((launched.added, launched.left_out.len()), (1, 0));
        assert_eq!(states(&instance, lena).await, [EmailState::Scheduled]);
        work(&instance).await;
        assert_eq!(states(&instance, lena).await, [EmailState::Delivered]);
        let first = &mails_to(&instance, lena).await[0];
        assert!(first.sent_body.as_deref().unwrap().contains("Hello Lena"));

        pass_hours(&instance, 48);
        work(&instance).await;
        assert_eq!(open_tasks(engine, &seller).await.len(), 0, "Sunday is no day");
        pass_hours(&instance, 24);
        work(&instance).await;
        let open = open_tasks(engine, &seller).await;
        assert_eq!(open.len(), 1, "Monday is day 2");
        assert_eq!(open[0].task.due.unwrap().weekday(), Weekday::Monday);
        assert_eq!(member(engine, lena).await.state, "waiting-task");

        pass_hours(&instance, 48);
        work(&instance).await;
        assert_eq!(mails_to(&instance, lena).await.len(), 1, "an open task holds up what follows");
        let refused = tasks::delete(engine, &seller, &[open[0].id]).await.unwrap_err();
        assert_eq!(refused.refusal(), Some(&Refusal::TaskOfCampaign));
        tasks::complete(engine, &seller, &[open[0].id]).await.unwrap();
        work(&instance).await;
        let second = mails_to(&instance, lena).await.into_iter().find(|e| e.writing.subject == "Second").unwrap();
        assert_eq!(second.state, EmailState::Scheduled, "one day after the late task");
        pass_hours(&instance, 24);
        work(&instance).await;
        assert_eq!(states(&instance, lena).await, [EmailState::Delivered; 2]);
        let over = member(engine, lena).await;
        assert_eq!((over.state.as_str(), over.ended_reason), ("completed", None));
        for kind in [EventKind::CampaignStarted, EventKind::TaskAdded, EventKind::TaskCompleted, EventKind::CampaignEnded] {
            assert_eq!(said(&instance, lena, kind).await, 1, "{kind:?}");
        }
    }
}

on_both_engines! {
    async fn a_reply_an_unsubscribe_and_a_hand_end_it_and_nothing_more_leaves(db: Db) {
        let instance = Instance::start(db).await;
        let seller = with_mailbox(&instance).await;
        let engine = &instance.engine;
        let plan = [(1, mail("First", SendAt::AtLaunch)), (2, mail("Second", SendAt::SameTime)), (9, call())];
        let spring = campaign(engine, &seller, &plan).await;
        let (anna, bo, cleo) = (person(engine, "Anna").await, person(engine, "Bo").await, person(engine, "Cleo").await);
        wait_for(&instance, &seller, Weekday::Monday);
        start(engine, &seller, spring, &[anna, bo, cleo], None).await.unwrap();
        work(&instance).await;
        for one in [anna, bo, cleo] {
            assert_eq!(mails_to(&instance, one).await.len(), 2, "the next one is planned, and no more");
        }
        let mut sent = mails_to(&instance, anna).await;
        sent.retain(|email| email.state == EmailState::Delivered);
        let tx = engine.db.begin().await.unwrap();
        members::replied(engine, &tx, &sent[0]).await.unwrap();
        members::replied(engine, &tx, &sent[0]).await.unwrap();
        tx.commit().await.unwrap();
        unsubscribe(&instance, "bo@customer.example").await;
        let id = member(engine, cleo).await.id;
        members::remove(engine, &seller, spring, &[id]).await.unwrap();
        assert!(ended(&member(engine, anna).await, EndReason::Reply));
        assert!(ended(&member(engine, bo).await, EndReason::Unsubscribed));
        assert!(ended(&member(engine, cleo).await, EndReason::Manual));
        pass_hours(&instance, 24 * 14);
        work(&instance).await;
        for one in [anna, bo, cleo] {
            assert_eq!(states(&instance, one).await, [EmailState::Delivered]);
            assert_eq!(said(&instance, one, EventKind::CampaignEnded).await, 1);
        }
        assert_eq!(in_folder(&instance, &seller, Folder::Failed).await, 0);
        assert_eq!(open_tasks(engine, &seller).await.len(), 0);
        assert_eq!(start(engine, &seller, spring, &[anna], None).await.unwrap().added, 1, "after the end once more");
    }
}

on_both_engines! {
    async fn whoever_unsubscribes_between_the_plan_and_the_moment_gets_nothing(db: Db) {
        let instance = Instance::start(db).await;
        let seller = with_mailbox(&instance).await;
        let engine = &instance.engine;
        let plan = [(1, mail("First", SendAt::AtLaunch)), (2, call())];
        let spring = campaign(engine, &seller, &plan).await;
        let lena = person(engine, "Lena").await;
        wait_for(&instance, &seller, Weekday::Monday);
        let at = engine.clock.now() + SignedDuration::from_hours(24);
        start(engine, &seller, spring, &[lena], Some(at)).await.unwrap();
        let address = EmailAddress::parse("lena@customer.example").unwrap();
        let domain = consent::BlockedDomain { domain: address.domain().into(), added_by: None, added_at: at };
        consent::block(&engine.db, &domain).await.unwrap();
        pass_hours(&instance, 25);
        work(&instance).await;
        let over = member(engine, lena).await;
        assert!(ended(&over, EndReason::Blocked), "{over:?}");
        assert!(!states(&instance, lena).await.contains(&EmailState::Delivered));
        assert_eq!(in_folder(&instance, &seller, Folder::Failed).await, 0);
    }
}

on_both_engines! {
    async fn two_workers_at_once_do_each_step_once(db: Db) {
        let instance = Instance::start(db.clone()).await;
        let seller = without_mailbox(&instance).await;
        let engine = &instance.engine;
        let spring = campaign(engine, &seller, &[(1, call()), (1, call())]).await;
        let everybody = people(engine, 60).await;
        let at = engine.clock.now() + SignedDuration::from_hours(1);
        start(engine, &seller, spring, &everybody, Some(at)).await.unwrap();
        pass_hours(&instance, 24 * 4);
        let other = instance.process(db, instance.relay());
        for _ in 0..4 {
            let (one, two) = tokio::join!(tick::run(engine), tick::run(&other.engine));
            one.unwrap();
            two.unwrap();
        }
        let open = open_tasks(engine, &seller).await;
        assert_eq!(open.len(), 60);
        for one in &everybody {
            assert_eq!(said(&instance, *one, EventKind::TaskAdded).await, 1);
        }
        let ids: Vec<_> = open.iter().map(|task| task.id).collect();
        let (one, two) = tokio::join!(
            tasks::complete(engine, &seller, &ids),
            tasks::complete(&other.engine, &seller, &ids)
        );
        assert_eq!(one.unwrap() + two.unwrap(), 60);
        tokio::join!(instance.drain(), other.drain());
        assert_eq!(open_tasks(engine, &seller).await.len(), 60, "the second call for each");
    }
}

on_both_engines! {
    async fn what_cannot_be_started_is_said_with_its_reason(db: Db) {
        let instance = Instance::start(db).await;
        let me = without_mailbox(&instance).await;
        let engine = &instance.engine;
        let spring = campaign(engine, &me, &[]).await;
        let lena = person(engine, "Lena").await;
        let refused = |outcome: liaison_engine::Outcome<_>| outcome.unwrap_err().refusal().cloned();
        let outcome = start(engine, &me, spring, &[lena], None).await;
        assert_eq!(refused(outcome), Some(Refusal::CampaignNotReady));

        let first = campaign(engine, &me, &[(1, mail("First", SendAt::AtLaunch))]).await;
        let outcome = start(engine, &me, first, &[lena], None).await;
        assert_eq!(refused(outcome), Some(Refusal::EmailNoMailbox));

        let calls = campaign(engine, &me, &[(1, call())]).await;
        let bo = person(engine, "Bo").await;
        unsubscribe(&instance, "bo@customer.example").await;
        let mut nobody = persons::by_id(&engine.db, person(engine, "Cleo").await).await.unwrap().unwrap();
        nobody.email = None;
        persons::save(&engine.db, &nobody).await.unwrap();
        let launched = start(engine, &me, calls, &[lena, bo, nobody.id], None).await.unwrap();
        assert_eq!(launched.added, 1);
        assert!(launched.left_out.contains(&(bo, LeftOut::Unsubscribed)));
        assert!(launched.left_out.contains(&(nobody.id, LeftOut::NoAddress)));
        let outcome = start(engine, &me, calls, &[lena], None).await;
        assert_eq!(refused(outcome), Some(Refusal::LaunchNobody), "she runs in it");
        let past = engine.clock.now() - SignedDuration::from_hours(1);
        let outcome = start(engine, &me, calls, &[lena], Some(past)).await;
        assert_eq!(refused(outcome), Some(Refusal::LaunchInPast));

        let all = liaison_store::work::steps::of_campaign(&engine.db, calls).await.unwrap();
        let outcome = steps::remove(engine, &me, calls, all[0].id).await;
        assert_eq!(outcome.unwrap_err().refusal(), Some(&Refusal::CampaignRunning { people: "1".into() }));
        seller(&instance, COLLEAGUE).await;
        let colleague = user(&instance, COLLEAGUE).await;
        let outcome = steps::remove(engine, &colleague, first, all[0].id).await;
        assert_eq!(outcome.unwrap_err().refusal(), Some(&Refusal::CampaignNotYours));
        let mine = member(engine, lena).await.id;
        let outcome = members::remove(engine, &colleague, calls, &[mine]).await;
        assert_eq!(outcome.unwrap_err().refusal(), Some(&Refusal::CampaignNotYours));
    }
}

on_both_engines! {
    async fn a_start_takes_200_people_and_a_day_200_starts(db: Db) {
        let instance = Instance::start(db).await;
        let me = without_mailbox(&instance).await;
        let engine = &instance.engine;
        let calls = campaign(engine, &me, &[(1, call())]).await;
        let everybody = people(engine, 201).await;
        let outcome = start(engine, &me, calls, &everybody, None).await;
        let too_many = Refusal::LaunchTooMany { people: "201".into(), limit: "200".into() };
        assert_eq!(outcome.unwrap_err().refusal(), Some(&too_many));
        assert_eq!(start(engine, &me, calls, &everybody[..200], None).await.unwrap().added, 200);

        wait_for(&instance, &me, Weekday::Monday);
        let now = engine.clock.now();
        let launches: Vec<NewEvent> = (0..MOST_LAUNCHES)
            .map(|n| NewEvent::new(EventKind::CampaignStarted, now - SignedDuration::from_micros(n), me.id))
            .collect();
        let tx = engine.db.begin().await.unwrap();
        events::append(&tx, &launches).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(campaigns::launches_since(&engine.db, me.id, now - SignedDuration::from_secs(60)).await.unwrap(), MOST_LAUNCHES);
        let outcome = start(engine, &me, calls, &everybody[200..], None).await;
        let used_up = Refusal::LaunchesUsedUp { limit: "200".into() };
        assert_eq!(outcome.unwrap_err().refusal(), Some(&used_up));
        pass_hours(&instance, 24);
        assert_eq!(start(engine, &me, calls, &everybody[200..], None).await.unwrap().added, 1, "tomorrow");
    }
}

on_both_engines! {
    async fn an_e_mail_sent_by_hand_is_written_for_its_task_and_completes_it(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        connect(&instance, &mut browser, "gmail").await;
        instance.drain().await;
        let seller = user(&instance, SELLER).await;
        let engine = &instance.engine;
        wait_for(&instance, &seller, Weekday::Tuesday);
        let plan = [(1, mail("By hand", SendAt::ByHand)), (1, call())];
        let spring = campaign(engine, &seller, &plan).await;
        let lena = person(engine, "Lena").await;
        start(engine, &seller, spring, &[lena], None).await.unwrap();
        let task = open_tasks(engine, &seller).await.remove(0);
        assert_eq!(task.task.name, "By hand");
        let list = browser.get("/tasks").await;
        assert!(list.body.contains("/email/new?person="), "{}", list.body);
        let page = browser.get(&format!("/email/new?person={lena}&task={}", task.id)).await;
        assert!(page.body.contains("By hand") && page.body.contains("first_name"), "{}", page.body);
        let id = liaison_domain::id::EmailId(engine.dice.id(engine.clock.now()));
        let (lena, task) = (lena.to_string(), task.id.to_string());
        let form = [("person", lena.as_str()), ("task", task.as_str()), ("subject", "By hand"), ("body", "<p>Hello</p>")];
        browser.post(&format!("/email/{id}/send"), &form).await;
        assert_eq!(open_tasks(engine, &seller).await[0].task.name, "By hand", "it has not left yet");
        pass_hours(&instance, 1);
        work(&instance).await;
        let open = open_tasks(engine, &seller).await;
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].task.name, "Call them", "the campaign goes on");
    }
}

on_both_engines! {
    async fn an_e_mail_belongs_to_the_template_its_step_began_with(db: Db) {
        let instance = Instance::start(db).await;
        let owner = with_mailbox(&instance).await;
        let engine = &instance.engine;
        let template = Desk::of(&instance, SELLER, "Nadia").await.template;
        let first = StepForm { day: 1, name: String::new(), template: Some(template), what: mail("First", SendAt::AtLaunch) };
        let spring = campaign(engine, &owner, &[]).await;
        steps::add(engine, &owner, spring, &first).await.unwrap();
        let lena = person(engine, "Lena").await;
        start(engine, &owner, spring, &[lena], None).await.unwrap();
        assert_eq!(mails_to(&instance, lena).await[0].template_id, Some(template));

        seller(&instance, COLLEAGUE).await;
        let colleague = user(&instance, COLLEAGUE).await;
        let theirs = campaign(engine, &colleague, &[]).await;
        steps::add(engine, &colleague, theirs, &first).await.unwrap();
        let kept = liaison_store::work::steps::of_campaign(&engine.db, theirs).await.unwrap();
        assert_eq!(kept[0].template_id, None, "nobody else may use it");
    }
}
