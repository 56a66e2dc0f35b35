//! A mailbox in trouble: what stands in the way, which field it is, and the way out.

use liaison_domain::Refusal;
use liaison_domain::links::mailbox::Findings;
use liaison_store::Db;
use liaison_store::links::mailboxes;
use liaison_testkit::on_both_engines;

use super::mailboxes::{at_the_step, connect, mailbox};
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
