//! The people's own pages: lists, adding by hand, whether somebody may be written to.

use axum::http::StatusCode;
use liaison_domain::access::Actor;
use liaison_domain::id::PersonId;
use liaison_domain::people::{ConsentKind, ConsentSource};
use liaison_store::Db;
use liaison_store::people::{consent, persons};
use liaison_testkit::on_both_engines;

use crate::support::people::{SELLER, with_password};
use crate::support::{Browser, Instance};

async fn added(browser: &mut Browser, first: &str, email: &str) -> String {
    let form = [
        ("first_name", first),
        ("last_name", "Berg"),
        ("email", email),
        ("company", "Acme 100 %"),
    ];
    let answer = browser.post("/people/new", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().to_owned()
}

on_both_engines! {
    async fn people_are_added_found_and_paged(db: Db) {
        let instance = Instance::start(db).await;
        let mut seller = with_password(&instance, SELLER).await;
        assert_eq!(seller.get("/people").await.view(), "people:none");
        for number in 0..52 {
            added(&mut seller, &format!("Kim{number:02}"), &format!("kim{number:02}@acme.example")).await;
        }
        let page = seller.get("/people?of=mine").await;
        assert_eq!(page.body.matches("name=\"person\"").count(), 50);
        let more = page.body.split("class=\"button\" href=\"/people?").nth(1).unwrap().split('"').next().unwrap();
        let more = seller.get(&format!("/people?{}", more.replace("&amp;", "&").replace("&#38;", "&"))).await;
        assert_eq!(more.body.matches("name=\"person\"").count(), 2, "{}", more.body);
        for (wanted, found) in [("KIM07", 1), ("kim07%40acme", 1), ("100 %25".replace(' ', "+").as_str(), 50), ("%25%25", 0), ("_", 0)] {
            let list = seller.get(&format!("/people?q={wanted}")).await;
            assert_eq!(list.body.matches("name=\"person\"").count(), found, "{wanted}");
        }
        let mut admin = instance.admin_browser().await;
        assert_eq!(admin.get("/people?of=mine").await.view(), "people:nobody-found", "added by somebody else");
        let again = [("first_name", "Kim"), ("email", " KIM07@acme.example ")];
        let refused = admin.post("/people/new", &again).await;
        assert!(refused.view() == "person:new-refused" && refused.body.contains("person-known"), "{}", refused.body);
        for (form, why) in [([("first_name", " "), ("email", "x@acme.example")], "person-name-missing"), ([("first_name", "Kim"), ("email", "kim\r\nbcc: x@y.example")], "address-malformed")] {
            assert!(admin.post("/people/new", &form).await.body.contains(why), "{why}");
        }
        assert_eq!(seller.post("/people/act", &[("action", "task")]).await.view(), "refusal:nobody-chosen");
    }
}

on_both_engines! {
    async fn an_unsubscribe_holds_until_an_admin_can_prove_otherwise(db: Db) {
        let instance = Instance::start(db).await;
        let mut seller = with_password(&instance, SELLER).await;
        let page = added(&mut seller, "Kim", "kim@acme.example").await;
        let id: PersonId = page.rsplit('/').next().unwrap().parse().unwrap();
        let shows = async |browser: &mut Browser, text: &str| browser.get(&page).await.body.contains(text);
        assert!(shows(&mut seller, "May be written to").await);
        let reason = [("reason", "Said so on the phone <b>")];
        assert_eq!(seller.post(&format!("{page}/unsubscribe"), &reason).await.location(), page);
        assert!(shows(&mut seller, "Said so on the phone &#60;b&#62;").await || shows(&mut seller, "Said so on the phone &lt;b&gt;").await);
        assert!(!shows(&mut seller, &format!("{page}/resubscribe")).await, "not for sellers");
        let back = [("reason", "Signed the form of 19 November")];
        let answer = seller.post(&format!("{page}/resubscribe"), &back).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(seller.get("/people?of=unsubscribed").await.body.matches("name=\"person\"").count(), 1);

        let mut admin = instance.admin_browser().await;
        let without = admin.post(&format!("{page}/resubscribe"), &[("reason", " ")]).await;
        assert_eq!(without.view(), "refusal:reason-missing");
        admin.post(&format!("{page}/resubscribe"), &back).await;
        let person = persons::by_id(&instance.engine.db, id).await.unwrap().unwrap();
        let address = person.email.unwrap();
        assert_eq!(consent::of_address(&instance.engine.db, &address).await.unwrap(), None);
        let ledger = consent::history(&instance.engine.db, &address).await.unwrap();
        let lines: Vec<_> = ledger.iter().map(|line| (line.kind, line.source)).collect();
        assert_eq!(lines, [(ConsentKind::Resubscribed, ConsentSource::Admin), (ConsentKind::Unsubscribed, ConsentSource::Manual)]);
        assert!(matches!(instance.admin().await, Actor::User { id, .. } if ledger[0].actor == Some(id)));
        assert!(shows(&mut seller, "Signed the form").await, "the history says so to everybody");
    }
}

on_both_engines! {
    async fn nobody_is_written_to_at_a_blocked_domain(db: Db) {
        let instance = Instance::start(db).await;
        let mut seller = with_password(&instance, SELLER).await;
        let page = added(&mut seller, "Kim", "kim@mail.rival.example").await;
        let mut admin = instance.admin_browser().await;
        assert_eq!(admin.get("/settings/blocked-domains").await.view(), "blocked-domains:none");
        let refused = admin.post("/settings/blocked-domains", &[("domain", "no domain")]).await;
        assert!(refused.view() == "blocked-domains:refused" && refused.body.contains("domain-malformed"));
        admin.post("/settings/blocked-domains", &[("domain", "https://www.Rival.example/about")]).await;
        let list = admin.get("/settings/blocked-domains").await;
        assert!(list.view() == "blocked-domains:list" && list.body.contains("rival.example"));
        assert!(seller.get(&page).await.body.contains("The domain is blocked"));
        admin.post("/settings/blocked-domains/remove", &[("domain", "rival.example")]).await;
        assert!(seller.get(&page).await.body.contains("May be written to"));
        assert_eq!(seller.get("/settings/blocked-domains").await.status, StatusCode::NOT_FOUND);
    }
}
