//! Works out what a planned write writes, and where.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use liaison_domain::id::{CallId, CrmWriteId, EmailId, PersonId, TaskId};
use liaison_domain::links::crm::CrmWrite;
use liaison_domain::links::crm::activity::{
    CAMPAIGN, Fields, LAST_ACTIVITY, Logged, TaskType, moment, reply, stand_with,
};
use liaison_domain::links::crm::sync::NoMatch;
use liaison_domain::links::crm::trouble::ours;
use liaison_domain::links::crm::write::{Operation, WriteKind, WriteState};
use liaison_domain::links::crm_log::{Activity, ActivityKind, Attributes, SubjectTemplate};
use liaison_domain::mail::MailHtml;
use liaison_domain::people::{CrmObject, CrmRecord, Person};
use liaison_domain::work::KeptTask;
use liaison_domain::work::task as rules;
use liaison_domain::work::task::TaskKind;
use liaison_store::Tx;
use liaison_store::links::{crm_tasks, crm_writes};
use liaison_store::mail::emails;
use liaison_store::work::{calls, tasks};
use serde_json::json;

use super::campaign_part::{self, CampaignPart};
use super::describe::{self, Sight};
use super::find::{self, Place};
use super::{Desk, plan, roll_up, settle};
use crate::Outcome;
use crate::links::calls::Unanswered;

/// Whether all is worked out.
pub(super) fn is_done(write: &CrmWrite) -> bool {
    match write.operation {
        Operation::Create => write.fields.contains_key("Subject"),
        Operation::Update => write.fields.contains_key("Id"),
        Operation::Delete => true,
    }
}

/// What a new Task says, and what follows for the records it stands with.
struct Said {
    fields: Fields,
    roll_up: Fields,
}

/// Prepares all; how long everything of this user must rest, when Salesforce does not answer.
pub(super) async fn prepare(
    desk: &Desk<'_>,
    writes: Vec<CrmWrite>,
) -> Outcome<Option<SignedDuration>> {
    let (creates, updates): (Vec<_>, Vec<_>) = writes
        .into_iter()
        .partition(|write| write.operation == Operation::Create);
    if let Some(rest) = news(desk, creates).await? {
        return Ok(Some(rest));
    }
    for write in updates {
        if let Some(rest) = update(desk, write).await? {
            return Ok(Some(rest));
        }
    }
    Ok(None)
}

async fn news(desk: &Desk<'_>, writes: Vec<CrmWrite>) -> Outcome<Option<SignedDuration>> {
    if writes.is_empty() {
        return Ok(None);
    }
    let sight = match describe::of(desk, "Task").await? {
        Ok(sight) => sight,
        Err(why) => return settle::unanswered(desk, writes, &why).await,
    };
    let mut people: HashMap<PersonId, Person> = HashMap::new();
    let mut by_address = Vec::new();
    for write in &writes {
        if let Some(person) = plan::person_of(desk.engine, write.person_id).await? {
            if matches!(write.kind, WriteKind::Email | WriteKind::Reply) {
                by_address.push(person.id);
            }
            people.insert(person.id, person);
        }
    }
    let everybody: Vec<Person> = people.values().cloned().collect();
    let places = find::places(desk, &everybody, |id| by_address.contains(&id)).await?;
    let mut rest = None;
    for write in writes {
        let person = write.person_id.and_then(|id| people.get(&id));
        match person.map(|one| places.get(&one.id)) {
            Some(Some(Err(why))) => {
                let longer = settle::unanswered(desk, vec![write], why).await?;
                rest = rest.or(longer);
            }
            Some(Some(Ok(places))) => new_task(desk, write, person, places, &sight).await?,
            _ => new_task(desk, write, person, &[], &sight).await?,
        }
    }
    Ok(rest)
}

/// Takes hold of what a write is about until it is prepared: whoever changes it meanwhile finds it prepared,
/// and plans one more.
async fn hold(tx: &Tx, write: &CrmWrite) -> Outcome<()> {
    let Some(id) = write.subject_id else {
        return Ok(());
    };
    match write.kind {
        WriteKind::Email => drop(emails::hold(tx, EmailId(id)).await?),
        WriteKind::Task => drop(tasks::hold(tx, TaskId(id)).await?),
        _ => {}
    }
    Ok(())
}

/// One new Task for each place.
async fn new_task(
    desk: &Desk<'_>,
    mut write: CrmWrite,
    person: Option<&Person>,
    places: &[Place],
    sight: &Sight,
) -> Outcome<()> {
    let engine = desk.engine;
    let tx = engine.db.begin().await?;
    hold(&tx, &write).await?;
    let Some(mut said) = said(desk, &write).await? else {
        drop(tx);
        write.state = WriteState::Skipped;
        return settle::save(engine, &write).await;
    };
    if places.is_empty() && write.kind != WriteKind::Task {
        drop(tx);
        return nowhere(desk, write, person).await;
    }
    let left_out = sight.fit(&mut said.fields, Operation::Create);
    write.fields = said.fields;
    let mut all = Vec::new();
    for (n, place) in places.iter().enumerate() {
        let mut one = write.clone();
        if n > 0 {
            one.id = CrmWriteId(engine.dice.id(engine.clock.now()));
        }
        let what = place.what(desk).map(|id| id.to_string());
        stand_with(&mut one.fields, place.record.id.as_str(), what.as_deref());
        one.record_id = Some(place.record.id.clone());
        all.push(one);
    }
    if places.is_empty() {
        all.push(write.clone());
    }
    for one in &all {
        crm_writes::save(&tx, one).await?;
    }
    describe::note_left_out(engine, &tx, desk.user.id, "Task", &left_out).await?;
    if let Some(person) = write.person_id.filter(|_| !said.roll_up.is_empty()) {
        for record in places.iter().flat_map(records) {
            roll_up::plan(engine, &tx, desk.user.id, person, &record, &said.roll_up).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

fn records(place: &Place) -> Vec<CrmRecord> {
    let of = |object, id: &Option<_>| id.clone().map(|id| CrmRecord { object, id });
    let more = [
        of(CrmObject::Account, &place.account),
        of(CrmObject::Opportunity, &place.opportunity),
    ];
    std::iter::once(place.record.clone())
        .chain(more.into_iter().flatten())
        .collect()
}

/// Nothing in Salesforce stands for the person, or nothing that is written to.
async fn nowhere(desk: &Desk<'_>, mut write: CrmWrite, person: Option<&Person>) -> Outcome<()> {
    let is_listed = write.kind == WriteKind::Email
        && desk.settings.no_match == NoMatch::List
        && person.is_none_or(|person| person.record().is_none());
    write.state = if is_listed {
        write.code = Some(ours::NO_MATCH.into());
        WriteState::Unmatched
    } else {
        WriteState::Skipped
    };
    settle::save(desk.engine, &write).await
}

fn day(desk: &Desk<'_>, at: Timestamp) -> jiff::civil::Date {
    let zone = TimeZone::get(&desk.user.time_zone).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).date()
}

/// `None` when what it is about is gone.
async fn said(desk: &Desk<'_>, write: &CrmWrite) -> Outcome<Option<Said>> {
    match write.kind {
        WriteKind::Email => email(desk, write).await,
        WriteKind::Reply => Ok(answer(desk, write)),
        WriteKind::Call => call(desk, write).await,
        WriteKind::Task => task(desk, write).await,
        WriteKind::RollUp | WriteKind::OptOut | WriteKind::Fields => Ok(None),
    }
}

/// The page of ours that shows it: different for everything, so that a Task is found again by it.
fn url(desk: &Desk<'_>, write: &CrmWrite, of: &str) -> Option<String> {
    let subject = write.subject_id?;
    let path = match write.person_id {
        Some(person) => format!("/people/{person}?{of}={subject}"),
        None => format!("/tasks?{of}={subject}"),
    };
    Some(desk.engine.url(&path))
}

fn subject(
    desk: &Desk<'_>,
    kind: ActivityKind,
    subject: &str,
    campaign: Option<&CampaignPart>,
    (outcome, reason): (&str, &str),
) -> String {
    let filled = SubjectTemplate::parse(&desk.settings.subject).fill(&Activity {
        kind,
        subject: subject.to_owned(),
        campaign: campaign.map(|part| part.place.clone()),
        call_outcome: outcome.to_owned(),
        call_reason: reason.to_owned(),
    });
    if filled.is_empty() {
        kind.name().to_owned()
    } else {
        filled
    }
}

fn outgoing(at: Timestamp, campaign: Option<&CampaignPart>) -> Fields {
    let mut fields = Fields::new();
    fields.insert(LAST_ACTIVITY.into(), json!(moment(at)));
    if let Some(part) = campaign {
        fields.insert(CAMPAIGN.into(), json!(part.place.name));
    }
    fields
}

async fn email(desk: &Desk<'_>, write: &CrmWrite) -> Outcome<Option<Said>> {
    let db = &desk.engine.db;
    let Some(id) = write.subject_id else {
        return Ok(None);
    };
    let Some(email) = emails::by_id(db, EmailId(id)).await? else {
        return Ok(None);
    };
    let campaign = campaign_part::of(desk.engine, email.member_id, email.step_id).await?;
    let sent_at = email.sent_at.unwrap_or(email.updated_at);
    let mut attributes = Attributes {
        email_url: url(desk, write, "email"),
        ..Attributes::default()
    };
    if let Some(template) = email.template_id {
        attributes.template = crm_tasks::template_name(db, template).await?;
        attributes.template_url = Some(desk.engine.url(&format!("/templates/{template}")));
    }
    if let Some(part) = &campaign {
        part.mark(&mut attributes);
    }
    plan::flags_of(&email).mark(&mut attributes);
    let body = email.sent_body.as_deref().unwrap_or(&email.writing.body);
    let logged = Logged {
        of: TaskType::Email,
        subject: subject(
            desk,
            ActivityKind::Email,
            email.shown_subject(),
            campaign.as_ref(),
            ("", ""),
        ),
        text: &MailHtml::clean(body).to_text(),
        day: day(desk, sent_at),
        attributes,
    };
    Ok(Some(Said {
        fields: logged.fields(),
        roll_up: outgoing(sent_at, campaign.as_ref()),
    }))
}

fn answer(desk: &Desk<'_>, write: &CrmWrite) -> Option<Said> {
    let subject = write.fields.get("reply")?.as_str()?;
    let at = Timestamp::from_microsecond(write.fields.get("at")?.as_i64()?).ok()?;
    let url = url(desk, write, "reply")?;
    Some(Said {
        fields: reply(subject, day(desk, at), url),
        roll_up: Fields::new(),
    })
}

async fn call(desk: &Desk<'_>, write: &CrmWrite) -> Outcome<Option<Said>> {
    let db = &desk.engine.db;
    let Some(id) = write.subject_id else {
        return Ok(None);
    };
    let Some(call) = calls::by_id(db, CallId(id)).await? else {
        return Ok(None);
    };
    let task = match call.task_id {
        Some(id) => tasks::by_id(db, id).await?,
        None => None,
    };
    let step = task.as_ref().and_then(|task| task.step_id);
    let campaign = campaign_part::of(desk.engine, call.member_id, step).await?;
    let mut attributes = Attributes {
        call_outcome: Some(call.outcome.clone()),
        call_reason: Some(call.reason.clone()),
        email_url: url(desk, write, "call"),
        ..Attributes::default()
    };
    if let Some(part) = &campaign {
        part.mark(&mut attributes);
    }
    let name = task.map(|task| task.task.name).unwrap_or_default();
    let logged = Logged {
        of: TaskType::Call,
        subject: subject(
            desk,
            ActivityKind::Call,
            &name,
            campaign.as_ref(),
            (&call.outcome, &call.reason),
        ),
        text: &call.notes,
        day: day(desk, call.called_at),
        attributes,
    };
    let mut fields = logged.fields();
    fields.extend([
        ("CallDurationInSeconds".into(), json!(call.seconds)),
        ("CallDisposition".into(), json!(call.outcome)),
    ]);
    Ok(Some(Said {
        fields,
        roll_up: outgoing(call.called_at, campaign.as_ref()),
    }))
}

async fn task(desk: &Desk<'_>, write: &CrmWrite) -> Outcome<Option<Said>> {
    let Some(kept) = kept_task(desk, write).await? else {
        return Ok(None);
    };
    if kept.deleted_at.is_some() || kept.salesforce_id.is_some() {
        return Ok(None);
    }
    let mut fields = task_fields(desk, &kept);
    if let Some(url) = url(desk, write, "task") {
        let attributes = Attributes {
            email_url: Some(url),
            ..Attributes::default()
        };
        for (name, value) in attributes.fields(|_| true) {
            if let liaison_domain::links::crm_log::Value::Text(text) = value {
                fields.insert(name.to_owned(), json!(text));
            }
        }
    }
    Ok(Some(Said {
        fields,
        roll_up: Fields::new(),
    }))
}

async fn kept_task(desk: &Desk<'_>, write: &CrmWrite) -> Outcome<Option<KeptTask>> {
    match write.subject_id {
        Some(id) => Ok(tasks::by_id(&desk.engine.db, TaskId(id)).await?),
        None => Ok(None),
    }
}

/// What a reminder says there.
fn task_fields(desk: &Desk<'_>, kept: &KeptTask) -> Fields {
    let kind = match kept.task.kind {
        TaskKind::Email => ActivityKind::Email,
        TaskKind::Call => ActivityKind::Call,
        TaskKind::InMail => ActivityKind::InMail,
        TaskKind::Custom => ActivityKind::Custom,
    };
    let subject = subject(desk, kind, &kept.task.name, None, ("", ""));
    rules::create(&kept.task, &subject)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), json!(value)))
        .collect()
}

/// An update: of Tasks that stand for something, or of a record itself.
async fn update(desk: &Desk<'_>, mut write: CrmWrite) -> Outcome<Option<SignedDuration>> {
    let engine = desk.engine;
    match write.kind {
        WriteKind::Email | WriteKind::Task => tasks_of(desk, write).await,
        WriteKind::RollUp => {
            roll_up::leave_newer(&engine.db, &mut write).await?;
            let sight = match describe::of(desk, &write.object).await? {
                Ok(sight) => sight,
                Err(why) => return settle::unanswered(desk, vec![write], &why).await,
            };
            let left_out = sight.fit(&mut write.fields, Operation::Update);
            let user = desk.user.id;
            describe::note_left_out(engine, &engine.db, user, &write.object, &left_out).await?;
            at_record(desk, write).await
        }
        _ => at_record(desk, write).await,
    }
}

async fn skip(desk: &Desk<'_>, mut write: CrmWrite) -> Outcome<Option<SignedDuration>> {
    write.state = WriteState::Skipped;
    settle::save(desk.engine, &write).await?;
    Ok(None)
}

async fn at_record(desk: &Desk<'_>, mut write: CrmWrite) -> Outcome<Option<SignedDuration>> {
    match &write.record_id {
        Some(id) if !write.fields.is_empty() => {
            write.fields.insert("Id".into(), json!(id.as_str()));
            settle::save(desk.engine, &write).await?;
            Ok(None)
        }
        _ => skip(desk, write).await,
    }
}

/// What the Tasks of ours have to say by now; `None` when what they stand for is gone.
async fn wanted(desk: &Desk<'_>, tx: &Tx, write: &CrmWrite) -> Outcome<Option<Fields>> {
    let Some(id) = write.subject_id else {
        return Ok(None);
    };
    if write.kind == WriteKind::Email {
        let email = emails::by_id(tx, EmailId(id)).await?;
        return Ok(email.map(|email| plan::flags_of(&email).fields()));
    }
    let Some(kept) = tasks::by_id(tx, TaskId(id)).await? else {
        return Ok(None);
    };
    let mut wanted = task_fields(desk, &kept);
    let template = SubjectTemplate::parse(&desk.settings.subject);
    if !template.has_activity_subject() {
        wanted.remove("Subject");
    }
    Ok(Some(wanted))
}

/// One update for each Task of ours, of what it does not say yet.
async fn tasks_of(desk: &Desk<'_>, write: CrmWrite) -> Outcome<Option<SignedDuration>> {
    let engine = desk.engine;
    let Some(subject) = write.subject_id else {
        return skip(desk, write).await;
    };
    let sight: Result<Sight, Unanswered> = describe::of(desk, "Task").await?;
    let sight = match sight {
        Ok(sight) => sight,
        Err(why) => return settle::unanswered(desk, vec![write], &why).await,
    };
    let tx = engine.db.begin().await?;
    hold(&tx, &write).await?;
    let Some(wanted) = wanted(desk, &tx, &write).await? else {
        drop(tx);
        return skip(desk, write).await;
    };
    let mut is_first = true;
    for task in crm_tasks::of_subject(&tx, subject).await? {
        let mut fields = wanted.clone();
        sight.fit(&mut fields, Operation::Update);
        fields.retain(|name, value| task.written.get(name) != Some(value));
        if fields.is_empty() {
            continue;
        }
        fields.insert("Id".into(), json!(task.salesforce_id));
        let mut one = CrmWrite {
            record_id: task.record_id,
            fields,
            ..write.clone()
        };
        if !std::mem::take(&mut is_first) {
            one.id = CrmWriteId(engine.dice.id(engine.clock.now()));
        }
        crm_writes::save(&tx, &one).await?;
    }
    if is_first {
        let said_already = CrmWrite {
            state: WriteState::Skipped,
            changed_at: engine.clock.now(),
            ..write
        };
        crm_writes::save(&tx, &said_already).await?;
    }
    tx.commit().await?;
    Ok(None)
}
