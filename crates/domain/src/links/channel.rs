//! By which way an identity's mail leaves (actions 3.2).
//!
//! What a person has chosen for an identity stays, whatever an admin sets up later. Where nobody has
//! chosen, the team's server carries the default identity and the mailbox the others. A way that is not
//! there, or that does not take the address unasked, leaves the mail to the other one; so whoever has only
//! one needs to choose nothing. A mail that is planned leaves by the way it was planned for.

use jiff::Timestamp;

use super::mailbox::Mailbox;
use super::team_server::TeamServer;
use crate::id::{MailboxId, UserId};
use crate::mail::Identity;
use crate::{EmailAddress, Refusal};

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    /// The person's own mailbox.
    Mailbox,
    /// The team's server.
    Team,
}

impl ChannelKind {
    pub const ALL: [Self; 2] = [Self::Mailbox, Self::Team];

    pub fn code(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::Team => "team",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Channel {
    Mailbox(Mailbox),
    Team(TeamServer),
}

impl Channel {
    /// Stands in the sends.
    pub fn id(&self) -> MailboxId {
        match self {
            Self::Mailbox(mailbox) => mailbox.id,
            Self::Team(team) => team.id,
        }
    }

    pub fn kind(&self) -> ChannelKind {
        match self {
            Self::Mailbox(_) => ChannelKind::Mailbox,
            Self::Team(_) => ChannelKind::Team,
        }
    }

    pub fn mailbox(&self) -> Option<&Mailbox> {
        match self {
            Self::Mailbox(mailbox) => Some(mailbox),
            Self::Team(_) => None,
        }
    }

    /// When it was last connected or changed: what was opened before that is opened anew.
    pub fn since(&self) -> Timestamp {
        match self {
            Self::Mailbox(mailbox) => mailbox.connected_at,
            Self::Team(team) => team.changed_at,
        }
    }

    /// The address it is known by: the mailbox's own, or the writer's.
    pub fn address<'a>(&'a self, writer: Option<&'a EmailAddress>) -> Option<&'a EmailAddress> {
        match self {
            Self::Mailbox(mailbox) => Some(&mailbox.address),
            Self::Team(_) => writer,
        }
    }

    /// What is known to stand in the way.
    pub fn problem(&self) -> Option<&Refusal> {
        match self {
            Self::Mailbox(mailbox) => mailbox.findings.problem.as_ref(),
            Self::Team(team) => team.problem.as_ref(),
        }
    }

    /// Whom servers tell of what cannot be delivered. Bounces of what the team's server sends go to the
    /// writer, whose mailbox sees them if one is connected.
    pub fn envelope_sender<'a>(&'a self, writer: &'a EmailAddress) -> &'a EmailAddress {
        match self {
            Self::Mailbox(mailbox) => &mailbox.address,
            Self::Team(_) => writer,
        }
    }

    /// In which its mails go one after the other. Sellers do not wait for each other at the team's server.
    pub fn lane(&self, seller: UserId) -> String {
        match self {
            Self::Mailbox(mailbox) => format!("mailbox/{}", mailbox.id),
            Self::Team(team) => format!("team/{}/{seller}", team.id),
        }
    }

    /// A mailbox asks its own provider; the team's server sends for listed senders only.
    ///
    /// # Errors
    /// The address is not listed.
    pub fn must_allow(&self, address: &EmailAddress) -> Result<(), Refusal> {
        match self {
            Self::Team(team) if !team.senders.allow(address) => Err(Refusal::TeamServerNotYours {
                address: address.to_string(),
                senders: team.senders.as_words(),
            }),
            _ => Ok(()),
        }
    }
}

/// The way an identity's next mail takes, of those there are.
///
/// # Errors
/// There is none, or none for this address.
pub fn channel_of(
    identity: &Identity,
    mailbox: Option<Mailbox>,
    team: Option<TeamServer>,
) -> Result<Channel, Refusal> {
    let allows = |team: &TeamServer| team.senders.allow(&identity.address);
    let usual = match identity.is_default {
        true => ChannelKind::Team,
        false => ChannelKind::Mailbox,
    };
    let chosen = identity.channel.unwrap_or(usual);
    match (mailbox, team) {
        (None, None) => Err(Refusal::EmailNoMailbox),
        (Some(mailbox), None) => Ok(Channel::Mailbox(mailbox)),
        (None, Some(team)) => Ok(Channel::Team(team)),
        (Some(mailbox), Some(team)) => Ok(match chosen {
            ChannelKind::Mailbox => Channel::Mailbox(mailbox),
            ChannelKind::Team if identity.channel.is_some() || allows(&team) => Channel::Team(team),
            ChannelKind::Team => Channel::Mailbox(mailbox),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::IdentityId;
    use crate::links::Health;
    use crate::links::mailbox::{Access, Findings, OutsideId};
    use crate::links::servers::{Security, Server};
    use crate::links::team_server::Senders;
    use crate::mail::Signature;

    fn identity(is_default: bool, channel: Option<ChannelKind>) -> Identity {
        Identity {
            id: IdentityId(uuid::Uuid::nil()),
            user_id: UserId(uuid::Uuid::nil()),
            name: "Anna".into(),
            address: EmailAddress::parse("anna@acme.example").unwrap(),
            is_default,
            signature: Signature::default(),
            channel,
            verified_at: Some(Timestamp::UNIX_EPOCH),
            link_sent_at: None,
        }
    }

    fn mailbox() -> Mailbox {
        Mailbox {
            id: MailboxId(uuid::Uuid::from_u128(1)),
            user_id: UserId(uuid::Uuid::nil()),
            address: EmailAddress::parse("anna@acme.example").unwrap(),
            access: Access::Gmail {
                subject: OutsideId("1".into()),
            },
            health: Health::Connected,
            findings: Findings::seen(),
            sent_folder: None,
            connected_at: Timestamp::UNIX_EPOCH,
            last_checked_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn team(senders: &str) -> TeamServer {
        TeamServer {
            id: MailboxId(uuid::Uuid::from_u128(2)),
            server: Server {
                host: "smtp.acme.example".into(),
                port: 465,
                security: Security::Tls,
            },
            username: "liaison".into(),
            senders: Senders::read(senders).unwrap(),
            problem: None,
            changed_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_was_chosen_stays_and_the_rest_follows_the_rule() {
        use ChannelKind::{Mailbox, Team};
        let cases = [
            // default, chosen → takes
            (true, None, Team),
            (false, None, Mailbox),
            (true, Some(Mailbox), Mailbox),
            (false, Some(Team), Team),
        ];
        for (is_default, chosen, takes) in cases {
            let way = channel_of(
                &identity(is_default, chosen),
                Some(mailbox()),
                Some(team("acme.example")),
            );
            assert_eq!(way.unwrap().kind(), takes, "{is_default} {chosen:?}");
        }
    }

    #[test]
    fn the_only_way_there_is_is_taken() {
        for chosen in [None, Some(ChannelKind::Mailbox), Some(ChannelKind::Team)] {
            let anna = identity(false, chosen);
            let kind = |mailbox, team| channel_of(&anna, mailbox, team).map(|c| c.kind());
            assert_eq!(kind(Some(mailbox()), None), Ok(ChannelKind::Mailbox));
            assert_eq!(
                kind(None, Some(team("acme.example"))),
                Ok(ChannelKind::Team)
            );
            assert_eq!(kind(None, None), Err(Refusal::EmailNoMailbox));
        }
    }

    #[test]
    fn an_address_that_is_not_listed_is_never_sent_from() {
        let outside = || Some(team("other.example"));
        let unasked = channel_of(&identity(true, None), Some(mailbox()), outside());
        assert_eq!(unasked.unwrap().kind(), ChannelKind::Mailbox);
        for mailbox in [Some(mailbox()), None] {
            let anna = identity(true, Some(ChannelKind::Team));
            let way = channel_of(&anna, mailbox, outside()).unwrap();
            assert!(matches!(
                way.must_allow(&anna.address),
                Err(Refusal::TeamServerNotYours { .. })
            ));
        }
    }

    #[test]
    fn sellers_have_lanes_of_their_own_and_bounces_go_to_them() {
        let channel = Channel::Team(team("acme.example"));
        let seller = |n| UserId(uuid::Uuid::from_u128(n));
        assert_ne!(channel.lane(seller(1)), channel.lane(seller(2)));
        let anna = EmailAddress::parse("anna@acme.example").unwrap();
        assert_eq!(channel.envelope_sender(&anna), &anna);
    }
}
