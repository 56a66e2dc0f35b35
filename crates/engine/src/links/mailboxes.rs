//! Sellers' mailboxes: connecting, testing, disconnecting.

use liaison_domain::access::{AuditAction, User};
use liaison_domain::id::{MailboxId, SendId};
use liaison_domain::links::mailbox::{Access, Findings, Mailbox, must_be_own};
use liaison_domain::links::servers::Servers;
use liaison_domain::links::{Channel, Health};
use liaison_domain::mail::send::{Purpose, Send, SendState};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Tx;
use liaison_store::links::mailboxes::{self as kept, Keys};
use liaison_store::links::tokens::{self as kept_tokens, Holder};
use liaison_store::mail::{emails as kept_emails, identities};
use secrecy::{ExposeSecret, SecretString};

use super::consent::{self, Arrival};
use super::gmail::Gmail;
use super::outlook::Outlook;
use super::servers::{ServerMailbox, try_both};
use super::tokens;
use crate::access::note;
use crate::mail::carrier::Carrier;
use crate::mail::{content, emails, send_job, watch_job};
use crate::vault::Place;
use crate::{Engine, Outcome};

/// Tries both servers and keeps the mailbox when both take it; then a test message is on its way.
pub async fn connect(
    engine: &Engine,
    user: &User,
    address: EmailAddress,
    servers: Servers,
    password: &SecretString,
) -> Outcome<()> {
    must_be_own(&address, &own_addresses(engine, user).await?)?;
    let sent_folder = try_both(engine, &servers, password).await?;
    let before = kept::of_user(&engine.db, user.id).await?;
    let mailbox = Mailbox {
        sent_folder,
        ..fresh(
            engine,
            user,
            address,
            Access::Imap(servers),
            before.as_ref(),
        )
    };
    let sealed = engine
        .vault
        .seal(&engine.dice, place(mailbox.id), password.expose_secret())?;
    keep(engine, user, &mailbox, Keys::Password(sealed)).await
}

/// Keeps the mailbox somebody came back with from the provider's consent page.
pub(super) async fn connect_arrival(engine: &Engine, user: &User, arrival: Arrival) -> Outcome<()> {
    let Arrival {
        address,
        access,
        pair,
    } = arrival;
    let before = kept::of_user(&engine.db, user.id).await?;
    let mailbox = fresh(engine, user, address, access, before.as_ref());
    let outcome = async {
        must_be_own(&mailbox.address, &own_addresses(engine, user).await?)?;
        let sealed = tokens::seal(engine, Holder::Mailbox(mailbox.id), &pair, 1)?;
        keep(engine, user, &mailbox, Keys::Tokens(sealed)).await
    };
    let outcome = outcome.await;
    if outcome.is_err() {
        consent::give_back(engine, &mailbox.access, &pair.access).await;
    }
    outcome
}

/// A mailbox as it begins. One that is connected again keeps its id, and with it what is on its way.
fn fresh(
    engine: &Engine,
    user: &User,
    address: EmailAddress,
    access: Access,
    before: Option<&Mailbox>,
) -> Mailbox {
    let now = engine.clock.now();
    let again = before.filter(|b| b.address == address && b.access.is_same_account(&access));
    let id = again.map_or_else(|| MailboxId(engine.dice.id(now)), |b| b.id);
    Mailbox {
        id,
        user_id: user.id,
        address,
        access,
        health: Health::Connected,
        findings: Findings::testing(),
        sent_folder: None,
        connected_at: now,
        last_checked_at: now,
    }
}

/// The account's address and the confirmed ones of the identities.
pub(crate) async fn own_addresses(engine: &Engine, user: &User) -> Outcome<Vec<EmailAddress>> {
    let mut own = vec![user.email.clone()];
    let identities = identities::of_user(&engine.db, user.id).await?;
    for identity in identities.into_iter().filter(|i| i.verified_at.is_some()) {
        if !own.contains(&identity.address) {
            own.push(identity.address);
        }
    }
    Ok(own)
}

/// The mailbox, its test message and the line in the audit log: together or not at all.
async fn keep(engine: &Engine, user: &User, mailbox: &Mailbox, keys: Keys) -> Outcome<()> {
    content::ready(engine).await?;
    let tx = engine.db.begin().await?;
    // Two browsers may come back at once; the later mailbox takes the place of the earlier.
    liaison_store::access::users::hold(&tx, user.id).await?;
    let before = kept::of_user(&tx, user.id).await?;
    let ending = match &before {
        Some(before) if before.id != mailbox.id => ending(&tx, before).await?,
        _ => None,
    };
    if let Some(before) = &before {
        kept_emails::hold_waiting(&tx, before.id).await?;
    }
    kept::save(&tx, mailbox, keys).await?;
    if let Some(before) = &before {
        let is_another = before.id != mailbox.id;
        if is_another {
            emails::leave_by_another(engine, &tx, user, before.id).await?;
        }
        let only = (!is_another).then_some(Purpose::Test);
        send_job::give_up_waiting(engine, &tx, before.id, only, Refusal::StateChanged).await?;
    }
    plan_test(engine, &tx, mailbox).await?;
    watch_job::begin(engine, &tx, mailbox.id).await?;
    note(
        engine,
        &tx,
        user.actor(),
        AuditAction::MailboxConnected,
        user.id,
        mailbox.address.as_str(),
    )
    .await?;
    tx.commit().await?;
    engine.bell.notify_one();
    end(engine, ending).await;
    Ok(())
}

async fn plan_test(engine: &Engine, tx: &Tx, mailbox: &Mailbox) -> Outcome<()> {
    let now = engine.clock.now();
    let send = Send {
        id: SendId(engine.dice.id(now)),
        user_id: mailbox.user_id,
        mailbox_id: mailbox.id,
        purpose: Purpose::Test,
        state: SendState::Planned,
        fence: 0,
        recipients: vec![mailbox.address.clone()],
        sender: Some(mailbox.address.clone()),
        message_id: None,
        mime: None,
        provider_id: None,
        problem: None,
        changed_at: now,
    };
    let channel = Channel::Mailbox(mailbox.clone());
    send_job::plan(engine, tx, &send, &channel).await
}

/// Sends a new test message; an earlier one that has not left is given up.
pub async fn test(engine: &Engine, user: &User) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let mailbox = kept::of_user(&tx, user.id)
        .await?
        .ok_or(Refusal::StateChanged)?;
    let only = Some(Purpose::Test);
    send_job::give_up_waiting(engine, &tx, mailbox.id, only, Refusal::StateChanged).await?;
    let now = engine.clock.now();
    kept::set_findings(&tx, mailbox.id, &Findings::testing(), now).await?;
    plan_test(engine, &tx, &mailbox).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}

/// Signs in and looks round, without a test message.
///
/// # Errors
/// What stands in the way.
pub async fn check(engine: &Engine, user: &User) -> Outcome<()> {
    let mailbox = kept::of_user(&engine.db, user.id)
        .await?
        .ok_or(Refusal::StateChanged)?;
    carrier(engine, &mailbox).await?.look_in(engine).await?;
    Ok(())
}

/// Ends the connection, here and, where the provider takes tokens back, there.
pub async fn disconnect(engine: &Engine, user: &User) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let Some(mailbox) = kept::of_user(&tx, user.id).await? else {
        return Ok(());
    };
    let ending = ending(&tx, &mailbox).await?;
    let gone = Refusal::EmailMailboxGone {
        address: mailbox.address.to_string(),
    };
    send_job::give_up_waiting(engine, &tx, mailbox.id, None, gone).await?;
    kept::remove(&tx, user.id).await?;
    note(
        engine,
        &tx,
        user.actor(),
        AuditAction::MailboxDisconnected,
        user.id,
        mailbox.address.as_str(),
    )
    .await?;
    tx.commit().await?;
    end(engine, ending).await;
    Ok(())
}

/// Tokens of a mailbox that has ended here.
struct Ending {
    mailbox: Mailbox,
    tokens: kept_tokens::SealedTokens,
}

async fn ending(tx: &Tx, mailbox: &Mailbox) -> Outcome<Option<Ending>> {
    let found = kept_tokens::of(tx, Holder::Mailbox(mailbox.id)).await?;
    Ok(found.map(|(tokens, ..)| Ending {
        mailbox: mailbox.clone(),
        tokens,
    }))
}

async fn end(engine: &Engine, ending: Option<Ending>) {
    let Some(Ending { mailbox, tokens }) = ending else {
        return;
    };
    match tokens::open_of_all(engine, Holder::Mailbox(mailbox.id), &tokens) {
        Ok(token) => consent::give_back(engine, &mailbox.access, &token).await,
        Err(error) => tracing::warn!(%error, "tokens could not be given back"),
    }
}

/// Passwords stood in `mailboxes` when they were first sealed, and are still sealed for that place.
fn place(id: MailboxId) -> Place {
    Place {
        column: "mailboxes.password",
        row: id.0,
    }
}

/// The mailbox, ready to use.
pub(crate) async fn carrier(engine: &Engine, mailbox: &Mailbox) -> Outcome<Box<dyn Carrier>> {
    Ok(match &mailbox.access {
        Access::Gmail { .. } => Box::new(Gmail::new(mailbox)),
        Access::Outlook { .. } => Box::new(Outlook::new(mailbox)),
        Access::Imap(servers) => {
            let sealed = kept::password(&engine.db, mailbox.id)
                .await?
                .ok_or(Refusal::StateChanged)?;
            let password = engine.vault.open(place(mailbox.id), &sealed)?;
            Box::new(ServerMailbox::new(mailbox, servers, &password))
        }
    })
}
