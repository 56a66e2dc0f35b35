//! Domains nobody is written to at (actions 7.5).

use crate::Refusal;

/// Reads what an admin typed: a domain, an address, or the address of a web page; the domain in lower
/// case ASCII.
pub fn parse(text: &str) -> Result<String, Refusal> {
    let malformed = || Refusal::DomainMalformed {
        domain: text.trim().chars().take(200).collect(),
    };
    let typed = text.trim();
    let typed = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let typed = typed.split(['/', '?', '#']).next().unwrap_or_default();
    let typed = typed.rsplit('@').next().unwrap_or_default();
    let typed = typed.strip_prefix("www.").unwrap_or(typed);
    let domain =
        idna::domain_to_ascii_strict(typed.trim_end_matches('.')).map_err(|_| malformed())?;
    let is_domain = domain.len() <= 253
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
        && !domain
            .split('.')
            .next_back()
            .unwrap_or_default()
            .bytes()
            .all(|b| b.is_ascii_digit());
    if is_domain {
        Ok(domain)
    } else {
        Err(malformed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_pasted_becomes_the_domain() {
        for (typed, domain) in [
            ("Example.com", "example.com"),
            (" https://www.example.com/about?x#y ", "example.com"),
            ("kim@sub.example.com", "sub.example.com"),
            ("@example.com.", "example.com"),
            ("BÜCHER.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(domain), "{typed}");
        }
    }

    #[test]
    fn what_is_no_domain_is_refused() {
        for typed in [
            "",
            "com",
            "ex ample.com",
            "127.0.0.1",
            "a..b",
            "exa\nmple.com",
            "*.example.com",
        ] {
            assert!(parse(typed).is_err(), "{typed}");
        }
    }
}
