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
    /// A control, direction or zero-width character: two addresses could look like one.
    #[error("invisible")]
    Invisible,
    /// A letter before the @ that only servers with SMTPUTF8 take (RFC 6531).
    #[error("not-ascii")]
    NotAscii(char),
    /// `"rita rep"@acme.example` (RFC 5321 4.1.2).
    #[error("quoted")]
    Quoted,
    /// `rita(the rep)@acme.example` (RFC 5322 3.2.2).
    #[error("comment")]
    Comment,
    /// `Rita Rep <rita@acme.example>`: a name and an address (RFC 5322 3.4).
    #[error("display-name")]
    DisplayName,
    /// `rita@[192.0.2.1]` (RFC 5321 4.1.3).
    #[error("literal")]
    Literal,
    #[error("domain")]
    Domain,
    #[error("too-long")]
    TooLong,
}

impl AddressFault {
    /// Every code there is, so that a test can ask for a text for each.
    pub const CODES: [&'static str; 16] = [
        "empty",
        "no-at",
        "two-ats",
        "no-name",
        "no-domain",
        "no-dot",
        "dots",
        "character",
        "invisible",
        "not-ascii",
        "quoted",
        "comment",
        "display-name",
        "literal",
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
/// More bytes than any spelling of 254 octets needs; what is longer is not looked at.
const LONGEST_TEXT: usize = 4 * LONGEST_ADDRESS;

impl EmailAddress {
    /// Reads one address, as a person types it or a system delivers it.
    ///
    /// Refused besides what is no address at all: quoted names, comments and address literals, which no
    /// mailbox of a company has and which are the usual carriers of header tricks; letters outside
    /// ASCII before the @, because a mail to them arrives only where every server on the way speaks
    /// SMTPUTF8. A domain may be written in any script and is kept in ASCII (UTS 46, non-transitional,
    /// STD3 rules).
    pub fn parse(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressFault::Empty);
        }
        if text.len() > LONGEST_TEXT {
            return Err(AddressFault::TooLong);
        }
        if text.chars().any(is_invisible) {
            return Err(AddressFault::Invisible);
        }
        refuse_other_forms(text)?;
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
        check_name(name)?;
        let domain = ascii_domain(domain)?;
        let address = format!("{}@{domain}", name.to_ascii_lowercase());
        if address.len() > LONGEST_ADDRESS {
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

/// The grammar knows more forms than we write to; each has a reason of its own.
fn refuse_other_forms(text: &str) -> Result<(), AddressFault> {
    if text.ends_with('>') && text.contains('<') {
        return Err(AddressFault::DisplayName);
    }
    if text.starts_with('"') {
        return Err(AddressFault::Quoted);
    }
    if text.contains('(') && text.contains(')') {
        return Err(AddressFault::Comment);
    }
    match text.split_once('@') {
        Some((_, domain)) if domain.starts_with('[') => Err(AddressFault::Literal),
        _ => Ok(()),
    }
}

/// RFC 5322 3.2.3, `dot-atom`.
fn check_name(name: &str) -> Result<(), AddressFault> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    if let Some(odd) = name.chars().find(|c| !allowed(*c)) {
        return Err(if odd.is_ascii() || odd.is_whitespace() {
            AddressFault::Character(odd)
        } else {
            AddressFault::NotAscii(odd)
        });
    }
    if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        return Err(AddressFault::MisplacedDot);
    }
    if name.len() > LONGEST_NAME {
        return Err(AddressFault::TooLong);
    }
    Ok(())
}

/// The domain as it stands in the DNS (RFC 1123 2.1, RFC 5890, UTS 46).
fn ascii_domain(domain: &str) -> Result<String, AddressFault> {
    let allowed = |c: char| c.is_alphanumeric() || c == '-' || c == '.' || is_mark(c);
    if let Some(odd) = domain.chars().find(|c| !allowed(*c)) {
        return Err(AddressFault::Character(odd));
    }
    if domain.starts_with('.') || domain.ends_with('.') || domain.contains("..") {
        return Err(AddressFault::MisplacedDot);
    }
    if !domain.contains('.') {
        return Err(AddressFault::NoDotInDomain);
    }
    let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| AddressFault::Domain)?;
    let dots = |text: &str| text.matches('.').count();
    // RFC 3696 2: the last label is never a number, or it would be an IP address; ICANN gives out
    // letters only.
    let last = ascii.rsplit('.').next().unwrap_or_default();
    let is_top = last.starts_with("xn--") || last.chars().all(|c| c.is_ascii_alphabetic());
    if dots(&ascii) != dots(domain) || !is_top {
        return Err(AddressFault::Domain);
    }
    Ok(ascii)
}

/// What leaves no trace on the screen or turns the order of what follows: controls, the format
/// characters of Unicode, fillers, variation selectors.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Marks that belong to the letter before them and are no letters to Unicode: accents typed apart,
/// and the signs without which Indic, Thai, Khmer and Burmese domains cannot be written.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{93c}' | '\u{94d}' | '\u{9bc}' | '\u{9cd}' | '\u{a3c}'
        | '\u{a4d}' | '\u{abc}' | '\u{acd}' | '\u{b3c}' | '\u{b4d}' | '\u{bcd}' | '\u{c4d}'
        | '\u{cbc}' | '\u{ccd}' | '\u{d4d}' | '\u{dca}' | '\u{e47}'..='\u{e4e}'
        | '\u{ec8}'..='\u{ecd}' | '\u{1037}' | '\u{1039}' | '\u{103a}' | '\u{17d2}'
        | '\u{3099}' | '\u{309a}')
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

    #[test]
    fn other_forms_of_the_grammar_are_named() {
        let fault = |t: &str| EmailAddress::parse(t).unwrap_err();
        assert_eq!(fault("\"rita rep\"@acme.example"), AddressFault::Quoted);
        assert_eq!(fault("rita(rep)@acme.example"), AddressFault::Comment);
        assert_eq!(fault("rita@acme.example (rep)"), AddressFault::Comment);
        assert_eq!(fault("Rita <rita@acme.example>"), AddressFault::DisplayName);
        assert_eq!(
            fault("\"R\" <rita@acme.example>"),
            AddressFault::DisplayName
        );
        assert_eq!(fault("<rita@acme.example>"), AddressFault::DisplayName);
        assert_eq!(fault("rita@[192.0.2.1]"), AddressFault::Literal);
        assert_eq!(fault("rita@[IPv6:2001:db8::1]"), AddressFault::Literal);
        assert_eq!(fault("åsa@acme.example"), AddressFault::NotAscii('å'));
    }

    #[test]
    fn domains_follow_the_dns() {
        let fault = |t: &str| EmailAddress::parse(t).unwrap_err();
        for no_domain in [
            "a@-acme.example",
            "a@acme-.example",
            "a@acme.123",
            "a@acme.0x7f",
            "a@2130706433.1",
            "a@ab--cd.example",
            "a@xn--zz.example",
            "a@xn--a-ecp.ru",
            "a@acme.⒈com",
            "a@faß\u{d7ff}.example",
        ] {
            let fault = fault(no_domain);
            assert!(
                matches!(fault, AddressFault::Domain | AddressFault::Character(_)),
                "{no_domain}: {fault:?}"
            );
        }
        let long = format!("a@{}.example", "b".repeat(64));
        assert_eq!(fault(&long), AddressFault::Domain);
        let labels = [60, 60, 59].map(|length| "b".repeat(length)).join(".");
        let whole = format!("{}@{labels}.example", "a".repeat(64));
        assert!(EmailAddress::parse(&whole).is_ok(), "254 octets at most");
        assert_eq!(fault(&whole.replacen('b', "bb", 1)).code(), "too-long");
        assert_eq!(fault("a@acme.example."), AddressFault::MisplacedDot);
        assert_eq!(fault("a@acme。example"), AddressFault::Character('。'));
        let ascii = |t: &str| String::from(EmailAddress::parse(t).unwrap());
        assert_eq!(ascii("a@faß.example"), "a@xn--fa-hia.example");
        assert_eq!(ascii("a@हिन्दी.example"), "a@xn--j2bd4cyah0f.example");
        assert_eq!(ascii("a@BÜCHER.Example"), "a@xn--bcher-kva.example");
        assert_eq!(ascii("a@bu\u{308}cher.example"), "a@xn--bcher-kva.example");
        assert_eq!(ascii("a@例え.テスト"), "a@xn--r8jz45g.xn--zckzah");
    }

    #[test]
    fn nothing_hides_in_an_address() {
        for hidden in [
            '\0',
            '\t',
            '\r',
            '\n',
            '\u{7f}',
            '\u{ad}',
            '\u{200b}',
            '\u{200d}',
            '\u{202e}',
            '\u{2066}',
            '\u{feff}',
            '\u{fffd}',
            '\u{e0041}',
        ] {
            for text in [
                format!("ri{hidden}ta@acme.example"),
                format!("rita@ac{hidden}me.example"),
            ] {
                assert_eq!(
                    EmailAddress::parse(&text),
                    Err(AddressFault::Invisible),
                    "{hidden:?}"
                );
            }
        }
        assert_eq!(
            EmailAddress::parse("rita@ac\u{a0}me.example"),
            Err(AddressFault::Character('\u{a0}'))
        );
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_safe_in_a_header_and_stays_as_it_is(text in "\\PC{0,80}|[a-z\r\n<>\",;@. ]{0,40}|[a-z.]{1,9}@[a-zé-]{1,9}\\.[a-z]{2,5}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert!(address.as_str().bytes().all(|b| b.is_ascii_graphic()));
                prop_assert!(!address.as_str().contains(['<', '>', '"', ',', ';', '(', '[', '\\']));
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
