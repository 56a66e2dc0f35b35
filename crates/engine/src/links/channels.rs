//! By which way mail leaves (actions 3.2): the rule is `domain/links/channel.rs`.

use liaison_domain::Refusal;
use liaison_domain::access::{AuditAction, User};
use liaison_domain::id::{IdentityId, MailboxId, UserId};
use liaison_domain::links::channel::channel_of;
use liaison_domain::links::{Channel, ChannelKind};
use liaison_domain::mail::Identity;
use liaison_store::Sql;
use liaison_store::links::{mailboxes, team_server};
use liaison_store::mail::identities;

use super::team_carrier::TeamCarrier;
use crate::access::note;
use crate::mail::carrier::Carrier;
use crate::{Engine, Outcome};

/// The way an identity's next mail takes.
///
/// # Errors
/// There is none, or the team's server does not send as this address.
pub async fn of_identity(sql: &impl Sql, identity: &Identity) -> Outcome<Channel> {
    let mailbox = mailboxes::of_user(sql, identity.user_id).await?;
    let channel = channel_of(identity, mailbox, team_server::get(sql).await?)?;
    channel.must_allow(&identity.address)?;
    Ok(channel)
}

/// The way a send was planned for, if it is still there.
pub(crate) async fn by_id(sql: &impl Sql, id: MailboxId) -> Outcome<Option<Channel>> {
    if let Some(mailbox) = mailboxes::by_id(sql, id).await? {
        return Ok(Some(Channel::Mailbox(mailbox)));
    }
    Ok(team_server::by_id(sql, id).await?.map(Channel::Team))
}

/// Ready to use for one seller.
pub(crate) async fn carrier(
    engine: &Engine,
    channel: &Channel,
    seller: UserId,
) -> Outcome<Box<dyn Carrier>> {
    match channel {
        Channel::Mailbox(mailbox) => super::mailboxes::carrier(engine, mailbox).await,
        Channel::Team(team) => Ok(Box::new(TeamCarrier::open(engine, team, seller).await?)),
    }
}

/// Chooses for one of the user's identities. What is planned leaves as it was planned.
pub async fn choose(
    engine: &Engine,
    user: &User,
    id: IdentityId,
    kind: ChannelKind,
) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let identity = identities::of_user_by_id(&tx, user.id, id)
        .await?
        .ok_or(Refusal::NotFound)?;
    let chosen = match kind {
        ChannelKind::Mailbox => mailboxes::of_user(&tx, user.id)
            .await?
            .map(Channel::Mailbox),
        ChannelKind::Team => team_server::get(&tx).await?.map(Channel::Team),
    };
    let chosen = chosen.ok_or(Refusal::StateChanged)?;
    chosen.must_allow(&identity.address)?;
    if !identities::set_channel(&tx, user.id, id, kind).await? {
        return Err(Refusal::NotFound.into());
    }
    let details = format!("{}: {}", identity.address, kind.code());
    let action = AuditAction::ChannelChosen;
    note(engine, &tx, user.actor(), action, user.id, &details).await?;
    tx.commit().await?;
    Ok(())
}
