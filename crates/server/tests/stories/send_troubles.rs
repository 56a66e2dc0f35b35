//! What may happen to an e-mail between being written and leaving, and who gets it in the end.

use jiff::SignedDuration;
use liaison_domain::EmailAddress;
use liaison_domain::id::EmailId;
use liaison_domain::mail::EmailState;
use liaison_domain::mail::send::Purpose;
use liaison_engine::{Dice, jobs};
use liaison_store::mail::{emails, sends};
use liaison_store::people::persons;
use liaison_store::{Db, Sql, values};
use liaison_testkit::on_both_engines;
use serde_json::json;

use super::emails::{NADIA, at_work, kept, leave, person, press, unsubscribe};
use super::mailboxes::connect;
use crate::support::Instance;
use crate::support::outside::{control, fault, forget, mails};
use crate::support::people::{SELLER, user};

const HELLO: [(&str, &str); 2] = [("subject", "A word"), ("body", "<p>Hello</p>")];

fn fresh() -> EmailId {
    EmailId(Dice::system().id(jiff::Timestamp::UNIX_EPOCH))
}

/// How often the pretend mail server was told this command.
async fn requests_by(instance: &Instance, method: &str) -> usize {
    let calls = control(instance, "requests?service=smtp").await;
    let calls = calls.as_array().unwrap().iter();
    calls.filter(|call| call["method"] == json!(method)).count()
}

on_both_engines! {
    async fn who_unsubscribes_while_a_busy_mailbox_is_waited_for_gets_nothing(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "outlook").await;
        let nadia = person(&instance, 1, NADIA).await;
        let id = fresh();
        fault(&instance, json!({ "service": "microsoft", "kind": "throttled", "path": "/v1.0/me/messages/" })).await;
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        leave(&instance).await;
        assert_eq!(kept(&instance, id).await.state, EmailState::InProgress);
        forget(&instance, "faults").await;
        unsubscribe(&instance, &nadia).await;
        instance.pass(SignedDuration::from_mins(1));
        instance.drain().await;
        let email = kept(&instance, id).await;
        assert_eq!(email.state, EmailState::Failed);
        assert_eq!(email.problem.unwrap().code(), "email-unsubscribed");
        assert!(mails(&instance, NADIA).await.is_empty());
        let drafts = control(&instance, &format!("mails?to={SELLER}&folder=Drafts")).await;
        assert_eq!(drafts, json!([]), "what will not be sent does not stay with the person's own");
    }
}

on_both_engines! {
    async fn a_new_address_of_the_person_is_where_it_goes(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let mut nadia = person(&instance, 1, NADIA).await;
        let id = fresh();
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        nadia.email = Some(EmailAddress::parse("nadia@elsewhere.example").unwrap());
        persons::save(&instance.engine.db, &nadia).await.unwrap();
        leave(&instance).await;
        assert_eq!(kept(&instance, id).await.to.as_str(), "nadia@elsewhere.example");
        assert!(mails(&instance, NADIA).await.is_empty(), "not by the envelope, either");
        assert_eq!(mails(&instance, "nadia@elsewhere.example").await.len(), 1);
    }
}

on_both_engines! {
    async fn mails_behind_one_that_waits_for_its_turn_keep_their_order_and_make_no_drafts(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "outlook").await;
        let mut ids = Vec::new();
        for number in 1..=4 {
            let somebody = person(&instance, number, &format!("b{number}@buyer.example")).await;
            let id = fresh();
            press(&mut browser, id, "send", &somebody, &HELLO).await;
            ids.push(id);
        }
        leave(&instance).await;
        for left in 1..=ids.len() {
            let drafts = control(&instance, &format!("mails?to={SELLER}&folder=Drafts")).await;
            assert_eq!(drafts, json!([]));
            for (number, id) in ids.iter().enumerate() {
                let state = kept(&instance, *id).await.state;
                let wanted = if number < left { EmailState::Delivered } else { EmailState::Scheduled };
                assert_eq!(state, wanted, "{number} of {left}");
            }
            instance.pass(SignedDuration::from_millis(2_100));
            instance.drain().await;
        }
    }
}

on_both_engines! {
    async fn what_bounced_can_be_sent_again_and_what_followed_it_outlives_it(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let nadia = person(&instance, 1, NADIA).await;
        let (id, after) = (fresh(), fresh());
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        leave(&instance).await;
        let mut email = kept(&instance, id).await;
        email.state = EmailState::Bounced;
        emails::save(&instance.engine.db, &email).await.unwrap();
        let seller = user(&instance, SELLER).await;
        liaison_engine::mail::emails::retry(&instance.engine, &seller, id).await.unwrap();
        leave(&instance).await;
        assert_eq!(kept(&instance, id).await.state, EmailState::Delivered);
        assert_eq!(mails(&instance, NADIA).await.len(), 2);

        let follows = id.to_string();
        let form = [HELLO[0], HELLO[1], ("follows", follows.as_str())];
        press(&mut browser, after, "draft", &nadia, &form).await;
        assert_eq!(kept(&instance, after).await.follows_id, Some(id));
        liaison_engine::mail::emails::archive(&instance.engine, &seller, id, true).await.unwrap();
        liaison_engine::mail::emails::delete(&instance.engine, &seller, id).await.unwrap();
        assert_eq!(kept(&instance, after).await.follows_id, None);
    }
}

on_both_engines! {
    async fn a_draft_taken_back_says_nothing_of_what_it_said_before(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "gmail").await;
        let nadia = person(&instance, 1, NADIA).await;
        let id = fresh();
        fault(&instance, json!({ "service": "google", "kind": "throttled", "path": "/gmail/v1/users/me/messages/send" })).await;
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        leave(&instance).await;
        browser.post(&format!("/email/{id}/take-back"), &[]).await;
        forget(&instance, "faults").await;
        let email = kept(&instance, id).await;
        assert_eq!(email.state, EmailState::Draft);
        assert_eq!((email.sent_subject, email.message_id), (None, None));
        instance.pass(SignedDuration::from_mins(5));
        instance.drain().await;
        assert!(mails(&instance, NADIA).await.is_empty());
    }
}

on_both_engines! {
    async fn a_job_nobody_comes_back_from_is_given_up_and_said_so(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let nadia = person(&instance, 1, NADIA).await;
        let id = fresh();
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        let often = "update jobs set attempts = 1000 where kind = 'send'";
        instance.engine.db.run(often, values![]).await.unwrap();
        leave(&instance).await;
        assert_eq!(kept(&instance, id).await.state, EmailState::Failed, "not on its way for ever");
        assert!(mails(&instance, NADIA).await.is_empty());
    }
}

on_both_engines! {
    async fn disconnecting_and_deactivating_end_what_waits_where_its_owner_sees_it(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let nadia = person(&instance, 1, NADIA).await;
        let (first, second) = (fresh(), fresh());
        press(&mut browser, first, "send", &nadia, &HELLO).await;
        browser.post("/settings/email/connection/disconnect", &[]).await;
        assert_eq!(kept(&instance, first).await.state, EmailState::Failed);
        connect(&instance, &mut browser, "imap").await;
        instance.drain().await;
        press(&mut browser, second, "send", &nadia, &HELLO).await;
        let id = user(&instance, SELLER).await.id;
        let admin = instance.admin().await;
        liaison_engine::access::users::deactivate(&instance.engine, admin, id).await.unwrap();
        leave(&instance).await;
        let email = kept(&instance, second).await;
        assert_eq!(email.state, EmailState::Failed);
        assert_eq!(email.problem.unwrap().code(), "access-ended");
        assert!(mails(&instance, NADIA).await.is_empty());
    }
}

on_both_engines! {
    async fn a_restored_backup_asks_about_every_email_that_had_not_ended(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "gmail").await;
        let nadia = person(&instance, 1, NADIA).await;
        let (waiting, gone) = (fresh(), fresh());
        press(&mut browser, gone, "send", &nadia, &HELLO).await;
        leave(&instance).await;
        press(&mut browser, waiting, "send", &nadia, &HELLO).await;
        let tx = instance.engine.db.begin().await.unwrap();
        for send in sends::doubt_all(&tx).await.unwrap() {
            assert_eq!(send.purpose, Purpose::Email);
            emails::doubt(&tx, &send).await.unwrap();
        }
        tx.commit().await.unwrap();
        leave(&instance).await;
        assert_eq!(kept(&instance, gone).await.state, EmailState::Delivered, "what had ended is left alone");
        assert_eq!(kept(&instance, waiting).await.state, EmailState::PleaseCheck);
        assert_eq!(mails(&instance, NADIA).await.len(), 1);
        browser.post(&format!("/email/{waiting}/take-back"), &[]).await;
        assert_eq!(kept(&instance, waiting).await.state, EmailState::PleaseCheck, "only its owner's word ends that");
    }
}

on_both_engines! {
    async fn many_mails_share_one_conversation_and_a_cut_leaves_one_in_doubt(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let before = requests_by(&instance, "AUTH").await;
        let mut ids = Vec::new();
        for number in 1..=6 {
            let somebody = person(&instance, number, &format!("b{number}@buyer.example")).await;
            let id = fresh();
            press(&mut browser, id, "send", &somebody, &HELLO).await;
            ids.push(id);
        }
        // The third is delivered, and the server breaks off without a word.
        fault(&instance, json!({ "service": "smtp", "kind": "slow", "ms": 1, "path": "TAKEN", "times": 2 })).await;
        fault(&instance, json!({ "service": "smtp", "kind": "cut", "path": "TAKEN", "times": 1 })).await;
        instance.pass(SignedDuration::from_secs(9));
        let (stop, stopping) = tokio::sync::watch::channel(false);
        let working = tokio::spawn(jobs::work(instance.engine.clone(), stopping));
        let mut ended = 0;
        while ended < ids.len() {
            ended = 0;
            for id in &ids {
                let state = kept(&instance, *id).await.state;
                ended += usize::from(matches!(state, EmailState::Delivered | EmailState::PleaseCheck));
            }
            if ended == ids.len() - 1 {
                instance.pass(SignedDuration::from_secs(61));
            }
            tokio::task::yield_now().await;
        }
        stop.send(true).unwrap();
        working.await.unwrap();
        let mut doubted = 0;
        for (number, id) in (1..).zip(&ids) {
            let email = kept(&instance, *id).await;
            doubted += usize::from(email.state == EmailState::PleaseCheck);
            assert_eq!(mails(&instance, &format!("b{number}@buyer.example")).await.len(), 1, "once");
        }
        assert_eq!(doubted, 1, "the mail in hand, no other");
        let signed_in = requests_by(&instance, "AUTH").await - before;
        assert_eq!(signed_in, 2, "one conversation until the cut, one after it");
    }
}
