//! Who is tracked at all: tracking can be switched off for the instance, a country or a person
//! (quality "Mail").

use crate::{EmailAddress, Refusal};

/// What the admin has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackingRules {
    pub is_on: bool,
    /// Last labels of mail domains, in lower case: `de` stands for everybody whose address ends in
    /// `.de`. An approximation: nobody's address says for sure where they are.
    pub off_in: Vec<String>,
}

impl TrackingRules {
    /// Whether mails to this address may be tracked, as far as the instance and the country go.
    pub fn allow(&self, address: &EmailAddress) -> bool {
        let country = address.domain().rsplit('.').next().unwrap_or_default();
        self.is_on
            && !self
                .off_in
                .iter()
                .any(|off| off.eq_ignore_ascii_case(country))
    }

    /// Reads countries as people write them: `de, .AT ch`. Each once, sorted.
    pub fn read_countries(text: &str) -> Result<Vec<String>, Refusal> {
        let pieces = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
        let mut countries = Vec::new();
        for piece in pieces.filter(|piece| !piece.is_empty()) {
            let country = piece.trim_start_matches('.').to_lowercase();
            let is_label = (2..=63).contains(&country.len())
                && country
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if !is_label {
                return Err(Refusal::CountryUnknown {
                    country: piece.to_owned(),
                });
            }
            countries.push(country);
        }
        countries.sort_unstable();
        countries.dedup();
        Ok(countries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_the_end_of_the_domain() {
        let rules = |is_on| TrackingRules {
            is_on,
            off_in: TrackingRules::read_countries(" .DE;at, de").unwrap(),
        };
        assert_eq!(rules(true).off_in, ["at", "de"]);
        let address = |text| EmailAddress::parse(text).unwrap();
        assert!(!rules(true).allow(&address("a@mail.firma.de")));
        assert!(rules(true).allow(&address("a@de.example")));
        assert!(!rules(false).allow(&address("a@de.example")));
        assert!(TrackingRules::read_countries("Österreich").is_err());
        assert!(TrackingRules::read_countries("x").is_err());
    }
}
