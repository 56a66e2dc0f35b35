//! Every way an activation is refused, and that it succeeds after the remedy.

use axum::http::StatusCode;
use jiff::SignedDuration;
use liaison_domain::access::UserState;
use liaison_store::settings::{self, key};
use liaison_store::{Db, Sql};
use liaison_testkit::on_both_engines;
use serde_json::json;

use crate::support::outside::{
    Press, Seller, fault, forget, leave, succeeded, tell, there_and_back,
};
use crate::support::people::{COLLEAGUE, NO_API, SELLER, find, invited, user};
use crate::support::tables::count;
use crate::support::{Answer, Browser, Instance};

const REVOKE: &str = "/services/oauth2/revoke";

/// A story of one invitation that is refused first.
struct Story {
    instance: Instance,
    path: String,
    browser: Browser,
    email: &'static str,
}

impl Story {
    async fn of(db: Db, email: &'static str) -> Self {
        let instance = Instance::start(db).await;
        let path = invited(&instance, email).await;
        let browser = instance.browser();
        Self {
            instance,
            path,
            browser,
            email,
        }
    }

    fn salesforce(&self) -> String {
        format!("{}/salesforce", self.path)
    }

    async fn back_as(&mut self, username: &str, press: Press) -> Answer {
        let from = self.salesforce();
        there_and_back(&self.instance, &mut self.browser, &from, username, press).await
    }

    /// Nothing of the refused login is here, or stays valid there.
    async fn nothing_is_kept(&mut self) {
        let db = &self.instance.engine.db;
        assert_eq!(
            count(db, "select count(*) as n from salesforce_connections").await,
            0
        );
        assert_eq!(
            count(
                db,
                "select count(*) as n from sessions where method = 'salesforce'"
            )
            .await,
            0
        );
        assert_eq!(
            count(
                db,
                "select count(*) as n from audit_log where action = 'user.activated'"
            )
            .await,
            0
        );
        assert_eq!(
            user(&self.instance, self.email).await.decided,
            UserState::Invited
        );
        assert!(!self.browser.is_in().await);
    }

    async fn given_back(&self, times: usize) {
        assert_eq!(
            succeeded(&self.instance, REVOKE).await,
            times,
            "tokens given back"
        );
    }

    async fn succeeds(&mut self) {
        let email = self.email;
        let answer = self.back_as(email, Press::Allow).await;
        assert_eq!(
            answer.location(),
            "/onboarding",
            "{} {}",
            answer.view(),
            answer.body
        );
        assert!(self.browser.is_in().await);
        assert_eq!(user(&self.instance, email).await.decided, UserState::Active);
    }
}

fn refused(answer: &Answer, view: &str) {
    assert_eq!(answer.view(), view, "{} {}", answer.status, answer.body);
    assert!(answer.status.is_client_error(), "{}", answer.status);
}

on_both_engines! {
    async fn another_address_at_salesforce(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        let answer = story.back_as(COLLEAGUE, Press::Allow).await;
        refused(&answer, "way:address-differs");
        assert!(answer.body.contains(SELLER) && answer.body.contains(COLLEAGUE), "both addresses are named");
        assert!(answer.body.contains(&story.salesforce()), "trying again is offered");
        story.nothing_is_kept().await;
        story.given_back(1).await;
        assert!(find(&story.instance, COLLEAGUE).await.is_none());

        // Another login asks for the log-in page, although somebody is signed in there.
        let from = story.salesforce();
        let url = leave(&mut story.browser, &from, &[("other_login", "true")]).await;
        assert!(url.contains("prompt=login") && !url.contains("login_hint"), "{url}");
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn a_profile_without_api(db: Db) {
        let mut story = Story::of(db, NO_API).await;
        let answer = story.back_as(NO_API, Press::Allow).await;
        refused(&answer, "way:api-disabled");
        assert!(answer.body.contains(NO_API));
        story.nothing_is_kept().await;
        story.given_back(1).await;
        tell(&story.instance, "salesforce/users", json!({ "email": NO_API, "api_enabled": true })).await;
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn consent_denied(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        let answer = story.back_as(SELLER, Press::Deny).await;
        refused(&answer, "way:consent-denied");
        story.nothing_is_kept().await;
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn the_app_is_not_installed(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        tell(&story.instance, "salesforce/users", json!({ "email": SELLER, "app_installed": false })).await;
        let answer = story.back_as(SELLER, Press::Allow).await;
        refused(&answer, "way:app-not-installed");
        story.nothing_is_kept().await;
        tell(&story.instance, "salesforce/users", json!({ "email": SELLER, "app_installed": true })).await;
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn another_organisation_or_none(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        let ours = settings::get(&story.instance.engine.db, key::ORGANISATION).await.unwrap().unwrap();
        settings::set(&story.instance.engine.db, key::ORGANISATION, "00D000000000999EAA").await.unwrap();
        let answer = story.back_as(SELLER, Press::Allow).await;
        refused(&answer, "way:other");
        assert!(answer.body.contains("other-organisation"), "{}", answer.body);
        story.nothing_is_kept().await;

        story.instance.engine.db.run("delete from settings where key = 'salesforce-organisation'", vec![]).await.unwrap();
        let answer = story.back_as(SELLER, Press::Allow).await;
        assert!(answer.body.contains("organisation-not-set"), "{}", answer.body);
        story.nothing_is_kept().await;
        story.given_back(2).await;
        settings::set(&story.instance.engine.db, key::ORGANISATION, &ours).await.unwrap();
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn salesforce_is_not_set_up_or_wrongly(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        story.instance.engine.db.run("update connection_apps set client_id = 'wrong'", vec![]).await.unwrap();
        let from = story.salesforce();
        let url = leave(&mut story.browser, &from, &[]).await;
        let page = story.instance.engine.outbound
            .http(liaison_connectors::outbound::Request::get(url.parse().unwrap())).await.unwrap();
        assert!(page.text().contains("invalid_client_id"), "Salesforce keeps the browser");
        story.instance.engine.db.run("update connection_apps set client_id = ''", vec![]).await.unwrap();
        let answer = story.browser.post(&from, &[]).await;
        refused(&answer, "refusal:salesforce-not-set-up");
        let (id, _) = story.instance.world.salesforce_client();
        story.instance.engine.db.run(&format!("update connection_apps set client_id = '{id}'"), vec![]).await.unwrap();
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn salesforce_breaks_on_the_way_back(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        for (kind, code) in [("status", 500), ("status", 503), ("cut", 0)] {
            let order = json!({ "service": "salesforce", "kind": kind, "code": code, "path": "/services/oauth2/token", "times": 1 });
            fault(&story.instance, order).await;
            let answer = story.back_as(SELLER, Press::Allow).await;
            refused(&answer, "way:provider-down");
            assert!(answer.body.contains(&story.salesforce()), "trying again is offered: {}", answer.body);
            story.nothing_is_kept().await;
            forget(&story.instance, "faults").await;
        }
        // Breaks after the tokens were handed out: they are not kept either.
        fault(&story.instance, json!({ "service": "salesforce", "kind": "status", "code": 500, "path": "/id/", "times": 1 })).await;
        refused(&story.back_as(SELLER, Press::Allow).await, "way:provider-down");
        story.nothing_is_kept().await;
        story.given_back(1).await;
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn a_callback_is_good_once_and_here(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        let from = story.salesforce();
        let url = leave(&mut story.browser, &from, &[]).await;
        let back = Seller::new(&story.instance).walk(&url, SELLER, Press::Allow).await;

        // Login CSRF: the attacker's callback opened in the victim's browser enters nobody's account.
        let mut victim = story.instance.browser();
        refused(&victim.get(&back).await, "way:other");
        assert!(!victim.is_in().await);
        // Nor with a way of the victim's own begun.
        leave(&mut victim, "/sign-in/salesforce", &[]).await;
        refused(&victim.get(&back).await, "way:other");
        assert!(!victim.is_in().await);

        story.nothing_is_kept().await;
        assert_eq!(story.browser.get(&back).await.location(), "/onboarding");
        let again = story.browser.get(&back).await;
        refused(&again, "way:other");
        assert!(story.browser.is_in().await, "a replay does not sign out either");
    }
}

on_both_engines! {
    async fn the_code_of_one_attempt_does_not_fit_another(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        let from = story.salesforce();
        let first = leave(&mut story.browser, &from, &[]).await;
        let back = Seller::new(&story.instance).walk(&first, SELLER, Press::Allow).await;
        let second = leave(&mut story.browser, &from, &[]).await;
        let state = |url: &str| url.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let swapped = back.replace(&state(&back), &state(&second));
        refused(&story.browser.get(&swapped).await, "way:other");
        story.nothing_is_kept().await;
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn a_callback_without_its_parts_is_refused(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        let from = story.salesforce();
        let callback = "/oauth/salesforce/callback";
        for query in ["", "?code=x", "?state=x", "?error=access_denied", "?state=&code=", "?code=a&code=b"] {
            let answer = story.browser.get(&format!("{callback}{query}")).await;
            assert!(answer.status.is_client_error(), "{query}: {}", answer.status);
        }
        // An error with odd words is shown as text, never as markup.
        let url = leave(&mut story.browser, &from, &[]).await;
        let state = url.split("state=").nth(1).unwrap().split('&').next().unwrap();
        let odd = "%3Cscript%3Ealert(1)%3C/script%3E";
        let answer = story.browser.get(&format!("{callback}?state={state}&error={odd}&error_description={odd}")).await;
        refused(&answer, "way:other");
        assert!(!answer.body.contains("<script>alert"), "{}", answer.body);
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn an_attempt_runs_out(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        let from = story.salesforce();
        let url = leave(&mut story.browser, &from, &[]).await;
        let back = Seller::new(&story.instance).walk(&url, SELLER, Press::Allow).await;
        story.instance.pass(SignedDuration::from_mins(16));
        refused(&story.browser.get(&back).await, "way:other");
        story.nothing_is_kept().await;
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn the_link_expires_while_they_are_away(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        story.instance.pass(SignedDuration::from_hours(7 * 24) - SignedDuration::from_mins(5));
        let from = story.salesforce();
        let url = leave(&mut story.browser, &from, &[]).await;
        let back = Seller::new(&story.instance).walk(&url, SELLER, Press::Allow).await;
        story.instance.pass(SignedDuration::from_mins(6));
        let answer = story.browser.get(&back).await;
        refused(&answer, "way:other");
        assert!(answer.body.contains("link-expired"), "{}", answer.body);
        story.nothing_is_kept().await;
        story.given_back(1).await;
        renewed(&mut story).await;
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn the_link_is_revoked_while_they_are_away(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        let from = story.salesforce();
        let url = leave(&mut story.browser, &from, &[]).await;
        let back = Seller::new(&story.instance).walk(&url, SELLER, Press::Allow).await;
        button(&story, "revoke").await;
        let answer = story.browser.get(&back).await;
        assert!(answer.body.contains("link-revoked"), "{}", answer.body);
        let page = story.browser.get(&story.path).await;
        assert_eq!((page.status, page.view()), (StatusCode::GONE, "refusal:link-revoked"));
        story.nothing_is_kept().await;
        story.given_back(1).await;
        renewed(&mut story).await;
        story.succeeds().await;
    }
}

on_both_engines! {
    async fn a_renewed_link_does_not_strand_those_who_are_away(db: Db) {
        let mut story = Story::of(db, SELLER).await;
        let from = story.salesforce();
        let url = leave(&mut story.browser, &from, &[]).await;
        let back = Seller::new(&story.instance).walk(&url, SELLER, Press::Allow).await;
        button(&story, "resend").await;
        // The invitation is open, they proved who they are: in they come.
        assert_eq!(story.browser.get(&back).await.location(), "/onboarding");
    }
}

/// Presses a button of the list of invitations.
async fn button(story: &Story, which: &str) {
    let mut admin = story.instance.admin_browser().await;
    let list = admin.get("/settings/invitations").await.body;
    let id = list
        .split("/settings/invitations/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let answer = admin
        .post(&format!("/settings/invitations/{id}/{which}"), &[])
        .await;
    assert_eq!(
        answer.location(),
        "/settings/invitations",
        "{}",
        answer.body
    );
}

/// The remedy for a link that ended: another one.
async fn renewed(story: &mut Story) {
    button(story, "resend").await;
    story.instance.drain().await;
    let link = crate::support::outside::welcome_link(&story.instance, story.email).await;
    story.path = crate::support::people::path_of(&link);
}
