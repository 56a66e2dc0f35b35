//! The last admin stays one, however many leave at once.

use futures::future::join_all;
use liaison_testkit::{Fresh, on_both_engines};

use crate::support::people::{another_admin, user};
use crate::support::tables::count;
use crate::support::{ADMIN, Browser, Instance, PASSWORD};
use crate::times;

const ADMINS: &str = "select count(*) as n from users where role = 'admin' and state = 'active'";

async fn press(mut admin: Browser, path: String, form: &[(&str, &str)]) -> u16 {
    let status = admin.post(&path, form).await.status.as_u16();
    assert!(status < 500, "{status}");
    status
}

on_both_engines! {
    async fn two_admins_leaving_at_once(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let other = instance.process(fresh.open_again().await, instance.relay());
        let second = "bea.boss@fjordlight.example";
        another_admin(&instance, second).await;
        let (ada, bea) = (user(&instance, ADMIN).await.id, user(&instance, second).await.id);
        for round in 0..times(6, 100) {
            let mut here = instance.browser();
            let mut there = other.browser();
            assert_eq!(here.sign_in(ADMIN, PASSWORD).await.status.as_u16(), 303);
            assert_eq!(there.sign_in(second, PASSWORD).await.status.as_u16(), 303);
            let (act, form) = match round % 3 {
                0 => ("role", vec![("role", "user")]),
                1 => ("deactivate", vec![]),
                // Each takes their own role, or their own access.
                _ => ("role", vec![("role", "user")]),
            };
            let (first, last) = if round % 3 == 2 { (ada, bea) } else { (bea, ada) };
            let both = [
                press(here, format!("/settings/users/{first}/{act}"), &form),
                press(there, format!("/settings/users/{last}/{act}"), &form),
            ];
            let answers = join_all(both).await;
            assert_eq!(count(&instance.engine.db, ADMINS).await, 1, "{act}: {answers:?}");
            use liaison_store::Sql;
            instance.engine.db.run("update users set role = 'admin', state = 'active'", vec![]).await.unwrap();
        }
    }
}

on_both_engines! {
    async fn ten_admins_leaving_at_once(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let mut all = vec![ADMIN.to_owned()];
        for i in 0..9 {
            let email = format!("boss{i}@fjordlight.example");
            another_admin(&instance, &email).await;
            all.push(email);
        }
        for _ in 0..times(2, 30) {
            let mut leaving = Vec::new();
            for email in &all {
                let mut browser = instance.browser();
                browser.sign_in(email, PASSWORD).await;
                let id = user(&instance, email).await.id;
                leaving.push(press(browser, format!("/settings/users/{id}/role"), &[("role", "user")]));
            }
            let answers = join_all(leaving).await;
            assert_eq!(count(&instance.engine.db, ADMINS).await, 1, "{answers:?}");
            assert_eq!(answers.iter().filter(|status| **status == 409).count(), 1, "{answers:?}");
            use liaison_store::Sql;
            instance.engine.db.run("update users set role = 'admin'", vec![]).await.unwrap();
        }
    }
}

on_both_engines! {
    async fn the_only_admin_is_told_why(fresh: Fresh) {
        let instance = Instance::start(fresh.db()).await;
        let id = user(&instance, ADMIN).await.id;
        let mut admin = instance.admin_browser().await;
        for (act, form) in [("role", vec![("role", "user")]), ("deactivate", vec![])] {
            let answer = admin.post(&format!("/settings/users/{id}/{act}"), &form).await;
            assert_eq!(answer.view(), "refusal:last-admin", "{act}");
        }
        assert_eq!(count(&instance.engine.db, ADMINS).await, 1);
        // Another admin who is deactivated, or invited only, does not count.
        let second = "bea.boss@fjordlight.example";
        another_admin(&instance, second).await;
        let bea = user(&instance, second).await.id;
        assert_eq!(admin.post(&format!("/settings/users/{bea}/deactivate"), &[]).await.status.as_u16(), 303);
        let answer = admin.post(&format!("/settings/users/{id}/role"), &[("role", "user")]).await;
        assert_eq!(answer.view(), "refusal:last-admin");
    }
}
