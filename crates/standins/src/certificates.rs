//! The world's own certificate authority and the certificate of its listeners.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// Writes `ca.pem` and `ca.key` into `folder` unless they are there, and answers the
/// path of `ca.pem` and an acceptor for `localhost`, `127.0.0.1` and `::1`.
pub fn prepare(folder: &Path) -> anyhow::Result<(PathBuf, TlsAcceptor)> {
    let (certificate_path, key_path) = (folder.join("ca.pem"), folder.join("ca.key"));
    let key = match std::fs::read_to_string(&key_path) {
        Ok(text) => KeyPair::from_pem(&text).context("reading the CA's key")?,
        Err(_) => {
            let key = KeyPair::generate()?;
            std::fs::write(&key_path, key.serialize_pem())?;
            key
        }
    };
    let authority = authority();
    if !certificate_path.exists() {
        std::fs::write(&certificate_path, authority.self_signed(&key)?.pem())?;
    }
    let issuer = Issuer::new(authority, key);
    let mut leaf = CertificateParams::new(vec![
        "localhost".to_owned(),
        "127.0.0.1".to_owned(),
        "::1".to_owned(),
    ])?;
    leaf.distinguished_name
        .push(DnType::CommonName, "localhost");
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    leaf.use_authority_key_identifier_extension = true;
    (leaf.not_before, leaf.not_after) = (date_time_ymd(2024, 1, 1), date_time_ymd(2049, 1, 1));
    let leaf_key = KeyPair::generate()?;
    let certificate = leaf.signed_by(&leaf_key, &issuer)?;
    Ok((certificate_path, acceptor(&certificate, &leaf_key)?))
}

/// An acceptor whose certificate is signed by nobody, for another name, and out of date.
pub fn untrusted() -> anyhow::Result<TlsAcceptor> {
    let mut leaf = CertificateParams::new(vec!["mail.elsewhere.example".to_owned()])?;
    (leaf.not_before, leaf.not_after) = (date_time_ymd(2014, 1, 1), date_time_ymd(2015, 1, 1));
    let key = KeyPair::generate()?;
    acceptor(&leaf.self_signed(&key)?, &key)
}

fn acceptor(certificate: &Certificate, key: &KeyPair) -> anyhow::Result<TlsAcceptor> {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config =
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn authority() -> CertificateParams {
    let mut authority = CertificateParams::default();
    authority
        .distinguished_name
        .push(DnType::CommonName, "Liaison pretend world CA");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (authority.not_before, authority.not_after) =
        (date_time_ymd(2024, 1, 1), date_time_ymd(2049, 1, 1));
    authority
}
