//! The keys that sign a domain's mail, and what stands in the DNS for them (RFC 6376, RFC 8463).
//!
//! Keys come in twos: RSA with 2,048 bits, which everybody reads, and Ed25519. New ones sign nothing until
//! an admin says that their records are published; the ones before are kept, with their records, until an
//! admin removes them, so that mail on its way can still be verified.

use jiff::Timestamp;

use crate::Refusal;
use crate::id::DkimId;

/// Longest selector without what is added for each key.
const LONGEST_SELECTOR: usize = 40;

/// A string in a TXT record holds so many characters at most (RFC 1035 3.3).
const LONGEST_STRING: usize = 255;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    Rsa,
    Ed25519,
}

impl Algorithm {
    pub const ALL: [Self; 2] = [Self::Rsa, Self::Ed25519];

    /// As the record names it (RFC 6376 3.6.1, RFC 8463 3).
    pub fn code(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }
}

/// What is done with a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DkimState {
    /// Made, to be published; nothing is signed with it.
    Waiting,
    Signing,
    /// Another took its place; its records are still needed for mail on its way.
    Retired,
}

impl DkimState {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Signing, Self::Retired];

    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Signing => "signing",
            Self::Retired => "retired",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A pair of keys as it is shown; the private halves stay in the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DkimKeys {
    pub id: DkimId,
    pub domain: String,
    pub selector: String,
    pub state: DkimState,
    /// Public keys in base64, as they stand behind `p=`.
    pub rsa: String,
    pub ed25519: String,
    pub made_at: Timestamp,
}

/// A TXT record to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub name: String,
    pub value: String,
}

impl Record {
    /// The value in strings as zone files want it.
    pub fn in_strings(&self) -> String {
        let bytes: Vec<char> = self.value.chars().collect();
        let strings = bytes.chunks(LONGEST_STRING);
        let quoted = strings.map(|s| format!("\"{}\"", s.iter().collect::<String>()));
        quoted.collect::<Vec<_>>().join(" ")
    }

    pub fn is_long(&self) -> bool {
        self.value.len() > LONGEST_STRING
    }
}

/// Under which name a verifier finds the key.
pub fn selector_of(selector: &str, algorithm: Algorithm) -> String {
    format!("{selector}-{}", algorithm.code())
}

impl DkimKeys {
    pub fn selector(&self, algorithm: Algorithm) -> String {
        selector_of(&self.selector, algorithm)
    }

    pub fn record(&self, algorithm: Algorithm) -> Record {
        let public = match algorithm {
            Algorithm::Rsa => &self.rsa,
            Algorithm::Ed25519 => &self.ed25519,
        };
        Record {
            name: format!("{}._domainkey.{}", self.selector(algorithm), self.domain),
            value: format!("v=DKIM1; k={}; p={public}", algorithm.code()),
        }
    }

    /// # Errors
    /// What mail is signed with must stay in the DNS.
    pub fn may_be_removed(&self) -> Result<(), Refusal> {
        match self.state {
            DkimState::Signing => Err(Refusal::DkimKeysInUse {
                selector: self.selector.clone(),
            }),
            DkimState::Waiting | DkimState::Retired => Ok(()),
        }
    }
}

/// Reads a selector: letters, digits and hyphens, as in a host's name.
///
/// # Errors
/// Names what cannot stand in the DNS.
pub fn selector(text: &str) -> Result<String, Refusal> {
    let selector = text.trim().to_ascii_lowercase();
    let is_fine = (1..=LONGEST_SELECTOR).contains(&selector.len())
        && selector
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !selector.starts_with('-')
        && !selector.ends_with('-');
    match is_fine {
        true => Ok(selector),
        false => Err(Refusal::DkimSelectorMalformed {
            selector: text.trim().to_owned(),
        }),
    }
}

/// A selector nobody of these has.
pub fn next_selector(kept: &[DkimKeys]) -> String {
    let is_free = |name: &String| kept.iter().all(|keys| keys.selector != *name);
    let mut names = (1..).map(|n| format!("liaison{n}"));
    names.find(is_free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(selector: &str, state: DkimState) -> DkimKeys {
        DkimKeys {
            id: DkimId(uuid::Uuid::nil()),
            domain: "acme.example".into(),
            selector: selector.into(),
            state,
            rsa: "A".repeat(392),
            ed25519: "B".repeat(44),
            made_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn each_key_has_a_record_of_its_own() {
        let keys = keys("liaison1", DkimState::Waiting);
        let rsa = keys.record(Algorithm::Rsa);
        assert_eq!(rsa.name, "liaison1-rsa._domainkey.acme.example");
        assert!(rsa.value.starts_with("v=DKIM1; k=rsa; p=AAA"));
        assert!(rsa.is_long());
        let strings = rsa.in_strings();
        assert_eq!(strings.replace("\" \"", "").trim_matches('"'), rsa.value);
        assert!(strings.split(' ').all(|s| s.len() <= LONGEST_STRING + 2));
        let ed25519 = keys.record(Algorithm::Ed25519);
        assert_eq!(ed25519.name, "liaison1-ed25519._domainkey.acme.example");
        assert!(!ed25519.is_long());
    }

    #[test]
    fn what_signs_stays() {
        assert!(keys("a", DkimState::Signing).may_be_removed().is_err());
        assert!(keys("a", DkimState::Retired).may_be_removed().is_ok());
    }

    #[test]
    fn a_selector_can_stand_in_the_dns_and_is_free() {
        assert_eq!(selector(" Sales-2026 ").as_deref(), Ok("sales-2026"));
        for bad in [
            "",
            "-a",
            "a-",
            "a.b",
            "a_b",
            "ä",
            "a b",
            "a;p=",
            &"a".repeat(41),
        ] {
            assert!(selector(bad).is_err(), "{bad:?}");
        }
        let kept = [keys("liaison1", DkimState::Retired)];
        assert_eq!(next_selector(&kept), "liaison2");
    }
}
