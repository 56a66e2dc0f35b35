//! Bringing records from Salesforce with the seller's own token (administration 6.10, contracts 2.7).

use liaison_connectors::salesforce::Api;
use liaison_domain::Refusal;
use liaison_domain::id::{PersonId, UserId};
use liaison_domain::links::{Health, SalesforceConnection};
use liaison_domain::people::learned::{GOOD_FOR, MOST_PEOPLE, is_stale};
use liaison_domain::people::{CrmObject, CrmRecord, RecordId};
use liaison_store::links::salesforce as kept;
use liaison_store::people::sights;

use super::read::{self, Answer};
use super::{bring_job, keep};
use crate::links::salesforce::with_api;
use crate::{Engine, Outcome};

/// Who was brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    pub people: Vec<PersonId>,
    /// More people belong to the record than are brought at a time ([`MOST_PEOPLE`]).
    pub has_more: bool,
}

async fn connection(engine: &Engine, user: UserId) -> Outcome<SalesforceConnection> {
    let found = kept::of_user(&engine.db, user).await?;
    Ok(found.ok_or(Refusal::CrmNotConnected)?)
}

/// Reads a record now, as this seller sees it, and keeps it with the people who belong to it.
pub async fn bring(engine: &Engine, user: UserId, record: &CrmRecord) -> Outcome<Brought> {
    let connection = connection(engine, user).await?;
    let answer = with_api(engine, &connection, async |api: Api| {
        read::record(&api, record).await
    })
    .await?;
    let refusal = match answer {
        Answer::Found(found) => {
            let people = keep::keep(engine, user, record, &found).await?;
            return Ok(Brought {
                people,
                has_more: found.has_more,
            });
        }
        Answer::Deleted => Refusal::CrmDeleted,
        Answer::Nothing => Refusal::CrmNoAccess,
    };
    sights::lose(&engine.db, user, &record.id).await?;
    Err(refusal.into())
}

/// Reads several leads or contacts at once; who cannot be seen is left out.
pub async fn bring_people(
    engine: &Engine,
    user: UserId,
    object: CrmObject,
    ids: &[RecordId],
) -> Outcome<Brought> {
    let ids = &ids[..ids.len().min(MOST_PEOPLE)];
    let is_people = matches!(object, CrmObject::Lead | CrmObject::Contact);
    let nobody = Brought {
        people: Vec::new(),
        has_more: false,
    };
    if ids.is_empty() || !is_people {
        return Ok(nobody);
    }
    let connection = connection(engine, user).await?;
    let people = with_api(engine, &connection, async |api: Api| {
        read::people(&api, object, ids).await
    })
    .await?;
    let people = keep::keep_people(engine, user, people).await?;
    Ok(Brought { people, ..nobody })
}

/// Has a record read again in the background when what this seller knows of it is old. What is known
/// locally can be shown meanwhile.
pub async fn freshen(engine: &Engine, user: UserId, record: &CrmRecord) -> Outcome<()> {
    let now = engine.clock.now();
    let sight = sights::of(&engine.db, user, &record.id).await?;
    if !is_stale(sight.map(|sight| sight.seen_at), now) {
        return Ok(());
    }
    let connection = kept::of_user(&engine.db, user).await?;
    if connection.is_none_or(|connection| connection.health != Health::Connected) {
        return Ok(());
    }
    let tx = engine.db.begin().await?;
    if sights::ask(&tx, user, &record.id, now, now - GOOD_FOR).await? {
        bring_job::enqueue(engine, &tx, user, record).await?;
    }
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(())
}

/// Whether this seller has seen the record with a token of their own.
pub async fn has_seen(engine: &Engine, user: UserId, record: &RecordId) -> Outcome<bool> {
    Ok(sights::of(&engine.db, user, record).await?.is_some())
}
