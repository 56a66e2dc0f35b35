//! The fields there are, and what each does without a value (actions 8.3).

/// What goes out when there is neither a value nor a default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Without {
    Empty,
    YourCompany,
    Refuse,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source<'a> {
    FirstName,
    LastName,
    Title,
    Company,
    CompanyFriendly,
    PersonalEmail,
    WorkWebsite,
    MyName,
    MyTitle,
    MySignature,
    Unsubscribe,
    LastEmailBody,
    /// Behind `custom_field_`.
    Custom(&'a str),
    /// Behind `sfdc_`.
    Salesforce(&'a str),
}

impl<'a> Source<'a> {
    /// `name` in the spelling of [`super::key`].
    pub(super) fn named(name: &'a str) -> Option<Self> {
        Some(match name {
            "first_name" => Self::FirstName,
            "last_name" => Self::LastName,
            "title" => Self::Title,
            "company" => Self::Company,
            "company_friendly" | "friendly_company" => Self::CompanyFriendly,
            "personal_email" => Self::PersonalEmail,
            "work_website" => Self::WorkWebsite,
            "my_name" => Self::MyName,
            "my_title" => Self::MyTitle,
            "my_signature" => Self::MySignature,
            "team_unsubscribe" | "friendly_unsubscribe" => Self::Unsubscribe,
            "last_email_body" => Self::LastEmailBody,
            _ => {
                let custom = name.strip_prefix("custom_field_").map(Self::Custom);
                let found = custom.or_else(|| name.strip_prefix("sfdc_").map(Self::Salesforce));
                return found.filter(|f| !matches!(f, Self::Custom("") | Self::Salesforce("")));
            }
        })
    }

    pub(super) fn without(self) -> Without {
        match self {
            Self::Company | Self::CompanyFriendly => Without::YourCompany,
            Self::PersonalEmail | Self::WorkWebsite | Self::Custom(_) | Self::Salesforce(_) => {
                Without::Refuse
            }
            _ => Without::Empty,
        }
    }

    /// Gives HTML, which fits between tags only.
    pub(super) fn is_html(self) -> bool {
        matches!(
            self,
            Self::MySignature | Self::Unsubscribe | Self::LastEmailBody
        )
    }
}
