//! A user of this instance (administration 2.2, 3.1).

use jiff::Timestamp;

use super::actor::Actor;
use crate::id::UserId;
use crate::{EmailAddress, Language, Refusal};

/// What a user may do here. An admin administers; everybody else is a user (administration 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    Admin,
    User,
}

impl Role {
    pub const ALL: [Self; 2] = [Self::Admin, Self::User];

    pub fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::User => "user",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// Where a user stands. `Locked` and `Expired` follow from times and undo themselves when those
/// change; the other three are decisions and are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserState {
    Invited,
    Active,
    Locked,
    Deactivated,
    Expired,
}

impl UserState {
    pub const ALL: [Self; 5] = [
        Self::Invited,
        Self::Active,
        Self::Locked,
        Self::Deactivated,
        Self::Expired,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Deactivated => "deactivated",
            Self::Expired => "expired",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// A person who works here, or is invited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    /// Unique in the instance; the user cannot change it.
    pub email: EmailAddress,
    pub first_name: String,
    pub last_name: String,
    pub role: Role,
    /// As stored: `Invited`, `Active` or `Deactivated`. Ask [`User::state`] for where they stand.
    pub decided: UserState,
    pub language: Language,
    /// IANA name.
    pub time_zone: String,
    pub has_password: bool,
    /// The password rests until then after too many wrong tries; other ways in stay open.
    pub password_rests_until: Option<Timestamp>,
    /// No access from then on; `None` is never.
    pub access_expires_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub activated_at: Option<Timestamp>,
}

impl User {
    /// Who this person is to a use-case.
    pub fn actor(&self) -> Actor {
        Actor::User {
            id: self.id,
            role: self.role,
        }
    }

    pub fn state(&self, now: Timestamp) -> UserState {
        match self.decided {
            UserState::Active if self.access_expires_at.is_some_and(|end| end <= now) => {
                UserState::Expired
            }
            UserState::Active if self.password_rests_until.is_some_and(|end| end > now) => {
                UserState::Locked
            }
            decided => decided,
        }
    }

    /// Whether a session of this user is worth anything. A locked user's is: only the password rests.
    pub fn may_enter(&self, now: Timestamp) -> bool {
        matches!(self.state(now), UserState::Active | UserState::Locked)
    }

    pub fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    /// The name for people to read: given and family name, or the address while there is none.
    pub fn display_name(&self) -> String {
        let name = format!("{} {}", self.first_name, self.last_name);
        match name.trim() {
            "" => self.email.to_string(),
            name => name.to_owned(),
        }
    }
}

/// Taking the role or the access of an admin is refused when nobody would be left to administer.
/// `other_admins` counts the active admins besides this one.
pub fn may_lose_admin(user: &User, other_admins: u64) -> Result<(), Refusal> {
    if user.is_admin() && user.decided == UserState::Active && other_admins == 0 {
        return Err(Refusal::LastAdmin);
    }
    Ok(())
}

/// Longest given or family name we keep, in characters.
pub const LONGEST_NAME: usize = 100;

/// Tidies a given or family name: one line, no control characters, at most [`LONGEST_NAME`].
pub fn tidy_name(text: &str, field: &str) -> Result<String, Refusal> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::TooLong {
            field: field.to_owned(),
            limit: LONGEST_NAME.to_string(),
        });
    }
    Ok(name)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn rita() -> User {
        User {
            id: UserId(uuid::Uuid::nil()),
            email: EmailAddress::parse("rita.rep@acme.example").unwrap(),
            first_name: "Rita".into(),
            last_name: "Rep".into(),
            role: Role::User,
            decided: UserState::Active,
            language: Language::En,
            time_zone: "Europe/Stockholm".into(),
            has_password: false,
            password_rests_until: None,
            access_expires_at: None,
            created_at: Timestamp::UNIX_EPOCH,
            activated_at: Some(Timestamp::UNIX_EPOCH),
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn access_ends_on_its_date_and_returns_when_extended() {
        let mut user = rita();
        user.access_expires_at = Some(at(100));
        assert_eq!(user.state(at(99)), UserState::Active);
        assert_eq!(user.state(at(100)), UserState::Expired);
        assert!(!user.may_enter(at(100)));
        user.access_expires_at = Some(at(200));
        assert!(user.may_enter(at(100)));
    }

    #[test]
    fn a_lock_rests_the_password_only_and_undoes_itself() {
        let mut user = rita();
        user.password_rests_until = Some(at(100));
        assert_eq!(user.state(at(99)), UserState::Locked);
        assert!(user.may_enter(at(99)));
        assert_eq!(user.state(at(100)), UserState::Active);
    }

    #[test]
    fn a_decision_outweighs_the_times() {
        let mut user = rita();
        user.decided = UserState::Deactivated;
        user.password_rests_until = Some(at(100));
        assert_eq!(user.state(at(1)), UserState::Deactivated);
    }

    #[test]
    fn the_last_admin_stays() {
        let mut user = rita();
        assert_eq!(may_lose_admin(&user, 0), Ok(()));
        user.role = Role::Admin;
        assert_eq!(may_lose_admin(&user, 0), Err(Refusal::LastAdmin));
        assert_eq!(may_lose_admin(&user, 1), Ok(()));
    }
}
