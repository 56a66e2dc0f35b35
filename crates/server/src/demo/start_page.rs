//! What the start page of the demo world and `demo --json` say.

use liaison_standins::{Employee, World};
use liaison_web::demo::{DemoPerson, DemoWorld};
use serde_json::{Value, json};

use super::people;

/// The world as the start page explains it.
pub(crate) fn world(world: &World) -> DemoWorld {
    let addresses = world.addresses();
    let person = |e: &Employee| DemoPerson {
        email: e.email.clone(),
        name: format!("{} {}", e.first_name, e.last_name),
        title: e.title.clone(),
        team: e.team.clone(),
        language: e.language.clone(),
        can_activate: e.api_enabled,
    };
    let password_of = |system: &str, email: &str| {
        let account = world
            .accounts()
            .into_iter()
            .find(|a| a.system == system && a.email == email);
        account.map(|a| a.password).unwrap_or_default()
    };
    let example = world
        .company()
        .employees
        .first()
        .map(|e| e.email.clone())
        .unwrap_or_default();
    DemoWorld {
        company: world.company().name.clone(),
        salesforce: addresses.salesforce.clone(),
        viewer: addresses.mail.viewer.clone(),
        control: addresses.control.clone(),
        imaps: addresses
            .mail
            .imaps
            .trim_start_matches("imaps://")
            .to_owned(),
        smtps: addresses
            .mail
            .smtps
            .trim_start_matches("smtps://")
            .to_owned(),
        admins: people::admin(world).map(person).into_iter().collect(),
        sellers: people::at_work(world)
            .into_iter()
            .take(6)
            .map(person)
            .collect(),
        invited: people::invited(world).into_iter().map(person).collect(),
        admin_password: people::admin_password(),
        salesforce_password: password_of("salesforce", &example),
        mail_password: password_of("mail", &example),
    }
}

/// One line that lets any outside program drive the demo world.
pub(crate) fn as_json(product: &str, world: &World) -> anyhow::Result<Value> {
    let mut line = serde_json::to_value(world.addresses())?;
    line["product"] = json!(product);
    if let Some(mail) = line["mail"].as_object_mut() {
        mail.retain(|_, url| !url.is_null());
    }
    let mut accounts = serde_json::to_value(world.accounts())?;
    if let Some(list) = accounts.as_array_mut() {
        let admin = people::admin(world)?;
        list.push(json!({ "email": admin.email, "password": people::admin_password(), "role": "admin", "system": "product" }));
    }
    line["accounts"] = accounts;
    let invited: Vec<&str> = people::invited(world)
        .into_iter()
        .map(|e| e.email.as_str())
        .collect();
    line["invited"] = json!(invited);
    let at_work: Vec<&str> = people::at_work(world)
        .into_iter()
        .map(|e| e.email.as_str())
        .collect();
    line["at_work"] = json!(at_work);
    let (client_id, client_secret) = world.salesforce_client();
    line["salesforce_client"] = json!({ "id": client_id, "secret": client_secret });
    Ok(line)
}
