//! The panel in Salesforce: who comes in by which proof, what they see, and who may show it in a frame.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use liaison_engine::access::users as acts;
use liaison_engine::links::apps;
use liaison_store::Db;
use liaison_testkit::on_both_engines;
use secrecy::ExposeSecret;
use serde_json::json;

use crate::support::outside::tell;
use crate::support::panel::{
    Package, code, entered, exchange, first, opened, package, shown, signed,
};
use crate::support::people::{SELLER, seller, user};
use crate::support::tables::count;
use crate::support::{Browser, Instance};

const LEAD: &str = "SELECT Id FROM Lead ORDER BY LastName LIMIT 1";

async fn ready(db: Db) -> (Instance, Browser, Package) {
    let instance = Instance::start(db).await;
    let browser = seller(&instance, SELLER).await;
    let package = package(&instance, SELLER).await;
    (instance, browser, package)
}

on_both_engines! {
    async fn a_proof_opens_the_panel_once(db: Db) {
        let (instance, _, package) = ready(db).await;
        let lead = first(&instance, SELLER, LEAD).await;
        let now = instance.engine.clock.now();
        let ticket = package.ticket("Lead", &[&lead], now);
        let refused = async |ticket: &str| {
            let answer = exchange(&instance, ticket).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
            code(&answer)
        };
        let middle = ticket.find('.').unwrap() / 2;
        let other = if &ticket[middle..=middle] == "A" { "B" } else { "A" };
        let mut changed = ticket.clone();
        changed.replace_range(middle..=middle, other);
        assert_eq!(refused(&changed).await, "panel-proof-wrong");
        assert_eq!(refused("").await, "panel-proof-wrong");
        let old = package.ticket("Lead", &[&lead], now - SignedDuration::from_secs(62));
        assert_eq!(refused(&old).await, "panel-proof-old");

        let answer = exchange(&instance, &ticket).await;
        let (mut panel, path) = entered(&instance, &answer);
        assert_eq!(path, format!("/panel/lead/{lead}"));
        assert_eq!(refused(&ticket).await, "panel-proof-used");
        assert_eq!(shown(&mut panel, &path).await.view(), "panel:person");
        // An admin makes another secret: what the package signs with the old one is worth nothing.
        crate::support::panel::package(&instance, SELLER).await;
        let late = package.ticket("Lead", &[&lead], instance.engine.clock.now());
        assert_eq!(refused(&late).await, "panel-proof-wrong");
        // What is too old to come again is not kept.
        instance.pass(SignedDuration::from_mins(30));
        let package = crate::support::panel::package(&instance, SELLER).await;
        opened(&instance, &package, "Lead", &[&lead]).await;
        assert_eq!(count(&instance.engine.db, "select count(*) as n from panel_proofs").await, 1);
    }
}

on_both_engines! {
    async fn the_failing_condition_is_named(db: Db) {
        let (instance, _, package) = ready(db).await;
        let lead = first(&instance, SELLER, LEAD).await;
        let refused = async |package: &Package| {
            let now = instance.engine.clock.now();
            let answer = exchange(&instance, &package.ticket("Lead", &[&lead], now)).await;
            assert!(answer.status.is_client_error(), "{}", answer.body);
            code(&answer)
        };
        let with = |organisation: &str, user: &str| Package {
            organisation: organisation.into(),
            user: user.into(),
            secret: package.secret.clone(),
        };
        let sandbox = with("00D000000000099AAA", &package.user);
        assert_eq!(refused(&sandbox).await, "panel-organisation");
        let stranger = with(&package.organisation, "005000000000999AAA");
        assert_eq!(refused(&stranger).await, "panel-user-unknown");
        let (mut panel, path) = opened(&instance, &package, "Lead", &[&lead]).await;
        let (admin, id) = (instance.admin().await, user(&instance, SELLER).await.id);
        acts::deactivate(&instance.engine, admin, id).await.unwrap();
        assert_eq!(refused(&package).await, "access-ended");
        assert_eq!(panel.get(&path).await.status, StatusCode::UNAUTHORIZED, "effective at once");
    }
}

on_both_engines! {
    async fn each_kind_of_session_is_taken_at_its_own_door(db: Db) {
        let (instance, mut browser, package) = ready(db).await;
        let lead = first(&instance, SELLER, LEAD).await;
        let ticket = package.ticket("Lead", &[&lead], instance.engine.clock.now());
        let said: serde_json::Value = serde_json::from_str(&exchange(&instance, &ticket).await.body).unwrap();
        let token = said["token"].as_str().unwrap();
        let (mut panel, mut thief, mut liar) = (instance.browser(), instance.browser(), instance.browser());
        panel.set_bearer(token);
        thief.set_cookie("liaison_session", token);
        liar.set_bearer(browser.cookie("liaison_session").unwrap());
        for path in ["/people", "/people/new"] {
            assert_eq!(browser.get(path).await.status, StatusCode::OK, "a browser at {path}");
            assert_eq!(panel.get(path).await.status, StatusCode::OK, "the panel at {path}");
            assert!(!panel.get(path).await.body.contains("topbar"), "no frame of our own");
            assert!(thief.get(path).await.location().starts_with("/sign-in"), "a panel's token as a cookie");
            assert_eq!(liar.get(path).await.status, StatusCode::UNAUTHORIZED, "a cookie as a token");
        }
        for path in ["/home", "/settings/profile", "/settings/sessions", "/settings/users"] {
            assert!(panel.get(path).await.location().starts_with("/sign-in"), "{path}");
        }
        let answer = panel.post("/settings/panel/secret", &[]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        // Two hours unused, and it is over; nothing of it stays.
        instance.pass(SignedDuration::from_hours(2));
        assert_eq!(panel.get("/people").await.status, StatusCode::UNAUTHORIZED);
        opened(&instance, &package, "Lead", &[&lead]).await;
        let panels = "select count(*) as n from sessions where method = 'panel'";
        assert_eq!(count(&instance.engine.db, panels).await, 1);
        assert_eq!(count(&instance.engine.db, "select count(*) as n from panel_records").await, 1);
    }
}

on_both_engines! {
    async fn only_pages_of_the_organisation_show_it_in_a_frame(db: Db) {
        let instance = Instance::start(db).await;
        let framed = async |path: &str| {
            let answer = instance.browser().get(path).await;
            let head = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
            assert!(!answer.headers.contains_key("x-frame-options"));
            assert!(!answer.headers.contains_key("set-cookie"), "without cookies");
            let policy = head("content-security-policy");
            let ancestors = policy.split("frame-ancestors ").nth(1).unwrap().to_owned();
            (ancestors, head("cross-origin-resource-policy"))
        };
        assert_eq!(framed("/embed/salesforce").await.0, "'none'", "before anybody is connected");
        seller(&instance, SELLER).await;
        let own: url::Url = instance.world.addresses().salesforce.parse().unwrap();
        let port = own.port().unwrap();
        let names = ["localhost", "127.0.0.1", "lightning.localhost", "vf.localhost"];
        let all = names.map(|name| format!("http://{name}:{port}")).join(" ");
        assert_eq!(framed("/embed/salesforce?object=Lead&id=x").await, (all, "cross-origin".into()));
        for path in ["/sign-in", "/people", "/nowhere", "/embed/token"] {
            assert_eq!(framed(path).await, ("'none'".into(), "same-origin".into()), "{path}");
        }
    }
}

on_both_engines! {
    async fn a_list_posts_its_selection_from_elsewhere(db: Db) {
        let (instance, _, package) = ready(db).await;
        let rows = crate::support::panel::query(&instance, SELLER, "SELECT Id FROM Lead ORDER BY LastName LIMIT 3").await;
        let ids: Vec<&str> = rows.iter().map(|row| row["Id"].as_str().unwrap()).collect();
        let ticket = package.ticket("Lead", &ids, instance.engine.clock.now());
        let mut page = instance.browser();
        let form = [("ticket", ticket.as_str()), ("action", "email")];
        let answer = page.post_from("cross-site", "/embed/salesforce", &form).await;
        assert_eq!((answer.status, answer.view()), (StatusCode::OK, "panel:shell"), "{}", answer.body);
        let code_shown = answer.body.split("data-code=\"").nth(1).unwrap().split('"').next().unwrap();
        // Nowhere else, and not twice.
        for path in ["/embed/token", "/people/new", "/settings/panel"] {
            let answer = page.post_from("cross-site", path, &form).await;
            assert_eq!((answer.status, answer.view()), (StatusCode::FORBIDDEN, "refusal:cross-site"), "{path}");
        }
        let again = page.post_from("cross-site", "/embed/salesforce", &form).await;
        assert_eq!(again.view(), "panel:refused");
        assert!(again.body.contains("panel-proof-used"), "{}", again.body);
        let policy = again.headers["content-security-policy"].to_str().unwrap();
        assert!(!policy.contains("frame-ancestors 'none'"), "the refusal is shown in the frame, too");

        let form = [("code", code_shown), ("action", "email")];
        let answer = page.post_for_json("/embed/token", &form).await;
        let (mut panel, path) = entered(&instance, &answer);
        assert_eq!(path, "/panel/list?action=email");
        assert_eq!(code(&page.post_for_json("/embed/token", &form).await), "panel-proof-used");
        let list = shown(&mut panel, &path).await;
        assert_eq!(list.view(), "panel:list", "{}", list.body);
        assert_eq!(list.body.matches("name=\"person\"").count(), 3);
        assert_eq!(panel.get(&path).await.view(), "panel:list", "from what is known, at once");
    }
}

on_both_engines! {
    async fn canvas_comes_in_with_a_signed_request(db: Db) {
        let (instance, _, package) = ready(db).await;
        let lead = first(&instance, SELLER, LEAD).await;
        let secret = apps::salesforce_app(&instance.engine).await.unwrap().client_secret;
        let request = |issued: i64| {
            let request = json!({
                "algorithm": "HMACSHA256", "issuedAt": issued, "userId": package.user,
                "context": {
                    "user": { "userId": package.user, "language": "sv" }, "organization": { "organizationId": package.organisation },
                    "environment": { "record": { "Id": lead } }
                }
            });
            let payload = STANDARD.encode(request.to_string());
            format!("{}.{payload}", signed(secret.expose_secret(), &payload))
        };
        let now = instance.engine.clock.now().as_second();
        let mut page = instance.browser();
        let text = request(now);
        let answer = page.post_from("cross-site", "/embed/salesforce", &[("signed_request", &text)]).await;
        assert_eq!(answer.view(), "panel:shell", "{}", answer.body);
        assert!(answer.body.contains("<html lang=\"sv\">"), "in the language of the request");
        let code_shown = answer.body.split("data-code=\"").nth(1).unwrap().split('"').next().unwrap();
        let (mut panel, path) = entered(&instance, &page.post_for_json("/embed/token", &[("code", code_shown)]).await);
        assert_eq!(shown(&mut panel, &path).await.view(), "panel:person");
        for (text, why) in [(text, "panel-proof-used"), (request(now - 400), "panel-proof-old"), (request(now) + "A", "panel-proof-wrong")] {
            let answer = page.post_from("cross-site", "/embed/salesforce", &[("signed_request", &text)]).await;
            assert!(answer.view() == "panel:refused" && answer.body.contains(why), "{why}: {}", answer.body);
        }
    }
}

on_both_engines! {
    async fn a_record_is_shown_to_whom_salesforce_shows_it(db: Db) {
        let (instance, mut browser, package) = ready(db).await;
        let account = first(&instance, SELLER, "SELECT Id FROM Account ORDER BY Name LIMIT 1").await;
        let lead = first(&instance, SELLER, LEAD).await;
        let (mut panel, path) = opened(&instance, &package, "Account", &[&account]).await;
        let elsewhere = format!("/panel/lead/{lead}");
        for browser in [&mut panel, &mut browser] {
            assert_eq!(browser.get(&elsewhere).await.status, StatusCode::NOT_FOUND, "not proved, not brought");
        }
        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "proved to the panel alone");
        let shown_account = shown(&mut panel, &path).await;
        assert_eq!(shown_account.view(), "panel:account", "{}", shown_account.body);
        // Its contacts were brought along with the seller's token.
        let link = shown_account.body.split("href=\"/panel/contact/").nth(1).unwrap();
        let contact = format!("/panel/contact/{}", link.split('"').next().unwrap());
        assert_eq!(panel.get(&contact).await.view(), "panel:person");
        assert_eq!(browser.get(&path).await.view(), "panel:account", "now it was brought");
        for path in ["/panel/lead/none", "/panel/task/00T000000000001AAA", "/panel/lead/003000000000001AAA"] {
            assert_eq!(panel.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        // Salesforce away: in words, with another try, and what is known stays shown.
        let (mut panel, path) = opened(&instance, &package, "Lead", &[&lead]).await;
        tell(&instance, "faults", json!({ "service": "salesforce", "kind": "status", "code": 503, "path": "/services/data", "times": 1 })).await;
        let answer = shown(&mut panel, &path).await;
        assert_eq!(answer.view(), "panel:not-brought", "{}", answer.body);
        assert_eq!(shown(&mut panel, &path).await.view(), "panel:person");
    }
}

on_both_engines! {
    async fn what_an_admin_hides_is_hidden_for_everybody(db: Db) {
        let (instance, _, package) = ready(db).await;
        let lead = first(&instance, SELLER, LEAD).await;
        let (mut panel, path) = opened(&instance, &package, "Lead", &[&lead]).await;
        let before = shown(&mut panel, &path).await;
        assert!(before.body.contains("?tab=calls") && before.body.contains("?tab=tasks"));
        let mut admin = instance.admin_browser().await;
        let choice = [("tab-calls", "1"), ("place-calls", "1"), ("tab-timeline", "1"), ("place-timeline", "2")];
        admin.post("/settings/panel", &choice).await;
        let after = panel.get(&path).await;
        assert!(!after.body.contains("?tab=tasks"));
        let at = |text: &str| after.body.find(text).unwrap();
        assert!(at("?tab=calls") < at("?tab=timeline"), "in the admin's order");
        assert!(!after.body.contains("/email/new") && !after.body.contains("/tasks/new"), "no action is left");
        let mut form = instance.admin_browser().await;
        assert!(form.get("/settings/panel").await.body.contains("name=\"actions\" value=\"1\">"), "kept");
    }
}
