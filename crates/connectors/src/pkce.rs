//! The proof that who redeems a code is who asked for it (RFC 7636), the same for every provider.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretString;
use sha2::{Digest, Sha256};

/// The two halves of a PKCE proof.
#[derive(Clone, Debug)]
pub struct Pkce {
    /// Kept by us until the code comes back; 43 characters.
    pub verifier: SecretString,
    /// Goes into the authorise URL.
    pub challenge: String,
}

impl Pkce {
    /// Makes the pair from 32 random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        let verifier = URL_SAFE_NO_PAD.encode(bytes);
        Self {
            challenge: Self::challenge(&verifier),
            verifier: verifier.into(),
        }
    }

    /// base64url without padding of SHA-256 of the verifier.
    #[must_use]
    pub fn challenge(verifier: &str) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn challenge_is_the_one_of_the_rfc() {
        assert_eq!(
            Pkce::challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
        let pkce = Pkce::from_random([7; 32]);
        assert_eq!(pkce.verifier.expose_secret().len(), 43);
        assert_eq!(
            pkce.challenge,
            Pkce::challenge(pkce.verifier.expose_secret())
        );
    }
}
