//! The welcome mail: what it holds, and what an admin sees of its way.

use jiff::SignedDuration;
use liaison_standins::{Options, World};
use liaison_store::Db;
use liaison_testkit::{Fresh, on_both_engines};
use serde_json::{Value, json};

use crate::support::Instance;
use crate::support::outside::{fault, forget, link_in, mails, tell};
use crate::support::people::{invite_in, path_of};

const ON_ITS_WAY: &str = "On its way";
const NOT_DELIVERED: &str = "Not delivered";

fn text<'a>(mail: &'a Value, part: &str) -> &'a str {
    mail[part].as_str().unwrap()
}

/// The list of invitations as the admin sees it.
async fn list(instance: &Instance) -> String {
    let mut admin = instance.admin_browser().await;
    admin.get("/settings/invitations").await.body
}

on_both_engines! {
    async fn the_welcome_mail_speaks_the_invitees_language(db: Db) {
        let instance = Instance::start(db).await;
        for (language, button, subject) in [
            ("en", "Get started", "activate your account"),
            ("fr", "Commencer", "activez votre compte"),
            ("sv", "Kom igång", "aktivera ditt konto"),
        ] {
            let address = format!("rita.{language}@fjordlight.example");
            invite_in(&instance, &address, language).await;
            instance.drain().await;
            let found = mails(&instance, &address).await;
            assert_eq!(found.len(), 1, "one mail to {address}");
            let mail = &found[0];
            assert!(text(mail, "subject").contains(subject), "{}", mail["subject"]);
            let link = link_in(mail);
            assert!(text(mail, "html").contains(&format!(">{button}</a>")), "{}", mail["html"]);
            for part in ["html", "text"] {
                assert!(text(mail, part).contains(&link), "no link in the {part} part");
                assert!(text(mail, part).contains("Ada Admin"), "who invites, in the {part} part");
            }
            assert_eq!(mail["headers"]["Auto-Submitted"], json!("auto-generated"));
            let page = instance.browser().get(&path_of(&link)).await;
            assert_eq!(page.view(), "welcome:salesforce");
            assert!(page.body.contains(&address), "the page says whom it is for");
        }
    }
}

on_both_engines! {
    async fn each_header_stands_once(db: Db) {
        let instance = Instance::start(db).await;
        invite_in(&instance, "rita.rep@fjordlight.example", "sv").await;
        instance.drain().await;
        let url = format!("{}/", instance.world.addresses().mail.viewer);
        let raw = raw_mail(&instance, &url).await;
        let head = raw.split("\r\n\r\n").next().unwrap().to_lowercase();
        for name in ["from:", "date:", "message-id:", "to:", "subject:", "auto-submitted:", "mime-version:"] {
            let times = head.lines().filter(|line| line.starts_with(name)).count();
            assert_eq!(times, 1, "{name} in {head}");
        }
        assert!(!raw.replace("\r\n", "").contains(['\r', '\n']), "bare line ends");
    }
}

on_both_engines! {
    async fn a_refused_recipient_is_not_delivered_in_the_relays_words(db: Db) {
        let instance = Instance::start(db).await;
        invite_in(&instance, "refuse.me@fjordlight.example, rita.rep@fjordlight.example", "en").await;
        assert!(list(&instance).await.contains(ON_ITS_WAY));
        instance.drain().await;
        let page = list(&instance).await;
        assert!(page.contains(NOT_DELIVERED), "{page}");
        assert!(page.contains("No such person here"), "the relay's own words: {page}");
        assert_eq!(mails(&instance, "rita.rep@fjordlight.example").await.len(), 1);

        // The remedy: the relay learns the address, the admin sends again.
        tell(&instance, "mail/rules", json!({ "address": "refuse.me@fjordlight.example", "action": "deliver" })).await;
        resend(&instance, "refuse.me@fjordlight.example").await;
        instance.drain().await;
        assert_eq!(mails(&instance, "refuse.me@fjordlight.example").await.len(), 1);
        assert!(!list(&instance).await.contains(NOT_DELIVERED));
    }
}

on_both_engines! {
    async fn a_temporary_refusal_is_tried_again(db: Db) {
        let instance = Instance::start(db).await;
        let address = "rita.rep@fjordlight.example";
        tell(&instance, "mail/rules", json!({ "address": address, "action": "refuse", "code": 451, "text": "4.7.1 Greylisted" })).await;
        invite_in(&instance, address, "en").await;
        instance.drain().await;
        assert!(list(&instance).await.contains(ON_ITS_WAY), "it is not given up");
        assert!(mails(&instance, address).await.is_empty());
        forget(&instance, "mail/rules").await;
        instance.drain().await;
        assert!(mails(&instance, address).await.is_empty(), "not before its time");
        instance.pass(SignedDuration::from_secs(6));
        instance.drain().await;
        assert_eq!(mails(&instance, address).await.len(), 1);
        assert!(!list(&instance).await.contains(ON_ITS_WAY));
    }
}

on_both_engines! {
    async fn a_mail_that_never_leaves_is_not_queued_for_ever(db: Db) {
        let instance = Instance::start(db).await;
        let address = "rita.rep@fjordlight.example";
        tell(&instance, "mail/rules", json!({ "address": address, "action": "refuse", "code": 452, "text": "4.2.2 Mailbox full" })).await;
        invite_in(&instance, address, "en").await;
        for _ in 0..8 {
            instance.drain().await;
            instance.pass(SignedDuration::from_hours(7));
        }
        instance.drain().await;
        let page = list(&instance).await;
        assert!(page.contains(NOT_DELIVERED) && page.contains("Mailbox full"), "{page}");
        assert!(mails(&instance, address).await.is_empty());
    }
}

on_both_engines! {
    async fn a_line_that_is_cut_is_tried_again_with_the_same_message_id(db: Db) {
        let instance = Instance::start(db).await;
        let address = "rita.rep@fjordlight.example";
        // The relay takes the mail and then falls silent: nobody knows whether it has it.
        fault(&instance, json!({ "service": "smtp", "kind": "cut", "path": "DATA", "times": 1 })).await;
        invite_in(&instance, address, "en").await;
        instance.drain().await;
        assert!(list(&instance).await.contains(ON_ITS_WAY));
        instance.pass(SignedDuration::from_secs(6));
        instance.drain().await;
        let found = mails(&instance, address).await;
        let mut ids: Vec<&Value> = found.iter().map(|mail| &mail["headers"]["Message-ID"]).collect();
        ids.dedup();
        assert_eq!(ids.len(), 1, "copies of one and the same mail: {ids:?}");
    }
}

on_both_engines! {
    async fn without_the_relay_mails_wait_for_it(fresh: Fresh) {
        let world = World::start(Options::default()).await.unwrap();
        let closed = closed_port().await;
        let instance = Instance::with_relay(fresh.db(), world, &closed).await;
        let address = "rita.rep@fjordlight.example";
        invite_in(&instance, address, "en").await;
        instance.drain().await;
        assert!(list(&instance).await.contains(ON_ITS_WAY));
        let repaired = instance.process(fresh.open_again().await, instance.relay());
        instance.pass(SignedDuration::from_secs(6));
        repaired.drain().await;
        assert_eq!(mails(&instance, address).await.len(), 1);
        assert!(!list(&instance).await.contains(ON_ITS_WAY));
    }
}

on_both_engines! {
    async fn sending_again_while_the_first_mail_waits_sends_the_new_link_only(db: Db) {
        let instance = Instance::start(db).await;
        let address = "rita.rep@fjordlight.example";
        fault(&instance, json!({ "service": "smtp", "kind": "throttled", "times": 1 })).await;
        invite_in(&instance, address, "en").await;
        instance.drain().await;
        resend(&instance, address).await;
        instance.pass(SignedDuration::from_secs(6));
        instance.drain().await;
        let found = mails(&instance, address).await;
        for mail in &found {
            let page = instance.browser().get(&path_of(&link_in(mail))).await;
            assert_eq!(page.view(), "welcome:salesforce", "a mail with a dead link was sent");
        }
        assert_eq!(found.len(), 1);
    }
}

on_both_engines! {
    async fn a_revoked_invitation_sends_no_mail(db: Db) {
        let instance = Instance::start(db).await;
        invite_in(&instance, "rita.rep@fjordlight.example", "en").await;
        let mut admin = instance.admin_browser().await;
        let id = invitation(&instance).await;
        admin.post(&format!("/settings/invitations/{id}/revoke"), &[]).await;
        instance.drain().await;
        assert!(mails(&instance, "rita.rep@fjordlight.example").await.is_empty());
    }
}

/// The id of the newest invitation, out of the list's own form.
async fn invitation(instance: &Instance) -> String {
    let page = list(instance).await;
    let after = page
        .split("/settings/invitations/")
        .find(|part| part.contains("/resend\""))
        .unwrap();
    after.split('/').next().unwrap().to_owned()
}

async fn resend(instance: &Instance, address: &str) {
    let page = list(instance).await;
    let row = page.split("<tr").find(|row| row.contains(address)).unwrap();
    let id = row
        .split("/settings/invitations/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let mut admin = instance.admin_browser().await;
    let answer = admin
        .post(&format!("/settings/invitations/{id}/resend"), &[])
        .await;
    assert_eq!(
        answer.location(),
        "/settings/invitations",
        "{}",
        answer.body
    );
}

/// An address where nobody listens.
async fn closed_port() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("smtp://{}", listener.local_addr().unwrap())
}

async fn raw_mail(instance: &Instance, viewer: &str) -> String {
    use liaison_connectors::outbound::Request;
    let get = async |path: &str| {
        let url = url::Url::parse(viewer).unwrap().join(path).unwrap();
        instance
            .engine
            .outbound
            .http(Request::get(url))
            .await
            .unwrap()
            .text()
    };
    let mail = &mails(instance, "rita.rep@fjordlight.example").await[0];
    get(&format!("/rita.rep@fjordlight.example/{}/raw", mail["id"])).await
}
