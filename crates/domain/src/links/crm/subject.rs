//! What a Task's subject says: a text of the admin's with seven fields (administration 6.7).

use crate::Refusal;

/// The template until an admin writes another.
pub const USUAL: &str = "{{activity_type}}: {{activity_subject}}";
/// The longest subject, as Salesforce counts it.
pub const LONGEST: usize = 255;
/// The longest template, in characters.
const LONGEST_TEMPLATE: usize = 1_000;

/// The fields, in the order of the specification.
pub const FIELDS: [&str; 7] = [
    "activity_type",
    "activity_subject",
    "sales_campaign_name",
    "sales_campaign_day",
    "sales_campaign_step",
    "call_outcome",
    "call_reason",
];

/// What the fields stand for; empty where there is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubjectFields {
    pub activity_type: String,
    pub activity_subject: String,
    pub campaign_name: String,
    pub campaign_day: String,
    pub campaign_step: String,
    pub call_outcome: String,
    pub call_reason: String,
}

impl SubjectFields {
    fn value(&self, field: &str) -> Option<&str> {
        Some(match field {
            "activity_type" => &self.activity_type,
            "activity_subject" => &self.activity_subject,
            "sales_campaign_name" => &self.campaign_name,
            "sales_campaign_day" => &self.campaign_day,
            "sales_campaign_step" => &self.campaign_step,
            "call_outcome" => &self.call_outcome,
            "call_reason" => &self.call_reason,
            _ => return None,
        })
    }
}

/// Text, or the name of a field.
enum Part<'a> {
    Text(&'a str),
    Field(&'a str),
}

fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((field, behind)) = after.split_once("}}") else {
            break;
        };
        parts.push(Part::Text(before));
        parts.push(Part::Field(field.trim()));
        rest = behind;
    }
    parts.push(Part::Text(rest));
    parts
}

/// Whether a template can be kept.
pub fn check(template: &str) -> Result<(), Refusal> {
    if template.trim().is_empty() {
        return Err(Refusal::CrmSubjectEmpty);
    }
    if template.chars().count() > LONGEST_TEMPLATE {
        return Err(Refusal::TooLong {
            field: "subject".into(),
            limit: LONGEST_TEMPLATE.to_string(),
        });
    }
    let unknown = parts(template).into_iter().find_map(|part| match part {
        Part::Field(field) if !FIELDS.contains(&field) => Some(field.to_owned()),
        _ => None,
    });
    match unknown {
        Some(field) => Err(Refusal::CrmSubjectField { field }),
        None => Ok(()),
    }
}

/// Whether the template says the activity's own subject: only then may a task's name go out
/// (administration 6.6).
pub fn says_subject(template: &str) -> bool {
    parts(template)
        .iter()
        .any(|part| matches!(part, Part::Field("activity_subject")))
}

/// The subject: one line, at most [`LONGEST`]. Never empty: then it is the kind of activity.
pub fn fill(template: &str, fields: &SubjectFields) -> String {
    let filled: String = parts(template)
        .into_iter()
        .map(|part| match part {
            Part::Text(text) => text,
            Part::Field(field) => fields.value(field).unwrap_or_default(),
        })
        .collect();
    let line = one_line(&filled);
    if line.is_empty() {
        return fields.activity_type.clone();
    }
    cut(&line, LONGEST)
}

/// A reply's subject; the template does not shape it.
pub fn of_reply(subject: &str) -> String {
    cut(&format!("Reply: {}", one_line(subject)), LONGEST)
}

/// Without line breaks and other control characters.
fn one_line(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    line.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The beginning, in units of UTF-16 as Salesforce counts them, no character cut in two.
pub fn cut(text: &str, longest: usize) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= longest
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> SubjectFields {
        SubjectFields {
            activity_type: "Email".into(),
            activity_subject: "Pumps\r\nBcc: x".into(),
            campaign_name: "Spring".into(),
            campaign_day: "3".into(),
            campaign_step: "1".into(),
            ..SubjectFields::default()
        }
    }

    #[test]
    fn fields_are_filled_and_empty_ones_leave_nothing() {
        let template = "{{activity_type}} {{ sales_campaign_name }} {{sales_campaign_day}}.{{sales_campaign_step}} {{call_outcome}}{{call_reason}}| {{activity_subject}}";
        assert_eq!(
            fill(template, &fields()),
            "Email Spring 3.1 | Pumps Bcc: x"
        );
        assert_eq!(fill("{{call_outcome}}", &fields()), "Email");
        assert_eq!(fill("{{open", &fields()), "{{open");
    }

    #[test]
    fn what_a_field_says_is_not_filled_again() {
        let fields = SubjectFields {
            activity_subject: "{{call_reason}}".into(),
            call_reason: "no".into(),
            ..fields()
        };
        assert_eq!(fill("{{activity_subject}}", &fields), "{{call_reason}}");
    }

    #[test]
    fn a_subject_has_room_for_255() {
        let long = SubjectFields {
            activity_subject: "🦀".repeat(200),
            ..fields()
        };
        let filled = fill("a{{activity_subject}}", &long);
        assert_eq!(filled.encode_utf16().count(), 255);
        assert!(of_reply(&"é".repeat(300)).starts_with("Reply: é"));
        assert_eq!(of_reply(&"é".repeat(300)).chars().count(), 255);
    }

    #[test]
    fn a_template_names_only_fields_there_are() {
        assert_eq!(check(USUAL), Ok(()));
        assert_eq!(
            check("{{activity_typ}}"),
            Err(Refusal::CrmSubjectField {
                field: "activity_typ".into()
            })
        );
        assert_eq!(check(" \n"), Err(Refusal::CrmSubjectEmpty));
        assert!(check(&"x".repeat(1_001)).is_err());
        assert!(says_subject(USUAL) && !says_subject("{{activity_type}}"));
    }
}
