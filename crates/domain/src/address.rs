//! E-mail addresses: what we accept, how we compare, and why we refuse.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An address in its canonical form: trimmed, lower case, the domain in ASCII (IDNA).
///
/// Two addresses are the same when their canonical forms are equal (administration 5.6).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an address we can write to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    #[error("empty")]
    Empty,
    #[error("no-at")]
    NoAt,
    #[error("two-ats")]
    TwoAts,
    #[error("no-name")]
    NoName,
    #[error("no-domain")]
    NoDomain,
    #[error("no-dot")]
    NoDotInDomain,
    #[error("dots")]
    MisplacedDot,
    #[error("character")]
    Character(char),
    #[error("domain")]
    Domain,
    #[error("too-long")]
    TooLong,
}

impl AddressFault {
    /// Every code there is, so that a test can ask for a text for each.
    pub const CODES: [&'static str; 10] = [
        "empty",
        "no-at",
        "two-ats",
        "no-name",
        "no-domain",
        "no-dot",
        "dots",
        "character",
        "domain",
        "too-long",
    ];

    /// A stable word for support and for the texts.
    pub fn code(&self) -> String {
        self.to_string()
    }
}

/// RFC 5321 4.5.3.1: 64 octets before the @, 254 in all.
const LONGEST_NAME: usize = 64;
const LONGEST_ADDRESS: usize = 254;

impl EmailAddress {
    /// Reads one address. Quoted local parts and address literals are not accepted: no mailbox of a
    /// company has one, and they are the usual carriers of header tricks.
    pub fn parse(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressFault::Empty);
        }
        let (name, domain) = text.split_once('@').ok_or(AddressFault::NoAt)?;
        if domain.contains('@') {
            return Err(AddressFault::TwoAts);
        }
        if name.is_empty() {
            return Err(AddressFault::NoName);
        }
        if domain.is_empty() {
            return Err(AddressFault::NoDomain);
        }
        if let Some(odd) = name.chars().find(|c| !allowed_in_name(*c)) {
            return Err(AddressFault::Character(odd));
        }
        if name.starts_with('.') || name.ends_with('.') || text.contains("..") {
            return Err(AddressFault::MisplacedDot);
        }
        if let Some(odd) = domain
            .chars()
            .find(|c| !(c.is_alphanumeric() || *c == '-' || *c == '.' || is_mark(*c)))
        {
            return Err(AddressFault::Character(odd));
        }
        if domain.starts_with('.') || domain.ends_with('.') {
            return Err(AddressFault::MisplacedDot);
        }
        if !domain.contains('.') {
            return Err(AddressFault::NoDotInDomain);
        }
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| AddressFault::Domain)?;
        let all_digits = |label: &str| label.chars().all(|c| c.is_ascii_digit());
        if domain.rsplit('.').next().is_some_and(all_digits) {
            return Err(AddressFault::Domain);
        }
        let address = format!("{}@{domain}", name.to_lowercase());
        if name.len() > LONGEST_NAME || address.len() > LONGEST_ADDRESS {
            return Err(AddressFault::TooLong);
        }
        Ok(Self(address))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the @, in ASCII.
    pub fn domain(&self) -> &str {
        self.0.rsplit('@').next().unwrap_or_default()
    }
}

fn allowed_in_name(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c) || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

/// Combining marks: a letter typed on some keyboards is a letter and a mark.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for EmailAddress {
    type Err = AddressFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = AddressFault;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_spaces_and_spelling_of_the_domain_do_not_make_another_address() {
        let same =
            |a: &str, b: &str| EmailAddress::parse(a).unwrap() == EmailAddress::parse(b).unwrap();
        assert!(same(" Rita.Rep@Acme.Example ", "rita.rep@acme.example"));
        assert!(same("a@bücher.example", "a@xn--bcher-kva.example"));
    }

    #[test]
    fn each_fault_has_its_reason() {
        let fault = |t: &str| EmailAddress::parse(t).unwrap_err();
        assert_eq!(fault("  "), AddressFault::Empty);
        assert_eq!(fault("rita"), AddressFault::NoAt);
        assert_eq!(fault("a@b@c.de"), AddressFault::TwoAts);
        assert_eq!(fault("@acme.example"), AddressFault::NoName);
        assert_eq!(fault("rita@"), AddressFault::NoDomain);
        assert_eq!(fault("rita@acme"), AddressFault::NoDotInDomain);
        assert_eq!(fault("ri..ta@acme.example"), AddressFault::MisplacedDot);
        assert_eq!(fault("ri ta@acme.example"), AddressFault::Character(' '));
        assert_eq!(fault("rita@ac_me.example"), AddressFault::Character('_'));
        assert_eq!(fault("rita@127.0.0.1"), AddressFault::Domain);
        assert_eq!(
            fault(&format!("{}@acme.example", "a".repeat(65))),
            AddressFault::TooLong
        );
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_safe_in_a_header_and_stays_as_it_is(text in "\\PC{0,80}|[a-z\r\n<>\",;@. ]{0,40}|[a-z.]{1,9}@[a-zé-]{1,9}\\.[a-z]{2,5}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert!(!address.as_str().contains(['\r', '\n', '<', '>', '"', ',', ';', ' ']));
                prop_assert_eq!(EmailAddress::parse(address.as_str()).unwrap(), address);
            }
        }

        #[test]
        fn every_fault_is_on_the_list(text in "\\PC{0,40}") {
            if let Err(fault) = EmailAddress::parse(&text) {
                prop_assert!(AddressFault::CODES.contains(&fault.code().as_str()));
            }
        }
    }
}
