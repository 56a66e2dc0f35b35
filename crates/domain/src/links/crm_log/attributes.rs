//! The fields of our own on Salesforce's tasks (administration 6.8), and the task's type (6.7).

use std::collections::BTreeMap;

use super::line;

/// What a field is written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Flag(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Of at most so many characters; longer ones are cut.
    Text(usize),
    /// Left out when it does not fit: half an address leads nowhere.
    Url,
    Flag,
}

/// A URL field of Salesforce holds no more.
const LONGEST_URL: usize = 255;

/// API names, with what they hold: for the page that says which are missing.
pub const FIELDS: [(&str, Kind); 15] = [
    ("mktosales_call_outcome__c", Kind::Text(50)),
    ("mktosales_call_reason__c", Kind::Text(50)),
    ("MSE_Call_Local_Presence_ID__c", Kind::Text(255)),
    ("MSE_Call_Recording__c", Kind::Url),
    ("MSE_Campaign__c", Kind::Text(255)),
    ("MSE_Current_Campaign_Step__c", Kind::Text(255)),
    ("MSE_Campaign_Details_Link__c", Kind::Url),
    ("MSE_Presentation_Viewed__c", Kind::Flag),
    ("MSE_Clicked__c", Kind::Flag),
    ("MSE_Replied__c", Kind::Flag),
    ("MSE_Email_Status__c", Kind::Text(255)),
    ("MSE_Template__c", Kind::Text(255)),
    ("MSE_Template_Details__c", Kind::Url),
    ("MSE_Details__c", Kind::Url),
    ("MSE_Viewed__c", Kind::Flag),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailStatus {
    Sent,
    InProgress,
    Bounced,
}

impl EmailStatus {
    fn written(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::InProgress => "in progress",
            Self::Bounced => "bounced",
        }
    }
}

/// What is known of an activity; `None` writes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    pub call_outcome: Option<String>,
    pub call_reason: Option<String>,
    /// The local number that was shown to the person called.
    pub local_presence: Option<String>,
    pub recording_url: Option<String>,
    pub campaign: Option<String>,
    pub campaign_step: Option<String>,
    pub campaign_url: Option<String>,
    pub attachment_viewed: Option<bool>,
    pub clicked: Option<bool>,
    pub replied: Option<bool>,
    pub email_status: Option<EmailStatus>,
    pub template: Option<String>,
    pub template_url: Option<String>,
    /// The mail in the list of the person's mails.
    pub email_url: Option<String>,
    pub viewed: Option<bool>,
}

impl Attributes {
    /// Values by API name, for the fields that `exist` in the organisation: an admin makes them by hand,
    /// and a write that names a missing one fails.
    pub fn fields(&self, exists: impl Fn(&str) -> bool) -> BTreeMap<&'static str, Value> {
        let text = |it: &Option<String>| it.clone().map(Value::Text);
        let flag = |it: Option<bool>| it.map(Value::Flag);
        let status = self
            .email_status
            .map(|it| Value::Text(it.written().to_owned()));
        let values = [
            text(&self.call_outcome),
            text(&self.call_reason),
            text(&self.local_presence),
            text(&self.recording_url),
            text(&self.campaign),
            text(&self.campaign_step),
            text(&self.campaign_url),
            flag(self.attachment_viewed),
            flag(self.clicked),
            flag(self.replied),
            status,
            text(&self.template),
            text(&self.template_url),
            text(&self.email_url),
            flag(self.viewed),
        ];
        FIELDS
            .into_iter()
            .zip(values)
            .filter(|((name, _), _)| exists(name))
            .filter_map(|((name, kind), value)| Some((name, fitting(kind, value?)?)))
            .collect()
    }
}

fn fitting(kind: Kind, value: Value) -> Option<Value> {
    match (kind, value) {
        (Kind::Text(longest), Value::Text(text)) => {
            let text = line(&text, longest);
            (!text.is_empty()).then_some(Value::Text(text))
        }
        (Kind::Url, Value::Text(url)) => {
            let is_web = url.starts_with("https://") || url.starts_with("http://");
            (is_web && url.len() <= LONGEST_URL).then_some(Value::Text(url))
        }
        (_, value) => Some(value),
    }
}

/// The task's Type: `wanted` ("Email", "Call" or "Reply") when the organisation's list has exactly this
/// value and sets none by itself. Reminder tasks never get one.
pub fn task_type<'a>(wanted: &str, values: &'a [String], has_default: bool) -> Option<&'a str> {
    if has_default || !["Email", "Call", "Reply"].contains(&wanted) {
        return None;
    }
    values.iter().map(String::as_str).find(|it| *it == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_written_where_a_field_is() {
        let attributes = Attributes {
            call_outcome: Some("é".repeat(60)),
            campaign: Some("Spring\n2026".into()),
            campaign_url: Some(format!("https://a.example/{}", "x".repeat(255))),
            email_url: Some("javascript:x".into()),
            template_url: Some("https://a.example/t/1".into()),
            email_status: Some(EmailStatus::InProgress),
            viewed: Some(true),
            clicked: Some(false),
            ..Attributes::default()
        };
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(
            attributes.fields(|name| name != "MSE_Clicked__c"),
            [
                ("mktosales_call_outcome__c", text(&"é".repeat(50))),
                ("MSE_Campaign__c", text("Spring 2026")),
                ("MSE_Template_Details__c", text("https://a.example/t/1")),
                ("MSE_Email_Status__c", text("in progress")),
                ("MSE_Viewed__c", Value::Flag(true)),
            ]
            .into()
        );
        assert!(attributes.fields(|_| false).is_empty());
    }

    #[test]
    fn every_attribute_has_its_own_field() {
        let some = |n: u8| Some(format!("https://a.example/{n}"));
        let all = Attributes {
            call_outcome: some(1),
            call_reason: some(2),
            local_presence: some(3),
            recording_url: some(4),
            campaign: some(5),
            campaign_step: some(6),
            campaign_url: some(7),
            attachment_viewed: Some(true),
            clicked: Some(true),
            replied: Some(true),
            email_status: Some(EmailStatus::Sent),
            template: some(8),
            template_url: some(9),
            email_url: some(10),
            viewed: Some(true),
        };
        let fields = all.fields(|_| true);
        assert_eq!(fields.len(), FIELDS.len());
        for (name, kind) in FIELDS {
            let is_flag = matches!(fields[name], Value::Flag(_));
            assert_eq!(is_flag, kind == Kind::Flag, "{name}");
        }
        assert_eq!(
            fields["MSE_Template_Details__c"],
            Value::Text("https://a.example/9".into())
        );
    }

    #[test]
    fn a_type_is_written_only_as_the_organisation_spells_it() {
        let values = ["Call".to_owned(), "email".to_owned(), "Other".to_owned()];
        assert_eq!(task_type("Call", &values, false), Some("Call"));
        assert_eq!(task_type("Email", &values, false), None);
        assert_eq!(task_type("Other", &values, false), None);
        assert_eq!(task_type("Call", &values, true), None);
    }
}
