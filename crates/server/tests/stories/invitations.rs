//! From the invitation to the end of the wizard.

use axum::http::StatusCode;
use jiff::SignedDuration;
use liaison_domain::access::{LoginMode, UserState};
use liaison_standins::MARKER;
use liaison_store::access::audit;
use liaison_store::{Db, Sql};
use liaison_testkit::on_both_engines;

use crate::support::outside::{Press, mails, there_and_back, welcome_link};
use crate::support::people::{self, SELLER, invite_in, invited, path_of, post_mailbox, user};
use crate::support::{Instance, PASSWORD};

on_both_engines! {
    async fn from_the_invitation_to_the_end_of_the_wizard(db: Db) {
        let instance = Instance::start(db).await;
        invite_in(&instance, SELLER, "sv").await;
        instance.drain().await;
        let path = path_of(&welcome_link(&instance, SELLER).await);
        let mut browser = instance.browser();
        assert_eq!(browser.get(&path).await.view(), "welcome:salesforce");
        let from = format!("{path}/salesforce");
        let back = there_and_back(&instance, &mut browser, &from, SELLER, Press::Allow).await;
        assert_eq!(back.location(), "/onboarding");

        // The link has done its work: whoever holds the session goes on, everybody else is told.
        assert_eq!(browser.get(&path).await.location(), "/onboarding");
        let stranger = instance.browser().get(&path).await;
        assert_eq!((stranger.status, stranger.view()), (StatusCode::GONE, "refusal:link-used"));

        // Step after step; nothing can be skipped ahead.
        assert_eq!(browser.get("/onboarding").await.location(), "/onboarding/start");
        assert_eq!(browser.get("/onboarding/signature").await.location(), "/onboarding/start");
        let start = browser.get("/onboarding/start").await;
        assert_eq!(start.view(), "onboarding:start");
        assert!(start.body.contains("lang=\"sv\"") && start.body.contains("Björn"), "{}", start.body);
        assert_eq!(browser.post("/onboarding/start/done", &[]).await.location(), "/onboarding/introduction");
        assert_eq!(browser.post("/onboarding/introduction/done", &[]).await.location(), "/onboarding/mailbox");

        let refused = post_mailbox(&instance, &mut browser, SELLER, "wrong").await;
        assert_eq!(refused.view(), "onboarding:servers-refused");
        let taken = post_mailbox(&instance, &mut browser, SELLER, &format!("mail-{MARKER}")).await;
        assert_eq!(taken.location(), "/onboarding/mailbox", "{}", taken.body);
        let testing = browser.get("/onboarding/mailbox").await;
        assert_eq!(testing.view(), "onboarding:mailbox-testing");
        assert_eq!(testing.headers["refresh"], "2;url=/onboarding/mailbox");
        instance.drain().await;
        let works = browser.get("/onboarding/mailbox").await;
        assert_eq!(works.view(), "onboarding:mailbox-connected");
        assert_eq!(works.headers["refresh"], "6;url=/onboarding", "it goes on by itself");
        assert_eq!(browser.get("/onboarding").await.location(), "/onboarding/signature");

        // A pause, and the same link in another browser leads to sign-in, not into the account.
        let html = "<p>Björn <b>Håkansson</b><script>alert(1)</script></p>";
        assert_eq!(browser.post("/onboarding/signature", &[("signature", html)]).await.location(), "/onboarding/finish");
        let finish = browser.get("/onboarding/finish").await;
        assert!(finish.body.contains(SELLER) && !finish.body.contains("<script>alert"), "{}", finish.body);
        assert_eq!(browser.post("/onboarding/finish/done", &[]).await.location(), "/onboarding/tour");
        assert_eq!(browser.get("/onboarding/ready").await.location(), "/onboarding/tour");
        assert_eq!(browser.get("/onboarding/tour").await.view(), "onboarding:tour");
        assert_eq!(browser.get("/tour/4").await.view(), "tour:stop");
        assert_eq!(browser.get("/tour/5").await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.post("/onboarding/tour/done", &[]).await.location(), "/onboarding/ready");
        let ready = browser.get("/onboarding/ready").await;
        let salesforce = format!("href=\"{}/lightning/page/home\"", instance.world.addresses().salesforce);
        assert!(ready.body.contains(&salesforce), "{}", ready.body);
        assert_eq!(browser.get("/home").await.view(), "home:member");
        assert_eq!(browser.get("/settings/salesforce").await.view(), "salesforce:connected");
        let kept = browser.get("/settings/email").await;
        assert!(kept.body.contains("Håkansson") && !kept.body.contains("alert(1)"));

        // What Salesforce knows, nobody is asked for.
        let seller = user(&instance, SELLER).await;
        assert_eq!(seller.state(instance.engine.clock.now()), UserState::Active);
        assert_eq!(seller.display_name(), "Björn Håkansson");
        assert_eq!(seller.time_zone, "Europe/Stockholm");
        let lines = audit::actions_on(&instance.engine.db, &seller.id.to_string()).await.unwrap();
        assert_eq!(lines, ["user.invited", "user.activated", "user.salesforce-connected", "user.mailbox-connected"]);
        let mut admin = instance.admin_browser().await;
        let list = admin.get("/settings/invitations").await.body;
        assert!(list.contains("Activated"), "{list}");
        let subjects: Vec<_> = mails(&instance, SELLER).await.iter().map(|m| m["subject"].clone()).collect();
        assert_eq!(subjects.len(), 2, "the welcome mail and the test message: {subjects:?}");
    }
}

on_both_engines! {
    async fn audit_lines_name_who_did_it(db: Db) {
        let instance = Instance::start(db).await;
        people::with_password(&instance, SELLER).await;
        let admin = user(&instance, crate::support::ADMIN).await;
        let seller = user(&instance, SELLER).await;
        let rows = instance.engine.db.rows("select actor_id, action from audit_log order by at, id", vec![]).await.unwrap();
        let by = |action: &str| -> Option<liaison_domain::id::UserId> {
            let row = rows.iter().find(|r| r.get::<String>("action").unwrap() == action).unwrap();
            row.get("actor_id").unwrap()
        };
        assert_eq!(by("first-admin.created"), None, "the operator");
        assert_eq!(by("user.invited"), Some(admin.id));
        assert_eq!(by("user.activated"), Some(seller.id));
        assert_eq!(by("instance.login-mode-changed"), Some(admin.id));
    }
}

on_both_engines! {
    async fn an_expired_link_is_told_apart_and_renewed(db: Db) {
        let instance = Instance::start(db).await;
        let path = invited(&instance, SELLER).await;
        instance.pass(SignedDuration::from_hours(7 * 24 + 1));
        let old = instance.browser().get(&path).await;
        assert_eq!((old.status, old.view()), (StatusCode::GONE, "refusal:link-expired"));
        let away = instance.browser().post(&format!("{path}/salesforce"), &[]).await;
        assert_eq!(away.view(), "refusal:link-expired");

        let mut admin = instance.admin_browser().await;
        let list = admin.get("/settings/invitations").await.body;
        let id = list.split("/settings/invitations/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        admin.post(&format!("/settings/invitations/{id}/resend"), &[]).await;
        instance.drain().await;
        let fresh = path_of(&welcome_link(&instance, SELLER).await);
        assert_ne!(fresh, path);
        assert_eq!(instance.browser().get(&path).await.view(), "refusal:link-unknown", "the old link ended");
        let mut browser = instance.browser();
        let back = there_and_back(&instance, &mut browser, &format!("{fresh}/salesforce"), SELLER, Press::Allow).await;
        assert_eq!(back.location(), "/onboarding");
    }
}

on_both_engines! {
    async fn passwords_activate_only_where_all_methods_are_open(db: Db) {
        let instance = Instance::start(db).await;
        let path = invited(&instance, SELLER).await;
        let form = [("password", PASSWORD), ("password_again", PASSWORD)];
        let answer = instance.browser().post(&format!("{path}/password"), &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(user(&instance, SELLER).await.decided, UserState::Invited);

        people::mode(&instance, LoginMode::AllMethods).await;
        let mut browser = instance.browser();
        for (first, again) in [("kort", "kort"), ("passwordpassword", "passwordpassword"), (PASSWORD, "another one entirely"), (SELLER, SELLER)] {
            let answer = browser.post(&format!("{path}/password"), &[("password", first), ("password_again", again)]).await;
            assert_eq!((answer.status, answer.view()), (StatusCode::UNPROCESSABLE_ENTITY, "welcome:refused"), "{first}");
            assert!(!answer.body.contains(&format!("value=\"{first}\"")), "a password on a page");
        }
        assert_eq!(browser.post(&format!("{path}/password"), &form).await.location(), "/onboarding");
        assert!(browser.is_in().await);
    }
}

on_both_engines! {
    async fn every_address_gets_its_verdict(db: Db) {
        let instance = Instance::start(db).await;
        people::seller(&instance, SELLER).await;
        let mut admin = instance.admin_browser().await;
        let addresses = format!("  New.One@Fjordlight.example ; {SELLER}\nnew.one@fjordlight.example oops, waiting@fjordlight.example");
        let form = [("addresses", addresses.as_str()), ("team", ""), ("language", "en")];
        let answer = admin.post("/settings/users/invite", &form).await;
        assert_eq!(answer.view(), "invite:done");
        for verdict in ["Invited", "Is a member already", "oops"] {
            assert!(answer.body.contains(verdict), "{verdict} is missing: {}", answer.body);
        }
        let again = admin.post("/settings/users/invite", &form).await;
        assert!(again.body.contains("/resend"), "resending is offered: {}", again.body);
        instance.drain().await;
        assert_eq!(mails(&instance, "new.one@fjordlight.example").await.len(), 1);
        let nothing = admin.post("/settings/users/invite", &[("addresses", " , ;"), ("team", ""), ("language", "en")]).await;
        assert_eq!(nothing.view(), "invite:refused");
    }
}
