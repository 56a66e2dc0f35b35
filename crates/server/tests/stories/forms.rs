//! Every form there is, taken from the pages that show it and sent with one field spoilt: nothing breaks,
//! whatever is refused is refused in words, and nobody is led away.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use liaison_store::Db;
use liaison_testkit::on_both_engines;
use liaison_web::routes::table;

use crate::support::desk::Desk;
use crate::support::forms::{PostedForm, of_page};
use crate::support::people::{COLLEAGUE, with_password};
use crate::support::written::delivered;
use crate::support::{ADMIN, Answer, Instance};
use crate::times;

const SPOILT: [&str; 16] = [
    "",
    "x",
    "-1",
    "99999999999999999999",
    "null",
    "a@b",
    "2026-02-30T25:61",
    "00000000-0000-0000-0000-000000000000",
    "019362a0-0000-7000-8000-00000000dead,019362a0-0000-7000-8000-00000000beef",
    "'; drop table users; --",
    "<script>alert(1)</script>",
    "{{first_name}}{{7*7}}{{",
    "a\r\nSet-Cookie: a=b\r\n\r\nc",
    "𝕳 \u{202e}olleh\u{feff}\u{7f}\u{1}\r",
    "/\t/elsewhere.example",
    "../../../etc/passwd",
];

/// What ends the test's own session, reckons a password for long, or calls others.
fn is_left_out(path: &str) -> bool {
    let left_out = [
        "/sign-out",
        "/settings/sessions",
        "/settings/profile/password",
        "/servers",
        "/first-run",
        "/sign-in",
        "/forgot",
    ];
    left_out.iter().any(|part| path.contains(part))
        || path.ends_with("/test")
        || path.ends_with("/check")
        || path == "/settings/team-server"
}

/// Whatever comes of it, it did not break, says so in words, and stays here.
fn must_stand(answer: &Answer, what: &str) {
    assert!(
        answer.status.as_u16() < 500,
        "{what}: {} {}",
        answer.status,
        answer.body
    );
    if answer.status.is_client_error() {
        assert!(
            !answer.view().is_empty(),
            "without words: {what}: {} {:?}",
            answer.status,
            answer.body
        );
    }
    if let Some(location) = answer.headers.get("location") {
        let location = String::from_utf8_lossy(location.as_bytes());
        let here = url::Url::parse("http://here.example/x").unwrap();
        let there = here.join(&location).unwrap();
        assert_ne!(there.host_str(), Some("elsewhere.example"), "{what}");
    }
    assert!(
        answer
            .headers
            .get_all("set-cookie")
            .iter()
            .all(|c| !c.as_bytes().starts_with(b"a=b")),
        "{what}"
    );
    assert!(!answer.body.contains("<script>alert"), "{what}");
}

/// The forms of all pages an admin can look at, with something in every list. What throws things away comes last.
async fn all_forms(instance: &Instance) -> Vec<PostedForm> {
    let desk = Desk::of(instance, ADMIN, "Nadia").await;
    let sent = delivered(instance, "petra@fjord.example").await;
    let mut admin = instance.admin_browser().await;
    admin
        .post("/settings/blocked-domains", &[("domain", "spam.example")])
        .await;
    admin
        .post("/settings/calls/outcome", &[("name", "Reached")])
        .await;
    let (person, copies) = (desk.person, sent.person_id);
    let routes = table(false)
        .routes
        .into_iter()
        .filter(|route| route.method == Method::GET);
    let mut pages: Vec<String> = routes
        .map(|route| desk.fill(route.path))
        .filter(|path| !path.contains('{'))
        .collect();
    pages.extend([
        format!("/email/{}", sent.id),
        format!("/email/new?person={person}"),
        format!("/email/new?people={person},{copies}"),
        format!("/email/new?follow={}", sent.id),
        format!("/calls/new?person={person}&back=/%09/elsewhere.example"),
        format!("/tasks/new?person={person}&back=/%09/elsewhere.example"),
        format!("/campaigns/start?people={person}"),
        format!("/campaigns/{}/steps/new?kind=call", desk.campaign),
        "/email?folder=draft".to_owned(),
    ]);
    let mut forms = Vec::new();
    for path in pages {
        if !path.contains("stream") {
            let answer = admin.clone().get(&path).await;
            must_stand(&answer, &path);
            forms.extend(of_page(&answer.body));
        }
    }
    let person = person.to_string();
    let campaign = desk.campaign.to_string();
    let edited = format!("body-{person}");
    let form = [
        ("people", person.as_str()),
        ("campaign", campaign.as_str()),
        ("to", "preview"),
        ("edited", person.as_str()),
        (
            edited.as_str(),
            "<script>alert(1)</script><form action=\"//elsewhere.example\"><b>kept</b>",
        ),
    ];
    let preview = admin.post("/campaigns/start", &form).await;
    assert_eq!(preview.view(), "start:preview", "{}", preview.body);
    must_stand(&preview, "what was written anew for somebody");
    assert!(preview.body.contains("kept"));
    assert!(
        !preview.body.contains("<form action=\"//"),
        "{}",
        preview.body
    );
    forms.extend(of_page(&preview.body));
    forms.retain(|form| !is_left_out(&form.action));
    forms.sort_by_key(|form| form.fields.len() < 2);
    let mut known = BTreeSet::new();
    forms.retain(|form| known.insert((form.action.clone(), format!("{:?}", form.fields))));
    forms
}

on_both_engines! {
    async fn one_spoilt_field_breaks_no_form(db: Db) {
        let instance = Instance::start(db).await;
        with_password(&instance, COLLEAGUE).await;
        let forms = all_forms(&instance).await;
        let actions: BTreeSet<_> = forms.iter().map(|form| &form.action).collect();
        assert!(actions.len() > 60, "{actions:#?}");
        let admin = instance.admin_browser().await;
        let book = "å".repeat(100_001);
        let mut turn = 0;
        for form in &forms {
            for (at, (name, usual)) in form.fields.iter().enumerate() {
                for _ in 0..times(3, SPOILT.len()) {
                    let mut fields = form.fields.clone();
                    fields[at].1 = SPOILT[turn % SPOILT.len()].to_owned();
                    turn += 1;
                    let what = format!("{} {name}={:?} for {usual:?}", form.action, fields[at].1);
                    let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                    must_stand(&admin.clone().post(&form.action, &fields).await, &what);
                }
                let left: Vec<_> = form.fields.iter().filter(|(n, _)| n != name).map(|(n, v)| (n.as_str(), v.as_str())).collect();
                must_stand(&admin.clone().post(&form.action, &left).await, &format!("{} without {name}", form.action));
            }
            let Some((name, _)) = form.fields.first() else { continue };
            let answer = admin.clone().post(&form.action, &[(name, &book)]).await;
            must_stand(&answer, &form.action);
            assert!(answer.status.is_client_error(), "{} took a book: {}", form.action, answer.status);
        }
        let library = "x".repeat(1_200_000);
        let answer = admin.clone().post(&format!("/email/copies/{}/made", instance.engine.dice.id(instance.engine.clock.now())), &[("body", &library)]).await;
        must_stand(&answer, "a library");
        assert_ne!(answer.status, StatusCode::OK);
        assert!(instance.admin_browser().await.is_in().await);
    }
}
