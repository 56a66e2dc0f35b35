//! Sessions: ended here, ended everywhere, at once; and ended by the clock.

use jiff::SignedDuration;
use liaison_domain::access::session::{LONGEST, LONGEST_IDLE};
use liaison_engine::access::users as acts;
use liaison_store::{Db, Sql};
use liaison_testkit::{Fresh, on_both_engines};

use crate::support::people::{SELLER, user, with_password};
use crate::support::{Browser, Instance, PASSWORD, Process};

/// The same browser at another process.
fn carried(browser: &Browser, process: &Process) -> Browser {
    let mut other = process.browser();
    other.set_cookie(
        "liaison_session",
        browser.cookie("liaison_session").unwrap(),
    );
    other
}

on_both_engines! {
    async fn what_ends_here_has_ended_everywhere(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let mut first = with_password(&instance, SELLER).await;
        let mut there = carried(&first, &other);
        assert!(there.is_in().await, "a session is good on every process");
        first.post("/sign-out", &[]).await;
        assert!(!there.is_in().await && !first.is_in().await);

        // Ending the others, from the other process.
        let mut one = instance.browser();
        one.sign_in(SELLER, PASSWORD).await;
        let mut two = other.browser();
        two.sign_in(SELLER, PASSWORD).await;
        two.post("/settings/sessions/others/end", &[]).await;
        assert!(two.is_in().await && !one.is_in().await);

        // One by its id; another person's is not to be had.
        let mut three = instance.browser();
        three.sign_in(SELLER, PASSWORD).await;
        let mine = liaison_store::access::sessions::of_user(&other.engine.db, user(&instance, SELLER).await.id).await.unwrap();
        let newest = mine.iter().max_by_key(|session| session.created_at).unwrap().id;
        let mut admin = instance.admin_browser().await;
        let foreign = admin.post(&format!("/settings/sessions/{newest}/end"), &[]).await;
        assert_eq!(foreign.status, axum::http::StatusCode::NOT_FOUND);
        assert!(three.is_in().await);
        two.post(&format!("/settings/sessions/{newest}/end"), &[]).await;
        assert!(!three.is_in().await);

        // A changed password ends all but this one.
        let mut four = other.browser();
        four.sign_in(SELLER, PASSWORD).await;
        let new = "höstlöven dansar över torget";
        let form = [("old_password", PASSWORD), ("password", new), ("password_again", new)];
        let wrong = four.post("/settings/profile/password", &[("old_password", "wrong"), form[1], form[2]]).await;
        assert_eq!(wrong.view(), "profile:password-refused");
        assert!(two.is_in().await);
        assert_eq!(four.post("/settings/profile/password", &form).await.location(), "/settings/profile");
        assert!(four.is_in().await && !two.is_in().await);

        // Access taken, access expired.
        let id = user(&instance, SELLER).await.id;
        let mut fifth = carried(&four, &instance.process(fresh.open_again().await, instance.relay()));
        assert!(fifth.is_in().await);
        let until = (instance.engine.clock.now() + SignedDuration::from_mins(5)).as_microsecond();
        let text = format!("update users set access_expires_at = {until} where email = '{SELLER}'");
        instance.engine.db.run(&text, vec![]).await.unwrap();
        assert!(fifth.is_in().await, "not yet");
        instance.pass(SignedDuration::from_mins(6));
        assert!(!fifth.is_in().await && !four.is_in().await, "expired");
        let answer = instance.browser().sign_in(SELLER, new).await;
        assert!(answer.status.is_client_error());
        instance.engine.db.run("update users set access_expires_at = null", vec![]).await.unwrap();
        assert!(fifth.is_in().await);
        acts::deactivate(&instance.engine, instance.admin().await, id).await.unwrap();
        assert!(!fifth.is_in().await && !four.is_in().await, "deactivated");
    }
}

on_both_engines! {
    async fn sessions_end_by_the_clock(db: Db) {
        let instance = Instance::start(db).await;
        let mut idle = instance.admin_browser().await;
        instance.pass(LONGEST_IDLE - SignedDuration::from_mins(1));
        assert!(idle.is_in().await, "just in time; and it counts as being used");
        instance.pass(LONGEST_IDLE - SignedDuration::from_mins(1));
        assert!(idle.is_in().await);
        instance.pass(LONGEST_IDLE + SignedDuration::from_secs(1));
        assert!(!idle.is_in().await, "idle for too long");

        let mut busy = instance.admin_browser().await;
        let step = LONGEST_IDLE / 2;
        let mut left = LONGEST;
        while left > step {
            instance.pass(step);
            left -= step;
            assert!(busy.is_in().await, "in use all the time");
        }
        instance.pass(left + SignedDuration::from_secs(1));
        assert!(!busy.is_in().await, "nobody stays for ever");
    }
}

on_both_engines! {
    async fn a_session_cookie_cannot_be_handed_in_or_read(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = instance.browser();
        browser.set_cookie("liaison_session", "chosen-by-an-attacker");
        let answer = browser.sign_in(crate::support::ADMIN, PASSWORD).await;
        let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
        for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(flag), "{cookie}");
        }
        assert_ne!(browser.cookie("liaison_session"), Some("chosen-by-an-attacker"));
        assert!(browser.is_in().await);
    }
}
