//! The signed part of the pixel's, a link's and the unsubscribe link's address: `payload.mac`, in
//! base64url without padding. It carries no address of a person.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// Longest target of a link, in bytes.
pub const LONGEST_URL: usize = 8_000;
/// Of HMAC-SHA256, in bytes.
const MAC: usize = 16;

/// What an address in a mail is for; the id is the mail's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Pixel(Uuid),
    /// To this target, byte for byte.
    Link(Uuid, String),
    Unsubscribe(Uuid),
}

impl Token {
    pub fn mail(&self) -> Uuid {
        match self {
            Self::Pixel(mail) | Self::Link(mail, _) | Self::Unsubscribe(mail) => *mail,
        }
    }

    /// Signed with a key that signs nothing else; `None` for a target that is too long.
    pub fn sign(&self, key: &[u8]) -> Option<String> {
        let (kind, target) = match self {
            Self::Pixel(_) => (b'p', ""),
            Self::Link(_, target) => (b'l', target.as_str()),
            Self::Unsubscribe(_) => (b'u', ""),
        };
        if target.len() > LONGEST_URL {
            return None;
        }
        let mut payload = vec![kind];
        payload.extend(self.mail().as_bytes());
        payload.extend(target.as_bytes());
        let payload = BASE64_URL_SAFE_NO_PAD.encode(payload);
        let mac = hmac(key, &payload)?.finalize().into_bytes();
        let mac = BASE64_URL_SAFE_NO_PAD.encode(&mac[..MAC]);
        Some(format!("{payload}.{mac}"))
    }

    /// `None` for anything we did not sign. A token has one spelling.
    pub fn read(text: &str, key: &[u8]) -> Option<Self> {
        if text.len() > 2 * LONGEST_URL {
            return None;
        }
        let (payload, mac) = text.split_once('.')?;
        let mac = BASE64_URL_SAFE_NO_PAD.decode(mac).ok()?;
        if mac.len() != MAC {
            return None;
        }
        hmac(key, payload)?.verify_truncated_left(&mac).ok()?;
        let payload = BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?;
        let (kind, rest) = payload.split_first()?;
        let (mail, target) = rest.split_at_checked(16)?;
        let mail = Uuid::from_slice(mail).ok()?;
        match (kind, target) {
            (b'p', []) => Some(Self::Pixel(mail)),
            (b'u', []) => Some(Self::Unsubscribe(mail)),
            (b'l', target) => Some(Self::Link(mail, String::from_utf8(target.to_vec()).ok()?)),
            _ => None,
        }
    }
}

/// None without a key: an empty one signs nothing.
fn hmac(key: &[u8], payload: &str) -> Option<Hmac<Sha256>> {
    if key.is_empty() {
        return None;
    }
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    hmac.update(payload.as_bytes());
    Some(hmac)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &[u8] = &[7; 32];

    fn token() -> impl Strategy<Value = Token> {
        let id = any::<u128>().prop_map(Uuid::from_u128);
        prop_oneof![
            id.clone().prop_map(Token::Pixel),
            id.clone().prop_map(Token::Unsubscribe),
            (id, "https://a\\.example/(\\PC|[\r\n\u{0}%?&=#.]){0,60}")
                .prop_map(|(id, url)| Token::Link(id, url)),
        ]
    }

    #[test]
    fn a_token_is_only_good_as_what_it_is() {
        let mail = Uuid::from_u128(1);
        let pixel = Token::Pixel(mail).sign(KEY).unwrap();
        let unsubscribe = Token::Unsubscribe(mail).sign(KEY).unwrap();
        let (payload, _) = unsubscribe.split_once('.').unwrap();
        let (_, mac) = pixel.split_once('.').unwrap();
        assert_eq!(Token::read(&format!("{payload}.{mac}"), KEY), None);
        assert_eq!(Token::read(&format!("{payload}."), KEY), None);
        assert_eq!(Token::read(&pixel, b""), None);
        assert_eq!(Token::Pixel(mail).sign(b""), None);
        let long = "x".repeat(LONGEST_URL + 1);
        assert_eq!(Token::Link(mail, long).sign(KEY), None);
        let longest = Token::Link(mail, "x".repeat(LONGEST_URL));
        assert_eq!(Token::read(&longest.sign(KEY).unwrap(), KEY), Some(longest));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn what_comes_back_is_what_was_signed(token in token()) {
            let text = token.sign(KEY).unwrap();
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)));
            prop_assert_eq!(Token::read(&text, KEY), Some(token));
            prop_assert_eq!(Token::read(&text, b"another key"), None);
        }

        #[test]
        fn one_changed_character_spoils_it(token in token(), at in any::<proptest::sample::Index>(), c in "[A-Za-z0-9_.=+/-]") {
            let text = token.sign(KEY).unwrap();
            let at = at.index(text.len());
            prop_assume!(text[at..=at] != c);
            let changed = format!("{}{c}{}", &text[..at], &text[at + 1..]);
            prop_assert_eq!(Token::read(&changed, KEY), None);
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,80}") {
            prop_assert_eq!(Token::read(&text, KEY), None);
        }
    }
}
