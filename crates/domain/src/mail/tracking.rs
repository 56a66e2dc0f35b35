//! What stands under the pixel and the links of a mail, and who fetched them: a person or a machine
//! (actions 6, 18; quality "Mail", "Tokens and secrets").

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::SignedDuration;
use sha2::Sha256;
use uuid::Uuid;

use crate::id::EmailId;

const MAC: usize = 16;

/// What a token says. It names an e-mail by its id, and nobody by an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The pixel was loaded.
    Open(EmailId),
    /// A link was followed, to exactly these bytes.
    Click(EmailId, String),
    /// The link to unsubscribe.
    Unsubscribe(EmailId),
}

impl Mark {
    fn payload(&self) -> Vec<u8> {
        let (kind, email, url) = match self {
            Self::Open(email) => (1, email, ""),
            Self::Click(email, url) => (2, email, url.as_str()),
            Self::Unsubscribe(email) => (3, email, ""),
        };
        [&[kind], email.0.as_bytes().as_slice(), url.as_bytes()].concat()
    }

    fn of_payload(payload: &[u8]) -> Option<Self> {
        let (kind, rest) = payload.split_first()?;
        let (id, url) = rest.split_at_checked(16)?;
        let email = EmailId(Uuid::from_slice(id).ok()?);
        match (kind, url) {
            (1, []) => Some(Self::Open(email)),
            (2, url) => Some(Self::Click(email, String::from_utf8(url.to_vec()).ok()?)),
            (3, []) => Some(Self::Unsubscribe(email)),
            _ => None,
        }
    }

    /// `payload.mac`, each in base64 for addresses. Whoever has the secret can say what they like.
    pub fn sign(&self, secret: &[u8]) -> String {
        let payload = self.payload();
        let mac = hmac(secret, &payload).finalize().into_bytes();
        let (payload, mac) = (
            URL_SAFE_NO_PAD.encode(&payload),
            URL_SAFE_NO_PAD.encode(&mac[..MAC]),
        );
        format!("{payload}.{mac}")
    }

    /// What a token of ours says; none when it was altered, cut short or is somebody else's.
    pub fn read(secret: &[u8], token: &str) -> Option<Self> {
        let (payload, mac) = token.split_once('.')?;
        let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        if mac.len() != MAC {
            return None;
        }
        hmac(secret, &payload).verify_truncated_left(&mac).ok()?;
        Self::of_payload(&payload)
    }
}

fn hmac(secret: &[u8], payload: &[u8]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "a key of any length will do")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any length");
    mac.update(payload);
    mac
}

/// Who fetched a pixel or followed a link, as far as one can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Human,
    Machine {
        /// How sure we are, 1 to 100.
        confidence: u8,
        why: Why,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It says so itself, or says nothing.
    Agent,
    /// Mail privacy loads all pictures ahead, whether somebody reads or not.
    Privacy,
    /// Faster after the sending than anybody reads.
    TooSoon,
}

/// In lower case. Proxies that fetch for a reader at the moment of reading are not among them.
const MACHINES: [&str; 28] = [
    "bot", "crawl", "spider", "scan", "slurp", "headless", "preview", "curl/", "wget/", "python",
    "go-http-client", "java/", "okhttp", "libwww", "perl", "ruby", "node-fetch", "axios", "barracuda",
    "mimecast", "proofpoint", "ironport", "symantec", "fireeye", "trendmicro", "safelinks", "phantomjs",
    "monitor",
];

/// Nobody reads a mail so soon after it left.
const NOT_YET: SignedDuration = SignedDuration::from_secs(2);
/// Hardly anybody does.
const HARDLY: SignedDuration = SignedDuration::from_secs(6);

/// `since_send` is the time since the mail left, where that is known.
pub fn judge(user_agent: &str, since_send: Option<SignedDuration>) -> Verdict {
    let machine = |confidence, why| Verdict::Machine { confidence, why };
    let agent = user_agent.trim().to_ascii_lowercase();
    if agent.is_empty() || MACHINES.iter().any(|name| agent.contains(name)) {
        return machine(90, Why::Agent);
    }
    // Apple's relay calls itself this and no more.
    if agent == "mozilla/5.0" {
        return machine(80, Why::Privacy);
    }
    match since_send {
        Some(since) if since < NOT_YET => machine(95, Why::TooSoon),
        Some(since) if since < HARDLY => machine(60, Why::TooSoon),
        _ => Verdict::Human,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"a secret";

    fn marks() -> [Mark; 3] {
        let email = EmailId(Uuid::from_u128(7));
        [
            Mark::Open(email),
            Mark::Click(email, "https://a.example/?x=%2F&y#z".into()),
            Mark::Unsubscribe(email),
        ]
    }

    #[test]
    fn a_token_says_what_was_signed_and_nothing_else_does() {
        for mark in marks() {
            let token = mark.sign(SECRET);
            assert_eq!(Mark::read(SECRET, &token), Some(mark));
            assert_eq!(Mark::read(b"another", &token), None);
            for at in 0..token.len() {
                let mut altered = token.clone().into_bytes();
                altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
                let altered = String::from_utf8(altered).unwrap();
                assert_eq!(Mark::read(SECRET, &altered), None, "{altered}");
                assert_eq!(Mark::read(SECRET, &token[..at]), None);
            }
        }
    }

    #[test]
    fn machines_are_told_by_their_name_or_their_haste() {
        let human = "Mozilla/5.0 (Windows NT 10.0) Outlook/16.0";
        let later = Some(SignedDuration::from_mins(3));
        assert_eq!(judge(human, later), Verdict::Human);
        assert_eq!(judge("Mozilla/5.0 (via ggpht.com GoogleImageProxy)", later), Verdict::Human);
        for (agent, since, expected) in [
            ("", later, Why::Agent),
            ("Barracuda Sentinel (EE)", None, Why::Agent),
            ("Mozilla/5.0", later, Why::Privacy),
            (human, Some(SignedDuration::from_secs(1)), Why::TooSoon),
        ] {
            let Verdict::Machine { confidence, why } = judge(agent, since) else {
                panic!("{agent} is a machine");
            };
            assert_eq!(why, expected);
            assert!(confidence >= crate::insight::event::MACHINE);
        }
    }
}
