//! A certificate authority for one test.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

/// PEM texts: who to trust, and what a server for `localhost` presents.
pub struct TestTls {
    pub ca: String,
    pub certificate: String,
    pub key: String,
}

impl TestTls {
    pub fn for_localhost() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca_key = KeyPair::generate().expect("a key");
        let ca = CertifiedIssuer::self_signed(params, ca_key).expect("a root");
        let key = KeyPair::generate().expect("a key");
        let leaf = CertificateParams::new(vec!["localhost".to_owned()])
            .expect("parameters")
            .signed_by(&key, &ca)
            .expect("a certificate");
        Self {
            ca: ca.pem(),
            certificate: leaf.pem(),
            key: key.serialize_pem(),
        }
    }
}
