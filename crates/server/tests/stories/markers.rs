//! After a whole story no secret is readable in the database. That none is in an answer is checked
//! with every answer (`support::Answer`), that none is in the log where the program runs.

use liaison_engine::access::first_run;
use liaison_standins::MARKER;
use liaison_testkit::{Fresh, on_both_engines};
use serde_json::json;

use super::mailboxes::{at_the_step, connect};
use crate::support::outside::{link_in, mails, tell};
use crate::support::people::{self, COLLEAGUE, SELLER, path_of};
use crate::support::tables::found_in;
use crate::support::{ADMIN, Instance, PASSWORD, token_of};

on_both_engines! {
    async fn nothing_secret_is_readable_in_the_database(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let mut browser = at_the_step(&instance).await;
        for (client, service) in [("imap", "google"), ("outlook", "microsoft"), ("gmail", "google")] {
            let taken = connect(&instance, &mut browser, client).await;
            assert_eq!(taken.location(), "/onboarding/mailbox", "{}", taken.body);
            instance.drain().await;
            tell(&instance, &format!("{service}/expire"), json!({ "email": SELLER })).await;
            browser.post("/settings/email/connection/test", &[]).await;
            instance.drain().await;
        }
        tell(&instance, "salesforce/expire", json!({ "username": SELLER })).await;
        browser.post("/settings/salesforce/check", &[]).await;
        let path = people::invited(&instance, COLLEAGUE).await;
        instance.browser().post(&format!("{path}/salesforce"), &[]).await;
        instance.browser().post("/forgot", &[("email", ADMIN)]).await;
        instance.drain().await;
        // These stay in the queue, with their links in them.
        instance.browser().post("/forgot", &[("email", SELLER)]).await;
        people::invite_in(&instance, "waiting@fjordlight.example", "en").await;

        let reset = path_of(&link_in(mails(&instance, ADMIN).await.last().unwrap()));
        let link = first_run::new_link(&instance.engine).await.unwrap();
        let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let secrets = [
            ("a secret of the pretend world", MARKER.to_owned()),
            ("an invitation's link", last(&path)),
            ("a reset link", last(&reset)),
            ("a first-run link", token_of(&link).reveal().to_owned()),
            ("a session", browser.cookie("liaison_session").unwrap().to_owned()),
            ("the admin's password", PASSWORD.to_owned()),
            ("a queued link", "/welcome/".to_owned()),
        ];
        let (db, address) = (&instance.engine.db, fresh.address());
        for (what, secret) in secrets {
            assert!(secret.len() > 8, "{what}");
            let found = found_in(db, &address, &secret).await;
            assert!(found.is_empty(), "{what} is readable in {found:?}");
        }
        let seen = found_in(db, &address, SELLER).await;
        assert!(!seen.is_empty(), "the search finds what is there");
    }
}
