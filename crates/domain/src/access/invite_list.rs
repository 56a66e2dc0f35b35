//! Reading what an admin typed or pasted into the invitation form (administration 5.6).

use crate::{AddressFault, EmailAddress};

/// One entry as it was typed, with what we make of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub typed: String,
    pub address: Result<EmailAddress, AddressFault>,
}

/// Splits at commas, semicolons, white space and line ends; understands `Name <address>` as mail
/// programs copy it; folds duplicates, keeping the first.
pub fn read(text: &str) -> Vec<Entry> {
    let mut seen = std::collections::HashSet::new();
    pieces(text)
        .into_iter()
        .map(|typed| Entry {
            address: EmailAddress::parse(&typed),
            typed,
        })
        .filter(|entry| match &entry.address {
            Ok(address) => seen.insert(address.to_string()),
            Err(_) => seen.insert(entry.typed.clone()),
        })
        .collect()
}

/// A display name before `<address>` belongs to the address and is dropped; without angle brackets
/// every space separates.
fn pieces(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split([',', ';', '\n', '\r', '\t']) {
        match (part.find('<'), part.rfind('>')) {
            (Some(open), Some(close)) if open < close => {
                found.push(part[open + 1..close].trim().to_owned())
            }
            _ => found.extend(part.split_whitespace().map(str::to_owned)),
        }
    }
    // A quoted name with a comma in it ("Rep, Rita" <…>) leaves a stump without an @.
    let is_stump = |piece: &str| piece.starts_with('"') && !piece.contains('@');
    found.retain(|piece| !piece.is_empty() && !is_stump(piece));
    found
}

/// What became of one address of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Invited; the link is here only when no mail can be sent and it must be copied.
    Invited {
        link: Option<String>,
    },
    /// Invited before and still waiting: resending is offered.
    AlreadyInvited,
    AlreadyMember,
    /// Was a member once; an admin can reactivate.
    Deactivated,
    Malformed(AddressFault),
}

impl Verdict {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invited { .. } => "invited",
            Self::AlreadyInvited => "already-invited",
            Self::AlreadyMember => "already-member",
            Self::Deactivated => "deactivated",
            Self::Malformed(_) => "malformed",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn good(text: &str) -> Vec<String> {
        read(text)
            .into_iter()
            .filter_map(|e| e.address.ok())
            .map(String::from)
            .collect()
    }

    #[test]
    fn any_usual_separator_will_do() {
        let all = [
            "a@x.example",
            "b@x.example",
            "c@x.example",
            "d@x.example",
            "e@x.example",
        ];
        assert_eq!(
            good("a@x.example, b@x.example;c@x.example d@x.example\r\ne@x.example"),
            all
        );
    }

    #[test]
    fn names_copied_from_a_mail_program_are_understood() {
        let text = "Rita Rep <rita@x.example>, \"Öberg, Åsa\" <asa@x.example>; bo@x.example";
        assert_eq!(
            good(text),
            ["rita@x.example", "asa@x.example", "bo@x.example"]
        );
        assert_eq!(
            read(text).len(),
            3,
            "the stump of the quoted name is not an entry"
        );
    }

    #[test]
    fn the_same_address_twice_is_one() {
        assert_eq!(read("A@x.example a@X.example").len(), 1);
    }

    #[test]
    fn one_bad_address_does_not_lose_the_others() {
        let entries = read("rita@x.example, oops, bo@x.example");
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[1].address, Err(AddressFault::NoAt));
    }

    proptest! {
        #[test]
        fn good_addresses_survive_any_company(names in proptest::collection::vec("[a-z]{1,8}", 1..20), noise in "[ ,;\\n\\r\\t]{1,4}") {
            let mut wanted: Vec<String> = names.iter().map(|n| format!("{n}@x.example")).collect();
            let text = wanted.join(&noise);
            wanted.sort();
            wanted.dedup();
            let mut got = good(&text);
            got.sort();
            prop_assert_eq!(got, wanted);
        }

        #[test]
        fn nothing_typed_makes_it_fall(text in "\\PC{0,200}") {
            read(&text);
        }
    }
}
