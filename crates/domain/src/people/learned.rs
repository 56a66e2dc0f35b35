//! What Salesforce says about a person, and what we keep of it (administration 2.13).

use jiff::{SignedDuration, Timestamp};

use super::crm_record::{CrmObject, RecordId};
use super::person::{Person, PersonSource};
use crate::EmailAddress;
use crate::id::PersonId;

/// What was read is good for this long; then Salesforce is asked again, in the background.
pub const GOOD_FOR: SignedDuration = SignedDuration::from_mins(15);
/// The most people that are brought with an account or an opportunity.
pub const MOST_PEOPLE: usize = 200;

/// Whether Salesforce should be asked again.
pub fn is_stale(seen_at: Option<Timestamp>, now: Timestamp) -> bool {
    seen_at.is_none_or(|at| now.duration_since(at) >= GOOD_FOR)
}

/// A lead or a contact as one seller sees it. What the seller's profile may not see is `None`: it stays
/// as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Learned {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub title: Option<String>,
    pub company: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub company_id: Option<RecordId>,
    pub owner: Option<String>,
    pub opted_out: Option<bool>,
}

impl Learned {
    /// Where the person is written to, if the record has an address one can write to.
    pub fn address(&self) -> Option<EmailAddress> {
        EmailAddress::parse(self.email.as_deref()?).ok()
    }
}

impl Person {
    /// Somebody Salesforce told us about, before anything is learned of them.
    pub fn from_crm(id: PersonId, now: Timestamp) -> Self {
        Self {
            id,
            first_name: String::new(),
            last_name: String::new(),
            email: None,
            title: String::new(),
            company: String::new(),
            phone: String::new(),
            website: String::new(),
            lead_id: None,
            contact_id: None,
            company_id: None,
            owner: String::new(),
            source: PersonSource::Crm,
            added_by: None,
            opted_out_in_crm: false,
            created_at: now,
            updated_at: now,
            seen_at: None,
        }
    }

    /// Takes over what a record of Salesforce says. A lead says nothing about somebody who is a contact.
    pub fn learn(&mut self, object: CrmObject, id: &RecordId, learned: &Learned, now: Timestamp) {
        match object {
            CrmObject::Lead => self.lead_id = Some(id.clone()),
            CrmObject::Contact => self.contact_id = Some(id.clone()),
            CrmObject::Account | CrmObject::Opportunity => return,
        }
        self.seen_at = Some(now);
        if object == CrmObject::Lead && self.contact_id.is_some() {
            return;
        }
        let before = self.clone();
        let take = |kept: &mut String, said: &Option<String>| {
            if let Some(said) = said {
                said.trim().clone_into(kept);
            }
        };
        take(&mut self.first_name, &learned.first_name);
        take(&mut self.last_name, &learned.last_name);
        take(&mut self.title, &learned.title);
        take(&mut self.company, &learned.company);
        take(&mut self.phone, &learned.phone);
        take(&mut self.website, &learned.website);
        take(&mut self.owner, &learned.owner);
        if learned.email.is_some() {
            self.email = learned.address();
        }
        if learned.company_id.is_some() {
            self.company_id.clone_from(&learned.company_id);
        }
        if let Some(opted_out) = learned.opted_out {
            self.opted_out_in_crm = opted_out;
        }
        if *self != before {
            self.updated_at = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_795_161_600).unwrap()
    }

    fn lead() -> RecordId {
        RecordId::parse("00Q000000000001").unwrap()
    }

    fn kim() -> Learned {
        Learned {
            first_name: Some(" Kim ".into()),
            last_name: Some("Berg".into()),
            email: Some("Kim@Acme.example".into()),
            phone: Some("1".into()),
            opted_out: Some(true),
            ..Learned::default()
        }
    }

    fn person() -> Person {
        Person::from_crm(PersonId(uuid::Uuid::nil()), now())
    }

    #[test]
    fn what_is_hidden_from_a_seller_stays_known() {
        let mut person = person();
        person.learn(CrmObject::Lead, &lead(), &kim(), now());
        let (name, address) = (person.display_name(), person.email.clone());
        assert_eq!((name.as_str(), person.phone.as_str()), ("Kim Berg", "1"));
        let less = Learned {
            phone: None,
            email: None,
            opted_out: None,
            last_name: Some("Bergh".into()),
            ..kim()
        };
        person.learn(CrmObject::Lead, &lead(), &less, now());
        assert_eq!((person.phone.as_str(), person.email), ("1", address));
        assert!(person.opted_out_in_crm && person.last_name == "Bergh");
    }

    #[test]
    fn an_address_that_is_gone_is_gone() {
        let mut person = person();
        person.learn(CrmObject::Lead, &lead(), &kim(), now());
        let none = Learned {
            email: Some(String::new()),
            ..Learned::default()
        };
        person.learn(CrmObject::Lead, &lead(), &none, now());
        assert_eq!(person.email, None);
    }

    #[test]
    fn a_contact_is_not_overwritten_by_the_lead_it_was() {
        let mut person = person();
        let contact = RecordId::parse("003000000000001").unwrap();
        person.learn(CrmObject::Contact, &contact, &kim(), now());
        let old = Learned {
            last_name: Some("Before".into()),
            ..Learned::default()
        };
        person.learn(CrmObject::Lead, &lead(), &old, now());
        assert_eq!(person.last_name, "Berg");
        assert_eq!(person.lead_id, Some(lead()));
    }

    #[test]
    fn after_a_quarter_of_an_hour_salesforce_is_asked_again() {
        let later = |minutes| now() + SignedDuration::from_mins(minutes);
        assert!(is_stale(None, now()) && is_stale(Some(now()), later(15)));
        assert!(!is_stale(Some(now()), later(14)));
    }
}
