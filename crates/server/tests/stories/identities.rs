//! The addresses sellers write from: added, confirmed by mail, made default, removed.

use axum::http::StatusCode;
use futures::future::join_all;
use jiff::SignedDuration;
use liaison_domain::mail::Identity;
use liaison_engine::access::users as acts;
use liaison_store::Db;
use liaison_store::mail::identities;
use liaison_store::settings::{self, key};
use liaison_testkit::{Fresh, on_both_engines};
use serde_json::{Value, json};

use crate::support::outside::{Press, fault, forget, link_in, mails, tell, there_and_back};
use crate::support::people::{COLLEAGUE, SELLER, path_of, seller, user};
use crate::support::tables::{count, everything, found_in};
use crate::support::{ADMIN, Answer, Browser, Instance};

const SALES: &str = "sales@fjordlight.example";
const PATH: &str = "/settings/email";

async fn add(browser: &mut Browser, address: &str) -> Answer {
    let form = [("name", "Fjordlight Sales"), ("address", address)];
    browser.post(&format!("{PATH}/identities"), &form).await
}

async fn of(instance: &Instance, email: &str) -> Vec<Identity> {
    let id = user(instance, email).await.id;
    identities::of_user(&instance.engine.db, id).await.unwrap()
}

/// A seller's identity with this address.
async fn find(instance: &Instance, email: &str, address: &str) -> Identity {
    let mut mine = of(instance, email).await;
    mine.retain(|identity| identity.address.as_str() == address);
    mine.pop().unwrap_or_else(|| panic!("no {address}"))
}

async fn act(browser: &mut Browser, identity: &Identity, what: &str) -> Answer {
    browser
        .post(&format!("{PATH}/identities/{}/{what}", identity.id), &[])
        .await
}

/// Delivers what waits and takes the path of the newest link.
async fn link(instance: &Instance, address: &str) -> String {
    instance.drain().await;
    path_of(&link_in(mails(instance, address).await.last().unwrap()))
}

/// A seller with another address that is not confirmed yet, and the path of its link.
async fn with_another(db: Db) -> (Instance, Browser, String) {
    let instance = Instance::start(db).await;
    let mut browser = seller(&instance, SELLER).await;
    let answer = add(&mut browser, SALES).await;
    assert_eq!(answer.location(), PATH, "{}", answer.body);
    let path = link(&instance, SALES).await;
    (instance, browser, path)
}

fn refused(answer: &Answer, status: StatusCode, view: &str) {
    assert_eq!(
        (answer.status, answer.view()),
        (status, view),
        "{}",
        answer.body
    );
}

/// Refused on the page itself, with this code.
fn refused_there(answer: &Answer, code: &str) {
    refused(answer, StatusCode::UNPROCESSABLE_ENTITY, "email:refused");
    assert!(answer.body.contains(code), "{code}: {}", answer.body);
}

on_both_engines! {
    async fn an_address_is_confirmed_by_the_mail_to_it(fresh: Fresh) {
        let (instance, mut browser, path) = with_another(fresh.db()).await;
        let own = &of(&instance, SELLER).await[0];
        assert!(own.is_default && own.verified_at.is_some() && own.address.as_str() == SELLER);
        let sales = find(&instance, SELLER, SALES).await;
        assert!(sales.verified_at.is_none() && !sales.is_default);
        refused_there(&act(&mut browser, &sales, "default").await, "identity-not-confirmed");
        let secret = path.rsplit('/').next().unwrap();
        assert_eq!(found_in(&instance.engine.db, &fresh.address(), secret).await, Vec::<String>::new());

        let mut anybody = instance.browser();
        let asked = anybody.get(&path).await;
        assert_eq!((asked.status, asked.view()), (StatusCode::OK, "verify:ask"));
        for word in [SALES, SELLER, &user(&instance, SELLER).await.display_name()] {
            assert!(asked.body.contains(word), "{word}: {}", asked.body);
        }
        let done = anybody.post(&path, &[]).await;
        assert_eq!((done.status, done.view()), (StatusCode::OK, "verify:done"), "{}", done.body);
        assert!(!anybody.is_in().await, "a link to confirm signs nobody in");
        let sales = find(&instance, SELLER, SALES).await;
        assert!(sales.verified_at.is_some());
        for again in [anybody.post(&path, &[]).await, anybody.get(&path).await] {
            refused(&again, StatusCode::GONE, "refusal:address-link-used");
        }
        assert_eq!(act(&mut browser, &sales, "default").await.location(), PATH);
        let mine = of(&instance, SELLER).await;
        assert_eq!(mine.iter().filter(|i| i.is_default).map(|i| i.address.as_str()).collect::<Vec<_>>(), [SALES]);
        refused_there(&act(&mut browser, &sales, "remove").await, "identity-is-default");
        let audited = "select count(*) as n from audit_log where action like 'user.identity-%'";
        assert_eq!(count(&instance.engine.db, audited).await, 3, "added, confirmed, made default");
    }
}

on_both_engines! {
    async fn the_mail_says_who_asks(db: Db) {
        let (instance, _, path) = with_another(db).await;
        let mail = &mails(&instance, SALES).await[0];
        let name = user(&instance, SELLER).await.display_name();
        for part in ["html", "text"] {
            let text = mail[part].as_str().unwrap();
            for word in [path.as_str(), SELLER, &name] {
                assert!(text.contains(word), "{word} in the {part} part: {text}");
            }
        }
        assert_eq!(mail["headers"]["Auto-Submitted"], json!("auto-generated"));
    }
}

on_both_engines! {
    async fn looking_at_the_link_changes_nothing(db: Db) {
        let (instance, _, path) = with_another(db).await;
        let before = everything(&instance.engine.db).await;
        for _ in 0..20 {
            let scanners = (0..50).map(|_| async {
                assert_eq!(instance.browser().get(&path).await.view(), "verify:ask");
            });
            join_all(scanners).await;
        }
        let head = instance.browser().send(axum::http::Method::HEAD, &path, &[]).await;
        assert_eq!(head.status, StatusCode::OK);
        assert!(before == everything(&instance.engine.db).await, "a thousand looks left a trace");
    }
}

on_both_engines! {
    async fn of_twenty_presses_at_once_one_confirms(fresh: Fresh) {
        let (instance, _, path) = with_another(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let presses = (0..20).map(|i| {
            let (mut browser, path) = (if i % 2 == 0 { instance.browser() } else { other.browser() }, path.clone());
            async move {
                let answer = browser.post(&path, &[]).await;
                (answer.status, answer.view().to_owned())
            }
        });
        let answers = join_all(presses).await;
        let done = answers.iter().filter(|(_, view)| view == "verify:done").count();
        let used = answers.iter().filter(|(status, _)| *status == StatusCode::GONE).count();
        assert_eq!((done, used), (1, 19), "{answers:?}");
        let audited = "select count(*) as n from audit_log where action = 'user.identity-confirmed'";
        assert_eq!(count(&instance.engine.db, audited).await, 1);
    }
}

on_both_engines! {
    async fn a_link_runs_out_and_the_newest_counts(db: Db) {
        let (instance, mut browser, first) = with_another(db).await;
        let sales = find(&instance, SELLER, SALES).await;
        refused_there(&act(&mut browser, &sales, "resend").await, "confirmation-too-soon");
        instance.drain().await;
        assert_eq!(mails(&instance, SALES).await.len(), 1, "one mail a minute");
        assert_eq!(instance.browser().get(&first).await.view(), "verify:ask", "the refused left the link alone");

        instance.pass(SignedDuration::from_secs(61));
        assert_eq!(act(&mut browser, &sales, "resend").await.location(), PATH);
        let second = link(&instance, SALES).await;
        for answer in [instance.browser().get(&first).await, instance.browser().post(&first, &[]).await] {
            refused(&answer, StatusCode::NOT_FOUND, "refusal:address-link-unknown");
        }
        instance.pass(SignedDuration::from_hours(7 * 24) - SignedDuration::from_secs(30));
        assert_eq!(instance.browser().get(&second).await.view(), "verify:ask");
        instance.pass(SignedDuration::from_secs(60));
        for answer in [instance.browser().get(&second).await, instance.browser().post(&second, &[]).await] {
            refused(&answer, StatusCode::GONE, "refusal:address-link-expired");
        }
        assert!(find(&instance, SELLER, SALES).await.verified_at.is_none());
        // The sign-in is as old.
        there_and_back(&instance, &mut browser, "/sign-in/salesforce", SELLER, Press::Allow).await;
        assert_eq!(act(&mut browser, &sales, "resend").await.location(), PATH);
        let third = link(&instance, SALES).await;
        assert_eq!(instance.browser().post(&third, &[]).await.view(), "verify:done");
    }
}

on_both_engines! {
    async fn what_is_refused_is_said_on_the_page(db: Db) {
        let (instance, mut browser, _) = with_another(db).await;
        let sales = find(&instance, SELLER, SALES).await;
        refused_there(&add(&mut browser, "Sales@Fjordlight.Example").await, "identity-known");
        refused_there(&add(&mut browser, "third@fjordlight.example").await, "identity-limit");
        refused_there(&add(&mut browser, "nonsense").await, "address-malformed");
        let nameless = [("name", " "), ("address", "third@fjordlight.example")];
        refused_there(&browser.post(&format!("{PATH}/identities"), &nameless).await, "identity-name-missing");

        let save = format!("{PATH}/identities/{}", sales.id);
        let answer = browser.post(&save, &[("name", ""), ("signature", "<p>typed before</p>")]).await;
        refused_there(&answer, "identity-name-missing");
        assert!(answer.body.contains("typed before"), "nothing typed is lost");
        assert!(find(&instance, SELLER, SALES).await.signature.is_empty());
        let form = [("name", "The sales team"), ("signature", "<p>Sales<script>x</script></p>")];
        assert_eq!(browser.post(&save, &form).await.location(), PATH);
        let saved = find(&instance, SELLER, SALES).await;
        assert_eq!((saved.name.as_str(), saved.signature.as_html()), ("The sales team", "<p>Sales</p>"));
        assert!(of(&instance, SELLER).await[0].signature.is_empty(), "the other one's stays");

        act(&mut browser, &sales, "remove").await;
        assert_eq!(of(&instance, SELLER).await.len(), 1);
        refused_there(&add(&mut browser, SALES).await, "confirmation-too-soon");
        settings::set(&instance.engine.db, key::IDENTITY_LIMIT, "30").await.unwrap();
        for i in 0..9 {
            assert_eq!(add(&mut browser, &format!("many{i}@fjordlight.example")).await.location(), PATH);
        }
        refused_there(&add(&mut browser, "onemore@fjordlight.example").await, "confirmations-used-up");
        assert_eq!(of(&instance, SELLER).await.len(), 10);
    }
}

on_both_engines! {
    async fn adding_at_once_never_exceeds_the_limit(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let browser = seller(&instance, SELLER).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let mut there = other.browser();
        there.set_cookie("liaison_session", browser.cookie("liaison_session").unwrap());
        let tries = (0..8).map(|i| {
            let mut browser = if i % 2 == 0 { browser.clone() } else { there.clone() };
            async move {
                let answer = add(&mut browser, &format!("sales{i}@fjordlight.example")).await;
                if answer.location() != PATH {
                    refused_there(&answer, "identity-limit");
                }
                answer.location() == PATH
            }
        });
        let added = join_all(tries).await;
        assert_eq!(added.iter().filter(|done| **done).count(), 1, "{added:?}");
        assert_eq!(of(&instance, SELLER).await.len(), 2);
    }
}

on_both_engines! {
    async fn nobody_touches_anothers_identity(db: Db) {
        let (instance, _, path) = with_another(db).await;
        let sales = find(&instance, SELLER, SALES).await;
        let own = find(&instance, SELLER, SELLER).await;
        instance.pass(SignedDuration::from_mins(2));
        for mut stranger in [seller(&instance, COLLEAGUE).await, instance.admin_browser().await] {
            for one in [&sales, &own] {
                for what in ["resend", "default", "remove"] {
                    let answer = act(&mut stranger, one, what).await;
                    refused(&answer, StatusCode::NOT_FOUND, "refusal:not-found");
                }
                let form = [("name", "Mine"), ("signature", "mine")];
                let answer = stranger.post(&format!("{PATH}/identities/{}", one.id), &form).await;
                refused(&answer, StatusCode::NOT_FOUND, "refusal:not-found");
            }
        }
        assert_eq!(of(&instance, SELLER).await, [own, sales]);
        assert_eq!(instance.browser().get(&path).await.view(), "verify:ask");
    }
}

on_both_engines! {
    async fn an_address_belongs_to_the_first_who_confirms_it(fresh: Fresh) {
        let (instance, _, first) = with_another(fresh.db()).await;
        let mut colleague = seller(&instance, COLLEAGUE).await;
        assert_eq!(add(&mut colleague, SALES).await.location(), PATH, "nobody learns that it is claimed");
        let second = link(&instance, SALES).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let (mut here, mut there) = (instance.browser(), other.browser());
        let answers: [Answer; 2] = futures::future::join(here.post(&first, &[]), there.post(&second, &[])).await.into();
        let mut views = answers.map(|answer| answer.view().to_owned());
        views.sort();
        assert_eq!(views, ["refusal:address-taken", "verify:done"]);
        let confirmed = "select count(*) as n from identities where address = 'sales@fjordlight.example' and verified_at is not null";
        assert_eq!(count(&instance.engine.db, confirmed).await, 1);
    }
}

on_both_engines! {
    async fn an_accounts_own_address_is_not_given_to_another(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        assert_eq!(add(&mut browser, ADMIN).await.location(), PATH, "the same answer as for any address");
        let path = link(&instance, ADMIN).await;
        let answer = instance.browser().post(&path, &[]).await;
        refused(&answer, StatusCode::UNPROCESSABLE_ENTITY, "refusal:address-taken");
        assert!(find(&instance, SELLER, ADMIN).await.verified_at.is_none());
    }
}

on_both_engines! {
    async fn a_mail_no_longer_wanted_is_not_sent(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        fault(&instance, json!({ "service": "smtp", "kind": "throttled" })).await;
        add(&mut browser, SALES).await;
        instance.drain().await;
        forget(&instance, "faults").await;
        let sales = find(&instance, SELLER, SALES).await;
        act(&mut browser, &sales, "remove").await;
        instance.pass(SignedDuration::from_mins(5));
        instance.drain().await;
        assert_eq!(mails(&instance, SALES).await, Vec::<Value>::new());

        add(&mut browser, SALES).await;
        let path = link(&instance, SALES).await;
        let id = user(&instance, SELLER).await.id;
        acts::deactivate(&instance.engine, instance.admin().await, id).await.unwrap();
        let answer = instance.browser().post(&path, &[]).await;
        refused(&answer, StatusCode::NOT_FOUND, "refusal:address-link-unknown");
    }
}

on_both_engines! {
    async fn a_mail_that_reaches_nobody_is_said_and_sent_again(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        let refuse = json!({ "address": SALES, "action": "refuse", "code": 550, "text": "5.1.1 No such user" });
        tell(&instance, "mail/rules", refuse).await;
        add(&mut browser, SALES).await;
        let words = ["was sent on", "could not be delivered"];
        let shown = browser.get(PATH).await.body;
        assert!(shown.contains(words[0]) && !shown.contains(words[1]), "{shown}");
        instance.drain().await;
        let shown = browser.get(PATH).await.body;
        assert!(!shown.contains(words[0]) && shown.contains(words[1]), "{shown}");

        forget(&instance, "mail/rules").await;
        instance.pass(SignedDuration::from_mins(2));
        let sales = find(&instance, SELLER, SALES).await;
        assert_eq!(act(&mut browser, &sales, "resend").await.location(), PATH);
        let path = link(&instance, SALES).await;
        assert_eq!(instance.browser().post(&path, &[]).await.view(), "verify:done");
    }
}

on_both_engines! {
    async fn the_wizards_signature_is_the_default_identitys(db: Db) {
        let (instance, mut browser, path) = with_another(db).await;
        instance.browser().post(&path, &[]).await;
        let sales = find(&instance, SELLER, SALES).await;
        let named = [("name", "Own name"), ("signature", "")];
        let own = find(&instance, SELLER, SELLER).await;
        browser.post(&format!("{PATH}/identities/{}", own.id), &named).await;
        act(&mut browser, &sales, "default").await;
        act(&mut browser, &own, "remove").await;
        for step in ["start", "introduction", "mailbox"] {
            browser.post(&format!("/onboarding/{step}/done"), &[]).await;
        }
        browser.post("/onboarding/signature", &[("signature", "Björn")]).await;
        let mine = of(&instance, SELLER).await;
        assert_eq!(mine.len(), 1, "what was removed does not come back");
        assert_eq!((mine[0].address.as_str(), mine[0].signature.as_html()), (SALES, "<p>Björn</p>"));
        assert_eq!(mine[0].name, "Fjordlight Sales", "names are one's own");
    }
}
