//! The words people are found by (actions 12.1): whoever searches writes how some of them begin.

use std::collections::BTreeSet;

use super::Person;
use crate::EmailAddress;

/// Of one word, in characters.
const LONGEST: usize = 40;
/// Of one person, and of one search.
const MOST: usize = 40;

impl Person {
    /// The words of the name, the company and the address, each once, in lower case.
    pub fn words(&self) -> BTreeSet<String> {
        let email = self.email.as_ref().map_or("", EmailAddress::as_str);
        let texts = [&self.first_name, &self.last_name, &self.company, email];
        texts.into_iter().flat_map(words).take(MOST).collect()
    }
}

/// The words of a search. None where it holds neither letters nor digits: that finds nobody.
pub fn wanted(search: &str) -> BTreeSet<String> {
    words(search).take(MOST).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let words = parts.filter(|part| !part.is_empty());
    words.map(|word| word.to_lowercase().chars().take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use super::wanted;

    fn sorted(search: &str) -> Vec<String> {
        wanted(search).into_iter().collect()
    }

    #[test]
    fn words_are_what_stands_between_other_signs() {
        assert_eq!(
            sorted("Zoë O'Brien <zoe.b@Näs.example>"),
            ["b", "brien", "example", "näs", "o", "zoe", "zoë"]
        );
        assert_eq!(sorted("100 %"), ["100"]);
        assert_eq!(sorted(" %_@\u{202e}\0"), Vec::<String>::new());
    }

    #[test]
    fn a_book_is_cut() {
        let words = wanted(&format!("{} {}", "Å".repeat(9_000), "a b ".repeat(9_000)));
        assert_eq!(words.len(), 3);
        assert!(words.contains(&"å".repeat(40)));
        let many: String = (0..9_000).map(|n| format!("{n} ")).collect();
        assert_eq!(wanted(&many).len(), 40);
    }
}
