//! What both proofs have in common.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Why a proof is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ProofFault {
    /// Not two parts in base64, or not what belongs into them.
    #[error("malformed")]
    Malformed,
    /// Another secret, or changed on the way.
    #[error("signature")]
    Signature,
    /// Signed in a way we do not know.
    #[error("algorithm")]
    Algorithm,
    #[error("too-old")]
    TooOld,
    /// The clocks differ by more than a minute.
    #[error("future")]
    Future,
}

impl ProofFault {
    pub const ALL: [Self; 5] = [
        Self::Malformed,
        Self::Signature,
        Self::Algorithm,
        Self::TooOld,
        Self::Future,
    ];

    pub fn code(self) -> String {
        self.to_string()
    }
}

/// Reads both alphabets, with padding or without.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, ProofFault> {
    const EITHER_PADDING: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let standard = text.replace('-', "+").replace('_', "/");
    EITHER_PADDING
        .decode(standard)
        .map_err(|_| ProofFault::Malformed)
}

/// HMAC-SHA256 over `message` as it arrived, compared in constant time. An empty secret signs nothing.
pub(super) fn verify(secret: &[u8], message: &str, mac: &[u8]) -> Result<(), ProofFault> {
    if secret.is_empty() {
        return Err(ProofFault::Signature);
    }
    let mut hmac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| ProofFault::Signature)?;
    hmac.update(message.as_bytes());
    hmac.verify_slice(mac).map_err(|_| ProofFault::Signature)
}

#[cfg(test)]
pub(super) fn sign(secret: &[u8], message: &str) -> Vec<u8> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    hmac.update(message.as_bytes());
    hmac.finalize().into_bytes().to_vec()
}
