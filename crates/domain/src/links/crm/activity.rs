//! What a Task in Salesforce says about an e-mail, a reply or a call (administration 6.8), and the roll-ups
//! (6.9).

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, json};

use crate::links::crm_log::{self, Attributes, EmailStatus, Value};

/// Values by API name.
pub type Fields = Map<String, serde_json::Value>;

/// The longest `Description`, in the units Salesforce counts.
const LONGEST_TEXT: usize = 32_000;

/// Where a Task says which thing of ours it stands for: the way to find it again.
pub const MARK: &str = "MSE_Details__c";

pub const LAST_ACTIVITY: &str = "Liaison_Last_Activity_By_Sales__c";
pub const LAST_ENGAGEMENT: &str = "Liaison_Last_Sales_Engagement__c";
pub const LAST_REPLIED: &str = "Liaison_Last_Replied__c";
pub const CAMPAIGN: &str = "Liaison_Current_Campaign__c";
/// The roll-ups we write.
pub const ROLL_UPS: [&str; 4] = [LAST_ACTIVITY, LAST_ENGAGEMENT, LAST_REPLIED, CAMPAIGN];

/// The value of a Task's `Type`, where the organisation has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskType {
    Email,
    Call,
    Reply,
}

impl TaskType {
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "Email",
            Self::Call => "Call",
            Self::Reply => "Reply",
        }
    }
}

/// Whether a write does without a field where it is missing or closed. Only `Type` and fields somebody
/// added are of that kind.
pub fn is_optional(field: &str) -> bool {
    field.ends_with("__c") || field == "Type" || field.starts_with("Call")
}

/// What changes about an e-mail after it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags {
    pub viewed: bool,
    pub clicked: bool,
    pub replied: bool,
    pub bounced: bool,
}

impl Flags {
    /// Adds them to what is known of an activity.
    pub fn mark(self, attributes: &mut Attributes) {
        attributes.viewed = Some(self.viewed);
        attributes.clicked = Some(self.clicked);
        attributes.replied = Some(self.replied);
        attributes.email_status = Some(if self.bounced {
            EmailStatus::Bounced
        } else {
            EmailStatus::Sent
        });
    }

    /// As fields, all of which may be written again and again.
    pub fn fields(self) -> Fields {
        let mut attributes = Attributes::default();
        self.mark(&mut attributes);
        fields_of(&attributes)
    }
}

fn fields_of(attributes: &Attributes) -> Fields {
    let all = attributes.fields(|_| true);
    all.into_iter()
        .map(|(name, value)| {
            let value = match value {
                Value::Text(text) => json!(text),
                Value::Flag(flag) => json!(flag),
            };
            (name.to_owned(), value)
        })
        .collect()
}

/// Something a seller did, or that came back, as a Task that is completed.
#[derive(Debug, Clone)]
pub struct Logged<'a> {
    pub of: TaskType,
    /// Filled and fitting.
    pub subject: String,
    pub text: &'a str,
    /// In the zone of whose it is.
    pub day: Date,
    pub attributes: Attributes,
}

impl Logged<'_> {
    /// Everything the Task has but whom it stands with.
    pub fn fields(&self) -> Fields {
        let mut fields = fields_of(&self.attributes);
        fields.extend([
            ("Subject".into(), json!(self.subject)),
            ("Status".into(), json!("Completed")),
            ("Priority".into(), json!("Normal")),
            ("ActivityDate".into(), json!(self.day.to_string())),
            ("Description".into(), json!(cut(self.text, LONGEST_TEXT))),
            ("Type".into(), json!(self.of.name())),
        ]);
        fields
    }
}

/// A reply that came in, seen on this day.
pub fn reply(subject: &str, day: Date, url: String) -> Fields {
    let logged = Logged {
        of: TaskType::Reply,
        subject: crm_log::reply(subject),
        text: "",
        day,
        attributes: Attributes {
            email_url: Some(url),
            ..Attributes::default()
        },
    };
    logged.fields()
}

/// The beginning of a text, no character cut in two.
fn cut(text: &str, longest: usize) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= longest
        })
        .collect()
}

/// A moment as Salesforce reads it.
pub fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// Puts a Task where it belongs. A lead excludes everything else (contracts 2.6).
pub fn stand_with(fields: &mut Fields, who: &str, what: Option<&str>) {
    fields.insert("WhoId".into(), json!(who));
    match what.filter(|_| !who.starts_with("00Q")) {
        Some(what) => fields.insert("WhatId".into(), json!(what)),
        None => fields.remove("WhatId"),
    };
}

/// Of two roll-ups of one record: what the later says, the latest of each moment.
pub fn merge_roll_ups(before: &Fields, later: &Fields) -> Fields {
    let mut merged = before.clone();
    for (name, value) in later {
        let is_older = name.as_str() != CAMPAIGN
            && merged.get(name).and_then(|it| it.as_str()) > value.as_str();
        if !is_older {
            merged.insert(name.clone(), value.clone());
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_e_mail_says_what_it_was_and_where_it_came_from() {
        let mut attributes = Attributes {
            campaign: Some("Spring".into()),
            email_url: Some("https://l.example/e".into()),
            ..Attributes::default()
        };
        Flags::default().mark(&mut attributes);
        let email = Logged {
            of: TaskType::Email,
            subject: "Email: Pumps".into(),
            text: &"🦀".repeat(40_000),
            day: date(2026, 11, 20),
            attributes,
        };
        let fields = email.fields();
        for (name, value) in [
            ("Subject", json!("Email: Pumps")),
            ("Status", json!("Completed")),
            ("ActivityDate", json!("2026-11-20")),
            ("MSE_Campaign__c", json!("Spring")),
            ("MSE_Email_Status__c", json!("sent")),
            ("MSE_Viewed__c", json!(false)),
            (MARK, json!("https://l.example/e")),
        ] {
            assert_eq!(fields[name], value, "{name}");
        }
        let text = fields["Description"].as_str().unwrap();
        assert_eq!(text.encode_utf16().count(), LONGEST_TEXT);
        assert!(!fields.contains_key("MSE_Template__c"));
    }

    #[test]
    fn a_lead_excludes_everything_else() {
        let mut fields = Fields::new();
        stand_with(
            &mut fields,
            "003000000000001AAA",
            Some("001000000000001AAA"),
        );
        assert_eq!(fields["WhatId"], "001000000000001AAA");
        stand_with(
            &mut fields,
            "00Q000000000001AAA",
            Some("001000000000001AAA"),
        );
        assert!(!fields.contains_key("WhatId"));
    }

    #[test]
    fn moments_never_go_back() {
        let at: Timestamp = "2026-11-20T08:00:00.123456Z".parse().unwrap();
        assert_eq!(moment(at), "2026-11-20T08:00:00.000Z");
        let of = |at: &str, campaign: &str| -> Fields {
            [
                (LAST_ACTIVITY.into(), json!(at)),
                (CAMPAIGN.into(), json!(campaign)),
            ]
            .into_iter()
            .collect()
        };
        let merged = merge_roll_ups(&of("2026-11-20T09", "B"), &of("2026-11-20T08", "A"));
        assert_eq!(merged, of("2026-11-20T09", "A"));
    }
}
