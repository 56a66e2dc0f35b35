//! Users, people and e-mails as they are when nobody has changed them: what is measured fills in the rest.

use anyhow::anyhow;
use jiff::SignedDuration;
use liaison_domain::access::session::{Session, SignInMethod};
use liaison_domain::access::{Role, User, UserState};
use liaison_domain::id::{EmailId, PersonId, SessionId, UserId};
use liaison_domain::mail::{Email, EmailState, Writing};
use liaison_domain::people::{Person, PersonSource};
use liaison_domain::{EmailAddress, Language};
use liaison_engine::{Engine, Token};
use liaison_store::Tx;
use liaison_store::access::{sessions, users};

pub(super) fn address(text: &str) -> anyhow::Result<EmailAddress> {
    EmailAddress::parse(text).map_err(|fault| anyhow!("{text}: {fault}"))
}

pub(super) fn user(engine: &Engine, email: EmailAddress) -> User {
    let now = engine.clock.now();
    User {
        id: UserId(engine.dice.id(now)),
        email,
        first_name: "Björn".into(),
        last_name: "Håkansson".into(),
        role: Role::User,
        decided: UserState::Active,
        language: Language::En,
        time_zone: "UTC".into(),
        has_password: false,
        password_rests_until: None,
        access_expires_at: None,
        created_at: now,
        activated_at: Some(now),
    }
}

/// Adds a user who is signed in; with the session and its token.
pub(super) async fn signed_in(
    engine: &Engine,
    tx: &Tx,
    email: &str,
    method: SignInMethod,
) -> anyhow::Result<(User, Session, String)> {
    let user = user(engine, address(email)?);
    users::add(tx, &user).await?;
    let token = Token::throw(&engine.dice);
    let session = Session {
        id: SessionId(engine.dice.id(user.created_at)),
        user_id: user.id,
        created_at: user.created_at,
        last_seen_at: user.created_at,
        user_agent: "bench".into(),
        method,
    };
    sessions::add(tx, &session, &token.hash()).await?;
    Ok((user, session, token.reveal().to_owned()))
}

pub(super) fn person(engine: &Engine, email: EmailAddress) -> Person {
    let now = engine.clock.now();
    Person {
        id: PersonId(engine.dice.id(now)),
        first_name: "Nadia".into(),
        last_name: "Buyer".into(),
        email: Some(email),
        title: String::new(),
        company: "Acme, Inc.".into(),
        phone: String::new(),
        website: String::new(),
        lead_id: None,
        contact_id: None,
        company_id: None,
        owner: String::new(),
        source: PersonSource::Manual,
        added_by: None,
        opted_out_in_crm: false,
        created_at: now,
        updated_at: now,
        seen_at: None,
    }
}

/// An e-mail that was delivered an hour ago.
pub(super) fn email(engine: &Engine, owner: UserId, person: &Person) -> anyhow::Result<Email> {
    let now = engine.clock.now();
    let sent_at = now - SignedDuration::from_hours(1);
    Ok(Email {
        id: EmailId(engine.dice.id(now)),
        owner_id: owner,
        person_id: person.id,
        identity_id: None,
        batch_id: None,
        template_id: None,
        member_id: None,
        step_id: None,
        follows_id: None,
        state: EmailState::Delivered,
        to: person
            .email
            .clone()
            .ok_or_else(|| anyhow!("nobody to write to"))?,
        writing: Writing::default(),
        is_non_commercial: false,
        sent_subject: Some("An offer".into()),
        sent_body: None,
        send_id: None,
        message_id: None,
        created_at: sent_at,
        updated_at: sent_at,
        scheduled_at: None,
        time_zone: None,
        sent_at: Some(sent_at),
        failed_at: None,
        problem: None,
        archived_at: None,
        is_success: false,
        opens: 0,
        clicks: 0,
        replies: 0,
        last_event_at: None,
    })
}
