//! Signing mail as a domain (RFC 6376, RFC 8463): keys are made and used here, and kept upstairs.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mail_auth::common::crypto::{Algorithm, Ed25519Key, HashImpl, RsaKey, Sha256, SigningKey};
use mail_auth::common::headers::{HeaderWriter, Writable};
use mail_auth::dkim::{Canonicalization, DkimSigner};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use secrecy::{ExposeSecret, SecretString};

/// The headers a signature speaks for, where the mail has them.
const SIGNED: [&str; 11] = [
    "From",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "MIME-Version",
    "Content-Type",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];
/// Named once more than it is there: nobody adds another.
const OVERSIGNED: &str = "From";

const RSA_BITS: usize = 2048;

/// An Ed25519 private key in PKCS#8 begins like this; its 32 bytes follow (RFC 8410 7).
const ED25519_PKCS8: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// A key could not be made, read or used; the text never holds any of it.
#[derive(Debug, thiserror::Error)]
#[error("a key to sign mail with: {0}")]
pub struct DkimError(String);

impl DkimError {
    fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// A key pair just made.
#[derive(Debug)]
pub struct MadeKey {
    /// PKCS#8 in base64.
    pub private: SecretString,
    /// In base64, as it stands behind `p=` in the DNS.
    pub public: String,
}

/// Makes an RSA key with 2,048 bits; takes a good part of a second.
///
/// # Errors
/// [`DkimError`].
pub fn make_rsa(seed: [u8; 32]) -> Result<MadeKey, DkimError> {
    let mut randomness = ChaCha20Rng::from_seed(seed);
    let key = RsaPrivateKey::new(&mut randomness, RSA_BITS).map_err(DkimError::of)?;
    let private = key.to_pkcs8_der().map_err(DkimError::of)?;
    let public = key.to_public_key().to_public_key_der();
    let public = public.map_err(DkimError::of)?;
    Ok(MadeKey {
        private: STANDARD.encode(private.as_bytes()).into(),
        public: STANDARD.encode(public.as_bytes()),
    })
}

/// Makes an Ed25519 key.
///
/// # Errors
/// [`DkimError`].
pub fn make_ed25519(seed: [u8; 32]) -> Result<MadeKey, DkimError> {
    let private = [&ED25519_PKCS8[..], &seed].concat();
    let key = Ed25519Key::from_pkcs8_maybe_unchecked_der(&private).map_err(DkimError::of)?;
    Ok(MadeKey {
        private: STANDARD.encode(&private).into(),
        public: STANDARD.encode(key.public_key()),
    })
}

/// One key as a signature names it.
#[derive(Debug)]
pub struct SigningPart<'a> {
    pub selector: &'a str,
    /// As [`MadeKey::private`].
    pub private: &'a SecretString,
}

/// Signs a domain's mail twice: with RSA for everybody, and with Ed25519. Cheap to clone.
#[derive(Clone)]
pub struct Signer(Arc<Keys>);

struct Keys {
    domain: String,
    rsa: (String, RsaKey<Sha256>),
    ed25519: (String, Ed25519Key),
}

impl Signer {
    /// # Errors
    /// [`DkimError`] when a key cannot be read.
    pub fn new(
        domain: &str,
        rsa: &SigningPart<'_>,
        ed25519: &SigningPart<'_>,
    ) -> Result<Self, DkimError> {
        let bytes = |part: &SigningPart<'_>| {
            let private = part.private.expose_secret();
            STANDARD
                .decode(private)
                .map_err(|_| DkimError("it is damaged".into()))
        };
        let rsa_der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(bytes(rsa)?));
        let rsa_key = RsaKey::from_key_der(rsa_der).map_err(DkimError::of)?;
        let ed25519_key = Ed25519Key::from_pkcs8_maybe_unchecked_der(&bytes(ed25519)?);
        Ok(Self(Arc::new(Keys {
            domain: domain.to_owned(),
            rsa: (rsa.selector.to_owned(), rsa_key),
            ed25519: (
                ed25519.selector.to_owned(),
                ed25519_key.map_err(DkimError::of)?,
            ),
        })))
    }

    /// The mail (CRLF line ends) with both signatures at its head. Takes milliseconds.
    ///
    /// # Errors
    /// [`DkimError`].
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, DkimError> {
        let Keys {
            domain,
            rsa,
            ed25519,
        } = &*self.0;
        let headers = signed_headers(message);
        let by_rsa = signature(Lent(&rsa.1), domain, &rsa.0, &headers, message)?;
        let by_ed25519 = signature(Lent(&ed25519.1), domain, &ed25519.0, &headers, message)?;
        Ok([by_rsa.as_bytes(), by_ed25519.as_bytes(), message].concat())
    }
}

fn signature(
    key: impl SigningKey,
    domain: &str,
    selector: &str,
    headers: &[&str],
    message: &[u8],
) -> Result<String, DkimError> {
    let signer = DkimSigner::from_key(key)
        .domain(domain)
        .selector(selector)
        .headers(headers.iter().copied())
        .header_canonicalization(Canonicalization::Relaxed)
        .body_canonicalization(Canonicalization::Relaxed);
    let signature = signer.sign(message).map_err(DkimError::of)?;
    Ok(signature.to_header())
}

/// The names among [`SIGNED`] that the mail has, and the oversigned one once more.
fn signed_headers(message: &[u8]) -> Vec<&'static str> {
    let lines = message.split(|byte| *byte == b'\n');
    let head: Vec<&[u8]> = lines
        .take_while(|line| !matches!(line, [] | [b'\r']))
        .collect();
    let has = |name: &&str| {
        let begins = |line: &&[u8]| {
            line.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                && line.get(name.len()) == Some(&b':')
        };
        head.iter().any(begins)
    };
    let there = SIGNED.into_iter().filter(|name| has(name));
    there.chain([OVERSIGNED]).collect()
}

/// A key the signer borrows.
struct Lent<'a, K>(&'a K);

impl<K: SigningKey> SigningKey for Lent<'_, K>
where
    K::Hasher: HashImpl,
{
    type Hasher = K::Hasher;

    fn sign(&self, input: impl Writable) -> mail_auth::Result<Vec<u8>> {
        self.0.sign(input)
    }

    fn algorithm(&self) -> Algorithm {
        self.0.algorithm()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_signed_for_the_headers_it_has_and_for_one_from() {
        let mail = b"From: a@x.example\r\nSUBJECT: Long\r\n and folded: To: you\r\nX-Other: 1\r\n\r\nTo: nobody\r\n";
        assert_eq!(signed_headers(mail), ["From", "Subject", "From"]);
    }

    #[test]
    fn a_seed_makes_one_key() {
        let (one, two) = (
            make_ed25519([7; 32]).unwrap(),
            make_ed25519([7; 32]).unwrap(),
        );
        assert_eq!(one.public, two.public);
        assert_ne!(one.public, make_ed25519([8; 32]).unwrap().public);
        assert!(!format!("{one:?}").contains(one.private.expose_secret()));
    }
}
