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

/// Answers every HTTPS request on a free port with `hello`.
pub async fn serve_https(tls: &TestTls) -> u16 {
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let certificate = CertificateDer::from_pem_slice(tls.certificate.as_bytes());
    let key = PrivateKeyDer::from_pem_slice(tls.key.as_bytes());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.expect("PEM")], key.expect("PEM"))
        .expect("a pair");
    let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut stream = acceptor.accept(stream).await.ok()?;
                let mut request = [0; 1024];
                let _read = stream.read(&mut request).await.ok()?;
                let answer =
                    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
                stream.write_all(answer).await.ok()?;
                stream.shutdown().await.ok()
            });
        }
    });
    port
}
