//! A sentence to send to whoever can help: an admin of Salesforce, of the mail provider, or of Liaison.

use askama::Template;
use liaison_domain::Refusal;
use liaison_domain::access::User;

use crate::parts::Icon;
use crate::texts::Texts;
use crate::visitor::Visitor;

const LIAISON: &str = "Liaison";

#[derive(Template)]
#[template(path = "parts/for_admin.html")]
pub(crate) struct ForAdmin {
    t: &'static Texts,
    /// What the admin administers, by its name.
    admin_of: String,
    sentence: String,
}

impl askama::filters::HtmlSafe for ForAdmin {}

impl ForAdmin {
    /// `None` where no admin is needed, or where the one who reads is the admin.
    pub fn new(visitor: &Visitor, refusal: &Refusal) -> Option<Self> {
        let t = visitor.t();
        let (admin_of, sentence) = match refusal {
            Refusal::ApiDisabled { salesforce } => (
                "Salesforce",
                t.one("for-salesforce-admin-api", "salesforce", salesforce),
            ),
            Refusal::AppNotInstalled => {
                ("Salesforce", t.get("for-salesforce-admin-app").to_owned())
            }
            Refusal::MailboxAdminConsent { provider } => (
                provider.as_str(),
                t.one("for-mail-admin", "provider", provider),
            ),
            _ if visitor.user().is_some_and(User::is_admin) => return None,
            other => (LIAISON, for_liaison_admin(t, other)?),
        };
        Some(Self {
            t,
            admin_of: admin_of.to_owned(),
            sentence,
        })
    }

    fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }
}

fn for_liaison_admin(t: &Texts, refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::ProviderNotSetUp { provider } => {
            Some(t.one("for-liaison-admin-not-set-up", "provider", provider))
        }
        Refusal::ProviderClient { provider } => {
            Some(t.one("for-liaison-admin-client", "provider", provider))
        }
        Refusal::ProviderRedirect { provider, redirect } => Some(t.two(
            "for-liaison-admin-redirect",
            "provider",
            provider,
            "redirect",
            redirect,
        )),
        Refusal::ProviderRefused { provider, detail } => Some(t.two(
            "for-liaison-admin-refused",
            "provider",
            provider,
            "detail",
            detail,
        )),
        _ => None,
    }
}
