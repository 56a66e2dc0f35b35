//! Opt-outs, both ways: every evening, and when an admin asks (administration 6.6). An opt-out on either side
//! wins; nobody is ever subscribed again by this.

use jiff::{SignedDuration, Timestamp};
use liaison_connectors::salesforce::{Api, Page};
use liaison_domain::access::Actor;
use liaison_domain::links::SalesforceConnection;
use liaison_domain::links::crm::activity::moment;
use liaison_domain::links::crm::opt_out::until_evening;
use liaison_domain::people::{
    ConsentKind, ConsentSource, CrmObject, CrmRecord, Person, RecordId, SuppressionCause,
};
use liaison_domain::{EmailAddress, Refusal};
use liaison_store::Tx;
use liaison_store::links::{crm_describes, salesforce};
use liaison_store::people::{consent as kept_consent, persons};
use serde_json::Value;

use super::{plan, settings};
use crate::jobs::{self, Handled};
use crate::links::calls::{Unanswered, in_background};
use crate::people::consent::{self, Said};
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
    let kept = kept.and_then(|(position, _)| position.strip_prefix(field).map(str::to_owned));
    let before = kept.map(|since| since.trim().to_owned());
    let since = before
        .as_ref()
        .map(|since| format!(" AND SystemModstamp >= {since}"))
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
        for record in &page.records {
            take_over(engine, object, record).await?;
        }
        let last = page
            .records
            .last()
            .and_then(|one| one["SystemModstamp"].as_str());
        let last = last.and_then(|text| text.replace("+0000", "Z").parse().ok());
        let now = engine.clock.now();
        let reached = last.map(moment).or(before.clone());
        let position = format!("{field} {}", reached.unwrap_or_else(|| moment(now)));
        crm_describes::set_cursor(&engine.db, &cursor(object), &position, now).await?;
        match page.next_records_url {
            Some(url) if !page.done => next = Some(url),
            _ => return Ok(None),
        }
    }
    Ok(Some(SignedDuration::from_secs(5)))
}

/// Writes down that somebody we know has opted out there, once for each address.
async fn take_over(engine: &Engine, object: CrmObject, record: &Value) -> Outcome<()> {
    let db = &engine.db;
    let Some(id) = record["Id"].as_str().and_then(RecordId::parse) else {
        return Ok(());
    };
    let own = persons::by_record(db, &CrmRecord { object, id }).await?;
    let mut people: Vec<Person> = own.into_iter().collect();
    let address = record["Email"].as_str().map(EmailAddress::parse);
    if people.is_empty()
        && let Some(Ok(address)) = address
    {
        people = persons::by_address(db, &address).await?;
    }
    for person in people {
        let tx = engine.db.begin().await?;
        if !person.opted_out_in_crm {
            persons::set_opted_out(&tx, person.id).await?;
        }
        if let Some(address) = &person.email {
            let known = kept_consent::of_address(&tx, address).await?;
            if known.is_none_or(|known| known.cause != SuppressionCause::Unsubscribed) {
                let said = Said {
                    kind: ConsentKind::Unsubscribed,
                    source: ConsentSource::Crm,
                    address,
                    person: Some(person.id),
                    email: None,
                    reason: "",
                    actor: None,
                    feed: None,
                };
                consent::record(engine, &tx, said).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
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
