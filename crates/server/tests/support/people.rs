//! People in every state a story may begin with.

use liaison_domain::EmailAddress;
use liaison_domain::access::{LoginMode, Role, User};
use liaison_engine::access::login_mode;
use liaison_engine::access::users as acts;
use liaison_standins::World;
use liaison_store::access::users;

use super::outside::{Press, there_and_back, welcome_link};
use super::{Answer, Browser, Instance, PASSWORD};

/// Somebody of the pretend company whose profile has API access.
pub const SELLER: &str = "bjorn.hakansson@fjordlight.example";
/// Another one.
pub const COLLEAGUE: &str = "asa.lindqvist@fjordlight.example";
/// Somebody of the pretend company without API access.
pub const NO_API: &str = "goran.oberg@fjordlight.example";

/// The user with this address, if there is one.
pub async fn find(instance: &Instance, email: &str) -> Option<User> {
    let address = EmailAddress::parse(email).unwrap();
    users::by_email(&instance.engine.db, &address)
        .await
        .unwrap()
}

/// The user with this address.
pub async fn user(instance: &Instance, email: &str) -> User {
    find(instance, email)
        .await
        .unwrap_or_else(|| panic!("no user {email}"))
}

pub async fn mode(instance: &Instance, mode: LoginMode) {
    let actor = instance.admin().await;
    login_mode::set(&instance.engine, actor, mode)
        .await
        .unwrap();
}

/// Invites by the form, as the admin, in a language.
pub async fn invite_in(instance: &Instance, addresses: &str, language: &str) {
    let mut admin = instance.admin_browser().await;
    let answer = admin
        .post(
            "/settings/users/invite",
            &[
                ("addresses", addresses),
                ("team", ""),
                ("language", language),
            ],
        )
        .await;
    assert_eq!(answer.view(), "invite:done", "{}", answer.body);
}

/// Invites, delivers the mail, and takes the path of the link in it.
pub async fn invited(instance: &Instance, email: &str) -> String {
    invite_in(instance, email, "en").await;
    instance.drain().await;
    path_of(&welcome_link(instance, email).await)
}

/// The path of a link of ours.
pub fn path_of(link: &str) -> String {
    url::Url::parse(link).unwrap().path().to_owned()
}

/// Invited and activated with Salesforce.
pub async fn seller(instance: &Instance, email: &str) -> Browser {
    let path = invited(instance, email).await;
    let mut browser = instance.browser();
    let from = format!("{path}/salesforce");
    let answer = there_and_back(instance, &mut browser, &from, email, Press::Allow).await;
    assert_eq!(answer.location(), "/onboarding", "{}", answer.body);
    browser
}

/// Invited and activated with a password; all login methods are open from then on.
pub async fn with_password(instance: &Instance, email: &str) -> Browser {
    mode(instance, LoginMode::AllMethods).await;
    let path = invited(instance, email).await;
    let mut browser = instance.browser();
    let form = [
        ("first_name", "Björn"),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ];
    let answer = browser.post(&format!("{path}/password"), &form).await;
    assert_eq!(answer.location(), "/onboarding", "{}", answer.body);
    browser
}

/// Another admin with a password.
pub async fn another_admin(instance: &Instance, email: &str) -> Browser {
    let browser = with_password(instance, email).await;
    let id = user(instance, email).await.id;
    let actor = instance.admin().await;
    acts::set_role(&instance.engine, actor, id, Role::Admin)
        .await
        .unwrap();
    browser
}

/// Fills the wizard's mailbox form for the pretend company's mail server.
pub async fn post_mailbox(
    instance: &Instance,
    browser: &mut Browser,
    address: &str,
    password: &str,
) -> Answer {
    let form = servers_form(&instance.world, address, password);
    let form: Vec<_> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    browser.post("/onboarding/mailbox/servers", &form).await
}

/// The form of a mailbox on the pretend company's mail server.
pub fn servers_form(world: &World, address: &str, password: &str) -> [(&'static str, String); 9] {
    let mail = &world.addresses().mail;
    let port = |url: &str| url.rsplit(':').next().unwrap().to_owned();
    let (imap, smtp) = (port(&mail.imaps), port(&mail.smtps));
    [
        ("address", address.into()),
        ("username", String::new()),
        ("password", password.into()),
        ("imap_host", "127.0.0.1".into()),
        ("imap_port", imap),
        ("imap_security", "tls".into()),
        ("smtp_host", "127.0.0.1".into()),
        ("smtp_port", smtp),
        ("smtp_security", "tls".into()),
    ]
}
