//! Fills the org: 300 accounts, 2,000 people, 200 opportunities, campaigns and some tasks.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::records::{Record, Records, day, stamp, text_of};
use super::schema::{self, Object};
use crate::chance::Dice;
use crate::company::Company;
use crate::names;

const ACCOUNTS: usize = 300;
const LEADS: usize = 1_100;
const CONTACTS: usize = 900;
const OPPORTUNITIES: usize = 200;
const TASKS: usize = 400;
const COUNTRIES: [&str; 10] = ["SE", "FR", "DE", "PL", "CZ", "JP", "LB", "GB", "US", "NG"];

struct Settler<'a> {
    records: &'a mut Records,
    dice: Dice,
    born: Timestamp,
    owners: Vec<String>,
}

/// Adds everything; owners are the active employees.
pub fn settle(records: &mut Records, company: &Company, born: Timestamp) {
    let Some(users) = schema::object("User") else {
        return;
    };
    let owners = records
        .all(users)
        .iter()
        .filter(|user| user.get("IsActive") == Some(&json!(true)))
        .filter(|user| {
            company
                .employees
                .iter()
                .any(|employee| employee.username == text_of(user, "Username"))
        })
        .map(|user| text_of(user, "Id").to_owned())
        .collect();
    let mut settler = Settler {
        records,
        dice: Dice::seeded(20_261_120),
        born,
        owners,
    };
    let accounts = settler.accounts();
    let contacts = settler.contacts(&accounts);
    let leads = settler.leads();
    let opportunities = settler.opportunities(&accounts, &contacts);
    settler.campaigns(&leads, &contacts);
    settler.tasks(&leads, &contacts, &opportunities);
    settler.more_roles(&contacts, &opportunities);
}

impl Settler<'_> {
    fn add(&mut self, name: &str, fields: Value, days_old: usize) -> String {
        let (Some(object), Value::Object(mut record)) = (schema::object(name), fields) else {
            return String::new();
        };
        fill(object, &mut record);
        let owner = match record.get("OwnerId").and_then(Value::as_str) {
            Some(owner) => owner.to_owned(),
            None => self.dice.pick(&self.owners).clone(),
        };
        if object.field("OwnerId").is_some() {
            record.insert("OwnerId".into(), json!(owner));
        }
        let at = self.ago(days_old);
        self.records.add(object, record, &owner, at)
    }

    fn ago(&mut self, days: usize) -> Timestamp {
        let seconds = self.dice.below(86_400) as i64;
        self.born - SignedDuration::from_secs(days as i64 * 86_400 + seconds)
    }

    fn accounts(&mut self) -> Vec<(String, String)> {
        let mut made = Vec::new();
        for number in 0..ACCOUNTS {
            let (first, ascii) = names::COMPANY[number % names::COMPANY.len()];
            let trade = names::TRADE[number / names::COMPANY.len() % names::TRADE.len()];
            let ending: String = trade
                .to_lowercase()
                .chars()
                .filter(char::is_ascii)
                .collect();
            let domain = format!("{ascii}-{ending}.example");
            let industry = *self.dice.pick(&names::INDUSTRY);
            let country = *self.dice.pick(&COUNTRIES);
            let kind = *self.dice.pick(&["Prospect", "Customer", "Partner"]);
            let staff = 5 + self.dice.below(4_000);
            let fields = json!({
                "Name": format!("{first} {trade}"), "Website": format!("https://{domain}"), "Industry": industry, "Type": kind,
                "NumberOfEmployees": staff, "AnnualRevenue": staff as f64 * 90_000.0, "BillingCountry": country, "Phone": self.phone(),
            });
            let days = 200 + self.dice.below(600);
            made.push((self.add("Account", fields, days), domain));
        }
        made
    }

    fn phone(&mut self) -> String {
        format!(
            "+46 8 {:03} {:02} {:02}",
            self.dice.below(1_000),
            self.dice.below(100),
            self.dice.below(100)
        )
    }

    fn person(&mut self, number: usize, domain: &str) -> Value {
        let (first, first_ascii) = *self.dice.pick(&names::FIRST);
        let (last, last_ascii) = *self.dice.pick(&names::LAST);
        let title = *self.dice.pick(&names::TITLE);
        let source = *self
            .dice
            .pick(&["Web", "Event", "Partner Referral", "Purchased List"]);
        json!({
            "FirstName": first, "LastName": last, "Name": format!("{first} {last}"), "Title": title, "LeadSource": source,
            "Email": format!("{first_ascii}.{last_ascii}{number}@{domain}"), "Phone": self.phone(), "HasOptedOutOfEmail": self.dice.percent(4),
        })
    }

    fn contacts(&mut self, accounts: &[(String, String)]) -> Vec<(String, String)> {
        let mut made = Vec::new();
        for number in 0..CONTACTS {
            let (account, domain) = self.dice.pick(accounts).clone();
            let mut fields = self.person(number, &domain);
            fields["AccountId"] = json!(account);
            fields["MailingCountry"] = json!(self.dice.pick(&COUNTRIES));
            let days = self.dice.below(500);
            made.push((self.add("Contact", fields, days), account));
        }
        made
    }

    fn leads(&mut self) -> Vec<String> {
        let mut made = Vec::new();
        for number in 0..LEADS {
            let (company, ascii) = *self.dice.pick(&names::COMPANY);
            let trade = *self.dice.pick(&names::TRADE);
            let mut fields = self.person(number, &format!("{ascii}.example"));
            fields["Company"] = json!(format!("{company} {trade}"));
            fields["Status"] = json!(self.dice.pick(&[
                "Open - Not Contacted",
                "Working - Contacted",
                "Closed - Not Converted"
            ]));
            fields["SA_Interests__c"] =
                json!(
                    self.dice
                        .pick(&["Pumps", "Sensors;Service", "Pumps;Sensors"])
                );
            fields["Country"] = json!(self.dice.pick(&COUNTRIES));
            fields["Industry"] = json!(self.dice.pick(&names::INDUSTRY));
            let days = self.dice.below(365);
            made.push(self.add("Lead", fields, days));
        }
        made
    }

    fn opportunities(
        &mut self,
        accounts: &[(String, String)],
        contacts: &[(String, String)],
    ) -> Vec<String> {
        const STAGES: [(&str, u8); 7] = [
            ("Prospecting", 10),
            ("Qualification", 20),
            ("Needs Analysis", 35),
            ("Proposal", 60),
            ("Negotiation", 80),
            ("Closed Won", 100),
            ("Closed Lost", 0),
        ];
        let mut made = Vec::new();
        for number in 0..OPPORTUNITIES {
            let (contact, account) = self.dice.pick(contacts).clone();
            let (stage, probability) = *self.dice.pick(&STAGES);
            let closed = stage.starts_with("Closed");
            let days = self.dice.below(120) as i64;
            let close =
                self.born + SignedDuration::from_hours(24 * if closed { -days } else { days });
            let name = self
                .records
                .get(&account)
                .map_or("", |account| text_of(account, "Name"))
                .to_owned();
            let fields = json!({
                "Name": format!("{name} – {}", ["sensors", "renewal", "pilot", "service"][number % 4]), "AccountId": account, "StageName": stage,
                "Probability": f64::from(probability), "CloseDate": day(close), "Amount": (2 + self.dice.below(400)) as f64 * 1_000.0,
                "Type": if number % 3 == 0 { "Existing Business" } else { "New Business" }, "IsClosed": closed, "IsWon": stage == "Closed Won",
            });
            let old = 30 + self.dice.below(200);
            let opportunity = self.add("Opportunity", fields, old);
            let role = *self
                .dice
                .pick(&["Decision Maker", "Evaluator", "Influencer"]);
            let fields = json!({ "OpportunityId": opportunity, "ContactId": contact, "Role": role, "IsPrimary": true });
            self.add("OpportunityContactRole", fields, 20);
            made.push(opportunity);
        }
        debug_assert!(!accounts.is_empty());
        made
    }

    /// Every fourth opportunity has up to three more people of its account on it.
    fn more_roles(&mut self, contacts: &[(String, String)], opportunities: &[String]) {
        const ROLES: [&str; 3] = ["Economic Buyer", "Influencer", "Business User"];
        let Some(object) = schema::object("OpportunityContactRole") else {
            return;
        };
        for opportunity in opportunities.iter().step_by(4) {
            let taken = self.records.find(object, "OpportunityId", opportunity);
            let taken: Vec<String> = taken
                .iter()
                .filter_map(|role| self.records.get(role))
                .map(|role| text_of(role, "ContactId").to_owned())
                .collect();
            let account = self.records.get(opportunity);
            let account = account
                .map_or("", |one| text_of(one, "AccountId"))
                .to_owned();
            let others = contacts
                .iter()
                .filter(|(contact, of)| *of == account && !taken.contains(contact));
            for ((contact, _), role) in others.zip(ROLES) {
                let fields = json!({ "OpportunityId": opportunity, "ContactId": contact, "Role": role, "IsPrimary": false });
                self.add("OpportunityContactRole", fields, 15);
            }
        }
    }

    fn campaigns(&mut self, leads: &[String], contacts: &[(String, String)]) {
        for (name, kind, status) in [
            ("Nordic Lab Days", "Trade Show", "Completed"),
            ("Webbinarium: mäta rätt", "Webinar", "In Progress"),
            ("Campagne de printemps", "Email", "Planned"),
        ] {
            let fields = json!({ "Name": name, "Type": kind, "Status": status, "IsActive": status != "Completed", "StartDate": day(self.born) });
            let campaign = self.add("Campaign", fields, 60);
            for _ in 0..20 {
                let responded = self.dice.percent(30);
                let status = if responded { "Responded" } else { "Sent" };
                let mut fields =
                    json!({ "CampaignId": campaign, "Status": status, "HasResponded": responded });
                if self.dice.percent(50) {
                    fields["LeadId"] = json!(self.dice.pick(leads));
                } else {
                    fields["ContactId"] = json!(self.dice.pick(contacts).0);
                }
                self.add("CampaignMember", fields, 30);
            }
        }
    }

    fn tasks(&mut self, leads: &[String], contacts: &[(String, String)], opportunities: &[String]) {
        const SUBJECTS: [(&str, &str); 6] = [
            ("Call", "Call"),
            ("Email: Introduction", "Email"),
            ("Relance téléphonique", "Call"),
            ("Skicka offert", "Other"),
            ("Follow up after demo", "Call"),
            ("Email: Thank you", "Email"),
        ];
        for number in 0..TASKS {
            let (subject, kind) = *self.dice.pick(&SUBJECTS);
            // A few are older than a year, so that archived activities exist.
            let old = if number % 40 == 0 {
                400
            } else {
                self.dice.below(90)
            };
            let completed = number % 40 == 0 || self.dice.percent(60);
            let due = self.born - SignedDuration::from_hours(24 * old as i64);
            let mut fields = json!({
                "Subject": subject, "Type": kind, "Status": if completed { "Completed" } else { "Not Started" }, "Priority": "Normal", "IsClosed": completed,
                "ActivityDate": day(due), "TaskSubtype": if kind == "Other" { "Task" } else { kind }, "IsArchived": old > 365, "WhoCount": 1, "WhatCount": 0,
                "CompletedDateTime": completed.then(|| stamp(due)),
            });
            if self.dice.percent(55) {
                fields["WhoId"] = json!(self.dice.pick(leads));
            } else {
                let (contact, account) = self.dice.pick(contacts).clone();
                fields["WhoId"] = json!(contact);
                fields["AccountId"] = json!(account);
                if self.dice.percent(40) {
                    fields["WhatId"] = json!(self.dice.pick(opportunities));
                    fields["WhatCount"] = json!(1);
                }
            }
            self.add("Task", fields, old);
        }
    }
}

fn fill(object: &Object, record: &mut Record) {
    for field in object
        .fields()
        .filter(|field| field.kind == schema::Kind::Bool)
    {
        record.entry(field.name).or_insert(json!(false));
    }
}
