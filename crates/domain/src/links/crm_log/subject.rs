//! The subject of logged activities and reminder tasks (administration 6.7).

use super::line;
use crate::mail::fields::key;

/// What a subject in Salesforce holds.
pub const LONGEST_SUBJECT: usize = 255;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActivityKind {
    Email,
    Call,
    InMail,
    Custom,
}

impl ActivityKind {
    /// What `{{activity_type}}` says, in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "Email",
            Self::Call => "Call",
            Self::InMail => "InMail",
            Self::Custom => "Custom",
        }
    }
}

/// What happened, as far as a subject tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    pub kind: ActivityKind,
    /// The mail's; for the others the name of the reminder task, if there was one.
    pub subject: String,
    pub campaign: Option<InCampaign>,
    pub call_outcome: String,
    pub call_reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InCampaign {
    pub name: String,
    pub day: u16,
    /// Within its day, from 1.
    pub step: u16,
}

/// Text with fields, as an admin wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectTemplate(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Field),
    /// A name that means nothing: it stays as it is written.
    Unknown(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Type,
    Subject,
    CampaignName,
    CampaignDay,
    CampaignStep,
    CallOutcome,
    CallReason,
}

impl Field {
    const ALL: [(&'static str, Self); 7] = [
        ("activity_type", Self::Type),
        ("activity_subject", Self::Subject),
        ("sales_campaign_name", Self::CampaignName),
        ("sales_campaign_day", Self::CampaignDay),
        ("sales_campaign_step", Self::CampaignStep),
        ("call_outcome", Self::CallOutcome),
        ("call_reason", Self::CallReason),
    ];
}

impl SubjectTemplate {
    pub const FIELDS: [&'static str; 7] = [
        Field::ALL[0].0,
        Field::ALL[1].0,
        Field::ALL[2].0,
        Field::ALL[3].0,
        Field::ALL[4].0,
        Field::ALL[5].0,
        Field::ALL[6].0,
    ];

    pub fn parse(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(end) = rest.find("}}") {
            let Some(open) = rest[..end].rfind("{{") else {
                pieces.push(Piece::Text(rest[..end + 2].to_owned()));
                rest = &rest[end + 2..];
                continue;
            };
            pieces.push(Piece::Text(rest[..open].to_owned()));
            let name = key(&rest[open + 2..end]);
            let known = Field::ALL.iter().find(|(known, _)| *known == name);
            pieces.push(match known {
                Some((_, field)) => Piece::Field(*field),
                None => Piece::Unknown(rest[open..end + 2].to_owned()),
            });
            rest = &rest[end + 2..];
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Self(pieces)
    }

    /// Fields that do not exist, as they are written.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Unknown(written) => Some(written.as_str()),
            _ => None,
        })
    }

    /// Whether a task's name goes to Salesforce when it changes (administration 6.6).
    pub fn has_activity_subject(&self) -> bool {
        self.0.contains(&Piece::Field(Field::Subject))
    }

    /// One line of at most [`LONGEST_SUBJECT`]; a field without a value is empty.
    pub fn fill(&self, activity: &Activity) -> String {
        let campaign = activity.campaign.as_ref();
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(piece) | Piece::Unknown(piece) => text.push_str(piece),
                Piece::Field(field) => match field {
                    Field::Type => text.push_str(activity.kind.name()),
                    Field::Subject => text.push_str(&activity.subject),
                    Field::CampaignName => text.extend(campaign.map(|it| it.name.as_str())),
                    Field::CampaignDay => text.extend(campaign.map(|it| it.day.to_string())),
                    Field::CampaignStep => text.extend(campaign.map(|it| it.step.to_string())),
                    Field::CallOutcome => text.push_str(&activity.call_outcome),
                    Field::CallReason => text.push_str(&activity.call_reason),
                },
            }
        }
        line(&text, LONGEST_SUBJECT)
    }
}

/// A reply's subject, which no template shapes.
pub fn reply(subject: &str) -> String {
    line(&format!("Reply: {subject}"), LONGEST_SUBJECT)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn call() -> Activity {
        Activity {
            kind: ActivityKind::Call,
            subject: "Ask Lena {{call_reason}}".into(),
            campaign: Some(InCampaign {
                name: "Spring".into(),
                day: 3,
                step: 2,
            }),
            call_outcome: "Reached".into(),
            call_reason: String::new(),
        }
    }

    fn fill(template: &str, activity: &Activity) -> String {
        SubjectTemplate::parse(template).fill(activity)
    }

    #[test]
    fn every_field_has_its_value() {
        assert_eq!(
            fill(
                "Sales [{{activity_type}}] {{ activity_subject }} / {{sales_campaign_name}} {{sales_campaign_day}}.{{Sales Campaign Step}} {{call_outcome}}{{call_reason}}",
                &call()
            ),
            "Sales [Call] Ask Lena {{call_reason}} / Spring 3.2 Reached"
        );
        let alone = Activity {
            campaign: None,
            ..call()
        };
        assert_eq!(
            fill("a{{sales_campaign_name}}{{sales_campaign_day}}b", &alone),
            "ab"
        );
    }

    #[test]
    fn a_subject_is_one_line_that_fits() {
        assert_eq!(fill("a\r\nb\u{2028}c", &call()), "a  b c");
        assert_eq!(fill(&"é".repeat(300), &call()), "é".repeat(255));
        assert_eq!(
            fill(&format!("a{}", "😀".repeat(200)), &call())
                .chars()
                .count(),
            128
        );
        assert_eq!(reply("Hello\nBcc: x"), "Reply: Hello Bcc: x");
        assert_eq!(reply(&"x".repeat(300)).len(), 255);
    }

    #[test]
    fn names_that_mean_nothing_are_named() {
        let template = SubjectTemplate::parse("{{x}} }} {{ {{activity_type}} {{first name}}");
        assert_eq!(
            template.unknown().collect::<Vec<_>>(),
            ["{{x}}", "{{first name}}"]
        );
        assert_eq!(template.fill(&call()), "{{x}} }} {{ Call {{first name}}");
        assert!(!template.has_activity_subject());
        assert!(SubjectTemplate::parse("{{activity_subject}}").has_activity_subject());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn any_template_and_value_make_one_line(template in "(\\PC|\n|\\{\\{|\\}\\}|activity_subject){0,40}", subject in "(\\PC|[\r\n\t\u{0}]){0,300}") {
            let activity = Activity { subject, ..call() };
            let filled = fill(&template, &activity);
            prop_assert!(filled.encode_utf16().count() <= LONGEST_SUBJECT);
            prop_assert!(!filled.chars().any(char::is_control));
        }
    }
}
