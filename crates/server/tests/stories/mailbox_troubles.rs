//! A mailbox in trouble: what stands in the way, which field it is, and the way out.

use liaison_domain::Refusal;
use liaison_domain::links::Provider;
use liaison_domain::links::mailbox::Findings;
use liaison_store::Db;
use liaison_store::links::{apps, mailboxes};
use liaison_testkit::on_both_engines;

use super::mailboxes::{at_the_step, connect, mailbox};
use crate::support::consent::choose;
use crate::support::outside::Press;
use crate::support::people::SELLER;
use crate::support::{Browser, Instance};

const WIZARD: &str = "/onboarding/mailbox";
const SETTINGS: &str = "/settings/email/connection";

/// As if the last look at the mailbox had found this.
async fn find(instance: &Instance, problem: Refusal) {
    let kept = mailbox(instance).await.unwrap();
    let findings = Findings::not_sent(problem);
    let now = instance.engine.clock.now();
    mailboxes::set_findings(&instance.engine.db, kept.id, &findings, now)
        .await
        .unwrap();
}

/// A seller at the wizard's step, with a mailbox whose test message has gone through.
async fn connected(instance: &Instance, client: &str) -> Browser {
    let mut browser = at_the_step(instance).await;
    connect(instance, &mut browser, client).await;
    instance.drain().await;
    browser
}

on_both_engines! {
    async fn the_servers_of_a_mailbox_can_always_be_changed(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = connected(&instance, "imap").await;
        let form = |page: &str| format!("href=\"{page}/servers\"");
        let shown = browser.get(SETTINGS).await;
        assert_eq!(shown.view(), "mailbox:connected");
        assert!(shown.body.contains(&form(SETTINGS)), "{}", shown.body);

        let host = || "imap.fjordlight.example".to_owned();
        let troubles = [
            (Refusal::MailboxCertificate { host: host() }, "mailbox:trouble"),
            (Refusal::MailboxUnreachable { host: host(), detail: String::new() }, "mailbox:trouble"),
            (Refusal::MailboxPassword { host: host() }, "mailbox:reconnect"),
            (Refusal::MailboxAppPassword { host: host() }, "mailbox:reconnect"),
        ];
        for (problem, view) in troubles {
            find(&instance, problem).await;
            for page in [SETTINGS, WIZARD] {
                let shown = browser.get(page).await;
                assert!(shown.body.contains(&form(page)), "{}", shown.body);
            }
            assert_eq!(browser.get(SETTINGS).await.view(), view);
        }
    }
}

on_both_engines! {
    async fn nobody_must_wait_for_the_test_message(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        connect(&instance, &mut browser, "gmail").await;
        let waiting = browser.get(WIZARD).await;
        assert_eq!(waiting.view(), "onboarding:mailbox-testing");
        assert!(waiting.body.contains("action=\"/onboarding/mailbox/done\""), "{}", waiting.body);
        browser.post(&format!("{WIZARD}/done"), &[]).await;
        assert_eq!(browser.get("/onboarding").await.location(), "/onboarding/signature");
    }
}

on_both_engines! {
    async fn what_only_an_admin_can_mend_is_a_sentence_to_send(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_the_step(&instance).await;
        let mut admin = instance.admin_browser().await;
        let known = apps::list(&instance.engine.db).await.unwrap();
        let google = known.iter().find(|app| app.provider == Provider::Google).unwrap();
        let form = [("client_id", google.client_id.as_str()), ("secret", "mistyped"), ("host", ""), ("domain", "")];
        admin.post("/settings/connections/google", &form).await;

        let label = "A sentence for your Liaison admin";
        let refused = choose(&instance, &mut browser, WIZARD, "gmail", SELLER, Press::Allow).await;
        assert!(refused.body.contains("provider-client"), "{}", refused.body);
        assert!(refused.body.contains(label) && refused.body.contains("Google does not take the app of Liaison"), "{}", refused.body);
        let refused = choose(&instance, &mut admin, SETTINGS, "gmail", SELLER, Press::Allow).await;
        assert!(refused.body.contains("provider-client"), "{}", refused.body);
        assert!(!refused.body.contains(label), "admins do not write to themselves");

        connect(&instance, &mut browser, "outlook").await;
        let provider = || "Microsoft".to_owned();
        let troubles = [
            (Refusal::ProviderRefused { provider: provider(), detail: "AADSTS1".into() }, label),
            (Refusal::MailboxAdminConsent { provider: provider() }, "A sentence for your Microsoft admin"),
        ];
        for (problem, label) in troubles {
            find(&instance, problem).await;
            for page in [SETTINGS, WIZARD] {
                let shown = browser.get(page).await;
                assert!(shown.body.contains(label), "{}", shown.body);
            }
        }
    }
}
