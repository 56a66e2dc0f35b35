//! Out to a provider's login and consent pages and back.

use askama::Template;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::links::Provider;
use liaison_engine::Token;
use liaison_engine::links::way::{self, Back, Callback, Purpose, Stranded};
use serde::Deserialize;

use super::for_admin::ForAdmin;
use crate::access::{enter, safe_next};
use crate::cookies;
use crate::forms::Query;
use crate::page::Page;
use crate::respond::{Answer, Trouble, go, go_saying, html, refreshing, status_of};
use crate::texts::Said;
use crate::visitor::Visitor;

/// What a form that leads to Salesforce may say.
#[derive(Deserialize)]
pub(crate) struct Choice {
    /// Ask for the login page even when somebody is signed in there.
    #[serde(default)]
    pub other_login: bool,
    /// Where to go after signing in.
    #[serde(default)]
    pub next: String,
}

#[derive(Template)]
#[template(path = "links/leaving.html")]
struct Leaving {
    page: Page,
    url: String,
}

/// Sends the browser to the provider. By a page and not by a redirect: a form may lead to our own
/// pages only (`form-action`), and the page works as a link where nothing else does.
pub(crate) async fn depart(visitor: &Visitor, purpose: Purpose, other_login: bool) -> Answer {
    let provider = purpose.provider().name();
    let engine = &visitor.app.engine;
    let browser = cookies::way_of(&visitor.app, &visitor.jar);
    let departure = way::depart(engine, purpose, visitor.user(), browser, other_login).await?;
    let title = visitor.t().one("leaving-title", "provider", provider);
    let page = Page::new(visitor, "way:leaving", &title);
    let url = departure.url;
    let response = html(&Leaving {
        page,
        url: url.clone(),
    });
    let cookie = cookies::way(&visitor.app, &departure.browser);
    Ok((
        visitor.jar.clone().add(cookie),
        refreshing(response, 0, &url),
    )
        .into_response())
}

#[derive(Template)]
#[template(path = "links/stranded.html")]
struct StrandedPage {
    page: Page,
    said: Said,
    /// Both addresses, when they differ.
    differ: Option<(String, String)>,
    /// Where *Try again* posts to.
    again: String,
    /// Trying again with the same login would end the same.
    wrong_login: bool,
    for_admin: Option<ForAdmin>,
    /// Whose pages the way leads to.
    provider: &'static str,
    /// Where it began.
    began: String,
    /// Which mailbox was chosen; empty on a way to Salesforce.
    client: &'static str,
    is_signed_in: bool,
}

pub(crate) async fn from_salesforce(visitor: Visitor, Query(callback): Query<Callback>) -> Answer {
    come_back(&visitor, Provider::Salesforce, callback).await
}

pub(crate) async fn from_google(visitor: Visitor, Query(callback): Query<Callback>) -> Answer {
    come_back(&visitor, Provider::Google, callback).await
}

pub(crate) async fn from_microsoft(visitor: Visitor, Query(callback): Query<Callback>) -> Answer {
    come_back(&visitor, Provider::Microsoft, callback).await
}

async fn come_back(visitor: &Visitor, provider: Provider, callback: Callback) -> Answer {
    let browser = cookies::way_of(&visitor.app, &visitor.jar);
    let browser = browser.unwrap_or_else(|| Token::received(""));
    let engine = &visitor.app.engine;
    match way::come_back(
        engine,
        provider,
        callback,
        &browser,
        visitor.user(),
        &visitor.user_agent,
    )
    .await
    {
        Ok(Back::Activated { session }) => Ok(enter(visitor, &session, "/onboarding")),
        Ok(Back::SignedIn { session, next }) => {
            let path = match safe_next(&next) {
                "/home" => "/onboarding".to_owned(),
                next => format!("/onboarding?next={next}"),
            };
            Ok(enter(visitor, &session, &path))
        }
        Ok(Back::Connected(Purpose::BindOrganisation)) => Ok(go_saying(
            visitor,
            "/settings/connections",
            "organisation-bound",
        )),
        Ok(Back::Connected(Purpose::Mailbox { next, .. })) => Ok(go(&next)),
        Ok(Back::Connected(_)) => Ok(go_saying(
            visitor,
            "/settings/salesforce",
            "salesforce-connected",
        )),
        Err(stranded) => strand(visitor, provider, stranded),
    }
}

fn strand(visitor: &Visitor, provider: Provider, stranded: Stranded) -> Answer {
    let refusal = Trouble::from(stranded.error).refusal()?;
    let said = visitor.t().say(&refusal);
    let on = way_on(visitor, provider);
    let (began, again) = stranded
        .purpose
        .as_ref()
        .map_or_else(|| (on.to_owned(), String::new()), began_and_again);
    let client = match &stranded.purpose {
        Some(Purpose::Mailbox { provider, .. }) => provider.kind().code(),
        _ => "",
    };
    let provider = stranded
        .purpose
        .as_ref()
        .map_or(provider, Purpose::provider);
    let mut page = Page::new(visitor, view_of(&refusal), &said.what);
    page.path.clone_from(&began);
    Ok((
        status_of(&refusal),
        html(&StrandedPage {
            differ: differ(&refusal),
            wrong_login: is_wrong_login(&refusal),
            for_admin: ForAdmin::new(visitor, &refusal),
            provider: provider.name(),
            page,
            said,
            again,
            began,
            client,
            is_signed_in: visitor.user().is_some(),
        }),
    )
        .into_response())
}

fn view_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::AddressDiffers { .. } => "way:address-differs",
        Refusal::ApiDisabled { .. } => "way:api-disabled",
        Refusal::ConsentDenied => "way:consent-denied",
        Refusal::AppNotInstalled => "way:app-not-installed",
        Refusal::MailboxAddressDiffers { .. } => "way:mailbox-address-differs",
        Refusal::MailboxConsentDenied { .. } => "way:mailbox-consent-denied",
        Refusal::MailboxAdminConsent { .. } => "way:mailbox-admin-consent",
        Refusal::ProviderUnreachable { .. }
        | Refusal::SalesforceUnreachable { .. }
        | Refusal::SalesforceBusy => "way:provider-down",
        _ => "way:other",
    }
}

/// The address that was expected, and the one that came.
fn differ(refusal: &Refusal) -> Option<(String, String)> {
    match refusal {
        Refusal::AddressDiffers {
            invited,
            salesforce,
        } => Some((invited.clone(), salesforce.clone())),
        Refusal::MailboxAddressDiffers { wanted, mailbox } => {
            Some((wanted.clone(), mailbox.clone()))
        }
        _ => None,
    }
}

/// The same login again would end the same.
fn is_wrong_login(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::AddressDiffers { .. }
            | Refusal::OtherOrganisation
            | Refusal::SalesforceTaken
            | Refusal::SalesforceUnknownUser { .. }
            | Refusal::MailboxAddressDiffers { .. }
            | Refusal::MailboxMissing { .. }
    )
}

/// Where to begin again after a way of which nothing is known.
fn way_on(visitor: &Visitor, provider: Provider) -> &'static str {
    match (visitor.user(), provider) {
        (None, _) => "/",
        (Some(_), Provider::Salesforce) => "/settings/salesforce",
        (Some(_), Provider::Google | Provider::Microsoft) => "/onboarding",
    }
}

/// Where it began, and where *Try again* posts to.
fn began_and_again(purpose: &Purpose) -> (String, String) {
    match purpose {
        Purpose::Activate { link } => (
            format!("/welcome/{link}"),
            format!("/welcome/{link}/salesforce"),
        ),
        Purpose::SignIn { .. } => ("/sign-in".into(), "/sign-in/salesforce".into()),
        Purpose::Connect => (
            "/settings/salesforce".into(),
            "/settings/salesforce/connect".into(),
        ),
        Purpose::BindOrganisation => (
            "/settings/connections".into(),
            "/settings/connections/organisation".into(),
        ),
        Purpose::Mailbox { next, .. } => (next.clone(), format!("{next}/choose")),
    }
}
