//! Many at once: scanners at a link, twenty activations, two admins with the same address.

use axum::http::StatusCode;
use futures::future::join_all;
use liaison_domain::access::LoginMode;
use liaison_domain::id::EmailId;
use liaison_domain::mail::EmailState;
use liaison_engine::Dice;
use liaison_testkit::{Fresh, on_both_engines};

use super::emails::{NADIA, at_work, kept, leave as leave_now, person, press};
use crate::support::outside::{Press, Seller, leave, mails};
use crate::support::people::{self, SELLER, invited, user};
use crate::support::tables::{count, everything};
use crate::support::{Browser, Instance, PASSWORD};
use crate::times;

on_both_engines! {
    async fn looking_at_a_link_changes_nothing(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let path = invited(&instance, SELLER).await;
        let before = everything(&instance.engine.db).await;
        for _ in 0..20 {
            let scanners = (0..50).map(|_| async {
                let answer = instance.browser().get(&path).await;
                assert_eq!(answer.view(), "welcome:salesforce", "{}", answer.status);
            });
            join_all(scanners).await;
        }
        // Scanners send HEAD, and press nothing.
        let head = instance.browser().send(axum::http::Method::HEAD, &path, &[]).await;
        assert_eq!(head.status, StatusCode::OK);
        let after = everything(&instance.engine.db).await;
        assert!(before == after, "a thousand looks left a trace: {:#?}", difference(&before, &after));
    }
}

fn difference<'a>(before: &'a [String], after: &'a [String]) -> Vec<&'a String> {
    after.iter().filter(|line| !before.contains(line)).collect()
}

/// Exactly one came in; the others read that the link was used.
fn exactly_one(answers: &[(StatusCode, String, String)]) {
    let entered = answers
        .iter()
        .filter(|(_, location, _)| location == "/onboarding")
        .count();
    assert_eq!(entered, 1, "{answers:?}");
    for (status, location, view) in answers {
        assert!(
            location == "/onboarding" || *status == StatusCode::GONE,
            "{status} {view}"
        );
    }
}

on_both_engines! {
    async fn twenty_passwords_at_once_make_one_account(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        people::mode(&instance, LoginMode::AllMethods).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let path = format!("{}/password", invited(&instance, SELLER).await);
        let browsers: Vec<Browser> = (0..20).map(|i| if i % 2 == 0 { instance.browser() } else { other.browser() }).collect();
        let tries = browsers.into_iter().map(|mut browser| {
            let path = path.clone();
            async move {
                let answer = browser.post(&path, &[("password", PASSWORD), ("password_again", PASSWORD)]).await;
                (answer.status, answer.location().to_owned(), answer.view().to_owned())
            }
        });
        exactly_one(&join_all(tries).await);
        let id = user(&instance, SELLER).await.id;
        let db = &instance.engine.db;
        assert_eq!(count(db, "select count(*) as n from users").await, 2);
        assert_eq!(count(db, "select count(*) as n from audit_log where action = 'user.activated'").await, 1);
        assert_eq!(liaison_store::access::sessions::of_user(db, id).await.unwrap().len(), 1);
    }
}

on_both_engines! {
    async fn twenty_callbacks_at_once_make_one_account(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let path = format!("{}/salesforce", invited(&instance, SELLER).await);
        let mut ready = Vec::new();
        for i in 0..20 {
            let mut browser = if i % 2 == 0 { instance.browser() } else { other.browser() };
            let url = leave(&mut browser, &path, &[]).await;
            let back = Seller::new(&instance).walk(&url, SELLER, Press::Allow).await;
            ready.push((browser, back));
        }
        let tries = ready.into_iter().map(|(mut browser, back)| async move {
            let answer = browser.get(&back).await;
            (answer.status, answer.location().to_owned(), answer.view().to_owned())
        });
        exactly_one(&join_all(tries).await);
        let db = &instance.engine.db;
        assert_eq!(count(db, "select count(*) as n from salesforce_connections").await, 1);
        assert_eq!(count(db, "select count(*) as n from oauth_attempts").await, 0);
        assert_eq!(count(db, "select count(*) as n from audit_log where action = 'user.activated'").await, 1);
        // What the nineteen got from Salesforce was given back.
        let given_back = crate::support::outside::succeeded(&instance, "/services/oauth2/revoke").await;
        assert_eq!(given_back, 19);
    }
}

on_both_engines! {
    async fn the_same_callback_twice_at_once_enters_once(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let path = format!("{}/salesforce", invited(&instance, SELLER).await);
        let mut browser = instance.browser();
        let url = leave(&mut browser, &path, &[]).await;
        let back = Seller::new(&instance).walk(&url, SELLER, Press::Allow).await;
        let tries = (0..10).map(|_| {
            let (mut browser, back) = (browser.clone(), back.clone());
            async move { browser.get(&back).await.location().to_owned() }
        });
        let entered = join_all(tries).await.iter().filter(|l| *l == "/onboarding").count();
        assert_eq!(entered, 1);
    }
}

on_both_engines! {
    async fn two_admins_inviting_one_address_make_one_user(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let here = instance.admin_browser().await;
        let mut there = other.browser();
        there.sign_in(crate::support::ADMIN, PASSWORD).await;
        let rounds = times(5, 50);
        for round in 0..rounds {
            let address = format!("rita{round}@fjordlight.example");
            let tries = [here.clone(), there.clone(), here.clone(), there.clone()].into_iter().map(|mut admin| {
                let address = address.clone();
                async move {
                    let form = [("addresses", address.as_str()), ("team", ""), ("language", "en")];
                    let answer = admin.post("/settings/users/invite", &form).await;
                    assert_eq!(answer.view(), "invite:done", "{}", answer.body);
                }
            });
            join_all(tries).await;
        }
        let db = &instance.engine.db;
        let rounds = i64::try_from(rounds).unwrap();
        assert_eq!(count(db, "select count(*) as n from users").await, 1 + rounds);
        assert_eq!(count(db, "select count(*) as n from invitations").await, rounds);
        assert_eq!(count(db, "select count(*) as n from jobs").await, rounds, "one mail each");
    }
}

on_both_engines! {
    async fn a_hundred_presses_on_send_are_one_email(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let here = at_work(&instance, "gmail").await;
        let mut there = other.browser();
        there.set_cookie("liaison_session", here.cookie("liaison_session").unwrap());
        let nadia = person(&instance, 1, NADIA).await;
        let id = EmailId(Dice::system().id(instance.engine.clock.now()));
        let form = [("subject", "A word"), ("body", "<p>Hello</p>")];
        let presses = (0..100).map(|i| {
            let (mut browser, nadia) = (if i % 2 == 0 { here.clone() } else { there.clone() }, nadia.clone());
            async move {
                let answer = press(&mut browser, id, "send", &nadia, &form).await;
                assert_eq!(answer.location(), format!("/email/{id}"), "{}", answer.body);
            }
        });
        join_all(presses).await;
        leave_now(&instance).await;
        assert_eq!(kept(&instance, id).await.state, EmailState::Delivered);
        assert_eq!(mails(&instance, NADIA).await.len(), 1);
        let db = &instance.engine.db;
        assert_eq!(count(db, "select count(*) as n from sends where purpose = 'email'").await, 1);
        assert_eq!(count(db, "select count(*) as n from events where kind = 'email-sent'").await, 1);
        // Whoever presses in a page that was left open reads how it stands; other words are refused.
        let mut late = here.clone();
        assert_eq!(press(&mut late, id, "send", &nadia, &form).await.location(), format!("/email/{id}"));
        let other_words = [("subject", "Another"), ("body", "<p>Hello</p>")];
        assert_eq!(press(&mut late, id, "send", &nadia, &other_words).await.view(), "refusal:email-has-left");
    }
}
