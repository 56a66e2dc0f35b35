//! Starting people in a campaign (actions 9.4): who can be, what they get first, and the start itself in one
//! transaction.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use liaison_domain::Refusal;
use liaison_domain::access::User;
use liaison_domain::id::{CampaignId, EmailId, IdentityId, MemberId, PersonId};
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::mail::fields::Form;
use liaison_domain::mail::{Email, Fields, MailHtml, Writing};
use liaison_domain::people::Person;
use liaison_domain::work::launch::{LeftOut, MOST_LAUNCHES, MOST_PEOPLE};
use liaison_domain::work::{Member, MemberState};
use liaison_store::access::users;
use liaison_store::insight::events;
use liaison_store::mail::identities;
use liaison_store::people::persons;
use liaison_store::work::{campaigns, members as kept};
use liaison_store::{Sql, Tx};

use super::course::{self, Course, Moment};
use super::{campaign_mail, line};
use crate::mail::{content, drafts};
use crate::{Engine, Error, Outcome};

/// Somebody may be a little late with "now".
const LATE: jiff::SignedDuration = jiff::SignedDuration::from_mins(1);

/// What a person says about a start.
#[derive(Debug, Clone)]
pub struct LaunchForm {
    pub campaign: CampaignId,
    pub people: Vec<PersonId>,
    pub identity: Option<IdentityId>,
    /// Now, where there is none.
    pub start_at: Option<Timestamp>,
    /// First e-mails written anew: subject and HTML.
    pub written: BTreeMap<PersonId, (String, String)>,
}

/// How many were started, and who was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launched {
    pub added: usize,
    pub left_out: Vec<(PersonId, LeftOut)>,
}

/// Each of the people, with what keeps them from being started in this campaign, or in any.
pub async fn check(
    sql: &impl Sql,
    campaign: Option<CampaignId>,
    people: &[PersonId],
) -> Outcome<Vec<(Person, Option<LeftOut>)>> {
    let mut checked = Vec::new();
    for id in people {
        let person = persons::by_id(sql, *id).await?.ok_or(Refusal::NotFound)?;
        let mut found = course::obstacle(sql, &person).await?;
        if let Some(campaign) = campaign.filter(|_| found.is_none())
            && kept::runs_in(sql, campaign, *id).await?
        {
            found = Some(LeftOut::AlreadyIn);
        }
        checked.push((person, found));
    }
    Ok(checked)
}

/// At most so many people at once.
pub fn must_fit(people: usize) -> Result<(), Refusal> {
    if people > MOST_PEOPLE {
        return Err(Refusal::LaunchTooMany {
            people: people.to_string(),
            limit: MOST_PEOPLE.to_string(),
        });
    }
    Ok(())
}

/// The beginning of the user's day.
fn today(user: &User, now: Timestamp) -> Timestamp {
    let zone = TimeZone::get(&user.time_zone).unwrap_or(TimeZone::UTC);
    let start = now.to_zoned(zone).start_of_day();
    start.map_or(now, |start| start.timestamp())
}

async fn must_have_launches_left(tx: &Tx, user: &User, now: Timestamp) -> Outcome<()> {
    let made = campaigns::launches_since(tx, user.id, today(user, now)).await?;
    if made >= MOST_LAUNCHES {
        return Err(Refusal::LaunchesUsedUp {
            limit: MOST_LAUNCHES.to_string(),
        }
        .into());
    }
    Ok(())
}

/// The address the e-mails come from: one of the user's own that is confirmed.
async fn must_be_own(tx: &Tx, user: &User, id: Option<IdentityId>) -> Outcome<IdentityId> {
    let mine = identities::of_user(tx, user.id).await?;
    let found = match id {
        Some(id) => mine.into_iter().find(|identity| identity.id == id),
        None => mine.into_iter().next(),
    };
    let identity = found.ok_or(Refusal::NotFound)?;
    if identity.verified_at.is_none() {
        return Err(Refusal::IdentityNotConfirmed {
            address: identity.address.to_string(),
        }
        .into());
    }
    Ok(identity.id)
}

/// What was written anew for somebody.
fn writing(written: Option<&(String, String)>) -> Result<Option<Writing>, Refusal> {
    let Some((subject, html)) = written else {
        return Ok(None);
    };
    Ok(Some(Writing {
        subject: line("subject", subject, 255)?,
        body: MailHtml::clean(html).as_html().to_owned(),
        ..Writing::default()
    }))
}

/// Whether the words for this one person are the trouble: somebody else can be started.
pub fn is_about_text(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::EmailFieldEmpty { .. }
            | Refusal::EmailFieldUnknown { .. }
            | Refusal::EmailPromptLeft { .. }
            | Refusal::EmailNoSubject
    )
}

/// Starts those who can be, all together or nobody.
pub async fn start(engine: &Engine, user: &User, form: &LaunchForm) -> Outcome<Launched> {
    let mut people = form.people.clone();
    people.sort_unstable();
    people.dedup();
    must_fit(people.len())?;
    let now = engine.clock.now();
    if form.start_at.is_some_and(|at| at < now - LATE) {
        return Err(Refusal::LaunchInPast.into());
    }
    let tx = engine.db.begin().await?;
    users::hold(&tx, user.id).await?;
    must_have_launches_left(&tx, user, now).await?;
    let campaign = campaigns::hold(&tx, form.campaign).await?;
    let campaign = campaign.filter(|campaign| campaign.archived_at.is_none());
    campaign.ok_or(Refusal::NotFound)?;
    let course = Course::of(&tx, form.campaign).await?;
    if !course.campaign.with(&course.steps).faults().is_empty() {
        return Err(Refusal::CampaignNotReady.into());
    }
    let identity = must_be_own(&tx, user, form.identity).await?;
    let (mut said, mut left_out) = (Vec::new(), Vec::new());
    let mut added = 0;
    for (person, found) in check(&tx, Some(form.campaign), &people).await? {
        if let Some(why) = found {
            left_out.push((person.id, why));
            continue;
        }
        let mut member = Member {
            id: MemberId(engine.dice.id(now)),
            campaign_id: form.campaign,
            person_id: person.id,
            user_id: user.id,
            identity_id: Some(identity),
            time_zone: user.time_zone.clone(),
            state: MemberState::Queued.code().to_owned(),
            step_id: None,
            due_at: None,
            started_at: form.start_at.unwrap_or(now).max(now),
            ended_at: None,
            ended_reason: None,
            ended_by: None,
            is_success: false,
        };
        let writing = writing(form.written.get(&person.id))?;
        let moment = Moment::Launch(writing);
        let mut theirs = Vec::new();
        match course::advance(engine, &tx, &course, &mut member, moment, &mut theirs).await {
            Ok(()) => {}
            Err(Error::Refused(refusal)) if is_about_text(&refusal) => {
                left_out.push((person.id, LeftOut::TextIncomplete));
                continue;
            }
            Err(error) => return Err(error),
        }
        said.push(NewEvent {
            person_id: Some(person.id),
            detail: course.campaign.name.clone(),
            ..NewEvent::new(EventKind::CampaignStarted, now, user.id)
        });
        said.append(&mut theirs);
        added += 1;
    }
    if added == 0 {
        return Err(Refusal::LaunchNobody.into());
    }
    events::append(&tx, &said).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(Launched { added, left_out })
}

/// The first e-mail of somebody as it will look.
#[derive(Debug, Clone)]
pub struct Preview {
    pub person: PersonId,
    pub name: String,
    /// As far as the fields can be filled.
    pub subject: String,
    pub html: String,
    /// What keeps it from leaving.
    pub problem: Option<Refusal>,
}

/// What each of the people gets first; nothing when the campaign does not begin with an e-mail.
pub async fn preview(
    engine: &Engine,
    user: &User,
    campaign: CampaignId,
    identity: Option<IdentityId>,
    people: &[Person],
) -> Outcome<Vec<Preview>> {
    let course = Course::of(&engine.db, campaign).await?;
    let Some(writing) = campaign_mail::writing(&course.steps, 0) else {
        return Ok(vec![]);
    };
    let mine = identities::of_user(&engine.db, user.id).await?;
    let chosen = mine
        .iter()
        .find(|one| Some(one.id) == identity)
        .or(mine.first());
    let from = chosen.ok_or(Refusal::NotFound)?;
    let mut previews = Vec::new();
    for person in people {
        let id = EmailId(engine.dice.id(engine.clock.now()));
        let email = Email {
            writing: writing.clone(),
            identity_id: Some(from.id),
            ..drafts::blank(engine, user, id, person)?
        };
        let db = &engine.db;
        let values = content::values(engine, db, &email, person, user, from).await?;
        let (subject, _) = Fields::parse(Form::Subject, &writing.subject).preview(&values);
        let (body, _) = Fields::parse(Form::Html, &writing.body).preview(&values);
        let problem = match content::render(engine, db, &email, person, user, from).await {
            Ok(_) => None,
            Err(Error::Refused(refusal)) => Some(refusal),
            Err(error) => return Err(error),
        };
        previews.push(Preview {
            person: person.id,
            name: person.display_name(),
            subject: subject.text,
            html: MailHtml::clean(&body.text).as_html().to_owned(),
            problem,
        });
    }
    Ok(previews)
}
