//! What happens to people in campaigns from outside: a task is done, an e-mail settles, somebody replies,
//! unsubscribes, or is taken out (actions 9.6, 9.7).

use jiff::Timestamp;
use liaison_domain::access::User;
use liaison_domain::id::{CampaignId, IdentityId, MemberId, StepId, UserId};
use liaison_domain::mail::{Email, EmailState, Writing};
use liaison_domain::work::member::{Effect, Event};
use liaison_domain::work::{EndReason, KeptTask};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::insight::events;
use liaison_store::people::persons;
use liaison_store::work::{members, runs, steps};
use liaison_store::{Sql, Tx};

use super::course::{Course, end, end_of, obstacle, stand};
use super::{campaign_mail, campaigns as rules, tasks};
use crate::{Engine, Outcome};

/// Ends one way, if it is still under way.
async fn end_one(
    engine: &Engine,
    tx: &Tx,
    id: MemberId,
    reason: EndReason,
    by: Option<UserId>,
) -> Outcome<()> {
    let Some(mut member) = members::hold(tx, id).await? else {
        return Ok(());
    };
    let course = Course::of(tx, member.campaign_id).await?;
    let mut said = Vec::new();
    end(engine, tx, &course, &mut member, reason, by, &mut said).await?;
    events::append(tx, &said).await?;
    Ok(())
}

/// Takes people out of a campaign. Who started somebody may, and who may change the campaign.
pub async fn remove(
    engine: &Engine,
    user: &User,
    campaign: CampaignId,
    ids: &[MemberId],
) -> Outcome<()> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    let tx = engine.db.begin().await?;
    let course = Course::of(&tx, campaign).await?;
    let mut said = Vec::new();
    for id in ids {
        let member = members::hold(&tx, id).await?;
        let mut member = member
            .filter(|member| member.campaign_id == campaign)
            .ok_or(Refusal::NotFound)?;
        if member.user_id != user.id && !rules::may_change(user, &course.campaign) {
            return Err(Refusal::CampaignNotYours.into());
        }
        let (reason, by) = (EndReason::Manual, Some(user.id));
        end(engine, &tx, &course, &mut member, reason, by, &mut said).await?;
    }
    events::append(&tx, &said).await?;
    Ok(tx.commit().await?)
}

/// A task of a campaign is done: its member goes on.
pub(crate) async fn task_done(engine: &Engine, tx: &Tx, task: &KeptTask) -> Outcome<()> {
    let (Some(member), Some(step)) = (task.member_id, task.step_id) else {
        return Ok(());
    };
    let now = engine.clock.now();
    let at = task.completed_at.unwrap_or(now);
    if runs::finish(tx, member, step, at).await? {
        members::look_at(tx, member, now).await?;
    }
    Ok(())
}

/// An e-mail was delivered, failed or bounced; `email` is as it now is. A task it was written for is done,
/// and a campaign goes on or ends.
pub async fn email_settled(engine: &Engine, tx: &Tx, email: &Email) -> Outcome<()> {
    if email.state == EmailState::Delivered {
        let said = tasks::written(engine, tx, email).await?;
        if !said.is_empty() {
            events::append(tx, &said).await?;
        }
    }
    let (Some(id), Some(step)) = (email.member_id, email.step_id) else {
        return Ok(());
    };
    let now = engine.clock.now();
    match email.state {
        EmailState::Delivered => went_on(engine, tx, id, step, email.sent_at.unwrap_or(now)).await,
        EmailState::Bounced => {
            let Some(member) = members::by_id(tx, id).await? else {
                return Ok(());
            };
            let course = Course::of(tx, member.campaign_id).await?;
            match course.campaign.settings.hard_bounce() {
                Effect::End(reason) => end_one(engine, tx, id, reason, None).await,
                _ => went_on(engine, tx, id, step, now).await,
            }
        }
        EmailState::Failed | EmailState::PleaseCheck => failed(engine, tx, id, email).await,
        EmailState::Draft | EmailState::Scheduled | EmailState::InProgress => Ok(()),
    }
}

async fn went_on(
    engine: &Engine,
    tx: &Tx,
    id: MemberId,
    step: StepId,
    at: Timestamp,
) -> Outcome<()> {
    if !runs::finish(tx, id, step, at).await? {
        return Ok(());
    }
    let Some(mut member) = members::hold(tx, id).await? else {
        return Ok(());
    };
    let course = Course::of(tx, member.campaign_id).await?;
    if !member.is_running() {
        return Ok(());
    }
    if member.state == "error" {
        stand(&course, &mut member, Event::Retry)?;
    }
    member.due_at = Some(engine.clock.now());
    Ok(members::save(tx, &member).await?)
}

/// An e-mail that may not be written any more ends the way; another trouble waits for a person.
async fn failed(engine: &Engine, tx: &Tx, id: MemberId, email: &Email) -> Outcome<()> {
    let person = persons::by_id(tx, email.person_id).await?;
    let found = match &person {
        Some(person) => obstacle(tx, person).await?,
        None => None,
    };
    if let Some(reason) = end_of(found) {
        return end_one(engine, tx, id, reason, None).await;
    }
    let Some(mut member) = members::hold(tx, id).await? else {
        return Ok(());
    };
    if member.state == "active" {
        let course = Course::of(tx, member.campaign_id).await?;
        stand(&course, &mut member, Event::MailFailed)?;
        member.due_at = None;
        members::save(tx, &member).await?;
    }
    Ok(())
}

/// The person has answered an e-mail.
pub async fn replied(engine: &Engine, tx: &Tx, email: &Email) -> Outcome<()> {
    let Some(id) = email.member_id else {
        return Ok(());
    };
    let Some(member) = members::by_id(tx, id).await? else {
        return Ok(());
    };
    let course = Course::of(tx, member.campaign_id).await?;
    match course.campaign.settings.reply() {
        Effect::End(reason) => end_one(engine, tx, id, reason, None).await,
        Effect::Nothing | Effect::Pause => Ok(()),
    }
}

/// An address is not to be written to any more: everybody with it leaves their campaigns.
pub async fn unsubscribed(engine: &Engine, tx: &Tx, address: &EmailAddress) -> Outcome<()> {
    for id in members::running_with_address(tx, address).await? {
        end_one(engine, tx, id, EndReason::Unsubscribed, None).await?;
    }
    Ok(())
}

/// What the campaign has the seller send for a task, and from which address.
pub async fn writing_for(
    sql: &impl Sql,
    task: &KeptTask,
) -> Outcome<Option<(Writing, Option<IdentityId>)>> {
    let (Some(member), Some(step)) = (task.member_id, task.step_id) else {
        return Ok(None);
    };
    let Some(member) = members::by_id(sql, member).await? else {
        return Ok(None);
    };
    let steps = steps::of_campaign(sql, member.campaign_id).await?;
    let at = steps.iter().position(|kept| kept.id == step);
    let writing = at.and_then(|at| campaign_mail::writing(&steps, at));
    Ok(writing.map(|writing| (writing, member.identity_id)))
}
