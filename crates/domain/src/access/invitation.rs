//! Invitations and where their links stand (administration 2.3, 5.10; quality "Tokens and secrets").

use jiff::{SignedDuration, Timestamp};

use crate::id::{InvitationId, TeamId, UserId};
use crate::{EmailAddress, Refusal};

/// How long a link stays good (administration 2.3).
pub const LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// As stored. `Expired` is not: it follows from the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    Pending,
    Accepted,
    Revoked,
}

impl InvitationState {
    pub const ALL: [Self; 3] = [Self::Pending, Self::Accepted, Self::Revoked];

    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Revoked => "revoked",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// How the mail with the link fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// No mail is set up: the admin was shown the link to copy.
    LinkShown,
    Queued,
    Sent,
    /// The counterpart's own words, for the admin to act on.
    Failed(String),
}

impl Delivery {
    pub const CODES: [&'static str; 4] = ["link-shown", "queued", "sent", "failed"];

    pub fn code(&self) -> &'static str {
        match self {
            Self::LinkShown => "link-shown",
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed(_) => "failed",
        }
    }

    /// The counterpart's words; empty unless failed.
    pub fn detail(&self) -> &str {
        match self {
            Self::Failed(words) => words,
            _ => "",
        }
    }

    pub fn from_parts(code: &str, detail: String) -> Option<Self> {
        match code {
            "link-shown" => Some(Self::LinkShown),
            "queued" => Some(Self::Queued),
            "sent" => Some(Self::Sent),
            "failed" => Some(Self::Failed(detail)),
            _ => None,
        }
    }
}

/// One invitation to one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    pub user_id: UserId,
    pub email: EmailAddress,
    pub team_id: Option<TeamId>,
    pub state: InvitationState,
    pub invited_by: Option<UserId>,
    pub sent_at: Timestamp,
    pub expires_at: Timestamp,
    pub delivery: Delivery,
}

/// What a link is worth at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStanding {
    Open,
    Used,
    Expired,
    Revoked,
}

impl LinkStanding {
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "pending",
            Self::Used => "accepted",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// `Ok` when the link opens the wizard.
    pub fn must_be_open(self) -> Result<(), Refusal> {
        match self {
            Self::Open => Ok(()),
            Self::Used => Err(Refusal::LinkUsed),
            Self::Expired => Err(Refusal::LinkExpired),
            Self::Revoked => Err(Refusal::LinkRevoked),
        }
    }
}

impl Invitation {
    pub fn standing(&self, now: Timestamp) -> LinkStanding {
        match self.state {
            InvitationState::Accepted => LinkStanding::Used,
            InvitationState::Revoked => LinkStanding::Revoked,
            InvitationState::Pending if self.expires_at <= now => LinkStanding::Expired,
            InvitationState::Pending => LinkStanding::Open,
        }
    }

    /// Resending makes sense until somebody has come in by it.
    pub fn may_be_resent(&self) -> Result<(), Refusal> {
        match self.state {
            InvitationState::Accepted => Err(Refusal::NotPending {
                address: self.email.to_string(),
            }),
            InvitationState::Pending | InvitationState::Revoked => Ok(()),
        }
    }

    pub fn may_be_revoked(&self) -> Result<(), Refusal> {
        match self.state {
            InvitationState::Pending => Ok(()),
            InvitationState::Accepted | InvitationState::Revoked => Err(Refusal::NotPending {
                address: self.email.to_string(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(state: InvitationState) -> Invitation {
        let sent_at = Timestamp::UNIX_EPOCH;
        Invitation {
            id: InvitationId(uuid::Uuid::nil()),
            user_id: UserId(uuid::Uuid::nil()),
            email: EmailAddress::parse("rita@acme.example").unwrap(),
            team_id: None,
            state,
            invited_by: None,
            sent_at,
            expires_at: sent_at + LASTS,
            delivery: Delivery::Sent,
        }
    }

    #[test]
    fn a_link_is_good_for_seven_days() {
        let invitation = sent(InvitationState::Pending);
        let last_moment = invitation.expires_at - SignedDuration::from_micros(1);
        assert_eq!(invitation.standing(last_moment), LinkStanding::Open);
        assert_eq!(
            invitation.standing(invitation.expires_at),
            LinkStanding::Expired
        );
    }

    #[test]
    fn a_used_link_stays_used_after_its_time() {
        let invitation = sent(InvitationState::Accepted);
        assert_eq!(
            invitation.standing(invitation.expires_at),
            LinkStanding::Used
        );
        assert!(invitation.may_be_resent().is_err());
    }

    #[test]
    fn what_was_revoked_can_be_sent_anew_but_not_revoked_twice() {
        let invitation = sent(InvitationState::Revoked);
        assert_eq!(invitation.may_be_resent(), Ok(()));
        assert!(invitation.may_be_revoked().is_err());
    }
}
