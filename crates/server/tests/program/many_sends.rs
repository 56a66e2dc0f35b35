//! The server is killed again and again while it sends to many.

use std::collections::HashMap;

use jiff::SignedDuration;
use liaison_domain::id::EmailId;
use liaison_domain::mail::EmailState;
use liaison_domain::mail::compose::Typed;
use liaison_engine::Dice;
use liaison_engine::mail::emails::{self as acts, Form, When};
use liaison_store::mail::emails;
use liaison_store::people::persons;
use liaison_store::settings::{self, key};
use liaison_store::{Sql, values};
use liaison_testkit::sample;

use crate::home::{Home, LEASE, MAILBOX};
use crate::liaison::until;
use crate::support::outside::control;
use crate::support::people::{SELLER, user};
use crate::times;
use crate::visit::view;

/// Plans so many e-mails, each to somebody else.
async fn plan(home: &Home, count: usize) -> Vec<EmailId> {
    let engine = &home.instance.engine;
    settings::set(&engine.db, key::DAILY_LIMIT, "1000000")
        .await
        .unwrap();
    let seller = user(&home.instance, SELLER).await;
    let mut planned = Vec::new();
    for number in 0..count {
        let person = sample::person(number as u128 + 1, &format!("buyer{number}@buyer.example"));
        persons::save(&engine.db, &person).await.unwrap();
        let id = EmailId(Dice::system().id(engine.clock.now()));
        let form = Form {
            typed: Typed {
                subject: "One of many",
                body: "<p>Hello {{first_name}}</p>",
                ..Typed::default()
            },
            ..Form::default()
        };
        acts::send(engine, &seller, id, person.id, &form, &When::Now)
            .await
            .unwrap();
        planned.push(id);
    }
    planned
}

const LEFT: &str = "select count(*) as n from emails where state in ('delivered', 'please-check')";
const IN_HAND: &str = "select count(*) as n from sends where state = 'handed-over'";

async fn count_of(home: &Home, text: &str) -> i64 {
    let row = home.instance.engine.db.row(text, values![]).await.unwrap();
    row.unwrap().get("n").unwrap()
}

#[tokio::test]
async fn many_emails_are_neither_lost_nor_sent_twice_however_often_the_server_is_killed() {
    let (count, kills) = (times(100, 5_000), times(3, 50));
    let home = Home::new().await;
    let (program, mut visit) = home.start().await;
    home.connect(&mut visit, "imap").await;
    home.settle().await;
    assert_eq!(view(&visit.get(MAILBOX).await), "mailbox:connected");
    assert_eq!(program.stop().await.0, 0);

    let planned = plan(&home, count).await;
    home.instance.pass(SignedDuration::from_secs(9));
    for kill in 1..=kills {
        let (program, _) = home.start().await;
        let enough = i64::try_from(count * kill / (kills + 1)).unwrap();
        until("some of the mails", async || {
            (count_of(&home, LEFT).await >= enough).then_some(())
        })
        .await;
        // Every second time while the relay has a mail whose answer is not there yet.
        if kill % 2 == 0 {
            until("a mail in the relay's hands", async || {
                (count_of(&home, IN_HAND).await > 0).then_some(())
            })
            .await;
        }
        program.kill().await;
        home.instance.pass(LEASE);
    }
    let (program, _) = home.start().await;
    home.settle().await;
    assert_eq!(program.stop().await.0, 0);

    let mut has_arrived = 0;
    let mut arrived: HashMap<String, usize> = HashMap::new();
    for mail in control(&home.instance, "mails").await.as_array().unwrap() {
        if mail["subject"] == "One of many" {
            *arrived
                .entry(mail["to"].as_str().unwrap().to_owned())
                .or_default() += 1;
        }
    }
    let mut in_doubt = 0;
    for id in planned {
        let email = emails::by_id(&home.instance.engine.db, id)
            .await
            .unwrap()
            .unwrap();
        let times = arrived.get(email.to.as_str()).copied().unwrap_or(0);
        match email.state {
            EmailState::Delivered => assert_eq!(times, 1, "{}", email.to),
            EmailState::PleaseCheck => {
                assert!(times <= 1, "{}", email.to);
                in_doubt += 1;
                has_arrived += times;
            }
            other => panic!("{} is {other:?}: {:?}", email.to, email.problem),
        }
    }
    assert!(
        in_doubt <= kills,
        "a kill leaves one mail in doubt at most: {in_doubt}"
    );
    let copies = home.count("Sent", "One of many").await;
    assert_eq!(
        copies,
        count - in_doubt,
        "each that has left stands in Sent once"
    );
    println!(
        "{count} sends, {kills} kills: {copies} delivered, {in_doubt} to check, {has_arrived} of these arrived"
    );
}
