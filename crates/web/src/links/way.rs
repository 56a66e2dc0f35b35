//! Out to Salesforce's login page and back.

use askama::Template;
use axum::http::{HeaderName, HeaderValue};
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_engine::links::way::{self, Back, Callback, Purpose, Stranded};
use serde::Deserialize;

use crate::access::{enter, safe_next};
use crate::cookies;
use crate::forms::Query;
use crate::page::Page;
use crate::respond::{Answer, Trouble, go_saying, html, status_of};
use crate::texts::Said;
use crate::visitor::Visitor;

/// What a form that leads to Salesforce may say.
#[derive(Deserialize)]
pub(crate) struct Choice {
    /// Ask for the login page even when somebody is signed in at Salesforce.
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

/// Sends the browser to Salesforce. By a page and not by a redirect: a form may lead to our own
/// pages only (`form-action`), and the page works as a link where nothing else does.
pub(crate) async fn depart(visitor: &Visitor, purpose: Purpose, other_login: bool) -> Answer {
    let departure = way::depart(&visitor.app.engine, purpose, visitor.user(), other_login).await?;
    let refresh = HeaderValue::from_str(&format!("0;url={}", departure.url))
        .map_err(liaison_engine::Error::broken)?;
    let page = Page::new(visitor, "way:leaving", visitor.t().get("leaving-title"));
    let mut response = html(&Leaving {
        page,
        url: departure.url,
    });
    response
        .headers_mut()
        .insert(HeaderName::from_static("refresh"), refresh);
    Ok((
        visitor
            .jar
            .clone()
            .add(cookies::way(&visitor.app, &departure.browser)),
        response,
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
    /// A sentence to send to the Salesforce admin.
    for_admin: String,
}

pub(crate) async fn come_back(visitor: Visitor, Query(callback): Query<Callback>) -> Answer {
    let browser = cookies::way_of(&visitor.app, &visitor.jar);
    let engine = &visitor.app.engine;
    match way::come_back(
        engine,
        callback,
        &browser,
        visitor.user(),
        &visitor.user_agent,
    )
    .await
    {
        Ok(Back::Activated { session }) => Ok(enter(&visitor, &session, "/onboarding")),
        Ok(Back::SignedIn { session, next }) => {
            let path = match safe_next(&next) {
                "/home" => "/onboarding".to_owned(),
                next => format!("/onboarding?next={next}"),
            };
            Ok(enter(&visitor, &session, &path))
        }
        Ok(Back::Connected(Purpose::BindOrganisation)) => Ok(go_saying(
            &visitor,
            "/settings/connections",
            "organisation-bound",
        )),
        Ok(Back::Connected(_)) => Ok(go_saying(
            &visitor,
            "/settings/salesforce",
            "salesforce-connected",
        )),
        Err(stranded) => strand(&visitor, stranded),
    }
}

fn strand(visitor: &Visitor, stranded: Stranded) -> Answer {
    let refusal = Trouble::from(stranded.error).refusal()?;
    let t = visitor.t();
    let said = t.say(&refusal);
    let view = match &refusal {
        Refusal::AddressDiffers { .. } => "way:address-differs",
        Refusal::ApiDisabled { .. } => "way:api-disabled",
        Refusal::ConsentDenied => "way:consent-denied",
        Refusal::AppNotInstalled => "way:app-not-installed",
        _ => "way:other",
    };
    let for_admin = match &refusal {
        Refusal::ApiDisabled { salesforce } => {
            t.one("for-salesforce-admin-api", "salesforce", salesforce)
        }
        Refusal::AppNotInstalled => t.get("for-salesforce-admin-app").to_owned(),
        _ => String::new(),
    };
    let differ = match &refusal {
        Refusal::AddressDiffers {
            invited,
            salesforce,
        } => Some((invited.clone(), salesforce.clone())),
        _ => None,
    };
    // The same login again would end the same.
    let wrong_login = matches!(
        refusal,
        Refusal::AddressDiffers { .. }
            | Refusal::OtherOrganisation
            | Refusal::SalesforceTaken
            | Refusal::SalesforceUnknownUser { .. }
    );
    // Where it began, and where *Try again* posts to.
    let (began, again) = match stranded.purpose {
        Some(Purpose::Activate { link }) => (
            format!("/welcome/{link}"),
            format!("/welcome/{link}/salesforce"),
        ),
        Some(Purpose::SignIn { .. }) => ("/sign-in".into(), "/sign-in/salesforce".into()),
        Some(Purpose::Connect) => (
            "/settings/salesforce".into(),
            "/settings/salesforce/connect".into(),
        ),
        Some(Purpose::BindOrganisation) => (
            "/settings/connections".into(),
            "/settings/connections/organisation".into(),
        ),
        None => ("/".into(), String::new()),
    };
    let mut page = Page::new(visitor, view, &said.what);
    page.path = began;
    Ok((
        status_of(&refusal),
        html(&StrandedPage {
            page,
            said,
            differ,
            again,
            wrong_login,
            for_admin,
        }),
    )
        .into_response())
}
