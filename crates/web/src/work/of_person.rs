//! What the work of sellers has to do with one person: parts for the person's page.

use askama::Template;
use askama::filters::HtmlSafe;
use liaison_domain::id::PersonId;
use liaison_store::access::users;
use liaison_store::people::persons;
use liaison_store::work::{calls, campaigns, members, steps, tasks};

use super::fields::today;
use super::members::{Standing, standing};
use super::tasks::{Row, row};
use crate::dates;
use crate::parts::Icon;
use crate::respond::Trouble;
use crate::texts::Texts;
use crate::visitor::Member;

const MOST: i64 = 20;

/// The calls to a person, the newest first.
#[derive(Template)]
#[template(path = "work/person_calls.html")]
pub(crate) struct PersonCalls {
    t: &'static Texts,
    person: PersonId,
    rows: Vec<CallRow>,
}

impl HtmlSafe for PersonCalls {}

struct CallRow {
    outcome: String,
    status: &'static str,
    reason: String,
    notes: String,
    when: String,
    by: String,
    number: String,
    duration: String,
}

/// `4:05`, or `1:02:03` from an hour on.
fn clock(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

pub(crate) async fn calls_of(member: &Member, person: PersonId) -> Result<PersonCalls, Trouble> {
    let (db, t) = (&member.visitor.app.engine.db, member.t());
    let mut rows = Vec::new();
    for call in calls::of_person(db, person, MOST).await? {
        let user = users::by_id(db, call.user_id).await?;
        rows.push(CallRow {
            status: call.status.code(),
            when: dates::moment(t, call.called_at, &member.user.time_zone),
            by: user.map(|user| user.display_name()).unwrap_or_default(),
            duration: match call.seconds {
                0 => String::new(),
                seconds => clock(seconds),
            },
            outcome: call.outcome,
            reason: call.reason,
            notes: call.notes,
            number: call.number,
        });
    }
    Ok(PersonCalls { t, person, rows })
}

/// The tasks about a person, open ones first.
#[derive(Template)]
#[template(path = "work/person_tasks.html")]
pub(crate) struct PersonTasks {
    t: &'static Texts,
    person: PersonId,
    rows: Vec<TaskRow>,
}

impl HtmlSafe for PersonTasks {}

struct TaskRow {
    row: Row,
    whose: String,
    is_mine: bool,
}

impl PersonTasks {
    fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }
}

pub(crate) async fn tasks_of(member: &Member, person: PersonId) -> Result<PersonTasks, Trouble> {
    let (engine, t) = (&member.visitor.app.engine, member.t());
    let day = today(engine.clock.now(), &member.user);
    let known = persons::by_id(&engine.db, person).await?;
    let mut rows = Vec::new();
    for kept in tasks::of_person(&engine.db, person, MOST).await? {
        let user = users::by_id(&engine.db, kept.user_id).await?;
        rows.push(TaskRow {
            is_mine: kept.is_of(member.user.id),
            whose: user.map(|user| user.display_name()).unwrap_or_default(),
            row: row(t, kept, known.as_ref(), day),
        });
    }
    Ok(PersonTasks { t, person, rows })
}

/// The campaigns a person runs in, or did.
#[derive(Template)]
#[template(path = "work/person_campaigns.html")]
pub(crate) struct PersonCampaigns {
    t: &'static Texts,
    person: PersonId,
    rows: Vec<CampaignRow>,
}

impl HtmlSafe for PersonCampaigns {}

struct CampaignRow {
    /// Empty when the campaign is in the archive.
    path: String,
    name: String,
    standing: Standing,
}

pub(crate) async fn campaigns_of(
    member: &Member,
    person: PersonId,
) -> Result<PersonCampaigns, Trouble> {
    let (db, t) = (&member.visitor.app.engine.db, member.t());
    let mut rows = Vec::new();
    for kept in members::of_person(db, person, MOST).await? {
        let Some(campaign) = campaigns::by_id(db, kept.campaign_id).await? else {
            continue;
        };
        let all = steps::of_campaign(db, campaign.id).await?;
        let path = match campaign.archived_at {
            None => format!("/campaigns/{}/people", campaign.id),
            Some(_) => String::new(),
        };
        rows.push(CampaignRow {
            path,
            name: campaign.name,
            standing: standing(db, t, &member.user.time_zone, &kept, &all).await?,
        });
    }
    Ok(PersonCampaigns { t, person, rows })
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn a_duration_reads_as_it_is_typed() {
        assert_eq!(clock(5), "0:05");
        assert_eq!(clock(245), "4:05");
        assert_eq!(clock(3723), "1:02:03");
    }
}
