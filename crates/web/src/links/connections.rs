//! Settings → Connections: client ids and secrets, redirect addresses, the test button, and which
//! Salesforce organisation is ours.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use liaison_domain::Refusal;
use liaison_domain::links::Provider;
use liaison_engine::links::apps::{self, AppForm};
use liaison_engine::links::salesforce;
use liaison_engine::links::way::Purpose;
use liaison_store::links::apps as kept;
use secrecy::SecretString;
use serde::Deserialize;

use super::way;
use crate::forms::Form;
use crate::page::Page;
use crate::parts::Refused;
use crate::respond::{Answer, Trouble, go_saying, html};
use crate::visitor::Admin;

#[derive(Template)]
#[template(path = "links/connections.html")]
struct ConnectionsPage {
    page: Page,
    cards: Vec<Card>,
    organisation: Option<String>,
}

/// One provider's form.
struct Card {
    code: &'static str,
    name: &'static str,
    client_id: String,
    has_secret: bool,
    redirect: String,
    /// `production`, `sandbox` or `domain`; empty where there is no choice.
    host: &'static str,
    domain: String,
    refused: Option<Refused>,
    /// Its test succeeded just now.
    tested: bool,
}

impl Card {
    fn id(&self, field: &str) -> String {
        format!("{}-{field}", self.code)
    }
}

async fn page(
    admin: &Admin,
    refused: Option<(&AppForm, &Refusal)>,
    tested: Option<Provider>,
) -> Result<ConnectionsPage, Trouble> {
    let engine = &admin.visitor.app.engine;
    let known = kept::list(&engine.db).await?;
    let cards = Provider::ALL
        .into_iter()
        .map(|provider| {
            let app = known.iter().find(|app| app.provider == provider);
            let typed = refused.filter(|(form, _)| form.provider == provider);
            // What was typed stays, so that only the mistake has to be corrected.
            let (client_id, login_host) = match typed {
                Some((form, _)) => (form.client_id.as_str(), form.login_host.as_str()),
                None => app
                    .map(|a| (a.client_id.as_str(), a.login_host.as_str()))
                    .unwrap_or_default(),
            };
            let (host, domain) = match (provider, login_host) {
                (Provider::Salesforce, "" | "production") => ("production", ""),
                (Provider::Salesforce, "sandbox") => ("sandbox", ""),
                (Provider::Salesforce, domain) => ("domain", domain),
                (Provider::Google | Provider::Microsoft, _) => ("", ""),
            };
            Card {
                code: provider.code(),
                name: provider.name(),
                client_id: client_id.to_owned(),
                has_secret: app.is_some_and(|a| a.has_secret),
                redirect: apps::redirect_address(engine, provider),
                host,
                domain: domain.to_owned(),
                refused: typed.map(|(_, refusal)| Refused {
                    said: admin.t().say(refusal),
                    field: field_of(refusal),
                }),
                tested: tested == Some(provider),
            }
        })
        .collect();
    let view = match (refused, tested) {
        (Some(_), _) => "connections:refused",
        (None, Some(_)) => "connections:tested",
        (None, None) => "connections:form",
    };
    let organisation = salesforce::organisation(&engine.db)
        .await?
        .map(|id| id.to_string());
    Ok(ConnectionsPage {
        page: Page::at(admin, "connections", view),
        cards,
        organisation,
    })
}

/// The field a refusal belongs to.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::SalesforceClientId => "salesforce-client",
        Refusal::SalesforceClientSecret => "salesforce-secret",
        Refusal::SalesforceHost { .. } | Refusal::SalesforceUnreachable { .. } => {
            "salesforce-domain"
        }
        _ => "",
    }
}

pub(crate) async fn show(admin: Admin) -> Answer {
    Ok(html(&page(&admin, None, None).await?))
}

#[derive(Deserialize)]
pub(crate) struct Filled {
    client_id: String,
    #[serde(default)]
    secret: SecretString,
    #[serde(default)]
    host: String,
    #[serde(default)]
    domain: String,
}

impl Filled {
    fn form(self, provider: Provider) -> AppForm {
        AppForm {
            provider,
            client_id: self.client_id,
            secret: self.secret,
            login_host: if self.host == "domain" {
                self.domain
            } else {
                self.host
            },
        }
    }
}

pub(crate) async fn save(
    admin: Admin,
    Path(provider): Path<String>,
    Form(filled): Form<Filled>,
) -> Answer {
    let provider = Provider::from_code(&provider).ok_or(Refusal::NotFound)?;
    let form = filled.form(provider);
    match apps::save(&admin.visitor.app.engine, admin.actor(), &form).await {
        Ok(()) => Ok(go_saying(&admin.visitor, "/settings/connections", "saved")),
        Err(error) => refuse(&admin, &form, Trouble::from(error)).await,
    }
}

async fn refuse(admin: &Admin, form: &AppForm, trouble: Trouble) -> Answer {
    let refusal = trouble.refusal()?;
    let page = page(admin, Some((form, &refusal)), None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)).into_response())
}

/// Saves what is in the form and asks the provider whether it is right.
pub(crate) async fn test(
    admin: Admin,
    Path(provider): Path<String>,
    Form(filled): Form<Filled>,
) -> Answer {
    let engine = &admin.visitor.app.engine;
    let provider = Provider::from_code(&provider).ok_or(Refusal::NotFound)?;
    let form = filled.form(provider);
    let attempt = async {
        apps::save(engine, admin.actor(), &form).await?;
        apps::test(engine, admin.actor(), provider).await
    };
    match attempt.await {
        Ok(()) => Ok(html(&page(&admin, None, Some(provider)).await?)),
        Err(error) => refuse(&admin, &form, Trouble::from(error)).await,
    }
}

/// The admin signs in to the organisation that is ours.
pub(crate) async fn bind_organisation(admin: Admin, Form(choice): Form<way::Choice>) -> Answer {
    way::depart(
        &admin.visitor,
        Purpose::BindOrganisation,
        choice.other_login,
    )
    .await
}
