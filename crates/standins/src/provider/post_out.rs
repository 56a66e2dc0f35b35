//! Pushes: calls the world makes to addresses that apps gave it.

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use bytes::Bytes;

use crate::journal;
use crate::state::State;

const PATIENCE: Duration = Duration::from_secs(10);

/// What the other side said.
pub struct Said {
    pub status: u16,
    pub kind: String,
    pub body: Bytes,
}

fn client(ca: &std::path::Path) -> anyhow::Result<reqwest::Client> {
    use rustls::pki_types::pem::PemObject as _;
    let mut roots = rustls::RootCertStore::empty();
    roots.add(rustls::pki_types::CertificateDer::from_pem_file(ca)?)?;
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()?
    .with_root_certificates(roots)
    .with_no_client_auth();
    #[expect(
        clippy::disallowed_methods,
        reason = "the pretend world calls apps, the product is not involved"
    )]
    let builder = reqwest::Client::builder();
    Ok(builder
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .no_proxy()
        .build()?)
}

/// Posts to an app; `None` when nobody answered in ten seconds.
pub async fn post(
    state: &State,
    service: &'static str,
    account: &str,
    address: &str,
    headers: HeaderMap,
    body: String,
) -> Option<Said> {
    let said = send(state, address, headers, body).await;
    if let Err(error) = &said {
        tracing::info!(%error, "a push of the pretend world was not delivered");
    }
    state.journal.add(journal::Call {
        service,
        method: "PUSH".into(),
        path: address.into(),
        account: account.into(),
        status: said.as_ref().map_or(0, |said| said.status),
        at: state.clock.now().to_string(),
    });
    said.ok()
}

async fn send(
    state: &State,
    address: &str,
    headers: HeaderMap,
    body: String,
) -> anyhow::Result<Said> {
    let request = client(&state.addresses.ca)?
        .post(address)
        .headers(headers)
        .body(body);
    let response = request.send().await?;
    let kind = response.headers().get("content-type");
    Ok(Said {
        status: response.status().as_u16(),
        kind: kind
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
        body: response.bytes().await?,
    })
}
