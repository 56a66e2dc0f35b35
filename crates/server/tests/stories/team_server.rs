//! One SMTP server for the team: an admin sets it up, sellers send by it, and it is taken away again.

use jiff::SignedDuration;
use liaison_domain::id::EmailId;
use liaison_domain::links::ChannelKind;
use liaison_domain::mail::EmailState;
use liaison_domain::mail::dkim::DkimState;
use liaison_engine::Dice;
use liaison_engine::links::channels;
use liaison_store::Db;
use liaison_store::links::team_server as kept;
use liaison_store::mail::{dkim_keys, identities};
use liaison_testkit::on_both_engines;
use serde_json::json;

use super::emails::{NADIA, at_work, kept as email, leave, person, press};
use crate::support::outside::{control, fault, mails, tell};
use crate::support::people::{SELLER, seller, user};
use crate::support::team::{account, form, password, team_server};
use crate::support::{Answer, Browser, Instance};

const PAGE: &str = "/settings/team-server";
const SIGNING: &str = "/settings/team-server/signing";
const DOMAIN: &str = "fjordlight.example";
const HELLO: [(&str, &str); 2] = [("subject", "By the team"), ("body", "<p>Hello</p>")];

fn fresh() -> EmailId {
    EmailId(Dice::system().id(jiff::Timestamp::UNIX_EPOCH))
}

/// Sends the form, with some of it changed.
async fn send_form(instance: &Instance, admin: &mut Browser, change: &[(&str, &str)]) -> Answer {
    let form = form(instance, DOMAIN, SELLER);
    let of = |name: &str, value: &str| {
        let changed = change.iter().find(|(field, _)| *field == name);
        changed.map_or(value.to_owned(), |(_, value)| (*value).to_owned())
    };
    let form: Vec<_> = form.iter().map(|(n, v)| (*n, of(n, v))).collect();
    let form: Vec<_> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    admin.post(PAGE, &form).await
}

on_both_engines! {
    async fn what_is_wrong_with_a_server_is_said_in_words_and_nothing_is_kept(db: Db) {
        let instance = Instance::start(db).await;
        account(&instance, &password(), &["anna@fjordlight.example"]).await;
        let mut admin = instance.admin_browser().await;
        assert_eq!(admin.get(PAGE).await.view(), "team-server:none");
        let untrusted = instance.world.addresses().mail.imaps_untrusted.clone();
        let untrusted = untrusted.rsplit(':').next().unwrap();
        let cases: [(&[(&str, &str)], &str); 12] = [
            (&[("password", "wrong")], "team-server-password"),
            (&[("password", "")], "team-server-password-missing"),
            (&[("port", untrusted)], "team-server-certificate"),
            (&[("port", "1")], "team-server-unreachable"),
            (&[("port", "many")], "mailbox-port"),
            (&[("host", "smtp.gmail.com")], "team-server-is-mailbox"),
            (&[("host", "no host")], "mailbox-host"),
            // The server itself has a say in who sends.
            (&[], "team-server-sender-refused"),
            (&[("senders", "")], "team-server-senders-missing"),
            (&[("senders", "acme\u{202e}")], "team-server-sender-malformed"),
            (&[("senders", "outlook.com")], "team-server-domain-public"),
            (&[("tried_as", "mallory@outside.example")], "team-server-tries-outsider"),
        ];
        for (change, code) in cases {
            let answer = send_form(&instance, &mut admin, change).await;
            assert_eq!(answer.view(), "team-server:refused", "{code}: {}", answer.body);
            assert!(answer.body.contains(code), "{code}: {}", answer.body);
            assert!(!answer.body.contains(&password()), "{code}");
            assert_eq!(kept::get(&instance.engine.db).await.unwrap(), None, "{code}");
        }
        let fine = send_form(&instance, &mut admin, &[("tried_as", "anna@fjordlight.example")]).await;
        assert_eq!(fine.location(), PAGE, "{}", fine.body);
        let page = admin.get(PAGE).await;
        assert_eq!(page.view(), "team-server:kept");
        assert!(!page.body.contains(&password()));

        // The password that is kept serves that server and that user, and no other.
        let again = [("tried_as", "anna@fjordlight.example"), ("password", "")];
        assert_eq!(send_form(&instance, &mut admin, &again).await.location(), PAGE);
        for elsewhere in [("host", "localhost"), ("username", "somebody-else")] {
            let answer = send_form(&instance, &mut admin, &[again[0], again[1], elsewhere]).await;
            assert!(answer.body.contains("team-server-password-again"), "{}", answer.body);
        }
    }
}

on_both_engines! {
    async fn a_seller_without_a_mailbox_sends_signed_mail_and_reads_what_is_not_seen(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        let nadia = person(&instance, 1, NADIA).await;
        let before = press(&mut browser, fresh(), "send", &nadia, &HELLO).await;
        assert!(before.body.contains("email-no-mailbox"), "{}", before.body);
        team_server(&instance, SELLER).await;

        let mut admin = instance.admin_browser().await;
        let made = admin.post(SIGNING, &[("domain", DOMAIN), ("selector", "Sales-1")]).await;
        assert_eq!(made.location(), SIGNING, "{}", made.body);
        let taken = admin.post(SIGNING, &[("domain", DOMAIN), ("selector", "sales-1")]).await;
        assert!(taken.body.contains("dkim-selector-taken"), "{}", taken.body);
        let other = admin.post(SIGNING, &[("domain", "outside.example"), ("selector", "a")]).await;
        assert_eq!(other.view(), "refusal:state-changed");
        let page = admin.get(SIGNING).await;
        for name in ["sales-1-rsa._domainkey.fjordlight.example", "sales-1-ed25519._domainkey.fjordlight.example"] {
            assert!(page.body.contains(name), "{}", page.body);
        }
        let db = &instance.engine.db;
        let keys = dkim_keys::all(db).await.unwrap().remove(0);
        assert_eq!(keys.state, DkimState::Waiting);

        // Until the records are published, nothing is signed.
        for (count, is_signed) in [(1, false), (2, true)] {
            let id = fresh();
            let sent = press(&mut browser, id, "send", &nadia, &HELLO).await;
            assert_eq!(sent.location(), format!("/email/{id}"), "{}", sent.body);
            leave(&instance).await;
            assert_eq!(email(&instance, id).await.state, EmailState::Delivered);
            let arrived = mails(&instance, NADIA).await;
            assert_eq!(arrived.len(), count);
            let mail = arrived.last().unwrap();
            assert_eq!(mail["from"], json!(SELLER), "bounces go to the writer");
            assert_eq!(mail["headers"].get("DKIM-Signature").is_some(), is_signed, "{mail}");
            admin.post(&format!("{SIGNING}/{}/begin", keys.id), &[]).await;
        }
        let in_use = admin.post(&format!("{SIGNING}/{}/remove", keys.id), &[]).await;
        assert_eq!(in_use.view(), "refusal:dkim-keys-in-use");

        // New keys sign when told, and the old stay until told.
        admin.post(SIGNING, &[("domain", DOMAIN), ("selector", "sales-2")]).await;
        let all = dkim_keys::all(db).await.unwrap();
        let new = all.iter().find(|k| k.selector == "sales-2").unwrap();
        admin.post(&format!("{SIGNING}/{}/begin", new.id), &[]).await;
        let states: Vec<_> = dkim_keys::all(db).await.unwrap().into_iter().map(|k| (k.selector, k.state)).collect();
        assert!(states.contains(&("sales-1".into(), DkimState::Retired)), "{states:?}");
        assert!(states.contains(&("sales-2".into(), DkimState::Signing)), "{states:?}");
        admin.post(&format!("{SIGNING}/{}/remove", keys.id), &[]).await;
        assert_eq!(dkim_keys::all(db).await.unwrap().len(), 1);

        let settings = browser.get("/settings/email").await;
        assert_eq!(settings.view(), "email:channels");
        assert!(settings.body.contains("replies and bounces are not seen"), "{}", settings.body);
    }
}

on_both_engines! {
    async fn each_identity_has_a_way_of_its_own_and_outsiders_have_none(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let nadia = person(&instance, 1, NADIA).await;
        team_server(&instance, SELLER).await;
        let db = &instance.engine.db;
        let me = user(&instance, SELLER).await;
        let own = || async { identities::of_user(db, me.id).await.unwrap().remove(0) };
        let way = || async { channels::of_identity(db, &own().await).await.unwrap() };
        assert_eq!(way().await.kind(), ChannelKind::Team, "the default identity's, unasked");
        let id = fresh();
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        leave(&instance).await;
        assert_eq!(email(&instance, id).await.state, EmailState::Delivered);
        let copies = control(&instance, &format!("mails?to={SELLER}&folder=Sent")).await;
        let is_it = |mail: &&serde_json::Value| mail["subject"] == "By the team";
        assert_eq!(copies.as_array().unwrap().iter().filter(is_it).count(), 1, "a copy in the own mailbox");

        let choose = format!("/settings/email/identities/{}/channel", own().await.id);
        assert_eq!(browser.post(&choose, &[("channel", "mailbox")]).await.status, 303);
        assert_eq!(way().await.kind(), ChannelKind::Mailbox, "what was chosen");
        team_server(&instance, SELLER).await;
        assert_eq!(way().await.kind(), ChannelKind::Mailbox, "and stays, whatever an admin does");
        let strange = browser.post(&choose, &[("channel", "pigeon")]).await;
        assert_eq!(strange.view(), "refusal:bad-form");

        // The admin lists others only: nobody else is let through, chosen or not.
        account(&instance, &password(), &["nord.example"]).await;
        let mut admin = instance.admin_browser().await;
        let change = [("senders", "nord.example"), ("tried_as", "a@nord.example")];
        assert_eq!(send_form(&instance, &mut admin, &change).await.location(), PAGE);
        let refused = browser.post(&choose, &[("channel", "team")]).await;
        assert!(refused.body.contains("team-server-not-yours"), "{}", refused.body);
        browser.post("/settings/email/connection/disconnect", &[]).await;
        let id = fresh();
        let sent = press(&mut browser, id, "send", &nadia, &HELLO).await;
        assert!(sent.body.contains("team-server-not-yours"), "{}", sent.body);
        assert_eq!(mails(&instance, NADIA).await.len(), 1);
    }
}

on_both_engines! {
    async fn a_password_that_was_changed_fails_mails_which_are_sent_again(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        let nadia = person(&instance, 1, NADIA).await;
        team_server(&instance, SELLER).await;
        account(&instance, "another", &[DOMAIN]).await;
        let id = fresh();
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        leave(&instance).await;
        let failed = email(&instance, id).await;
        assert_eq!(failed.state, EmailState::Failed);
        assert_eq!(failed.problem.unwrap().code(), "team-server-password");
        let mut admin = instance.admin_browser().await;
        assert_eq!(admin.get(PAGE).await.view(), "team-server:trouble");
        assert_eq!(admin.post(&format!("{PAGE}/check"), &[]).await.location(), PAGE);
        assert_eq!(admin.get(PAGE).await.view(), "team-server:trouble");

        let change = [("password", "another")];
        assert_eq!(send_form(&instance, &mut admin, &change).await.location(), PAGE);
        browser.post(&format!("/email/{id}/retry"), &[]).await;
        instance.drain().await;
        assert_eq!(email(&instance, id).await.state, EmailState::Delivered);
        assert_eq!(mails(&instance, NADIA).await.len(), 1);
        assert_eq!(admin.get(PAGE).await.view(), "team-server:kept");
    }
}

on_both_engines! {
    async fn a_cut_nobody_can_tell_of_is_put_before_a_person_and_never_sent_again(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        let nadia = person(&instance, 1, NADIA).await;
        team_server(&instance, SELLER).await;
        // It had arrived, or it had not: nobody can tell.
        for (count, (kind, path)) in [("cut", "TAKEN"), ("cut", "COME")].into_iter().enumerate() {
            fault(&instance, json!({ "service": "smtp", "kind": kind, "path": path, "times": 1 })).await;
            let id = fresh();
            press(&mut browser, id, "send", &nadia, &HELLO).await;
            leave(&instance).await;
            instance.pass(SignedDuration::from_hours(9));
            instance.drain().await;
            assert_eq!(email(&instance, id).await.state, EmailState::PleaseCheck, "{path}");
            assert_eq!(mails(&instance, NADIA).await.len(), 1, "{path} {count}");
        }
    }
}

on_both_engines! {
    async fn a_bounce_finds_its_writer_s_mailbox(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = at_work(&instance, "imap").await;
        let nadia = person(&instance, 1, NADIA).await;
        team_server(&instance, SELLER).await;
        tell(&instance, "mail/rules", json!({ "address": NADIA, "action": "bounce", "after_seconds": 0, "status": "5.1.1", "text": "No such user" })).await;
        let id = fresh();
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        leave(&instance).await;
        instance.pass(SignedDuration::from_mins(2));
        instance.drain().await;
        assert_eq!(email(&instance, id).await.state, EmailState::Bounced);
    }
}

on_both_engines! {
    async fn a_server_that_is_taken_away_says_first_what_stops(db: Db) {
        let instance = Instance::start(db).await;
        let mut browser = seller(&instance, SELLER).await;
        let nadia = person(&instance, 1, NADIA).await;
        team_server(&instance, SELLER).await;
        let id = fresh();
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        let mut admin = instance.admin_browser().await;
        let page = admin.get(&format!("{PAGE}/remove")).await;
        assert_eq!(page.view(), "team-server:remove");
        assert!(page.body.contains(SELLER), "{}", page.body);
        assert!(page.body.contains("cannot send until a mailbox is connected"), "{}", page.body);
        assert!(page.body.contains("One e-mail waits"), "{}", page.body);
        admin.post(&format!("{PAGE}/remove"), &[]).await;
        leave(&instance).await;
        let failed = email(&instance, id).await;
        assert_eq!(failed.state, EmailState::Failed);
        assert_eq!(failed.problem.unwrap().code(), "team-server-gone");
        assert!(mails(&instance, NADIA).await.is_empty());
        assert_eq!(admin.get(PAGE).await.view(), "team-server:none");

        // Whoever was deactivated sends nothing either, by whichever way.
        team_server(&instance, SELLER).await;
        let id = fresh();
        press(&mut browser, id, "send", &nadia, &HELLO).await;
        let me = user(&instance, SELLER).await;
        let actor = instance.admin().await;
        liaison_engine::access::users::deactivate(&instance.engine, actor, me.id).await.unwrap();
        assert_eq!(email(&instance, id).await.problem.unwrap().code(), "access-ended");
    }
}
