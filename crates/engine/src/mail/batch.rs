//! The same e-mail to several people (actions 4.4): each gets a copy of their own, which can be changed,
//! and whoever is left out is named with the reason before anything leaves.

use liaison_domain::Refusal;
use liaison_domain::access::User;
use liaison_domain::id::{BatchId, EmailId, PersonId};
use liaison_domain::mail::{Email, EmailState};
use liaison_domain::people::Person;
use liaison_store::Tx;
use liaison_store::mail::batches::{self, Batch};
use liaison_store::mail::{emails, files, templates};
use liaison_store::people::persons;
use serde::{Deserialize, Serialize};

use super::drafts::{blank, template_of};
use super::emails::{Form, UNDO, When, check, schedule};
use super::{content, recipients};
use crate::{Engine, Error, Outcome};

/// So many people at once, where the instance says nothing else (actions 17, row 2).
pub const MOST_PEOPLE: usize = 200;

/// Somebody who gets no copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    pub name: String,
    pub why: Refusal,
}

/// The people named, each once, in their order, and whether each may be written to.
pub async fn look(
    engine: &Engine,
    people: &[PersonId],
    is_non_commercial: bool,
) -> Outcome<Vec<(Person, Result<(), Refusal>)>> {
    if people.len() > MOST_PEOPLE {
        return Err(Refusal::EmailTooManyPeople {
            limit: MOST_PEOPLE.to_string(),
            chosen: people.len().to_string(),
        }
        .into());
    }
    let mut found: Vec<(Person, Result<(), Refusal>)> = Vec::new();
    for id in people {
        if found.iter().any(|(person, _)| person.id == *id) {
            continue;
        }
        let Some(person) = persons::by_id(&engine.db, *id).await? else {
            continue;
        };
        let may = match recipients::may_be_written_to(&engine.db, &person, is_non_commercial).await
        {
            Ok(_) => Ok(()),
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(error) => return Err(error),
        };
        found.push((person, may));
    }
    Ok(found)
}

/// What one person writes to several.
pub struct Written<'a> {
    /// Made with the form, so that handing it in twice makes one.
    pub id: BatchId,
    /// What it is written to, such as an account's name.
    pub name: &'a str,
    pub people: &'a [PersonId],
    pub form: Form<'a>,
    /// The form as the page needs it to go on, as JSON.
    pub draft: String,
}

async fn hold(engine: &Engine, tx: &Tx, user: &User, written: &Written<'_>) -> Outcome<Batch> {
    let now = engine.clock.now();
    let name = written.name.chars().filter(|c| !c.is_control());
    let begun = Batch {
        id: written.id,
        owner_id: user.id,
        name: name.take(120).collect(),
        created_at: now,
        updated_at: now,
        draft: written.draft.clone(),
        left_out: "[]".into(),
    };
    let held = batches::hold(tx, &begun).await?.ok_or(Refusal::NotFound)?;
    Ok(Batch {
        name: begun.name,
        updated_at: now,
        ..held
    })
}

/// Keeps what was written until it is gone on with.
pub async fn keep(engine: &Engine, user: &User, written: &Written<'_>) -> Outcome<Batch> {
    written.form.typed.read()?;
    let tx = engine.db.begin().await?;
    let mut batch = hold(engine, &tx, user, written).await?;
    if !batch.is_draft() {
        return Err(Refusal::StateChanged.into());
    }
    batch.draft.clone_from(&written.draft);
    batches::save(&tx, &batch).await?;
    tx.commit().await?;
    Ok(batch)
}

/// Throws away what was kept; copies that were made stay.
pub async fn discard(engine: &Engine, user: &User, id: BatchId) -> Outcome<()> {
    let tx = engine.db.begin().await?;
    let batch = batches::of_user_by_id(&tx, user.id, id).await?;
    if !batch.ok_or(Refusal::NotFound)?.is_draft() {
        return Err(Refusal::StateChanged.into());
    }
    batches::remove(&tx, id).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes a draft for everybody who may be written to: the copies of the batch. Two people with one address
/// get one copy. Once they are made, making them again changes nothing.
pub async fn make(engine: &Engine, user: &User, written: &Written<'_>) -> Outcome<()> {
    let Written { id, form, .. } = written;
    let id = *id;
    let writing = form.typed.read()?;
    if writing.subject.is_empty() {
        return Err(Refusal::EmailNoSubject.into());
    }
    let looked = look(engine, written.people, form.is_non_commercial).await?;
    let template = template_of(&engine.db, user, form.template).await?;
    let now = engine.clock.now();
    let (mut copies, mut left_out) = (Vec::new(), Vec::new());
    for (person, may) in looked {
        let mut copy = match may.and_then(|()| {
            let id = EmailId(engine.dice.id(now));
            blank(engine, user, id, &person)
        }) {
            Ok(copy) => copy,
            Err(why) => {
                let name = person.display_name();
                left_out.push(LeftOut { name, why });
                continue;
            }
        };
        if copies.iter().any(|other: &Email| other.to == copy.to) {
            let why = Refusal::EmailSameAddress {
                address: copy.to.to_string(),
            };
            let name = person.display_name();
            left_out.push(LeftOut { name, why });
            continue;
        }
        copy.batch_id = Some(id);
        copy.identity_id = form.identity;
        copy.template_id = template;
        copy.writing = writing.clone();
        copy.is_non_commercial = form.is_non_commercial;
        copies.push(copy);
    }
    if copies.is_empty() {
        return Err(Refusal::EmailNobodyLeft.into());
    }
    let tx = engine.db.begin().await?;
    let mut batch = hold(engine, &tx, user, written).await?;
    if !batch.is_draft() {
        return Ok(());
    }
    batch.draft.clear();
    batch.left_out = serde_json::to_string(&left_out).map_err(Error::broken)?;
    batches::save(&tx, &batch).await?;
    let mine = files::of_user(&tx, user.id).await?;
    let attached: Vec<_> = form
        .files
        .iter()
        .copied()
        .filter(|id| mine.iter().any(|file| file.id == *id))
        .collect();
    for copy in &copies {
        emails::save(&tx, copy).await?;
        files::attach(&tx, copy.id, &attached).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Writes the same into every copy that has not left: what was changed in one of them goes.
pub async fn write_all(engine: &Engine, user: &User, id: BatchId, form: &Form<'_>) -> Outcome<()> {
    let writing = form.typed.read()?;
    let tx = engine.db.begin().await?;
    for mut copy in drafts(&tx, user, id).await? {
        copy.writing.subject.clone_from(&writing.subject);
        copy.writing.body.clone_from(&writing.body);
        copy.updated_at = engine.clock.now();
        emails::save(&tx, &copy).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What became of a send to many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    pub on_their_way: usize,
    /// Copies that stay drafts, and why.
    pub left: Vec<LeftOut>,
}

/// Sends the copies that are ticked; each for itself, so that one that cannot go holds up no other.
pub async fn send(
    engine: &Engine,
    user: &User,
    id: BatchId,
    chosen: &[EmailId],
    when: &When,
) -> Outcome<Sent> {
    let now = engine.clock.now();
    let at = match when {
        When::Now => now + UNDO,
        When::At { at, .. } if *at <= now => return Err(Refusal::EmailTimePast.into()),
        When::At { at, .. } => *at,
    };
    content::ready(engine).await?;
    let tx = engine.db.begin().await?;
    let mut sent = Sent::default();
    for mut copy in drafts(&tx, user, id).await? {
        if !chosen.contains(&copy.id) {
            continue;
        }
        match check(engine, &tx, user, &copy).await {
            Ok(()) => {}
            Err(Error::Refused(Refusal::EmailNoMailbox)) => {
                return Err(Refusal::EmailNoMailbox.into());
            }
            Err(Error::Refused(why)) => {
                let person = persons::by_id(&tx, copy.person_id).await?;
                let name = person.map(|person| person.display_name());
                sent.left.push(LeftOut {
                    name: name.unwrap_or_default(),
                    why,
                });
                continue;
            }
            Err(error) => return Err(error),
        }
        if let When::At { time_zone, .. } = when {
            copy.time_zone = Some(time_zone.clone());
        }
        schedule(engine, &tx, &mut copy, at).await?;
        if let Some(template) = copy.template_id {
            templates::used(&tx, template, now).await?;
        }
        sent.on_their_way += 1;
    }
    if sent.on_their_way == 0 && sent.left.is_empty() {
        // Whoever presses twice reads the same twice.
        let copies = emails::of_batch(&tx, id).await?.into_iter();
        let has_gone = |copy: &Email| chosen.contains(&copy.id) && copy.state != EmailState::Draft;
        sent.on_their_way = copies.filter(has_gone).count();
        if sent.on_their_way == 0 {
            return Err(Refusal::EmailNobodyLeft.into());
        }
    }
    tx.commit().await?;
    engine.bell.notify_one();
    Ok(sent)
}

/// The copies that have not left, held until the transaction ends.
async fn drafts(tx: &Tx, user: &User, id: BatchId) -> Outcome<Vec<Email>> {
    batches::of_user_by_id(tx, user.id, id)
        .await?
        .ok_or(Refusal::NotFound)?;
    let mut drafts = Vec::new();
    for copy in emails::of_batch(tx, id).await? {
        if copy.state != EmailState::Draft {
            continue;
        }
        let held = emails::hold(tx, copy.id).await?;
        drafts.extend(held.filter(|copy| copy.state == EmailState::Draft));
    }
    Ok(drafts)
}

/// Who got no copy when it was made.
pub fn left_out(batch: &Batch) -> Vec<LeftOut> {
    serde_json::from_str(&batch.left_out).unwrap_or_default()
}
