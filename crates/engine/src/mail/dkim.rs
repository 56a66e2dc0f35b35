//! The keys that sign a domain's mail: making, putting to use, taking away (`domain/mail/dkim.rs`).

use liaison_connectors::dkim::{self as wire, MadeKey, Signer, SigningPart};
use liaison_domain::Refusal;
use liaison_domain::access::{Actor, AuditAction};
use liaison_domain::id::DkimId;
use liaison_domain::mail::DkimKeys;
use liaison_domain::mail::dkim::{self, Algorithm, DkimState};
use liaison_store::Tx;
use liaison_store::links::team_server;
use liaison_store::mail::dkim_keys::{self as kept, Sealed};
use secrecy::ExposeSecret;

use crate::access::note;
use crate::vault::Place;
use crate::{Engine, Error, Outcome};

/// Makes keys for a domain mail may leave from. They sign nothing yet.
pub async fn make(engine: &Engine, actor: Actor, domain: &str, selector: &str) -> Outcome<()> {
    actor.must_administer()?;
    let selector = dkim::selector(selector)?;
    must_be_sent_from(engine, domain).await?;
    let (rsa_seed, ed25519_seed) = (engine.dice.bytes(), engine.dice.bytes());
    // Looking for primes takes its time.
    let making = tokio::task::spawn_blocking(move || wire::make_rsa(rsa_seed));
    let rsa = making
        .await
        .map_err(Error::broken)?
        .map_err(Error::broken)?;
    let ed25519 = wire::make_ed25519(ed25519_seed).map_err(Error::broken)?;
    let now = engine.clock.now();
    let id = DkimId(engine.dice.id(now));
    let seal = |algorithm, key: &MadeKey| {
        let place = place(id, algorithm);
        engine
            .vault
            .seal(&engine.dice, place, key.private.expose_secret())
    };
    let sealed = Sealed {
        rsa: seal(Algorithm::Rsa, &rsa)?,
        ed25519: seal(Algorithm::Ed25519, &ed25519)?,
    };
    let keys = DkimKeys {
        id,
        domain: domain.to_owned(),
        selector,
        state: DkimState::Waiting,
        rsa: rsa.public,
        ed25519: ed25519.public,
        made_at: now,
    };
    let tx = engine.db.begin().await?;
    if !kept::add(&tx, &keys, sealed).await? {
        return Err(Refusal::DkimSelectorTaken {
            selector: keys.selector,
            domain: keys.domain,
        }
        .into());
    }
    remember(engine, &tx, actor, AuditAction::DkimKeysMade, &keys).await?;
    tx.commit().await?;
    Ok(())
}

async fn must_be_sent_from(engine: &Engine, domain: &str) -> Outcome<()> {
    let team = team_server::get(&engine.db)
        .await?
        .ok_or(Refusal::StateChanged)?;
    match team.senders.domains().contains(&domain) {
        true => Ok(()),
        false => Err(Refusal::StateChanged.into()),
    }
}

/// Signs with these from now on: their records are published.
pub async fn begin_signing(engine: &Engine, actor: Actor, id: DkimId) -> Outcome<()> {
    let (tx, keys) = find(engine, actor, id).await?;
    kept::begin_signing(&tx, &keys).await?;
    team_server::touch(&tx, engine.clock.now()).await?;
    remember(engine, &tx, actor, AuditAction::DkimKeysUsed, &keys).await?;
    tx.commit().await?;
    Ok(())
}

/// Signs with these no more, and with none in their place.
pub async fn stop_signing(engine: &Engine, actor: Actor, id: DkimId) -> Outcome<()> {
    let (tx, keys) = find(engine, actor, id).await?;
    kept::retire(&tx, id).await?;
    team_server::touch(&tx, engine.clock.now()).await?;
    remember(engine, &tx, actor, AuditAction::DkimKeysRetired, &keys).await?;
    tx.commit().await?;
    Ok(())
}

/// Throws keys away that sign nothing.
pub async fn remove(engine: &Engine, actor: Actor, id: DkimId) -> Outcome<()> {
    let (tx, keys) = find(engine, actor, id).await?;
    keys.may_be_removed()?;
    kept::remove(&tx, id).await?;
    remember(engine, &tx, actor, AuditAction::DkimKeysRemoved, &keys).await?;
    tx.commit().await?;
    Ok(())
}

async fn find(engine: &Engine, actor: Actor, id: DkimId) -> Outcome<(Tx, DkimKeys)> {
    actor.must_administer()?;
    let tx = engine.db.begin().await?;
    let keys = kept::by_id(&tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((tx, keys))
}

/// What a domain's mail is signed with; `None` while it is not.
pub(crate) async fn signer(engine: &Engine, domain: &str) -> Outcome<Option<Signer>> {
    let Some((keys, sealed)) = kept::signing(&engine.db, domain).await? else {
        return Ok(None);
    };
    let rsa = engine
        .vault
        .open(place(keys.id, Algorithm::Rsa), &sealed.rsa)?;
    let ed25519_place = place(keys.id, Algorithm::Ed25519);
    let ed25519 = engine.vault.open(ed25519_place, &sealed.ed25519)?;
    let signer = Signer::new(
        &keys.domain,
        &SigningPart {
            selector: &keys.selector(Algorithm::Rsa),
            private: &rsa,
        },
        &SigningPart {
            selector: &keys.selector(Algorithm::Ed25519),
            private: &ed25519,
        },
    );
    Ok(Some(signer.map_err(Error::broken)?))
}

fn place(id: DkimId, algorithm: Algorithm) -> Place {
    let column = match algorithm {
        Algorithm::Rsa => "dkim_keys.rsa",
        Algorithm::Ed25519 => "dkim_keys.ed25519",
    };
    Place { column, row: id.0 }
}

async fn remember(
    engine: &Engine,
    tx: &Tx,
    actor: Actor,
    action: AuditAction,
    keys: &DkimKeys,
) -> Outcome<()> {
    let details = format!("{}: {}", keys.domain, keys.selector);
    note(engine, tx, actor, action, keys.id, &details).await?;
    Ok(())
}
