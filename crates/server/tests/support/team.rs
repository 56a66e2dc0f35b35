//! The team's server of the pretend company.

use liaison_engine::links::team_server::{self as acts, Form};
use liaison_standins::MARKER;
use secrecy::SecretString;
use serde_json::json;

use super::Instance;
use super::outside::tell;

/// What the server knows us by.
pub const USER: &str = "liaison-team";

pub fn password() -> String {
    format!("team-{MARKER}")
}

/// The pretend server has an account for us that may send from these addresses and domains.
pub async fn account(instance: &Instance, password: &str, senders: &[&str]) {
    let body = json!({ "user": USER, "password": password, "senders": senders });
    tell(instance, "mail/submitters", body).await;
}

/// The form an admin fills in.
pub fn form(instance: &Instance, senders: &str, tried_as: &str) -> Vec<(&'static str, String)> {
    let smtps = &instance.world.addresses().mail.smtps;
    vec![
        ("host", "127.0.0.1".into()),
        ("port", smtps.rsplit(':').next().unwrap().into()),
        ("security", "tls".into()),
        ("username", USER.into()),
        ("password", password()),
        ("senders", senders.into()),
        ("tried_as", tried_as.into()),
    ]
}

/// Sets it up for the domain of an address.
pub async fn team_server(instance: &Instance, address: &str) {
    let (_, domain) = address.split_once('@').unwrap();
    account(instance, &password(), &[domain]).await;
    let smtps = &instance.world.addresses().mail.smtps;
    let form = Form {
        host: "127.0.0.1",
        port: smtps.rsplit(':').next().unwrap(),
        security: "tls",
        username: USER,
        password: &SecretString::from(password()),
        senders: domain,
        tried_as: address,
    };
    let admin = instance.admin().await;
    acts::save(&instance.engine, admin, &form).await.unwrap();
}
