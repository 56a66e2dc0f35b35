//! From what a seller has written to what leaves (actions 4.2, 7.7): the order is fixed, and everything
//! that stands in the way is named before anything leaves.

use super::fields::{Fields, Filled, Form, Missing, Values};
use super::html::MailHtml;
use super::{Identity, Writing};
use crate::links::Channel;
use crate::people::{Person, Suppression, SuppressionCause};
use crate::{EmailAddress, Refusal};

/// Longest subject, in characters; what mail programs show is far shorter.
pub const LONGEST_SUBJECT: usize = 255;
/// Longest body we keep, in bytes of HTML.
pub const LONGEST_BODY: usize = 200_000;
/// So many addresses beside the person's, Cc and Bcc together.
pub const MOST_COPIES: usize = 20;
/// Attachments of one e-mail together, in bytes (actions 17, row 5).
pub const LARGEST_ATTACHMENTS: u64 = 23 * 1024 * 1024;
/// Above this most servers refuse: said beside the attachment, not refused.
pub const LARGE_ATTACHMENTS: u64 = 20 * 1024 * 1024;

/// What was typed into the fields of the form, as it came.
#[derive(Debug, Clone, Default)]
pub struct Typed<'a> {
    pub cc: &'a str,
    pub bcc: &'a str,
    pub subject: &'a str,
    pub body: &'a str,
}

impl Typed<'_> {
    /// Cleans the body and reads the addresses. What is too long or no address is refused by name.
    pub fn read(&self) -> Result<Writing, Refusal> {
        let too_long = |field: &str, limit: usize| Refusal::TooLong {
            field: field.to_owned(),
            limit: limit.to_string(),
        };
        let subject: String = self
            .subject
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let subject = subject.trim().to_owned();
        if subject.chars().count() > LONGEST_SUBJECT {
            return Err(too_long("subject", LONGEST_SUBJECT));
        }
        if self.body.len() > LONGEST_BODY {
            return Err(too_long("body", LONGEST_BODY));
        }
        let cc = addresses(self.cc)?;
        let bcc = addresses(self.bcc)?;
        if cc.len() + bcc.len() > MOST_COPIES {
            return Err(Refusal::EmailTooManyCopies {
                limit: MOST_COPIES.to_string(),
            });
        }
        Ok(Writing {
            cc,
            bcc,
            subject,
            body: MailHtml::clean(self.body).as_html().to_owned(),
        })
    }
}

/// Addresses separated by commas, semicolons or blanks, each once.
fn addresses(text: &str) -> Result<Vec<EmailAddress>, Refusal> {
    let mut found = Vec::new();
    let words = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
    for word in words.filter(|word| !word.is_empty()) {
        let bare = word.trim_start_matches('<').trim_end_matches('>');
        let address = EmailAddress::parse(bare).map_err(|_| Refusal::AddressMalformed {
            address: word.to_owned(),
        })?;
        if !found.contains(&address) {
            found.push(address);
        }
    }
    Ok(found)
}

/// What is known about one recipient at the moment of sending.
pub struct Recipient<'a> {
    pub person: &'a Person,
    pub suppression: Option<&'a Suppression>,
    pub is_domain_blocked: bool,
}

impl Recipient<'_> {
    /// Whether this person may be written to (actions 7.5 to 7.7); the address when they may.
    /// Non-commercial mail passes by an unsubscribe, never by a blocked domain or a dead address.
    pub fn may_be_written_to(&self, is_non_commercial: bool) -> Result<EmailAddress, Refusal> {
        let Some(address) = self.person.email.clone() else {
            return Err(Refusal::EmailNoAddress {
                person: self.person.display_name(),
            });
        };
        if self.is_domain_blocked {
            return Err(Refusal::EmailDomainBlocked {
                address: address.to_string(),
            });
        }
        let unsubscribed = || Refusal::EmailUnsubscribed {
            address: address.to_string(),
        };
        match self.suppression.map(|s| s.cause) {
            Some(SuppressionCause::Bounced) => {
                return Err(Refusal::EmailBouncedBefore {
                    address: address.to_string(),
                });
            }
            Some(SuppressionCause::Unsubscribed) if !is_non_commercial => {
                return Err(unsubscribed());
            }
            _ => {}
        }
        if self.person.opted_out_in_crm && !is_non_commercial {
            return Err(unsubscribed());
        }
        Ok(address)
    }
}

/// An e-mail as it will read: no fields, signature and unsubscribe message in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub subject: String,
    pub html: MailHtml,
}

/// Fills and completes an e-mail. A field that cannot be filled is a refusal that names it.
pub fn render(
    writing: &Writing,
    values: &Values,
    is_non_commercial: bool,
) -> Result<Rendered, Refusal> {
    if writing.subject.is_empty() {
        return Err(Refusal::EmailNoSubject);
    }
    let subject = Fields::parse(Form::Subject, &writing.subject).fill(values);
    let body = Fields::parse(Form::Html, &writing.body).fill(values);
    match (subject, body) {
        (Ok(subject), Ok(body)) => Ok(complete(subject.text, body, values, is_non_commercial)),
        (subject, body) => {
            let mut missing = subject.err().unwrap_or_default();
            missing.extend(body.err().unwrap_or_default());
            Err(refusal_of(&missing))
        }
    }
}

/// The same as far as it goes, for a preview: what is missing stays as it is written, and is named.
pub fn preview(
    writing: &Writing,
    values: &Values,
    is_non_commercial: bool,
) -> (Rendered, Vec<Missing>) {
    let (subject, mut missing) = Fields::parse(Form::Subject, &writing.subject).preview(values);
    let (body, of_body) = Fields::parse(Form::Html, &writing.body).preview(values);
    for one in of_body {
        if !missing.contains(&one) {
            missing.push(one);
        }
    }
    (
        complete(subject.text, body, values, is_non_commercial),
        missing,
    )
}

fn complete(subject: String, body: Filled, values: &Values, is_non_commercial: bool) -> Rendered {
    let mut html = body.text;
    if !body.has_signature && !values.signature_html.is_empty() {
        html.push_str("<br>");
        html.push_str(&values.signature_html);
    }
    if !body.has_unsubscribe && !is_non_commercial && !values.unsubscribe_html.is_empty() {
        html.push_str(&values.unsubscribe_html);
    }
    if !body.has_last_email && !values.last_email_html.is_empty() {
        html.push_str("<br>");
        html.push_str(&values.last_email_html);
    }
    Rendered {
        subject,
        html: MailHtml::clean(&html),
    }
}

fn refusal_of(missing: &[Missing]) -> Refusal {
    if let Some(prompt) = missing.iter().find(|m| matches!(m, Missing::Prompt(_))) {
        return Refusal::EmailPromptLeft {
            prompt: prompt.what().to_owned(),
        };
    }
    let unknown: Vec<&str> = missing
        .iter()
        .filter(|m| matches!(m, Missing::Unknown(_) | Missing::Misplaced(_)))
        .map(Missing::what)
        .collect();
    if !unknown.is_empty() {
        return Refusal::EmailFieldUnknown {
            fields: unknown.join(", "),
        };
    }
    let names: Vec<&str> = missing.iter().map(Missing::what).collect();
    Refusal::EmailFieldEmpty {
        fields: names.join(", "),
    }
}

/// Who an e-mail is from: a confirmed identity; where the mailbox sends only as itself, its own address
/// (actions 3.1); where the team's server sends, one of those listed.
pub fn may_write_from(identity: &Identity, channel: &Channel) -> Result<(), Refusal> {
    if identity.verified_at.is_none() {
        return Err(Refusal::IdentityNotConfirmed {
            address: identity.address.to_string(),
        });
    }
    if let Some(mailbox) = channel.mailbox()
        && mailbox.access.sends_as_itself_only()
        && identity.address != mailbox.address
    {
        return Err(Refusal::EmailFromOtherMailbox {
            address: identity.address.to_string(),
            mailbox: mailbox.address.to_string(),
        });
    }
    channel.must_allow(&identity.address)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::id::PersonId;
    use crate::people::PersonSource;

    fn person(email: &str) -> Person {
        Person {
            id: PersonId(uuid::Uuid::nil()),
            first_name: "Nadia".into(),
            last_name: String::new(),
            email: EmailAddress::parse(email).ok(),
            title: String::new(),
            company: String::new(),
            phone: String::new(),
            website: String::new(),
            lead_id: None,
            contact_id: None,
            company_id: None,
            owner: String::new(),
            source: PersonSource::Manual,
            added_by: None,
            opted_out_in_crm: false,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            seen_at: None,
        }
    }

    fn writing(subject: &str, body: &str) -> Writing {
        Typed {
            subject,
            body,
            ..Typed::default()
        }
        .read()
        .unwrap()
    }

    fn values() -> Values {
        Values {
            person: super::super::fields::Person {
                first_name: "Nadia".into(),
                ..Default::default()
            },
            signature_html: "<p>Rita</p>".into(),
            unsubscribe_html: "<p><a href=\"https://x.example/u/1\">Leave</a></p>".into(),
            ..Values::default()
        }
    }

    #[test]
    fn signature_and_unsubscribe_stand_once_and_where_they_are_wanted() {
        let at_the_end = render(
            &writing("Hi", "<p>Hello {{first_name}}</p>"),
            &values(),
            false,
        );
        let html = at_the_end.unwrap().html.as_html().to_owned();
        assert!(html.starts_with("<p>Hello Nadia</p>"), "{html}");
        assert!(html.find("Rita") < html.find("Leave"), "{html}");
        let placed = writing("Hi", "<p>{{my_signature}}</p><p>PS</p>");
        let html = render(&placed, &values(), true).unwrap().html;
        let html = html.as_html();
        assert_eq!(html.matches("Rita").count(), 1);
        assert!(!html.contains("Leave"));
    }

    #[test]
    fn what_cannot_be_filled_is_named() {
        let refused = |subject: &str, body: &str| {
            render(&writing(subject, body), &values(), false)
                .unwrap_err()
                .code()
        };
        assert_eq!(refused("", "x"), "email-no-subject");
        assert_eq!(refused("Hi", "{{work_website}}"), "email-field-empty");
        assert_eq!(refused("Hi {{nonsense}}", "x"), "email-field-unknown");
        assert_eq!(refused("Hi", "{{! say something}}"), "email-prompt-left");
    }

    #[test]
    fn nobody_is_written_to_against_their_will() {
        let nadia = person("nadia@buyer.example");
        let left = Suppression {
            address: nadia.email.clone().unwrap(),
            cause: SuppressionCause::Unsubscribed,
            since: Timestamp::UNIX_EPOCH,
        };
        let look = |suppression, is_domain_blocked, is_non_commercial| {
            Recipient {
                person: &nadia,
                suppression,
                is_domain_blocked,
            }
            .may_be_written_to(is_non_commercial)
            .map_err(|refusal| refusal.code())
        };
        assert!(look(None, false, false).is_ok());
        assert_eq!(look(Some(&left), false, false), Err("email-unsubscribed"));
        assert!(look(Some(&left), false, true).is_ok());
        assert_eq!(look(None, true, true), Err("email-domain-blocked"));
        let nobody = person("");
        let recipient = Recipient {
            person: &nobody,
            suppression: None,
            is_domain_blocked: false,
        };
        assert_eq!(
            recipient.may_be_written_to(false).unwrap_err().code(),
            "email-no-address"
        );
    }

    #[test]
    fn a_value_never_becomes_a_second_address_or_a_header() {
        let typed = Typed {
            cc: "a@x.example, <b@x.example>; a@x.example",
            subject: "Hi\r\nBcc: all@x.example",
            ..Typed::default()
        };
        let read = typed.read().unwrap();
        assert_eq!(read.cc.len(), 2);
        assert!(!read.subject.contains(['\r', '\n']));
        let wrong = Typed {
            bcc: "nobody",
            ..Typed::default()
        };
        assert_eq!(wrong.read().unwrap_err().code(), "address-malformed");
    }
}
