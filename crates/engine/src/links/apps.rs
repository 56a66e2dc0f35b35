//! Client ids and secrets (Settings → Connections): keeping, reading, testing.

use liaison_connectors::salesforce::{self, App, LoginHost};
use liaison_connectors::{google, microsoft};
use liaison_domain::Refusal;
use liaison_domain::access::{Actor, AuditAction};
use liaison_domain::links::Provider;
use liaison_store::links::apps;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::salesforce::refusal_of_oauth;
use super::{gmail, outlook};
use crate::access::note;
use crate::vault::Place;
use crate::{Engine, Error, Outcome};

/// The form of one provider.
pub struct AppForm {
    pub provider: Provider,
    pub client_id: String,
    /// Empty keeps the secret there is.
    pub secret: SecretString,
    /// Salesforce: `production`, `sandbox`, or a My Domain. Google and Microsoft: empty, or, where the
    /// operator allows private addresses, the address of a stand-in.
    pub login_host: String,
}

/// Keeps what an admin entered.
pub async fn save(engine: &Engine, actor: Actor, form: &AppForm) -> Outcome<()> {
    actor.must_administer()?;
    let login_host = match form.provider {
        Provider::Salesforce => {
            let host = login_host(engine, &form.login_host)?;
            match host {
                LoginHost::Production => "production".to_owned(),
                LoginHost::Sandbox => "sandbox".to_owned(),
                LoginHost::MyDomain(url) => url.to_string(),
            }
        }
        Provider::Google | Provider::Microsoft => stand_in(engine, form)?,
    };
    let secret = form.secret.expose_secret().trim();
    let sealed = if secret.is_empty() {
        None
    } else {
        Some(
            engine
                .vault
                .seal(&engine.dice, place(form.provider), secret)?,
        )
    };
    let tx = engine.db.begin().await?;
    apps::save(
        &tx,
        form.provider,
        form.client_id.trim(),
        &login_host,
        sealed,
    )
    .await?;
    note(
        engine,
        &tx,
        actor,
        AuditAction::ConnectionAppChanged,
        form.provider.code(),
        form.client_id.trim(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Google and Microsoft have fixed addresses. Only where the operator allows private addresses may
/// another be named: a stand-in's, in the demo world and in tests.
fn stand_in(engine: &Engine, form: &AppForm) -> Result<String, Refusal> {
    let base = form.login_host.trim();
    let is_one = engine.outbound.policy().allow_private && url::Url::parse(base).is_ok();
    if base.is_empty() || is_one {
        Ok(base.to_owned())
    } else {
        Err(Refusal::BadForm)
    }
}

/// Reads `production`, `sandbox` or what an admin typed as My Domain.
fn login_host(engine: &Engine, text: &str) -> Result<LoginHost, Refusal> {
    match text.trim() {
        "" | "production" => Ok(LoginHost::Production),
        "sandbox" => Ok(LoginHost::Sandbox),
        domain => LoginHost::parse(domain, engine.outbound.policy().allow_private).map_err(|_| {
            Refusal::SalesforceHost {
                host: domain.to_owned(),
            }
        }),
    }
}

/// Apps have a word for a key, not an id: each stands in a row of its own.
fn place(provider: Provider) -> Place {
    Place {
        column: "connection_apps.secret",
        row: Uuid::from_u128(provider as u128),
    }
}

/// The address to enter at the provider.
pub fn redirect_address(engine: &Engine, provider: Provider) -> String {
    engine.url(provider.redirect_path())
}

/// The Salesforce app, ready to use.
pub async fn salesforce_app(engine: &Engine) -> Outcome<App> {
    let found = apps::with_secret(&engine.db, Provider::Salesforce).await?;
    let Some((app, Some(sealed))) = found else {
        return Err(Refusal::SalesforceNotSetUp.into());
    };
    if app.client_id.is_empty() {
        return Err(Refusal::SalesforceNotSetUp.into());
    }
    Ok(App {
        host: login_host(engine, &app.login_host)?,
        client_id: app.client_id,
        client_secret: engine.vault.open(place(Provider::Salesforce), &sealed)?,
        redirect_uri: redirect_address(engine, Provider::Salesforce),
    })
}

/// Proves client id and secret by asking the provider; nobody has to sign in for it.
pub async fn test(engine: &Engine, actor: Actor, provider: Provider) -> Outcome<()> {
    actor.must_administer()?;
    match provider {
        Provider::Salesforce => {
            let app = salesforce_app(engine).await?;
            let checked = salesforce::check_app(&engine.outbound, &app).await;
            Ok(checked.map_err(|e| refusal_of_oauth(&app.redirect_uri, &e))?)
        }
        Provider::Google => {
            let (app, endpoints) = google_app(engine).await?;
            let checked = google::check_app(&engine.outbound, &endpoints, &app).await;
            Ok(checked.map_err(|e| gmail::refusal_of_oauth(&app.redirect_uri, &e))?)
        }
        Provider::Microsoft => {
            let (app, endpoints) = microsoft_app(engine).await?;
            let checked = microsoft::check_app(&engine.outbound, &endpoints, &app).await;
            Ok(checked.map_err(|e| outlook::refusal_of_oauth(&app.redirect_uri, &e))?)
        }
    }
}

/// Client id, secret and, in the demo world, the address of the stand-in.
async fn entered(engine: &Engine, provider: Provider) -> Outcome<(String, SecretString, String)> {
    let found = apps::with_secret(&engine.db, provider).await?;
    match found {
        Some((app, Some(sealed))) if !app.client_id.is_empty() => {
            let secret = engine.vault.open(place(provider), &sealed)?;
            Ok((app.client_id, secret, app.login_host))
        }
        _ => Err(Refusal::ProviderNotSetUp {
            provider: provider.name().to_owned(),
        }
        .into()),
    }
}

pub(super) async fn google_app(engine: &Engine) -> Outcome<(google::App, google::Endpoints)> {
    let (client_id, client_secret, base) = entered(engine, Provider::Google).await?;
    let redirect_uri = redirect_address(engine, Provider::Google);
    let endpoints = match base.as_str() {
        "" => google::Endpoints::default(),
        base => google::Endpoints::pretend(base, engine.outbound.policy().allow_private)
            .map_err(Error::broken)?,
    };
    Ok((
        google::App {
            client_id,
            client_secret,
            redirect_uri,
        },
        endpoints,
    ))
}

pub(super) async fn microsoft_app(
    engine: &Engine,
) -> Outcome<(microsoft::App, microsoft::Endpoints)> {
    let (client_id, client_secret, base) = entered(engine, Provider::Microsoft).await?;
    let redirect_uri = redirect_address(engine, Provider::Microsoft);
    let endpoints = match base.as_str() {
        "" => microsoft::Endpoints::default(),
        base => microsoft::Endpoints::pretend(base, base, engine.outbound.policy().allow_private)
            .map_err(Error::broken)?,
    };
    let tenant = microsoft::Tenant::Common;
    Ok((
        microsoft::App {
            tenant,
            client_id,
            client_secret,
            redirect_uri,
        },
        endpoints,
    ))
}
