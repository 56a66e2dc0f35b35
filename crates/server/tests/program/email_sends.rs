//! The power goes while a seller's e-mail is on its way, at every arrow of the send protocol; and a process
//! stands still there for so long that another takes over.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use liaison_domain::id::EmailId;
use liaison_domain::mail::{Email, EmailState};
use liaison_engine::Dice;
use liaison_store::mail::emails;
use liaison_store::people::persons;
use liaison_store::{Sql, values};
use liaison_testkit::sample;

use crate::home::{Home, LEASE, MAILBOX};
use crate::sends::{lost_answer, places_of};
use crate::support::outside::{fault, mails};
use crate::support::people::SELLER;
use crate::support::team::team_server;
use crate::times;
use crate::visit::{Visit, view};

const NADIA: &str = "nadia@buyer.example";
/// After this time what was sent cannot be taken back any more.
const LEAVES: SignedDuration = SignedDuration::from_secs(9);

/// A seller with a mailbox of this kind that has passed its test, and somebody to write to.
async fn with_mailbox(home: &Home, client: &str) {
    let nadia = sample::person(1, NADIA);
    persons::save(&home.instance.engine.db, &nadia)
        .await
        .unwrap();
    let (program, mut visit) = home.start().await;
    // By the team's server the mailbox keeps the copy only.
    let mailbox = if client == "team" { "imap" } else { client };
    home.connect(&mut visit, mailbox).await;
    home.settle().await;
    assert_eq!(view(&visit.get(MAILBOX).await), "mailbox:connected");
    if client == "team" {
        team_server(&home.instance, SELLER).await;
    }
    assert_eq!(program.stop().await.0, 0);
}

/// Sends an e-mail with this subject, which is due at once.
async fn send(home: &Home, visit: &mut Visit, subject: &str) -> EmailId {
    let id = EmailId(Dice::system().id(home.instance.engine.clock.now()));
    let person = sample::id(1).to_string();
    let form = [
        ("person", person.as_str()),
        ("subject", subject),
        ("body", "<p>Hello {{first_name}}</p>"),
    ];
    let sent = visit.post(&format!("/email/{id}/send"), &form).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    home.instance.pass(LEAVES);
    id
}

async fn kept(home: &Home, id: EmailId) -> Email {
    let found = emails::by_id(&home.instance.engine.db, id).await;
    found.unwrap().unwrap()
}

/// How often the log says that it was sent.
async fn sent_events(home: &Home, id: EmailId) -> i64 {
    let text = "select count(*) as n from events where email_id = $1 and kind = 'email-sent'";
    let row = home
        .instance
        .engine
        .db
        .row(text, values![id])
        .await
        .unwrap();
    row.unwrap().get("n").unwrap()
}

/// Where it lies: with the recipient, in Sent, in Drafts.
async fn copies(home: &Home, subject: &str) -> [usize; 3] {
    let arrived = mails(&home.instance, NADIA).await;
    let arrived = arrived.iter().filter(|mail| mail["subject"] == subject);
    [
        arrived.count(),
        home.count("Sent", subject).await,
        home.count("Drafts", subject).await,
    ]
}

/// It left once; or nobody can tell whether it has, and so many have `arrived`. What was seen, in words.
async fn must_have_left(home: &Home, id: EmailId, subject: &str, arrived: Option<usize>) -> String {
    let email = kept(home, id).await;
    let events = sent_events(home, id).await;
    let copies = copies(home, subject).await;
    match arrived {
        None => {
            assert_eq!(
                email.state,
                EmailState::Delivered,
                "{subject}: {:?}",
                email.problem
            );
            assert_eq!(
                copies,
                [1, 1, 0],
                "{subject}: once, with one copy and no draft left"
            );
            assert_eq!(events, 1, "{subject}");
        }
        Some(arrived) => {
            assert_eq!(
                email.state,
                EmailState::PleaseCheck,
                "{subject}: nobody can tell"
            );
            assert_eq!(copies, [arrived, 0, 0], "{subject}: nothing is sent again");
            assert_eq!(events, 0, "{subject}");
        }
    }
    format!("{:?}, arrived {}", email.state, copies[0])
}

async fn power_cut(home: &Home, client: &str, place: &str, round: usize) -> String {
    let subject = format!("{client} at {place}, {round}");
    if place == "send-looked-up" {
        fault(&home.instance, lost_answer(client)).await;
    }
    let (program, mut visit) = home.start_crashing(place).await;
    let id = send(home, &mut visit, &subject).await;
    program.aborted().await;
    home.instance.pass(LEASE);
    let (program, _) = home.start().await;
    home.settle().await;
    // Only our own copy would tell of a mail that left by SMTP.
    let arrived = match (client, place) {
        ("imap" | "team", "send-handed-over") => Some(0),
        ("imap" | "team", "send-answered" | "send-looked-up") => Some(1),
        _ => None,
    };
    let seen = must_have_left(home, id, &subject, arrived).await;
    assert_eq!(program.stop().await.0, 0);
    seen
}

async fn power_cuts(client: &str) {
    let home = Home::new().await;
    with_mailbox(&home, client).await;
    let rounds = times(1, 20);
    for place in places_of(client) {
        let mut seen = BTreeMap::<_, usize>::new();
        for round in 0..rounds {
            let outcome = power_cut(&home, client, place, round).await;
            *seen.entry(outcome).or_default() += 1;
        }
        println!("{client} at {place}: {seen:?}");
    }
}

#[tokio::test]
async fn an_email_from_gmail_survives_power_cuts() {
    power_cuts("gmail").await;
}

#[tokio::test]
async fn an_email_from_outlook_survives_power_cuts() {
    power_cuts("outlook").await;
}

#[tokio::test]
async fn an_email_by_smtp_survives_power_cuts() {
    power_cuts("imap").await;
}

#[tokio::test]
async fn an_email_by_the_team_s_server_survives_power_cuts() {
    power_cuts("team").await;
}

/// A process stands still at a place until its time is over and another has done its work; then it goes on.
async fn frozen(home: &Home, client: &str, place: &str) {
    let subject = format!("{client} frozen at {place}");
    let (program, mut visit) = home.start_freezing(place).await;
    let id = send(home, &mut visit, &subject).await;
    program.frozen().await;
    home.instance.pass(LEASE);
    let worker = home.start_worker().await;
    home.settle().await;
    program.signal("CONT");
    crate::liaison::until("the word that it was overtaken", async || {
        program.log().contains("took this job over").then_some(())
    })
    .await;
    let arrived = match (client, place) {
        ("imap", "send-handed-over") => Some(0),
        ("imap", "send-answered") => Some(1),
        _ => None,
    };
    let seen = must_have_left(home, id, &subject, arrived).await;
    println!("{subject}: {seen}");
    assert_eq!(worker.stop().await.0, 0);
    assert_eq!(program.stop().await.0, 0);
}

async fn frozen_each(client: &str, usual: &[&'static str]) {
    let home = Home::on_postgres().await;
    with_mailbox(&home, client).await;
    let full = [
        "send-claimed",
        "send-intent",
        "send-handed-over",
        "send-answered",
    ];
    for place in if crate::is_full() { &full } else { usual } {
        frozen(&home, client, place).await;
    }
}

#[tokio::test]
async fn a_process_that_stood_still_sends_nothing_by_gmail_that_another_has_sent() {
    frozen_each("gmail", &["send-handed-over"]).await;
}

#[tokio::test]
async fn a_process_that_stood_still_leaves_no_draft_in_outlook() {
    frozen_each("outlook", &["send-intent"]).await;
}

#[tokio::test]
async fn a_process_that_stood_still_overrules_nobody_by_smtp() {
    frozen_each("imap", &["send-answered"]).await;
}
