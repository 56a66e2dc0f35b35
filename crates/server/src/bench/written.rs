//! An instance with users who are signed in, and an e-mail of each that was delivered.

use std::net::SocketAddr;
use std::path::Path;

use jiff::SignedDuration;
use liaison_domain::access::session::{Session, SignInMethod};
use liaison_domain::access::{Role, User, UserState};
use liaison_domain::id::{EmailId, PersonId, SessionId, UserId};
use liaison_domain::mail::{Email, EmailState, Writing};
use liaison_domain::people::{Person, PersonSource};
use liaison_domain::{EmailAddress, Language};
use liaison_engine::insight::tracking;
use liaison_engine::{Clock, Engine, Token};
use liaison_store::access::{sessions, users};
use liaison_store::mail::emails;
use liaison_store::people::persons;

use crate::settings::{Network, Storage};
use crate::wiring;

/// One of them.
pub(super) struct Watched {
    /// The value of the session's cookie.
    pub session: String,
    /// The path of the pixel in the e-mail.
    pub pixel: String,
}

/// Makes the instance in a folder; it is to be served from there.
pub(super) async fn make(data: &Path, count: usize) -> anyhow::Result<Vec<Watched>> {
    let storage = Storage {
        data: data.to_owned(),
        database_url: None,
        key_file: None,
    };
    let network = Network {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        public_url: None,
        smtp_url: None,
        mail_from: None,
        allow_private_addresses: false,
        extra_ca: None,
        #[cfg(feature = "demo")]
        demo_clock: None,
    };
    let engine = wiring::engine(&storage, &network, Clock::system()).await?;
    let mut made = Vec::with_capacity(count);
    let tx = engine.db.begin().await?;
    for number in 0..count {
        made.push(one(&engine, &tx, number).await?);
    }
    tx.commit().await?;
    let mut watched = Vec::with_capacity(count);
    for (email, session) in made {
        let marked = tracking::mark(&engine, &engine.db, email, "").await?;
        let address = marked.split('"').nth(1).unwrap_or_default();
        let (_, path) = address.split_once("/o/").unwrap_or_default();
        watched.push(Watched {
            session,
            pixel: format!("/o/{path}"),
        });
    }
    Ok(watched)
}

async fn one(
    engine: &Engine,
    tx: &liaison_store::Tx,
    number: usize,
) -> anyhow::Result<(EmailId, String)> {
    let now = engine.clock.now();
    let address = |name: &str| EmailAddress::parse(&format!("{name}{number}@bench.example"));
    let user = User {
        id: UserId(engine.dice.id(now)),
        email: address("seller")?,
        first_name: "Rita".into(),
        last_name: "Rep".into(),
        role: Role::User,
        decided: UserState::Active,
        language: Language::En,
        time_zone: "UTC".into(),
        has_password: false,
        password_rests_until: None,
        access_expires_at: None,
        created_at: now,
        activated_at: Some(now),
    };
    users::add(tx, &user).await?;
    let token = Token::throw(&engine.dice);
    let session = Session {
        id: SessionId(engine.dice.id(now)),
        user_id: user.id,
        created_at: now,
        last_seen_at: now,
        user_agent: "bench".into(),
        method: SignInMethod::Link,
    };
    sessions::add(tx, &session, &token.hash()).await?;
    let person = Person {
        id: PersonId(engine.dice.id(now)),
        first_name: "Petra".into(),
        last_name: "Person".into(),
        email: Some(address("petra")?),
        title: String::new(),
        company: "Bench AB".into(),
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
    };
    persons::save(tx, &person).await?;
    let sent_at = now - SignedDuration::from_hours(1);
    let email = Email {
        id: EmailId(engine.dice.id(now)),
        owner_id: user.id,
        person_id: person.id,
        identity_id: None,
        batch_id: None,
        template_id: None,
        member_id: None,
        step_id: None,
        follows_id: None,
        state: EmailState::Delivered,
        to: address("petra")?,
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
    };
    emails::save(tx, &email).await?;
    Ok((email.id, token.reveal().to_owned()))
}
