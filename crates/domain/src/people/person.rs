//! One person (actions 2, administration 2.13). What Salesforce knows is Salesforce's; it is read-only here.

use jiff::Timestamp;

use super::crm_record::{CrmObject, CrmRecord, RecordId};
use crate::EmailAddress;
use crate::codes::codes;
use crate::id::{PersonId, UserId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub first_name: String,
    pub last_name: String,
    /// Where they are written to; some have no address.
    pub email: Option<EmailAddress>,
    pub title: String,
    pub company: String,
    pub phone: String,
    pub website: String,
    pub lead_id: Option<RecordId>,
    pub contact_id: Option<RecordId>,
    /// The account in Salesforce they belong to.
    pub company_id: Option<RecordId>,
    /// The Salesforce user who owns the record; empty when nobody does.
    pub owner: String,
    pub source: PersonSource,
    pub added_by: Option<UserId>,
    /// Salesforce's own "Email Opt Out", as it was when last seen.
    pub opted_out_in_crm: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// When Salesforce was last asked about this person.
    pub seen_at: Option<Timestamp>,
}

impl Person {
    /// First and last name, or the address, or the company: never empty where anything is known.
    pub fn display_name(&self) -> String {
        let name = format!("{} {}", self.first_name, self.last_name);
        let name = name.trim();
        if !name.is_empty() {
            return name.to_owned();
        }
        match &self.email {
            Some(email) => email.to_string(),
            None => self.company.clone(),
        }
    }

    /// The record that stands for this person in Salesforce: a contact before the lead it was made of.
    pub fn record(&self) -> Option<CrmRecord> {
        let contact = self.contact_id.clone().map(|id| (CrmObject::Contact, id));
        let lead = self.lead_id.clone().map(|id| (CrmObject::Lead, id));
        contact
            .or(lead)
            .map(|(object, id)| CrmRecord { object, id })
    }
}

codes! {
    /// Where a person came from (actions 12.6).
    PersonSource {
        Crm => "crm",
        Manual => "manual",
        Import => "import",
    }
}
