//! Ready-made people and things, each told apart by a number.

use jiff::{SignedDuration, Timestamp};
use liaison_domain::access::{Delivery, Invitation, InvitationState, Role, User, UserState};
use liaison_domain::id::{InvitationId, PersonId, UserId};
use liaison_domain::people::{Person, PersonSource};
use liaison_domain::{EmailAddress, Language};
use uuid::Uuid;

/// An id that says which number it was made of.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128((7 << 76) | (2 << 62) | number)
}

/// A Monday morning in 2026.
pub fn monday() -> Timestamp {
    "2026-03-02T08:00:00Z".parse().expect("a time")
}

/// So many minutes after [`monday`].
pub fn minute(minutes: i64) -> Timestamp {
    monday() + SignedDuration::from_mins(minutes)
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

/// An active user without a password: Rita Rep, `rita<number>@acme.example`.
pub fn user(number: u128) -> User {
    User {
        id: UserId(id(number)),
        email: address(&format!("rita{number}@acme.example")),
        first_name: "Rita".into(),
        last_name: "Rep".into(),
        role: Role::User,
        decided: UserState::Active,
        language: Language::En,
        time_zone: "Europe/Paris".into(),
        has_password: false,
        password_rests_until: None,
        access_expires_at: None,
        created_at: monday(),
        activated_at: Some(monday()),
    }
}

/// An active admin, otherwise as [`user`].
pub fn admin(number: u128) -> User {
    User {
        role: Role::Admin,
        ..user(number)
    }
}

/// A pending invitation of `user`, sent on [`monday`] and good for a week.
pub fn invitation(number: u128, user: &User) -> Invitation {
    Invitation {
        id: InvitationId(id(number)),
        user_id: user.id,
        email: user.email.clone(),
        team_id: None,
        state: InvitationState::Pending,
        invited_by: None,
        sent_at: monday(),
        expires_at: monday() + liaison_domain::access::invitation::LASTS,
        delivery: Delivery::Queued,
    }
}

/// Somebody sellers write to: Nadia Buyer of Acme, known to us alone.
pub fn person(number: u128, email: &str) -> Person {
    Person {
        id: PersonId(id(number)),
        first_name: "Nadia".into(),
        last_name: "Buyer".into(),
        email: EmailAddress::parse(email).ok(),
        title: "Head of things".into(),
        company: "Acme, Inc.".into(),
        phone: "+46 8 123 45 67".into(),
        website: String::new(),
        lead_id: None,
        contact_id: None,
        company_id: None,
        owner: String::new(),
        source: PersonSource::Manual,
        added_by: None,
        opted_out_in_crm: false,
        created_at: monday(),
        updated_at: monday(),
        seen_at: None,
    }
}
