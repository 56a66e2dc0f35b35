//! The three languages of the product.

use serde::{Deserialize, Serialize};

/// A language every page, mail and date exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    En,
    Fr,
    Sv,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::En, Self::Fr, Self::Sv];

    /// ISO 639-1 code, as stored and as used in `lang` attributes.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Sv => "sv",
        }
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
            Self::Sv => "Svenska",
        }
    }

    /// Reads a code such as `fr`, `fr-CA` or `sv_SE`; `None` for a language we do not speak.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|l| l.code() == primary)
    }

    /// The first language of an `Accept-Language` header that we speak, by its weights.
    pub fn from_accept(header: &str) -> Option<Self> {
        let mut wishes: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.split(';');
                let language = Self::from_code(pieces.next()?)?;
                let weight = pieces
                    .find_map(|p| p.trim().strip_prefix("q=")?.parse().ok())
                    .unwrap_or(1.0);
                (weight > 0.0).then_some((weight, language))
            })
            .collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.first().map(|(_, language)| *language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_first_language_we_speak() {
        let asked = |h| Language::from_accept(h);
        assert_eq!(asked("de, fr-CA;q=0.7, sv;q=0.9"), Some(Language::Sv));
        assert_eq!(asked("sv_SE"), Some(Language::Sv));
        assert_eq!(asked("en;q=0, fr;q=0.1"), Some(Language::Fr));
        assert_eq!(asked("ja, *"), None);
    }
}
