//! Login modes (administration 5.11).

use super::user::User;

/// How people come in. Chosen by an admin; *Salesforce only* is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LoginMode {
    #[default]
    SalesforceOnly,
    AllMethods,
}

impl LoginMode {
    pub const ALL: [Self; 2] = [Self::SalesforceOnly, Self::AllMethods];

    pub fn code(self) -> &'static str {
        match self {
            Self::SalesforceOnly => "salesforce-only",
            Self::AllMethods => "all-methods",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.code() == code)
    }

    /// Whether this user's password opens the door. An admin's always does: it must stay good when
    /// every outside system is down.
    pub fn takes_password_of(self, user: &User) -> bool {
        user.has_password && (self == Self::AllMethods || user.is_admin())
    }
}

#[cfg(test)]
mod tests {
    use super::super::user::{Role, tests::rita};
    use super::*;

    #[test]
    fn an_admins_password_works_in_every_mode() {
        let mut user = rita();
        assert!(
            !LoginMode::AllMethods.takes_password_of(&user),
            "there is none"
        );
        user.has_password = true;
        assert!(LoginMode::AllMethods.takes_password_of(&user));
        assert!(!LoginMode::SalesforceOnly.takes_password_of(&user));
        user.role = Role::Admin;
        assert!(LoginMode::SalesforceOnly.takes_password_of(&user));
    }
}
