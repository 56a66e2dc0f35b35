//! How one person goes from step to step of a campaign, and to the end (actions 9.6).
//!
//! Everything a step leads to is one transaction: its row in `campaign_step_runs`, the e-mail with its
//! planned send or the task, where the member stands, the event. What is cut in between has not happened,
//! and is done by whoever looks next.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use liaison_domain::Refusal;
use liaison_domain::id::{CampaignId, EmailId, UserId};
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::mail::Writing;
use liaison_domain::people::Person;
use liaison_domain::work::campaign::What;
use liaison_domain::work::launch::{LeftOut, in_the_way};
use liaison_domain::work::member::Event;
use liaison_domain::work::plan::{self, Due, Launch};
use liaison_domain::work::task::{Origin, Priority};
use liaison_domain::work::{EndReason, KeptCampaign, KeptStep, KeptTask, Member, Task};
use liaison_store::people::{consent, persons};
use liaison_store::work::runs::{self, Run};
use liaison_store::work::{campaigns, members, steps, tasks as kept_tasks};
use liaison_store::{Sql, Tx};

use super::campaign_mail::{self, Letter};
use super::tasks;
use crate::links::crm;
use crate::{Engine, Error, Outcome};

/// A campaign with its steps.
pub(super) struct Course {
    pub campaign: KeptCampaign,
    pub steps: Vec<KeptStep>,
}

impl Course {
    pub async fn of(sql: &impl Sql, id: CampaignId) -> Outcome<Self> {
        let campaign = campaigns::by_id(sql, id).await?;
        Ok(Self {
            campaign: campaign.ok_or_else(|| Error::broken("a member of no campaign"))?,
            steps: steps::of_campaign(sql, id).await?,
        })
    }
}

/// What stands in the way of writing to somebody.
pub(super) async fn obstacle(sql: &impl Sql, person: &Person) -> Outcome<Option<LeftOut>> {
    let Some(address) = &person.email else {
        return Ok(Some(LeftOut::NoAddress));
    };
    let suppression = consent::of_address(sql, address).await?;
    let is_blocked = consent::is_blocked(sql, address).await?;
    Ok(in_the_way(person, suppression.as_ref(), is_blocked))
}

/// Whether a member can go on, or the reason it ends.
pub(super) fn end_of(obstacle: Option<LeftOut>) -> Option<EndReason> {
    Some(match obstacle? {
        LeftOut::Unsubscribed => EndReason::Unsubscribed,
        LeftOut::Blocked => EndReason::Blocked,
        LeftOut::Bounced => EndReason::Bounce,
        LeftOut::NoAddress => EndReason::NoAddress,
        LeftOut::AlreadyIn | LeftOut::TextIncomplete => return None,
    })
}

/// At which moment a member is taken on.
pub(super) enum Moment {
    /// At its launch, with the first e-mail as it was written anew.
    Launch(Option<Writing>),
    Later,
}

/// Takes a held member to its next step, or to the end. The events are the caller's to append.
pub(super) async fn advance(
    engine: &Engine,
    tx: &Tx,
    course: &Course,
    member: &mut Member,
    moment: Moment,
    said: &mut Vec<NewEvent>,
) -> Outcome<()> {
    let steps = &course.steps;
    let kept = runs::of_member(tx, member.id).await?;
    let run_of = |step: &KeptStep| kept.iter().find(|run| run.step_id == step.id);
    let done: Vec<Timestamp> = steps
        .iter()
        .map_while(|step| run_of(step)?.done_at)
        .collect();
    let zone = TimeZone::get(&member.time_zone).unwrap_or(TimeZone::UTC);
    let launch = Launch {
        at: member.started_at,
        zone: &zone,
    };
    let plan = course.campaign.with(steps);
    let Some(due) = plan::next(&plan, launch, &done, None) else {
        return complete(engine, tx, course, member, said).await;
    };
    let step = &steps[due.step];
    if run_of(step).is_some() {
        // Under way already.
        member.due_at = None;
        return Ok(members::save(tx, member).await?);
    }
    let person = persons::by_id(tx, member.person_id).await?;
    let person = person.ok_or_else(|| Error::broken("a member who is nobody"))?;
    let is_mail = step.step.email().is_some();
    let (is_launch, written) = match moment {
        Moment::Launch(written) => (true, written),
        Moment::Later => (false, None),
    };
    let obstacle = obstacle(tx, &person).await?;
    let obstacle =
        obstacle.filter(|o| is_mail || !matches!(o, LeftOut::NoAddress | LeftOut::Bounced));
    if let Some(reason) = end_of(obstacle) {
        return end(engine, tx, course, member, reason, None, said).await;
    }
    if !step.step.is_task() {
        let before = due.step.checked_sub(1).and_then(|n| run_of(&steps[n]));
        let at = due.at.max(engine.clock.now());
        let writing = written.or_else(|| campaign_mail::writing(steps, due.step));
        let (Some(text), Some(writing)) = (step.step.email(), writing) else {
            return Err(Error::broken("a step without a text"));
        };
        let letter = Letter {
            member,
            person: &person,
            step,
            text,
            writing,
            before,
            at,
        };
        let (email, is_planned) = match is_launch {
            true => (campaign_mail::plan_first(engine, tx, letter).await?, true),
            false => campaign_mail::plan(engine, tx, letter).await?,
        };
        if is_launch {
            members::save(tx, member).await?;
        }
        begin(tx, member, step, at, Some(email), None).await?;
        stand(course, member, Event::MailPlanned { step: due.step })?;
        if !is_planned {
            stand(course, member, Event::MailFailed)?;
        }
        member.due_at = None;
    } else if due.at > engine.clock.now() {
        // Its day has not come; whoever is new waits as they are.
        if done.is_empty() {
            member.step_id = None;
        } else {
            stand(course, member, Event::TaskAwaited { step: due.step })?;
        }
        member.due_at = Some(due.at);
    } else {
        if is_launch {
            members::save(tx, member).await?;
        }
        let task = open_task(engine, member, step, due)?;
        said.push(tasks::insert(engine, tx, &task).await?);
        begin(tx, member, step, due.at, None, Some(&task)).await?;
        stand(course, member, Event::TaskOpened { step: due.step })?;
        member.due_at = None;
    }
    Ok(members::save(tx, member).await?)
}

pub(super) fn stand(course: &Course, member: &mut Member, event: Event) -> Outcome<()> {
    let state = member.standing(&course.steps);
    let next = state.and_then(|state| state.after(event));
    let next = next.ok_or_else(|| {
        Error::broken(format!(
            "{event:?} cannot happen to a member that is {}",
            member.state
        ))
    })?;
    member.stand(next, &course.steps);
    Ok(())
}

async fn begin(
    tx: &Tx,
    member: &Member,
    step: &KeptStep,
    planned_at: Timestamp,
    email_id: Option<EmailId>,
    task: Option<&KeptTask>,
) -> Outcome<()> {
    let run = Run {
        step_id: step.id,
        planned_at,
        email_id,
        task_id: task.map(|task| task.id),
        done_at: None,
    };
    match runs::begin(tx, member.id, &run).await? {
        true => Ok(()),
        // The transaction is given up, and with it what was planned here.
        false => Err(Error::broken("a step was begun twice")),
    }
}

fn open_task(engine: &Engine, member: &Member, step: &KeptStep, due: Due) -> Outcome<KeptTask> {
    let what = &step.step.what;
    let (name, notes) = match what {
        What::Email(email) => (email.subject.as_str(), ""),
        What::Call { notes } | What::InMail { notes } | What::Custom { notes } => {
            (step.name.as_str(), notes.as_str())
        }
    };
    let task = Task::new(
        what.kind(),
        name,
        notes,
        Some(due.date),
        Priority::Normal,
        Origin::Campaign,
    )
    .map_err(Refusal::from)?;
    Ok(KeptTask {
        person_id: Some(member.person_id),
        member_id: Some(member.id),
        step_id: Some(step.id),
        ..tasks::fresh(engine, member.user_id, task)
    })
}

async fn complete(
    engine: &Engine,
    tx: &Tx,
    course: &Course,
    member: &mut Member,
    said: &mut Vec<NewEvent>,
) -> Outcome<()> {
    let now = engine.clock.now();
    stand(course, member, Event::LastStepDone)?;
    member.due_at = None;
    member.ended_at = Some(now);
    members::save(tx, member).await?;
    said.push(over(course, member, now));
    Ok(())
}

fn over(course: &Course, member: &Member, now: Timestamp) -> NewEvent {
    NewEvent {
        person_id: Some(member.person_id),
        detail: course.campaign.name.clone(),
        ..NewEvent::new(EventKind::CampaignEnded, now, member.user_id)
    }
}

/// Ends a held member's way: what has not left is called off, what is open is not asked for any more.
pub(super) async fn end(
    engine: &Engine,
    tx: &Tx,
    course: &Course,
    member: &mut Member,
    reason: EndReason,
    by: Option<UserId>,
    said: &mut Vec<NewEvent>,
) -> Outcome<()> {
    let state = member.standing(&course.steps);
    let Some(next) = state.and_then(|state| state.after(Event::End(reason))) else {
        return Ok(());
    };
    let now = engine.clock.now();
    for run in runs::of_member(tx, member.id).await? {
        if run.done_at.is_some() {
            continue;
        }
        if let Some(email) = run.email_id {
            campaign_mail::call_off(engine, tx, email).await?;
        }
        if let Some(id) = run.task_id
            && let Some(mut task) = kept_tasks::hold(tx, id).await?
            && task.is_open()
        {
            task.deleted_at = Some(now);
            task.updated_at = now;
            kept_tasks::save(tx, &task).await?;
            crm::task_changed(engine, tx, task.id).await?;
        }
    }
    member.stand(next, &course.steps);
    member.due_at = None;
    member.ended_at = Some(now);
    member.ended_by = by;
    members::save(tx, member).await?;
    said.push(over(course, member, now));
    Ok(())
}
