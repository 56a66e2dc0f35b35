//! The admin's choices (administration 2.14, 6.6, 6.10).

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::codes::codes;
use crate::links::crm_log::SubjectTemplate;
use crate::people::CrmObject;

codes! {
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    EmailLogging {
        #[default]
        Off => "off",
        /// As Tasks, with the sender's own token.
        Api => "api",
        /// By a blind copy to the sender's Email-to-Salesforce address.
        Bcc => "bcc",
    }
}

codes! {
    /// When several records have the address of an e-mail.
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Duplicates {
        #[default]
        Newest => "newest",
        Oldest => "oldest",
        All => "all",
    }
}

codes! {
    /// When no record has it.
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    NoMatch {
        #[default]
        Nothing => "nothing",
        /// Create nothing, but say so on the diagnostics page.
        List => "list",
    }
}

codes! {
    /// Where an unsubscribe is written (actions 7.3).
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    OptOutField {
        #[default]
        Standard => "standard",
        Liaison => "liaison",
    }
}

impl OptOutField {
    pub fn api_name(self) -> &'static str {
        match self {
            Self::Standard => "HasOptedOutOfEmail",
            Self::Liaison => "Liaison_Opt_Out__c",
        }
    }
}

/// The subject template until an admin writes another.
pub const USUAL_SUBJECT: &str = "{{activity_type}}: {{activity_subject}}";
/// The longest template, in characters.
const LONGEST_TEMPLATE: usize = 1_000;

/// Whether a subject template can be kept.
fn check_subject(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::CrmSubjectEmpty);
    }
    if text.chars().count() > LONGEST_TEMPLATE {
        return Err(Refusal::TooLong {
            field: "subject".into(),
            limit: LONGEST_TEMPLATE.to_string(),
        });
    }
    match SubjectTemplate::parse(text).unknown().next() {
        Some(field) => Err(Refusal::CrmSubjectField {
            field: field.to_owned(),
        }),
        None => Ok(()),
    }
}

/// A choice for each kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Objects {
    pub lead: bool,
    pub contact: bool,
    pub account: bool,
    pub opportunity: bool,
}

impl Default for Objects {
    fn default() -> Self {
        Self {
            lead: true,
            contact: true,
            account: false,
            opportunity: false,
        }
    }
}

impl Objects {
    pub fn has(self, object: CrmObject) -> bool {
        match object {
            CrmObject::Lead => self.lead,
            CrmObject::Contact => self.contact,
            CrmObject::Account => self.account,
            CrmObject::Opportunity => self.opportunity,
        }
    }

    /// Yes for those the predicate says yes to.
    pub fn of(chosen: impl Fn(CrmObject) -> bool) -> Self {
        Self {
            lead: chosen(CrmObject::Lead),
            contact: chosen(CrmObject::Contact),
            account: chosen(CrmObject::Account),
            opportunity: chosen(CrmObject::Opportunity),
        }
    }
}

/// Everything on the page "Sync settings", for the whole instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SyncSettings {
    pub email: EmailLogging,
    /// Only with [`EmailLogging::Api`].
    pub replies: bool,
    pub calls: bool,
    /// Both ways.
    pub tasks: bool,
    pub objects: Objects,
    pub duplicates: Duplicates,
    pub no_match: NoMatch,
    /// Where the time of the last activity and the like are kept up to date.
    pub roll_ups: Objects,
    /// The subject template ([`SubjectTemplate`]).
    pub subject: String,
    /// Nightly, both ways; a new unsubscribe is written at once even without.
    pub opt_outs: bool,
    pub opt_out_field: OptOutField,
    /// Most API calls a day; half of what the organisation allows without.
    pub most_calls: Option<u32>,
    /// So long what was written stays to be read here: one of [`KEEP_DAYS`].
    pub keep_days: u16,
}

/// The choices there are.
pub const KEEP_DAYS: [u16; 4] = [30, 90, 365, 1_825];
const USUAL_KEEP_DAYS: u16 = 90;

impl Default for SyncSettings {
    fn default() -> Self {
        Self {
            email: EmailLogging::Off,
            replies: false,
            calls: false,
            tasks: false,
            objects: Objects::default(),
            duplicates: Duplicates::default(),
            no_match: NoMatch::default(),
            roll_ups: Objects::default(),
            subject: USUAL_SUBJECT.to_owned(),
            opt_outs: false,
            opt_out_field: OptOutField::default(),
            most_calls: None,
            keep_days: USUAL_KEEP_DAYS,
        }
    }
}

impl SyncSettings {
    pub fn logs_emails(&self) -> bool {
        self.email == EmailLogging::Api
    }

    pub fn logs_replies(&self) -> bool {
        self.logs_emails() && self.replies
    }

    /// The field a new unsubscribe goes to: the standard one as long as nothing else is switched on.
    pub fn opt_out_target(&self) -> OptOutField {
        if self.opt_outs {
            self.opt_out_field
        } else {
            OptOutField::Standard
        }
    }

    /// Whether this can be kept as it is.
    pub fn check(&self) -> Result<(), Refusal> {
        check_subject(&self.subject)?;
        if self.most_calls == Some(0) {
            return Err(Refusal::CrmCallsCap);
        }
        if self.logs_emails() && !self.objects.lead && !self.objects.contact {
            return Err(Refusal::CrmNoObject);
        }
        Ok(())
    }

    /// How many calls we may make in a day. `allowed` is the organisation's own limit.
    pub fn cap(&self, allowed: u64) -> u64 {
        self.most_calls.map_or(allowed / 2, u64::from).min(allowed)
    }
}

/// An organisation's limit until Salesforce has told it: that of the smallest (contracts 2.5).
pub const ALLOWED_AT_FIRST: u64 = 15_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_before_a_choice_existed_is_still_read() {
        let kept: SyncSettings = serde_json::from_str(r#"{"email":"api","calls":true}"#).unwrap();
        assert!(kept.logs_emails() && kept.calls && !kept.tasks);
        assert_eq!(kept.objects, Objects::default());
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<SyncSettings>(&text).unwrap(), kept);
    }

    #[test]
    fn an_unsubscribe_goes_to_the_standard_field_until_the_sync_is_on() {
        let mut settings = SyncSettings {
            opt_out_field: OptOutField::Liaison,
            ..SyncSettings::default()
        };
        assert_eq!(settings.opt_out_target(), OptOutField::Standard);
        settings.opt_outs = true;
        assert_eq!(settings.opt_out_target().api_name(), "Liaison_Opt_Out__c");
    }

    #[test]
    fn the_cap_is_half_and_never_more_than_all() {
        let mut settings = SyncSettings::default();
        assert_eq!(settings.cap(15_001), 7_500);
        settings.most_calls = Some(20_000);
        assert_eq!(settings.cap(15_000), 15_000);
        settings.most_calls = Some(0);
        assert_eq!(settings.check(), Err(Refusal::CrmCallsCap));
    }

    #[test]
    fn a_subject_names_only_fields_there_are() {
        let refused = |text: &str| {
            let settings = SyncSettings {
                subject: text.to_owned(),
                ..SyncSettings::default()
            };
            settings.check().err()
        };
        assert_eq!(refused(USUAL_SUBJECT), None);
        assert_eq!(
            refused("{{activity_typ}}"),
            Some(Refusal::CrmSubjectField {
                field: "{{activity_typ}}".into()
            })
        );
        assert_eq!(refused(" \n"), Some(Refusal::CrmSubjectEmpty));
        assert!(refused(&"x".repeat(1_001)).is_some());
    }

    #[test]
    fn e_mails_must_go_somewhere() {
        let nowhere = SyncSettings {
            email: EmailLogging::Api,
            objects: Objects::of(|object| object == CrmObject::Account),
            ..SyncSettings::default()
        };
        assert_eq!(nowhere.check(), Err(Refusal::CrmNoObject));
    }
}
