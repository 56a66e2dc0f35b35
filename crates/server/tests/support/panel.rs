//! The package in the pretend Salesforce, and the panel's script.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use liaison_connectors::salesforce::Api;
use liaison_engine::links::salesforce::{organisation, with_api};
use liaison_store::links::salesforce;
use serde_json::Value;
use sha2::Sha256;

use super::people::user;
use super::{Answer, Browser, Instance};

/// What a seller's pages of Salesforce make their tickets with.
pub struct Package {
    pub organisation: String,
    pub user: String,
    pub secret: String,
}

/// The package as the admin has set it up, for this connected seller.
pub async fn package(instance: &Instance, seller: &str) -> Package {
    let mut admin = instance.admin_browser().await;
    let made = admin.post("/settings/panel/secret", &[]).await;
    assert_eq!(made.view(), "panel-settings:secret", "{}", made.body);
    let secret = made
        .body
        .split("id=\"secret\" readonly value=\"")
        .nth(1)
        .unwrap();
    let db = &instance.engine.db;
    let connection = salesforce::of_user(db, user(instance, seller).await.id)
        .await
        .unwrap();
    Package {
        organisation: organisation(db).await.unwrap().unwrap().to_string(),
        user: connection.unwrap().salesforce_user_id.to_string(),
        secret: secret.split('"').next().unwrap().to_owned(),
    }
}

/// `base64(HMAC-SHA256(secret, text))`.
pub fn signed(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

impl Package {
    /// A ticket for these records, made at this time.
    pub fn ticket(&self, object: &str, records: &[&str], at: Timestamp) -> String {
        let nonce = uuid_of(at);
        let (records, millis) = (records.join(","), at.as_millisecond());
        let payload = format!(
            "{}|{}|{records}|{object}|{millis}|{nonce}",
            self.organisation, self.user
        );
        let payload = STANDARD.encode(payload);
        let mac = signed(&self.secret, &payload);
        format!("{payload}.{mac}")
    }
}

/// No two tickets are equal.
fn uuid_of(at: Timestamp) -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!(
        "{:x}{:x}",
        at.as_nanosecond(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    )
}

/// Exchanges a ticket for a token.
pub async fn exchange(instance: &Instance, ticket: &str) -> Answer {
    let mut script = instance.browser();
    script
        .post_for_json("/embed/token", &[("ticket", ticket)])
        .await
}

/// The code of a refusal that came as problem JSON.
pub fn code(answer: &Answer) -> String {
    let problem: Value = serde_json::from_str(&answer.body).unwrap();
    problem["code"].as_str().unwrap_or_default().to_owned()
}

/// The panel's script, in with a ticket; and the page it was told to show.
pub async fn opened(
    instance: &Instance,
    package: &Package,
    object: &str,
    records: &[&str],
) -> (Browser, String) {
    let ticket = package.ticket(object, records, instance.engine.clock.now());
    let answer = exchange(instance, &ticket).await;
    assert!(answer.status.is_success(), "{}", answer.body);
    entered(instance, &answer)
}

/// The script with the token of an exchange.
pub fn entered(instance: &Instance, answer: &Answer) -> (Browser, String) {
    let said: Value = serde_json::from_str(&answer.body).unwrap();
    let mut panel = instance.browser();
    panel.set_bearer(said["token"].as_str().unwrap());
    (panel, said["path"].as_str().unwrap().to_owned())
}

/// Shows a record as the script does: the skeleton, then what it goes on to.
pub async fn shown(panel: &mut Browser, path: &str) -> Answer {
    let answer = panel.get(path).await;
    match answer.headers.get("refresh") {
        Some(next) => {
            assert_eq!(answer.view(), "panel:waiting");
            let next = next
                .to_str()
                .unwrap()
                .strip_prefix("0;url=")
                .unwrap()
                .to_owned();
            panel.get(&next).await
        }
        None => answer,
    }
}

/// What a seller's own token finds in the pretend Salesforce.
pub async fn query(instance: &Instance, seller: &str, soql: &str) -> Vec<Value> {
    calling(instance, seller, async |api: Api| {
        api.query(soql).await.map(|page| page.records)
    })
    .await
}

/// A call with a seller's own token.
pub async fn calling<T, F>(instance: &Instance, seller: &str, call: impl Fn(Api) -> F) -> T
where
    F: Future<Output = Result<T, liaison_connectors::salesforce::ApiError>> + Send,
{
    let id = user(instance, seller).await.id;
    let connection = salesforce::of_user(&instance.engine.db, id).await.unwrap();
    with_api(&instance.engine, &connection.unwrap(), call)
        .await
        .unwrap()
}

/// The id of the first record of a query.
pub async fn first(instance: &Instance, seller: &str, soql: &str) -> String {
    let rows = query(instance, seller, soql).await;
    rows[0]["Id"].as_str().unwrap().to_owned()
}
