//! Answers, automatic answers and bounces: found once, in every kind of mailbox, whatever happens.

use jiff::SignedDuration;
use liaison_domain::EmailAddress;
use liaison_domain::mail::EmailState;
use liaison_domain::people::{ConsentSource, SuppressionCause};
use liaison_store::people::consent;
use liaison_store::{Db, Sql};
use liaison_testkit::{Fresh, on_both_engines};
use serde_json::json;

use super::mailboxes::{at_the_step, connect, mailbox};
use crate::support::letters::{answers, arrives, email, events_of, look, sent, written};
use crate::support::outside::{fault, forget, tell};
use crate::support::people::SELLER;
use crate::support::{Browser, Instance};

const SETTINGS: &str = "/settings/email/connection";
const LENA: &str = "lena@buyer.example";
const BOSS: &str = "boss@buyer.example";

/// A seller whose mailbox works.
async fn connected(instance: &Instance, client: &str) -> Browser {
    let mut browser = at_the_step(instance).await;
    connect(instance, &mut browser, client).await;
    instance.drain().await;
    browser
}

/// What is to happen to mail for an address.
async fn rule(instance: &Instance, rule: serde_json::Value) {
    tell(instance, "mail/rules", rule).await;
}

async fn cause(instance: &Instance, address: &str) -> Option<SuppressionCause> {
    let address = EmailAddress::parse(address).unwrap();
    let found = consent::of_address(&instance.engine.db, &address).await;
    found.unwrap().map(|suppression| suppression.cause)
}

async fn watchers(instance: &Instance) -> i64 {
    let text = "select count(*) as n from jobs where kind = 'watch'";
    let row = instance.engine.db.row(text, vec![]).await.unwrap();
    row.unwrap().get("n").unwrap()
}

on_both_engines! {
    async fn every_kind_of_mailbox_sees_who_answers(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        for client in ["gmail", "outlook", "imap"] {
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            let letter = sent(&instance, LENA, BOSS).await;
            assert_eq!(letter.state, EmailState::Delivered, "{client}: {:?}", letter.problem);

            answers(&instance, &letter, "lena.private@home.example", &format!("1.{client}@home.example"), "Gladly. Monday?").await;
            answers(&instance, &letter, BOSS, &format!("2.{client}@buyer.example"), "Me too.").await;
            // Our own further mail in the conversation, and what has nothing to do with it.
            answers(&instance, &letter, SELLER, &format!("3.{client}@fjordlight.example"), "Any news?").await;
            arrives(&instance, "news@shop.example", b"From: news@shop.example\r\nSubject: Sale\r\nMessage-ID: <s@shop.example>\r\n\r\nBuy!\r\n").await;
            look(&instance).await;
            let after = email(&instance, letter.id).await;
            assert_eq!((after.replies, after.state), (2, EmailState::Delivered), "{client}");
            let told = events_of(&instance, letter.id).await;
            assert_eq!(told[0], ("email-replied", "Me too.".to_owned()), "{client}: without what is quoted");
            assert_eq!(told[1], ("email-replied", "Gladly. Monday?".to_owned()), "{client}");
            assert_eq!(told.len(), 3, "{client}: {told:?}");
            browser.post(&format!("{SETTINGS}/disconnect"), &[]).await;
        }
    }
}

on_both_engines! {
    async fn who_is_away_has_not_answered(db: Db) {
        let instance = Instance::start(db).await;
        connected(&instance, "gmail").await;
        let letter = sent(&instance, "ooo@buyer.example", "").await;
        look(&instance).await;
        let after = email(&instance, letter.id).await;
        assert_eq!((after.replies, after.state), (0, EmailState::Delivered));
        let told = events_of(&instance, letter.id).await;
        assert_eq!(told[0], ("auto-replied", "Automatic reply: Lighthouses".to_owned()), "{told:?}");
        let asked = sent(&instance, "reply@buyer.example", "").await;
        look(&instance).await;
        let told = events_of(&instance, asked.id).await;
        assert_eq!(told[0], ("email-replied", "Thank you, that sounds interesting. Can we talk next week?".to_owned()));
        assert_eq!((email(&instance, asked.id).await.replies, email(&instance, letter.id).await.replies), (1, 0));
    }
}

on_both_engines! {
    async fn a_hard_bounce_is_remembered_against_the_address(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        rule(&instance, json!({ "address": "words@buyer.example", "action": "bounce", "in_words": true, "text": "550 5.1.1 user unknown" })).await;
        for client in ["gmail", "outlook", "imap"] {
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            let addresses = [format!("bounce.{client}@buyer.example"), "words@buyer.example".to_owned()];
            for address in addresses.iter().filter(|one| client == "gmail" || one.starts_with("bounce")) {
                let letter = sent(&instance, address, "").await;
                look(&instance).await;
                let after = email(&instance, letter.id).await;
                assert_eq!(after.state, EmailState::Bounced, "{client} {address}");
                assert_eq!(after.problem.unwrap().code(), "email-bounced");
                assert_eq!(cause(&instance, address).await, Some(SuppressionCause::Bounced));
                let parsed = EmailAddress::parse(address).unwrap();
                let ledger = consent::history(&instance.engine.db, &parsed).await.unwrap();
                assert_eq!(ledger.len(), 1, "{client}: one line");
                assert_eq!((ledger[0].source, ledger[0].email_id), (ConsentSource::Bounce, Some(letter.id)));
                let told = events_of(&instance, letter.id).await;
                assert_eq!(told[0].0, "email-bounced");
                assert!(told[0].1.contains("5.1.1"), "{told:?}");
            }
            browser.post(&format!("{SETTINGS}/disconnect"), &[]).await;
        }
    }
}

on_both_engines! {
    async fn what_may_pass_is_held_against_nobody(db: Db) {
        let instance = Instance::start(db).await;
        connected(&instance, "gmail").await;
        for (address, status, text) in [
            ("late@buyer.example", "4.4.1", "4.4.1 No answer from host"),
            ("full@buyer.example", "5.2.2", "5.2.2 Mailbox full"),
        ] {
            rule(&instance, json!({ "address": address, "action": "bounce", "status": status, "text": text })).await;
        }
        let late = sent(&instance, "late@buyer.example", "").await;
        let full = sent(&instance, "full@buyer.example", "").await;
        // A copy that comes back says nothing about the person.
        let copied = sent(&instance, LENA, "bounce@buyer.example").await;
        look(&instance).await;
        assert_eq!(email(&instance, late.id).await.state, EmailState::Delivered, "it may still arrive");
        assert!(events_of(&instance, late.id).await[0].1.contains("No answer from host"));
        assert_eq!(email(&instance, full.id).await.state, EmailState::Bounced, "nobody tries any more");
        for address in ["late@buyer.example", "full@buyer.example", LENA] {
            assert_eq!(cause(&instance, address).await, None, "{address}");
        }
        assert_eq!(email(&instance, copied.id).await.state, EmailState::Delivered);
        assert_eq!(cause(&instance, "bounce@buyer.example").await, Some(SuppressionCause::Bounced));
        assert_eq!(events_of(&instance, copied.id).await[0].0, "email-bounced");
    }
}

on_both_engines! {
    async fn a_mailbox_that_others_refuse_rests_for_an_hour(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = connected(&instance, "outlook").await;
        rule(&instance, json!({ "address": "strict@buyer.example", "action": "bounce", "status": "5.7.1", "text": "5.7.1 Message rejected as spam by content filter" })).await;
        let refused = sent(&instance, "strict@buyer.example", "").await;
        look(&instance).await;
        assert_eq!(email(&instance, refused.id).await.state, EmailState::Bounced);
        assert_eq!(cause(&instance, "strict@buyer.example").await, None, "it is not the person's fault");
        let shown = browser.get(SETTINGS).await;
        assert_eq!(shown.view(), "mailbox:trouble");
        assert!(shown.body.contains("mailbox-paused"), "{}", shown.body);

        let waiting = written(&instance, LENA, "").await;
        instance.drain().await;
        let held = email(&instance, waiting).await;
        assert_eq!(held.state, EmailState::InProgress);
        assert_eq!(held.problem.unwrap().code(), "mailbox-paused", "its writer reads why");
        answers(&instance, &refused, LENA, "still@buyer.example", "Still here.").await;
        look(&instance).await;
        assert_eq!(email(&instance, refused.id).await.replies, 1, "what comes in is seen all the while");
        assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:trouble");

        instance.pass(SignedDuration::from_hours(1));
        instance.drain().await;
        let left = email(&instance, waiting).await;
        assert_eq!((left.state, left.problem), (EmailState::Delivered, None));
        look(&instance).await;
        assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:connected", "it has passed by itself");
    }
}

on_both_engines! {
    async fn a_message_counts_once_however_often_it_is_found(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let mut browser = connected(&instance, "gmail").await;
        let letter = sent(&instance, LENA, "").await;
        for _ in 0..2 {
            answers(&instance, &letter, LENA, "same@buyer.example", "Yes.").await;
        }
        instance.pass(SignedDuration::from_secs(31));
        futures::join!(instance.drain(), other.drain());
        assert_eq!(email(&instance, letter.id).await.replies, 1);
        assert_eq!(watchers(&instance).await, 1, "for one mailbox, over all processes");
        // Connected anew, the mailbox is read again from the first e-mail on.
        browser.post(&format!("{SETTINGS}/disconnect"), &[]).await;
        for (n, client) in ["imap", "outlook", "gmail"].into_iter().enumerate() {
            connect(&instance, &mut browser, client).await;
            look(&instance).await;
            let known = u32::try_from(n).unwrap() + 1;
            assert_eq!(email(&instance, letter.id).await.replies, known, "{client}");
            // Taken for junk, it is an answer all the same.
            rule(&instance, json!({ "address": SELLER, "action": "junk" })).await;
            answers(&instance, &letter, LENA, &format!("{client}@buyer.example"), "Hello?").await;
            instance.pass(SignedDuration::from_mins(15));
            instance.drain().await;
            assert_eq!(email(&instance, letter.id).await.replies, known + 1, "{client}");
            browser.post(&format!("{SETTINGS}/disconnect"), &[]).await;
        }
        instance.pass(SignedDuration::from_mins(15));
        instance.drain().await;
        assert_eq!(watchers(&instance).await, 0, "it ends with the mailbox");
    }
}

on_both_engines! {
    async fn a_provider_that_has_forgotten_where_we_were_is_read_anew(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        for (client, service) in [("gmail", "google"), ("outlook", "microsoft")] {
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            let letter = sent(&instance, LENA, "").await;
            answers(&instance, &letter, LENA, &format!("1.{client}@buyer.example"), "One.").await;
            look(&instance).await;
            answers(&instance, &letter, LENA, &format!("2.{client}@buyer.example"), "Two.").await;
            tell(&instance, &format!("{service}/forget"), json!({ "email": SELLER })).await;
            look(&instance).await;
            assert_eq!(email(&instance, letter.id).await.replies, 2, "{client}: none lost, none twice");
            answers(&instance, &letter, LENA, &format!("3.{client}@buyer.example"), "Three.").await;
            look(&instance).await;
            assert_eq!(email(&instance, letter.id).await.replies, 3, "{client}");
            browser.post(&format!("{SETTINGS}/disconnect"), &[]).await;
        }
    }
}

on_both_engines! {
    async fn a_provider_that_is_away_loses_nothing(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        for (client, service) in [("gmail", "google"), ("outlook", "microsoft"), ("imap", "imap")] {
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            let letter = sent(&instance, LENA, "").await;
            let trouble = match client {
                "imap" => json!({ "service": service, "kind": "cut" }),
                _ => json!({ "service": service, "kind": "status", "code": 503 }),
            };
            fault(&instance, trouble).await;
            answers(&instance, &letter, LENA, &format!("1.{client}@buyer.example"), "One.").await;
            for _ in 0..8 {
                instance.pass(SignedDuration::from_mins(3));
                instance.drain().await;
            }
            assert_eq!(email(&instance, letter.id).await.replies, 0);
            assert_eq!(mailbox(&instance).await.unwrap().findings.problem, None, "{client}: it passes by itself");
            forget(&instance, "faults").await;
            if client != "imap" {
                tell(&instance, &format!("{service}/expire"), json!({ "email": SELLER })).await;
            }
            instance.pass(SignedDuration::from_mins(15));
            instance.drain().await;
            assert_eq!(email(&instance, letter.id).await.replies, 1, "{client}");
            browser.post(&format!("{SETTINGS}/disconnect"), &[]).await;
        }
    }
}

on_both_engines! {
    async fn nothing_anybody_sends_stops_the_reading(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        for client in ["gmail", "outlook", "imap"] {
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            let letter = sent(&instance, LENA, "").await;
            let id = letter.message_id.clone().unwrap();
            let long = format!("Subject: long{}\r\nIn-Reply-To: <{id}>\r\n\r\nx\r\n", "\r\n  and longer".repeat(20_000));
            let deep = format!("In-Reply-To: <{id}>\r\nMessage-ID: <deep.{client}@x.example>\r\n{}", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(300));
            let odd = format!("From: \u{202e}<{LENA}>\r\nIn-Reply-To: <{id}>\r\nSubject: =?utf-8?B?/w==?=\r\n\r\n\u{0}\u{7}hej\u{202e}\r\n");
            for message in ["", "\r\n", "no header at all\r\n", &long, &deep, &odd] {
                arrives(&instance, LENA, message.as_bytes()).await;
            }
            arrives(&instance, LENA, b"From: \xff\xfe\r\nReferences: <\xff@x> <>\r\n\r\n\xff\r\n").await;
            answers(&instance, &letter, LENA, &format!("last.{client}@buyer.example"), "Last.").await;
            look(&instance).await;
            let after = email(&instance, letter.id).await;
            assert_eq!(after.replies, 4, "{client}: {:?}", events_of(&instance, letter.id).await);
            let told = events_of(&instance, letter.id).await;
            assert!(told.iter().any(|(_, text)| text == "Last."), "{client}: {told:?}");
            assert!(told.iter().all(|(_, text)| !text.contains('\u{0}')), "{client}: {told:?}");
            browser.post(&format!("{SETTINGS}/disconnect"), &[]).await;
        }
    }
}
