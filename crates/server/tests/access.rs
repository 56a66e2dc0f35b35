//! Every route as nobody, as a member and as an admin, against what the table declares.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::http::{Method, StatusCode};
use liaison_domain::Language;
use liaison_domain::access::LoginMode;
use liaison_domain::access::invite_list::Verdict;
use liaison_engine::access::invite::{self, InviteForm};
use liaison_engine::access::login_mode;
use liaison_store::Db;
use liaison_testkit::on_both_engines;
use liaison_web::Who;
use liaison_web::routes::table;

use support::outside::welcome_link;
use support::{Browser, Instance, PASSWORD, panel, people};

/// A member who came in by a link, with a password.
async fn member(instance: &Instance) -> Browser {
    let actor = instance.admin().await;
    login_mode::set(&instance.engine, actor, LoginMode::AllMethods)
        .await
        .unwrap();
    let form = InviteForm {
        addresses: "mia.member@company.example".into(),
        team: None,
        language: Language::En,
        time_zone: "UTC".into(),
    };
    let invited = invite::invite(&instance.engine, actor, &form)
        .await
        .unwrap();
    assert!(matches!(invited[0].verdict, Verdict::Invited { .. }));
    instance.drain().await;
    let link = welcome_link(instance, "mia.member@company.example").await;
    let mut browser = instance.browser();
    let path = format!("/welcome/{}/password", link.rsplit('/').next().unwrap());
    let answer = browser
        .post(
            &path,
            &[("password", PASSWORD), ("password_again", PASSWORD)],
        )
        .await;
    assert_eq!(answer.location(), "/onboarding", "{}", answer.body);
    browser
}

/// The script of a seller's panel.
async fn in_panel(instance: &Instance) -> Browser {
    people::seller(instance, people::SELLER).await;
    let package = panel::package(instance, people::SELLER).await;
    let (browser, _) = panel::opened(instance, &package, "Lead", &["00Q000000000001EAA"]).await;
    browser
}

/// An address with something in every placeholder.
fn filled(path: &str) -> String {
    path.replace("{token}", "none")
        .replace(
            "/panel/{object}/{id}",
            "/panel/lead/00Q000000000001EAA?none",
        )
        .replace("{id}", "00000000-0000-7000-8000-000000000000")
        .replace("{step}", "start")
        .replace("{provider}", "google")
        .replace("{kind}", "outcome")
        .replace("{file}", "none.css")
}

on_both_engines! {
    async fn each_route_takes_whom_it_says(db: Db) {
        let instance = Instance::start(db).await;
        let member = member(&instance).await;
        let admin = instance.admin_browser().await;
        let panel = in_panel(&instance).await;
        let mut wrong = Vec::new();
        for route in table(false).routes {
            let path = filled(route.path);
            // Each call from a copy of the browser: signing out once must not sign out the rest.
            let mut nobody = instance.browser();
            let turned_away = is_turned_away(&nobody.send(route.method.clone(), &path, &[]).await, &route.method);
            if turned_away != (route.who != Who::Anyone) {
                wrong.push(format!("{} {path} as nobody", route.method));
            }
            // What ends sessions is called by its own tests.
            if path.contains("sign-out") || path.contains("sessions") {
                continue;
            }
            // The panel's token opens what sellers do, and nothing that needs a browser of one's own.
            let answer = panel.clone().send(route.method.clone(), &path, &[]).await;
            let may = matches!(route.who, Who::Anyone | Who::Seller);
            let turned_away = is_turned_away(&answer, &route.method) || answer.status == StatusCode::UNAUTHORIZED;
            if turned_away == may {
                wrong.push(format!("{} {path} in the panel: {}", route.method, answer.status));
            }
            for (name, browser, may) in [("member", &member, route.who != Who::Admin), ("admin", &admin, true)] {
                let answer = browser.clone().send(route.method.clone(), &path, &[]).await;
                let hidden = answer.status == StatusCode::NOT_FOUND && answer.view() == "refusal:not-found";
                let about_a_thing = path.contains("0000") || path.contains("none");
                if is_turned_away(&answer, &route.method) || (hidden && may && !about_a_thing) || (!hidden && !may) {
                    wrong.push(format!("{} {path} as {name}: {}", route.method, answer.status));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// Sent to sign in, or told to.
fn is_turned_away(answer: &support::Answer, method: &Method) -> bool {
    match *method {
        Method::GET => answer.location().starts_with("/sign-in?next="),
        _ => answer.status == StatusCode::UNAUTHORIZED && answer.view() == "refusal:not-signed-in",
    }
}

on_both_engines! {
    async fn every_answer_carries_the_headers(db: Db) {
        let instance = Instance::start(db).await;
        for path in ["/sign-in", "/nowhere", "/assets/none.css", "/settings/users", "/first-run/none"] {
            let answer = instance.browser().get(path).await;
            let policy = answer.headers["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}");
            for name in ["x-content-type-options", "referrer-policy", "cross-origin-opener-policy"] {
                assert!(answer.headers.contains_key(name), "{path}: {name}");
            }
        }
    }
}

on_both_engines! {
    async fn forms_of_other_sites_are_not_taken(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = instance.admin_browser().await;
        let answer = browser.post_from("cross-site", "/settings/login", &[("mode", "all-methods")]).await;
        assert_eq!((answer.status, answer.view()), (StatusCode::FORBIDDEN, "refusal:cross-site"));
        assert_eq!(login_mode::get(&instance.engine).await.unwrap(), LoginMode::SalesforceOnly);
    }
}
