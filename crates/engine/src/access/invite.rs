//! Inviting by e-mail (administration 5.6): one verdict for each address, nothing lost when one is bad.

use liaison_domain::access::invite_list::{self, Verdict};
use liaison_domain::access::{
    Actor, AuditAction, Delivery, Invitation, InvitationState, Role, User, UserState, invitation,
};
use liaison_domain::id::{InvitationId, TeamId, UserId};
use liaison_domain::{EmailAddress, Language, Refusal};
use liaison_store::access::{invitations, teams, users};
use liaison_store::{Fault, Sql, Tx};

use super::{everyone, note};
use crate::mail::{Letter, letter_job};
use crate::{Engine, Outcome, Token};

/// What the form of *Invite users* holds.
pub struct InviteForm {
    /// Addresses in any usual separator.
    pub addresses: String,
    pub team: Option<TeamId>,
    /// The language of the welcome mail and of the wizard until they choose another.
    pub language: Language,
    pub time_zone: String,
}

/// One address as typed and what became of it.
#[derive(Debug)]
pub struct Invited {
    pub typed: String,
    pub verdict: Verdict,
    /// For *Resend* beside an address that is waiting already.
    pub invitation: Option<InvitationId>,
}

/// Invites every address that can be invited; each in a transaction of its own.
pub async fn invite(engine: &Engine, actor: Actor, form: &InviteForm) -> Outcome<Vec<Invited>> {
    actor.must_administer()?;
    let entries = invite_list::read(&form.addresses);
    if entries.is_empty() {
        return Err(Refusal::NothingToInvite.into());
    }
    if let Some(team) = form.team
        && !teams::list(&engine.db).await?.iter().any(|t| t.id == team)
    {
        return Err(Refusal::NotFound.into());
    }
    let mut outcome = Vec::with_capacity(entries.len());
    for entry in entries {
        let invited = match entry.address {
            Err(fault) => Invited {
                typed: entry.typed,
                verdict: Verdict::Malformed(fault),
                invitation: None,
            },
            Ok(address) => invite_one(engine, actor, form, address).await?,
        };
        outcome.push(invited);
    }
    engine.bell.notify_one();
    Ok(outcome)
}

async fn invite_one(
    engine: &Engine,
    actor: Actor,
    form: &InviteForm,
    address: EmailAddress,
) -> Outcome<Invited> {
    if let Some(known) = known(engine, &address).await? {
        return Ok(known);
    }
    match add(engine, actor, form, &address).await {
        // Another admin invited the same address in this very moment.
        Err(crate::Error::Store(fault)) if fault.is_taken() => known(engine, &address)
            .await?
            .ok_or(Refusal::StateChanged.into()),
        other => other,
    }
}

/// The verdict on an address that is known already.
async fn known(engine: &Engine, address: &EmailAddress) -> Outcome<Option<Invited>> {
    let Some(user) = users::by_email(&engine.db, address).await? else {
        return Ok(None);
    };
    let waiting = invitations::of_user(&engine.db, user.id)
        .await?
        .map(|i| i.id);
    let (verdict, invitation) = match user.decided {
        UserState::Invited => (Verdict::AlreadyInvited, waiting),
        UserState::Deactivated => (Verdict::Deactivated, None),
        UserState::Active | UserState::Locked | UserState::Expired => {
            (Verdict::AlreadyMember, None)
        }
    };
    Ok(Some(Invited {
        typed: address.to_string(),
        verdict,
        invitation,
    }))
}

async fn add(
    engine: &Engine,
    actor: Actor,
    form: &InviteForm,
    address: &EmailAddress,
) -> Outcome<Invited> {
    let tx = engine.db.begin().await?;
    let ((user, invitation), token) =
        enter(engine, &tx, actor, form, address, first_delivery(engine)).await?;
    let link = send_or_show(engine, &tx, &user, &invitation, &token).await?;
    tx.commit().await?;
    Ok(Invited {
        typed: address.to_string(),
        verdict: Verdict::Invited { link },
        invitation: Some(invitation.id),
    })
}

/// Writes the invited user and the invitation.
async fn enter(
    engine: &Engine,
    tx: &Tx,
    actor: Actor,
    form: &InviteForm,
    address: &EmailAddress,
    delivery: Delivery,
) -> Outcome<((User, Invitation), Token)> {
    let now = engine.clock.now();
    let user = User {
        id: UserId(engine.dice.id(now)),
        email: address.clone(),
        first_name: String::new(),
        last_name: String::new(),
        role: Role::User,
        decided: UserState::Invited,
        language: form.language,
        time_zone: form.time_zone.clone(),
        has_password: false,
        password_rests_until: None,
        access_expires_at: None,
        created_at: now,
        activated_at: None,
    };
    let token = Token::throw(&engine.dice);
    let invitation = Invitation {
        id: InvitationId(engine.dice.id(now)),
        user_id: user.id,
        email: address.clone(),
        team_id: form.team,
        state: InvitationState::Pending,
        invited_by: actor.user_id(),
        sent_at: now,
        expires_at: now + invitation::LASTS,
        delivery,
    };
    users::add(tx, &user).await?;
    teams::add_member(tx, everyone(engine, tx).await?, user.id).await?;
    if let Some(team) = form.team {
        teams::add_member(tx, team, user.id).await?;
    }
    invitations::add(tx, &invitation, &token.hash()).await?;
    note(
        engine,
        tx,
        actor,
        AuditAction::UserInvited,
        user.id,
        address.as_str(),
    )
    .await?;
    Ok(((user, invitation), token))
}

/// Invites one address and hands its link over, for the demo world.
#[cfg(feature = "demo")]
pub async fn without_mail(engine: &Engine, actor: Actor, form: &InviteForm) -> Outcome<Token> {
    let address = EmailAddress::parse(&form.addresses).map_err(|_| Refusal::AddressMalformed {
        address: form.addresses.clone(),
    })?;
    let tx = engine.db.begin().await?;
    let (_, token) = enter(engine, &tx, actor, form, &address, Delivery::LinkShown).await?;
    tx.commit().await?;
    Ok(token)
}

fn first_delivery(engine: &Engine) -> Delivery {
    if engine.relay.is_some() {
        Delivery::Queued
    } else {
        Delivery::LinkShown
    }
}

/// Enqueues the welcome mail, or returns the link to copy when there is no mail.
async fn send_or_show(
    engine: &Engine,
    tx: &Tx,
    user: &User,
    invitation: &Invitation,
    token: &Token,
) -> Outcome<Option<String>> {
    let link = engine.url(&format!("/welcome/{}", token.reveal()));
    if engine.relay.is_none() {
        return Ok(Some(link));
    }
    let inviter = match invitation.invited_by {
        Some(id) => users::by_id(tx, id).await?.map(|u| u.display_name()),
        None => None,
    };
    let letter = Letter::Welcome {
        invitation: invitation.id,
        link,
        inviter,
        expires_at: invitation.expires_at,
        time_zone: user.time_zone.clone(),
    };
    letter_job::enqueue(engine, tx, &user.email, user.language, letter).await?;
    Ok(None)
}

/// Sends an invitation again with a new link; the old link ends. The link is returned when there is
/// no mail.
pub async fn resend(engine: &Engine, actor: Actor, id: InvitationId) -> Outcome<Option<String>> {
    actor.must_administer()?;
    let now = engine.clock.now();
    let (mut invitation, user) = with_user(&engine.db, id).await?;
    invitation.may_be_resent()?;
    invitation.sent_at = now;
    invitation.expires_at = now + invitation::LASTS;
    invitation.delivery = first_delivery(engine);
    let token = Token::throw(&engine.dice);
    let tx = engine.db.begin().await?;
    if !invitations::renew(&tx, &invitation, &token.hash()).await? {
        return Err(Refusal::NotPending {
            address: invitation.email.to_string(),
        }
        .into());
    }
    let link = send_or_show(engine, &tx, &user, &invitation, &token).await?;
    note(
        engine,
        &tx,
        actor,
        AuditAction::InvitationResent,
        user.id,
        invitation.email.as_str(),
    )
    .await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(link)
}

/// Makes the link worthless. The address stays on the list and can be invited again.
pub async fn revoke(engine: &Engine, actor: Actor, id: InvitationId) -> Outcome<()> {
    actor.must_administer()?;
    let (invitation, user) = with_user(&engine.db, id).await?;
    invitation.may_be_revoked()?;
    let tx = engine.db.begin().await?;
    if !invitations::settle(&tx, id, InvitationState::Revoked).await? {
        return Err(Refusal::NotPending {
            address: invitation.email.to_string(),
        }
        .into());
    }
    note(
        engine,
        &tx,
        actor,
        AuditAction::InvitationRevoked,
        user.id,
        invitation.email.as_str(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

async fn with_user(sql: &impl Sql, id: InvitationId) -> Outcome<(Invitation, User)> {
    let invitation = invitations::by_id(sql, id)
        .await?
        .ok_or(Refusal::NotFound)?;
    let user = users::by_id(sql, invitation.user_id)
        .await?
        .ok_or(Refusal::NotFound)?;
    Ok((invitation, user))
}

/// What a link leads to; looking at it changes nothing, however often (mail scanners open every link).
pub async fn look(engine: &Engine, token: &Token) -> Outcome<(Invitation, User)> {
    let invitation = invitations::by_token(&engine.db, &token.hash())
        .await?
        .ok_or(Refusal::LinkUnknown)?;
    let user = users::by_id(&engine.db, invitation.user_id)
        .await?
        .ok_or_else(|| Fault::Engine("an invitation without its user".into()))?;
    Ok((invitation, user))
}
