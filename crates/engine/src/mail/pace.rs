//! How fast a mailbox, or a seller by the team's server, may send, as it stands now.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use liaison_domain::id::UserId;
use liaison_domain::links::Channel;
use liaison_domain::mail::pace::{Limits, Pace, TEAM_LIMITS, USUAL_DAILY, limits_of};
use liaison_store::access::users;
use liaison_store::mail::paces;
use liaison_store::settings::{self, key};
use liaison_store::{Sql, Tx};

use crate::{Engine, Outcome};

/// What the decision about a mailbox's next mail needs.
pub(super) struct Now {
    pub before: Option<Pace>,
    /// Nothing leaves before this.
    pub rests_until: Option<Timestamp>,
    pub limits: Limits,
    pub daily: u32,
    pub today: Date,
    /// When the sender's next day begins.
    pub tomorrow: Timestamp,
}

/// Reads it in the transaction that will write the next.
pub(super) async fn of(engine: &Engine, tx: &Tx, channel: &Channel, user: UserId) -> Outcome<Now> {
    let zone = users::by_id(tx, user)
        .await?
        .and_then(|user| TimeZone::get(&user.time_zone).ok())
        .unwrap_or(TimeZone::UTC);
    let now = engine.clock.now().to_zoned(zone);
    let tomorrow = now
        .start_of_day()
        .and_then(|day| day.checked_add(1.day()))
        .map_or_else(|_| now.timestamp(), |day| day.timestamp());
    let today = now.date();
    let (before, other, rests_until, limits) = match channel {
        Channel::Mailbox(mailbox) => (
            paces::of_mailbox(tx, mailbox.id).await?,
            paces::of_team(tx, user).await?,
            paces::paused_until(tx, mailbox.id).await?,
            limits_of(mailbox.access.kind()),
        ),
        Channel::Team(_) => (
            paces::of_team(tx, user).await?,
            paces::of_users_mailbox(tx, user).await?,
            None,
            TEAM_LIMITS,
        ),
    };
    // A user's day is one, whichever way the mail leaves.
    let elsewhere = other.filter(|pace| pace.day == today);
    let elsewhere = elsewhere.map_or(0, |pace| pace.sent);
    Ok(Now {
        before,
        rests_until,
        limits,
        daily: daily_limit(tx).await?.saturating_sub(elsewhere),
        today,
        tomorrow,
    })
}

/// Writes where it stands after a mail.
pub(super) async fn save(tx: &Tx, channel: &Channel, user: UserId, after: &Pace) -> Outcome<()> {
    match channel {
        Channel::Mailbox(mailbox) => paces::save(tx, mailbox.id, after).await?,
        Channel::Team(_) => paces::save_team(tx, user, after).await?,
    }
    Ok(())
}

/// So many e-mails a user may send in a day.
pub(super) async fn daily_limit(sql: &impl Sql) -> Outcome<u32> {
    let setting = settings::get(sql, key::DAILY_LIMIT).await?;
    Ok(setting
        .and_then(|text| text.parse().ok())
        .unwrap_or(USUAL_DAILY))
}
