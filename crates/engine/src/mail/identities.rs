//! The names and addresses sellers write from: adding, confirming by mail, signatures.

use jiff::SignedDuration;
use liaison_domain::access::{Actor, AuditAction, User};
use liaison_domain::id::{IdentityId, UserId};
use liaison_domain::mail::identity::{
    self, ADDRESSES_AN_HOUR, LINK_LASTS, MAIL_EVERY, display_name,
};
use liaison_domain::mail::{Identity, Signature};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::access::users;
use liaison_store::links::mailboxes;
use liaison_store::mail::{confirmation_mails, identities};
use liaison_store::settings::{self, key};
use liaison_store::{Fault, Sql, Tx};

use super::{Letter, letter_job};
use crate::access::note;
use crate::{Engine, Outcome, Token};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Everybody writes as themselves first: the identity they begin with is the account's own name and
/// address, which Salesforce, the invitation mail or the operator has proven.
pub(crate) async fn ensure_own(
    engine: &Engine,
    sql: &impl Sql,
    user_id: UserId,
) -> Result<(), Fault> {
    let mine = identities::of_user(sql, user_id).await?;
    let (false, Some(user)) = (
        mine.iter().any(|identity| identity.is_default),
        users::by_id(sql, user_id).await?,
    ) else {
        return Ok(());
    };
    let now = engine.clock.now();
    if identities::make_own_default(sql, user_id, &user.email, now).await? {
        return Ok(());
    }
    let own = Identity {
        id: IdentityId(engine.dice.id(now)),
        user_id,
        name: user.display_name(),
        address: user.email,
        is_default: true,
        signature: Signature::default(),
        channel: None,
        verified_at: Some(now),
        link_sent_at: None,
    };
    identities::add(sql, &own).await
}

/// Somebody's account has come to life: its own address is theirs alone, whoever else had confirmed
/// it. What others have confirmed while the account was asleep stays the others'.
pub(crate) async fn settle(engine: &Engine, tx: &Tx, actor: Actor, user: &User) -> Outcome<()> {
    let address = &user.email;
    let others = identities::others_with(tx, user.id, address).await?;
    for other in &others {
        users::hold(tx, *other).await?;
    }
    identities::hold_address(tx, address).await?;
    for other in others {
        let theirs = identities::of_user(tx, other).await?;
        let is_it = |i: &&Identity| i.address == *address && i.verified_at.is_some();
        for identity in theirs.iter().filter(is_it) {
            lose(engine, tx, actor, identity).await?;
        }
    }
    for identity in identities::of_user(tx, user.id).await? {
        if identity.address == *address || identity.verified_at.is_none() {
            continue;
        }
        identities::hold_address(tx, &identity.address).await?;
        if identities::is_anothers(tx, user.id, &identity.address).await? {
            lose(engine, tx, actor, &identity).await?;
        }
    }
    ensure_own(engine, tx, user.id).await?;
    Ok(())
}

/// The identity stays, unconfirmed. Whoever wrote from it by default writes as themselves again.
async fn lose(engine: &Engine, tx: &Tx, actor: Actor, identity: &Identity) -> Outcome<()> {
    identities::unconfirm(tx, identity.id).await?;
    ensure_own(engine, tx, identity.user_id).await?;
    note(
        engine,
        tx,
        actor,
        AuditAction::IdentityUnconfirmed,
        identity.user_id,
        identity.address.as_str(),
    )
    .await?;
    Ok(())
}

/// How many identities a user may have.
pub async fn limit(sql: &impl Sql) -> Outcome<usize> {
    let setting = settings::get(sql, key::IDENTITY_LIMIT).await?;
    Ok(identity::limit(setting.as_deref()))
}

/// Adds an identity and asks the owner of its address by mail.
pub async fn add(engine: &Engine, user: &User, name: &str, address: &str) -> Outcome<()> {
    let name = display_name(name)?;
    let address = EmailAddress::parse(address).map_err(|_| Refusal::AddressMalformed {
        address: address.trim().to_owned(),
    })?;
    let tx = engine.db.begin().await?;
    users::hold(&tx, user.id).await?;
    ensure_own(engine, &tx, user.id).await?;
    let mine = identities::of_user(&tx, user.id).await?;
    identity::may_add(&mine, &address, limit(&tx).await?)?;
    let added = Identity {
        id: IdentityId(engine.dice.id(engine.clock.now())),
        user_id: user.id,
        name,
        address,
        is_default: false,
        signature: Signature::default(),
        channel: None,
        verified_at: None,
        link_sent_at: None,
    };
    identities::add(&tx, &added).await?;
    send_link(engine, &tx, user, &added).await?;
    remember(engine, &tx, user, AuditAction::IdentityAdded, &added).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}

/// Sends another link; the one before stops working.
pub async fn resend(engine: &Engine, user: &User, id: IdentityId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mine = hold(&tx, user, id).await?;
    mine.may_be_sent_a_link()?;
    send_link(engine, &tx, user, &mine).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}

/// Saves name and signature.
pub async fn save(
    engine: &Engine,
    user: &User,
    id: IdentityId,
    name: &str,
    signature: &str,
) -> Outcome<()> {
    let (name, signature) = (display_name(name)?, Signature::clean(signature)?);
    if !identities::change(&engine.db, user.id, id, &name, &signature).await? {
        return Err(Refusal::NotFound.into());
    }
    Ok(())
}

pub async fn make_default(engine: &Engine, user: &User, id: IdentityId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mine = hold(&tx, user, id).await?;
    mine.may_become_default()?;
    identities::make_default(&tx, user.id, id).await?;
    remember(engine, &tx, user, AuditAction::IdentityMadeDefault, &mine).await?;
    tx.commit().await?;
    Ok(())
}

pub async fn remove(engine: &Engine, user: &User, id: IdentityId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mine = hold(&tx, user, id).await?;
    mine.may_be_removed()?;
    let mailbox = mailboxes::of_user(&tx, user.id).await?;
    if mailbox.is_some_and(|mailbox| mailbox.address == mine.address) {
        let address = mine.address.to_string();
        return Err(Refusal::IdentityHasMailbox { address }.into());
    }
    identities::remove(&tx, id).await?;
    remember(engine, &tx, user, AuditAction::IdentityRemoved, &mine).await?;
    tx.commit().await?;
    Ok(())
}

/// Who asks to write from an address.
pub struct Claim {
    pub identity: Identity,
    pub owner: User,
}

/// What a link would confirm, if it is still good. Looking uses nothing up.
pub async fn look(engine: &Engine, token: &Token) -> Outcome<Claim> {
    look_in(engine, &engine.db, token).await
}

async fn look_in(engine: &Engine, sql: &impl Sql, token: &Token) -> Outcome<Claim> {
    let now = engine.clock.now();
    let identity = identities::by_link(sql, &token.hash())
        .await?
        .ok_or(Refusal::AddressLinkUnknown)?;
    let owner = users::by_id(sql, identity.user_id)
        .await?
        .filter(|owner| owner.may_enter(now))
        .ok_or(Refusal::AddressLinkUnknown)?;
    identity.standing(now).must_be_waiting()?;
    Ok(Claim { identity, owner })
}

/// Confirms the address. Whoever holds the link has the mail, so nobody needs to be signed in.
pub async fn confirm(engine: &Engine, token: &Token) -> Outcome<Claim> {
    let now = engine.clock.now();
    let tx = engine.db.begin().await?;
    let claim = look_in(engine, &tx, token).await?;
    let Identity {
        address, user_id, ..
    } = &claim.identity;
    identities::hold_address(&tx, address).await?;
    if identities::is_anothers(&tx, *user_id, address).await? {
        return Err(Refusal::AddressTaken {
            address: address.to_string(),
        }
        .into());
    }
    if !identities::confirm(&tx, &token.hash(), now, now - LINK_LASTS).await? {
        return Err(Refusal::AddressLinkUsed.into());
    }
    let details = address.as_str();
    note(
        engine,
        &tx,
        Actor::System,
        AuditAction::IdentityConfirmed,
        *user_id,
        details,
    )
    .await?;
    tx.commit().await?;
    Ok(claim)
}

/// One of the user's own, while nothing else of theirs changes.
async fn hold(tx: &Tx, user: &User, id: IdentityId) -> Outcome<Identity> {
    users::hold(tx, user.id).await?;
    Ok(identities::of_user_by_id(tx, user.id, id)
        .await?
        .ok_or(Refusal::NotFound)?)
}

/// Makes a link and enqueues the mail with it, unless mails were sent a moment ago.
async fn send_link(engine: &Engine, tx: &Tx, user: &User, identity: &Identity) -> Outcome<()> {
    if engine.relay.is_none() {
        return Err(Refusal::MailNotSetUp.into());
    }
    let now = engine.clock.now();
    let address = &identity.address;
    confirmation_mails::forget(tx, user.id, now - HOUR).await?;
    if !confirmation_mails::note(tx, user.id, address, now, now - MAIL_EVERY).await? {
        return Err(Refusal::ConfirmationTooSoon {
            address: address.to_string(),
        }
        .into());
    }
    let addresses = confirmation_mails::addresses_since(tx, user.id, now - HOUR).await?;
    if usize::try_from(addresses).unwrap_or(usize::MAX) > ADDRESSES_AN_HOUR {
        return Err(Refusal::ConfirmationsUsedUp {
            limit: ADDRESSES_AN_HOUR.to_string(),
        }
        .into());
    }
    let token = Token::throw(&engine.dice);
    identities::set_link(tx, identity.id, &token.hash(), now).await?;
    let letter = Letter::VerifyAddress {
        link: engine.url(&format!("/verify-address/{}", token.reveal())),
        address: address.clone(),
        name: user.display_name(),
        account: user.email.clone(),
        expires_at: now + LINK_LASTS,
        time_zone: user.time_zone.clone(),
    };
    letter_job::enqueue(engine, tx, address, user.language, letter).await
}

async fn remember(
    engine: &Engine,
    tx: &Tx,
    user: &User,
    action: AuditAction,
    identity: &Identity,
) -> Outcome<()> {
    let actor = user.actor();
    note(
        engine,
        tx,
        actor,
        action,
        user.id,
        identity.address.as_str(),
    )
    .await?;
    Ok(())
}
