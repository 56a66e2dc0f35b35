//! What a Task in Salesforce says about an e-mail, a reply or a call (administration 6.8, 6.9).

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::subject::{self, SubjectFields, cut};
use crate::codes::codes;

/// Values by API name.
pub type Fields = Map<String, Value>;

/// The longest `Description`.
const LONGEST_TEXT: usize = 32_000;

codes! {
    /// The picklist value of a Task's `Type`: written only where the organisation has exactly this one.
    ActivityType {
        Email => "Email",
        Call => "Call",
        Reply => "Reply",
    }
}

/// The fields an admin of Salesforce adds to activities by hand, all of administration 6.8.
pub const TASK_FIELDS: [&str; 15] = [
    "mktosales_call_outcome__c",
    "mktosales_call_reason__c",
    "MSE_Call_Local_Presence_ID__c",
    "MSE_Call_Recording__c",
    "MSE_Campaign__c",
    "MSE_Current_Campaign_Step__c",
    "MSE_Campaign_Details_Link__c",
    "MSE_Presentation_Viewed__c",
    "MSE_Clicked__c",
    "MSE_Replied__c",
    "MSE_Email_Status__c",
    "MSE_Template__c",
    "MSE_Template_Details__c",
    "MSE_Details__c",
    "MSE_Viewed__c",
];

/// Where a Task says which thing of ours it stands for: the way to find it again.
pub const MARK: &str = "MSE_Details__c";

/// The roll-ups we write, of administration 6.9.
pub const ROLL_UPS: [&str; 4] = [LAST_ACTIVITY, LAST_ENGAGEMENT, LAST_REPLIED, CAMPAIGN];

pub const LAST_ACTIVITY: &str = "Liaison_Last_Activity_By_Sales__c";
pub const LAST_ENGAGEMENT: &str = "Liaison_Last_Sales_Engagement__c";
pub const LAST_REPLIED: &str = "Liaison_Last_Replied__c";
pub const CAMPAIGN: &str = "Liaison_Current_Campaign__c";

/// Whether a field is one Salesforce does not have by itself: a write does without it where it is missing.
pub fn is_optional(field: &str) -> bool {
    field.ends_with("__c") || matches!(field, "Type" | "TaskSubtype" | "CallDurationInSeconds" | "CallType" | "CallDisposition")
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
    pub fn fields(self) -> Fields {
        let status = if self.bounced { "Bounced" } else { "Sent" };
        map(json!({
            "MSE_Viewed__c": self.viewed, "MSE_Clicked__c": self.clicked, "MSE_Replied__c": self.replied,
            "MSE_Email_Status__c": status,
        }))
    }
}

/// The step of a campaign an activity belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CampaignPart {
    pub name: String,
    pub day: String,
    /// Its number within the day.
    pub step: String,
    pub step_name: String,
    pub url: String,
}

#[derive(Debug, Clone, Default)]
pub struct EmailActivity {
    pub subject: String,
    /// As plain text.
    pub text: String,
    pub sent_on: Option<Date>,
    /// Leads to the e-mail; unlike any other.
    pub url: String,
    pub campaign: Option<CampaignPart>,
    /// Name and address.
    pub template: Option<(String, String)>,
    pub flags: Flags,
}

#[derive(Debug, Clone, Default)]
pub struct CallActivity {
    /// The task's name, if there was one.
    pub subject: String,
    pub notes: String,
    pub called_on: Option<Date>,
    pub url: String,
    pub campaign: Option<CampaignPart>,
    pub outcome: String,
    pub reason: String,
    pub seconds: u32,
}

fn map(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

/// What every Task of ours that stands for something done has.
fn done(kind: ActivityType, subject: String, text: &str, day: Option<Date>, url: &str) -> Fields {
    map(json!({
        "Subject": subject, "Status": "Completed", "Priority": "Normal",
        "ActivityDate": day.map(|day| day.to_string()), "Description": cut(text, LONGEST_TEXT),
        "Type": kind.code(), MARK: cut(url, 255),
    }))
}

fn of_campaign(fields: &mut Fields, campaign: Option<&CampaignPart>) {
    let Some(part) = campaign else { return };
    fields.extend(map(json!({
        "MSE_Campaign__c": cut(&part.name, 255), "MSE_Current_Campaign_Step__c": cut(&part.step_name, 255),
        "MSE_Campaign_Details_Link__c": cut(&part.url, 255),
    })));
}

fn subject_fields(kind: ActivityType, subject: &str, campaign: Option<&CampaignPart>) -> SubjectFields {
    let part = campaign.cloned().unwrap_or_default();
    SubjectFields {
        activity_type: kind.code().to_owned(),
        activity_subject: subject.to_owned(),
        campaign_name: part.name,
        campaign_day: part.day,
        campaign_step: part.step,
        ..SubjectFields::default()
    }
}

impl EmailActivity {
    pub fn fields(&self, template: &str) -> Fields {
        let kind = ActivityType::Email;
        let named = subject_fields(kind, &self.subject, self.campaign.as_ref());
        let subject = subject::fill(template, &named);
        let mut fields = done(kind, subject, &self.text, self.sent_on, &self.url);
        fields.insert("TaskSubtype".into(), json!("Email"));
        fields.extend(self.flags.fields());
        of_campaign(&mut fields, self.campaign.as_ref());
        if let Some((name, url)) = &self.template {
            fields.insert("MSE_Template__c".into(), json!(cut(name, 255)));
            fields.insert("MSE_Template_Details__c".into(), json!(cut(url, 255)));
        }
        fields
    }
}

impl CallActivity {
    pub fn fields(&self, template: &str) -> Fields {
        let kind = ActivityType::Call;
        let named = SubjectFields {
            call_outcome: self.outcome.clone(),
            call_reason: self.reason.clone(),
            ..subject_fields(kind, &self.subject, self.campaign.as_ref())
        };
        let subject = subject::fill(template, &named);
        let mut fields = done(kind, subject, &self.notes, self.called_on, &self.url);
        fields.extend(map(json!({
            "TaskSubtype": "Call", "CallType": "Outbound", "CallDurationInSeconds": self.seconds,
            "CallDisposition": cut(&self.outcome, 255), "mktosales_call_outcome__c": cut(&self.outcome, 50),
            "mktosales_call_reason__c": cut(&self.reason, 50),
        })));
        of_campaign(&mut fields, self.campaign.as_ref());
        fields
    }
}

/// A reply that came in. Its subject is not shaped by the template.
pub fn reply(subject: &str, came_on: Date, url: &str) -> Fields {
    done(
        ActivityType::Reply,
        subject::of_reply(subject),
        "",
        Some(came_on),
        url,
    )
}

/// A moment as Salesforce reads it.
pub fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// Puts a Task where it belongs. A lead excludes everything else (contracts 2.6).
pub fn stand_with(fields: &mut Fields, who: &str, what: Option<&str>) {
    fields.insert("WhoId".into(), json!(who));
    if let Some(what) = what.filter(|_| !who.starts_with("00Q")) {
        fields.insert("WhatId".into(), json!(what));
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_e_mail_says_what_it_was_and_where_it_came_from() {
        let email = EmailActivity {
            subject: "Pumps".into(),
            text: "x".repeat(40_000),
            sent_on: Some(date(2026, 11, 20)),
            url: "https://l.example/e".into(),
            campaign: Some(CampaignPart {
                name: "Spring".into(),
                step_name: "First".into(),
                ..CampaignPart::default()
            }),
            ..EmailActivity::default()
        };
        let fields = email.fields(subject::USUAL);
        for (name, value) in [
            ("Subject", json!("Email: Pumps")),
            ("Status", json!("Completed")),
            ("ActivityDate", json!("2026-11-20")),
            ("MSE_Campaign__c", json!("Spring")),
            ("MSE_Email_Status__c", json!("Sent")),
            ("MSE_Viewed__c", json!(false)),
            (MARK, json!("https://l.example/e")),
        ] {
            assert_eq!(fields[name], value, "{name}");
        }
        assert_eq!(fields["Description"].as_str().unwrap().len(), LONGEST_TEXT);
        assert!(!fields.contains_key("MSE_Template__c"));
    }

    #[test]
    fn a_lead_excludes_everything_else() {
        let mut fields = Fields::new();
        stand_with(&mut fields, "00Q000000000001AAA", Some("001000000000001AAA"));
        assert!(!fields.contains_key("WhatId"));
        stand_with(&mut fields, "003000000000001AAA", Some("001000000000001AAA"));
        assert_eq!(fields["WhatId"], "001000000000001AAA");
    }

    #[test]
    fn moments_are_written_as_salesforce_reads_them() {
        let at: Timestamp = "2026-11-20T08:00:00.123456Z".parse().unwrap();
        assert_eq!(moment(at), "2026-11-20T08:00:00.000Z");
    }
}
