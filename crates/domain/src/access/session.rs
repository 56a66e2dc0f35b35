//! How long a signed-in browser stays signed in.

use jiff::{SignedDuration, Timestamp};

use crate::id::{SessionId, UserId};

/// From sign-in, whatever happens.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Without being used.
pub const LONGEST_IDLE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A panel's session without being used: its token lives in the memory of one page.
pub const LONGEST_IDLE_PANEL: SignedDuration = SignedDuration::from_hours(2);
/// "Last seen" is written at most this often.
pub const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// One signed-in browser, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub user_id: UserId,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// The browser's own description of itself.
    pub user_agent: String,
    pub method: SignInMethod,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInMethod {
    Password,
    Salesforce,
    /// The one-time link of the first run, or of a password reset.
    Link,
    /// A proof from the connected Salesforce organisation, for the panel on one of its pages.
    Panel,
}

impl SignInMethod {
    pub const ALL: [Self; 4] = [Self::Password, Self::Salesforce, Self::Link, Self::Panel];

    pub fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Salesforce => "salesforce",
            Self::Link => "link",
            Self::Panel => "panel",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.code() == code)
    }
}

impl Session {
    pub fn is_live(&self, now: Timestamp) -> bool {
        let idle = match self.method {
            SignInMethod::Panel => LONGEST_IDLE_PANEL,
            _ => LONGEST_IDLE,
        };
        now < self.created_at + LONGEST && now < self.last_seen_at + idle
    }
}
