//! Connecting Gmail, Outlook and another mailbox: consent, the test message, every refusal.

use liaison_domain::links::Health;
use liaison_domain::links::mailbox::{Findings, Mailbox};
use liaison_standins::MARKER;
use liaison_store::links::mailboxes;
use liaison_store::{Db, Sql};
use liaison_testkit::on_both_engines;
use serde_json::json;

use crate::support::consent::choose;
use crate::support::outside::{Press, control, fault, forget, leave, mails, tell};
use crate::support::people::{COLLEAGUE, SELLER, post_mailbox, seller, user};
use crate::support::{Answer, Browser, Instance};

const WIZARD: &str = "/onboarding/mailbox";
const SETTINGS: &str = "/settings/email/connection";
const PROVIDERS: [(&str, &str); 2] = [("gmail", "google"), ("outlook", "microsoft")];

/// A seller at the wizard's mailbox step, with an account at both providers.
pub async fn at_the_step(instance: &Instance) -> Browser {
    let mut browser = seller(instance, SELLER).await;
    for (_, provider) in PROVIDERS {
        for email in [SELLER, COLLEAGUE] {
            tell(
                instance,
                &format!("{provider}/users"),
                json!({ "email": email }),
            )
            .await;
        }
    }
    for step in ["start", "introduction"] {
        browser.post(&format!("/onboarding/{step}/done"), &[]).await;
    }
    browser
}

/// Chooses in the wizard and comes back.
pub async fn connect(instance: &Instance, browser: &mut Browser, client: &str) -> Answer {
    if client == "imap" {
        return post_mailbox(instance, browser, SELLER, &format!("mail-{MARKER}")).await;
    }
    choose(instance, browser, WIZARD, client, SELLER, Press::Allow).await
}

pub async fn mailbox(instance: &Instance) -> Option<Mailbox> {
    let id = user(instance, SELLER).await.id;
    mailboxes::of_user(&instance.engine.db, id).await.unwrap()
}

/// Test messages in the seller's own mailbox.
pub async fn tests_in(instance: &Instance) -> usize {
    let is_test = |m: &&serde_json::Value| m["subject"] == json!("Liaison test message");
    mails(instance, SELLER).await.iter().filter(is_test).count()
}

on_both_engines! {
    async fn each_kind_of_mailbox_sends_and_finds_a_test_message(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        for (count, client) in ["gmail", "outlook", "imap"].into_iter().enumerate() {
            assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:none");
            let back = connect(&instance, &mut browser, client).await;
            assert_eq!(back.location(), WIZARD, "{client}: {}", back.body);
            assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:testing");
            instance.drain().await;
            let shown = browser.get(SETTINGS).await;
            assert_eq!(shown.view(), "mailbox:connected", "{client}: {}", shown.body);
            let kept = mailbox(&instance).await.unwrap();
            assert_eq!((kept.health, kept.findings), (Health::Connected, Findings::seen()));
            assert_eq!(kept.access.kind().code(), client);
            assert_eq!(tests_in(&instance).await, count + 1, "one message per test");
            let ending = ["access back at Google", "Microsoft takes none back", "password is forgotten"];
            assert!(shown.body.contains(ending[count]), "what disconnecting {client} means: {}", shown.body);
            browser.post(&format!("{SETTINGS}/disconnect"), &[]).await;
            assert_eq!(mailbox(&instance).await, None);
        }
        assert_eq!(browser.get("/onboarding").await.location(), "/onboarding/signature");
        let revoked = control(&instance, "requests?service=google").await;
        let is_revoke = |call: &&serde_json::Value| call["path"] == json!("/revoke");
        assert_eq!(revoked.as_array().unwrap().iter().filter(is_revoke).count(), 1, "Google takes tokens back");
    }
}

on_both_engines! {
    async fn what_the_provider_or_the_person_refuses_stores_nothing(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        tell(&instance, "google/settings", json!({ "boxes_ticked": false })).await;
        let unticked = choose(&instance, &mut browser, WIZARD, "gmail", SELLER, Press::Allow).await;
        assert_eq!(unticked.view(), "way:mailbox-consent-denied", "{}", unticked.body);

        tell(&instance, "google/settings", json!({ "boxes_ticked": true })).await;
        for (client, provider) in PROVIDERS {
            let denied = choose(&instance, &mut browser, WIZARD, client, SELLER, Press::Deny).await;
            assert_eq!(denied.view(), "way:mailbox-consent-denied", "{}", denied.body);

            let other = choose(&instance, &mut browser, WIZARD, client, COLLEAGUE, Press::Allow).await;
            assert_eq!(other.view(), "way:mailbox-address-differs", "{}", other.body);
            assert!(other.body.contains(SELLER) && other.body.contains(COLLEAGUE), "both addresses");

            fault(&instance, json!({ "service": provider, "kind": "status", "code": 503, "path": token_path(provider) })).await;
            let down = choose(&instance, &mut browser, WIZARD, client, SELLER, Press::Allow).await;
            assert_eq!(down.view(), "way:provider-down", "{}", down.body);
            forget(&instance, "faults").await;
            assert_eq!(mailbox(&instance).await, None, "nothing is stored");
        }
        tell(&instance, "microsoft/users", json!({ "email": SELLER, "consent": "admin" })).await;
        let admin = choose(&instance, &mut browser, WIZARD, "outlook", SELLER, Press::Allow).await;
        assert_eq!(admin.view(), "way:mailbox-admin-consent", "{}", admin.body);
        assert!(admin.body.contains("Please allow the app"), "{}", admin.body);
        assert_eq!(mailbox(&instance).await, None);

        let works = connect(&instance, &mut browser, "gmail").await;
        assert_eq!(works.location(), WIZARD, "{}", works.body);
    }
}

fn token_path(provider: &str) -> &'static str {
    if provider == "google" {
        "/token"
    } else {
        "/common/oauth2/v2.0/token"
    }
}

on_both_engines! {
    async fn a_way_back_belongs_to_one_browser_one_provider_and_one_time(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        let url = leave(&mut browser, &format!("{WIZARD}/choose"), &[("client", "gmail")]).await;
        let back = crate::support::consent::walk(&instance, &url, SELLER, Press::Allow).await;
        let mut stranger = instance.browser();
        let lost = stranger.get(&back).await;
        assert_eq!(lost.view(), "way:other");
        assert!(lost.body.contains("href=\"/\">Go to sign-in"), "{}", lost.body);
        let mixed = back.replace("/oauth/google/", "/oauth/microsoft/");
        assert_eq!(browser.get(&mixed).await.view(), "way:other");
        let used = browser.get(&back).await;
        assert_eq!(used.view(), "way:other", "used up");
        assert!(used.body.contains("href=\"/onboarding\">Go on"), "{}", used.body);
        let nobodys = browser.get("/oauth/salesforce/callback?code=x&state=y").await;
        assert!(nobodys.body.contains("href=\"/settings/salesforce\">Go on"), "{}", nobodys.body);
        assert_eq!(mailbox(&instance).await, None);
    }
}

on_both_engines! {
    async fn a_mailbox_must_be_ones_own(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        let other = post_mailbox(&instance, &mut browser, COLLEAGUE, &format!("mail-{MARKER}")).await;
        assert_eq!(other.view(), "onboarding:servers-refused");
        assert!(other.body.contains("mailbox-address-differs"), "{}", other.body);
    }
}

on_both_engines! {
    async fn what_no_admin_has_set_up_is_not_offered(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        let gone = "delete from connection_apps where provider = 'google'";
        instance.engine.db.run(gone, vec![]).await.unwrap();
        let page = browser.get(WIZARD).await;
        assert!(page.body.contains("value=\"gmail\" disabled"), "{}", page.body);
        let refused = browser.post(&format!("{WIZARD}/choose"), &[("client", "gmail")]).await;
        assert_eq!(refused.view(), "onboarding:mailbox-refused");
        assert!(refused.body.contains("mailbox-not-offered"));
    }
}

on_both_engines! {
    async fn a_revoked_mailbox_asks_to_be_connected_again_and_says_so_once(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        for (client, provider) in PROVIDERS {
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            let told = mails(&instance, SELLER).await.len();
            tell(&instance, &format!("{provider}/revoke"), json!({ "email": SELLER })).await;
            for _ in 0..3 {
                browser.post(&format!("{SETTINGS}/test"), &[]).await;
                instance.drain().await;
            }
            let shown = browser.get(SETTINGS).await;
            assert_eq!(shown.view(), "mailbox:reconnect", "{}", shown.body);
            assert!(shown.body.contains("mailbox-reconnect"), "{}", shown.body);
            assert_eq!(mails(&instance, SELLER).await.len(), told + 1, "the owner is told once");

            let back = choose(&instance, &mut browser, SETTINGS, client, SELLER, Press::Allow).await;
            assert_eq!(back.location(), SETTINGS, "{}", back.body);
            instance.drain().await;
            assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:connected");
        }
    }
}

on_both_engines! {
    async fn an_expired_token_is_refreshed_before_the_test_is_sent(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        for (client, provider) in PROVIDERS {
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            tell(&instance, &format!("{provider}/expire"), json!({ "email": SELLER })).await;
            browser.post(&format!("{SETTINGS}/test"), &[]).await;
            instance.drain().await;
            assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:connected");
        }
    }
}

on_both_engines! {
    async fn two_tabs_on_their_way_both_come_back(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        let choose = format!("{WIZARD}/choose");
        let first = leave(&mut browser, &choose, &[("client", "gmail")]).await;
        let second = leave(&mut browser, &choose, &[("client", "outlook")]).await;
        for url in [first, second] {
            let back = crate::support::consent::walk(&instance, &url, SELLER, Press::Allow).await;
            assert_eq!(browser.get(&back).await.location(), WIZARD);
        }
        assert_eq!(mailbox(&instance).await.unwrap().access.kind().code(), "outlook", "the later stays");
    }
}

on_both_engines! {
    async fn a_mailbox_connected_before_its_turn_is_not_asked_for_again(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        tell(&instance, "google/users", json!({ "email": SELLER })).await;
        let back = choose(&instance, &mut browser, SETTINGS, "gmail", SELLER, Press::Allow).await;
        assert_eq!(back.location(), SETTINGS, "{}", back.body);
        instance.drain().await;
        browser.post("/onboarding/start/done", &[]).await;
        let next = browser.post("/onboarding/introduction/done", &[]).await;
        assert_eq!(next.location(), "/onboarding/signature");
    }
}

on_both_engines! {
    async fn who_is_refused_ends_nobody_elses_connection(db: Db) {
        let instance = Instance::start(db).await;
        let mut owner = at_the_step(&instance).await;
        connect(&instance, &mut owner, "gmail").await;
        instance.drain().await;
        let mut other = seller(&instance, COLLEAGUE).await;
        let refused = choose(&instance, &mut other, SETTINGS, "gmail", SELLER, Press::Allow).await;
        assert_eq!(refused.view(), "way:mailbox-address-differs", "{}", refused.body);
        owner.post(&format!("{SETTINGS}/test"), &[]).await;
        instance.drain().await;
        assert_eq!(owner.get(SETTINGS).await.view(), "mailbox:connected");
    }
}

on_both_engines! {
    async fn an_account_without_a_mailbox_is_refused_before_anything_is_kept(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        for (client, provider) in PROVIDERS {
            tell(&instance, &format!("{provider}/users"), json!({ "email": SELLER, "mail_enabled": false })).await;
            let refused = choose(&instance, &mut browser, WIZARD, client, SELLER, Press::Allow).await;
            assert!(refused.body.contains("mailbox-missing"), "{client}: {}", refused.body);
            assert_eq!(mailbox(&instance).await, None);
        }
    }
}

on_both_engines! {
    async fn connecting_again_keeps_the_mailbox_what_it_was(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        for client in ["gmail", "outlook", "imap"] {
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            let first = mailbox(&instance).await.unwrap().id;
            connect(&instance, &mut browser, client).await;
            instance.drain().await;
            assert_eq!(mailbox(&instance).await.unwrap().id, first, "{client}");
            assert_eq!(browser.get(SETTINGS).await.view(), "mailbox:connected");
        }
    }
}
