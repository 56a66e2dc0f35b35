//! Opt-outs, both ways: every evening, and when an admin asks (administration 6.6). An opt-out on either side
//! wins; nobody is ever subscribed again by this.

use jiff::{SignedDuration, Timestamp};
use liaison_connectors::salesforce::{Api, Page};
use liaison_domain::access::Actor;
use liaison_domain::id::ConsentEventId;
use liaison_domain::insight::{EventKind, NewEvent};
use liaison_domain::links::SalesforceConnection;
use liaison_domain::links::crm::activity::moment;
use liaison_domain::links::crm::opt_out::until_evening;
use liaison_domain::people::{
    ConsentEvent, ConsentKind, ConsentSource, CrmObject, CrmRecord, Person, RecordId,
    SuppressionCause,
};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Tx;
use liaison_store::insight::events;
use liaison_store::links::{crm_describes, salesforce};
use liaison_store::people::{consent, persons};
use serde_json::Value;

use super::{plan, settings};
use crate::jobs::{self, Handled};
use crate::links::calls::{Unanswered, in_background};
use crate::{Engine, Outcome};

pub(crate) const KIND: &str = "crm-opt-outs";

/// When an evening's look did not go through.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);
/// So many pages in one go; the rest when the job comes back.
const PAGES: usize = 20;
/// So many opt-outs of ours are planned in one go.
const OUT_AT_ONCE: i64 = 500;

/// Makes sure that the job runs, and now.
pub(super) async fn enqueue(engine: &Engine, tx: &Tx) -> Outcome<()> {
    jobs::enqueue_once(engine, tx, KIND, KIND, &()).await
}

/// An admin wants it now.
pub async fn run_now(engine: &Engine, actor: Actor) -> Outcome<()> {
    actor.must_administer()?;
    if salesforce::connected(&engine.db).await?.is_empty() {
        return Err(Refusal::CrmNobodyConnected.into());
    }
    let tx = engine.db.begin().await?;
    enqueue(engine, &tx).await?;
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}

/// When it was last looked, for the page.
pub async fn last_look(engine: &Engine) -> Outcome<Option<Timestamp>> {
    let looked = crm_describes::cursor(&engine.db, &cursor(CrmObject::Contact)).await?;
    Ok(looked.map(|(_, at)| at))
}

pub(crate) async fn handle(engine: &Engine) -> Outcome<Handled> {
    if !settings::get(&engine.db).await?.opt_outs {
        return Ok(Handled::Done);
    }
    let Some(connection) = salesforce::connected(&engine.db).await?.into_iter().next() else {
        return Ok(Handled::Later(AGAIN));
    };
    for object in [CrmObject::Contact, CrmObject::Lead] {
        if let Some(wait) = pull(engine, &connection, object).await? {
            return Ok(Handled::Later(wait));
        }
    }
    push(engine).await?;
    Ok(Handled::Later(until_evening(engine.clock.now())))
}

fn cursor(object: CrmObject) -> String {
    format!("opt-outs:{}", object.code())
}

/// Takes over who has opted out there since the last look; when to come back, if it is not at its end.
async fn pull(
    engine: &Engine,
    connection: &SalesforceConnection,
    object: CrmObject,
) -> Outcome<Option<SignedDuration>> {
    let field = settings::get(&engine.db).await?.opt_out_field.api_name();
    let kept = crm_describes::cursor(&engine.db, &cursor(object)).await?;
    // The field is part of the position: with another one everything is looked at anew.
    let since = kept
        .and_then(|(position, _)| position.strip_prefix(field).map(str::to_owned))
        .map(|since| format!(" AND SystemModstamp >= {}", since.trim()))
        .unwrap_or_default();
    let query = format!(
        "SELECT Id, Email, SystemModstamp FROM {} WHERE {field} = true{since} ORDER BY SystemModstamp, Id",
        object.api_name()
    );
    let mut next: Option<String> = None;
    for _ in 0..PAGES {
        let asked: Result<Page<Value>, Unanswered> =
            in_background(engine, connection, async |api: Api| match &next {
                Some(next) => api.query_more(next).await,
                None => api.query(&query).await,
            })
            .await?;
        let page = match asked {
            Ok(page) => page,
            Err(why) => {
                tracing::warn!(code = why.code(), "opt-outs could not be read");
                return Ok(Some(AGAIN));
            }
        };
        let tx = engine.db.begin().await?;
        let mut happened = Vec::new();
        for record in &page.records {
            happened.extend(take_over(engine, &tx, object, record).await?);
        }
        let last = page
            .records
            .last()
            .and_then(|one| one["SystemModstamp"].as_str());
        let last = last.and_then(|text| text.replace("+0000", "Z").parse().ok());
        let now = engine.clock.now();
        if let Some(last) = last {
            let position = format!("{field} {}", moment(last));
            crm_describes::set_cursor(&tx, &cursor(object), &position, now).await?;
        } else if since.is_empty() {
            let position = format!("{field} {}", moment(now));
            crm_describes::set_cursor(&tx, &cursor(object), &position, now).await?;
        }
        if !happened.is_empty() {
            events::append(&tx, &happened).await?;
        }
        tx.commit().await?;
        match page.next_records_url {
            Some(url) if !page.done => next = Some(url),
            _ => return Ok(None),
        }
    }
    Ok(Some(SignedDuration::from_secs(5)))
}

/// Writes down that somebody we know has opted out there, once for each address.
async fn take_over(
    engine: &Engine,
    tx: &Tx,
    object: CrmObject,
    record: &Value,
) -> Outcome<Vec<NewEvent>> {
    let Some(id) = record["Id"].as_str().and_then(RecordId::parse) else {
        return Ok(vec![]);
    };
    let own = persons::by_record(tx, &CrmRecord { object, id }).await?;
    let address = record["Email"]
        .as_str()
        .and_then(|text| EmailAddress::parse(text).ok());
    let mut people: Vec<Person> = own.into_iter().collect();
    if people.is_empty()
        && let Some(address) = &address
    {
        people = persons::by_address(tx, address).await?;
    }
    let mut happened = Vec::new();
    for person in people {
        if !person.opted_out_in_crm {
            persons::set_opted_out(tx, person.id).await?;
        }
        let Some(address) = person.email.clone() else {
            continue;
        };
        let known = consent::of_address(tx, &address).await?;
        if known.is_some_and(|known| known.cause == SuppressionCause::Unsubscribed) {
            continue;
        }
        let now = engine.clock.now();
        let event = ConsentEvent {
            id: ConsentEventId(engine.dice.id(now)),
            address,
            person_id: Some(person.id),
            at: now,
            kind: ConsentKind::Unsubscribed,
            source: ConsentSource::Crm,
            reason: String::new(),
            actor: None,
            email_id: None,
        };
        if consent::record(tx, &event, SuppressionCause::Unsubscribed).await? {
            happened.push(NewEvent {
                at: now,
                kind: EventKind::Unsubscribed,
                user_id: None,
                person_id: Some(person.id),
                email_id: None,
                task_id: None,
                machine: 0,
                detail: String::new(),
            });
        }
    }
    Ok(happened)
}

/// Plans what Salesforce does not know yet.
async fn push(engine: &Engine) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    for person in persons::opted_out_here_alone(&tx, OUT_AT_ONCE).await? {
        plan::opt_out(engine, &tx, &person).await?;
    }
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}
