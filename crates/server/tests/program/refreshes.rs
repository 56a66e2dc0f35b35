//! The power goes while a token is refreshed: what a provider replaced is lost, and its owner is told
//! once; everything else goes on.

use futures::future::join_all;
use jiff::SignedDuration;
use liaison_engine::links::{mailboxes, salesforce};
use serde_json::{Value, json};

use crate::home::{Home, LEASE, MAILBOX};
use crate::liaison::Liaison;
use crate::support::outside::{Press, Seller, tell};
use crate::support::people::{SELLER, user};
use crate::visit::{Visit, view};

const SALESFORCE: &str = "/settings/salesforce";
const TOLD: &str = "connection has ended";
/// After this time a worker that is no more has lost the right to refresh.
const RIGHT: SignedDuration = SignedDuration::from_secs(61);

async fn with_mailbox(client: &str) -> Home {
    let home = Home::new().await;
    let (program, mut visit) = home.start().await;
    connect(&home, &mut visit, client).await;
    assert_eq!(program.stop().await.0, 0);
    home
}

async fn connect(home: &Home, visit: &mut Visit, client: &str) {
    let back = home.connect(visit, client).await.unwrap();
    assert_eq!(back.status, 303, "{}", back.text());
    home.settle().await;
    assert_eq!(view(&visit.get(MAILBOX).await), "mailbox:connected");
}

/// Crashes at this place of the refresh that `path` leads to; the program, started again.
async fn crash(home: &Home, place: &str, expire: (&str, Value), path: &str) -> (Liaison, Visit) {
    tell(&home.instance, expire.0, expire.1).await;
    let (program, mut visit) = home.start_crashing(place).await;
    visit.post_to_dying(path, &[]).await;
    program.aborted().await;
    home.start().await
}

async fn crash_at_salesforce(home: &Home, place: &str) -> (Liaison, Visit) {
    let expire = ("salesforce/expire", json!({ "username": SELLER }));
    crash(home, place, expire, &format!("{SALESFORCE}/check")).await
}

async fn crash_at(home: &Home, provider: &str, place: &str) -> (Liaison, Visit) {
    let path = format!("{provider}/expire");
    let expire = (path.as_str(), json!({ "email": SELLER }));
    crash(home, place, expire, &format!("{MAILBOX}/test")).await
}

/// So many at once find the mailbox, from another process than the one that works in the background.
async fn find_mailbox(home: &Home, works: bool) {
    let user = user(&home.instance, SELLER).await;
    let engine = &home.instance.engine;
    for outcome in join_all((0..5).map(|_| mailboxes::check(engine, &user))).await {
        match outcome {
            Ok(()) => assert!(works),
            Err(error) => {
                assert!(!works, "{error}");
                assert_eq!(error.refusal().unwrap().code(), "mailbox-reconnect");
            }
        }
    }
}

#[tokio::test]
async fn salesforces_new_token_that_was_lost_is_told_once_and_mended() {
    let home = Home::new().await;
    let (program, mut visit) = crash_at_salesforce(&home, "refresh-answered").await;
    home.instance.pass(RIGHT);
    let id = user(&home.instance, SELLER).await.id;
    let engine = &home.instance.engine;
    let elsewhere = join_all((0..5).map(|_| salesforce::check(engine, id)));
    let here = join_all((0..5).map(|_| async {
        let mut visit = visit.at(&visit.address);
        visit.post(&format!("{SALESFORCE}/check"), &[]).await
    }));
    let (elsewhere, here) = futures::future::join(elsewhere, here).await;
    for outcome in elsewhere {
        let error = outcome.unwrap_err();
        assert_eq!(error.refusal().unwrap().code(), "salesforce-reconnect");
    }
    for answer in here {
        assert!(
            answer.text().contains("salesforce-reconnect"),
            "{}",
            answer.text()
        );
    }
    home.settle().await;
    assert_eq!(home.count("INBOX", TOLD).await, 1);

    let url = visit.leave(&format!("{SALESFORCE}/connect"), &[]).await;
    let mut owner = Seller::new(&home.instance);
    let back = owner.walk(&url, SELLER, Press::Allow).await;
    assert_eq!(visit.get(&back).await.status, 303);
    assert_eq!(
        visit.post(&format!("{SALESFORCE}/check"), &[]).await.status,
        303
    );
    home.settle().await;
    assert_eq!(home.count("INBOX", TOLD).await, 1);
    assert_eq!(program.stop().await.0, 0);
}

#[tokio::test]
async fn microsofts_new_token_that_was_lost_is_told_once_and_mended() {
    let home = with_mailbox("outlook").await;
    let at_once = json!({ "replaced_refresh_life_seconds": 0 });
    tell(&home.instance, "microsoft/settings", at_once).await;
    let (program, mut visit) = crash_at(&home, "microsoft", "refresh-answered").await;
    home.instance.pass(LEASE);
    find_mailbox(&home, false).await;
    home.settle().await;
    assert_eq!(view(&visit.get(MAILBOX).await), "mailbox:reconnect");
    assert_eq!(home.count("INBOX", TOLD).await, 1);

    connect(&home, &mut visit, "outlook").await;
    assert_eq!(home.count("INBOX", TOLD).await, 1);
    assert_eq!(program.stop().await.0, 0);
}

#[tokio::test]
async fn googles_new_token_that_was_lost_is_asked_for_again() {
    let home = with_mailbox("gmail").await;
    let (program, mut visit) = crash_at(&home, "google", "refresh-answered").await;
    home.instance.pass(LEASE);
    find_mailbox(&home, true).await;
    home.settle().await;
    assert_eq!(view(&visit.get(MAILBOX).await), "mailbox:connected");
    assert_eq!(home.count("INBOX", TOLD).await, 0);
    assert_eq!(program.stop().await.0, 0);
}

#[tokio::test]
async fn a_new_token_that_was_kept_works() {
    let home = Home::new().await;
    let (program, mut visit) = crash_at_salesforce(&home, "refresh-kept").await;
    assert_eq!(
        visit.post(&format!("{SALESFORCE}/check"), &[]).await.status,
        303
    );
    assert_eq!(program.stop().await.0, 0);
    let at_once = json!({ "replaced_refresh_life_seconds": 0 });
    tell(&home.instance, "microsoft/settings", at_once).await;
    for (client, provider) in [("gmail", "google"), ("outlook", "microsoft")] {
        let (program, mut visit) = home.start().await;
        connect(&home, &mut visit, client).await;
        assert_eq!(program.stop().await.0, 0);
        let (program, mut visit) = crash_at(&home, provider, "refresh-kept").await;
        find_mailbox(&home, true).await;
        home.instance.pass(LEASE);
        home.settle().await;
        assert_eq!(
            view(&visit.get(MAILBOX).await),
            "mailbox:connected",
            "{client}"
        );
        assert_eq!(program.stop().await.0, 0);
    }
    assert_eq!(home.count("INBOX", TOLD).await, 0);
}
