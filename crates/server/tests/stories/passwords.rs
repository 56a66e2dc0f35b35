//! Passwords: how guessing slows, what answers give away, and which password opens in which mode.

use axum::http::StatusCode;
use futures::future::join_all;
use jiff::SignedDuration;
use liaison_domain::access::LoginMode;
use liaison_store::Db;
use liaison_testkit::{Fresh, on_both_engines};
use serde_json::json;

use crate::support::outside::{Press, fault, there_and_back};
use crate::support::people::{self, COLLEAGUE, SELLER, user, with_password};
use crate::support::{ADMIN, Browser, Instance, PASSWORD};

async fn opens(browser: &mut Browser, email: &str, password: &str) -> bool {
    let answer = browser.sign_in(email, password).await;
    match answer.status {
        StatusCode::SEE_OTHER => true,
        StatusCode::UNPROCESSABLE_ENTITY => false,
        other => panic!("{other}: {}", answer.body),
    }
}

async fn guess_wrong(instance: &Instance, times: usize) {
    for i in 0..times {
        assert!(
            !opens(
                &mut instance.browser(),
                SELLER,
                &format!("wrong guess number {i}")
            )
            .await
        );
    }
}

on_both_engines! {
    async fn guessing_slows_the_password_more_and_more(db: Db) {
        let instance = Instance::start(db).await;
        with_password(&instance, SELLER).await;
        let mut browser = instance.browser();
        guess_wrong(&instance, 4).await;
        assert!(opens(&mut browser, SELLER, PASSWORD).await, "four wrong tries cost nothing");
        guess_wrong(&instance, 5).await;
        assert!(!opens(&mut browser, SELLER, PASSWORD).await, "now it rests");
        instance.pass(SignedDuration::from_secs(50));
        assert!(!opens(&mut browser, SELLER, PASSWORD).await);
        instance.pass(SignedDuration::from_secs(11));
        guess_wrong(&instance, 1).await;
        instance.pass(SignedDuration::from_secs(61));
        assert!(!opens(&mut browser, SELLER, PASSWORD).await, "the second rest is longer");
        instance.pass(SignedDuration::from_secs(61));
        assert!(opens(&mut browser, SELLER, PASSWORD).await, "time alone undoes it");
        guess_wrong(&instance, 4).await;
        assert!(opens(&mut browser, SELLER, PASSWORD).await, "a right password forgets the wrong ones");
    }
}

on_both_engines! {
    async fn fifty_guesses_at_once_are_no_more_than_five(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        with_password(&instance, SELLER).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let guesses = (0..50).map(|i| {
            let mut browser = if i % 2 == 0 { instance.browser() } else { other.browser() };
            async move { opens(&mut browser, SELLER, &format!("guess number {i} of many")).await }
        });
        assert!(join_all(guesses).await.iter().all(|opened| !opened));
        let text = "select wrong_passwords as n from users where email = 'bjorn.hakansson@fjordlight.example'";
        assert_eq!(crate::support::tables::count(&instance.engine.db, text).await, 5, "judged tries");
        assert!(!opens(&mut instance.browser(), SELLER, PASSWORD).await);
        // The rightful user's other ways in stay open.
        assert!(opens(&mut instance.browser(), ADMIN, PASSWORD).await);
        let mut admin = instance.admin_browser().await;
        assert!(admin.get("/settings/users").await.body.contains("Password locked"));
        let id = user(&instance, SELLER).await.id;
        admin.post(&format!("/settings/users/{id}/unlock"), &[]).await;
        assert!(opens(&mut instance.browser(), SELLER, PASSWORD).await, "an admin undoes it");
    }
}

on_both_engines! {
    async fn a_resting_password_leaves_salesforce_and_sessions_open(db: Db) {
        let instance = Instance::start(db).await;
        let mut member = with_password(&instance, SELLER).await;
        let connect = "/settings/salesforce/connect";
        there_and_back(&instance, &mut member, connect, SELLER, Press::Allow).await;
        guess_wrong(&instance, 6).await;
        assert!(member.is_in().await, "whoever is in stays in");
        let mut browser = instance.browser();
        there_and_back(&instance, &mut browser, "/sign-in/salesforce", SELLER, Press::Allow).await;
        assert!(browser.is_in().await);
    }
}

/// What an onlooker sees of an answer: status, headers but for the moment, and the page without the
/// address that was typed.
fn face(answer: &crate::support::Answer, typed: &str) -> String {
    let mut names: Vec<&str> = answer.headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    format!(
        "{} {names:?} {}",
        answer.status,
        answer.body.replace(typed, "TYPED")
    )
}

on_both_engines! {
    async fn answers_do_not_tell_who_has_an_account(db: Db) {
        let instance = Instance::start(db).await;
        with_password(&instance, SELLER).await;
        people::invited(&instance, COLLEAGUE).await;
        guess_wrong(&instance, 6).await;
        let nobody = "nobody.here@fjordlight.example";
        for path in ["/sign-in", "/forgot"] {
            let mut faces = Vec::new();
            // Known and resting, invited, unknown, not even an address.
            for typed in [SELLER, ADMIN, COLLEAGUE, nobody, "not-an-address"] {
                let form = [("email", typed), ("password", "some wrong password")];
                let answer = instance.browser().post(path, &form).await;
                faces.push(face(&answer, typed));
            }
            assert!(faces.iter().all(|face| *face == faces[0]), "{path}: {faces:#?}");
        }
        instance.drain().await;
        assert_eq!(crate::support::outside::mails(&instance, SELLER).await.len(), 2, "invitation and reset");
        assert_eq!(crate::support::outside::mails(&instance, ADMIN).await.len(), 1);
        assert_eq!(crate::support::outside::mails(&instance, COLLEAGUE).await.len(), 1, "the invitation");
        assert!(crate::support::outside::mails(&instance, nobody).await.is_empty());
    }
}

on_both_engines! {
    async fn asking_for_a_reset_does_the_same_work_for_everybody(db: Db) {
        let instance = Instance::start(db).await;
        let rows = async || crate::support::tables::count(&instance.engine.db, "select count(*) as n from jobs").await;
        // A clock cannot tell either: each asking is one write, and who they are is looked up later.
        for typed in [ADMIN, "nobody.here@fjordlight.example"] {
            let before = rows().await;
            instance.browser().post("/forgot", &[("email", typed)]).await;
            assert_eq!(rows().await, before + 1, "{typed}");
        }
        instance.drain().await;
        assert_eq!(rows().await, 0);
        assert_eq!(crate::support::outside::mails(&instance, ADMIN).await.len(), 1);
    }
}

on_both_engines! {
    async fn the_mode_says_whose_password_opens(db: Db) {
        let instance = Instance::start(db).await;
        with_password(&instance, SELLER).await;
        assert_eq!(instance.browser().get("/sign-in").await.view(), "sign-in:all");
        people::mode(&instance, LoginMode::SalesforceOnly).await;
        assert_eq!(instance.browser().get("/sign-in").await.view(), "sign-in:salesforce");
        assert!(!opens(&mut instance.browser(), SELLER, PASSWORD).await);
        assert!(opens(&mut instance.browser(), ADMIN, PASSWORD).await, "an admin's always does");
        instance.browser().post("/forgot", &[("email", SELLER)]).await;
        instance.drain().await;
        assert_eq!(crate::support::outside::mails(&instance, SELLER).await.len(), 1, "no reset of what opens nothing");
        people::mode(&instance, LoginMode::AllMethods).await;
        assert!(opens(&mut instance.browser(), SELLER, PASSWORD).await);
    }
}

on_both_engines! {
    async fn the_admin_comes_in_while_salesforce_is_down(db: Db) {
        let instance = Instance::start(db).await;
        for path in ["/services", "/id"] {
            fault(&instance, json!({ "service": "salesforce", "kind": "cut", "path": path })).await;
        }
        let mut admin = instance.browser();
        assert!(opens(&mut admin, ADMIN, PASSWORD).await);
        for path in ["/home", "/settings/users", "/settings/connections", "/settings/salesforce"] {
            assert_eq!(admin.get(path).await.status, StatusCode::OK, "{path}");
        }
        let (client_id, _) = instance.world.salesforce_client();
        let domain = instance.world.addresses().salesforce.clone();
        let form = [("client_id", client_id.as_str()), ("host", "domain"), ("domain", &domain)];
        let answer = admin.post("/settings/connections/salesforce/test", &form).await;
        assert_eq!(answer.view(), "connections:refused");
    }
}

on_both_engines! {
    async fn coming_back_after_sign_in_leads_to_us_only(db: Db) {
        let instance = Instance::start(db).await;
        for (next, to) in [
            ("/settings/users", "/settings/users"),
            ("//evil.example", "/home"),
            ("/\\evil.example", "/home"),
            // Browsers drop tabs and line ends in addresses: this is //evil.example to them.
            ("/\t/evil.example", "/home"),
            ("/\n/evil.example", "/home"),
            ("https://evil.example", "/home"),
            ("/\u{1}x", "/home"),
        ] {
            let form = [("email", ADMIN), ("password", PASSWORD), ("next", next)];
            let answer = instance.browser().post("/sign-in", &form).await;
            assert_eq!(answer.location(), to, "{next:?} {}", answer.status);
            let encoded: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            let mut admin = instance.admin_browser().await;
            let answer = admin.get(&format!("/sign-in?next={encoded}")).await;
            assert_eq!(answer.location(), to, "{next:?} {}", answer.status);
            let answer = admin.post("/language", &[("language", "en"), ("next", next)]).await;
            assert_eq!(answer.location(), to, "{next:?} {}", answer.status);
        }
    }
}
