//! An account's own address is its owner's, also where somebody else had confirmed it before.

use futures::future::join;
use liaison_domain::access::LoginMode;
use liaison_domain::mail::Identity;
use liaison_engine::access::users as acts;
use liaison_store::Db;
use liaison_store::mail::identities;
use liaison_store::settings::{self, key};
use liaison_testkit::{Fresh, on_both_engines};

use crate::support::outside::{link_in, mails};
use crate::support::people::{self, COLLEAGUE, SELLER, invited, path_of, seller, user};
use crate::support::tables::count;
use crate::support::{Browser, Instance, PASSWORD};
use crate::times;

const SALES: &str = "sales@fjordlight.example";
const PATH: &str = "/settings/email";

async fn of(instance: &Instance, email: &str) -> Vec<Identity> {
    let id = user(instance, email).await.id;
    identities::of_user(&instance.engine.db, id).await.unwrap()
}

/// The addresses a user has confirmed, the default one first.
async fn confirmed(instance: &Instance, email: &str) -> Vec<String> {
    let mut mine = of(instance, email).await;
    mine.retain(|identity| identity.verified_at.is_some());
    assert_eq!(mine.iter().filter(|i| i.is_default).count(), 1);
    assert!(mine[0].is_default);
    mine.iter().map(|i| i.address.to_string()).collect()
}

/// Adds an address; the path of the link that confirms it.
async fn claim(instance: &Instance, browser: &mut Browser, address: &str) -> String {
    let form = [("name", "Fjordlight"), ("address", address)];
    let answer = browser.post(&format!("{PATH}/identities"), &form).await;
    assert_eq!(answer.location(), PATH, "{}", answer.body);
    instance.drain().await;
    path_of(&link_in(mails(instance, address).await.last().unwrap()))
}

async fn confirm(instance: &Instance, browser: &mut Browser, address: &str) -> String {
    let path = claim(instance, browser, address).await;
    let answer = instance.browser().post(&path, &[]).await;
    assert_eq!(answer.view(), "verify:done", "{}", answer.body);
    path
}

async fn act(instance: &Instance, browser: &mut Browser, address: &str, what: &str) {
    let mut mine = of(instance, SELLER).await;
    mine.retain(|identity| identity.address.as_str() == address);
    let path = format!("{PATH}/identities/{}/{what}", mine[0].id);
    assert_eq!(browser.post(&path, &[]).await.location(), PATH);
}

on_both_engines! {
    async fn who_activates_an_account_has_its_address_alone(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        let path = confirm(&instance, &mut browser, COLLEAGUE).await;
        act(&instance, &mut browser, COLLEAGUE, "default").await;
        act(&instance, &mut browser, SELLER, "remove").await;
        assert_eq!(confirmed(&instance, SELLER).await, [COLLEAGUE]);

        seller(&instance, COLLEAGUE).await;
        assert_eq!(confirmed(&instance, COLLEAGUE).await, [COLLEAGUE]);
        assert_eq!(confirmed(&instance, SELLER).await, [SELLER], "they write as themselves again");
        assert_eq!(of(&instance, SELLER).await.len(), 2, "what they wrote there is not lost");
        assert_eq!(instance.browser().get(&path).await.view(), "refusal:address-link-unknown");
        let audited = format!(
            "select count(*) as n from audit_log where action = 'user.identity-unconfirmed' and target = '{}' and details = '{COLLEAGUE}'",
            user(&instance, SELLER).await.id,
        );
        assert_eq!(count(&instance.engine.db, &audited).await, 1);
    }
}

on_both_engines! {
    async fn whoever_is_reactivated_has_their_own_address_and_no_one_elses(db: Db) {
        let instance = Instance::start(db).await;
        settings::set(&instance.engine.db, key::IDENTITY_LIMIT, "5").await.unwrap();
        let mut browser = seller(&instance, SELLER).await;
        confirm(&instance, &mut browser, SALES).await;
        act(&instance, &mut browser, SALES, "default").await;
        let (id, admin) = (user(&instance, SELLER).await.id, instance.admin().await);
        acts::deactivate(&instance.engine, admin, id).await.unwrap();
        let mut colleague = seller(&instance, COLLEAGUE).await;
        confirm(&instance, &mut colleague, SALES).await;
        confirm(&instance, &mut colleague, SELLER).await;

        acts::reactivate(&instance.engine, admin, id).await.unwrap();
        assert_eq!(confirmed(&instance, SELLER).await, [SELLER]);
        assert_eq!(confirmed(&instance, COLLEAGUE).await, [COLLEAGUE, SALES]);
    }
}

on_both_engines! {
    async fn confirming_and_activating_at_once_leave_one_owner(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let mut browser = seller(&instance, SELLER).await;
        let rounds = times(3, 8);
        settings::set(&instance.engine.db, key::IDENTITY_LIMIT, "30").await.unwrap();
        people::mode(&instance, LoginMode::AllMethods).await;
        for round in 0..rounds {
            let address = format!("rita{round}@fjordlight.example");
            let link = claim(&instance, &mut browser, &address).await;
            let welcome = format!("{}/password", invited(&instance, &address).await);
            let (mut here, mut there) = (instance.browser(), other.browser());
            let form = [("password", PASSWORD), ("password_again", PASSWORD)];
            let (verified, activated) = join(here.post(&link, &[]), there.post(&welcome, &form)).await;
            assert_eq!(activated.location(), "/onboarding", "{}", activated.body);
            let view = verified.view();
            assert!(["verify:done", "refusal:address-taken"].contains(&view), "{view}: {}", verified.body);
            assert_eq!(confirmed(&instance, &address).await, [address]);
            assert_eq!(confirmed(&instance, SELLER).await, [SELLER]);
        }
    }
}
