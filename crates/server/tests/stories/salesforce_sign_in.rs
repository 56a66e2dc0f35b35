//! Signing in and connecting with Salesforce: only who is known, never by address.

use liaison_domain::access::UserState;
use liaison_engine::access::users as acts;
use liaison_store::Db;
use liaison_testkit::{Fresh, on_both_engines};
use serde_json::json;

use crate::support::outside::{Press, Seller, leave, succeeded, tell, there_and_back};
use crate::support::people::{self, COLLEAGUE, SELLER, find, seller, user};
use crate::support::tables::count;
use crate::support::{Answer, Browser, Instance};

const SIGN_IN: &str = "/sign-in/salesforce";

async fn sign_in(instance: &Instance, username: &str) -> (Browser, Answer) {
    let mut browser = instance.browser();
    let answer = there_and_back(instance, &mut browser, SIGN_IN, username, Press::Allow).await;
    (browser, answer)
}

on_both_engines! {
    async fn known_people_come_back_in(db: Db) {
        let instance = Instance::start(db).await;
        seller(&instance, SELLER).await;
        let (mut browser, answer) = sign_in(&instance, SELLER).await;
        assert_eq!(answer.location(), "/onboarding", "{}", answer.body);
        assert!(browser.is_in().await);
        assert_eq!(count(&instance.engine.db, "select count(*) as n from salesforce_connections").await, 1);
        // Denying and coming back is a refusal with another try.
        let mut other = instance.browser();
        tell(&instance, "salesforce/settings", json!({ "consent_every_time": true })).await;
        let denied = there_and_back(&instance, &mut other, SIGN_IN, SELLER, Press::Deny).await;
        assert_eq!(denied.view(), "way:consent-denied");
        assert!(!other.is_in().await);
    }
}

on_both_engines! {
    async fn people_come_back_to_the_page_they_asked_for(db: Db) {
        let instance = Instance::start(db).await;
        let mut there = seller(&instance, SELLER).await;
        for step in ["start", "introduction", "mailbox"] {
            there.post(&format!("/onboarding/{step}/done"), &[]).await;
        }
        there.post("/onboarding/signature", &[("skip", "1")]).await;
        there.post("/onboarding/finish/done", &[]).await;
        there.post("/onboarding/tour/done", &[]).await;
        for (asked, shown) in [("/settings/sessions", "/settings/sessions"), ("//evil.example", "/home")] {
            let mut browser = instance.browser();
            let url = leave(&mut browser, SIGN_IN, &[("next", asked)]).await;
            let back = Seller::new(&instance).walk(&url, SELLER, Press::Allow).await;
            let onwards = browser.get(&back).await.location().to_owned();
            assert_eq!(browser.get(&onwards).await.location(), shown);
        }
    }
}

on_both_engines! {
    async fn eight_browsers_of_one_person_come_in_at_once(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        seller(&instance, SELLER).await;
        let mut ready = Vec::new();
        for i in 0..8 {
            let mut browser = if i % 2 == 0 { instance.browser() } else { other.browser() };
            let url = leave(&mut browser, SIGN_IN, &[]).await;
            ready.push((browser, Seller::new(&instance).walk(&url, SELLER, Press::Allow).await));
        }
        let entering = ready.into_iter().map(|(mut browser, back)| async move {
            let answer = browser.get(&back).await;
            assert_eq!(answer.location(), "/onboarding", "{}", answer.body);
            assert!(browser.is_in().await);
        });
        futures::future::join_all(entering).await;
        assert_eq!(succeeded(&instance, "/services/oauth2/revoke").await, 8, "all tokens but the last");
        let id = user(&instance, SELLER).await.id;
        liaison_engine::links::salesforce::check(&other.engine, id).await.unwrap();
    }
}

on_both_engines! {
    async fn strangers_and_the_invited_do_not_come_in(db: Db) {
        let instance = Instance::start(db).await;
        // Same address as an invited user, same organisation: sign-in never looks anyone up by it.
        people::invited(&instance, SELLER).await;
        for username in [SELLER, COLLEAGUE] {
            let (mut browser, answer) = sign_in(&instance, username).await;
            assert!(answer.body.contains("salesforce-unknown-user"), "{}", answer.body);
            assert!(answer.status.is_client_error() && !browser.is_in().await);
        }
        assert_eq!(user(&instance, SELLER).await.decided, UserState::Invited);
        assert!(find(&instance, COLLEAGUE).await.is_none());
        assert_eq!(succeeded(&instance, "/services/oauth2/revoke").await, 2, "tokens given back");
    }
}

on_both_engines! {
    async fn taking_over_an_address_at_salesforce_takes_over_nothing(db: Db) {
        let instance = Instance::start(db).await;
        let mut rightful = seller(&instance, SELLER).await;
        // Somebody with another Salesforce user sets the victim's address there.
        tell(&instance, "salesforce/users", json!({ "email": SELLER, "username": COLLEAGUE })).await;
        let (mut thief, answer) = sign_in(&instance, COLLEAGUE).await;
        assert!(answer.body.contains("salesforce-unknown-user"), "{}", answer.body);
        assert!(!thief.is_in().await && rightful.is_in().await);
    }
}

on_both_engines! {
    async fn the_deactivated_stay_out_until_reactivated(db: Db) {
        let instance = Instance::start(db).await;
        let mut before = seller(&instance, SELLER).await;
        let (admin, id) = (instance.admin().await, user(&instance, SELLER).await.id);
        acts::deactivate(&instance.engine, admin, id).await.unwrap();
        assert!(!before.is_in().await, "the session is worth nothing at once");
        let (mut browser, answer) = sign_in(&instance, SELLER).await;
        assert!(answer.body.contains("access-ended"), "{}", answer.body);
        assert!(!browser.is_in().await);
        acts::reactivate(&instance.engine, admin, id).await.unwrap();
        assert!(!before.is_in().await, "reactivation brings no old session back");
        let (mut browser, _) = sign_in(&instance, SELLER).await;
        assert!(browser.is_in().await);
    }
}

on_both_engines! {
    async fn one_salesforce_user_belongs_to_one_person(db: Db) {
        let instance = Instance::start(db).await;
        let mut owner = seller(&instance, SELLER).await;
        // Now the same Salesforce user takes the address of somebody who is invited.
        let path = people::invited(&instance, COLLEAGUE).await;
        tell(&instance, "salesforce/users", json!({ "email": "other@fjordlight.example", "username": COLLEAGUE })).await;
        tell(&instance, "salesforce/users", json!({ "email": COLLEAGUE, "username": SELLER })).await;
        let mut browser = instance.browser();
        let from = format!("{path}/salesforce");
        let answer = there_and_back(&instance, &mut browser, &from, SELLER, Press::Allow).await;
        assert!(answer.body.contains("salesforce-taken"), "{}", answer.body);
        assert!(!browser.is_in().await && owner.is_in().await);
        assert_eq!(user(&instance, COLLEAGUE).await.decided, UserState::Invited, "the link is not used up");
        // The remedy: the addresses are put right.
        tell(&instance, "salesforce/users", json!({ "email": SELLER, "username": SELLER })).await;
        tell(&instance, "salesforce/users", json!({ "email": COLLEAGUE, "username": COLLEAGUE })).await;
        let answer = there_and_back(&instance, &mut browser, &from, COLLEAGUE, Press::Allow).await;
        assert_eq!(answer.location(), "/onboarding", "{}", answer.body);
    }
}

on_both_engines! {
    async fn connecting_is_for_who_began_it(db: Db) {
        let instance = Instance::start(db).await;
        let mut member = people::with_password(&instance, SELLER).await;
        let mut colleague = people::with_password(&instance, COLLEAGUE).await;
        assert_eq!(member.get("/settings/salesforce").await.view(), "salesforce:none");

        // In the same browser somebody else signs in before the way back.
        let url = leave(&mut member, "/settings/salesforce/connect", &[]).await;
        let back = Seller::new(&instance).walk(&url, SELLER, Press::Allow).await;
        let mut shared = member.clone();
        let session = colleague.cookie("liaison_session").unwrap().to_owned();
        shared.set_cookie("liaison_session", &session);
        let answer = shared.get(&back).await;
        assert!(answer.body.contains("attempt-unknown"), "{}", answer.body);
        assert_eq!(colleague.get("/settings/salesforce").await.view(), "salesforce:none");

        let connect = "/settings/salesforce/connect";
        let answer = there_and_back(&instance, &mut member, connect, SELLER, Press::Allow).await;
        assert_eq!(answer.location(), "/settings/salesforce", "{}", answer.body);
        assert_eq!(member.get("/settings/salesforce").await.view(), "salesforce:connected");
        let revoked = succeeded(&instance, "/services/oauth2/revoke").await;
        member.post("/settings/salesforce/disconnect", &[]).await;
        assert_eq!(member.get("/settings/salesforce").await.view(), "salesforce:none");
        assert_eq!(succeeded(&instance, "/services/oauth2/revoke").await, revoked + 1, "ended there, too");
    }
}

on_both_engines! {
    async fn what_a_refused_way_got_is_given_back(db: Db) {
        let instance = Instance::start(db).await;
        let mut member = people::with_password(&instance, SELLER).await;
        let url = leave(&mut member, "/settings/salesforce/connect", &[]).await;
        let back = Seller::new(&instance).walk(&url, SELLER, Press::Allow).await;
        // Signed out while away: nobody is there to connect.
        member.post("/sign-out", &[]).await;
        let answer = member.get(&back).await;
        assert!(answer.body.contains("attempt-unknown"), "{}", answer.body);
        assert_eq!(count(&instance.engine.db, "select count(*) as n from salesforce_connections").await, 0);
        let token = crate::support::outside::token_requests(&instance).await;
        let given = succeeded(&instance, "/services/oauth2/revoke").await;
        assert_eq!(token, given, "tokens nobody keeps are given back");
    }
}
