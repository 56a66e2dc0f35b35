//! Whom we trust.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

use super::OutboundError;

/// TLS 1.2 and 1.3 with the ring provider, the machine's roots and the extra ones.
pub(super) fn client_config(extra_ca: Option<&[u8]>) -> Result<ClientConfig, OutboundError> {
    let mut roots = RootCertStore::empty();
    let native = rustls_native_certs::load_native_certs();
    let (added, ignored) = roots.add_parsable_certificates(native.certs);
    if added == 0 {
        tracing::warn!(ignored, "no root certificates found on this machine");
    }
    if let Some(pem) = extra_ca {
        add_extra(&mut roots, pem)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| OutboundError::Tls(e.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

fn add_extra(roots: &mut RootCertStore, pem: &[u8]) -> Result<(), OutboundError> {
    let unreadable = |why: String| {
        OutboundError::Invalid(format!("the extra certificates are unreadable: {why}"))
    };
    let mut found = 0;
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|e| unreadable(e.to_string()))?;
        roots
            .add(certificate)
            .map_err(|e| unreadable(e.to_string()))?;
        found += 1;
    }
    if found == 0 {
        return Err(unreadable("no certificate in PEM form inside".into()));
    }
    Ok(())
}
