//! Tokens we hand out: 256 random bits, kept only as a hash (quality "Tokens and secrets").

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::Dice;

/// The secret part of a link or a cookie. Its text is shown once, to the one it is for.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    pub fn throw(dice: &Dice) -> Self {
        Self(URL_SAFE_NO_PAD.encode(dice.bytes::<32>()))
    }

    /// A token as it came back to us. Anything will do; what is not ours has a hash nobody knows.
    pub fn received(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether it has the form of a token of ours; says nothing about whether it is one.
    pub fn is_whole(&self) -> bool {
        URL_SAFE_NO_PAD
            .decode(&self.0)
            .is_ok_and(|bytes| bytes.len() == 32)
    }

    /// The text for the link or cookie.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps. Looking a hash up needs no constant time: it tells nothing of the token.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}
