//! Records of Salesforce by their ids (contracts 2.2).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::links::salesforce::eighteen;

/// The four kinds of records the panel stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CrmObject {
    Lead,
    Contact,
    Account,
    Opportunity,
}

impl CrmObject {
    pub const ALL: [Self; 4] = [Self::Lead, Self::Contact, Self::Account, Self::Opportunity];

    pub fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Contact => "contact",
            Self::Account => "account",
            Self::Opportunity => "opportunity",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.code() == code)
    }

    /// As Salesforce's API calls it.
    pub fn api_name(self) -> &'static str {
        match self {
            Self::Lead => "Lead",
            Self::Contact => "Contact",
            Self::Account => "Account",
            Self::Opportunity => "Opportunity",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Lead => "00Q",
            Self::Contact => "003",
            Self::Account => "001",
            Self::Opportunity => "006",
        }
    }
}

/// A record's id, always 18 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordId(String);

impl RecordId {
    /// Reads an id of 15 or 18 characters; the suffix of the longer form is made anew.
    pub fn parse(id: &str) -> Option<Self> {
        eighteen(id.trim()).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What kind of record it is, by its first three characters; `None` for all but the four.
    pub fn object(&self) -> Option<CrmObject> {
        CrmObject::ALL
            .into_iter()
            .find(|object| self.0.starts_with(object.prefix()))
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for RecordId {
    type Error = &'static str;

    fn try_from(id: String) -> Result<Self, Self::Error> {
        Self::parse(&id).ok_or("no record id")
    }
}

impl From<RecordId> for String {
    fn from(id: RecordId) -> Self {
        id.0
    }
}

/// One record of one of the four kinds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CrmRecord {
    pub object: CrmObject,
    pub id: RecordId,
}

impl CrmRecord {
    pub fn parse(id: &str) -> Option<Self> {
        let id = RecordId::parse(id)?;
        Some(Self {
            object: id.object()?,
            id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_one_record() {
        let short = CrmRecord::parse("00Q000000000001").unwrap();
        let long = CrmRecord::parse(short.id.as_str()).unwrap();
        assert_eq!(short, long);
        assert_eq!(short.object, CrmObject::Lead);
        assert_eq!(short.id.as_str().len(), 18);
    }

    #[test]
    fn what_is_no_record_of_the_four_is_refused() {
        for text in [
            "",
            "00Q",
            "00T000000000001",
            "00Q00000000000'",
            "ÄÖÜ000000000001",
        ] {
            assert_eq!(CrmRecord::parse(text), None, "{text}");
        }
    }
}
