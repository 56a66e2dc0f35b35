//! What the fields of one mail are filled with.

use std::collections::BTreeMap;

use super::catalogue::Source;
use crate::Language;

/// The person the mail is to. An empty text is no value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub first_name: String,
    pub last_name: String,
    pub title: String,
    pub company: String,
    pub personal_email: String,
    pub work_website: String,
    /// By [`key`] of the field's name.
    pub custom: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    pub name: String,
    pub title: String,
}

/// Everything a mail can ask for. The HTML was cleaned before ([`super::super::MailHtml`]).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    pub person: Person,
    pub sender: Sender,
    /// The person's: "your company" is said in it.
    pub language: Language,
    pub signature_html: String,
    /// `{{team_unsubscribe}}`, with its signed link.
    pub unsubscribe_html: String,
    /// `{{friendly_unsubscribe}}`.
    pub friendly_unsubscribe_html: String,
    pub last_email_html: String,
    /// Salesforce's values for this person by [`key`], without the prefix `sfdc_`.
    pub salesforce: BTreeMap<String, String>,
}

/// One spelling for a field's name: lower case, `_` for spaces, nothing invisible.
///
/// `First  Name` and `first_name` are the same field.
pub fn key(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    words.join("_").to_lowercase()
}

/// Zero-width marks that editors leave, and controls of direction that would turn the text around them.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Values {
    /// `None` when there is nothing to say; `name` tells the two unsubscribe sentences apart.
    pub(super) fn of(&self, source: Source<'_>, name: &str) -> Option<String> {
        let person = &self.person;
        let own = match source {
            Source::FirstName => &person.first_name,
            Source::LastName => &person.last_name,
            Source::Title => &person.title,
            Source::Company | Source::CompanyFriendly => &person.company,
            Source::PersonalEmail => &person.personal_email,
            Source::WorkWebsite => &person.work_website,
            Source::MyName => &self.sender.name,
            Source::MyTitle => &self.sender.title,
            Source::MySignature => &self.signature_html,
            Source::Unsubscribe if name == "friendly_unsubscribe" => {
                &self.friendly_unsubscribe_html
            }
            Source::Unsubscribe => &self.unsubscribe_html,
            Source::LastEmailBody => &self.last_email_html,
            Source::Custom(name) => return said(person.custom.get(name)?),
            Source::Salesforce(name) => return said(self.salesforce.get(name)?),
        };
        let fallback: &[&str] = match source {
            Source::FirstName => &["first_name", "lead_first_name", "contact_first_name"],
            Source::Company | Source::CompanyFriendly => {
                &["company", "account_name", "contact_account_name"]
            }
            _ => &[],
        };
        let of_salesforce = || {
            let found = fallback.iter().filter_map(|key| self.salesforce.get(*key));
            found.filter_map(|value| said(value)).next()
        };
        let value = said(own).or_else(of_salesforce)?;
        match source {
            Source::CompanyFriendly => said(&friendly(&value)),
            _ => Some(value),
        }
    }
}

fn said(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// "Acme, Inc." is "Acme": a legal form goes when a comma sets it off, and only then.
fn friendly(company: &str) -> String {
    let mut name = company;
    while let Some((before, form)) = name.rsplit_once(',') {
        let form: String = form.chars().filter(|c| c.is_alphanumeric()).collect();
        let is_form = LEGAL_FORMS.contains(&form.to_lowercase().as_str());
        if !is_form || before.trim().is_empty() {
            break;
        }
        name = before.trim_end();
    }
    name.to_owned()
}

const LEGAL_FORMS: [&str; 48] = [
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lllp",
    "lp",
    "pllc",
    "pc",
    "ltd",
    "limited",
    "plc",
    "corp",
    "corporation",
    "co",
    "company",
    "coltd",
    "pty",
    "ptyltd",
    "gmbh",
    "gmbhcokg",
    "mbh",
    "ag",
    "kg",
    "ohg",
    "ug",
    "ev",
    "se",
    "sa",
    "sas",
    "sasu",
    "sarl",
    "eurl",
    "snc",
    "spa",
    "srl",
    "sl",
    "bv",
    "nv",
    "vof",
    "ab",
    "hb",
    "as",
    "asa",
    "aps",
    "oy",
    "oyj",
    "spzoo",
    "kk",
];
